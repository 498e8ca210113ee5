import { describe, expect, it } from "vitest";
import { sampleFunction } from "../testing/samples";
import { functionPath } from "../parts/links";
import { fileProblem } from "./AddFile";
import { nameProblem } from "./functionName";
import { matching } from "./matching";

describe("matching", () => {
  const functions = [sampleFunction("orders/price"), sampleFunction("hello", { runtime: "javascript" })];
  const routes = [{ id: 1, owner: "api", method: "GET", path: "/prices/:id", function: "orders/price" }];
  const names = (search: string) => matching(functions, routes, search).map((each) => each.name);

  it("lists all by name when nothing is searched", () => expect(names("")).toEqual(["hello", "orders/price"]));
  it("looks at names", () => expect(names("ORD")).toEqual(["orders/price"]));
  it("looks at runtimes", () => expect(names("javascript")).toEqual(["hello"]));
  it("looks at routes", () => expect(names("get /prices")).toEqual(["orders/price"]));
  it("wants every word", () => expect(names("orders hello")).toEqual([]));
});

const check = (name: string) => nameProblem(name, (wanted) => wanted === "taken");

describe("nameProblem", () => {
  it.each(["hello", "guestbook/sign", "v1.2/a-b_c"])("takes %s", (name) => expect(check(name)).toBeNull());
  it.each(["", "/a", "a/", "a//b", "a/../b", "..", "a b", "a\\b", "taken", "-a", "x".repeat(201)])("refuses %j", (name) =>
    expect(check(name)).not.toBeNull(),
  );
});

describe("fileProblem", () => {
  it("takes a path in the bundle", () => expect(fileProblem("models/guest.lua", ["main.lua"])).toBeNull());
  it.each(["", "main.lua", "../x.lua", "/x.lua", "a//b.lua", "notes.txt"])("refuses %j", (path) =>
    expect(fileProblem(path, ["main.lua"])).not.toBeNull(),
  );
});

describe("functionPath", () => {
  it("keeps slashes and encodes the rest", () => expect(functionPath("a b/c?", "?tab=x")).toBe("/functions/a%20b/c%3F?tab=x"));
});

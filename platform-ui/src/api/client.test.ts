import { beforeEach, describe, expect, it, vi } from "vitest";
import { session } from "../session/session";
import { fakeServer, problem } from "../testing/server";
import { call, pages, query } from "./client";
import { connection } from "./connection";
import { Problem } from "./problem";

beforeEach(() => {
  session.enter("secret");
  connection.up();
});

describe("call", () => {
  it("sends the session's token and a JSON body", async () => {
    const calls = fakeServer({ "PUT /x": () => ({ body: { ok: true } }) });

    await expect(call("/x", { method: "PUT", body: { a: 1 } })).resolves.toEqual({ ok: true });

    expect(calls).toEqual([{ method: "PUT", path: "/x", body: { a: 1 }, token: "Bearer secret" }]);
  });

  it("turns a problem document into a Problem", async () => {
    fakeServer({
      "GET /x": () => problem(400, "The request is not valid", { detail: "Bad name", errors: [{ pointer: "/name", detail: "is empty" }] }),
    });

    const error = await call("/x").catch((failure: unknown) => failure);

    expect(error).toBeInstanceOf(Problem);
    expect(error).toMatchObject({ status: 400, title: "The request is not valid", message: "Bad name", retryable: false });
    expect((error as Problem).fields).toEqual([{ pointer: "/name", detail: "is empty" }]);
  });

  it("ends the session when the server refuses its token", async () => {
    fakeServer({ "GET /x": () => problem(401, "Unauthorized") });

    await expect(call("/x")).rejects.toMatchObject({ status: 401 });

    expect(session.token()).toBeNull();
    expect(sessionStorage.getItem("perigee.token")).toBeNull();
  });

  it("leaves the session alone when another token is only tried", async () => {
    fakeServer({ "GET /x": () => problem(401, "Unauthorized") });

    await expect(call("/x", { token: "guess" })).rejects.toMatchObject({ status: 401 });

    expect(session.token()).toBe("secret");
  });

  it("says that the server cannot be reached", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));

    await expect(call("/x")).rejects.toMatchObject({ status: 0, unreachable: true, retryable: true });
  });

  it("passes an abort on as it is", async () => {
    const controller = new AbortController();
    controller.abort();
    vi.stubGlobal("fetch", () => Promise.reject(controller.signal.reason));

    await expect(call("/x", { signal: controller.signal })).rejects.toMatchObject({ name: "AbortError" });
  });

  it("reads an error that is no problem document", async () => {
    vi.stubGlobal("fetch", async () => new Response("<h1>Bad gateway</h1>", { status: 502 }));

    await expect(call("/x")).rejects.toMatchObject({ status: 502, title: "The server answered 502" });
  });
});

describe("pages", () => {
  it("follows the links to the end", async () => {
    const answers: Record<string, Response> = {
      "/x?limit=2": Response.json([1, 2], { headers: { Link: '</x?limit=2&after=2>; rel="next"' } }),
      "/x?limit=2&after=2": Response.json([3]),
    };
    vi.stubGlobal("fetch", async (path: string) => answers[path]);

    await expect(pages("/x?limit=2")).resolves.toEqual([1, 2, 3]);
  });
});

describe("query", () => {
  it("leaves out what is not set and encodes the rest", () => {
    expect(query({ function: "a/b", outcome: null, limit: 5, after: "" })).toBe("?function=a%2Fb&limit=5");
    expect(query({})).toBe("");
  });
});

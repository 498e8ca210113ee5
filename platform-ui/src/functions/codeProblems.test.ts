import { describe, expect, it } from "vitest";
import { Problem } from "../api/problem";
import { marksOf, marksOfProblem } from "./codeProblems";

const files = ["main.lua", "models/guest.lua", "main.js"];

describe("marksOf", () => {
  it("finds a line", () => {
    expect(marksOf("main.lua:3: 'then' expected near 'x'", files)).toEqual({
      "main.lua": [{ line: 3, column: undefined, message: "'then' expected near 'x'" }],
    });
  });

  it("finds a line and a column", () => {
    expect(marksOf("SyntaxError: main.js:12:5 Expected ; but found x", files)).toEqual({
      "main.js": [{ line: 12, column: 5, message: "Expected ; but found x" }],
    });
  });

  it("finds a file of the bundle under another prefix", () => {
    expect(Object.keys(marksOf("at hello/models/guest.lua:9: oops", files))).toEqual(["models/guest.lua"]);
  });

  it("ignores files that are not in the bundle", () => {
    expect(marksOf("other.lua:3: oops", files)).toEqual({});
  });

  it("finds nothing in a message without a place", () => {
    expect(marksOf("attempt to call a nil value", files)).toEqual({});
  });
});

describe("marksOfProblem", () => {
  it("reads the detail and the fields, each text once", () => {
    const text = "main.lua:3: oops";
    const problem = new Problem(400, "t", text, [
      { pointer: "/files", detail: text },
      { pointer: "/files", detail: "main.js:1:2: no" },
    ]);

    const marks = marksOfProblem(problem, files);

    expect(marks["main.lua"]).toHaveLength(1);
    expect(marks["main.js"]).toEqual([{ line: 1, column: 2, message: "no" }]);
  });
});

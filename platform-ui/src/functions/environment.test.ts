import { describe, expect, it } from "vitest";
import { entriesOf, problemsOf, toEnvironment } from "./environment";

describe("environment", () => {
  it("comes back as it went in, by name", () => {
    const environment = { B: "2", A: "" };

    expect(entriesOf(environment).map((entry) => entry.name)).toEqual(["A", "B"]);
    expect(toEnvironment(entriesOf(environment))).toEqual(environment);
  });

  it("drops a row that was left empty", () => {
    expect(toEnvironment([{ id: 1, name: "", value: "" }])).toEqual({});
    expect(problemsOf([{ id: 1, name: "", value: "" }]).size).toBe(0);
  });

  it("names each mistake at its row", () => {
    const problems = problemsOf([
      { id: 1, name: "A", value: "1" },
      { id: 2, name: "A", value: "2" },
      { id: 3, name: "9x", value: "" },
      { id: 4, name: "", value: "lost" },
    ]);

    expect([...problems]).toEqual([
      [2, "Named twice."],
      [3, "Letters, digits and _ only."],
      [4, "Name it."],
    ]);
  });
});

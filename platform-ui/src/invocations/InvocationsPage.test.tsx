import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { openAt } from "../testing/render";
import { sampleFunction, sampleInvocation } from "../testing/samples";
import { fakeServer, problem } from "../testing/server";
import { startOf } from "./periods";

const common = {
  "GET /api/v1/functions": () => ({ body: [sampleFunction("hello")] }),
  "GET /api/v1/system": () => ({ body: {} }),
};

describe("InvocationsPage", () => {
  it("asks the server for what the filters in the address say", async () => {
    const calls = fakeServer({ ...common, "GET /api/v1/invocations": () => ({ body: [sampleInvocation("i1", { outcome: "failed", error: "boom" })] }) });
    openAt("/invocations?function=hello&outcome=failed");

    const row = (await screen.findByRole("link", { name: "Invocation i1" })).closest("tr") as HTMLElement;

    expect(within(row).getByText("boom")).toBeTruthy();
    const asked = new URL(calls.find((each) => each.path.startsWith("/api/v1/invocations"))?.path ?? "", "http://x").searchParams;
    expect(Object.fromEntries(asked)).toEqual({ function: "hello", outcome: "failed", limit: "50" });
  });

  it("shows older ones on demand", async () => {
    const first = { body: [sampleInvocation("i2")], headers: { Link: '</api/v1/invocations?after=i2>; rel="next"' } };
    fakeServer({
      ...common,
      "GET /api/v1/invocations": ({ path }) => (path.includes("after=i2") ? { body: [sampleInvocation("i1")] } : first),
    });
    openAt("/invocations");

    await userEvent.setup().click(await screen.findByRole("button", { name: "Show older ones" }));

    expect(await screen.findByRole("link", { name: "Invocation i1" })).toBeTruthy();
    expect(screen.getByRole("link", { name: "Invocation i2" })).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole("button", { name: "Show older ones" })).toBeNull());
  });

  it("clears the filters", async () => {
    fakeServer({ ...common, "GET /api/v1/invocations": () => ({ body: [] }) });
    const router = openAt("/invocations?outcome=failed");

    expect(await screen.findByText("No invocation matches")).toBeTruthy();
    await userEvent.setup().click(screen.getByRole("button", { name: "Clear" }));

    expect(await screen.findByText("No invocations yet")).toBeTruthy();
    expect(router.state.location.search).toBe("");
  });
});

describe("InvocationPage", () => {
  it("shows a failure with its stack and log", async () => {
    fakeServer({
      ...common,
      "GET /api/v1/invocations/i1": () => ({ body: sampleInvocation("i1", { outcome: "failed", error: "boom", stack: "at main.lua:3" }) }),
      "GET /api/v1/invocations/i1/logs": () => ({ body: [{ at: "2026-03-01T10:00:00Z", level: "warn", message: "careful", invocationId: "i1" }] }),
    });
    openAt("/invocations/i1");

    expect((await screen.findByLabelText("Error")).textContent).toBe("boom");
    expect(screen.getByLabelText("Stack").textContent).toBe("at main.lua:3");
    expect(await screen.findByText("careful")).toBeTruthy();
  });

  it("gives the server's reason when there is no record", async () => {
    fakeServer({ ...common, "GET /api/v1/invocations/i1": () => problem(404, "No such invocation is recorded", { detail: "It may be too old." }) });
    openAt("/invocations/i1");

    expect(await screen.findByText("It may be too old.")).toBeTruthy();
  });
});

describe("startOf", () => {
  const now = Date.parse("2026-03-01T12:00:42Z");

  it("counts back from this minute", () => expect(startOf("1h", now)).toBe("2026-03-01T11:00:00.000Z"));
  it("knows no other periods", () => expect(startOf("x", now)).toBeNull());
});

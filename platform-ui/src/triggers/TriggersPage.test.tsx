import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { openAt } from "../testing/render";
import { fakeServer, problem } from "../testing/server";
import { sampleEvent, sampleTrigger } from "../testing/samples";

const common = { "GET /api/v1/system": () => ({ body: {} }) };

describe("TriggersPage", () => {
  it("shows how far each is and pauses one", async () => {
    const user = userEvent.setup();
    let paused = false;
    fakeServer({
      ...common,
      "GET /api/v1/triggers": () => ({ body: [sampleTrigger("on-order", { paused })] }),
      "POST /api/v1/triggers/on-order/pause": () => {
        paused = true;
        return { body: sampleTrigger("on-order", { paused }) };
      },
    });
    openAt("/triggers");
    const row = (await screen.findByRole("link", { name: "on-order" })).closest("tr") as HTMLElement;
    expect(within(row).getByText("running")).toBeTruthy();
    expect(within(row).getByText("1,234")).toBeTruthy();

    await user.click(within(row).getByRole("button", { name: "Pause on-order" }));

    expect(await screen.findByText("paused")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Resume on-order" })).toBeTruthy();
  });

  it("moves one, and shows why it cannot", async () => {
    const user = userEvent.setup();
    const calls = fakeServer({
      ...common,
      "GET /api/v1/triggers": () => ({ body: [sampleTrigger("on-order")] }),
      "POST /api/v1/triggers/on-order/seek": () => problem(400, "No such offset", { detail: "Offset 99 is out of range." }),
    });
    openAt("/triggers");
    await user.click(await screen.findByRole("button", { name: "Move on-order" }));
    await user.click(await screen.findByLabelText(/An offset of each partition/));
    await user.type(await screen.findByLabelText("Offset or time"), "99{Enter}");

    expect((await screen.findAllByText("Offset 99 is out of range.")).length).toBeGreaterThan(0);
    expect(calls.find((each) => each.method === "POST")?.body).toEqual({ to: "99" });
  });
});

describe("TriggerPage", () => {
  it("redrives and drops dead letters", async () => {
    const user = userEvent.setup();
    const letter = { id: 7, event: sampleEvent(3), attempts: 4, error: "no total", parkedAt: "2026-03-01T10:00:00Z" };
    const calls = fakeServer({
      ...common,
      "GET /api/v1/triggers/on-order": () => ({ body: sampleTrigger("on-order") }),
      "GET /api/v1/triggers/on-order/dead-letters": () => ({ body: [letter] }),
      "POST /api/v1/triggers/on-order/dead-letters/redrive": () => ({ body: { count: 1 } }),
      "POST /api/v1/triggers/on-order/dead-letters/drop": () => ({ body: { count: 1 } }),
    });
    openAt("/triggers/on-order");
    expect(await screen.findByText("no total")).toBeTruthy();

    await user.click(screen.getByRole("button", { name: "Deliver dead letter 7 again" }));
    await waitFor(() => expect(calls.some((each) => each.path.endsWith("/redrive"))).toBe(true));
    await user.click(await screen.findByRole("button", { name: "Drop all" }));
    await user.click(await screen.findByRole("button", { name: "Drop" }));

    await waitFor(() => expect(calls.find((each) => each.path.endsWith("/drop"))?.body).toEqual({ all: true }));
    expect(calls.find((each) => each.path.endsWith("/redrive"))?.body).toEqual({ ids: [7] });
  });
});

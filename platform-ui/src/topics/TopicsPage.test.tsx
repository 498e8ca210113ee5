import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { openAt } from "../testing/render";
import { fakeServer, problem, type Sent } from "../testing/server";
import { sampleEvent, sampleTopic } from "../testing/samples";

const common = { "GET /api/v1/system": () => ({ body: {} }) };

describe("TopicsPage", () => {
  it("lists topics with what they hold", async () => {
    fakeServer({ ...common, "GET /api/v1/topics": () => ({ body: [sampleTopic("shop/orders")] }) });
    openAt("/topics");

    const row = (await screen.findByRole("link", { name: "shop/orders" })).closest("tr") as HTMLElement;

    expect(within(row).getByText("12,345")).toBeTruthy();
    expect(within(row).getByText("7 days, 1.5 GB")).toBeTruthy();
  });

  it("creates a topic and shows why it cannot", async () => {
    const user = userEvent.setup();
    let taken = true;
    const calls = fakeServer({
      ...common,
      "GET /api/v1/topics": () => ({ body: [] }),
      "POST /api/v1/topics": () =>
        taken ? problem(409, "The topic exists", { detail: "Topic orders exists already." }) : { status: 201, body: sampleTopic("orders") },
      "GET /api/v1/topics/orders": () => ({ body: sampleTopic("orders") }),
      "GET /api/v1/topics/orders/events": () => ({ body: { events: [] } }),
    });
    const router = openAt("/topics");
    await user.click(await screen.findByRole("button", { name: "New topic" }));
    await user.type(await screen.findByLabelText(/Name/), "orders{Enter}");

    expect(await screen.findByText("Topic orders exists already.")).toBeTruthy();
    taken = false;
    await user.click(screen.getByRole("button", { name: "Create" }));

    await waitFor(() => expect(router.state.location.pathname).toBe("/topics/orders"));
    expect(calls.findLast((each) => each.method === "POST")?.body).toEqual({ name: "orders", partitions: 8 });
  });

  it("says why topics cannot be loaded", async () => {
    fakeServer({ ...common, "GET /api/v1/topics": () => problem(503, "The database cannot be reached") });
    openAt("/topics");

    expect(await screen.findByText("The topics could not be loaded")).toBeTruthy();
  });
});

const server = (events: (sent: Sent) => { body: unknown }) =>
  fakeServer({
    ...common,
    "GET /api/v1/topics/shop%2Forders": () => ({ body: sampleTopic("shop/orders") }),
    "GET /api/v1/topics/shop%2Forders/events": events,
  });

describe("TopicPage", () => {
  it("opens an event to its payload and loads older ones", async () => {
    const user = userEvent.setup();
    server(({ path }) =>
      path.includes("before=5") ? { body: { events: [sampleEvent(4)] } } : { body: { events: [sampleEvent(5)], older: "5" } },
    );
    openAt("/topics/shop/orders");

    await user.click(await screen.findByRole("button", { name: "Event 0:5" }));
    expect((await screen.findByLabelText("Payload")).textContent).toContain('"total": 5');
    await user.click(screen.getByRole("button", { name: "Show older ones" }));

    expect(await screen.findByRole("button", { name: "Event 0:4" })).toBeTruthy();
  });

  it("asks for the events of a key", async () => {
    const calls = server(() => ({ body: { events: [] } }));
    openAt("/topics/shop/orders");
    await userEvent.setup().type(await screen.findByLabelText("Key"), "ada{Enter}");

    expect(await screen.findByText("No event has the key “ada”")).toBeTruthy();
    expect(calls.some((each) => each.path.includes("key=ada"))).toBe(true);
  });
});

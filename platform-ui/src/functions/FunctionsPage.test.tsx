import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { openAt } from "../testing/render";
import { sampleFunction } from "../testing/samples";
import { fakeServer, problem } from "../testing/server";

const two = {
  "GET /api/v1/functions": () => ({ body: [sampleFunction("hello"), sampleFunction("orders/price", { liveVersion: 7 })] }),
  "GET /api/v1/routes": () => ({
    body: [
      { method: "GET", path: "/merged", pipeline: { backends: [] } },
      { method: "GET", path: "/hello", function: "hello" },
    ],
  }),
};

describe("FunctionsPage", () => {
  it("lists functions with runtime, live version and routes", async () => {
    fakeServer(two);
    openAt("/functions");

    const row = (await screen.findByRole("link", { name: "hello" })).closest("tr") as HTMLElement;

    expect(within(row).getByText("Lua")).toBeTruthy();
    expect(within(row).getByText("v1")).toBeTruthy();
    expect(await within(row).findByText("/hello", { exact: false })).toBeTruthy();
    expect(screen.getByText("v7")).toBeTruthy();
  });

  it("is usable by keyboard alone", async () => {
    fakeServer(two);
    const router = openAt("/functions");
    const user = userEvent.setup();
    await screen.findByRole("link", { name: "hello" });

    await user.keyboard("/");
    expect(document.activeElement).toBe(screen.getByLabelText("Search functions"));
    await user.keyboard("{ArrowDown}");
    expect(document.activeElement?.textContent).toBe("hello");
    await user.keyboard("{ArrowDown}");
    expect(document.activeElement?.textContent).toBe("orders/price");
    await user.keyboard("{ArrowUp}{ArrowUp}");
    expect(document.activeElement).toBe(screen.getByLabelText("Search functions"));
    await user.keyboard("pric{Enter}");

    await waitFor(() => expect(router.state.location.pathname).toBe("/functions/orders/price"));
  });

  it("keeps the search in the address", async () => {
    fakeServer(two);
    const router = openAt("/functions?q=price");

    expect(await screen.findByRole("link", { name: "orders/price" })).toBeTruthy();
    expect(screen.queryByRole("link", { name: "hello" })).toBeNull();
    await userEvent.setup().type(screen.getByLabelText("Search functions"), "zzz");

    expect(await screen.findByText(/Nothing matches/)).toBeTruthy();
    expect(router.state.location.search).toBe("?q=pricezzz");
  });

  it("says what went wrong and tries again", async () => {
    let broken = true;
    fakeServer({ ...two, "GET /api/v1/functions": () => (broken ? problem(503, "The database cannot be reached") : { body: [] }) });
    openAt("/functions");

    expect(await screen.findByText("The database cannot be reached.")).toBeTruthy();
    broken = false;
    await userEvent.setup().click(screen.getByRole("button", { name: "Try again" }));

    expect(await screen.findByText("No functions yet")).toBeTruthy();
  });

  it("says when the server does not answer", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    openAt("/functions");

    expect(await screen.findByText(/Perigee does not answer\. What you see may be old/)).toBeTruthy();
  });
});

describe("CreateFunction", () => {
  it("creates from a template and opens the function", async () => {
    const calls = fakeServer({ ...two, "PUT /api/v1/functions/guestbook%2Fsign": () => ({ status: 201, body: { version: 1, newVersion: true, live: true } }) });
    const router = openAt("/functions?new");
    const user = userEvent.setup();

    await user.type(await screen.findByLabelText("Name"), "guestbook/sign");
    await user.click(screen.getByRole("radio", { name: "JavaScript" }));
    await user.click(screen.getByRole("radio", { name: /^Check input/ }));
    await user.click(screen.getByRole("button", { name: "Create" }));

    await waitFor(() => expect(router.state.location.pathname).toBe("/functions/guestbook/sign"));
    const sent = calls.find((each) => each.method === "PUT")?.body as { files: Record<string, string> };
    expect(sent).toMatchObject({ runtime: "javascript", handler: "main.js" });
    expect(sent.files["main.js"]).toContain("reject(");
  });

  it("refuses a name that is taken without asking the server", async () => {
    const calls = fakeServer(two);
    openAt("/functions?new");
    const user = userEvent.setup();
    await screen.findByText("2 functions");

    await user.type(screen.getByLabelText("Name"), "hello");
    await user.click(screen.getByRole("button", { name: "Create" }));

    expect(screen.getByText("A function of this name exists.")).toBeTruthy();
    expect(calls.some((each) => each.method === "PUT")).toBe(false);
  });
});

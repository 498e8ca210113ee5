import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { openAt } from "../testing/render";
import { sampleFunction, sampleInvocation, sampleVersion } from "../testing/samples";
import { fakeServer, problem, type Sent } from "../testing/server";

// A plain field in the editor's place: layout, which CodeMirror needs, does not exist here.
vi.mock("../editor/CodeEditor", () => ({
  CodeEditor: (props: { label: string; value: string; onChange?: (text: string) => void; marks?: readonly { message: string }[] }) => (
    <>
      <textarea aria-label={props.label} value={props.value} onChange={(event) => props.onChange?.(event.target.value)} />
      {props.marks?.map((mark) => <i key={mark.message}>{mark.message}</i>)}
    </>
  ),
}));

function serverOf(more: Record<string, (sent: Sent) => { status?: number; body?: unknown }> = {}) {
  let live = 1;
  const versions = [sampleVersion(1, "return 1")];
  const calls = fakeServer({
    "GET /api/v1/functions": () => ({ body: [sampleFunction("hello", { liveVersion: live })] }),
    "GET /api/v1/functions/hello": () => ({ body: sampleFunction("hello", { liveVersion: live }) }),
    "GET /api/v1/functions/hello/versions": () => ({ body: versions.toReversed() }),
    "GET /api/v1/functions/hello/versions/1": () => ({ body: versions[0] }),
    "GET /api/v1/functions/hello/versions/2": () => (versions[1] ? { body: versions[1] } : problem(404, "No such version")),
    "PUT /api/v1/functions/hello": ({ body }) => {
      versions.push(sampleVersion(versions.length + 1, (body as { files: Record<string, string> }).files["main.lua"] ?? ""));
      live = versions.length;
      return { status: 201, body: { version: live, hash: "h", newVersion: true, live: true } };
    },
    "PUT /api/v1/functions/hello/aliases/live": ({ body }) => {
      live = (body as { version: number }).version;
      return { body: { name: "live", version: live } };
    },
    "GET /api/v1/functions/hello/environment": () => ({ body: { REGION: "north" } }),
    "PUT /api/v1/functions/hello/environment": () => ({ status: 204 }),
    "GET /api/v1/routes": () => ({ body: [] }),
    "GET /api/v1/system": () => ({ body: {} }),
    "POST /api/v1/functions/hello/invocations": () => ({
      body: { id: "inv-1", outcome: "returned", status: 200, durationMs: 1.5, result: { n: 1 } },
    }),
    "GET /api/v1/invocations": () => ({ body: [sampleInvocation("inv-1")] }),
    "GET /api/v1/invocations/inv-1/logs": () => ({
      body: [{ at: "2026-03-01T10:00:00.001Z", level: "info", message: "greeting Ada", invocationId: "inv-1" }],
    }),
    ...more,
  });
  return calls;
}

const code = () => screen.findByLabelText<HTMLTextAreaElement>("Code of main.lua");
const type = async (text: string) => fireEvent.change(await code(), { target: { value: text } });

describe("FunctionPage", () => {
  it("saves an edit as a new version with the keyboard", async () => {
    const calls = serverOf();
    openAt("/functions/hello");
    await type("return 2");

    fireEvent.keyDown(document.documentElement, { key: "s", code: "KeyS", ctrlKey: true });

    expect(await screen.findByText("Saved as version 2, now live")).toBeTruthy();
    expect(calls.find((each) => each.method === "PUT")?.body).toMatchObject({
      runtime: "lua",
      handler: "main.lua",
      files: { "main.lua": "return 2" },
    });
    expect(await screen.findByText("live v2")).toBeTruthy();
    expect((await code()).value).toBe("return 2");
  });

  it("keeps the editor and what is typed while a save is under way", async () => {
    serverOf();
    openAt("/functions/hello");
    await type("return 2");
    const editor = await code();

    await userEvent.setup().click(screen.getByRole("button", { name: "Save" }));
    fireEvent.change(editor, { target: { value: "return 23" } });

    await screen.findByText("live v2");
    expect(await code()).toBe(editor);
    expect(editor.value).toBe("return 23");
    expect(screen.getByText("Unsaved")).toBeTruthy();
    expect(screen.queryByText(/went live while/)).toBeNull();
  });

  it("shows why a save is refused, in place, and keeps the edit", async () => {
    serverOf({ "PUT /api/v1/functions/hello": () => problem(400, "The code cannot become a version", { detail: "main.lua:1: 'end' expected" }) });
    openAt("/functions/hello");
    await type("return function(");

    await userEvent.setup().click(screen.getByRole("button", { name: "Save" }));

    expect(await screen.findByText("Not saved; the live version still serves")).toBeTruthy();
    expect(screen.getByText("'end' expected", { selector: "i" })).toBeTruthy();
    expect((await code()).value).toBe("return function(");
  });

  it("invokes with the input and shows outcome, result and log", async () => {
    const calls = serverOf();
    openAt("/functions/hello");
    fireEvent.change(await screen.findByLabelText("Input as JSON"), { target: { value: '{"name":"Ada"}' } });

    await userEvent.setup().click(screen.getByRole("button", { name: "Run" }));

    expect(await screen.findByText("returned")).toBeTruthy();
    expect(screen.getByLabelText("Result").textContent).toContain('"n": 1');
    expect(screen.getByText("1.5 ms")).toBeTruthy();
    expect(await screen.findByText("greeting Ada")).toBeTruthy();
    expect(calls.find((each) => each.method === "POST")?.body).toEqual({ input: { name: "Ada" } });
  });

  it("does not run with an input that is not JSON", async () => {
    const calls = serverOf();
    openAt("/functions/hello");

    fireEvent.change(await screen.findByLabelText("Input as JSON"), { target: { value: "{name}" } });

    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Run" }).disabled).toBe(true);
    expect(screen.getByRole("alert").textContent).not.toBe("");
    expect(calls.some((each) => each.method === "POST")).toBe(false);
  });

  it("saves before it runs edited code", async () => {
    const calls = serverOf();
    openAt("/functions/hello");
    await type("return 2");

    await userEvent.setup().click(screen.getByRole("button", { name: "Save and run" }));

    await screen.findByText("returned");
    expect(calls.filter((each) => each.method !== "GET").map((each) => each.method)).toEqual(["PUT", "POST"]);
  });

  it("runs nothing when that save is refused", async () => {
    const calls = serverOf({ "PUT /api/v1/functions/hello": () => problem(400, "The code cannot become a version") });
    openAt("/functions/hello");
    await type("return function(");

    await userEvent.setup().click(screen.getByRole("button", { name: "Save and run" }));

    await screen.findByText("Not saved; the live version still serves");
    expect(calls.some((each) => each.method === "POST")).toBe(false);
  });

  it("rolls live back to an older version", async () => {
    const calls = serverOf();
    openAt("/functions/hello?tab=versions");
    await type("return 2");
    const user = userEvent.setup();
    await user.click(screen.getByRole("button", { name: "Save" }));

    await user.click(await screen.findByRole("button", { name: "Make version 1 live" }));

    expect(await screen.findByText("live v1")).toBeTruthy();
    await waitFor(async () => expect((await code()).value).toBe("return 1"));
    expect(calls.find((each) => each.path.endsWith("/aliases/live"))?.body).toEqual({ version: 1 });
  });

  it("does not lose edits by leaving", async () => {
    serverOf();
    const router = openAt("/functions/hello");
    await type("return 2");
    const user = userEvent.setup();

    await user.click(screen.getByRole("link", { name: "Invocations" }));
    await user.click(await screen.findByRole("button", { name: "Stay" }));
    expect(router.state.location.pathname).toBe("/functions/hello");
    expect((await code()).value).toBe("return 2");

    await user.click(screen.getByRole("link", { name: "Invocations" }));
    await user.click(await screen.findByRole("button", { name: "Leave" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/invocations"));
  });

  it("replaces the environment", async () => {
    const calls = serverOf();
    openAt("/functions/hello?tab=environment");
    const user = userEvent.setup();

    await user.type(await screen.findByLabelText("Value of REGION"), "east");
    await user.click(screen.getByRole("button", { name: "Save environment" }));

    await waitFor(() =>
      expect(calls.find((each) => each.method === "PUT")).toMatchObject({
        path: "/api/v1/functions/hello/environment",
        body: { REGION: "northeast" },
      }),
    );
  });

  it("lists the function's invocations", async () => {
    const calls = serverOf({ "GET /api/v1/invocations": () => ({ body: [sampleInvocation("inv-9", { outcome: "timed_out", durationMs: 5_000 })] }) });
    openAt("/functions/hello?tab=recent");

    const row = (await screen.findByRole("link", { name: "Invocation inv-9" })).closest("tr") as HTMLElement;

    expect(within(row).getByText("timed out")).toBeTruthy();
    expect(within(row).getByText("5 s")).toBeTruthy();
    expect(calls.some((each) => each.path.startsWith("/api/v1/invocations?function=hello"))).toBe(true);
  });

  it("adds and removes routes", async () => {
    let routes = [{ id: 7, owner: "api", method: "GET", path: "/old", function: "hello" }];
    const calls = serverOf({
      "GET /api/v1/routes": () => ({ body: routes }),
      "POST /api/v1/routes": ({ body }) => {
        routes = [...routes, { id: 8, owner: "api", ...(body as { method: string; path: string; function: string }) }];
        return { status: 201, body: routes[1] };
      },
      "DELETE /api/v1/routes/7": () => {
        routes = routes.filter((route) => route.id !== 7);
        return { status: 204 };
      },
    });
    openAt("/functions/hello?tab=routes");
    const user = userEvent.setup();

    await user.type(await screen.findByLabelText("Path"), "/new/:id");
    await user.click(screen.getByRole("button", { name: "Add" }));
    expect(await screen.findByRole("button", { name: "Remove GET /new/:id" })).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Remove GET /old" }));

    await waitFor(() => expect(screen.queryByRole("button", { name: "Remove GET /old" })).toBeNull());
    expect(calls.find((each) => each.method === "POST")?.body).toEqual({ method: "GET", path: "/new/:id", function: "hello" });
  });

  it("shows an answer that the function made whole", async () => {
    serverOf({
      "POST /api/v1/functions/hello/invocations": () => ({
        body: {
          id: "inv-1",
          outcome: "returned",
          status: 202,
          durationMs: 1,
          response: { headers: [{ name: "X-Kind", value: "whole" }], body: "plain words" },
        },
      }),
    });
    openAt("/functions/hello");

    await userEvent.setup().click(await screen.findByRole("button", { name: "Run" }));

    expect((await screen.findByLabelText("Headers")).textContent).toBe("X-Kind: whole");
    expect(screen.getByLabelText("Body").textContent).toBe("plain words");
    expect(screen.getByText("202")).toBeTruthy();
  });

  it("says that a function does not exist", async () => {
    serverOf({ "GET /api/v1/functions/gone": () => problem(404, "No such function") });
    openAt("/functions/gone");

    expect(await screen.findByText("There is no function gone")).toBeTruthy();
  });
});

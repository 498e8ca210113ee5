import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { ServedProject } from "../api/projects";
import { openAt } from "../testing/render";
import { fakeServer } from "../testing/server";

const shop: ServedProject = { name: "shop", directory: "/shop", readAt: "2026-03-01T10:00:00Z", routes: 2, problems: [] };

function serve(projects: () => ServedProject[]) {
  return fakeServer({
    "GET /api/v1/projects": () => ({ body: projects() }),
    "GET /api/v1/functions": () => ({ body: [] }),
    "GET /api/v1/routes": () => ({ body: [] }),
    "GET /api/v1/system": () => ({ body: {} }),
  });
}

describe("ProjectNotice", () => {
  it("tells what is wrong in the served project", async () => {
    serve(() => [{ ...shop, problems: [{ file: "app/hello.lua", line: 3, message: "'end' expected" }] }]);
    openAt("/functions");

    expect(await screen.findByText("app/hello.lua:3")).toBeTruthy();
    expect(screen.getByText(/'end' expected/)).toBeTruthy();
    expect(screen.getByText(/1 problem in its folder/)).toBeTruthy();
  });

  it("says nothing while all is well", async () => {
    serve(() => [shop]);
    openAt("/functions");

    await screen.findByText("No functions yet");
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("goes away when the mistake is mended, and reads the functions anew", async () => {
    let mended = false;
    const calls = serve(() =>
      mended
        ? [{ ...shop, readAt: "2026-03-01T10:00:09Z" }]
        : [{ ...shop, problems: [], failure: "nothing was taken over: the database is away" }],
    );
    openAt("/functions");
    expect(await screen.findByText(/the database is away/)).toBeTruthy();
    const before = calls.filter((each) => each.path.startsWith("/api/v1/functions")).length;

    mended = true;

    await waitFor(() => expect(screen.queryByText(/the database is away/)).toBeNull());
    await waitFor(() => expect(calls.filter((each) => each.path.startsWith("/api/v1/functions")).length).toBeGreaterThan(before));
  });
});

import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { openAt } from "../testing/render";
import { fakeServer, problem, type Sent } from "../testing/server";
import { session } from "./session";

const guarded = (answer: object) => (sent: Sent) =>
  sent.token === "Bearer right" ? { body: answer } : problem(401, "A token is needed");

const server = {
  "GET /api/v1/functions": guarded([]),
  "GET /api/v1/routes": guarded([]),
  "GET /api/v1/system": guarded({ version: "0.1.0" }),
};

beforeEach(() => {
  session.enter("reset");
  session.leave();
});

describe("LoginPage", () => {
  it("is shown when the server asks for a token, and opens with the right one", async () => {
    fakeServer(server);
    openAt("/functions");
    const user = userEvent.setup();

    await user.type(await screen.findByLabelText("Token"), "right");
    await user.click(screen.getByRole("button", { name: "Log in" }));

    expect(await screen.findByText("No functions yet")).toBeTruthy();
    expect(sessionStorage.getItem("perigee.token")).toBe("right");
  });

  it("says that a token is wrong", async () => {
    fakeServer(server);
    openAt("/functions");
    const user = userEvent.setup();

    await user.type(await screen.findByLabelText("Token"), "wrong{Enter}");

    expect(await screen.findByText("The server does not know this token.")).toBeTruthy();
    expect(sessionStorage.getItem("perigee.token")).toBeNull();
  });

  it("asks again when a token stops being accepted", async () => {
    fakeServer(server);
    session.enter("old");
    openAt("/functions");

    expect(await screen.findByText(/no longer accepted/)).toBeTruthy();
  });

  it("logs out", async () => {
    fakeServer(server);
    session.enter("right");
    openAt("/functions");

    await userEvent.setup().click(await screen.findByRole("button", { name: "Log out" }));

    expect(await screen.findByLabelText("Token")).toBeTruthy();
    expect(sessionStorage.getItem("perigee.token")).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { commandOf, gatewayOf } from "./gateway";

describe("commandOf", () => {
  it.each([
    ["GET", "curl 'http://h:3000/a'"],
    ["ANY", "curl 'http://h:3000/a'"],
    ["HEAD", "curl --head 'http://h:3000/a'"],
    ["DELETE", "curl -X DELETE 'http://h:3000/a'"],
    ["POST", "curl -X POST -H 'Content-Type: application/json' -d '{}' 'http://h:3000/a'"],
  ])("writes %s", (method, command) => expect(commandOf("http://h:3000", { method, path: "/a" })).toBe(command));
});

describe("gatewayOf", () => {
  it("takes this page's host and the server's port", () => {
    expect(gatewayOf({ hostname: "h" }, 8123)).toBe("http://h:8123");
    expect(gatewayOf({ hostname: "h" }, undefined)).toBe("http://h:3000");
  });
});

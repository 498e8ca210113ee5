import { describe, expect, it } from "vitest";
import { eventParser, type ServerEvent } from "./events";

function parse(...pieces: string[]): ServerEvent[] {
  const events: ServerEvent[] = [];
  const take = eventParser((event) => events.push(event));
  for (const piece of pieces) take(piece);
  return events;
}

describe("eventParser", () => {
  it("reads events however the stream is cut", () => {
    const whole = "id: 7\nevent: line\ndata: {\"a\":1}\n\n: beat\n\ndata: x\ndata: y\n\n";
    for (let cut = 0; cut <= whole.length; cut++) {
      expect(parse(whole.slice(0, cut), whole.slice(cut))).toEqual([
        { id: "7", event: "line", data: '{"a":1}' },
        { id: "7", event: "message", data: "x\ny" },
      ]);
    }
  });

  it("reads lines that end in CR LF, cut between the two", () => {
    expect(parse("data: a\r", "\n\r\ndata:b\r\n\r\n").map((event) => event.data)).toEqual(["a", "b"]);
  });

  it("reports nothing before the empty line", () => {
    expect(parse("data: a\n")).toEqual([]);
  });
});

import { open } from "./client";

export interface ServerEvent {
  event: string;
  data: string;
  id: string | null;
}

/**
 * Reads a server-sent event stream until it ends or the signal aborts. EventSource cannot send the token,
 * hence this reader over fetch. With the id of the last event the server goes on after it.
 */
export async function readEvents(
  path: string,
  signal: AbortSignal,
  onEvent: (event: ServerEvent) => void,
  onOpen: () => void,
  lastId: string | null = null,
) {
  const response = await open(path, { signal, headers: lastId === null ? {} : { "Last-Event-ID": lastId } });
  onOpen();
  if (response.body === null) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const parse = eventParser(onEvent);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    parse(value);
  }
}

/** Takes a stream's text in any pieces and reports each whole event. */
export function eventParser(onEvent: (event: ServerEvent) => void): (piece: string) => void {
  let rest = "";
  let event = "message";
  let id: string | null = null;
  let data: string[] = [];

  const line = (text: string) => {
    if (text === "") {
      if (data.length > 0) onEvent({ event, data: data.join("\n"), id });
      event = "message";
      data = [];
      return;
    }
    const colon = text.indexOf(":");
    if (colon === 0) return;
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? "" : text.slice(colon + 1).replace(/^ /, "");
    if (field === "data") data.push(value);
    else if (field === "event") event = value;
    else if (field === "id") id = value;
  };

  return (piece) => {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    for (const text of lines) line(text);
  };
}

import type { Diagnostic } from "@codemirror/lint";
import type { Text } from "@codemirror/state";

/** A message at a place in a file; lines and columns begin with 1. */
export interface Mark {
  line: number;
  column?: number | undefined;
  message: string;
}

/** Puts marks into a text; one beyond its end goes to the last line. */
export function place(text: Text, marks: readonly Mark[]): Diagnostic[] {
  return marks.map((mark) => {
    const line = text.line(Math.min(Math.max(mark.line, 1), text.lines));
    const start = mark.column === undefined ? indentation(line.text) : Math.max(mark.column - 1, 0);
    const from = Math.min(line.from + start, line.to);
    return { from, to: Math.max(line.to, from), severity: "error", message: mark.message };
  });
}

function indentation(line: string): number {
  return line.length - line.trimStart().length;
}

import type { Problem } from "../api/problem";
import type { Mark } from "../editor/diagnostics";

/** Marks by file. */
export type FileMarks = Record<string, readonly Mark[]>;

const PLACE = /([\w./@-]+\.(?:lua|m?js|cjs|json)):(\d+)(?::(\d+))?:?\s*/g;

/** Finds the places that a message names as file:line or file:line:column, for files that exist here. */
export function marksOf(message: string, files: readonly string[]): FileMarks {
  const marks: Record<string, Mark[]> = {};
  for (const match of message.matchAll(PLACE)) {
    const file = fileOf(match[1] ?? "", files);
    if (file === undefined) continue;
    const column = match[3] === undefined ? undefined : Number(match[3]);
    const text = message.slice(match.index + match[0].length).split("\n")[0];
    (marks[file] ??= []).push({ line: Number(match[2]), column, message: text === "" || text === undefined ? message : text });
  }
  return marks;
}

/** The places in the code that a refused save names. */
export function marksOfProblem(problem: Problem, files: readonly string[]): FileMarks {
  const all: Record<string, readonly Mark[]> = {};
  for (const text of new Set([problem.detail, ...problem.fields.map((field) => field.detail)])) {
    for (const [file, marks] of Object.entries(marksOf(text, files))) all[file] = [...(all[file] ?? []), ...marks];
  }
  return all;
}

function fileOf(named: string, files: readonly string[]): string | undefined {
  const plain = named.replace(/^@?(\.\/|\/)?/, "");
  return files.find((file) => file === plain) ?? files.find((file) => plain.endsWith(`/${file}`) || file.endsWith(`/${plain}`));
}

import { completeAnyWord, completeFromList, ifNotIn, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";

const of = (type: string, words: string): Completion[] => words.split(" ").map((label) => ({ label, type }));

/** What `ctx` offers to a function. */
const context: Completion[] = [
  ...of("property", "request_id function_name function_version memory_limit_in_mb deadline_ms trace_id span_id env log identity"),
  ...of("property", "client_context request"),
  { label: "get_remaining_time_in_millis", type: "method", detail: "()" },
];

const levels = of("method", "debug info warn error");
const request = of("property", "method path headers query body");

/** Names after a dot, by what stands before it. */
const members: Record<string, Completion[]> = {
  ctx: context,
  "ctx.log": levels,
  "ctx.request": request,
  flow: of("method", "call"),
  topics: of("method", "append"),
  state: of("method", "get put delete cas list"),
  http: of("method", "get post request response"),
  channels: of("method", "publish"),
};

/** The platform's modules, as both runtimes know them. */
const modules = of("module", "flow topics state http channels json uuid crypto jwt sleep time");

const luaWords: Completion[] = [
  ...of("keyword", "and break do else elseif end false for function goto if in local nil not or repeat return then true until while"),
  ...of("function", "assert error ipairs next pairs pcall print require select setmetatable getmetatable tonumber tostring type xpcall"),
  ...of("namespace", "string table math coroutine utf8 os"),
];

export function platformMembers(here: CompletionContext): CompletionResult | null {
  const before = here.matchBefore(/[A-Za-z_][\w.]*\.\w*/);
  if (before === null) return null;
  const dot = before.text.lastIndexOf(".");
  const options = members[before.text.slice(0, dot)];
  return options === undefined ? null : { from: before.from + dot + 1, options, validFor: /^\w*$/ };
}

/** Inside require "…" or from "…", the modules; a string elsewhere completes nothing. */
export function luaModules(here: CompletionContext): CompletionResult | null {
  const before = here.matchBefore(/require\s*\(?\s*["'][\w./]*/);
  if (before === null) return null;
  const quote = Math.max(before.text.lastIndexOf('"'), before.text.lastIndexOf("'"));
  return { from: before.from + quote + 1, options: modules, validFor: /^[\w./]*$/ };
}

export const luaCompletions = [
  platformMembers,
  luaModules,
  ifNotIn(["string", "comment"], completeFromList(luaWords)),
  ifNotIn(["string", "comment"], completeAnyWord),
];

export const javascriptCompletions = [platformMembers, completeFromList(of("variable", "reject").concat(modules))];

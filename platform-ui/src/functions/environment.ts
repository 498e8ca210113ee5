import type { Environment } from "../api/functions";

/** A row of the form; the id keeps its place while the name changes. */
export interface Entry {
  id: number;
  name: string;
  value: string;
}

export function entriesOf(environment: Environment): Entry[] {
  return Object.entries(environment)
    .toSorted(([left], [right]) => left.localeCompare(right))
    .map(([name, value], id) => ({ id, name, value }));
}

export function toEnvironment(entries: readonly Entry[]): Environment {
  return Object.fromEntries(entries.filter((entry) => !blank(entry)).map(({ name, value }) => [name, value]));
}

/** What is wrong with a row, by its id. A row left wholly empty is no mistake. */
export function problemsOf(entries: readonly Entry[]): Map<number, string> {
  const problems = new Map<number, string>();
  const seen = new Set<string>();
  for (const entry of entries) {
    if (blank(entry)) continue;
    if (entry.name === "") problems.set(entry.id, "Name it.");
    else if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(entry.name)) problems.set(entry.id, "Letters, digits and _ only.");
    else if (seen.has(entry.name)) problems.set(entry.id, "Named twice.");
    seen.add(entry.name);
  }
  return problems;
}

function blank(entry: Entry): boolean {
  return entry.name === "" && entry.value === "";
}

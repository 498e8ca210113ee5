import type { Files } from "../api/functions";

export interface Change {
  path: string;
  kind: "added" | "removed" | "changed";
}

/** The files in which two bundles differ, by path. */
export function changesOf(before: Files, after: Files): Change[] {
  const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...paths].toSorted().flatMap((path): Change[] => {
    if (!(path in before)) return [{ path, kind: "added" }];
    if (!(path in after)) return [{ path, kind: "removed" }];
    return before[path] === after[path] ? [] : [{ path, kind: "changed" }];
  });
}

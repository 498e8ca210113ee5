import { useState } from "react";
import type { Code, Files } from "../api/functions";

interface Draft {
  /** The version that the draft began from. */
  base: number;
  /** The version that was last offered to it. */
  seen: number;
  /** Somebody else's version is offered, and taking it over would lose edits. */
  overtaken: boolean;
  saved: Code;
  handler: string;
  files: Files;
}

export interface DraftControls {
  draft: Draft;
  code: Code;
  dirty: boolean;
  edit: (path: string, text: string) => void;
  remove: (path: string) => void;
  revert: () => void;
  /** Notes that this code is now the version of this number; edits made since stay. */
  saved: (version: number, code: Code) => void;
}

/** The code as it stands in the editor. Another version is taken over at once unless that would lose edits. */
export function useDraft(version: number, loaded: Code): DraftControls {
  const [draft, setDraft] = useState<Draft>(() => begin(version, loaded));
  const dirty = differs(draft);
  if (draft.seen !== version) setDraft(offer(draft, version, loaded));

  return {
    draft,
    code: { ...codeOnly(draft.saved), handler: draft.handler, files: draft.files },
    dirty,
    edit: (path, text) => setDraft((old) => ({ ...old, files: { ...old.files, [path]: text } })),
    remove: (path) => setDraft((old) => ({ ...old, files: without(old.files, path) })),
    revert: () => setDraft(begin(version, loaded)),
    saved: (number, code) => setDraft((old) => ({ ...old, base: number, saved: code, overtaken: false })),
  };
}

/** Its own version, just saved, changes nothing; another one replaces a draft without edits. */
function offer(draft: Draft, version: number, loaded: Code): Draft {
  if (draft.base === version) return { ...draft, seen: version };
  return differs(draft) ? { ...draft, seen: version, overtaken: true } : begin(version, loaded);
}

function codeOnly({ runtime, handler, files, binaryFiles }: Code): Code {
  return { runtime, handler, files, ...(binaryFiles && { binaryFiles }) };
}

function begin(base: number, code: Code): Draft {
  return { base, seen: base, overtaken: false, saved: code, handler: code.handler, files: code.files };
}

function without(files: Files, path: string): Files {
  return Object.fromEntries(Object.entries(files).filter(([each]) => each !== path));
}

function differs({ saved, files }: Draft): boolean {
  const names = Object.keys(files);
  return names.length !== Object.keys(saved.files).length || names.some((name) => files[name] !== saved.files[name]);
}

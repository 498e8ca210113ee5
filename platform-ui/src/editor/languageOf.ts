import type { Language } from "./languages";

/** The language of a file by its name. */
export function languageOf(path: string): Language {
  const extension = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  if (extension === "lua") return "lua";
  if (["js", "mjs", "cjs"].includes(extension)) return "javascript";
  return extension === "json" ? "json" : "text";
}

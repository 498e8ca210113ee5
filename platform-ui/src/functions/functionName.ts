/** What is wrong with a function's name, or null. The server has the last word. */
export function nameProblem(name: string, taken: (name: string) => boolean): string | null {
  if (name === "") return "Give the function a name.";
  if (name.length > 200) return "At most 200 characters.";
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*(\/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$/.test(name)) {
    return "Use letters, digits, - _ . and single slashes between parts.";
  }
  if (name.includes("..")) return "Two dots in a row are not allowed.";
  if (taken(name)) return "A function of this name exists.";
  return null;
}

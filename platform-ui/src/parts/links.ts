/** The page of a function: its slashes stay slashes, everything else is encoded. */
export function functionPath(name: string, search = ""): string {
  const path = name.split("/").map(encodeURIComponent).join("/");
  return `/functions/${path}${search}`;
}

export function invocationPath(id: string): string {
  return `/invocations/${encodeURIComponent(id)}`;
}

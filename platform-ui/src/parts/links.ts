/** The page of a function: its slashes stay slashes, everything else is encoded. */
export function functionPath(name: string, search = ""): string {
  return `/functions/${encoded(name)}${search}`;
}

export function topicPath(name: string): string {
  return `/topics/${encoded(name)}`;
}

export function triggerPath(name: string): string {
  return `/triggers/${encoded(name)}`;
}

function encoded(name: string): string {
  return name.split("/").map(encodeURIComponent).join("/");
}

export function invocationPath(id: string): string {
  return `/invocations/${encodeURIComponent(id)}`;
}

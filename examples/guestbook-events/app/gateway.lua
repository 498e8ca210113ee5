return {
  { "POST", "/entries", "entries/sign" },
  { "GET", "/entries", "entries/list" },
  { "GET", "/guests/:name", "entries/guest" },
}

return {
  { "GET", "/status", "status" },
  { "GET", "/status-js", "status-js" },
}

return {
  {"GET", "/hello", "hello"},
  {"GET", "/bad/lua", "bad-lua"},
  {"GET", "/bad/javascript", "bad-javascript"},
  {"GET", "/wait/lua", "wait-lua"},
  {"GET", "/wait/javascript", "wait-javascript"},
}

return {
  { "GET", "/guests", "guests/list" },
  { "GET", "/guests/:id", "guests/get" },
  { "POST", "/guests", "guests/sign" },
  { "GET", "/search/*words", "guests/search" },
}

return {
  { "GET", "/users/:id", "channel:users:get" },
  { "PUT", "/users/:id", "channel:users:add" },
}

return {
  { "POST", "/stock", "orders/stock" },
  { "POST", "/orders", "orders/place" },
  { "GET", "/orders/:id", "orders/get" },
  { "GET", "/summary", "orders/summary" },
}

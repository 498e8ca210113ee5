-- Each route: HTTP method, path, function.
return {
  { "GET", "/hello", "hello" },
  { "GET", "/hello-js", "hello-js" },
}

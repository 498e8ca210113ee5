-- Each route: HTTP method, path, function. ":id" takes one segment of the path, "*rest" all that is left.
return {
  { "GET", "/hello", "hello" },
}

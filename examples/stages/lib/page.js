const escaped = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** Browsers get a page, everybody else what the stage before returned. */
exports.html = (context) => {
  if ((context.request.headers.accept ?? "").includes("text/html")) {
    const [user] = context.results.request;
    context.response = {
      status: 200,
      headers: { "Content-Type": "text/html; charset=utf-8" },
      body: `<!doctype html><title>User</title><h1>${escaped(user.name)}</h1>`,
    };
  }
  return [null, true];
};

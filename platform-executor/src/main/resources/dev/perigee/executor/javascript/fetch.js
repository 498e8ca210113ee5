/* fetch, Request and Response over http.request. Bodies are whole, never streams. */
"use strict";

(function ({ library, call, bytes, raw, PerigeeError }) {
  const { Headers } = library("headers");

  function contentTypeOf(body) {
    if (typeof body === "string") return "text/plain;charset=UTF-8";
    if (body?.constructor?.name === "URLSearchParams") return "application/x-www-form-urlencoded;charset=UTF-8";
    return undefined;
  }

  /** A body as text or as bytes of its own, or null for none. */
  function contentOf(body) {
    if (body === undefined || body === null) return null;
    return library("http").isBytes(body) ? bytes(body).slice() : String(body);
  }

  class Body {
    #content;
    #used = false;

    constructor(body, headers) {
      this.#content = contentOf(body);
      const type = contentTypeOf(body);
      if (type !== undefined && !headers.has("content-type")) headers.set("content-type", type);
      Object.defineProperty(this, "headers", { value: headers, enumerable: true });
    }

    get bodyUsed() {
      return this.#used;
    }

    static content(of) {
      return of.#content;
    }
    static fill(of, content) {
      of.#content = content;
    }

    #take() {
      if (this.#used) throw new TypeError("Body is unusable: Body has already been read");
      this.#used = this.#content !== null;
      return this.#content ?? "";
    }
    async bytes() {
      return bytes(this.#take());
    }
    async arrayBuffer() {
      const { buffer, byteOffset, byteLength } = await this.bytes();
      return byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
    }
    async text() {
      const content = this.#take();
      const text = typeof content === "string" ? content : library("utf8").decode(content);
      return text.startsWith("\ufeff") ? text.slice(1) : text;
    }
    async json() {
      return JSON.parse(await this.text());
    }
  }
  // Reading without using it up, and filling without a content type, are for this file only.
  const { content, fill } = Body;
  delete Body.content;
  delete Body.fill;

  const bodyless = new Set(["GET", "HEAD"]);
  const normalized = new Set(["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"]);

  class Request extends Body {
    constructor(input, init = {}) {
      const from = input instanceof Request ? input : undefined;
      const given = String(init.method ?? from?.method ?? "GET");
      const method = normalized.has(given.toUpperCase()) ? given.toUpperCase() : given;
      const body = init.body ?? (from === undefined ? undefined : content(from));
      if (body !== undefined && body !== null && bodyless.has(method)) {
        throw new TypeError(`Request with ${method} method cannot have body`);
      }
      super(body, new Headers(init.headers ?? from?.headers));
      const url = from?.url ?? new (library("url").URL)(String(input)).href;
      const redirect = init.redirect ?? from?.redirect ?? "follow";
      const signal = init.signal ?? from?.signal;
      const timeout = init.timeout ?? from?.timeout;
      for (const [name, value] of Object.entries({ method, url, redirect, signal, timeout })) {
        Object.defineProperty(this, name, { value, enumerable: true });
      }
    }
    clone() {
      if (this.bodyUsed) throw new TypeError("Request.clone: Body has already been consumed.");
      return new Request(this);
    }
  }

  class Response extends Body {
    constructor(body, init = {}) {
      const status = init.status ?? 200;
      if (!Number.isInteger(status) || status < 200 || status > 599) {
        throw new RangeError(`init["status"] must be in the range of 200 to 599, inclusive.`);
      }
      if ((status === 204 || status === 205 || status === 304) && body !== undefined && body !== null) {
        throw new TypeError(`Response with status ${status} cannot have body`);
      }
      super(body, new Headers(init.headers));
      for (const [name, value] of Object.entries({ status, statusText: String(init.statusText ?? "") })) {
        Object.defineProperty(this, name, { value, enumerable: true });
      }
      this.url = "";
      this.redirected = false;
      this.type = "default";
    }

    get ok() {
      return this.status >= 200 && this.status < 300;
    }
    clone() {
      if (this.bodyUsed) throw new TypeError("Response.clone: Body has already been consumed.");
      const { status, statusText, headers, url, redirected } = this;
      const body = status === 204 || status === 205 || status === 304 ? null : content(this);
      return Object.assign(new Response(body, { status, statusText, headers }), { url, redirected });
    }
    /** What a handler that returns a Response answers with. */
    [raw]() {
      return { status: this.status, headers: [...this.headers].flat(), body: content(this) };
    }

    static json(data, init = {}) {
      const headers = new Headers(init.headers);
      if (!headers.has("content-type")) headers.set("content-type", "application/json");
      return new Response(JSON.stringify(data), { ...init, headers });
    }
    static redirect(url, status = 302) {
      if (![301, 302, 303, 307, 308].includes(status)) throw new RangeError(`${status} is not a redirect status`);
      return new Response(null, { status, headers: { location: new (library("url").URL)(url).href } });
    }
    static error() {
      return Object.assign(new Response(null), { type: "error" });
    }
  }

  /** Rejects when the signal aborts; what the host still does then is dropped when the invocation ends. */
  function unlessAborted(signal, promise) {
    if (signal === undefined || signal === null) return promise;
    return new Promise((resolve, refuse) => {
      signal.addEventListener("abort", () => refuse(signal.reason), { once: true });
      promise.then(resolve, refuse);
    });
  }

  function failure(error) {
    if (!(error instanceof PerigeeError)) return error;
    return new TypeError(`fetch failed: ${error.message}`, { cause: error });
  }

  async function send(request) {
    const body = content(request);
    const argument = {
      method: request.method,
      url: request.url,
      headers: [...request.headers],
      redirect: request.redirect,
      timeout_ms: request.timeout,
      text: true,
    };
    try {
      return await call("http.request", argument, body ?? undefined);
    } catch (error) {
      throw failure(error);
    }
  }

  async function fetch(input, init) {
    const request = new Request(input, init);
    request.signal?.throwIfAborted();
    const { json, attachment } = await unlessAborted(request.signal, send(request));
    const answer = JSON.parse(json);
    const empty = answer.status === 204 || answer.status === 205 || answer.status === 304;
    const body = empty ? null : (answer.text ?? attachment ?? null);
    const response = new Response(null, { status: answer.status, statusText: answer.status_text, headers: answer.headers });
    fill(response, body);
    return Object.assign(response, { url: answer.url, redirected: Boolean(answer.redirected), type: "basic" });
  }

  return { fetch, Request, Response };
})

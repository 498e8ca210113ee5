/* http.request and http.response of the module "perigee". */
"use strict";

(function ({ library, call, bytes, raw }) {
  const isBytes = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value);

  /** Header pairs of an object (values may be arrays), an array of pairs or Headers. */
  function pairs(headers) {
    if (headers === undefined || headers === null) return [];
    const entries = typeof headers[Symbol.iterator] === "function" ? [...headers] : Object.entries(headers);
    return entries.flatMap(([name, value]) => {
      const values = Array.isArray(value) ? value : [value];
      return values.filter((each) => each !== undefined && each !== null).map((each) => [String(name), String(each)]);
    });
  }

  const names = (list, name) => list.some(([each]) => each.toLowerCase() === name);

  /** A body as what goes out, with a content type where the caller named none. */
  function encodeBody(body, headers) {
    if (body === undefined || body === null) return undefined;
    const typed = (type) => {
      if (!names(headers, "content-type")) headers.push(["Content-Type", type]);
    };
    if (isBytes(body)) {
      typed("application/octet-stream");
      return body;
    }
    if (typeof body === "string") {
      typed("text/plain; charset=utf-8");
      return body;
    }
    if (body?.constructor?.name === "URLSearchParams") {
      typed("application/x-www-form-urlencoded;charset=UTF-8");
      return String(body);
    }
    typed("application/json");
    return JSON.stringify(body);
  }

  function withQuery(url, query) {
    if (query === undefined || query === null) return String(url);
    const at = String(url).indexOf("#");
    const base = at < 0 ? String(url) : String(url).slice(0, at);
    const given = Object.entries(query).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((each) => `${encodeURIComponent(name)}=${encodeURIComponent(each)}`),
    );
    if (given.length === 0) return base;
    return base + (base.includes("?") ? "&" : "?") + given.join("&");
  }

  class HttpReply {
    #bytes;
    #text;

    constructor(answer, attachment) {
      this.status = answer.status;
      this.url = answer.url;
      this.headers = {};
      for (const [name, value] of answer.headers) {
        const key = name.toLowerCase();
        const known = this.headers[key];
        this.headers[key] = known === undefined ? value : Array.isArray(known) ? [...known, value] : [known, value];
      }
      this.#text = answer.text;
      this.#bytes = attachment ?? undefined;
    }

    get ok() {
      return this.status >= 200 && this.status < 300;
    }
    get bytes() {
      return (this.#bytes ??= bytes(this.#text ?? ""));
    }
    get body() {
      return (this.#text ??= library("utf8").decode(this.bytes));
    }
    json() {
      return JSON.parse(this.body);
    }
  }

  async function request(options) {
    if (typeof options === "string") options = { url: options };
    if (options === null || typeof options !== "object" || !options.url) throw new TypeError("http.request: url is required");
    const headers = pairs(options.headers);
    const body = encodeBody(options.body, headers);
    const answer = await call(
      "http.request",
      {
        method: String(options.method ?? (body === undefined ? "GET" : "POST")).toUpperCase(),
        url: withQuery(options.url, options.query),
        headers,
        timeout_ms: options.timeout,
        redirect: options.redirect,
        text: true,
      },
      isBytes(body) ? bytes(body) : body,
    );
    return new HttpReply(JSON.parse(answer.json), answer.attachment);
  }

  class HttpResponse {
    constructor(status, headers, body) {
      Object.assign(this, { status, headers, body });
    }
    [raw]() {
      const headers = pairs(this.headers);
      const body = encodeBody(this.body, headers);
      return { status: this.status, headers: headers.flat(), body: isBytes(body) ? bytes(body) : (body ?? null) };
    }
  }

  /** A whole HTTP answer, for a handler to return. */
  function response(options = {}) {
    const { status = 200, headers = {}, body } = options;
    if (!Number.isInteger(status) || status < 200 || status > 599) {
      throw new RangeError(`http.response: status must be an integer from 200 to 599, not ${String(status)}`);
    }
    return new HttpResponse(status, headers, body);
  }

  return { request, response, pairs, encodeBody, isBytes };
})

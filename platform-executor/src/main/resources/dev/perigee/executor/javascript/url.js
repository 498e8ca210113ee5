/* URL and URLSearchParams as the URL Standard has them. */
"use strict";

(function ({ library }) {
  const parser = library("urlparser");
  const { URLSearchParams, of, replace } = library("searchparams");
  const { parse, write, writePath, isSpecial, ports } = parser;

  function parsed(input, base) {
    const baseRecord = base === undefined ? undefined : parse(String(base).toWellFormed());
    if (base !== undefined && baseRecord === undefined) return undefined;
    return parse(String(input).toWellFormed(), baseRecord);
  }

  function invalid(input) {
    return Object.assign(new TypeError("Invalid URL"), { code: "ERR_INVALID_URL", input: String(input) });
  }

  class URL {
    #url;
    #params;

    constructor(input, base) {
      if (arguments.length === 0) throw new TypeError("URL needs an argument");
      this.#url = parsed(input, base);
      if (this.#url === undefined) throw invalid(input);
    }

    static canParse(input, base) {
      return parsed(input, base) !== undefined;
    }
    static parse(input, base) {
      return URL.canParse(input, base) ? new URL(input, base) : null;
    }

    #refreshParams() {
      if (this.#params !== undefined) replace(this.#params, this.#url.query ?? "");
    }
    get #canHaveCredentials() {
      return this.#url.host !== null && this.#url.host !== "" && this.#url.scheme !== "file:";
    }

    get href() {
      return write(this.#url);
    }
    set href(value) {
      const url = parsed(value);
      if (url === undefined) throw invalid(value);
      this.#url = url;
      this.#refreshParams();
    }
    get origin() {
      const { scheme } = this.#url;
      if (scheme === "blob:") return URL.parse(this.pathname)?.origin ?? "null";
      return isSpecial(scheme) && scheme !== "file:" ? `${scheme}//${this.host}` : "null";
    }
    get protocol() {
      return this.#url.scheme;
    }
    set protocol(value) {
      const scheme = /^[a-z][a-z0-9+.-]*(?=:|$)/i.exec(String(value))?.[0].toLowerCase().concat(":");
      const url = this.#url;
      if (scheme === undefined || isSpecial(scheme) !== isSpecial(url.scheme)) return;
      if (scheme === "file:" && (url.username !== "" || url.password !== "" || url.port !== null)) return;
      if (url.scheme === "file:" && url.host === "") return;
      url.scheme = scheme;
      if (url.port === ports[scheme]) url.port = null;
    }
    get username() {
      return this.#url.username;
    }
    set username(value) {
      if (this.#canHaveCredentials) this.#url.username = parser.encodeUserinfo(String(value));
    }
    get password() {
      return this.#url.password;
    }
    set password(value) {
      if (this.#canHaveCredentials) this.#url.password = parser.encodeUserinfo(String(value));
    }
    get host() {
      const { host, port } = this.#url;
      return (host ?? "") + (port === null ? "" : `:${port}`);
    }
    set host(value) {
      this.#setHost(String(value), true);
    }
    get hostname() {
      return this.#url.host ?? "";
    }
    set hostname(value) {
      this.#setHost(String(value), false);
    }
    #setHost(value, withPort) {
      const url = this.#url;
      if (typeof url.path === "string") return;
      const text = value.replace(/[\t\n\r]/g, "").split(isSpecial(url.scheme) ? /[/\\?#]/ : /[/?#]/)[0];
      const named = /^(\[[^\]]*\]|[^:]*)(:.*)?$/s.exec(text);
      if (named === null || (!withPort && named[2] !== undefined)) return;
      const next = { ...url };
      const digits = /^:([0-9]+)/.exec(named[2] ?? "")?.[1];
      if (!parser.parseHostAndPort(next, digits === undefined ? named[1] : `${named[1]}:${digits}`)) return;
      url.host = next.host;
      if (digits !== undefined) url.port = next.port;
    }
    get port() {
      return this.#url.port === null ? "" : String(this.#url.port);
    }
    set port(value) {
      if (!this.#canHaveCredentials) return;
      const text = String(value).replace(/[\t\n\r]/g, "");
      const digits = text === "" ? "" : /^[0-9]+/.exec(text)?.[0];
      const port = digits === undefined ? undefined : parser.parsePort(digits, this.#url.scheme);
      if (port !== undefined) this.#url.port = port;
    }
    get pathname() {
      return writePath(this.#url);
    }
    set pathname(value) {
      const url = this.#url;
      if (typeof url.path === "string") return;
      const text = String(value).replace(/[\t\n\r]/g, "");
      const rooted = (isSpecial(url.scheme) ? /^[/\\]/ : /^\//).test(text);
      url.path = parser.absolutePath(rooted || (text === "" && !isSpecial(url.scheme)) ? text : "/" + text, isSpecial(url.scheme));
    }
    get search() {
      return this.#url.query ? `?${this.#url.query}` : "";
    }
    set search(value) {
      const text = String(value).replace(/[\t\n\r]/g, "");
      this.#url.query = text === "" ? null : parser.encodeQuery(text.replace(/^\?/, ""), this.#url.scheme);
      this.#refreshParams();
    }
    get searchParams() {
      return (this.#params ??= of(this.#url.query ?? "", (params) => {
        this.#url.query = params.size === 0 ? null : String(params);
      }));
    }
    get hash() {
      return this.#url.fragment ? `#${this.#url.fragment}` : "";
    }
    set hash(value) {
      const text = String(value).replace(/[\t\n\r]/g, "");
      this.#url.fragment = text === "" ? null : parser.encodeFragment(text.replace(/^#/, ""));
    }
    toString() {
      return this.href;
    }
    toJSON() {
      return this.href;
    }
    get [Symbol.toStringTag]() {
      return "URL";
    }
    [Symbol.for("nodejs.util.inspect.custom")](show) {
      return `URL { href: ${show(this.href)} }`;
    }
  }

  for (const member of ["href", "origin", "protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "searchParams", "hash"]) {
    Object.defineProperty(URL.prototype, member, { enumerable: true });
  }
  return { URL, URLSearchParams };
})

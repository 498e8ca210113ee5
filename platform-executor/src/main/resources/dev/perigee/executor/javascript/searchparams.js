/* URLSearchParams; one that belongs to a URL writes its changes back. */
"use strict";

(function ({ library }) {
  const { decode, escape } = library("percent");

  function parse(text) {
    const pairs = [];
    for (const part of text.split("&")) {
      if (part === "") continue;
      const at = part.indexOf("=");
      const [name, value] = at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
      pairs.push([decode(name.replace(/\+/g, " ")), decode(value.replace(/\+/g, " "))]);
    }
    return pairs;
  }

  function encode(text) {
    if (/^[A-Za-z0-9*\-._]*$/.test(text)) return text;
    let encoded = "";
    for (const byte of library("utf8").encode(text)) {
      const character = String.fromCharCode(byte);
      encoded += character === " " ? "+" : /[A-Za-z0-9*\-._]/.test(character) ? character : escape(byte);
    }
    return encoded;
  }

  function pairsOf(init) {
    if (typeof init !== "object" && typeof init !== "function") return parse(String(init).replace(/^\?/, ""));
    if (init === null) return parse("null");
    if (typeof init[Symbol.iterator] === "function") {
      return Array.from(init, (pair) => {
        const items = [...pair];
        if (items.length !== 2) throw new TypeError("Each query pair must be an iterable [name, value] tuple");
        return items.map((item) => String(item).toWellFormed());
      });
    }
    return Object.entries(init).map(([name, value]) => [name.toWellFormed(), String(value).toWellFormed()]);
  }

  class URLSearchParams {
    #pairs;
    #changed;

    constructor(init = "") {
      this.#pairs = pairsOf(init);
    }

    static of(query, changed) {
      const params = new URLSearchParams();
      params.#pairs = parse(query);
      params.#changed = changed;
      return params;
    }
    static replace(params, query) {
      params.#pairs = parse(query);
    }

    get size() {
      return this.#pairs.length;
    }
    append(name, value) {
      this.#pairs.push([String(name).toWellFormed(), String(value).toWellFormed()]);
      this.#changed?.(this);
    }
    delete(name, value) {
      const wanted = value === undefined ? undefined : String(value);
      this.#pairs = this.#pairs.filter((pair) => pair[0] !== String(name) || (wanted !== undefined && pair[1] !== wanted));
      this.#changed?.(this);
    }
    get(name) {
      return this.#pairs.find((pair) => pair[0] === String(name))?.[1] ?? null;
    }
    getAll(name) {
      return this.#pairs.filter((pair) => pair[0] === String(name)).map((pair) => pair[1]);
    }
    has(name, value) {
      return this.#pairs.some((pair) => pair[0] === String(name) && (value === undefined || pair[1] === String(value)));
    }
    set(name, value) {
      const key = String(name).toWellFormed();
      const first = this.#pairs.find((pair) => pair[0] === key);
      if (first === undefined) {
        this.#pairs.push([key, String(value).toWellFormed()]);
      } else {
        first[1] = String(value).toWellFormed();
        this.#pairs = this.#pairs.filter((pair) => pair === first || pair[0] !== key);
      }
      this.#changed?.(this);
    }
    sort() {
      this.#pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
      this.#changed?.(this);
    }
    forEach(callback, thisArgument) {
      for (const [name, value] of this) callback.call(thisArgument, value, name, this);
    }
    *entries() {
      for (let i = 0; i < this.#pairs.length; i++) yield [...this.#pairs[i]];
    }
    *keys() {
      for (const [name] of this.entries()) yield name;
    }
    *values() {
      for (const [, value] of this.entries()) yield value;
    }
    [Symbol.iterator]() {
      return this.entries();
    }
    toString() {
      return this.#pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&");
    }
    get [Symbol.toStringTag]() {
      return "URLSearchParams";
    }
    [Symbol.for("nodejs.util.inspect.custom")](show) {
      const shown = this.#pairs.map(([name, value]) => `${show(name)} => ${show(value)}`);
      return shown.length === 0 ? "URLSearchParams {}" : `URLSearchParams { ${shown.join(", ")} }`;
    }
  }
  // The tie to a URL is not for guests.
  const { of, replace } = URLSearchParams;
  delete URLSearchParams.of;
  delete URLSearchParams.replace;

  return { URLSearchParams, of, replace };
})

/* Headers: names without case, values joined as HTTP joins them, Set-Cookie kept apart. */
"use strict";

(function () {
  const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

  function normalName(name) {
    const text = String(name);
    if (!token.test(text)) throw new TypeError(`"${text}" is not a valid header name`);
    return text.toLowerCase();
  }

  function normalValue(value) {
    const text = String(value).replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, "");
    if (/[\0\r\n]/.test(text)) throw new TypeError("a header value must not contain NUL, CR or LF");
    return text;
  }

  class Headers {
    #values = new Map();

    constructor(init) {
      if (init === undefined || init === null) return;
      if (typeof init !== "object") throw new TypeError("Headers takes an object, pairs or Headers");
      if (typeof init[Symbol.iterator] === "function") {
        for (const pair of init) {
          const [name, value, ...rest] = pair;
          if (value === undefined || rest.length > 0) throw new TypeError("each header must be a pair of name and value");
          this.append(name, value);
        }
      } else {
        for (const [name, value] of Object.entries(init)) this.append(name, value);
      }
    }

    append(name, value) {
      const key = normalName(name);
      const known = this.#values.get(key);
      if (known === undefined) this.#values.set(key, [normalValue(value)]);
      else known.push(normalValue(value));
    }
    set(name, value) {
      this.#values.set(normalName(name), [normalValue(value)]);
    }
    get(name) {
      return this.#values.get(normalName(name))?.join(", ") ?? null;
    }
    has(name) {
      return this.#values.has(normalName(name));
    }
    delete(name) {
      this.#values.delete(normalName(name));
    }
    getSetCookie() {
      return [...(this.#values.get("set-cookie") ?? [])];
    }

    *entries() {
      for (const name of [...this.#values.keys()].sort()) {
        const values = this.#values.get(name) ?? [];
        if (name === "set-cookie") for (const value of values) yield [name, value];
        else yield [name, values.join(", ")];
      }
    }
    *keys() {
      for (const [name] of this.entries()) yield name;
    }
    *values() {
      for (const [, value] of this.entries()) yield value;
    }
    forEach(callback, thisArgument) {
      for (const [name, value] of this.entries()) callback.call(thisArgument, value, name, this);
    }
    [Symbol.iterator]() {
      return this.entries();
    }
    get [Symbol.toStringTag]() {
      return "Headers";
    }
    [Symbol.for("nodejs.util.inspect.custom")](show) {
      return `Headers ${show(Object.fromEntries(this))}`;
    }
  }

  return { Headers };
})

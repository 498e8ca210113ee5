/*
 * Prepares a fresh JavaScript context for functions: the globals, the modules and the way in. The protocol with the
 * embedder is described in the package dev.perigee.executor.polyglot. Guests never see `host`: it lives in closures only.
 *
 * Every call that concerns one invocation passes its ticket on, so that a host which knows tickets can tell apart what
 * runs interleaved in one context.
 */
"use strict";

(function (host, load) {
  const stringify = JSON.stringify;
  const parse = JSON.parse;
  const loaded = new Map();

  /** Loads one of the scripts beside this one on first use. */
  function library(name) {
    let value = loaded.get(name);
    if (value === undefined) {
      value = load(name)(kit);
      loaded.set(name, value);
    }
    return value;
  }

  /** An error of a call to the platform; a callee's status and payload are kept. */
  class PerigeeError extends Error {
    constructor(code, message, data) {
      super(message);
      this.code = code;
      if (data !== null && typeof data === "object") {
        this.status = data.status;
        this.payload = data.payload;
        this.data = data;
      }
    }
    get name() {
      return "PerigeeError";
    }
  }

  /** What reject() throws; it ends the invocation as rejected, not as failed. */
  class Rejection extends Error {
    constructor(error) {
      super(typeof error === "string" ? error : "rejected");
      Object.defineProperty(this, "error", { value: error, enumerable: true });
    }
    get name() {
      return "Rejection";
    }
  }

  function reject(error) {
    throw new Rejection(error);
  }

  /** A call to the platform; the argument and the answer are JSON, the attachments bytes. */
  async function call(operation, argument, attachment) {
    const json = stringify(argument);
    try {
      return await host.call(operation, json, attachment);
    } catch (raised) {
      const code = raised?.code;
      if (typeof code !== "string") throw raised;
      const detail = raised.detail;
      throw new PerigeeError(code, raised.message, typeof detail === "string" ? parse(detail) : undefined);
    }
  }

  /** The same, for calls whose answer is only JSON. */
  async function ask(operation, argument) {
    const { json } = await call(operation, argument);
    return json === null || json === undefined || json === "" ? undefined : parse(json);
  }

  /** The bytes of a string, buffer or view. */
  function bytes(value, what = "data") {
    if (typeof value === "string") return library("utf8").encode(value);
    if (value instanceof ArrayBuffer) return new Uint8Array(value);
    if (value instanceof Uint8Array) return value;
    if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    throw new TypeError(`${what} must be a string, an ArrayBuffer or a view of one`);
  }

  const raw = Symbol("raw response");
  const kit = { host, library, call, ask, bytes, PerigeeError, reject, raw };

  // From this length on a string is held against the limit before it is encoded.
  const LARGE = 1 << 20;

  // JSON.stringify turns NaN and infinities into null without a word, but the contract refuses them. Only a result
  // whose JSON has a null in it needs the walk.
  function refuseNonFinite(value, path) {
    if (typeof value === "number" && !Number.isFinite(value)) {
      throw new TypeError(`the result has no JSON form: ${path || "it"} is ${value}`);
    }
    if (value !== null && typeof value === "object" && typeof value.toJSON !== "function") {
      for (const key of Object.keys(value)) refuseNonFinite(value[key], path ? `${path}.${key}` : key);
    }
  }

  /** The JSON of a handler's value, undefined for nothing; a raw response is settled at once. */
  function finish(value, ticket) {
    if (value !== null && typeof value === "object" && value[raw] !== undefined) {
      const { status, headers, body } = value[raw]();
      host.settle(ticket, "response", status, headers, body);
      return true;
    }
    if (typeof value === "string" && value.length > LARGE && host.settle(ticket, "size", value.length)) return true;
    const json = stringify(value);
    if (json !== undefined && json.includes("null")) refuseNonFinite(value, "");
    return json;
  }

  function settleRejection(ticket, thrown) {
    host.settle(ticket, "rejected", stringify(thrown.error ?? null));
    return true;
  }

  async function settleLater(promise, ticket) {
    try {
      const json = finish(await promise, ticket);
      if (json === undefined) host.settle(ticket, "nothing");
      else if (json !== true) host.settle(ticket, "value", json);
    } catch (thrown) {
      if (thrown instanceof Rejection) settleRejection(ticket, thrown);
      else host.settle(ticket, "failed", thrown);
    }
  }

  const InvocationContext = library("context");

  /** What runs at every invocation, so nothing here may cost much. */
  function bind(handler) {
    return (json, ticket, subscribes) => {
      try {
        const ctx = new InvocationContext(ticket);
        const value = subscribes ? library("subscriber")(handler, parse(json).context, ctx) : handler(parse(json), ctx);
        if (value !== null && typeof value === "object" && typeof value.then === "function") {
          settleLater(value, ticket);
          return true;
        }
        return finish(value, ticket);
      } catch (thrown) {
        if (thrown instanceof Rejection) return settleRejection(ticket, thrown);
        throw thrown;
      }
    };
  }

  function define(name, value) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  }

  /** A global that loads its library when it is first touched. */
  function defineLazy(name, load) {
    Object.defineProperty(globalThis, name, {
      configurable: true,
      enumerable: false,
      get() {
        const value = load();
        define(name, value);
        return value;
      },
      set(value) {
        define(name, value);
      },
    });
  }

  // What the engine brings along and a function has no use for; Atomics.wait could block the thread of others.
  for (const name of ["print", "printErr", "load", "loadWithNewGlobal", "Graal", "Polyglot", "Java", "Packages"]) {
    delete globalThis[name];
  }
  delete globalThis.SharedArrayBuffer;
  delete globalThis.Atomics;

  define("console", library("console"));
  for (const [name, value] of Object.entries(library("timers"))) define(name, value);
  define("reject", reject);
  define("global", globalThis);
  const lazy = {
    text: ["TextEncoder", "TextDecoder", "atob", "btoa"],
    url: ["URL", "URLSearchParams"],
    headers: ["Headers"],
    fetch: ["fetch", "Request", "Response"],
    abort: ["AbortController", "AbortSignal", "Event", "EventTarget", "DOMException"],
    clone: ["structuredClone"],
    webcrypto: ["crypto"],
  };
  for (const [script, names] of Object.entries(lazy)) {
    for (const name of names) defineLazy(name, () => library(script)[name]);
  }
  defineLazy("performance", () => ({ now: () => host.monotonic(), timeOrigin: host.now() - host.monotonic() }));

  const modules = {
    get perigee() {
      return library("perigee");
    },
    get "perigee/test"() {
      return library("testing");
    },
  };
  return { modules, bind };
})

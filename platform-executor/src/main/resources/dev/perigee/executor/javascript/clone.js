/* structuredClone: deep copies with cycles, for everything that is data. */
"use strict";

(function ({ library }) {
  const errors = { EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

  function refuse(value) {
    const { DOMException } = library("abort");
    throw new DOMException(`${library("inspect").show(value)} could not be cloned.`, "DataCloneError");
  }

  function cloneError(error, copy) {
    const type = Object.hasOwn(errors, error.name) ? errors[error.name] : Error;
    const clone = new type(error.message);
    if (Object.hasOwn(error, "cause")) Object.defineProperty(clone, "cause", { value: copy(error.cause), writable: true, configurable: true });
    Object.defineProperty(clone, "stack", { value: error.stack, writable: true, configurable: true });
    return clone;
  }

  /** The clone of an object without its contents, or undefined when it is an ordinary object. */
  function shell(value, copy, transferred) {
    if (value instanceof Date) return new Date(value.getTime());
    if (value instanceof RegExp) return new RegExp(value.source, value.flags);
    if (value instanceof ArrayBuffer) return transferred.has(value) ? value.transfer() : value.slice(0);
    if (value instanceof DataView) return new DataView(copy(value.buffer), value.byteOffset, value.byteLength);
    if (ArrayBuffer.isView(value)) return new value.constructor(copy(value.buffer), value.byteOffset, value.length);
    if (value instanceof Boolean || value instanceof Number || value instanceof String) return Object(value.valueOf());
    if (value instanceof Error) return cloneError(value, copy);
    return undefined;
  }

  function structuredClone(value, options = {}) {
    const seen = new Map();
    const transferred = new Set(options.transfer ?? []);
    for (const each of transferred) if (!(each instanceof ArrayBuffer)) refuse(each);

    function copy(each) {
      if (typeof each === "function" || typeof each === "symbol") refuse(each);
      if (each === null || typeof each !== "object") return each;
      if (seen.has(each)) return seen.get(each);
      if (each instanceof Promise || each instanceof WeakMap || each instanceof WeakSet || each instanceof WeakRef) refuse(each);
      const ready = shell(each, copy, transferred);
      if (ready !== undefined) {
        seen.set(each, ready);
        return ready;
      }
      const clone = each instanceof Map ? new Map() : each instanceof Set ? new Set() : Array.isArray(each) ? new Array(each.length) : {};
      seen.set(each, clone);
      if (each instanceof Map) for (const [key, held] of [...each]) clone.set(copy(key), copy(held));
      else if (each instanceof Set) for (const held of [...each]) clone.add(copy(held));
      else for (const key of Object.keys(each)) clone[key] = copy(each[key]);
      return clone;
    }

    if (arguments.length === 0) throw new TypeError("structuredClone needs a value");
    const clone = copy(value);
    // What is transferred but not part of the value is detached all the same.
    for (const each of transferred) if (!seen.has(each)) each.transfer();
    return clone;
  }

  return { structuredClone };
})

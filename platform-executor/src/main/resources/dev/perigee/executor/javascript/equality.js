/* Structural equality as assertions mean it: same type, same prototype, same contents; cycles compare by their shape. */
"use strict";

(function () {
  function sameKeys(a, b, compare) {
    const keys = Reflect.ownKeys(a).filter((key) => Object.prototype.propertyIsEnumerable.call(a, key));
    const others = Reflect.ownKeys(b).filter((key) => Object.prototype.propertyIsEnumerable.call(b, key));
    return (
      keys.length === others.length &&
      keys.every((key) => Object.prototype.propertyIsEnumerable.call(b, key) && compare(a[key], b[key]))
    );
  }

  function sameSet(a, b, compare) {
    if (a.size !== b.size) return false;
    const rest = [...b];
    for (const item of a) {
      if (b.has(item)) continue;
      const at = rest.findIndex((other) => typeof other === "object" && compare(item, other));
      if (at < 0) return false;
      rest.splice(at, 1);
    }
    return true;
  }

  function sameMap(a, b, compare) {
    if (a.size !== b.size) return false;
    const rest = [...b];
    for (const [key, held] of a) {
      if (b.has(key)) {
        if (!compare(held, b.get(key))) return false;
        continue;
      }
      const at = rest.findIndex(([other, value]) => typeof other === "object" && compare(key, other) && compare(held, value));
      if (at < 0) return false;
      rest.splice(at, 1);
    }
    return true;
  }

  function sameBytes(a, b) {
    const left = new Uint8Array(a.buffer ?? a, a.byteOffset ?? 0, a.byteLength);
    const right = new Uint8Array(b.buffer ?? b, b.byteOffset ?? 0, b.byteLength);
    return left.length === right.length && left.every((byte, i) => byte === right[i]);
  }

  function same(a, b, pairs) {
    if (Object.is(a, b)) return true;
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
    if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
    if (pairs.some(([left, right]) => left === a && right === b)) return true;
    const inner = [...pairs, [a, b]];
    const compare = (left, right) => same(left, right, inner);
    if (Array.isArray(a) && a.length !== b.length) return false;
    if (a instanceof Date && !Object.is(a.getTime(), b.getTime())) return false;
    if (a instanceof RegExp && String(a) !== String(b)) return false;
    if (a instanceof Error && (a.name !== b.name || a.message !== b.message)) return false;
    if (a instanceof Number || a instanceof String || a instanceof Boolean) {
      if (!Object.is(a.valueOf(), b.valueOf())) return false;
    }
    if (ArrayBuffer.isView(a) || a instanceof ArrayBuffer) return sameBytes(a, b);
    if (a instanceof Set && !sameSet(a, b, compare)) return false;
    if (a instanceof Map && !sameMap(a, b, compare)) return false;
    return sameKeys(a, b, compare);
  }

  return (a, b) => same(a, b, []);
})

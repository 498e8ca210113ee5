/* The global crypto: random values only; digests and signatures are in the module "perigee". */
"use strict";

(function ({ host, library }) {
  const integers = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, BigInt64Array, BigUint64Array];

  const crypto = {
    randomUUID: () => host.uuid4(),
    getRandomValues(array) {
      const { DOMException } = library("abort");
      if (!integers.some((type) => array instanceof type)) {
        throw new DOMException("getRandomValues takes an integer typed array", "TypeMismatchError");
      }
      if (array.byteLength > 65536) {
        throw new DOMException("getRandomValues gives at most 65536 bytes at once", "QuotaExceededError");
      }
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(host.random(array.byteLength));
      return array;
    },
  };
  return { crypto };
})

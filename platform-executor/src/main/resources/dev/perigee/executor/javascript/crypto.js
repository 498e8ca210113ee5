/* crypto of the module "perigee": digests, message authentication and random bytes, as hex unless asked otherwise. */
"use strict";

(function ({ host, library, bytes }) {
  const algorithms = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512"];

  function algorithmOf(name) {
    const known = String(name).toLowerCase().replace("-", "");
    if (!algorithms.includes(known)) throw new RangeError(`unknown algorithm "${name}": use ${algorithms.join(", ")}`);
    return known;
  }

  /** What the host takes as bytes: it reads strings as UTF-8. */
  const input = (value, what) => (typeof value === "string" ? value : bytes(value, what));

  function encode(value, encoding = "hex") {
    const { toHex, toBase64, toBase64Url } = library("encoding");
    switch (encoding) {
      case "hex":
        return toHex(value);
      case "base64":
        return toBase64(value);
      case "base64url":
        return toBase64Url(value);
      case "bytes":
        return value;
      default:
        throw new RangeError(`unknown encoding "${encoding}": use hex, base64, base64url or bytes`);
    }
  }

  function random(length, encoding) {
    if (!Number.isInteger(length) || length < 0 || length > 65536) {
      throw new RangeError("crypto.random: the length must be an integer from 0 to 65536");
    }
    return encode(host.random(length), encoding);
  }

  /** Compares in a time that tells nothing of where two secrets of the same length differ. */
  function equal(a, b) {
    const left = bytes(a);
    const right = bytes(b);
    let difference = left.length ^ right.length;
    for (let i = 0; i < left.length; i++) difference |= left[i] ^ right[i % (right.length || 1)];
    return difference === 0;
  }

  return {
    hash: (algorithm, data, encoding) => encode(host.hash(algorithmOf(algorithm), input(data)), encoding),
    hmac: (algorithm, key, data, encoding) =>
      encode(host.hmac(algorithmOf(algorithm), input(key, "key"), input(data)), encoding),
    random,
    equal,
  };
})

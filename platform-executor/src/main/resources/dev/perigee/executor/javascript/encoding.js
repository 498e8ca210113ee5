/* Bytes as hex and base64 text and back. */
"use strict";

(function () {
  const digits = "0123456789abcdef";
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const values = new Int8Array(128).fill(-1);
  for (let i = 0; i < 64; i++) values[alphabet.charCodeAt(i)] = i;
  values["-".charCodeAt(0)] = 62;
  values["_".charCodeAt(0)] = 63;

  function toHex(bytes) {
    let text = "";
    for (const byte of bytes) text += digits[byte >> 4] + digits[byte & 15];
    return text;
  }

  function toBase64(bytes) {
    let text = "";
    const whole = bytes.length - (bytes.length % 3);
    for (let i = 0; i < whole; i += 3) {
      const group = (bytes[i] << 16) | (bytes[i + 1] << 8) | bytes[i + 2];
      text += alphabet[group >> 18] + alphabet[(group >> 12) & 63] + alphabet[(group >> 6) & 63] + alphabet[group & 63];
    }
    if (bytes.length - whole === 1) {
      const group = bytes[whole] << 16;
      text += alphabet[group >> 18] + alphabet[(group >> 12) & 63] + "==";
    } else if (bytes.length - whole === 2) {
      const group = (bytes[whole] << 16) | (bytes[whole + 1] << 8);
      text += alphabet[group >> 18] + alphabet[(group >> 12) & 63] + alphabet[(group >> 6) & 63] + "=";
    }
    return text;
  }

  const toBase64Url = (bytes) => toBase64(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  /** The bytes of base64 or base64url text without white space, padded or not; undefined when it is neither. */
  function fromBase64(text) {
    const bare = text.replace(/={1,2}$/, "");
    if (bare.length % 4 === 1 || (bare.length !== text.length && text.length % 4 !== 0)) return undefined;
    const bytes = new Uint8Array(Math.floor((bare.length * 3) / 4));
    let [group, bits, at] = [0, 0, 0];
    for (let i = 0; i < bare.length; i++) {
      const code = bare.charCodeAt(i);
      const value = code < 128 ? values[code] : -1;
      if (value < 0) return undefined;
      group = ((group << 6) | value) & 0xffffff;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (group >> bits) & 255;
      }
    }
    return bytes;
  }

  return { toHex, toBase64, toBase64Url, fromBase64 };
})

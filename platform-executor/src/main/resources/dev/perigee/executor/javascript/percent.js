/* Percent-encoding with the encode sets of the URL Standard. */
"use strict";

(function ({ library }) {
  const escape = (byte) => "%" + (byte < 16 ? "0" : "") + byte.toString(16).toUpperCase();

  /** Which ASCII characters beside controls a set escapes; everything beyond ASCII always is. */
  function setOf(characters) {
    const set = new Uint8Array(128);
    set.fill(1, 0, 0x20);
    set[0x7f] = 1;
    for (const character of characters) set[character.charCodeAt(0)] = 1;
    return set;
  }

  const fragment = ' "<>`';
  const query = ' "#<>';
  const path = query + "?`{}^";
  const sets = {
    control: setOf(""),
    fragment: setOf(fragment),
    query: setOf(query),
    specialQuery: setOf(query + "'"),
    path: setOf(path),
    userinfo: setOf(path + "/:;=@[\\]|"),
  };

  function encode(text, set) {
    let plain = true;
    for (let i = 0; i < text.length && plain; i++) {
      const code = text.charCodeAt(i);
      plain = code < 128 && set[code] === 0;
    }
    if (plain) return text;
    let encoded = "";
    for (const byte of library("utf8").encode(text)) {
      encoded += byte >= 128 || set[byte] === 1 ? escape(byte) : String.fromCharCode(byte);
    }
    return encoded;
  }

  /** Decodes as UTF-8; what is no escape stays as it is. */
  function decode(text) {
    if (!text.includes("%")) return text;
    const bytes = library("utf8").encode(text);
    let at = 0;
    for (let i = 0; i < bytes.length; i++) {
      let byte = bytes[i];
      if (byte === 0x25 && i + 2 < bytes.length) {
        const hex = String.fromCharCode(bytes[i + 1], bytes[i + 2]);
        if (/^[0-9a-f]{2}$/i.test(hex)) {
          byte = parseInt(hex, 16);
          i += 2;
        }
      }
      bytes[at++] = byte;
    }
    return library("utf8").decode(bytes.subarray(0, at));
  }

  return { sets, encode, decode, escape };
})

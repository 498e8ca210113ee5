/* UTF-8 by the rules of the Encoding Standard: a maximal malformed part becomes one U+FFFD. */
"use strict";

(function () {
  function encode(text) {
    // One code unit takes at most three bytes.
    const target = new Uint8Array(text.length * 3);
    let at = 0;
    for (let i = 0; i < text.length; i++) {
      let code = text.charCodeAt(i);
      if (code < 0x80) {
        target[at++] = code;
        continue;
      }
      if (code >= 0xd800 && code <= 0xdfff) {
        const next = code < 0xdc00 && i + 1 < text.length ? text.charCodeAt(i + 1) : 0;
        if (next >= 0xdc00 && next <= 0xdfff) {
          code = 0x10000 + ((code - 0xd800) << 10) + (next - 0xdc00);
          i++;
        } else {
          code = 0xfffd;
        }
      }
      if (code < 0x800) {
        target[at++] = 0xc0 | (code >> 6);
      } else {
        if (code < 0x10000) {
          target[at++] = 0xe0 | (code >> 12);
        } else {
          target[at++] = 0xf0 | (code >> 18);
          target[at++] = 0x80 | ((code >> 12) & 0x3f);
        }
        target[at++] = 0x80 | ((code >> 6) & 0x3f);
      }
      target[at++] = 0x80 | (code & 0x3f);
    }
    return target.slice(0, at);
  }

  /** Decodes; undefined when `fatal` and something is malformed. */
  function decode(bytes, fatal = false) {
    const units = [];
    let text = "";
    let at = 0;
    while (at < bytes.length) {
      const lead = bytes[at++];
      if (lead < 0x80) {
        units.push(lead);
      } else {
        const more = lead >= 0xc2 && lead <= 0xdf ? 1 : lead >= 0xe0 && lead <= 0xef ? 2 : lead >= 0xf0 && lead <= 0xf4 ? 3 : 0;
        // The second byte of some leads is narrower: no overlong forms, no surrogates, nothing above U+10FFFF.
        let low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
        let high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
        let code = more === 1 ? lead & 0x1f : more === 2 ? lead & 0x0f : lead & 0x07;
        let missing = more;
        while (missing > 0 && at < bytes.length && bytes[at] >= low && bytes[at] <= high) {
          code = (code << 6) | (bytes[at++] & 0x3f);
          missing--;
          low = 0x80;
          high = 0xbf;
        }
        if (more === 0 || missing > 0) {
          if (fatal) return undefined;
          units.push(0xfffd);
        } else if (code >= 0x10000) {
          units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
        } else {
          units.push(code);
        }
      }
      if (units.length >= 4096) {
        text += String.fromCharCode.apply(null, units);
        units.length = 0;
      }
    }
    return text + String.fromCharCode.apply(null, units);
  }

  return { encode, decode };
})

/* TextEncoder, TextDecoder (utf-8), atob and btoa. */
"use strict";

(function ({ library, bytes }) {
  class TextEncoder {
    get encoding() {
      return "utf-8";
    }
    encode(text = "") {
      return library("utf8").encode(String(text));
    }
    /** Writes as many whole characters as there is room for. */
    encodeInto(text, target) {
      let [read, written] = [0, 0];
      for (const character of String(text)) {
        const encoded = this.encode(character);
        if (written + encoded.length > target.length) break;
        target.set(encoded, written);
        written += encoded.length;
        read += character.length;
      }
      return { read, written };
    }
  }

  const labels = new Set(["utf-8", "utf8", "unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "x-unicode20utf8"]);

  /** How many bytes at the end begin a character that the next chunk may finish. */
  function unfinished(data) {
    for (let back = 1; back <= Math.min(3, data.length); back++) {
      const byte = data[data.length - back];
      if (byte < 0x80) return 0;
      if (byte >= 0xc0) {
        const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
        return needed > back ? back : 0;
      }
    }
    return 0;
  }

  class TextDecoder {
    #fatal;
    #ignoreBOM;
    #rest = new Uint8Array(0);
    #started = false;

    constructor(label = "utf-8", options = {}) {
      if (!labels.has(String(label).trim().toLowerCase())) throw new RangeError(`The encoding "${label}" is not supported: use utf-8`);
      this.#fatal = Boolean(options.fatal);
      this.#ignoreBOM = Boolean(options.ignoreBOM);
    }
    get encoding() {
      return "utf-8";
    }
    get fatal() {
      return this.#fatal;
    }
    get ignoreBOM() {
      return this.#ignoreBOM;
    }

    decode(input, options = {}) {
      let data = input === undefined ? new Uint8Array(0) : bytes(input, "the input");
      if (this.#rest.length > 0) {
        const joined = new Uint8Array(this.#rest.length + data.length);
        joined.set(this.#rest);
        joined.set(data, this.#rest.length);
        data = joined;
      }
      const held = options.stream ? unfinished(data) : 0;
      this.#rest = data.slice(data.length - held);
      if (held > 0) data = data.slice(0, data.length - held);
      let text = library("utf8").decode(data, this.#fatal);
      if (text === undefined) {
        this.#rest = new Uint8Array(0);
        this.#started = false;
        throw new TypeError("The encoded data was not valid for encoding utf-8");
      }
      if (!this.#started && !this.#ignoreBOM && text.startsWith("\ufeff")) text = text.slice(1);
      this.#started = options.stream ? this.#started || data.length > 0 : false;
      return text;
    }
  }

  function invalidCharacter(message) {
    return new (library("abort").DOMException)(message, "InvalidCharacterError");
  }

  function btoa(value) {
    const text = String(value);
    const data = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 255) throw invalidCharacter("btoa: the text has a character beyond U+00FF");
      data[i] = code;
    }
    return library("encoding").toBase64(data);
  }

  function atob(value) {
    const text = String(value).replace(/[\t\n\f\r ]/g, "");
    const data = /[-_]/.test(text) ? undefined : library("encoding").fromBase64(text);
    if (data === undefined) throw invalidCharacter("atob: the text is not base64");
    let decoded = "";
    for (const byte of data) decoded += String.fromCharCode(byte);
    return decoded;
  }

  return { TextEncoder, TextDecoder, atob, btoa };
})

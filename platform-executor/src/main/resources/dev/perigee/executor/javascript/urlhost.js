/* Hosts of URLs: domains, IPv4 and IPv6 addresses. Each function answers with undefined for what is no host. */
"use strict";

(function ({ library }) {
  const { sets, encode, decode } = library("percent");
  const forbiddenHost = /[\0\t\n\r #/:<>?@[\\\]^|]/;
  const forbiddenDomain = /[\0-\x20#/:<>?@[\\\]^|%\x7f]/;

  function adapt(delta, points, first) {
    let rest = first ? Math.floor(delta / 700) : delta >> 1;
    rest += Math.floor(rest / points);
    let k = 0;
    for (; rest > 455; k += 36) rest = Math.floor(rest / 35);
    return k + Math.floor((36 * rest) / (rest + 38));
  }

  const digit = (value) => String.fromCharCode(value < 26 ? 97 + value : 22 + value);

  /** Punycode of RFC 3492, without its prefix. */
  function punycode(label) {
    const points = Array.from(label, (character) => character.codePointAt(0));
    let output = points.filter((point) => point < 128).map((point) => String.fromCharCode(point)).join("");
    let handled = output.length;
    const basic = handled;
    if (basic > 0) output += "-";
    let [n, delta, bias] = [128, 0, 72];
    while (handled < points.length) {
      const next = Math.min(...points.filter((point) => point >= n));
      delta += (next - n) * (handled + 1);
      n = next;
      for (const point of points) {
        if (point < n) delta++;
        if (point !== n) continue;
        let rest = delta;
        for (let k = 36; ; k += 36) {
          const threshold = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
          if (rest < threshold) break;
          output += digit(threshold + ((rest - threshold) % (36 - threshold)));
          rest = Math.floor((rest - threshold) / (36 - threshold));
        }
        output += digit(rest);
        bias = adapt(delta, handled + 1, handled === basic);
        delta = 0;
        handled++;
      }
      delta++;
      n++;
    }
    return output;
  }

  function toAscii(domain) {
    if (/^[\x00-\x7f]*$/.test(domain)) return domain.toLowerCase();
    // The mapping of UTS #46 for what people type: case, compatibility forms, ideographic dots, soft hyphens.
    const mapped = domain.replace(/[\u00ad\u200b\u2060\ufeff]/g, "").toLowerCase().normalize("NFKC").replace(/[。｡]/g, ".");
    const labels = mapped.split(".").map((label) => (/^[\x00-\x7f]*$/.test(label) ? label : "xn--" + punycode(label)));
    return labels.join(".");
  }

  function ipv4Number(text) {
    if (text === "") return undefined;
    let [digits, radix] = [text, 10];
    if (/^0x/i.test(text)) [digits, radix] = [text.slice(2), 16];
    else if (text.length > 1 && text[0] === "0") [digits, radix] = [text.slice(1), 8];
    if (digits === "") return 0;
    const allowed = radix === 16 ? /^[0-9a-f]+$/i : radix === 8 ? /^[0-7]+$/ : /^[0-9]+$/;
    return allowed.test(digits) ? parseInt(digits, radix) : undefined;
  }

  function ipv4Parts(domain) {
    const parts = domain.split(".");
    if (parts.length > 1 && parts[parts.length - 1] === "") parts.pop();
    return parts;
  }

  function endsInNumber(domain) {
    const last = ipv4Parts(domain).pop();
    return /^[0-9]+$/.test(last) || /^0x[0-9a-f]*$/i.test(last);
  }

  function ipv4(domain) {
    const numbers = ipv4Parts(domain).map(ipv4Number);
    if (numbers.length > 4 || numbers.includes(undefined)) return undefined;
    const last = numbers.pop();
    if (numbers.some((number) => number > 255) || last >= 256 ** (4 - numbers.length)) return undefined;
    let rest = last;
    const tail = [];
    for (let i = numbers.length; i < 4; i++) {
      tail.unshift(rest % 256);
      rest = Math.floor(rest / 256);
    }
    return [...numbers, ...tail].join(".");
  }

  /** The eight pieces of an IPv6 address. */
  function ipv6Pieces(text) {
    const halves = text.split("::");
    if (halves.length > 2) return undefined;
    const pieces = halves.map((half) => (half === "" ? [] : half.split(":")));
    const lastHalf = pieces[pieces.length - 1];
    if (lastHalf.length > 0 && lastHalf[lastHalf.length - 1].includes(".")) {
      const numbers = lastHalf.pop().split(".");
      if (numbers.length !== 4 || !numbers.every((each) => /^(0|[1-9]\d{0,2})$/.test(each) && Number(each) < 256)) return undefined;
      const [a, b, c, d] = numbers.map(Number);
      lastHalf.push((a * 256 + b).toString(16), (c * 256 + d).toString(16));
    }
    const count = pieces.flat().length;
    if (halves.length === 1 ? count !== 8 : count > 7) return undefined;
    if (!pieces.flat().every((piece) => /^[0-9a-f]{1,4}$/i.test(piece))) return undefined;
    const filled = halves.length === 1 ? pieces[0] : [...pieces[0], ...Array(8 - count).fill("0"), ...pieces[1]];
    return filled.map((piece) => parseInt(piece, 16));
  }

  function ipv6(text) {
    const pieces = ipv6Pieces(text);
    if (pieces === undefined) return undefined;
    let [start, length] = [-1, 1];
    for (let i = 0; i < 8; i++) {
      let end = i;
      while (end < 8 && pieces[end] === 0) end++;
      if (end - i > length) [start, length] = [i, end - i];
    }
    const hex = pieces.map((piece) => piece.toString(16));
    if (start < 0) return `[${hex.join(":")}]`;
    return `[${hex.slice(0, start).join(":")}::${hex.slice(start + length).join(":")}]`;
  }

  /** The host as it stands in a URL; special schemes have domains, others opaque hosts. */
  function parseHost(text, special) {
    if (text.startsWith("[")) return text.endsWith("]") ? ipv6(text.slice(1, -1)) : undefined;
    if (!special) return forbiddenHost.test(text) ? undefined : encode(text, sets.control);
    const domain = toAscii(decode(text));
    if (domain === "" || forbiddenDomain.test(domain)) return undefined;
    return endsInNumber(domain) ? ipv4(domain) : domain;
  }

  return { parseHost };
})

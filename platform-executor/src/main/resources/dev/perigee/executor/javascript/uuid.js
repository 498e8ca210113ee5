/* UUIDs of version 7: ordered by time, also within one millisecond of one context. */
"use strict";

(function ({ host, library }) {
  let lastTime = 0;
  let counter = 0;

  function v7() {
    const random = host.random(10);
    let now = Math.floor(host.now());
    if (now > lastTime) {
      lastTime = now;
      // Half of the counter's room stays for the ids that follow in the same millisecond.
      counter = ((random[0] << 8) | random[1]) & 0x7ff;
    } else if (++counter > 0xfff) {
      lastTime++;
      counter = 0;
    }
    now = lastTime;
    const id = new Uint8Array(16);
    for (let i = 5, rest = now; i >= 0; i--, rest = Math.floor(rest / 256)) id[i] = rest % 256;
    id[6] = 0x70 | (counter >> 8);
    id[7] = counter & 255;
    id.set(random.subarray(2), 8);
    id[8] = (id[8] & 0x3f) | 0x80;
    const hex = library("encoding").toHex(id);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
  return { v7, isValid: (text) => typeof text === "string" && shape.test(text) };
})

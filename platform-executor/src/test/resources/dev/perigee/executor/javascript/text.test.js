const bytesOf = (text) => Array.from(new TextEncoder().encode(text));
const decode = (bytes, options) => new TextDecoder("utf-8", options).decode(new Uint8Array(bytes));

test("encodes all planes and replaces lone surrogates", () => {
  assert.deepEqual(bytesOf("aé€😀"), [97, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80]);
  assert.deepEqual(bytesOf("\ud800x"), [0xef, 0xbf, 0xbd, 120]);
  assert.deepEqual(bytesOf("\udc00"), [0xef, 0xbf, 0xbd]);
  assert.deepEqual(bytesOf(), []);
});

test("what is encoded decodes to the same text", () => {
  const text = "aé€😀\u0000\uffff".repeat(3000);
  assert.equal(new TextDecoder().decode(new TextEncoder().encode(text)), text);
});

test("replaces each maximal malformed part", () => {
  assert.equal(decode([0xff, 97]), "\ufffda");
  assert.equal(decode([0xc0, 0x80]), "\ufffd\ufffd");
  assert.equal(decode([0xe2, 0x82]), "\ufffd");
  assert.equal(decode([0xed, 0xa0, 0x80]), "\ufffd\ufffd\ufffd");
  assert.equal(decode([0xf0, 0x9f, 0x98, 97]), "\ufffda");
  assert.equal(decode([0xf4, 0x90, 0x80, 0x80]), "\ufffd\ufffd\ufffd\ufffd");
});

test("a fatal decoder refuses what is malformed, and only that", () => {
  assert.throws(() => decode([0xff], { fatal: true }), TypeError);
  assert.equal(decode([0xef, 0xbf, 0xbd], { fatal: true }), "\ufffd");
});

test("the byte order mark is dropped unless asked for", () => {
  assert.equal(decode([0xef, 0xbb, 0xbf, 97]), "a");
  assert.equal(decode([0xef, 0xbb, 0xbf, 97], { ignoreBOM: true }), "\ufeffa");
});

test("a character may be spread over chunks", () => {
  const decoder = new TextDecoder();
  let text = "";
  for (const byte of [0xef, 0xbb, 0xbf, 0xf0, 0x9f, 0x98, 0x80, 97, 0xe2]) text += decoder.decode(new Uint8Array([byte]), { stream: true });
  assert.equal(text, "😀a");
  assert.equal(decoder.decode(), "\ufffd");
});

test("only utf-8 is offered", () => {
  assert.equal(new TextDecoder("UTF8").encoding, "utf-8");
  assert.throws(() => new TextDecoder("latin1"), RangeError);
});

test("encodeInto writes whole characters", () => {
  const target = new Uint8Array(4);
  assert.deepEqual(new TextEncoder().encodeInto("a€😀", target), { read: 2, written: 4 });
});

test("base64 both ways", () => {
  assert.equal(btoa("hello"), "aGVsbG8=");
  assert.equal(btoa("\xff\x00"), "/wA=");
  assert.equal(atob("aGVs bG8="), "hello");
  assert.equal(atob("aGVsbG8"), "hello");
  assert.equal(atob(""), "");
  for (const bad of ["a", "aGVsbG8==", "a-_b", "a=bc", "é"]) assert.throws(() => atob(bad), { name: "InvalidCharacterError" }, bad);
  assert.throws(() => btoa("€"), { name: "InvalidCharacterError" });
});

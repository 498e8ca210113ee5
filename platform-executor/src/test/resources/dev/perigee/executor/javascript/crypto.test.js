const { crypto: digests, uuid, jwt } = perigee;

test("hashes of known texts", () => {
  assert.equal(digests.hash("md5", ""), "d41d8cd98f00b204e9800998ecf8427e");
  assert.equal(digests.hash("SHA-256", "abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  assert.equal(digests.hash("sha1", "abc", "base64"), "qZk+NkcGgWq6PiVxeFDCbJzQ2J0=");
  assert.equal(digests.hash("sha256", new Uint8Array([97, 98, 99])), digests.hash("sha256", "abc"));
  assert.throws(() => digests.hash("crc32", "abc"), RangeError);
  assert.throws(() => digests.hash("md5", "abc", "octal"), RangeError);
  assert.throws(() => digests.hash("md5", 5), TypeError);
});

test("message authentication of RFC 4231", () => {
  assert.equal(
    digests.hmac("sha256", "Jefe", "what do ya want for nothing?"),
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  );
});

test("random bytes differ and have their length", () => {
  assert.match(digests.random(16), /^[0-9a-f]{32}$/);
  assert.notEqual(digests.random(16), digests.random(16));
  assert.equal(digests.random(5, "bytes").length, 5);
  assert.throws(() => digests.random(-1), RangeError);
});

test("equality of secrets", () => {
  assert.equal(digests.equal("abc", "abc"), true);
  assert.equal(digests.equal("abc", "abd"), false);
  assert.equal(digests.equal("abc", "abcabc"), false);
  assert.equal(digests.equal("", "a"), false);
  assert.equal(digests.equal("a", ""), false);
  assert.equal(digests.equal("", ""), true);
});

test("web crypto's random values", () => {
  assert.match(crypto.randomUUID(), /^[0-9a-f-]{36}$/);
  const values = crypto.getRandomValues(new Uint32Array(4));
  assert.ok(values.some((value) => value > 255));
  assert.throws(() => crypto.getRandomValues(new Float64Array(1)), { name: "TypeMismatchError" });
  assert.throws(() => crypto.getRandomValues(new Uint8Array(70000)), { name: "QuotaExceededError" });
});

test("uuids of version 7 carry the time and are in order", () => {
  const ids = Array.from({ length: 5000 }, () => uuid.v7());
  assert.match(ids[0], /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(Math.abs(parseInt(ids[0].replace(/-/g, "").slice(0, 12), 16) - perigee.time.now()) < 100);
  assert.deepEqual([...ids].sort(), ids);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(uuid.isValid(uuid()) && uuid.isValid(uuid.v4()) && !uuid.isValid("x"));
});

test("a token signed elsewhere verifies", () => {
  const token =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ" +
    ".SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
  assert.deepEqual(jwt.verify(token, "your-256-bit-secret"), { sub: "1234567890", name: "John Doe", iat: 1516239022 });
  assert.equal(jwt.decode(token).header.alg, "HS256");
});

test("tokens sign and verify with every algorithm", () => {
  for (const algorithm of ["HS256", "HS384", "HS512"]) {
    const token = jwt.sign({ sub: "é" }, "k", { algorithm, expires_in: 60 });
    assert.equal(jwt.verify(token, "k", { algorithms: [algorithm] }).sub, "é");
  }
  assert.throws(() => jwt.sign({}, "k", { algorithm: "none" }), RangeError);
  assert.throws(() => jwt.sign({}, "", {}), TypeError);
});

test("tokens that must not pass", () => {
  const refused = (token, key, options, message) => assert.throws(() => jwt.verify(token, key, options), { code: "invalid_token", message });
  const now = Math.floor(perigee.time.now() / 1000);
  const good = jwt.sign({ sub: "a" }, "k");
  refused(good, "other", {}, /signature/);
  refused(good.slice(0, -2), "k", {}, /signature/);
  refused(good, "k", { algorithms: ["HS512"] }, /algorithm/);
  refused("a.b", "k", {}, /three parts/);
  refused("a.b.c", "k", {}, /header/);
  refused(jwt.sign({ exp: now }, "k"), "k", {}, /expired/);
  refused(jwt.sign({ exp: "soon" }, "k"), "k", {}, /not a number/);
  refused(jwt.sign({ nbf: now + 10 }, "k"), "k", {}, /not valid yet/);
  refused(jwt.sign({ iss: "a" }, "k"), "k", { issuer: "b" }, /issuer/);
  refused(jwt.sign({ aud: ["a", "b"] }, "k"), "k", { audience: "c" }, /audience/);
  const none = btoa('{"alg":"none"}').replace(/=/g, "") + "." + good.split(".")[1] + ".";
  refused(none, "k", {}, /algorithm "none" is not allowed/);
  assert.deepEqual(jwt.verify(jwt.sign({ exp: now - 5 }, "k"), "k", { leeway: 10 }).exp, now - 5);
  assert.equal(jwt.verify(jwt.sign({ aud: ["a", "b"], iss: "i" }, "k"), "k", { audience: "b", issuer: "i" }).iss, "i");
});

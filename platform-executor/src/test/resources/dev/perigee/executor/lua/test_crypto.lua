local lu = require("luaunit")
local crypto, jwt, uuid = require("crypto"), require("jwt"), require("uuid")

TestCrypto = {}

function TestCrypto:test_hashes_of_known_texts()
  lu.assertEquals(crypto.hash("md5", ""), "d41d8cd98f00b204e9800998ecf8427e")
  lu.assertEquals(crypto.hash("SHA-256", "abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  lu.assertEquals(crypto.hash("sha1", "abc", "base64"), "qZk+NkcGgWq6PiVxeFDCbJzQ2J0=")
  lu.assertEquals(crypto.hash("md5", "\0\255"), crypto.to_hex(crypto.hash("md5", "\0\255", "bytes")))
  lu.assertErrorMsgContains("unknown algorithm", crypto.hash, "crc32", "abc")
  lu.assertErrorMsgContains("unknown encoding", crypto.hash, "md5", "abc", "octal")
  lu.assertErrorMsgContains("must be a string", crypto.hash, "md5", 5)
end

function TestCrypto:test_message_authentication_of_rfc_4231()
  lu.assertEquals(
    crypto.hmac("sha256", "Jefe", "what do ya want for nothing?"),
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
  )
end

function TestCrypto:test_random_bytes()
  lu.assertStrMatches(crypto.random(16), "%x+")
  lu.assertEquals(#crypto.random(16), 32)
  lu.assertNotEquals(crypto.random(16), crypto.random(16))
  lu.assertEquals(#crypto.random(5, "bytes"), 5)
  lu.assertErrorMsgContains("from 0 to 65536", crypto.random, -1)
end

function TestCrypto:test_equality_of_secrets()
  lu.assertTrue(crypto.equal("abc", "abc"))
  lu.assertFalse(crypto.equal("abc", "abd"))
  lu.assertFalse(crypto.equal("abc", "abcabc"))
  lu.assertFalse(crypto.equal("", "a"))
  lu.assertFalse(crypto.equal("a", ""))
  lu.assertTrue(crypto.equal("", ""))
end

function TestCrypto:test_base64_and_hex_both_ways()
  for length = 0, 10 do
    local bytes = crypto.random(length, "bytes")
    lu.assertEquals(crypto.from_base64(crypto.to_base64(bytes)), bytes)
    lu.assertEquals(crypto.from_hex(crypto.to_hex(bytes)), bytes)
  end
  lu.assertEquals(crypto.to_base64("\255\0"), "/wA=")
  lu.assertEquals(crypto.from_base64("_wA"), "\255\0")
  lu.assertNil(crypto.from_base64("a"))
  lu.assertNil(crypto.from_base64("a=bc"))
  lu.assertNil(crypto.from_hex("abc"))
  lu.assertNil(crypto.from_hex("zz"))
end

TestUuid = {}

function TestUuid:test_version_7_carries_the_time_and_is_in_order()
  local last = ""
  for _ = 1, 5000 do
    local id = uuid.v7()
    lu.assertTrue(last < id)
    last = id
  end
  lu.assertStrMatches(last, "%x%x%x%x%x%x%x%x%-%x%x%x%x%-7%x%x%x%-[89ab]%x%x%x%-%x%x%x%x%x%x%x%x%x%x%x%x")
  local ms = tonumber((last:gsub("-", "")):sub(1, 12), 16)
  lu.assertTrue(math.abs(ms - clock.now) < 100)
end

function TestUuid:test_the_usual_names()
  uuid.seed()
  for _, id in ipairs({ uuid(), uuid.v4(), uuid.new(), uuid.generate(), require("resty.jit-uuid")() }) do
    lu.assertTrue(uuid.is_valid(id))
  end
  lu.assertFalse(uuid.is_valid("x"))
  lu.assertFalse(uuid.is_valid(("x"):rep(36)))
end

TestJwt = {}

local foreign = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ"
  .. ".SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c"

function TestJwt:test_a_token_signed_elsewhere_verifies()
  lu.assertEquals(jwt.verify(foreign, "your-256-bit-secret"), { sub = "1234567890", name = "John Doe", iat = 1516239022 })
end

function TestJwt:test_every_algorithm_signs_and_verifies()
  for _, algorithm in ipairs({ "HS256", "HS384", "HS512" }) do
    local token = jwt.sign({ sub = "é" }, "k", { algorithm = algorithm, expires_in = 60 })
    lu.assertEquals(jwt.verify(token, "k", { algorithms = { algorithm } }).sub, "é")
  end
  lu.assertErrorMsgContains("unknown algorithm", jwt.sign, {}, "k", { algorithm = "none" })
  lu.assertErrorMsgContains("key is required", jwt.sign, {}, "")
end

function TestJwt:test_tokens_that_must_not_pass()
  local now = clock.now // 1000
  local good = jwt.sign({ sub = "a" }, "k")
  local function refused(token, key, options, part)
    local claims, reason = jwt.verify(token, key, options)
    lu.assertNil(claims)
    lu.assertStrContains(reason, part)
  end
  refused(good, "other", nil, "signature")
  refused(good:sub(1, -3), "k", nil, "signature")
  refused(good, "k", { algorithms = { "HS512" } }, "algorithm")
  refused("a.b", "k", nil, "three parts")
  refused("a.b.c", "k", nil, "header")
  refused(jwt.sign({ exp = now }, "k"), "k", nil, "expired")
  refused(jwt.sign({ exp = "soon" }, "k"), "k", nil, "not a number")
  refused(jwt.sign({ nbf = now + 10 }, "k"), "k", nil, "not valid yet")
  refused(jwt.sign({ iss = "a" }, "k"), "k", { issuer = "b" }, "issuer")
  refused(jwt.sign({ aud = { "a", "b" } }, "k"), "k", { audience = "c" }, "audience")
  local none = crypto.to_base64('{"alg":"none"}'):gsub("=", "") .. "." .. good:match("%.(.-)%.") .. "."
  refused(none, "k", nil, 'algorithm "none" is not allowed')
  lu.assertEquals(jwt.verify(jwt.sign({ exp = now - 5 }, "k"), "k", { leeway = 10 }).exp, now - 5)
end

TestResty = {}

function TestResty:test_hmac()
  local hmac = require("resty.hmac")
  local code = hmac:new("Jefe", hmac.ALGOS.SHA256)
  code:update("what do ya want ")
  local expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
  lu.assertEquals(code:final("for nothing?", true), expected)
  code:reset()
  lu.assertEquals(require("resty.string").to_hex(code:final("what do ya want for nothing?")), expected)
end

function TestResty:test_jwt()
  local resty = require("resty.jwt")
  local token = resty:sign("k", { header = { typ = "JWT", alg = "HS256" }, payload = { foo = "bar" } })
  local object = resty:verify("k", token)
  lu.assertTrue(object.verified)
  lu.assertEquals(object.payload.foo, "bar")
  lu.assertEquals(object.reason, "everything is awesome~ :p")
  lu.assertFalse(resty:verify("other", token).verified)
  lu.assertStrContains(resty:verify("other", token).reason, "signature mismatch")
  lu.assertEquals(resty:verify("k", "x").reason, "invalid jwt string")
  local checked = resty:verify("k", token, {
    foo = function(value)
      return value == "baz"
    end,
  })
  lu.assertFalse(checked.verified)
  local expired = resty:sign("k", { payload = { exp = 5 } })
  lu.assertEquals(resty:verify("k", expired).reason, "'exp' claim expired at 5")
end

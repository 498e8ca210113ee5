-- crypto: digests, message authentication and random bytes, as hex unless asked otherwise.
return function(kit)
  local host, library = kit.host, kit.library
  local type, tostring, error, math_type, byte = type, tostring, error, math.type, string.byte
  local algorithms = { md5 = true, sha1 = true, sha224 = true, sha256 = true, sha384 = true, sha512 = true }

  local function algorithm_of(name)
    local known = tostring(name):lower():gsub("-", "", 1)
    if not algorithms[known] then
      error('unknown algorithm "' .. tostring(name) .. '": use md5, sha1, sha224, sha256, sha384 or sha512', 3)
    end
    return known
  end

  local function text(value, what)
    if type(value) ~= "string" then
      error("crypto: " .. what .. " must be a string", 3)
    end
    return value
  end

  local function encode(bytes, encoding)
    if encoding == "bytes" then
      return bytes
    end
    local encoder = library("encoding")["to_" .. (encoding or "hex")]
    if encoder == nil then
      error('unknown encoding "' .. tostring(encoding) .. '": use hex, base64, base64url or bytes', 3)
    end
    return encoder(bytes)
  end

  local crypto = {}

  function crypto.hash(algorithm, data, encoding)
    return encode(host.hash(algorithm_of(algorithm), text(data, "data")), encoding)
  end

  function crypto.hmac(algorithm, key, data, encoding)
    return encode(host.hmac(algorithm_of(algorithm), text(key, "key"), text(data, "data")), encoding)
  end

  function crypto.random(length, encoding)
    if math_type(length) ~= "integer" or length < 0 or length > 65536 then
      error("crypto.random: the length must be an integer from 0 to 65536", 2)
    end
    return encode(host.random(length), encoding)
  end

  -- Compares in a time that tells nothing of where two secrets of the same length differ.
  function crypto.equal(a, b)
    text(a, "a secret")
    text(b, "a secret")
    local difference = #a ~ #b
    for i = 1, #a do
      difference = difference | (byte(a, i) ~ (byte(b, (i - 1) % (#b > 0 and #b or 1) + 1) or 0))
    end
    return difference == 0
  end

  function crypto.to_hex(bytes)
    return library("encoding").to_hex(bytes)
  end

  function crypto.from_hex(hex)
    return library("encoding").from_hex(hex)
  end

  function crypto.to_base64(bytes)
    return library("encoding").to_base64(bytes)
  end

  function crypto.from_base64(base64)
    return library("encoding").from_base64(base64)
  end

  return crypto
end

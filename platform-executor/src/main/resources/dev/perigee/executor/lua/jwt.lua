-- jwt: JSON Web Tokens with HMAC signatures. The algorithm is the verifier's choice, never the token's.
return function(kit)
  local host, library, cjson, check = kit.host, kit.library, kit.cjson, kit.check
  local encode, decode = cjson.encode, cjson.decode
  local type, tostring, pairs, ipairs, pcall = type, tostring, pairs, ipairs, pcall
  local floor = math.floor
  local digests = { HS256 = "sha256", HS384 = "sha384", HS512 = "sha512" }

  local function part(value)
    return library("encoding").to_base64url(encode(value))
  end

  local function copied(table, more)
    local copy = {}
    for key, value in pairs(table or {}) do
      copy[key] = value
    end
    for key, value in pairs(more) do
      copy[key] = value
    end
    return copy
  end

  local jwt = {}

  -- A signed token; options: algorithm ("HS256"), header, expires_in (seconds from now).
  function jwt.sign(claims, key, options)
    options = options or {}
    local algorithm = options.algorithm or "HS256"
    check(type(claims) == "table", "jwt.sign: the claims must be a table")
    check(type(key) == "string" and key ~= "", "jwt.sign: a key is required")
    check(digests[algorithm], 'jwt.sign: unknown algorithm "' .. tostring(algorithm) .. '": use HS256, HS384 or HS512')
    if options.expires_in then
      claims = copied(claims, { exp = floor(host.now() / 1000) + options.expires_in })
    end
    local header = copied({ typ = "JWT" }, copied(options.header, { alg = algorithm }))
    local signed = part(header) .. "." .. part(claims)
    return signed .. "." .. library("crypto").hmac(digests[algorithm], key, signed, "base64url")
  end

  local function decoded(encoded, what)
    local text = library("encoding").from_base64(encoded)
    local is_json, value = pcall(decode, text)
    if text ~= nil and is_json and type(value) == "table" and text:find("^%s*{") then
      return value
    end
    return nil, "the token's " .. what .. " is not a JSON object in base64url"
  end

  -- Header and claims without any check of the signature, or nil and why not.
  function jwt.decode(token)
    local first, second = tostring(token):match("^([^.]*)%.([^.]*)%.[^.]*$")
    if first == nil then
      return nil, "the token does not have three parts"
    end
    local header, wrong_header = decoded(first, "header")
    if header == nil then
      return nil, wrong_header
    end
    local claims, wrong_claims = decoded(second, "payload")
    if claims == nil then
      return nil, wrong_claims
    end
    return { header = header, claims = claims }
  end

  local function contains(list, wanted)
    for _, each in ipairs(type(list) == "table" and list or { list }) do
      if each == wanted then
        return true
      end
    end
    return false
  end

  local function refusal(claims, options)
    local now, leeway = host.now() / 1000, options.leeway or 0
    for _, name in ipairs({ "exp", "nbf" }) do
      if claims[name] ~= nil and type(claims[name]) ~= "number" then
        return 'the claim "' .. name .. '" is not a number'
      end
    end
    if claims.exp and now >= claims.exp + leeway then
      return "the token has expired"
    end
    if claims.nbf and now < claims.nbf - leeway then
      return "the token is not valid yet"
    end
    if options.issuer ~= nil and claims.iss ~= options.issuer then
      return "the token has another issuer"
    end
    if options.audience ~= nil and not contains(claims.aud, options.audience) then
      return "the token is for another audience"
    end
    return nil
  end

  -- The claims of a valid token, or nil and why it is not; options: algorithms, leeway (seconds), issuer, audience.
  function jwt.verify(token, key, options)
    options = options or {}
    check(type(key) == "string" and key ~= "", "jwt.verify: a key is required")
    local parts, malformed = jwt.decode(token)
    if parts == nil then
      return nil, malformed
    end
    local algorithm = parts.header.alg
    local digest = type(algorithm) == "string" and digests[algorithm]
    local allowed = options.algorithms or options.algorithm
    if not digest or (allowed ~= nil and not contains(allowed, algorithm)) then
      return nil, "the token's algorithm " .. library("inspect")(algorithm) .. " is not allowed"
    end
    local signed, signature = token:match("^(.*)%.([^.]*)$")
    local crypto = library("crypto")
    if not crypto.equal(crypto.hmac(digest, key, signed, "base64url"), signature) then
      return nil, "the token's signature does not match"
    end
    local refused = refusal(parts.claims, options)
    if refused then
      return nil, refused
    end
    return parts.claims
  end

  return jwt
end

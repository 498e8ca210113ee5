-- resty.jwt: sign, verify, load_jwt and verify_jwt_obj with HMAC algorithms.
return function(kit)
  local library = kit.library
  local type, tostring, pairs, ipairs = type, tostring, pairs, ipairs
  local jwt = { _VERSION = "0.2.3" }
  local whitelist

  -- Limits the algorithms that verify accepts: {HS256 = 1}.
  function jwt.set_alg_whitelist(_, algorithms)
    whitelist = algorithms
  end

  function jwt.sign(_, secret, object)
    local header = object.header or {}
    return library("jwt").sign(object.payload or {}, secret, { algorithm = header.alg or "HS256", header = header })
  end

  local function invalid(object, reason)
    object.valid, object.verified, object.reason = false, false, reason
    return object
  end

  function jwt.load_jwt(_, token)
    local object = { valid = false, verified = false }
    local parts = library("jwt").decode(token)
    if parts == nil then
      object.reason = "invalid jwt string"
      return object
    end
    object.raw_header, object.raw_payload, object.signature = tostring(token):match("^([^.]*)%.([^.]*)%.([^.]*)$")
    object.header, object.payload, object.valid = parts.header, parts.claims, true
    return object
  end

  local function unmet(object, spec)
    for claim, validator in pairs(spec or {}) do
      local value = object.payload[claim]
      if type(validator) == "function" and validator(value, claim, object) == false then
        return "Claim '" .. claim .. "' ('" .. tostring(value) .. "') returned failure"
      end
    end
    return nil
  end

  function jwt.verify_jwt_obj(_, secret, object, ...)
    if not object.valid then
      return object
    end
    local algorithm = object.header.alg
    if whitelist ~= nil and not whitelist[algorithm] then
      return invalid(object, "whitelist unsupported alg: " .. tostring(algorithm))
    end
    local token = object.raw_header .. "." .. object.raw_payload .. "." .. object.signature
    local claims, why = library("jwt").verify(token, secret)
    if claims == nil then
      if why:find("signature", 1, true) then
        why = "signature mismatch: " .. object.signature
      elseif why:find("expired", 1, true) then
        why = "'exp' claim expired at " .. tostring(object.payload.exp)
      elseif why:find("not valid yet", 1, true) then
        why = "'nbf' claim not valid until " .. tostring(object.payload.nbf)
      end
      object.verified, object.reason = false, why
      return object
    end
    for _, spec in ipairs({ ... }) do
      local reason = unmet(object, spec)
      if reason then
        object.verified, object.reason = false, reason
        return object
      end
    end
    object.verified, object.reason = true, "everything is awesome~ :p"
    return object
  end

  function jwt.verify(self, secret, token, ...)
    return self:verify_jwt_obj(secret, self:load_jwt(token), ...)
  end

  return jwt
end

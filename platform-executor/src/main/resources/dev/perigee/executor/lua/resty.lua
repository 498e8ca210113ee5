-- resty.hmac and resty.string, as far as projects use them.
return function(kit)
  local host, library, check = kit.host, kit.library, kit.check
  local setmetatable, type, concat = setmetatable, type, table.concat

  local hmac = { ALGOS = { MD5 = "md5", SHA1 = "sha1", SHA256 = "sha256", SHA384 = "sha384", SHA512 = "sha512" } }
  hmac.__index = hmac

  function hmac:new(key, algorithm)
    check(type(key) == "string", "hmac: the key must be a string")
    return setmetatable({ key = key, algorithm = algorithm or hmac.ALGOS.MD5, parts = {} }, hmac)
  end

  function hmac:update(data)
    check(type(data) == "string", "hmac: data must be a string")
    self.parts[#self.parts + 1] = data
    return true
  end

  -- The code of all that was added, as bytes or as hex.
  function hmac:final(data, as_hex)
    if data ~= nil then
      self:update(data)
    end
    local code = host.hmac(self.algorithm, self.key, concat(self.parts))
    return as_hex and library("encoding").to_hex(code) or code
  end

  function hmac:reset()
    self.parts = {}
    return true
  end

  local text = {
    to_hex = function(bytes)
      return library("encoding").to_hex(bytes)
    end,
  }

  return { modules = { ["resty.hmac"] = hmac, ["resty.string"] = text } }
end

-- Prepares a fresh Lua context for functions: print, the modules of the platform and the way in. The protocol with the
-- embedder is described in the package dev.perigee.executor.polyglot. Guests never see `host`: it lives in closures only.
return function(host, load)
  local cjson = require("cjson")
  local encode, decode, null = cjson.encode, cjson.decode, cjson.null
  local try_encode, find, gsub = require("cjson.safe").encode, string.find, string.gsub
  local type, tostring, pcall, error = type, tostring, pcall, error
  local setmetatable, getmetatable = setmetatable, getmetatable
  local pack, concat = table.pack, table.concat

  local kit = { host = host, cjson = cjson }
  local libraries = {}

  -- One of the scripts beside this one, loaded when it is first used.
  function kit.library(name)
    local value = libraries[name]
    if value == nil then
      value = load(name)(kit)
      libraries[name] = value
    end
    return value
  end
  local library = kit.library

  -- An error of a call to the platform; a callee's status and payload are kept.
  local PlatformError = { __name = "PlatformError" }
  PlatformError.__index = PlatformError
  function PlatformError:__tostring()
    return self.message
  end

  function kit.failure(code, message, data)
    local failure = { code = code, message = message, data = data }
    if type(data) == "table" then
      failure.status, failure.payload = data.status, data.payload
    end
    return setmetatable(failure, PlatformError)
  end

  -- A call to the platform: the argument and the answer are JSON, the attachments byte strings.
  function kit.call(operation, argument, attachment)
    local done, json, bytes = pcall(host.call, operation, encode(argument), attachment)
    if done then
      return json, bytes
    end
    local raised = json
    local known, code = pcall(function()
      return raised.code
    end)
    if not known or type(code) ~= "string" then
      error(raised, 0)
    end
    local detail = raised.detail
    error(kit.failure(code, raised.message, type(detail) == "string" and decode(detail) or nil), 0)
  end

  -- The same, for calls whose answer is only JSON; nothing and null are nil.
  function kit.ask(operation, argument)
    local json = kit.call(operation, argument)
    if json == nil or json == "" then
      return nil
    end
    local value = decode(json)
    if value == null then
      return nil
    end
    return value
  end

  -- Complains about an argument at the place of the guest's call.
  function kit.check(condition, message)
    if not condition then
      error(message, 3)
    end
  end

  function print(...)
    local values = pack(...)
    for i = 1, values.n do
      values[i] = tostring(values[i])
    end
    host.log("info", concat(values, "\t"))
  end

  local new_context = library("context")
  local Response = {}
  kit.Response = Response

  -- From this length on a string is held against the limit before it is encoded or fetched.
  local LARGE = 1024 * 1024

  local function is_too_large(ticket, value)
    return type(value) == "string" and #value > LARGE and host.settle(ticket, "size", #value)
  end

  local function settle_response(ticket, response)
    local status, headers, body = library("http").answer(response)
    if is_too_large(ticket, body) then
      return true
    end
    host.settle(ticket, "response", status, headers, body)
    return true
  end

  -- What runs at every invocation, so nothing here may cost much.
  local function bind(handler)
    return function(arguments, ticket, subscribes)
      if subscribes then
        return library("subscriber")(handler, decode(arguments).context, new_context(ticket))
      end
      local value, err = handler(decode(arguments), new_context(ticket))
      if err ~= nil then
        host.settle(ticket, "rejected", encode(err))
        return true
      end
      if value == nil then
        return nil
      end
      if type(value) == "table" and getmetatable(value) == Response then
        return settle_response(ticket, value)
      end
      if is_too_large(ticket, value) then
        return true
      end
      local json, reason = try_encode(value)
      if json == nil then
        if find(reason, "not enough memory", 1, true) and host.settle(ticket, "size", host.longest() + 1) then
          return true
        end
        error("the result has no JSON form: " .. gsub(reason, "^[%w:.]+:%d+: ", ""), 0)
      end
      return json
    end
  end

  -- The modules that functions can require, by name, each with the script that makes it.
  local scripts = {
    flow = "services",
    topics = "services",
    state = "services",
    channels = "services",
    http = "http",
    json = "json",
    uuid = "uuid",
    ["resty.jit-uuid"] = "uuid",
    crypto = "crypto",
    jwt = "jwt",
    sleep = "clock",
    time = "clock",
    log = "log",
    luaunit = "luaunit",
    ["resty.hmac"] = "resty",
    ["resty.string"] = "resty",
    ["resty.jwt"] = "restyjwt",
  }
  local modules = setmetatable({}, {
    __index = function(self, name)
      local script = scripts[name]
      if script == nil then
        return nil
      end
      local value = library(script)
      if type(value) == "table" and value.modules ~= nil then
        value = value.modules[name]
      end
      self[name] = value
      return value
    end,
  })

  return { modules = modules, bind = bind }
end

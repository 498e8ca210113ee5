-- Wires a context: runs boot.lua and gives the bundle's files require(). Called with the native functions and the
-- handler's path; returns what invokes the handler, or nil when the file returns no function.
return function(native, handler_path)
  local error, type, setmetatable, tostring, pcall, package = error, type, setmetatable, tostring, pcall, package

  local Failure = {}
  Failure.__index = Failure
  Failure.__name = "error"
  function Failure:__tostring()
    return self.message
  end

  local function answer(result)
    if result[1] then
      return result[2], result[3]
    end
    error(setmetatable({ code = result[2], message = result[3], detail = result[4] }, Failure), 0)
  end

  local host = {
    call = function(operation, json, attachment)
      return answer(native.call(operation, json, attachment))
    end,
    sleep = function(ms)
      answer(native.sleep(ms))
    end,
    log = function(level, line, ticket)
      native.log(level, line, ticket)
    end,
    settle = function(ticket, kind, a, b, c)
      return native.settle(ticket, kind, a, b, c)
    end,
    longest = function()
      return native.longest()
    end,
    now = function()
      return native.now()
    end,
    monotonic = function()
      return native.monotonic()
    end,
    uuid4 = function()
      return native.uuid4()
    end,
    random = function(n)
      return native.random(n)
    end,
    hash = function(algorithm, bytes)
      return native.hash(algorithm, bytes)
    end,
    hmac = function(algorithm, key, bytes)
      return native.hmac(algorithm, key, bytes)
    end,
    invocation = function(ticket)
      return native.invocation(ticket)
    end,
    callerJson = function(ticket)
      return native.callerJson(ticket)
    end,
    files = function()
      return native.files()
    end,
    file = function(path)
      return native.file(path)
    end,
  }

  local libraries = {}
  local function load(name)
    local value = libraries[name]
    if value == nil then
      value = native.evaluate(name)
      libraries[name] = value
    end
    return value
  end

  local guest = load("boot")(host, load)
  local modules = guest.modules

  -- One value per file, by whichever name it is required.
  local by_path = {}

  local function decode(path)
    local json = modules.json or require("cjson")
    local decoded, value = pcall(json.decode, native.text(path))
    if not decoded then
      error(path .. ": " .. tostring(value), 0)
    end
    return value
  end

  local function load_file(name, path)
    local value = by_path[path]
    if value == nil then
      if path:sub(-5) == ".json" then
        value = decode(path)
      else
        value = native.compile(path)(name, path)
        if value == nil then
          value = package.loaded[name]
        end
        if value == nil then
          value = true
        end
      end
      by_path[path] = value
    end
    return value
  end

  local function in_bundle(name)
    local path = native.resolve(name)
    if path == nil then
      return "no file " .. native.tried(name)
    end
    return load_file, path
  end

  local function of_platform(name)
    local module = modules[name]
    if module == nil then
      return "no module '" .. name .. "' of the platform"
    end
    return function()
      return module
    end
  end

  -- What is preloaded first, then the bundle, then what the platform offers.
  package.searchers[2] = in_bundle
  package.searchers[3] = of_platform
  package.path = "app/?.lua;lib/?.lua"

  local handler = load_file(handler_path, handler_path)
  if type(handler) ~= "function" then
    return nil
  end
  return guest.bind(handler)
end

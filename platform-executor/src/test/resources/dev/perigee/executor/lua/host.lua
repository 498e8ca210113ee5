-- The host of tests: answers come from a table, time moves by sleeping, calls and lines are kept. Defines the globals
-- lines, calls, answers, refuse, clock, bind and run.
return function(native, load)
  lines, calls, answers = {}, {}, {}
  clock = { now = 1700000000000.25 }
  local settled

  local Refused = {}
  Refused.__index = Refused
  function Refused:__tostring()
    return self.message
  end

  function refuse(code, message, detail)
    return function()
      error(setmetatable({ code = code, message = message, detail = detail }, Refused), 0)
    end
  end

  function take(list)
    local taken = table.move(list, 1, #list, 1, {})
    for i = #list, 1, -1 do
      list[i] = nil
    end
    return taken
  end

  local host = {
    call = function(operation, json, attachment)
      calls[#calls + 1] = { operation, json, attachment }
      local answer = answers[operation]
      if type(answer) == "function" then
        return answer(json, attachment)
      end
      return answer
    end,
    sleep = function(ms)
      clock.now = clock.now + ms
    end,
    log = function(level, line, ticket)
      lines[#lines + 1] = (ticket and ticket .. " " or "") .. level .. " " .. line
    end,
    settle = function(ticket, kind, a, b, c)
      settled = { kind, a, b, c }
    end,
    now = function()
      return clock.now
    end,
    monotonic = function()
      return clock.now - 1699999990000
    end,
    uuid4 = native.uuid4,
    random = native.random,
    hash = native.hash,
    hmac = native.hmac,
    invocation = function(ticket)
      calls[#calls + 1] = { "invocation", ticket }
      return '{"request_id":"r1","function_name":"orders/create","function_version":"7","memory_limit_in_mb":512,'
        .. '"deadline_ms":1700000005000,"trace_id":"t1","span_id":"s1","env":{"MODE":"test"}}'
    end,
    callerJson = function()
      return '{"identity":{"sub":"ann"},"client_context":null,"request":{"method":"GET","path":"/orders"}}'
    end,
  }

  local guest = load("boot")(host, load)
  package.searchers[3] = function(name)
    local module = guest.modules[name]
    if module == nil then
      return "no module '" .. name .. "' of the platform"
    end
    return function()
      return module
    end
  end

  bind = guest.bind

  local function text(value)
    if type(value) == "table" then
      return table.concat(value, ",")
    end
    return tostring(value)
  end

  -- Runs the source of a handler; its outcome as one string, parts separated by the character 31.
  function run(code, json)
    settled = nil
    local result = bind(assert(load_chunk(code))())(json, "i1")
    if result == nil then
      return "nothing"
    elseif result ~= true then
      return "value\31" .. result
    end
    local parts = {}
    for i = 1, 4 do
      if settled[i] ~= nil then
        parts[#parts + 1] = text(settled[i])
      end
    end
    return table.concat(parts, "\31")
  end

  -- `load` is the protocol's function here.
  function load_chunk(code)
    return _G.load(code, "=handler")
  end
end

-- The second argument of every handler. What it tells is fetched from the host when it is first asked for, and always for
-- its own invocation, whichever one happens to run by then.
return function(kit)
  local host, library, cjson = kit.host, kit.library, kit.cjson
  local decode, null = cjson.decode, cjson.null
  local max, floor = math.max, math.floor
  local setmetatable, rawset, type, ipairs = setmetatable, rawset, type, ipairs

  local facts = {
    request_id = "request_id",
    aws_request_id = "request_id",
    function_name = "function_name",
    function_version = "function_version",
    memory_limit_in_mb = "memory_limit_in_mb",
    deadline_ms = "deadline_ms",
    trace_id = "trace_id",
    span_id = "span_id",
    env = "env",
  }
  local origin = { identity = true, client_context = true, request = true, event = true, channel = true }

  local function log_of(ticket)
    local log = {}
    local function writer(level)
      return function(first, ...)
        -- ctx.log:info(...) is as good as ctx.log.info(...).
        if first == log then
          library("log").write(level, ticket, ...)
        else
          library("log").write(level, ticket, first, ...)
        end
      end
    end
    for _, level in ipairs({ "debug", "info", "warn", "error" }) do
      log[level] = writer(level)
    end
    local info = log.info
    return setmetatable(log, {
      __call = function(_, ...)
        info(...)
      end,
    })
  end

  local function read(self, json, names)
    local known = decode(json)
    for name, member in pairs(names) do
      local value = known[member == true and name or member]
      if value ~= null then
        rawset(self, name, value)
      end
    end
  end

  return function(ticket)
    local read_facts, read_origin = false, false
    return setmetatable({}, {
      __index = function(self, key)
        if facts[key] and not read_facts then
          read_facts = true
          read(self, host.invocation(ticket), facts)
        elseif origin[key] and not read_origin then
          read_origin = true
          read(self, host.callerJson(ticket) or "{}", origin)
        elseif key == "log" then
          rawset(self, "log", log_of(ticket))
        elseif key == "get_remaining_time_in_millis" then
          rawset(self, key, function()
            return max(0, floor(self.deadline_ms - host.now()))
          end)
        else
          return nil
        end
        return rawget(self, key)
      end,
    })
  end
end

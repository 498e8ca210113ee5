-- sleep(ms) and time.
return function(kit)
  local host, check = kit.host, kit.check
  local type, floor, max, format, date = type, math.floor, math.max, string.format, os.date

  -- Waits without holding up anything but this invocation.
  local function sleep(ms)
    check(type(ms) == "number", "sleep: milliseconds must be a number")
    host.sleep(max(0, ms))
  end

  local time = {}

  -- Milliseconds since 1970.
  function time.now()
    return floor(host.now())
  end

  -- Milliseconds of a clock that never goes back.
  function time.monotonic()
    return host.monotonic()
  end

  -- ISO 8601 in UTC of milliseconds since 1970, by default of now.
  function time.iso(ms)
    ms = floor(ms or host.now())
    return date("!%Y-%m-%dT%H:%M:%S", ms // 1000) .. format(".%03dZ", ms % 1000)
  end

  return { modules = { sleep = sleep, time = time } }
end

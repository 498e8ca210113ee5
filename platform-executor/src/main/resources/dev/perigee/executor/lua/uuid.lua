-- uuid: v4 and v7; also callable, and by the names of the usual Lua libraries.
return function(kit)
  local host, library = kit.host, kit.library
  local byte, format, floor = string.byte, string.format, math.floor
  local type, setmetatable = type, setmetatable
  local last_time, counter = 0, 0

  local uuid = {}

  function uuid.v4()
    return host.uuid4()
  end

  -- Ordered by time, also within one millisecond of one context.
  function uuid.v7()
    local random = host.random(10)
    local now = floor(host.now())
    if now > last_time then
      last_time = now
      -- Half of the counter's room stays for the ids that follow in the same millisecond.
      counter = (byte(random, 1) << 8 | byte(random, 2)) & 0x7ff
    else
      counter = counter + 1
      if counter > 0xfff then
        last_time, counter = last_time + 1, 0
      end
    end
    local variant = byte(random, 3) & 0x3f | 0x80
    local hex = format("%012x%04x%02x", last_time, 0x7000 | counter, variant)
      .. library("encoding").to_hex(random:sub(4))
    return hex:sub(1, 8) .. "-" .. hex:sub(9, 12) .. "-" .. hex:sub(13, 16) .. "-" .. hex:sub(17, 20) .. "-" .. hex:sub(21)
  end

  local function is_valid(text)
    return type(text) == "string"
      and #text == 36
      and text:match("^%x+%-%x+%-%x+%-%x+%-%x+$") ~= nil
      and text:sub(9, 9) .. text:sub(14, 14) .. text:sub(19, 19) .. text:sub(24, 24) == "----"
  end

  uuid.is_valid, uuid.isValid = is_valid, is_valid
  uuid.new, uuid.generate, uuid.generate_random, uuid.generate_v4 = uuid.v4, uuid.v4, uuid.v4, uuid.v4
  uuid.generate_time = uuid.v7
  -- The host's generator needs no seed.
  function uuid.seed() end
  uuid.randomseed = uuid.seed

  return setmetatable(uuid, {
    __call = function()
      return host.uuid4()
    end,
  })
end

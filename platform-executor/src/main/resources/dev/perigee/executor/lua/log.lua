-- log.debug, info, warn and error: strings as they are, tables as Lua writes them, joined by spaces.
return function(kit)
  local host, library = kit.host, kit.library
  local pack, concat, type = table.pack, table.concat, type
  local log = {}

  function log.write(level, ticket, ...)
    local values = pack(...)
    for i = 1, values.n do
      local value = values[i]
      values[i] = type(value) == "string" and value or library("inspect")(value)
    end
    host.log(level, concat(values, " "), ticket)
  end

  for _, level in ipairs({ "debug", "info", "warn", "error" }) do
    log[level] = function(...)
      log.write(level, nil, ...)
    end
  end
  return log
end

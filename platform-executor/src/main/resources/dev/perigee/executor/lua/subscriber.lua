-- A handler as the subscriber of a channel: it gets what was published and then ctx, and returns value, continue. What it
-- changed in the tables that it got is told, too, so that later subscribers and the publisher see it.
return function(kit)
  local cjson = kit.cjson
  local array, null, gsub, unpack = cjson.array, cjson.null, string.gsub, table.unpack
  local try_encode = require("cjson.safe").encode
  local error = error

  local function encoded(value, what)
    local json, reason = try_encode(value)
    if json == nil then
      error(what .. " has no JSON form: " .. gsub(reason, "^[%w:.]+:%d+: ", ""), 0)
    end
    return json
  end

  return function(handler, context, ctx)
    local count = #context
    local given = {}
    for i = 1, count do
      if context[i] ~= null then
        given[i] = context[i]
      end
    end
    given[count + 1] = ctx
    local before = encoded(array(context), "the context")
    local value, continue = handler(unpack(given, 1, count + 1))
    local json = continue and '{"continue":true' or '{"continue":false'
    if value and value ~= null then
      json = json .. ',"value":' .. encoded(value, "the value")
    end
    local after = encoded(array(context), "the context")
    if after ~= before then
      json = json .. ',"context":' .. after
    end
    return json .. "}"
  end
end

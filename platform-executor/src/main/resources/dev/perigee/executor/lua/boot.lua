-- Prepares a fresh Lua context for functions. The protocol is described in dev.perigee.executor.polyglot.
return function(host, load)
  local json = require("cjson")
  local encode, decode = json.encode, json.decode
  local pack, concat = table.pack, table.concat

  local Context = {}

  function Context:__index(key)
    local facts = rawget(self, "facts")
    if facts == nil then
      facts = decode(host.invocation(rawget(self, "ticket")))
      rawset(self, "facts", facts)
    end
    return facts[key]
  end

  function print(...)
    local texts = pack(...)
    for i = 1, texts.n do
      texts[i] = tostring(texts[i])
    end
    host.log("info", concat(texts, "\t"))
  end

  local function bind(handler)
    return function(arguments, ticket)
      local value, err = handler(decode(arguments), setmetatable({ ticket = ticket }, Context))
      if err ~= nil then
        host.settle(ticket, "rejected", encode(err))
        return true
      end
      if value == nil then
        return nil
      end
      return encode(value)
    end
  end

  return { modules = { json = json, sleep = host.sleep }, bind = bind }
end

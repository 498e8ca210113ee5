local topics = require "topics"

-- POST /entries {"name": "Ada", "message": "Hello"}: the event is stored when this returns, and not at all otherwise.
return function(args)
  local name = type(args.name) == "string" and args.name:match("^%s*(.-)%s*$") or ""
  if name == "" then
    return nil, { field = "name", message = "sign with your name" }
  end
  topics.append("entries", { { key = name, payload = { name = name, message = args.message or "" } } })
  return { signed = name }
end

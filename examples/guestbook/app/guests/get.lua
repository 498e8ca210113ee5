local http = require "http"
local entries = require "entries"

-- GET /guests/:id
return function(args)
  local entry = entries.find(args.id)
  if not entry then
    return http.response { status = 404, body = { error = "no guest " .. args.id } }
  end
  return entry
end

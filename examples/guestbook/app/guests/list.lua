local entries = require "entries"

-- GET /guests?limit=2
return function(args)
  local limit = tonumber(args.limit or 10)
  if not limit or limit < 1 then
    return nil, "limit must be a number from 1"
  end
  local page = {}
  for i, entry in ipairs(entries.all()) do
    if i <= limit then
      page[i] = entry
    end
  end
  return page
end

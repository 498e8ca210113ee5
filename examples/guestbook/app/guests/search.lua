local entries = require "entries"

-- GET /search/easier/to/ask: "*words" took the rest of the path.
return function(args)
  local word = args.words:gsub("/", " ")
  return { word = word, found = entries.search(word) }
end

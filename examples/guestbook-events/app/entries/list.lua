local state = require "state"

-- GET /entries: the newest first.
return function()
  return state.get("entries/newest") or {}
end

local state = require "state"

-- GET /summary
return function()
  return state.get("summary") or { counts = {} }
end

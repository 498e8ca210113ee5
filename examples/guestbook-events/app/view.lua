local state = require "state"
local newest = require "newest"

-- Runs for each event of the topic, in the order of its key, once: what it writes commits with its position.
return function(entry, ctx)
  local guest = state.get("entries/guest/" .. entry.name) or { name = entry.name, times = 0 }
  guest.times = guest.times + 1
  guest.last = entry.message
  state.put("entries/guest/" .. entry.name, guest)

  local at = ctx.event and ctx.event.timestamp
  state.put("entries/newest", newest.add(state.get("entries/newest"), { name = entry.name, message = entry.message, at = at }))
end

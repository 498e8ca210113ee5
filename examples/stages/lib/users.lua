local state = require "state"
local channels = require "channels"

local users = {}

function users.get(context)
  local user = state.get("user/" .. context.args.id)
  if user == nil then
    error("there is no user " .. context.args.id)
  end
  return user, true
end

-- The user, what the subscribers of users:added write and the event of the topic users are one commit.
function users.add(context)
  local user = { id = context.args.id, name = context.args.name, greetings = {} }
  state.put("user/" .. user.id, user)
  user.greetings = channels.publish("users:added", user)
  return user, true
end

function users.welcome(user)
  return "Welcome, " .. user.name .. "!", true
end

function users.is_first()
  local first = state.get("first") == nil
  if first then
    state.put("first", true)
  end
  return first
end

function users.congratulate(user)
  return user.name .. " is the first.", true
end

return users

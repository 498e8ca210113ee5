local users = require "models/users"

local G = function (args)
    return users.all()
end

return G

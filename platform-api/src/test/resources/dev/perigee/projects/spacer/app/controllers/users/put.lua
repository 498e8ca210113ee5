local cjson = require "cjson"
local users = require "models.users"

local G = function (args)
    if not args.name then
        return nil, "name is missing"
    end
    return users.rename(args.id, args.name), nil, cjson.encode(args)
end

return G

local bar = require "bar"

local G = function (args)
    return 100 + bar({val = 1})
end

return G

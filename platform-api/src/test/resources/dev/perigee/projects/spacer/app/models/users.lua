local uuid = require "uuid"
local text = require "text"

local M = {}

function M.all()
    return { { id = "1", name = "Ada" } }
end

function M.rename(id, name)
    return { id = id, name = text.trim(name) }
end

return M

-- A list of bounded length, the newest first.
local M = { most = 20 }

function M.add(list, entry)
  local longer = { entry }
  for i, older in ipairs(list or {}) do
    if i < M.most then
      longer[i + 1] = older
    end
  end
  return longer
end

return M

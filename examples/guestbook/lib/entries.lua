-- The guestbook itself. It keeps nothing: every function gets the same entries.
local entries = {
  { id = "1", name = "Ada Lovelace", message = "An engine that weaves patterns!" },
  { id = "2", name = "Grace Hopper", message = "It was easier to ask forgiveness." },
  { id = "3", name = "Alan Turing", message = "Can it think?" },
}

local M = {}

function M.all()
  return entries
end

function M.find(id)
  for _, entry in ipairs(entries) do
    if entry.id == id then
      return entry
    end
  end
  return nil
end

-- Entries whose name or message holds the word, whatever its case.
function M.search(word)
  local found = {}
  for _, entry in ipairs(entries) do
    local text = (entry.name .. " " .. entry.message):lower()
    if text:find(word:lower(), 1, true) then
      found[#found + 1] = entry
    end
  end
  return found
end

return M

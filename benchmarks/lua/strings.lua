return function()
  local parts = {}
  for i = 1, 60000 do parts[#parts + 1] = "item " .. i .. ": " .. string.format("%05d|%s", i, "x") end
  local text = table.concat(parts, "\n")
  local replaced, count = text:gsub("item (%d+)", "<%1>")
  local upper = text:gsub("%a+", string.upper)
  local digits = 0
  for number in text:gmatch("%d+") do digits = digits + #number end
  return count .. " " .. digits .. " " .. #replaced .. " " .. #upper
end

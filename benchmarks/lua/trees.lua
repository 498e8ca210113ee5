local function grow(depth) if depth == 0 then return {} end return {grow(depth - 1), grow(depth - 1)} end
local function count(tree) if tree[1] then return 1 + count(tree[1]) + count(tree[2]) end return 1 end
return function()
  local total = 0
  for _ = 1, 12 do total = total + count(grow(14)) end
  return total
end

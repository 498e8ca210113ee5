local function counter() local n = 0 return function(by) n = n + by return n end end
local function compose(f, g) return function(x) return f(g(x)) end end
local function map(list, f) local result = {} for i = 1, #list do result[i] = f(list[i]) end return result end
return function()
  local list, total = {}, 0
  for i = 1, 100 do list[i] = i end
  for round = 1, 5000 do
    local count, offset = counter(), round % 7
    local mapped = map(list, compose(function(x) return x + offset end, function(x) return x * 2 end))
    for i = 1, #mapped do count(mapped[i]) end
    total = (total + count(0)) % 1000003
  end
  return total
end

-- Code that learns new types while an earlier execution of it is still under way.
local function run(operation)
  local depth, values, at = 0, nil, 0
  local function operand()
    at = at + 1
    local value = values[at]
    if type(value) == "table" then
      -- runs the same operation with other operands before it answers
      local outer, place = values, at
      values, at = value, 0
      operation(operand)
      values, at = outer, place
      return value.answer
    end
    return value
  end
  for _, case in ipairs{
    {1, 2.5}, {{1, 3, answer = 1}, 3}, {4, 5},
    {2.5, 1}, {{2, 1, answer = 2}, 7}, {{1.5, 1.5, answer = 3}, 1.5},
    {1, {2.5, 2.5, answer = 9}}, {1 << 60, {1, 0.5, answer = 1}}, {0.5, {1 << 60, 3, answer = 4}},
    {{"7", 1, answer = 5}, 6}, {8, {"3", "4", answer = 2}}, {9, 2},
  } do
    values, at = case, 0
    local ok, result = pcall(operation, operand)
    io.write(math.type(result) or type(result), " ", tostring(result), "; ")
  end
  print()
end

run(function(f) return f() + f() end)
run(function(f) return f() - f() end)
run(function(f) return f() * f() end)
run(function(f) return f() / f() end)
run(function(f) return f() // f() end)
run(function(f) return f() % f() end)
run(function(f) return f() ^ f() end)
run(function(f) return f() + f() * 2 end)
run(function(f) local x = f() + f() return x + 1 end)
run(function(f) local x, y = f(), f() local z = x - y return z end)
run(function(f) return f() * 1 < f() * 1 end)
run(function(f) return f() * 1 >= f() * 1 end)
run(function(f) return f() == f() end)
run(function(f) local t = {} t[1] = f() + 0 t[2] = f() + 0 return t[1] + t[2] end)
run(function(f) local t = {x = 0} t.x = f() t.x = t.x + f() return t.x end)
run(function(f) local t = {10, 20, 30, 40, 50, 60, 70, 80, 90} return t[f() * 1] or t[f()] end)
run(function(f) local t = {} t[f()] = f() return #t end)
run(function(f) return -(f() + f()) end)
run(function(f) return f() .. "," .. f() end)
run(function(f) return #tostring(f()) + f() end)

local function f(a, b, ...)
  local c = a + b
  local names = {}
  for i = 1, 10 do
    local name, value = debug.getlocal(1, i)
    if not name then break end
    names[#names + 1] = name
  end
  print(table.concat(names, " "))
  print(debug.getlocal(1, -1))
  print(debug.setlocal(1, 3, 99), c)
end
f(1, 2, "extra")
print(debug.getlocal(f, 1), debug.getlocal(f, 2), debug.getlocal(f, 3))
local info = debug.getinfo(f, "Su")
print(info.short_src, info.linedefined, info.lastlinedefined, info.what, info.nparams, info.isvararg)
local up1, up2 = 1, 2
local function g() return up1, up2 end
local function h() return up2, up1 end
print(debug.getupvalue(g, 1)) print(debug.setupvalue(g, 1, "one"), up1, h())
print(debug.upvalueid(g, 1) == debug.upvalueid(h, 2), debug.upvalueid(g, 1) == debug.upvalueid(h, 1))
debug.upvaluejoin(g, 1, h, 1) print(g())
local function named() return debug.getinfo(1, "n") end
local n = named() print(n.name, n.namewhat)
local t = {method = named} n = t:method() print(n.name, n.namewhat)
n = (setmetatable({}, {__index = named})).x print(n.name, n.namewhat)
print(debug.setmetatable(10, {__index = function(n, k) return k .. n end}), (5).x)
debug.setmetatable(10, nil)
local dumped = load(string.dump(function(a) return a * 2 end))
print(dumped(21), pcall(string.dump, print))
do
  local function lines()
    local a = 1
    return a
  end
  local info = debug.getinfo(lines, "SL")
  local active = {}
  for line in pairs(info.activelines) do active[#active + 1] = line - info.linedefined end
  table.sort(active)
  print(table.concat(active, " "))
end

-- Blocks, loops, goto, to-be-closed variables, varargs, tail calls.
for i = 1, 3 do
  for j = 1, 3 do
    if j == 2 then goto continue end
    io.write(i, ":", j, " ")
    ::continue::
  end
end
print()
do
  local i = 1
  ::top::
  if i <= 3 then io.write(i, " ") i = i + 1 goto top end
  print()
end
local closures = {}
for i = 1, 3 do closures[i] = function() i = i + 10 return i end end
print(closures[1](), closures[1](), closures[2](), closures[3]())
local n = 0
repeat local done = n >= 3 n = n + 1 until done
print(n)
while true do if n > 5 then break end n = n + 1 end
print(n)
local function sum(...)
  local total = 0
  for i = 1, select("#", ...) do total = total + (select(i, ...)) end
  return total, ...
end
print(sum(1, 2, 3), (sum(4, 5)))
print(table.pack(sum()).n, #{sum(1, 2)} >= 1)
local function loop(count) if count == 0 then return "done" end return loop(count - 1) end
print(loop(200000))
local function closing(name)
  return setmetatable({}, {__close = function(_, err) print("close " .. name, err) end})
end
do
  local a <close> = closing("a")
  local b <close> = closing("b")
  print("inside")
end
print(pcall(function()
  local c <close> = closing("c")
  error("oops", 0)
end))
local function early()
  local d <close> = closing("d")
  return 1, 2, 3
end
print(early())
for k in (function() local i = 0 return function() i = i + 1 if i < 3 then return i end end end)() do io.write(k, " ") end
print()
local x <const> = 5
print(x, load("local y <const> = 1; y = 2"))
print(load("goto nowhere"))
print(load("::a:: ::a::"))
print(load("for i = 1 do end"))
print(load("x = = 1", "=chunk"))
print(load("x = 'abc"))
print(load("x = [[abc"))
print(type(load("return ...")), load("function f() return ... end"))

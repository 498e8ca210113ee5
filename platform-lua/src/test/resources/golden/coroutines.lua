-- Coroutines, also across pcall, metamethods, iterators and sort.
local co = coroutine.create(function(a, b)
  print("start", a, b)
  local c = coroutine.yield(a + b)
  print("got", c)
  local d, e = coroutine.yield(c * 2)
  print("got", d, e)
  return "end", 99
end)
print(coroutine.resume(co, 1, 2)) print(coroutine.status(co))
print(coroutine.resume(co, 10)) print(coroutine.resume(co, "x", "y"))
print(coroutine.status(co), coroutine.resume(co))
local gen = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end)
print(gen(), gen(), gen(), gen(), pcall(gen))
local failing = coroutine.create(function() local x = nil; x.y = 1 end)
print(coroutine.resume(failing))
print(coroutine.resume(coroutine.create(function() return pcall(function() coroutine.yield("in pcall") error("after", 0) end) end)))
local across = coroutine.wrap(function() local t = setmetatable({}, {__index = function(_, k) return coroutine.yield(k) end}) return "result " .. t.field end)
print(across()) print(across("value"))




print(coroutine.isyieldable(), select(2, coroutine.running()))
print(coroutine.wrap(function() return coroutine.isyieldable(), select(2, coroutine.running()) end)())
local closable = coroutine.create(function() local x <close> = setmetatable({}, {__close = function() print("closed") end}) coroutine.yield() end)
coroutine.resume(closable) print(coroutine.close(closable), coroutine.status(closable))
print(pcall(coroutine.yield, 1))
print(coroutine.resume(coroutine.running()))
local outer outer = coroutine.wrap(function() return pcall(outer) end) print(outer())
local function producer() return coroutine.create(function() for i = 1, 3 do coroutine.yield("item " .. i) end end) end
local p = producer() while true do local ok, item = coroutine.resume(p) if not item then break end io.write(item, "; ") end print()
local deep = coroutine.wrap(function() local function rec(n) if n == 0 then coroutine.yield("bottom") return 0 end return 1 + rec(n - 1) end return rec(100) end)
print(deep(), deep())
local t = {} for i = 1, 100 do t[i] = coroutine.wrap(function() local s = 0 while true do s = s + coroutine.yield(s) end end) t[i]() end
local s = 0 for round = 1, 10 do for i = 1, 100 do s = s + t[i](i) end end print(s)

local function test(s)
  local n = 0
  local got = {}
  local function f (event, line) got[#got+1]=line end
  debug.sethook(f,"l"); load(s)(); debug.sethook()
  print(table.concat(got, ","))
end
test([[if
math.sin(1)
then
  a=1
else
  a=2
end
]])
test([[
local function foo()
end
foo()
A = 1
A = 2
A = 3
]])
test([[--
if nil then
  a=1
else
  a=2
end
]])
test([[a=1
repeat
  a=a+1
until a==3
]])
test([[ do
  return
end
]])
test([[local a
a=1
while a<=3 do
  a=a+1
end
]])
test([[while math.sin(1) do
  if math.sin(1)
  then break
  end
end
a=1]])
test([[for i=1,3 do
  a=i
end
]])
test([[for i,v in pairs{'a','b'} do
  a=tostring(i) .. v
end
]])
test([[for i=1,4 do a=1 end]])
-- kinds of events, in their order
local trace = {}
local function note(event) trace[#trace + 1] = event end
local function g(x) return select("#", x) end
local function tail(x) return g(x) end
debug.sethook(note, "cr")
math.sin(3)
g(2)
tail(1)
pcall(error, "x")
debug.sethook()
print(table.concat(trace, " "))

-- what the hook is told of the function it runs on
local function names(event, line)
  local info = debug.getinfo(2, "nSlt")
  print(event, info.name, info.what, info.currentline, info.istailcall, debug.getinfo(1, "n").namewhat)
end
debug.sethook(names, "clr")
local answer = tail(5)
debug.sethook()

-- values that are handed over
local function show(event)
  local info = debug.getinfo(2, "r")
  local values = {}
  for i = info.ftransfer, info.ftransfer + info.ntransfer - 1 do
    values[#values + 1] = tostring(select(2, debug.getlocal(2, i)))
  end
  print(event, table.concat(values, ","))
end
local function pass(a, ...) return ..., a end
debug.sethook(show, "cr")
math.max(3, 9)
pass(1, 2, 3)
debug.sethook()

-- locals of a function that returns
local function returning()
  local c, d = 10, 20
  do local e = 30 end
  return c
end
debug.sethook(function()
  if debug.getinfo(2, "f").func == returning then
    print(debug.getlocal(2, 1))
    print(debug.getlocal(2, 2))
  end
end, "r")
returning()
debug.sethook()

-- counts, up to the reference's own instructions
local count = 0
debug.sethook(function(event) assert(event == "count") count = count + 1 end, "", 100)
for i = 1, 10000 do end
debug.sethook()
print(count >= 100 and count < 120)

-- each coroutine has its own
local lines = {}
local co = coroutine.create(function()
  coroutine.yield(1)
  return 2
end)
debug.sethook(co, function(event) lines[#lines + 1] = event end, "lcr")
print(debug.gethook() == nil, select(2, debug.gethook(co)), select(3, debug.gethook(co)))
repeat until not coroutine.resume(co)
print(table.concat(lines, " "))

-- a hook is not told of itself, may be changed by itself, and its errors reach the program
local depth = 0
debug.sethook(function()
  depth = depth + 1
  local x = 1
  math.abs(x)
  if depth == 3 then debug.sethook() end
end, "l")
local a = 1
local b = 2
local c = 3
local d = 4
print(depth, debug.gethook())
print(pcall(function()
  debug.sethook(function() debug.sethook() error("from the hook", 0) end, "l")
  local x = 1
  local y = 2
end))
print(debug.gethook())
print(pcall(debug.sethook, 1, "l"))
print(pcall(debug.sethook, print))
print(getmetatable(debug.getregistry()._HOOKKEY).__mode)
local function traced() local x = 1 end
debug.sethook(function() print(debug.traceback("hook", 1):match("^hook\nstack traceback:\n\t[^\n]*in ([^\n]*)")) debug.sethook() end, "c")
traced()

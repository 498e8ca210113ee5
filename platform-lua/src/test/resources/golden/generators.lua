-- Functions that yield themselves are left and entered again; what they call keeps the stack.
local yield, resume = coroutine.yield, coroutine.resume

local function forms(a, ...)
  local b, c = yield(a, ...)
  print("passed", b, c, ...)
  for i = 1, 3 do
    local x = yield("for", i)
    if x == 1 then yield("then", x) elseif x == 2 then yield("elseif", x) else yield("else") end
  end
  for x = 1.5, 2.5 do yield("float", x) end
  local i = 0
  while i < 2 do i = yield("while", i) end
  repeat local done = yield("repeat") until done
  for k, v in ipairs({10, 20}) do yield("in", k, v, ...) if k == 2 then break end end
  for k = 1, 4 do
    if k % 2 == 0 then goto continue end
    yield("continue", k)
    ::continue::
  end
  local n = 0
  yield("before label")
  ::again::
  n = n + 1
  yield("label", n)
  if n < 3 then goto again end
  do
    local guard <close> = setmetatable({}, {__close = function(_, e) print("closed", e) end})
    yield("guarded", n)
  end
  for k in next, {1}, nil, setmetatable({}, {__close = function() print("loop closed") end}) do yield("state", k) end
  local kept = 5
  local function count() kept = kept + 1 return kept end
  yield(count()) yield(count(), kept)
  kept = yield("captured")
  print("kept", kept, count())
  pcall(function() yield("nested") yield("twice") end)
  yield("after nested")
  return yield("tail")
end

local co = coroutine.create(forms)
print(resume(co, "first", "v1", "v2"))
for i = 1, 60 do
  print(i, coroutine.status(co), resume(co, i % 3, i))
  if coroutine.status(co) == "dead" then break end
end

-- Types that change from one yield to the next.
local changing = coroutine.wrap(function()
  local x = 1
  while true do x = yield(x, math.type(x)) end
end)
for round = 1, 3 do
  for _, v in ipairs({1, 1.5, "s", false, 2^53, math.maxinteger, -0.0}) do print(changing(v)) end
  print(changing())
end

-- The same function as a coroutine's first one and as one that it calls.
local function walk(n)
  if n > 0 then walk(n - 1) end
  yield(n)
end
local walked = coroutine.wrap(walk)
print(walked(3), walked(), walked(), walked())
local function both(n)
  local got = yield("in", n)
  if n > 0 then both(n - 1) end
  yield("out", n, got)
end
local c = coroutine.create(both)
for i = 0, 9 do print(resume(c, i == 0 and 2 or i)) end

-- From the outside.
local function seen()
  local made = coroutine.create(function(p)
    local first, second = 1, "two"
    second = yield(first, second)
    print("second", first, second)
    local third = yield()
    error("failed with " .. tostring(third))
  end)
  resume(made, "p")
  return made
end
print(debug.getinfo(seen(), 0, "f").func == yield, debug.getinfo(seen(), 1, "l").currentline)
print(debug.getlocal(seen(), 1, 1)) print(debug.getlocal(seen(), 1, 2)) print(debug.getlocal(seen(), 1, 3))
print(debug.traceback(seen()))
c = seen()
print(debug.setlocal(c, 1, 2, 42))
print(resume(c, "new")) print(resume(c, "reason")) print(coroutine.close(c))

-- Ends.
local function closer(name)
  return setmetatable({}, {__close = function(_, e) print("close", name, e) end})
end
local function guarded()
  local outer <close> = closer("outer")
  for i = 1, 2 do
    local inner <close> = closer("inner " .. i)
    yield(i)
  end
  error("gone", 0)
end
c = coroutine.create(guarded) resume(c) print(coroutine.close(c), coroutine.status(c))
c = coroutine.create(guarded) resume(c) resume(c) print(coroutine.close(c), coroutine.status(c))
c = coroutine.wrap(guarded) c() c() print(pcall(c))
c = coroutine.wrap(function() local ok, e = pcall(error, "x") yield(ok, e) error("last") end)
print(c()) print(pcall(c)) print(pcall(c))
c = coroutine.create(function() local t = yield(1) return t + 1 end)
print(resume(c), resume(c, nil))
print(select(2, coroutine.running()), coroutine.isyieldable())
c = coroutine.wrap(function() yield(coroutine.isyieldable()) local _, main = coroutine.running() yield(main) end)
print(c(), c())
c = coroutine.wrap(function(...) local function tail(...) yield("tail", ...) return ... end return tail(...) end)
print(c(1, 2)) print(c())

-- One inside another, often enough to be compiled.
local function numbers(n) return coroutine.wrap(function() for i = 1, n do yield(i) end end) end
local function filtered(source, d) return coroutine.wrap(function() for v in source do if v % d ~= 0 then yield(v) end end end) end
local sum = 0
for v in filtered(filtered(numbers(20000), 2), 3) do sum = sum + v end
print(sum)
local function tree(depth) return depth > 0 and {tree(depth - 1), depth, tree(depth - 1)} or nil end
local function visit(node)
  if node then visit(node[1]) yield(node[2]) visit(node[3]) end
end
local total = 0
for v in coroutine.wrap(function() visit(tree(12)) end) do total = total + v end
print(total)
local acc = coroutine.wrap(function() local s, f = 0, 0.5 while true do local x = yield(s, f) s = s + x f = f + x end end)
acc()
for i = 1, 20000 do acc(i) end
print(acc(0))

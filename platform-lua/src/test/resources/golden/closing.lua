-- To-be-closed variables: order, errors, coroutines.
local function closer(name, log, fail)
  return setmetatable({}, {__close = function(_, err)
    log[#log + 1] = name .. ":" .. tostring(err)
    if fail then error(fail, 0) end
  end})
end

local log = {}
do
  local a <close> = closer("a", log)
  local b <close> = closer("b", log)
end
print(table.concat(log, " "))

log = {}
print(pcall(function()
  local a <close> = closer("a", log)
  local b <close> = closer("b", log, "from b")
  error("first", 0)
end))
print(table.concat(log, " "))

log = {}
local co = coroutine.create(function()
  local a <close> = closer("a", log)
  local b <close> = closer("b", log, "closing")
  coroutine.yield(1)
end)
print(coroutine.resume(co))
print(coroutine.close(co), coroutine.status(co))
print(table.concat(log, " "))
print(coroutine.close(co))

log = {}
for i in function(_, last) return last < 3 and last + 1 or nil end, nil, 0, closer("loop", log) do
  if i == 2 then break end
end
print(table.concat(log, " "))
print(pcall(function() local x <close> = 42 end))

-- closing a dead coroutine tells its error once
local dead = coroutine.create(error)
coroutine.resume(dead, "oops")
print(coroutine.close(dead))
print(coroutine.close(dead))

-- nothing can yield while its coroutine is closed
local function closing(name, close)
  return setmetatable({}, {__close = function(_, problem)
    print(name, problem, coroutine.isyieldable())
    close()
  end})
end
local function close(body)
  local closed = coroutine.create(body)
  coroutine.resume(closed)
  print(coroutine.close(closed))
  print(coroutine.status(closed), coroutine.close(closed))
end
close(function()
  local a <close> = closing("a", function() end)
  local b <close> = closing("b", function() coroutine.yield(1) print("never") end)
  coroutine.yield()
end)
close(function()
  local a <close> = closing("a", function() print(pcall(coroutine.yield, 2)) end)
  local value = coroutine.yield()
end)
close(function()
  local a <close> = closing("a", function()
    print(coroutine.wrap(function() coroutine.yield("another one can") end)())
  end)
  coroutine.yield()
end)

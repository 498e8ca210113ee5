-- run.lua NAME [SECONDS MS]: repeats a program for so many seconds, then takes turns: for each line read it repeats the
-- program for half a second and prints the median of its times in ms. Before them it prints the program's result and
-- after how many seconds a round was first faster than MS, separated by a tab.
local name, seconds, target = arg[1], tonumber(arg[2] or 0), tonumber(arg[3])
local program = dofile((arg[0]:match("^.*/") or "./") .. name .. ".lua")
local clock = os.clock

-- Repeats the program, once at least; tells of each round's time in ms and the seconds until its end.
local function rounds(duration, tell)
  local began, result = clock()
  local now = began
  repeat
    local from = now
    result = program()
    now = clock()
    tell((now - from) * 1000, now - began)
  until now - began > duration
  return result
end

local overtaken = "never"
local result = rounds(seconds, function(time, at)
  if target and overtaken == "never" and time < target then
    overtaken = string.format("%.1f s", at)
  end
end)
print(string.format("%s\t%s", result, overtaken))
io.flush()

for _ in io.lines() do
  local times = {}
  rounds(0.5, function(time) times[#times + 1] = time end)
  table.sort(times)
  print(string.format("%.2f", times[math.floor((#times + 1) / 2)]))
  io.flush()
end

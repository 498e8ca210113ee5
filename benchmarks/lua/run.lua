-- run.lua NAME SECONDS [MS]: repeats a program for so many seconds. Prints, separated by tabs: its name; the first, the
-- best and the median of the last ten rounds' times in ms; the number of rounds; its result; after how many seconds a
-- round was first faster than MS.
local name, seconds, target = arg[1], tonumber(arg[2]), tonumber(arg[3])
local program = dofile((arg[0]:match("^.*/") or "./") .. name .. ".lua")
local clock = os.clock
local times, began, result, overtaken = {}, clock(), nil, "never"
repeat
  local from = clock()
  result = program()
  local now = clock()
  times[#times + 1] = (now - from) * 1000
  if target and overtaken == "never" and times[#times] < target then
    overtaken = string.format("%.1f s", now - began)
  end
until now - began > seconds and #times >= 3
local recent = {}
for i = math.max(1, #times - 9), #times do recent[#recent + 1] = times[i] end
table.sort(recent)
local median = recent[math.floor((#recent + 1) / 2)]
print(string.format("%s\t%.1f\t%.1f\t%.1f\t%d\t%s\t%s", name, times[1], recent[1], median, #times, result, overtaken))

-- run.lua NAME SECONDS: repeats a program and prints the checksum, the first, the best and the median time in ms.
local name, seconds = NAME or arg[1], tonumber(SECONDS or arg[2])
local program = dofile(DIR and DIR .. name .. ".lua" or (arg[0]:match("^.*/") or "./") .. name .. ".lua")
local clock = os.clock
local times, began, result = {}, clock(), nil
repeat
  local from = clock()
  result = program()
  times[#times + 1] = (clock() - from) * 1000
until clock() - began > seconds and #times >= 3
local first = times[1]
local recent = {}
for i = math.max(1, #times - 9), #times do recent[#recent + 1] = times[i] end
table.sort(recent)
print(string.format("%s\t%.1f\t%.1f\t%.1f\t%d\t%s", name, first, recent[1], recent[math.floor((#recent + 1) / 2)], #times, result))

-- Fields that hold numbers of changing types, in tables made in one place.
local function point(x, y, name) return {x = x, y = y, name = name} end
local points = {
  point(1, 2, "integers"), point(1.5, 2.5, "floats"), point(1, 2.5, "both"), point("1", nil, "neither"),
  point(math.maxinteger, -0.0, 7), point(0 / 0 ~= 0 / 0, math.huge, 7.5), point(2, 3, false),
}
for round = 1, 3 do
  for _, p in ipairs(points) do print(round, p.x, p.y, p.name, math.type(p.x), math.type(p.y)) end
  for _, p in ipairs(points) do
    if math.type(p.x) == "integer" then p.x = p.x + 0.5 elseif math.type(p.x) == "float" then p.x = math.tointeger(p.x // 1) or p.x end
    if p.y then p.y = p.y * 2 else p.y = 1 end
    p.name = type(p.name) == "number" and tostring(p.name) or p.name == "7" and 7 or p.name
  end
end
local keys = {}
for key in pairs(points[3]) do keys[#keys + 1] = key end
table.sort(keys)
print(table.concat(keys, " "), next({x = 1.5}), next({x = 1}), rawlen({1, 2, x = 3}))

-- A number in a field whose table has a metatable.
local log = {}
local proxy = setmetatable({a = 1}, {__newindex = function(t, k, v) log[#log + 1] = k .. "=" .. tostring(v) rawset(t, k, v) end})
for i = 1, 3 do proxy.a = proxy.a + 1 proxy.b = i proxy.b = nil end
print(proxy.a, proxy.b, table.concat(log, " "))
local meta = {__index = function() return 1 end}
local counted = setmetatable({}, meta)
for i = 1, 3 do counted.n = counted.n + i end
print(counted.n)
meta.__index = nil
print(counted.m)

-- Reads of elements that are numbers, others, missing, or of a table with a metatable.
local function sum(t, n) local s = 0 for i = 1, n do s = s + (t[i] or 100) end return s end
print(sum({1, 2, 3}, 3), sum({1.5, 2, 3}, 3), sum({1, 2}, 4), sum(setmetatable({1}, {__index = function(_, i) return i * 10 end}), 3))
print(sum({[1] = 1, [3] = 3}, 3), sum({math.maxinteger, 1}, 2), pcall(sum, nil, 1))
local function fill(t, n, v) for i = 1, n do t[i] = v end return #t end
print(fill({}, 10, 1), fill({}, 10, 1.5), fill({1, 2, 3}, 5, 0.5), fill({"a"}, 3, 2), fill({}, 3, nil), fill({1, 2, 3}, 3, nil))
print(fill(setmetatable({}, {__newindex = function(t, i, v) rawset(t, i, v * 2) end}), 3, 4))

-- Integers in fields whose bits as floats are infinite or no numbers, signalling ones, too.
local odd = {0x7ff0000000000000, 0x7ff0000000000001, 0xfff7ffffffffffff, 0x7ffc000000000001, 0xfffc000000000000, -1, math.mininteger}
local kept = {n = 0, grown = 0}
local wrong = 0
for round = 1, 20000 do
  local number = odd[round % #odd + 1] + round // #odd
  local made = {n = number, other = round + 0.5}
  kept.n = number
  kept.grown = kept.grown + made.n
  if made.n ~= number or kept.n ~= number or math.type(kept.n) ~= "integer" then wrong = wrong + 1 end
end
print(wrong, kept.n, kept.grown)
local swapped = {v = 1}
for i = 1, 6 do swapped.v = i % 2 == 0 and i + 0.5 or odd[i] io.write(tostring(swapped.v), " ") end
swapped.v = 0 / 0
print(swapped.v == swapped.v, math.type(swapped.v))

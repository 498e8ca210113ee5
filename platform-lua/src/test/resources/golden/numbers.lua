-- Integers and floats that meet in one variable, field, element or operation keep their types.
local function show(...)
  local shown = table.pack(...)
  for i = 1, shown.n do shown[i] = shown[i] ~= shown[i] and "nan" or tostring(shown[i]) end
  print(table.concat(shown, "\t"))
end

local function accumulate(values)
  local sum = 0
  for i = 1, #values do sum = sum + values[i] end
  return sum, math.type(sum)
end
for _ = 1, 3 do
  show(accumulate({1, 2, 3}))
  show(accumulate({1.5, 2, 3}))
  show(accumulate({1, 2, 3.25}))
  show(accumulate({}))
  show(accumulate({math.maxinteger, 1}))
  show(accumulate({2^53, 1, 1}))
  show(accumulate({0/0, 1}) ~= accumulate({0/0, 1}))
end

local function calculate(a, b)
  return a + b, a - b, a * b, a / b, a // b, a % b, a ^ b, a < b, a <= b, a > b, a >= b, a == b
end
local operands = {7, -3, 2.0, 0.5, 1 << 51, -(1 << 51), math.maxinteger, math.mininteger, 1e308, -0.0, 1/0}
for _, a in ipairs(operands) do
  for _, b in ipairs(operands) do show(a, b, calculate(a, b)) end
end
show((select(2, pcall(calculate, 1, 0)):gsub("^.-: ", "")))

-- A variable that is an integer, then a float, then something else.
local function wander(list)
  local seen = {}
  local v = 0
  for i = 1, #list do
    v = list[i]
    seen[#seen + 1] = tostring(v) .. ":" .. (math.type(v) or type(v))
  end
  return table.concat(seen, " ")
end
show(wander {1, 2.5, 3, -4, 0.0, -0.0})
show(wander {1, 2.5, 1 << 60, 1 << 49, -(1 << 49), (1 << 49) - 1})
show(wander {1, 2.5, "three", true, 4})

-- Elements.
local array = {1, 2, 3}
array[2] = 2.5
show(array[1], array[2], array[3], math.type(array[1]), #array)
array[4] = 1 << 62
show(array[1], array[2], array[4], math.type(array[4]))
array[1] = nil
show(array[1], array[2], #array == 4 or #array == 0)
local grown = {}
for i = 1, 40 do grown[i] = i % 3 == 0 and i / 2 or i end
show(table.concat(grown, " "))
table.sort(grown)
show(table.concat(grown, " "))
show(table.unpack(grown, 1, 6))
local copy = table.move(grown, 1, 5, 2, {"x"})
show(table.concat(copy, ","))
for k, v in pairs({0.5, 1, 2.0}) do show(k, v, math.type(v)) end

-- Fields.
local point = {x = 0, y = 0.5}
for i = 1, 4 do
  point.x = point.x + (i % 2 == 0 and 1 or 0.5)
  point.y = point.y * 2
  show(point.x, point.y, math.type(point.x), math.type(point.y))
end
point.x = 1 << 62
show(point.x + 1, point.y + 1)
point.x = nil
show(point.x, pcall(function() return point.x + 1 end))
local class = setmetatable({}, {__index = {rate = 1.5, count = 3}})
for _ = 1, 3 do show(class.rate * 2, class.count + 1) end
class.rate = 4
show(class.rate * 2, class.count + 1)

-- Captured and seen by debug.getlocal.
local function capture(n)
  local v = n
  v = v + 0
  local function read() return v, math.type(v) end
  return read
end
show(capture(1)()) show(capture(1.5)()) show(capture(2)())
local function inspected(n)
  local total = 0
  total = total + n
  local name, value = debug.getlocal(1, 2)
  return name, value, math.type(value)
end
show(inspected(1)) show(inspected(0.5)) show(inspected(2))
local function fixed(n)
  local x = n
  return function() return x, math.type(x) end
end
show(fixed(1)()) show(fixed(1.5)()) show(fixed(3)())

-- A NaN with any bits is a NaN.
local odd = string.unpack("<d", "\5\0\0\0\0\0\252\127")
local list = {odd, 1.5}
show(odd ~= odd, list[1] ~= list[1], math.type(list[1]))
local n = 1
n = odd
show(n ~= n, math.type(n))
odd = string.unpack("<f", "\0\0\224\127")
n = 1
n = odd
show(odd ~= odd, n ~= n, math.type(n))
-- One with the other sign is none either, and a negative integer is no NaN.
list = {1, 2.5, -3}
list[1] = -odd
show(list[1] ~= list[1], list[1] + list[2] ~= list[1] + list[2], list[2] * list[3], list[3] + 1)

-- The first value and the first key of a store may be of any kind.
local function put(t, key, value) t[key] = value return t[key] end
show(put({}, "a", 1), put({}, 1, "b"), put({7}, 1, 2), put({0.5}, 1, 3), put({true}, 1, 0.25), put({}, 1.0, 5))
local function puts(t, value) t[1] = value return t[1], math.type(t[1]) end
show(puts({1}, 2)) show(puts({1}, 0.5)) show(puts({0.5}, 1 << 60)) show(puts({1}, 1 << 61)) show(puts({1}, "x"))
local seen = {}
local recorded = setmetatable({}, {__newindex = function(_, key, value) seen[#seen + 1] = key .. "=" .. value end})
for i = 1, 3 do recorded[i] = i * 2 end
show(table.concat(seen, " "))

-- Local functions that name themselves, and ifs that leave their block.
local function fact(n) if n <= 1 then return 1 end return n * fact(n - 1) end
print(fact(10))
local function first(n) if n == 0 then return "end" end local function inner(m) return first(m - 1) end return inner(n) end
print(first(5))
local function replaced(n) return n == 0 and "old" or replaced(n - 1) end
local kept = replaced
replaced = function() return "new" end
print(kept(1), kept(0), replaced(0))
local made = {}
for i = 1, 3 do
  local function each(n) if n == 0 then return i end return each(n - 1) end
  made[i] = each
end
print(made[1](2), made[2](2), made[3](2), made[1] == made[2])
do local function never() end print(type(never)) end
local function method(self, n) if n == 0 then return self end return method(self, n - 1) end
print(method("s", 3))
local function outer() local function a() return a end local b = a() return b == a, b() == a end
print(outer())

local function classify(n)
  if n == nil then return "nothing" elseif n == false then return "no" end
  local kind = math.type(n)
  if not kind then return "other" end
  local text <const> = kind .. " "
  if n < 0 then return text .. "negative" end
  if n == 0 then return text .. "zero" end
  local half = n / 2
  if n < 10 then return text .. "small", half end
  if n < 100 then return text .. "medium", half end
  if n < 1000 then return text .. "large", half end
  return text .. "huge", half
end
for _, n in ipairs {false, "x", -1, 0, 0.0, 5, 50, 500, 5000, 2.5} do print(n, classify(n)) end
print(classify())

local function loops(limit)
  local out = {}
  for i = 1, limit do
    if i == 2 then goto continue end
    local square = i * i
    if square > 40 then break end
    out[#out + 1] = square
    ::continue::
  end
  local n = 0
  while true do
    n = n + 1
    if n > 5 then break end
    local double = n * 2
    if double == 6 then out[#out + 1] = "six" end
    if n == 4 then do break end end
    out[#out + 1] = double
  end
  repeat
    n = n - 1
    if n == 1 then break end
    local stop = n == 2
  until stop
  return table.concat(out, " "), n
end
print(loops(10))
local closed = {}
local function scoped(n)
  if n == 0 then return "early" end
  local guard <close> = setmetatable({}, {__close = function() closed[#closed + 1] = n end})
  if n == 1 then return "one" end
  return "late"
end
print(scoped(0), scoped(1), scoped(2), table.concat(closed, " "))
-- More rounds than go by without a safepoint, with every way out of a loop.
local function rounds(n, stop) local last for i = 1, n do last = i if i == stop then break end end return last end
print(rounds(99), rounds(100), rounds(101), rounds(250), rounds(250, 100), rounds(250, 101), rounds(0))
local total = 0
for i = 1000, 1, -3 do total = total + i end
for i = math.maxinteger - 2, math.maxinteger do total = total + (i & 1) end
for i = 1, 2, 0.001 do total = total + 1 end
print(total)

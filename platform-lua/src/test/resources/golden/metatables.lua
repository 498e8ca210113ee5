-- Every event of section 2.4.
local log = {}
local mt = {}
for _, event in ipairs{"add", "sub", "mul", "div", "mod", "pow", "unm", "idiv", "band", "bor", "bxor", "shl", "shr", "bnot", "concat"} do
  mt["__" .. event] = function(a, b) return event end
end
mt.__len = function() return 42 end
mt.__eq = function() return true end
mt.__lt = function() return true end
mt.__le = function() return false end
mt.__call = function(self, ...) return "called", ... end
mt.__index = function(t, k) return "index " .. tostring(k) end
mt.__newindex = function(t, k, v) rawset(t, k, v * 2) end
mt.__tostring = function() return "object" end
mt.__name = "Thing"
local a, b = setmetatable({}, mt), setmetatable({}, mt)
print(a + 1, 1 - a, a * b, a / 2, a % 2, a ^ 2, -a, a // 1, a & 1, a | 1, a ~ 1, a << 1, a >> 1, ~a, a .. "x", 1 .. a)
print(#a, a == b, a ~= b, a < b, a <= b, a > 1, a(1, 2))
print(a.x, a[1]) a.y = 21 print(rawget(a, "y"), rawlen(a), rawequal(a, b))
print(tostring(a))
local base = {greet = function(self) return "hi " .. self.name end}
local derived = setmetatable({}, {__index = base})
local object = setmetatable({name = "Ann"}, {__index = derived})
print(object:greet(), object.missing)
print(pcall(function() return {} .. "x" end))
print(pcall(function() return {} < {} end))
print(pcall(function() return #5 end))
print(pcall(function() local f = 5 f() end))
print(pcall(function() undefinedfunction() end))
print(pcall(function() local t = {} t.a.b = 1 end))
print(pcall(function() local t = {} t[nil] = 1 end))
print(pcall(function() local t = {} t[0/0] = 1 end))
print(getmetatable("").__index == string, ("x"):upper(), #"abc")
print(getmetatable(setmetatable({}, {__metatable = "locked"})), pcall(setmetatable, setmetatable({}, {__metatable = 1}), {}))
for k, v in pairs(setmetatable({}, {__pairs = function(t) return function(_, k) if not k then return 1, "one" end end, t, nil end})) do print(k, v) end
local proxy = setmetatable({}, {__index = {10, 20, 30}})
for i, v in ipairs(proxy) do io.write(i, "=", v, " ") end
print(table.concat(setmetatable({}, {__len = function() return 2 end, __index = function(_, i) return "v" .. i end}), ","))

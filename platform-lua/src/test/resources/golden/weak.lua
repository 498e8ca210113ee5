-- What does not depend on when the collector runs.
local weak = setmetatable({}, {__mode = "k"})
local key = {}
weak[key], weak.name, weak[1], weak[2] = "value", "string key", "one", "two"
print(weak[key], weak.name, #weak, rawlen(weak), rawget(weak, 1))
local count = 0
for _ in pairs(weak) do count = count + 1 end
print(count, next(weak) ~= nil)
weak[key] = nil
print(weak[key], rawequal(weak, weak))
for k in pairs(weak) do weak[k] = nil end
print(next(weak))
local values = setmetatable({}, {__mode = "v"})
local kept = {}
values.a, values.b, values[1.0] = kept, 2, "s"
print(values.a == kept, values.b, values[1])
setmetatable(values, nil)
print(values.a == kept, values.b, values[1], rawlen(values))
setmetatable(values, {__mode = "kv", __index = function(_, k) return "no " .. k end})
print(values.b, values.missing)
print(select(2, pcall(next, values, {})))

-- xpcall's handler sees the stack of the error; errors in handlers end.
print(xpcall(function() local x = nil; x.y = 1 end, function(m)
  return m, debug.getinfo(2, "S").what
end))
print(xpcall(error, error))
print(xpcall(function() error("a", 0) end, function() error("b", 0) end))
local function deep(n) return n == 0 and error("bottom", 0) or 1 + deep(n - 1) end
local trace = select(2, xpcall(deep, debug.traceback, 3))
print(select(2, trace:gsub("upvalue 'deep'", "")) >= 2)
print(pcall(pcall, error, "x"))
print(select("#", pcall(error)))
local function loop() assert(pcall(loop)) end
print((pcall(loop)))
print(xpcall(loop, loop))
print(pcall(string.rep)) print(pcall(("x").rep, "x", {}))
print(pcall(function() return {} + 1 end))
print(pcall(function() local t = setmetatable({}, {__add = 34}); return t + 1 end))
print(pcall(function() return 2^53 | 0.5 end))
print(pcall(function() for i = 1, {} do end end))
print(pcall(setmetatable({}, {__call = 1})))

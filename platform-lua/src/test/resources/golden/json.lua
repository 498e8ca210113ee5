-- The module cjson: what lua-cjson gives, and what differs on purpose (whole floats, empty arrays).
local json = require "cjson"
print(json.encode({1, 2, {a = "x"}}), json.encode({}), json.encode(json.array{}), json.encode(json.empty_array))
print(json.encode("quote \" back \\ newline \n tab \t nul \0 ä"), json.encode(1.0), json.encode(0.1), json.encode(2^53), json.encode(-0.0))
print(json.encode(json.null), json.encode({[1] = 1, [3] = 3}), json.encode(true), json.encode({["1"] = "x"}))
local t = json.decode('{"a":[1,2.5,-3e2,"x\\u00e4\\ud83d\\ude00",true,false,null,{}],"b":[]}')
print(t.a[1], math.type(t.a[1]), t.a[2], t.a[3], t.a[4], t.a[5], t.a[6], t.a[7] == json.null, next(t.a[8]), #t.b)
print(json.encode(t.b), json.decode("12345678901234567890"), json.decode("-0"), tostring(json.null), type(json.null))
t.b[1] = "filled" print(json.encode(t.b))
for _, bad in ipairs{"", "{", "[1,]", "{\"a\":}", "01", "1.", "nul", "\"a", "[1] 2", "{a:1}", "\"\\x\"", "+1", "\"\\ud800\""} do
  print(pcall(json.decode, bad))
end
print(pcall(json.encode, print)) print(pcall(json.encode, 0/0)) print(pcall(json.encode, {[{}] = 1})) print(pcall(json.encode, {[1000] = 1}))
local safe = require "cjson.safe" print(safe.decode("{"), safe.encode(print), safe.decode("[1]")[1])
local deep = {} for i = 1, 1100 do deep = {deep} end print(pcall(json.encode, deep))
print(pcall(json.decode, ("["):rep(1001) .. ("]"):rep(1001)))

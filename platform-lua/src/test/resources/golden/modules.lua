-- package, require and the environment.
package.preload["greeting"] = function(name, extra) print("loading", name, extra) return {hello = function() return "hello" end} end
print(require("greeting").hello(), require("greeting") == package.loaded.greeting)
print(pcall(require, "no.such.module") == false, (select(2, pcall(require, "no.such.module")):match("^module 'no.such.module' not found:")))
package.preload["nothing"] = function() end print(require("nothing"))
local env = {print = print} local f = load("x = 1; print(x)", "chunk", "t", env) f() print(x, env.x)
local function isolated() local _ENV = {y = 5} return y end print(isolated())
print(type(package.path), package.config:sub(1, 1), type(package.searchers), #package.searchers >= 2)
print(_G._G == _G, _VERSION, type(os.time()), type(os.clock()), os.date("!%Y-%m-%d %H:%M:%S", 0), os.getenv("NO_SUCH_VARIABLE"))
print(os.time{year = 2024, month = 2, day = 30, hour = 12} - os.time{year = 2024, month = 3, day = 1, hour = 12}, os.date("!*t", 86400).day)

local luaunit = require "luaunit"
local hello = require "hello"

TestHello = {}

function TestHello:test_greets_from_perigee()
  luaunit.assertEquals(hello({}), "Hello from Perigee!")
end

function TestHello:test_greets_by_name()
  luaunit.assertEquals(hello({ name = "Ada" }), "Hello, Ada!")
end

os.exit(luaunit.LuaUnit.run())

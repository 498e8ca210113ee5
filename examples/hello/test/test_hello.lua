local luaunit = require "luaunit"
local hello = require "hello"

TestHello = {}

function TestHello:test_says_hello()
  luaunit.assertEquals(hello({}), "Hello from Perigee!")
end

function TestHello:test_uses_the_name()
  luaunit.assertEquals(hello({ name = "Ada" }), "Hello from Ada!")
end

os.exit(luaunit.LuaUnit.run())

luaunit = require "luaunit"

local hello = require "hello"
local foo = require "foo"

testT = {}

function testT:test_ret()
    luaunit.assertEquals(hello({}), "Hello from Spacer!")
end

function testT:test_call()
    luaunit.assertEquals(foo({}), 143)
end

os.exit(luaunit.LuaUnit.run())

local luaunit = require "luaunit"
local state = require "state"
local view = require "view"
local list = require "entries/list"
local sign = require "entries/sign"
local newest = require "newest"

TestView = {}

function TestView:test_shows_the_newest_first()
  view({ name = "Ada", message = "one" }, {})
  view({ name = "Grace", message = "two" }, {})
  view({ name = "Ada", message = "three" }, {})

  local entries = list()
  luaunit.assertEquals(#entries, 3)
  luaunit.assertEquals(entries[1].message, "three")
  luaunit.assertEquals(state.get("entries/guest/Ada"), { name = "Ada", times = 2, last = "three" })
end

function TestView:test_keeps_so_many()
  local entries
  for i = 1, 30 do
    entries = newest.add(entries, i)
  end
  luaunit.assertEquals(#entries, newest.most)
  luaunit.assertEquals(entries[1], 30)
end

function TestView:test_takes_a_name()
  luaunit.assertEquals(sign({ name = " Ada " }), { signed = "Ada" })
  local done, err = sign({ message = "Hello" })
  luaunit.assertNil(done)
  luaunit.assertEquals(err.field, "name")
end

function TestView:test_refuses_what_the_schema_does_not_allow()
  local done, err = pcall(sign, { name = "Ada", message = ("x"):rep(1001) })
  luaunit.assertFalse(done)
  luaunit.assertEquals(err.code, "invalid_event")
end

os.exit(luaunit.LuaUnit.run())

local luaunit = require "luaunit"
local list = require "guests/list"
local get = require "guests/get"
local search = require "guests/search"

TestGuests = {}

function TestGuests:test_lists_all_guests()
  luaunit.assertEquals(#list({}), 3)
end

function TestGuests:test_lists_as_many_as_asked_for()
  local page = list({ limit = "2" })
  luaunit.assertEquals(#page, 2)
  luaunit.assertEquals(page[1].name, "Ada Lovelace")
end

function TestGuests:test_refuses_a_limit_that_is_no_number()
  local page, err = list({ limit = "many" })
  luaunit.assertNil(page)
  luaunit.assertEquals(err, "limit must be a number from 1")
end

function TestGuests:test_gets_one_guest()
  luaunit.assertEquals(get({ id = "2" }).name, "Grace Hopper")
end

function TestGuests:test_searches_over_several_words()
  local answer = search({ words = "easier/to/ask" })
  luaunit.assertEquals(#answer.found, 1)
  luaunit.assertEquals(answer.found[1].id, "2")
end

os.exit(luaunit.LuaUnit.run())

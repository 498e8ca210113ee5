local luaunit = require "luaunit"
local state = require "state"
local users = require "users"
local checks = require "checks"

TestUsers = {}

function TestUsers:test_gets_a_user()
  state.put("user/ada", { id = "ada", name = "Ada" })

  local user, continue = users.get({ args = { id = "ada" } })

  luaunit.assertEquals(user.name, "Ada")
  luaunit.assertTrue(continue)
end

function TestUsers:test_fails_for_an_unknown_user()
  luaunit.assertErrorMsgContains("there is no user bob", users.get, { args = { id = "bob" } })
end

function TestUsers:test_only_one_is_the_first()
  luaunit.assertTrue(users.is_first())
  luaunit.assertFalse(users.is_first())
end

TestChecks = {}

function TestChecks:test_refuses_ids_that_are_no_words()
  local context = { args = { id = "../x" } }
  checks.identify(context)
  luaunit.assertEquals(context.error.status, 400)

  context = { args = { id = "ada" } }
  checks.identify(context)
  luaunit.assertNil(context.error)
end

os.exit(luaunit.LuaUnit.run())

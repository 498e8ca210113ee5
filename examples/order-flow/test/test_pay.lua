local luaunit = require "luaunit"
local state = require "state"
local pay = require "orders/pay"

TestPay = {}

function TestPay:test_pays_an_order()
  state.put("order/1", { id = "1", status = "reserved" })

  pay({ id = "1", card = "4242" })

  luaunit.assertEquals(state.get("order/1").status, "paid")
end

function TestPay:test_fails_when_the_bank_does_not_answer()
  state.put("order/2", { id = "2", status = "reserved" })

  luaunit.assertErrorMsgContains("the bank does not answer", pay, { id = "2", card = "0000" })
  luaunit.assertEquals(state.get("order/2").status, "reserved")
end

os.exit(luaunit.LuaUnit.run())

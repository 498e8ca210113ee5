local lu = require("luaunit")
local json, time, sleep, log = require("json"), require("time"), require("sleep"), require("log")

TestClock = {}

function TestClock:test_sleeping_takes_its_time()
  local before, steady = time.now(), time.monotonic()
  sleep(250)
  lu.assertEquals(time.now() - before, 250)
  lu.assertEquals(time.monotonic() - steady, 250)
  lu.assertIsInteger(time.now())
  lu.assertErrorMsgContains("must be a number", sleep, "x")
end

function TestClock:test_iso()
  lu.assertEquals(time.iso(0), "1970-01-01T00:00:00.000Z")
  lu.assertEquals(time.iso(1700000000123), "2023-11-14T22:13:20.123Z")
end

TestJson = {}

function TestJson:test_arrays_and_null()
  lu.assertEquals(json.encode(json.array({})), "[]")
  lu.assertEquals(json.encode({}), "{}")
  lu.assertEquals(json.encode({ 1, 2 }), "[1,2]")
  lu.assertEquals(json.decode("[null]")[1], json.null)
  lu.assertIs(require("cjson").null, json.null)
  lu.assertNil((require("cjson.safe").decode("{")))
end

TestLog = {}

function TestLog:test_shows_any_value()
  local cycle = { name = "a" }
  cycle.self = cycle
  take(lines)
  log.info("text", { 1, "two", { x = true } }, nil, json.null, cycle)
  log.error({ ["not a name"] = "line\nfeed\0", [2] = 1 })
  lu.assertEquals(take(lines), {
    'info text {1, "two", {x = true}} nil null {name = "a", self = <cycle>}',
    'error {[2] = 1, ["not a name"] = "line\\nfeed\\000"}',
  })
end

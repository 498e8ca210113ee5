local lu = require("luaunit")
local json = require("json")
local flow, topics, state = require("flow"), require("topics"), require("state")
local http, channels = require("http"), require("channels")

local function taken()
  local list = take(calls)
  for _, call in ipairs(list) do
    call[2] = json.decode(call[2])
  end
  return list
end

TestFlow = {}

function TestFlow:test_passes_arguments_and_gives_data()
  answers["flow.call"] = '{"total":3}'
  lu.assertEquals(flow.call("sums/add", { a = 1 }), { total = 3 })
  lu.assertEquals(taken(), { { "flow.call", { ["function"] = "sums/add", args = { a = 1 } } } })
end

function TestFlow:test_nothing_and_null_are_nil()
  answers["flow.call"] = ""
  lu.assertNil(flow.call("quiet"))
  answers["flow.call"] = "null"
  lu.assertNil(flow.call("quiet"))
  lu.assertEquals(calls[1][2]:find('"args":{}', 1, true) ~= nil, true)
  taken()
end

function TestFlow:test_a_rejection_keeps_status_and_payload()
  answers["flow.call"] = refuse("rejected", "no", '{"status":400,"payload":{"field":"name"}}')
  local done, problem = pcall(flow.call, "x")
  lu.assertFalse(done)
  lu.assertEquals(problem.code, "rejected")
  lu.assertEquals(problem.status, 400)
  lu.assertEquals(problem.payload, { field = "name" })
  lu.assertEquals(tostring(problem), "no")
  taken()
end

function TestFlow:test_other_errors_pass_through()
  answers["flow.call"] = function()
    error("interrupted", 0)
  end
  lu.assertErrorMsgEquals("interrupted", flow.call, "x")
  taken()
end

function TestFlow:test_arguments_are_checked_before_anything_is_called()
  lu.assertErrorMsgContains("must be a non-empty string", flow.call, "")
  lu.assertErrorMsgContains("must be a table", flow.call, "x", 1)
  lu.assertErrorMsgContains("must be a table", topics.append, "t", "x")
  lu.assertErrorMsgContains("event 1", topics.append, "t", { 1 })
  lu.assertErrorMsgContains("a string or a number", topics.append, "t", { { key = {}, payload = 1 } })
  lu.assertErrorMsgContains("strings or numbers", topics.append, "t", { [true] = 1 })
  lu.assertErrorMsgContains("must be an integer", state.cas, "k", "1", 2)
  lu.assertErrorMsgContains("url must be a string", http.get)
  lu.assertEquals(taken(), {})
end

function TestFlow:test_a_mistake_is_reported_at_the_line_of_the_caller()
  local _, problem = pcall(function()
    flow.call("")
  end)
  lu.assertStrContains(problem, "test_services.lua:")
end

TestTopics = {}

function TestTopics:test_append_takes_a_map_or_a_list()
  answers["topics.append"] = "null"
  topics.append("orders", { b = json.null, a = { n = 1 } })
  topics.append("orders", { { key = 5, payload = 1, headers = { h = "x" } }, { payload = 2 } })
  topics.append("orders", {})
  topics.append("orders", { { key = json.null, payload = 1 } }, { immediate = true })
  local made = taken()
  lu.assertEquals(made[1][2], { topic = "orders", events = { { key = "a", payload = { n = 1 } }, { key = "b", payload = json.null } } })
  lu.assertEquals(made[2][2].events, { { key = "5", payload = 1, headers = { h = "x" } }, { key = json.null, payload = 2 } })
  lu.assertEquals(made[3][2].events, {})
  lu.assertEquals(made[4][2], { topic = "orders", events = { { key = json.null, payload = 1 } }, immediate = true })
end

TestState = {}

function TestState:test_reads_writes_compares_and_lists()
  answers["state.get"] = '{"key":"k","value":[1],"version":3}'
  local value, version = state.get("k")
  lu.assertEquals({ value, version }, { { 1 }, 3 })
  answers["state.get"] = "null"
  lu.assertNil(state.get("k"))
  answers["state.put"] = '{"version":4}'
  lu.assertEquals(state.put("k", { a = 1 }, { ttl = 60 }), 4)
  answers["state.cas"] = '{"swapped":false}'
  lu.assertFalse(state.cas("k", 3, 1))
  answers["state.cas"] = '{"swapped":true,"version":5}'
  lu.assertEquals(state.cas("k", 4, 1), 5)
  answers["state.delete"] = '{"deleted":true}'
  lu.assertTrue(state.delete("k"))
  answers["state.list"] = '{"entries":[{"key":"p/a","value":1,"version":1}],"next":null}'
  local entries, next_page = state.list("p/", { limit = 10 })
  lu.assertEquals(entries, { { key = "p/a", value = 1, version = 1 } })
  lu.assertNil(next_page)
  state.put("k", 1, { immediate = true })
  local made = taken()
  lu.assertEquals(made[3][2], { key = "k", value = { a = 1 }, ttl = 60 })
  lu.assertEquals(made[4][2], { key = "k", version = 3, value = 1 })
  lu.assertEquals(made[7][2], { prefix = "p/", limit = 10 })
  lu.assertEquals(made[8][2], { key = "k", value = 1, immediate = true })
end

TestChannels = {}

function TestChannels:test_publish_passes_its_context()
  answers["channels.publish"] = '{"values":[1]}'
  lu.assertEquals(channels.publish("a:b", 1, nil, { x = 2 }), { 1 })
  lu.assertEquals(taken()[1][2], { channel = "a:b", context = { 1, json.null, { x = 2 } } })
end

function TestChannels:test_publish_takes_a_list_and_changes_the_tables_of_its_context()
  answers["channels.publish"] = '{"values":[],"context":[1,{"y":[3]}]}'
  local context = { x = 2 }
  lu.assertEquals(channels.publish({ "a", "b" }, 1, context), {})
  lu.assertEquals(context, { y = { 3 } })
  lu.assertEquals(taken()[1][2], { channel = { "a", "b" }, context = { 1, { x = 2 } } })
end

function TestChannels:test_refuses_what_is_no_channel()
  for _, wrong in ipairs({ 5, { 1 }, true }) do
    local done, problem = pcall(channels.publish, wrong)
    lu.assertFalse(done)
    lu.assertStrContains(problem, "the channel must be a string or a list of strings")
  end
end

function TestChannels:test_what_is_not_available_says_so()
  answers["channels.publish"] = refuse("not_available", "channels.publish is not available here", nil)
  local done, problem = pcall(channels.publish, "a")
  lu.assertFalse(done)
  lu.assertEquals(problem.code, "not_available")
  taken()
end

TestHttp = {}

function TestHttp:test_encodes_requests_and_reads_answers()
  answers["http.request"] = function()
    return '{"status":201,"url":"http://h/","headers":[["Content-Type","application/json"],["Set-Cookie","a"],["set-cookie","b"]]}',
      '{"ok":true}'
  end
  local reply = http.post("http://h/?x=1#f", { n = 1 }, { headers = { ["X-A"] = { "1", "2" } }, query = { q = "a b", list = { 1, 2 } }, timeout = 50 })
  lu.assertEquals(reply.status, 201)
  lu.assertTrue(reply.ok)
  lu.assertEquals(reply.body, '{"ok":true}')
  lu.assertEquals(reply:json(), { ok = true })
  lu.assertEquals(reply.headers, { ["content-type"] = "application/json", ["set-cookie"] = { "a", "b" } })
  lu.assertEquals(taken(), {
    {
      "http.request",
      {
        method = "POST",
        url = "http://h/?x=1&list=1&list=2&q=a%20b",
        headers = { { "X-A", "1" }, { "X-A", "2" }, { "Content-Type", "application/json" } },
        timeout_ms = 50,
      },
      '{"n":1}',
    },
  })
end

function TestHttp:test_bytes_stay_bytes()
  answers["http.request"] = function(_, body)
    return '{"status":200,"url":"http://h/","headers":[]}', body
  end
  local bytes = "\0\255\200"
  lu.assertEquals(http.post("http://h/", bytes, { headers = { ["content-type"] = "x/y" } }).body, bytes)
  lu.assertEquals(taken()[1][2].headers, { { "content-type", "x/y" } })
end

function TestHttp:test_get_has_no_body()
  answers["http.request"] = '{"status":404,"url":"http://h/","headers":[]}'
  local reply = http.get("http://h/")
  lu.assertFalse(reply.ok)
  lu.assertEquals(reply.body, "")
  local made = taken()[1]
  lu.assertEquals(made[2].method, "GET")
  lu.assertNil(made[3])
end

function TestHttp:test_response_checks_its_status()
  lu.assertErrorMsgContains("status must be an integer", http.response, { status = "200" })
  lu.assertErrorMsgContains("status must be an integer", http.response, { status = 99 })
end

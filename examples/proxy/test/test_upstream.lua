local luaunit = require "luaunit"
local upstream = require "upstream"

TestUpstream = {}

function TestUpstream:test_prefers_the_address_of_the_request()
  local url = upstream.url({ url = "https://a.example" }, { UPSTREAM_URL = "https://b.example" })
  luaunit.assertEquals(url, "https://a.example")
end

function TestUpstream:test_refuses_other_schemes()
  local url, err = upstream.url({ url = "file:///etc/passwd" }, {})
  luaunit.assertNil(url)
  luaunit.assertEquals(err, "url must begin with http:// or https://")
end

os.exit(luaunit.LuaUnit.run())

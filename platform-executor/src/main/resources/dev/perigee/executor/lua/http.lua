-- http.request, get, post and response.
return function(kit)
  local call, cjson, Response, check = kit.call, kit.cjson, kit.Response, kit.check
  local encode, decode, array = cjson.encode, cjson.decode, cjson.array
  local type, tostring, pairs, ipairs, setmetatable, error = type, tostring, pairs, ipairs, setmetatable, error
  local format, sort, concat, math_type = string.format, table.sort, table.concat, math.type

  -- Header pairs of {name = value or list of values} in the order of the names, or of a list of {name, value}.
  local function pairs_of(headers)
    local list, names = {}, {}
    if headers == nil then
      return list
    end
    for i, pair in ipairs(headers) do
      check(type(pair) == "table" and #pair == 2, "http: header " .. i .. " is not a {name, value}")
      list[i] = { tostring(pair[1]), tostring(pair[2]) }
    end
    for name in pairs(headers) do
      if type(name) == "string" then
        names[#names + 1] = name
      end
    end
    sort(names)
    for _, name in ipairs(names) do
      local value = headers[name]
      for _, each in ipairs(type(value) == "table" and value or { value }) do
        list[#list + 1] = { name, tostring(each) }
      end
    end
    return list
  end

  local function has(list, wanted)
    for _, pair in ipairs(list) do
      if pair[1]:lower() == wanted then
        return true
      end
    end
    return false
  end

  -- A body as what goes out, with a content type where the caller named none.
  local function encode_body(body, headers)
    if body == nil then
      return nil
    end
    local kind = "text/plain; charset=utf-8"
    if type(body) ~= "string" then
      body, kind = encode(body), "application/json"
    end
    if not has(headers, "content-type") then
      headers[#headers + 1] = { "Content-Type", kind }
    end
    return body
  end

  local function escape(text)
    return (tostring(text):gsub("[^%w%-%._~]", function(c)
      return format("%%%02X", c:byte())
    end))
  end

  local function with_query(url, query)
    if query == nil then
      return url
    end
    local names, parts = {}, {}
    for name in pairs(query) do
      names[#names + 1] = name
    end
    sort(names)
    for _, name in ipairs(names) do
      local value = query[name]
      for _, each in ipairs(type(value) == "table" and value or { value }) do
        parts[#parts + 1] = escape(name) .. "=" .. escape(each)
      end
    end
    url = url:match("^[^#]*")
    if #parts == 0 then
      return url
    end
    return url .. (url:find("?", 1, true) and "&" or "?") .. concat(parts, "&")
  end

  local Reply = {}
  Reply.__index = Reply

  -- The body as JSON.
  function Reply:json()
    return decode(self.body)
  end

  local function reply_of(json, bytes)
    local answer = decode(json)
    local headers = {}
    for _, pair in ipairs(answer.headers) do
      local name, value = pair[1]:lower(), pair[2]
      local known = headers[name]
      if known == nil then
        headers[name] = value
      elseif type(known) == "table" then
        known[#known + 1] = value
      else
        headers[name] = { known, value }
      end
    end
    local ok = answer.status >= 200 and answer.status < 300
    return setmetatable({
      status = answer.status,
      ok = ok,
      url = answer.url,
      headers = headers,
      body = bytes or answer.text or "",
    }, Reply)
  end

  local http = {}

  -- Sends a request: url, method, headers, query, body (a string, or a table that goes as JSON), timeout (milliseconds),
  -- redirect ("follow", "manual" or "error"). Returns status, ok, headers, body, url and :json(); raises when there is no
  -- answer.
  function http.request(options)
    if type(options) == "string" then
      options = { url = options }
    end
    check(type(options) == "table" and type(options.url) == "string", "http.request: url must be a string")
    local headers = pairs_of(options.headers)
    local body = encode_body(options.body, headers)
    return reply_of(call("http.request", {
      method = (options.method or (body == nil and "GET" or "POST")):upper(),
      url = with_query(options.url, options.query),
      headers = array(headers),
      timeout_ms = options.timeout,
      redirect = options.redirect,
    }, body))
  end

  local function with(options, method, url, body)
    local merged = {}
    for name, value in pairs(options or {}) do
      merged[name] = value
    end
    merged.method, merged.url = method, url
    if body ~= nil then
      merged.body = body
    end
    return merged
  end

  function http.get(url, options)
    return http.request(with(options, "GET", url))
  end

  function http.post(url, body, options)
    return http.request(with(options, "POST", url, body))
  end

  -- A whole HTTP answer, for a handler to return: status (200), headers, body (a string as it is, a table as JSON).
  function http.response(options)
    options = options or {}
    local status = options.status or 200
    if math_type(status) ~= "integer" or status < 200 or status > 599 then
      error("http.response: status must be an integer from 200 to 599, not " .. tostring(status), 2)
    end
    return setmetatable({ status = status, headers = options.headers, body = options.body }, Response)
  end

  -- What http.response made, for the host: status, flat header list, body.
  local function answer(response)
    local headers = pairs_of(response.headers)
    local body = encode_body(response.body, headers)
    local flat = {}
    for _, pair in ipairs(headers) do
      flat[#flat + 1] = pair[1]
      flat[#flat + 1] = pair[2]
    end
    return response.status, flat, body
  end

  return { modules = { http = http }, answer = answer }
end

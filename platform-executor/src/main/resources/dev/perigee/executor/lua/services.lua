-- flow, topics, state and channels.
return function(kit)
  local ask, check, cjson = kit.ask, kit.check, kit.cjson
  local array, null = cjson.array, cjson.null
  local type, tostring, pairs, ipairs, error, math_type = type, tostring, pairs, ipairs, error, math.type
  local sort, pack = table.sort, table.pack

  local function is_name(value)
    return type(value) == "string" and value ~= ""
  end

  local flow = {}

  -- Runs another function and returns its data. Its rejection or failure is raised as a table with code, message,
  -- status and payload.
  function flow.call(name, args)
    check(is_name(name), "flow.call: the function's name must be a non-empty string")
    check(args == nil or type(args) == "table", "flow.call: the arguments must be a table")
    return ask("flow.call", { ["function"] = name, args = args or {} })
  end

  -- {key = payload, ...} as a list in the order of the keys.
  local function list_of_map(events)
    local keys, list = {}, {}
    for key in pairs(events) do
      if type(key) ~= "string" and type(key) ~= "number" then
        error("topics.append: the keys of the events must be strings or numbers", 4)
      end
      keys[#keys + 1] = key
    end
    sort(keys, function(a, b)
      return tostring(a) < tostring(b)
    end)
    for i, key in ipairs(keys) do
      list[i] = { key = tostring(key), payload = events[key] }
    end
    return list
  end

  local function copied_list(topic, events)
    local list = {}
    for i, event in ipairs(events) do
      if type(event) ~= "table" then
        error('topics.append: event ' .. i .. ' of "' .. topic .. '" is not a table', 4)
      end
      local key = event.key
      if key ~= nil and key ~= null and type(key) ~= "string" and type(key) ~= "number" then
        error('topics.append: the key of event ' .. i .. ' of "' .. topic .. '" must be a string or a number', 4)
      end
      list[i] = { key = key ~= nil and key ~= null and tostring(key) or null, payload = event.payload, headers = event.headers }
      if event.payload == nil then
        list[i].payload = null
      end
    end
    return list
  end

  local topics = {}

  -- Appends events to a topic when this invocation commits, or at once with options.immediate: {key = payload, ...}, or
  -- a list of {key =, payload =, headers =} that keeps its order. Returns {count =}.
  function topics.append(topic, events, options)
    check(is_name(topic), "topics.append: the topic must be a non-empty string")
    check(type(events) == "table", "topics.append: the events must be a table")
    local list = events[1] ~= nil and copied_list(topic, events) or list_of_map(events)
    return ask("topics.append", { topic = topic, events = array(list), immediate = options and options.immediate })
  end

  local state = {}

  -- The value of a key and its version, or nil.
  function state.get(key, options)
    check(is_name(key), "state.get: the key must be a non-empty string")
    local entry = ask("state.get", { key = key, immediate = options and options.immediate })
    if entry == nil then
      return nil
    end
    return entry.value, entry.version
  end

  local function written(key, value, options)
    if value == nil then
      value = null
    end
    return { key = key, value = value, ttl = options and options.ttl, immediate = options and options.immediate }
  end

  -- Writes a value and returns its version, -1 until the commit; options.ttl is in seconds.
  function state.put(key, value, options)
    check(is_name(key), "state.put: the key must be a non-empty string")
    return ask("state.put", written(key, value, options)).version
  end

  -- Removes a key and returns whether there was one.
  function state.delete(key, options)
    check(is_name(key), "state.delete: the key must be a non-empty string")
    return ask("state.delete", { key = key, immediate = options and options.immediate }).deleted
  end

  -- Writes only when the key still has this version (0: does not exist); returns the new version or false.
  function state.cas(key, version, value, options)
    check(is_name(key), "state.cas: the key must be a non-empty string")
    check(math_type(version) == "integer", "state.cas: the version must be an integer")
    local argument = written(key, value, options)
    argument.version = version
    local answer = ask("state.cas", argument)
    return answer.swapped and answer.version or false
  end

  -- A page of the entries whose keys have a prefix, each {key =, value =, version =}, and where the next page begins.
  function state.list(prefix, options)
    options = options or {}
    local page = ask(
      "state.list",
      { prefix = prefix or "", limit = options.limit, after = options.after, immediate = options.immediate }
    )
    local next_page = page.next
    if next_page == null then
      next_page = nil
    end
    return page.entries, next_page
  end

  local channels = {}

  local function is_path(value)
    if type(value) ~= "table" then
      return type(value) == "string"
    end
    for _, segment in ipairs(value) do
      if type(segment) ~= "string" then
        return false
      end
    end
    return true
  end

  -- A table becomes another one without becoming another table.
  local function become(table, changed)
    if type(table) == "table" and type(changed) == "table" then
      for key in pairs(table) do
        table[key] = nil
      end
      for key, value in pairs(changed) do
        table[key] = value
      end
    end
  end

  -- Runs the subscribers of a channel, "a:b" or {"a", "b"}, and its parents; returns the list of what they returned. What
  -- they changed in the tables of the context is changed afterwards.
  function channels.publish(channel, ...)
    check(is_path(channel), "channels.publish: the channel must be a string or a list of strings")
    local given, context = pack(...), {}
    for i = 1, given.n do
      context[i] = given[i] == nil and null or given[i]
    end
    if type(channel) == "table" then
      channel = array(channel)
    end
    local answer = ask("channels.publish", { channel = channel, context = array(context) })
    for i, changed in ipairs(answer.context or {}) do
      become(given[i], changed)
    end
    return answer.values
  end

  return { modules = { flow = flow, topics = topics, state = state, channels = channels } }
end

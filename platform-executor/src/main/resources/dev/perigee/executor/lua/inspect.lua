-- Shows any value on one line: {1, 2, name = "x"}; a table inside itself is <cycle>.
return function(kit)
  local type, tostring, getmetatable, pairs, rawget = type, tostring, getmetatable, pairs, rawget
  local format, concat, sort, math_type = string.format, table.concat, table.sort, math.type
  local null = kit.cjson.null
  local max_depth, max_items = 8, 200

  local function quote(text)
    return '"' .. text:gsub('[%c"\\]', function(c)
      if c == "\n" then
        return "\\n"
      elseif c == "\t" then
        return "\\t"
      elseif c == "\r" then
        return "\\r"
      elseif c == '"' or c == "\\" then
        return "\\" .. c
      end
      return format("\\%03d", c:byte())
    end) .. '"'
  end

  local function by_kind_and_value(a, b)
    local left, right = type(a), type(b)
    if left ~= right then
      return left < right
    end
    if left == "number" or left == "string" then
      return a < b
    end
    return tostring(a) < tostring(b)
  end

  local show

  local function show_key(key, path, depth)
    if type(key) == "string" and key:match("^[%a_][%w_]*$") then
      return key
    end
    return "[" .. show(key, path, depth) .. "]"
  end

  local function show_table(value, path, depth)
    if path[value] then
      return "<cycle>"
    end
    if depth > max_depth then
      return "{...}"
    end
    path[value] = true
    local parts, length, keys = {}, 0, {}
    while rawget(value, length + 1) ~= nil and length < max_items do
      length = length + 1
      parts[length] = show(rawget(value, length), path, depth + 1)
    end
    for key in pairs(value) do
      if not (math_type(key) == "integer" and key >= 1 and key <= length) then
        keys[#keys + 1] = key
      end
    end
    sort(keys, by_kind_and_value)
    for i = 1, #keys do
      if i > max_items then
        parts[#parts + 1] = format("... %d more", #keys - max_items)
        break
      end
      local key = keys[i]
      parts[#parts + 1] = show_key(key, path, depth + 1) .. " = " .. show(value[key], path, depth + 1)
    end
    path[value] = nil
    return "{" .. concat(parts, ", ") .. "}"
  end

  function show(value, path, depth)
    if type(value) == "string" then
      return quote(value)
    end
    if value == null then
      return "null"
    end
    if type(value) ~= "table" then
      return tostring(value)
    end
    local metatable = getmetatable(value)
    if type(metatable) == "table" and metatable.__tostring then
      return tostring(value)
    end
    return show_table(value, path, depth)
  end

  return function(value)
    return show(value, {}, 1)
  end
end

local escapes = {['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n"}
local function encode(value)
  local kind = type(value)
  if kind == "table" then
    local parts = {}
    if #value > 0 then
      for i = 1, #value do parts[i] = encode(value[i]) end
      return "[" .. table.concat(parts, ",") .. "]"
    end
    local keys = {}
    for key in pairs(value) do keys[#keys + 1] = key end
    table.sort(keys)
    for i, key in ipairs(keys) do parts[i] = encode(key) .. ":" .. encode(value[key]) end
    return "{" .. table.concat(parts, ",") .. "}"
  elseif kind == "string" then
    return '"' .. value:gsub('["\\\n]', escapes) .. '"'
  end
  return tostring(value)
end
local decode
local function space(text, at) return text:find("%S", at) or #text + 1 end
local function decodeString(text, at)
  local parts, from = {}, at + 1
  while true do
    local stop = text:find('["\\]', from)
    parts[#parts + 1] = text:sub(from, stop - 1)
    if text:byte(stop) == 34 then return table.concat(parts), stop + 1 end
    local c = text:sub(stop + 1, stop + 1)
    parts[#parts + 1] = c == "n" and "\n" or c
    from = stop + 2
  end
end
local function decodeObject(text, at)
  local object = {}
  at = space(text, at + 1)
  while text:byte(at) ~= 125 do
    local key
    key, at = decodeString(text, at)
    at = space(text, at) + 1
    object[key], at = decode(text, space(text, at))
    at = space(text, at)
    if text:byte(at) == 44 then at = space(text, at + 1) end
  end
  return object, at + 1
end
local function decodeArray(text, at)
  local array = {}
  at = space(text, at + 1)
  while text:byte(at) ~= 93 do
    array[#array + 1], at = decode(text, at)
    at = space(text, at)
    if text:byte(at) == 44 then at = space(text, at + 1) end
  end
  return array, at + 1
end
decode = function(text, at)
  local c = text:byte(at)
  if c == 123 then return decodeObject(text, at) end
  if c == 91 then return decodeArray(text, at) end
  if c == 34 then return decodeString(text, at) end
  if c == 116 then return true, at + 4 end
  local from, to = text:find("^-?[%d.eE+-]+", at)
  return tonumber(text:sub(from, to)), to + 1
end
return function()
  local records = {}
  for i = 1, 200 do
    records[i] = {id = i, name = "record \"" .. i .. "\"", tags = {"a", "b", "c"}, nested = {flag = true, ratio = i / 4}}
  end
  local text
  for _ = 1, 10 do
    text = encode(records)
    records = decode(text, 1)
  end
  return #text .. " " .. records[200].name
end

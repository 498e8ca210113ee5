-- Byte strings as hex and base64 text and back.
return function()
  local format, char, byte, sub, gsub, rep = string.format, string.char, string.byte, string.sub, string.gsub, string.rep
  local concat = table.concat
  local alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
  local digits, values, hex = {}, {}, {}
  for i = 0, 63 do
    digits[i] = sub(alphabet, i + 1, i + 1)
    values[byte(alphabet, i + 1)] = i
  end
  values[byte("-")], values[byte("_")] = 62, 63
  for i = 0, 255 do
    hex[char(i)] = format("%02x", i)
  end

  local encoding = {}

  function encoding.to_hex(bytes)
    return (gsub(bytes, ".", hex))
  end

  function encoding.from_hex(text)
    if #text % 2 ~= 0 or text:find("[^%x]") then
      return nil
    end
    return (gsub(text, "%x%x", function(pair)
      return char(tonumber(pair, 16))
    end))
  end

  function encoding.to_base64(bytes)
    local parts = {}
    for i = 1, #bytes, 3 do
      local a, b, c = byte(bytes, i, i + 2)
      local group = a << 16 | (b or 0) << 8 | (c or 0)
      parts[#parts + 1] = digits[group >> 18]
        .. digits[group >> 12 & 63]
        .. (b and digits[group >> 6 & 63] or "=")
        .. (c and digits[group & 63] or "=")
    end
    return concat(parts)
  end

  function encoding.to_base64url(bytes)
    return (gsub(encoding.to_base64(bytes), "[+/=]", { ["+"] = "-", ["/"] = "_", ["="] = "" }))
  end

  -- The bytes of base64 or base64url text, padded or not; nil when it is neither.
  function encoding.from_base64(text)
    local bare = gsub(text, "=?=$", "")
    if #bare % 4 == 1 or (#bare ~= #text and #text % 4 ~= 0) then
      return nil
    end
    local parts, group, bits = {}, 0, 0
    for i = 1, #bare do
      local value = values[byte(bare, i)]
      if value == nil then
        return nil
      end
      group = (group << 6 | value) & 0xffffff
      bits = bits + 6
      if bits >= 8 then
        bits = bits - 8
        parts[#parts + 1] = char(group >> bits & 255)
      end
    end
    return concat(parts)
  end

  return encoding
end

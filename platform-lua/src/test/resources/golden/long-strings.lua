-- names of chunks are cut at the length that messages show
for _, length in ipairs {1, 57, 58, 59, 60, 61, 100, 299, 300, 301, 1000} do
  local text = ("y"):rep(length)
  for _, kind in ipairs {"", "=", "@"} do print(select(2, load("x = = 1", kind .. text))) end
  print(select(2, load(text .. "\n = = 1")))
  print(select(2, load("--" .. text .. "\n = = 1")))
end
print(#debug.getinfo(load("--" .. ("z"):rep(1000))).source)

-- paths
print(package.searchpath("a.b", "x?;?/?", ".", "//"))
print(package.searchpath("a.b", ";q;", ".", ""))
print(package.searchpath("a.b", ""))
print(package.searchpath("a.b.c", "?.x?", ""))

-- specifications that are too long
for _, flags in ipairs {("-"):rep(30), ("0"):rep(25)} do
  print(pcall(string.format, "%" .. flags .. "d", 1))
end

-- plain finds that nearly succeed
print(("aaaab"):find("aab", 1, true), ("abcabd"):find("abd", 1, true), ("x"):find("xx", 1, true))
print(("abab"):find("b", 3, true), ("aaa"):find("aaab", 1, true), ("aab"):find("b", 1, true))

-- numerals with more digits than count
print(tonumber(("9"):rep(400)), tonumber("0." .. ("0"):rep(900) .. "1e900"), tonumber("1" .. ("0"):rep(900) .. "e-900"))
print(tonumber(("1"):rep(900) .. "e-800x"), tonumber(("1"):rep(900) .. "e"), tonumber("." .. ("1"):rep(900) .. ".1"))
print(string.format("%.17g %.17g", tonumber("9007199254740993." .. ("0"):rep(900)), tonumber("9007199254740993." .. ("0"):rep(900) .. "1")))
print(tonumber("\x1c10", 10), tonumber(" \t10\v\n", 10), tonumber("-zz ", 36))

-- bytes that are not ASCII pass through dates
print(#os.date("é%%"), (os.date("é%%")))

-- results that are put together of many
local parts = {}
for i = 1, 3e5 do parts[i] = "part " .. i end
local whole = table.concat(parts, ";")
print(#whole, whole:sub(-20), #whole:gsub("part", "a longer part"), select(2, whole:gsub(";", "")))
print(#whole:gsub("%d+", function(d) return d .. d end), #string.format("%s|%s|%q", whole, whole, whole))
print(load(coroutine.wrap(function() coroutine.yield("return ") coroutine.yield("42") end))())

-- lengths that the reference refuses before it looks for memory
for _, count in ipairs {1 << 30, (1 << 30) + 1, 1 << 62, math.maxinteger} do
  print(pcall(string.rep, "aa", count))
  print(pcall(string.rep, "a", count, ","))
  print(pcall(string.rep, "", count, ",,"))
end

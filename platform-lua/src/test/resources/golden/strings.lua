-- The string library: patterns, format, pack.
print(("hello world"):find("o w"), ("hello"):find("l", 1, true), ("hello"):find("xyz"), ("a.b"):find(".", 1, true))
print(("key = value"):match("^(%w+)%s*=%s*(%w+)$"), ("  trim "):match("^%s*(.-)%s*$") .. "|")
print(("hello"):gsub("l", "L"), ("hello"):gsub("", "-"), ("abc"):gsub("%w", "%0%0"), ("abc"):gsub("(a)(b)", "%2%1"))
print(("$name is $age"):gsub("%$(%w+)", {name = "Ann", age = 7}), ("abc"):gsub("b", function() return false end))
for k, v in ("a=1, b=2"):gmatch("(%w+)=(%w+)") do io.write(k, v, ";") end print()
print(("f(a(b)c)d"):match("%b()"), ("THE (quick) fox"):find("%((%a+)%)"), ("x"):rep(0) == "")
print(("hello"):byte(1, -1), ("hello"):sub(2, -2), ("hello"):sub(-3), ("hello"):sub(10), ("x"):rep(3, ","))
print(("THE END"):lower(), ("abc"):reverse(), ("%d"):format(3.0), pcall(function() return string.format("%d", 3.5) end))
print(("%5d|%-5d|%05d|%+d|%x|%X|%#x|%o"):format(42, 42, 42, 42, 255, 255, 255, 8))
print(("%5.2f|%e|%g|%g|%g|%10.3s|%-10s|"):format(3.14159, 12345.678, 1e20, 0.1, 100000, "abcdef", "hi"))
print(("%q"):format('a "quoted"\n\0line\\'), ("%q"):format(1/3), ("%c%c"):format(72, 105), ("%i %u"):format(1, 2), ("%%"):format())
print(("%a"):format(1), ("%.3a"):format(3.14159), ("%s %s"):format(nil, true), ("%.0f"):format(0.5), ("%.20f"):format(0.1))
print(string.pack("<i4i2", 100, -2):byte(1, -1)) print(string.unpack("<i4i2", string.pack("<i4i2", 100, -2)))
print(string.unpack(">s2z", string.pack(">s2z", "abc", "def")), string.packsize("i4i8"), string.packsize("!8i4i8"))
print(pcall(string.rep, "x", 1e10), pcall(function() string.char(256) end))
print(#"\u{10FFFF}", "\x41\65\z
      B", 'a\
b', "\u{7FFFFFFF}" == "\xFD\xBF\xBF\xBF\xBF\xBF")
print(utf8.char(72, 228, 8364, 128512), utf8.len("äöü"), utf8.codepoint("ä€", 1, -1), utf8.offset("aäb", 3), utf8.len("\xff"))
for p, c in utf8.codes("aä") do io.write(p, ":", c, " ") end print()
print(("x"):find("[]]"), ("]"):find("[]]"), ("a-z"):find("[a%-]", 2), ("^"):find("[%^]"), ("abc123"):match("%a+%d-$"))
print(pcall(string.find, "a", "[a"), pcall(string.find, "a", "%"))
print(("THE (quick) fox"):gsub("%f[%a]%a+", string.lower), ("hello hello"):find("(h)(.)%2"))

-- What a pattern begins with, and where a match is looked for.
for _, pattern in ipairs {"b", "b+", "b*", "b-c", "b?c", "[bc]", "[^a]", "%d", ".", "$", "%$", "(b)", "()", "%bac", "%f[c]", "^a", "x"} do
  print(pattern, string.find("aabc", pattern, 2), string.gsub("aabbc1", pattern, "<%0>"))
  for a, b in string.gmatch("abab", pattern) do io.write(tostring(a), " ", tostring(b), ";") end
  print(string.match("", pattern))
end
print(string.find("11", "()%1"), pcall(string.find, "a", "%1"), pcall(string.find, "a", "(%1"))
print(pcall(string.find, "", "["), pcall(string.find, "", "%"), pcall(string.gsub, "abc", "b[", ""))

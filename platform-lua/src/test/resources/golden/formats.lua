-- Malformed conversions, and which of two faults is told.
local function try(format, ...)
  local values = table.pack(...)
  print(pcall(function() return format:format(table.unpack(values, 1, values.n)) end))
end
for _, format in ipairs {
  "%0123456789012345678.d", "%", "%y", "%10.123d", "%123d", "%-----d", "%0000000000000000000000d", "%#i", "%0.34s", "%0.s", "%.2c",
  "%5q", "%1.2.3d", "%1", "%-1234", "%.q", "%0123456789012345678901234567890d", "%\0d", "%.3p", "%+s", "% x", "%+u", "%.1000d",
  "%.  d", "%5.123f", "%l", "%123456789012345678901", "%12345678901234567890x", "%-5.", "%0+5i", "%9999999999s", "%Lf", "%F",
  "%0q", "%#o", "%#d", "%0c", "%5c|", "%0p", "%-p|", "%a", "%-#+ 0010.10a", "%000d", "%------------------------", "%5.f", "%05.1f",
  "%.0s|", "%5.s|", "%-05d|", "%.3d", "%010d", "%-010.3d|",
} do
  try(format, 65)
end
for _, format in ipairs {"%0123d", "%.123f", "%#y", "%012q", "%y"} do
  try(format, {})
  try(format)
end
for _, format in ipairs {"%.100c", "%.100p", "%012s", "%5s", "%s"} do
  try(format, "a\0b")
  try(format)
end

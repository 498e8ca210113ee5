-- Runs all tests and gives what was printed meanwhile.
return function()
  local printed, original = {}, print
  function print(text)
    printed[#printed + 1] = text
  end
  require("luaunit").LuaUnit.run()
  print = original
  return table.concat(printed, "\n") .. "\n"
end

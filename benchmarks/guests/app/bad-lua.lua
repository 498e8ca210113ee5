local programs = {}

function programs.loop()
  while true do end
end

function programs.bomb()
  local kept = {}
  while true do kept[#kept + 1] = ("x"):rep(1000) .. #kept end
end

function programs.recursion()
  local function deeper() return 1 + deeper() end
  return deeper()
end

function programs.flood()
  for i = 1, 1e6 do print("line " .. i) end
  return "done"
end

function programs.result()
  return ("x"):rep(100 * 1024 * 1024)
end

function programs.none()
  return "nothing bad"
end

return function(args) return programs[args.program]() end

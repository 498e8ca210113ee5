local greeting = {}

function greeting.to(name)
  if name == "Perigee" then
    return "Hello from Perigee!"
  end
  return "Hello, " .. name .. "!"
end

return greeting

local function ping(n) return coroutine.wrap(function() local x = 0 for _ = 1, n do x = coroutine.yield(x + 1) end return x end) end
return function()
  local step, value = ping(300000), 0
  for _ = 1, 300000 do value = step(value) end
  return value
end

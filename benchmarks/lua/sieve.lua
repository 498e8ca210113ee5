return function()
  local limit, composite, primes = 400000, {}, {}
  for i = 2, limit do
    if not composite[i] then
      primes[#primes + 1] = i
      for j = i * i, limit, i do composite[j] = true end
    end
  end
  table.sort(primes, function(a, b) return a % 1000 < b % 1000 or (a % 1000 == b % 1000 and a < b) end)
  return #primes .. " " .. primes[1] .. " " .. primes[#primes]
end

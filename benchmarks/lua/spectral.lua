local function a(i, j) local ij = i + j - 1 return 1.0 / (ij * (ij - 1) * 0.5 + i) end
local function times(x, y, n)
  for i = 1, n do local sum = 0 for j = 1, n do sum = sum + x[j] * a(i, j) end y[i] = sum end
end
local function transposed(x, y, n)
  for i = 1, n do local sum = 0 for j = 1, n do sum = sum + x[j] * a(j, i) end y[i] = sum end
end
return function()
  local n, u, v, t = 200, {}, {}, {}
  for i = 1, n do u[i] = 1 end
  for _ = 1, 10 do times(u, t, n) transposed(t, v, n) times(v, t, n) transposed(t, u, n) end
  local vbv, vv = 0, 0
  for i = 1, n do vbv = vbv + u[i] * v[i] vv = vv + v[i] * v[i] end
  return string.format("%.9f", math.sqrt(vbv / vv))
end

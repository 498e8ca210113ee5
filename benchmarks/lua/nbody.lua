-- The five outer bodies of the solar system, advanced with a symplectic integrator.
local PI, DAYS = math.pi, 365.24
local MASS = 4 * PI * PI
local function planets()
  return {
    {x = 0, y = 0, z = 0, vx = 0, vy = 0, vz = 0, mass = MASS},
    {x = 4.84143144246472082945e+00, y = -1.16032004402742839362e+00, z = -1.03622044471123109494e-01,
     vx = 1.66007664274403694959e-03 * DAYS, vy = 7.69901118419740425080e-03 * DAYS, vz = -6.90460016972063023554e-05 * DAYS, mass = 9.54791938424326609124e-04 * MASS},
    {x = 8.34336671824457987790e+00, y = 4.12479856412430479268e+00, z = -4.03523417114321381184e-01,
     vx = -2.76742510726411899962e-03 * DAYS, vy = 4.99852801234917238954e-03 * DAYS, vz = 2.30417297573763929463e-05 * DAYS, mass = 2.85885980666130812119e-04 * MASS},
    {x = 1.28943695621391310164e+01, y = -1.51111514016986312525e+01, z = -2.23307578892655734398e-01,
     vx = 2.96460137564761618652e-03 * DAYS, vy = 2.37847173959480950148e-03 * DAYS, vz = -2.96589568540237556131e-05 * DAYS, mass = 4.36624404335156298062e-05 * MASS},
    {x = 1.53796971148509165498e+01, y = -2.59193146099879641146e+01, z = 1.79258772950371181757e-01,
     vx = 2.68067772490389322511e-03 * DAYS, vy = 1.62824170038242295431e-03 * DAYS, vz = -9.51592254519715870971e-05 * DAYS, mass = 5.15138902046611451304e-05 * MASS},
  }
end
local function advance(bodies, dt)
  local count = #bodies
  for i = 1, count do
    local a = bodies[i]
    local ax, ay, az, am = a.x, a.y, a.z, a.mass
    local vx, vy, vz = a.vx, a.vy, a.vz
    for j = i + 1, count do
      local b = bodies[j]
      local dx, dy, dz = ax - b.x, ay - b.y, az - b.z
      local squared = dx * dx + dy * dy + dz * dz
      local pull = dt / (math.sqrt(squared) * squared)
      local bm = b.mass * pull
      vx, vy, vz = vx - dx * bm, vy - dy * bm, vz - dz * bm
      bm = am * pull
      b.vx, b.vy, b.vz = b.vx + dx * bm, b.vy + dy * bm, b.vz + dz * bm
    end
    a.vx, a.vy, a.vz = vx, vy, vz
    a.x, a.y, a.z = ax + dt * vx, ay + dt * vy, az + dt * vz
  end
end
local function energy(bodies)
  local total = 0
  for i, a in ipairs(bodies) do
    total = total + 0.5 * a.mass * (a.vx * a.vx + a.vy * a.vy + a.vz * a.vz)
    for j = i + 1, #bodies do
      local b = bodies[j]
      local dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
      total = total - a.mass * b.mass / math.sqrt(dx * dx + dy * dy + dz * dz)
    end
  end
  return total
end
return function()
  local bodies = planets()
  for _ = 1, 100000 do advance(bodies, 0.01) end
  return string.format("%.9f", energy(bodies))
end

local Shape = {} Shape.__index = Shape
function Shape.new(width) return setmetatable({width = width, count = 0}, Shape) end
function Shape:area() self.count = self.count + 1 return self.width * self.width end
local Circle = setmetatable({}, {__index = Shape}) Circle.__index = Circle
function Circle.new(radius) local self = Shape.new(radius) return setmetatable(self, Circle) end
function Circle:area() self.count = self.count + 1 return 3 * self.width * self.width end
function Circle:grow(by) self.width = self.width + by return self end
function Shape:total() return self.count end
return function()
  local shapes, sum = {}, 0
  for i = 1, 100 do shapes[i] = i % 2 == 0 and Shape.new(i) or Circle.new(i) end
  for round = 1, 10000 do
    for i = 1, #shapes do sum = (sum + shapes[i]:area()) % 1000003 end
  end
  local circle = shapes[1]
  for _ = 1, 500000 do circle:grow(1):grow(-1) end
  return sum .. " " .. circle:total()
end

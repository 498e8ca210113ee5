-- The assertions of luaunit's interface. A failed one raises a table with `failure`, which the runner tells from errors.
return function(kit)
  local type, tostring, pairs, ipairs, pcall, error = type, tostring, pairs, ipairs, pcall, error
  local getmetatable, setmetatable, rawequal = getmetatable, setmetatable, rawequal
  local abs, huge, math_type = math.abs, math.huge, math.type
  local show = kit.library("inspect")

  local Failure = { __name = "failure" }
  function Failure:__tostring()
    return self.failure or self.skipped or "success"
  end

  local lu = { EPS = 2 ^ -52 }
  lu.ORDER_ACTUAL_EXPECTED = true
  lu.PRINT_TABLE_REF_IN_ERROR_MSG = false

  local function raise(outcome)
    error(setmetatable(outcome, Failure), 0)
  end

  local function fail(message, extra)
    if extra ~= nil then
      message = tostring(extra) .. "\n" .. message
    end
    -- The line of the test: the first frame outside this file.
    local where
    for level = 3, 12 do
      local info = debug and debug.getinfo and debug.getinfo(level, "Sl")
      if info == nil then
        break
      end
      if not info.short_src:find("luaassert", 1, true) and info.currentline > 0 then
        where = info.short_src .. ":" .. info.currentline
        break
      end
    end
    raise({ failure = message, where = where })
  end

  local equal

  local function equal_tables(a, b, margin, seen)
    local paired = seen[a]
    if paired ~= nil then
      return paired == b
    end
    seen[a] = b
    for key, value in pairs(a) do
      if not equal(value, b[key], margin, seen) then
        return false
      end
    end
    for key in pairs(b) do
      if a[key] == nil then
        return false
      end
    end
    seen[a] = nil
    return true
  end

  function equal(a, b, margin, seen)
    if rawequal(a, b) then
      return true
    end
    if type(a) ~= type(b) then
      return false
    end
    if margin and type(a) == "number" then
      return abs(a - b) <= margin
    end
    if type(a) ~= "table" then
      return a == b
    end
    local metatable = getmetatable(a)
    if type(metatable) == "table" and metatable.__eq then
      return a == b
    end
    return equal_tables(a, b, margin, seen or {})
  end

  -- The expected value may come first, when ORDER_ACTUAL_EXPECTED is false.
  local function ordered(actual, expected)
    if lu.ORDER_ACTUAL_EXPECTED then
      return actual, expected
    end
    return expected, actual
  end

  function lu.assertEquals(actual, expected, extra)
    actual, expected = ordered(actual, expected)
    if not equal(actual, expected) then
      fail("expected: " .. show(expected) .. ", actual: " .. show(actual), extra)
    end
  end

  function lu.assertNotEquals(actual, expected, extra)
    if equal(actual, expected) then
      fail("Received unexpected value: " .. show(actual), extra)
    end
  end

  function lu.almostEquals(actual, expected, margin)
    return equal(actual, expected, (margin or lu.EPS) + lu.EPS)
  end

  function lu.assertAlmostEquals(actual, expected, margin, extra)
    actual, expected = ordered(actual, expected)
    if not lu.almostEquals(actual, expected, margin) then
      local within = show(margin or lu.EPS)
      fail("Values are not almost equal\nActual: " .. show(actual) .. ", expected: " .. show(expected) .. ", margin of " .. within, extra)
    end
  end

  function lu.assertNotAlmostEquals(actual, expected, margin, extra)
    if lu.almostEquals(actual, expected, margin) then
      fail("Values are almost equal: " .. show(actual) .. " and " .. show(expected), extra)
    end
  end

  local function contains(container, wanted)
    for _, value in pairs(container) do
      if equal(value, wanted) then
        return true
      end
    end
    return false
  end

  local function same_items(a, b)
    local rest, count = {}, 0
    for key, value in pairs(b) do
      rest[key] = value
      count = count + 1
    end
    for _, value in pairs(a) do
      local found
      for key, other in pairs(rest) do
        if equal(value, other) then
          found = key
          break
        end
      end
      if found == nil then
        return false
      end
      rest[found] = nil
      count = count - 1
    end
    return count == 0
  end

  function lu.assertItemsEquals(actual, expected, extra)
    if not same_items(actual, expected) then
      fail("Content of the tables are not identical:\nExpected: " .. show(expected) .. "\nActual: " .. show(actual), extra)
    end
  end

  function lu.assertTableContains(container, wanted, extra)
    if not contains(container, wanted) then
      fail("Table " .. show(container) .. " does NOT contain the expected element " .. show(wanted), extra)
    end
  end

  function lu.assertNotTableContains(container, wanted, extra)
    if contains(container, wanted) then
      fail("Table " .. show(container) .. " DOES contain the unwanted element " .. show(wanted), extra)
    end
  end

  function lu.assertIs(actual, expected, extra)
    if not rawequal(actual, expected) then
      fail("expected and actual object should not be different\nExpected: " .. show(expected) .. "\nReceived: " .. show(actual), extra)
    end
  end

  function lu.assertNotIs(actual, expected, extra)
    if rawequal(actual, expected) then
      fail("expected and actual object should be different: " .. show(expected), extra)
    end
  end

  local function claim(name, holds, what, also)
    lu["assert" .. name] = function(value, extra)
      if not holds(value) then
        fail("expected: " .. what .. ", actual: " .. show(value), extra)
      end
    end
    lu["assertNot" .. name] = function(value, extra)
      if holds(value) then
        fail("expected: not " .. what .. ", actual: " .. show(value), extra)
      end
    end
    for _, alias in ipairs(also or {}) do
      lu["assert" .. alias] = lu["assert" .. name]
      lu["assertNot" .. alias] = lu["assertNot" .. name]
    end
  end

  local function is(wanted)
    return function(value)
      return value == wanted
    end
  end

  claim("True", is(true), "true", { "IsTrue" })
  claim("False", is(false), "false", { "IsFalse" })
  claim("Nil", is(nil), "nil", { "IsNil" })
  claim("EvalToTrue", function(value)
    return value and true or false
  end, "a value evaluating to true")
  claim("EvalToFalse", function(value)
    return not value
  end, "a value evaluating to false")
  claim("NaN", function(value)
    return value ~= value
  end, "NaN", { "IsNaN" })
  claim("Inf", function(value)
    return value == huge or value == -huge
  end, "an infinity", { "IsInf" })
  claim("PlusInf", is(huge), "plus infinity", { "IsPlusInf" })
  claim("MinusInf", is(-huge), "minus infinity", { "IsMinusInf" })
  claim("Integer", function(value)
    return math_type(value) == "integer"
  end, "an integer", { "IsInteger" })
  for _, kind in ipairs({ "Number", "String", "Table", "Boolean", "Function", "Userdata", "Thread" }) do
    claim("Is" .. kind, function(value)
      return type(value) == kind:lower()
    end, "a " .. kind:lower() .. " value", { kind })
  end
  lu.assertIsCoroutine, lu.assertCoroutine = lu.assertIsThread, lu.assertIsThread

  local function found(text, part, as_pattern)
    return text:find(part, 1, not as_pattern) ~= nil
  end

  function lu.assertStrContains(text, part, as_pattern, extra)
    if not found(text, part, as_pattern) then
      local what = as_pattern and "pattern" or "substring"
      fail("Could not find " .. what .. " " .. show(part) .. " in string " .. show(text), extra)
    end
  end

  function lu.assertNotStrContains(text, part, as_pattern, extra)
    if found(text, part, as_pattern) then
      fail("Found unexpected " .. show(part) .. " in string " .. show(text), extra)
    end
  end

  function lu.assertStrIContains(text, part, extra)
    if not found(text:lower(), part:lower()) then
      fail("Could not find (case insensitively) substring " .. show(part) .. " in string " .. show(text), extra)
    end
  end

  function lu.assertNotStrIContains(text, part, extra)
    if found(text:lower(), part:lower()) then
      fail("Found (case insensitively) unexpected substring " .. show(part) .. " in string " .. show(text), extra)
    end
  end

  function lu.assertStrMatches(text, pattern, first, last, extra)
    local from, to = text:find(pattern, first)
    if from ~= (first or 1) or to ~= (last or #text) then
      fail("Could not match pattern " .. show(pattern) .. " with string " .. show(text), extra)
    end
  end

  -- What a function raises: a message without its position, or the value itself.
  local function raised(fn, ...)
    local done, problem = pcall(fn, ...)
    if done then
      fail("Expected an error when calling function but no error generated")
    end
    return problem
  end

  local function without_position(problem)
    if type(problem) == "string" then
      return (problem:gsub("^[^\n]-:%d+: ", "", 1))
    end
    return problem
  end

  function lu.assertError(fn, ...)
    raised(fn, ...)
  end

  function lu.assertErrorMsgEquals(expected, fn, ...)
    local problem = raised(fn, ...)
    if not equal(problem, expected) and not equal(without_position(problem), expected) then
      fail("Error message expected: " .. show(expected) .. "\nError message received: " .. show(problem))
    end
  end

  function lu.assertErrorMsgContentEquals(expected, fn, ...)
    local problem = without_position(raised(fn, ...))
    if not equal(problem, expected) then
      fail("Error message expected: " .. show(expected) .. "\nError message received: " .. show(problem))
    end
  end

  function lu.assertErrorMsgContains(part, fn, ...)
    local problem = tostring(raised(fn, ...))
    if not found(problem, part) then
      fail("Error message expected to contain: " .. show(part) .. "\nError message received: " .. show(problem))
    end
  end

  function lu.assertErrorMsgMatches(pattern, fn, ...)
    local problem = tostring(raised(fn, ...))
    if not problem:find("^" .. pattern:gsub("^%^", ""):gsub("%$$", "") .. "$") then
      fail("Error message expected to match: " .. show(pattern) .. "\nError message received: " .. show(problem))
    end
  end

  function lu.fail(message)
    fail(tostring(message or "failed"))
  end

  function lu.failIf(condition, message)
    if condition then
      fail(tostring(message or "failed"))
    end
  end

  function lu.skip(message)
    raise({ skipped = tostring(message or "skipped") })
  end

  function lu.skipIf(condition, message)
    if condition then
      lu.skip(message)
    end
  end

  function lu.runOnlyIf(condition, message)
    lu.skipIf(not condition, message)
  end

  function lu.success()
    raise({ success = true })
  end

  function lu.successIf(condition)
    if condition then
      lu.success()
    end
  end

  function lu.prettystr(value)
    return show(value)
  end

  -- assert_equals and the like of older projects.
  local names = {}
  for name in pairs(lu) do
    names[#names + 1] = name
  end
  for _, name in ipairs(names) do
    if name:find("^assert") then
      local older = name:gsub("%u+", function(capitals)
        return "_" .. capitals:lower()
      end)
      lu[older] = lu[name]
    end
  end

  function lu.is_outcome(problem)
    return getmetatable(problem) == Failure
  end

  return lu
end

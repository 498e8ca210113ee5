-- luaunit's interface, of our own making: assertions, and a runner for the global functions test* and the global tables
-- Test* with methods test*. The report is TAP 13, printed line by line.
return function(kit)
  local type, tostring, pairs, ipairs, error = type, tostring, pairs, ipairs, error
  local xpcall, setmetatable = xpcall, setmetatable
  local format, sort, unpack = string.format, table.sort, table.unpack
  local lu = kit.library("luaassert")
  local is_outcome = lu.is_outcome
  lu.is_outcome = nil

  local function is_test_name(name)
    return type(name) == "string" and name:lower():sub(1, 4) == "test"
  end

  local function sorted(names)
    sort(names)
    return names
  end

  -- The tests of a global, each {name =, run =, set_up =, tear_down =}.
  local function tests_of(name, value)
    if type(value) == "function" then
      return { { name = name, run = value } }
    end
    local methods, tests = {}, {}
    for method, body in pairs(value) do
      if is_test_name(method) and type(body) == "function" then
        methods[#methods + 1] = method
      end
    end
    for i, method in ipairs(sorted(methods)) do
      tests[i] = {
        name = name .. "." .. method,
        of = value,
        run = value[method],
        set_up = value.setUp or value.Setup or value.setup or value.SetUp or value.set_up,
        tear_down = value.tearDown or value.TearDown or value.teardown or value.Teardown or value.tear_down,
      }
    end
    return tests
  end

  local function all_tests()
    local names, tests = {}, {}
    for name, value in pairs(_G) do
      if is_test_name(name) and (type(value) == "function" or type(value) == "table") then
        names[#names + 1] = name
      end
    end
    for _, name in ipairs(sorted(names)) do
      for _, test in ipairs(tests_of(name, _G[name])) do
        tests[#tests + 1] = test
      end
    end
    return tests
  end

  -- Tests by name: "TestSuite", "TestSuite.test_method" or "test_function".
  local function named_tests(names)
    local tests = {}
    for _, name in ipairs(names) do
      local suite, method = tostring(name):match("^([^.]+)%.?(.*)$")
      local value = _G[suite]
      if value == nil then
        error("no such test: " .. tostring(name), 0)
      end
      for _, test in ipairs(tests_of(suite, value)) do
        if method == "" or test.name == name then
          tests[#tests + 1] = test
        end
      end
    end
    return tests
  end

  local function with_trace(problem)
    if is_outcome(problem) then
      return problem
    end
    local trace = debug and debug.traceback and debug.traceback("", 2) or ""
    return { error = tostring(problem), trace = trace }
  end

  -- nil when all went well, else what was raised.
  local function attempt(body, of)
    local done, problem = xpcall(body, with_trace, of)
    if done or problem.success then
      return nil
    end
    return problem
  end

  local function outcome_of(test)
    local problem = test.set_up and attempt(test.set_up, test.of) or nil
    if problem == nil then
      problem = attempt(test.run, test.of)
    end
    local left = test.tear_down and attempt(test.tear_down, test.of) or nil
    return problem or left
  end

  local function block(key, text)
    print("  " .. key .. ": |-")
    for line in (text .. "\n"):gmatch("(.-)\r?\n") do
      print("    " .. line)
    end
  end

  local function diagnose(problem)
    print("  ---")
    block("message", problem.failure or problem.error)
    print("  severity: " .. (problem.failure and "fail" or "error"))
    if problem.where then
      print("  at: " .. problem.where)
    end
    if problem.trace and problem.trace:find("%S") then
      block("stack", (problem.trace:gsub("^%s+", "")))
    end
    print("  ...")
  end

  local LuaUnit = { outputType = "TAP", verbosity = 1 }
  LuaUnit.__index = LuaUnit
  lu.LuaUnit = LuaUnit
  lu.VERSION, lu._VERSION = "3.4", "LuaUnit v3.4"
  lu.VERBOSITY_DEFAULT, lu.VERBOSITY_LOW, lu.VERBOSITY_QUIET, lu.VERBOSITY_VERBOSE = 10, 1, 0, 20

  local function run(tests)
    local result = { runCount = #tests, successCount = 0, failureCount = 0, errorCount = 0, skippedCount = 0 }
    print("TAP version 13")
    print("1.." .. #tests)
    for number, test in ipairs(tests) do
      local problem = outcome_of(test)
      local name = test.name:gsub("#", "\\#")
      if problem == nil then
        result.successCount = result.successCount + 1
        print(format("ok %d - %s", number, name))
      elseif problem.skipped then
        result.skippedCount = result.skippedCount + 1
        print(format("ok %d - %s # SKIP %s", number, name, (problem.skipped:gsub("%s+", " "))))
      else
        local kind = problem.failure and "failureCount" or "errorCount"
        result[kind] = result[kind] + 1
        print(format("not ok %d - %s", number, name))
        diagnose(problem)
      end
    end
    result.notSuccessCount = result.failureCount + result.errorCount
    return result
  end

  -- Options of the command line are accepted; only names of tests choose what runs.
  local function chosen(...)
    local names = {}
    for _, argument in ipairs({ ... }) do
      if type(argument) == "string" and argument:sub(1, 1) ~= "-" then
        names[#names + 1] = argument
      end
    end
    return #names > 0 and named_tests(names) or all_tests()
  end

  function LuaUnit.new()
    return setmetatable({}, LuaUnit)
  end

  function LuaUnit:setOutputType(kind)
    self.outputType = kind
  end
  LuaUnit.SetOutputType = LuaUnit.setOutputType

  function LuaUnit:setVerbosity(level)
    self.verbosity = level
  end
  LuaUnit.SetVerbosity = LuaUnit.setVerbosity

  -- Runs and returns how many tests failed, which os.exit takes as it is. LuaUnit.run(...) and runner:run(...) alike.
  function LuaUnit.run(first, ...)
    local runner = LuaUnit
    local arguments = { first, ... }
    if type(first) == "table" then
      runner = first
      arguments = { ... }
    end
    runner.result = run(chosen(unpack(arguments)))
    lu.result = runner.result
    return runner.result.notSuccessCount
  end
  LuaUnit.Run, LuaUnit.runSuite, LuaUnit.run_suite = LuaUnit.run, LuaUnit.run, LuaUnit.run
  lu.run = LuaUnit.run

  -- {{"name", function or table}, ...}
  function LuaUnit.runSuiteByInstances(runner, instances)
    local tests = {}
    for _, pair in ipairs(instances) do
      for _, test in ipairs(tests_of(pair[1], pair[2])) do
        tests[#tests + 1] = test
      end
    end
    runner.result = run(tests)
    return runner.result.notSuccessCount
  end

  return lu
end

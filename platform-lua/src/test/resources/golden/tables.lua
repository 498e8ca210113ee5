-- Tables: constructors, length, next, the table library.
local t = {10, 20, 30, nil, x = 1, ["y z"] = 2, [100] = 3}
print(#t, t.x, t["y z"], t[100], t[4], next({}), type(next))
t[#t + 1] = 40 print(#t, t[4])
local function keys(v) local r = {} for k in pairs(v) do r[#r + 1] = tostring(k) end table.sort(r) return table.concat(r, " ") end
print(keys(t))
for k in pairs(t) do t[k] = nil end print(keys(t), next(t))
local list = {} for i = 1, 10 do table.insert(list, i) end
table.insert(list, 1, 0) table.insert(list, 5, "x") print(table.concat(list, ","), table.remove(list, 5), table.remove(list), table.remove(list, 1), table.concat(list, ","))
print(table.unpack({1, 2, 3}, 2), table.unpack({1, 2}, 1, 3), select(-1, 1, 2, 3), table.pack(1, nil, 3).n)
print(table.concat(table.move({1, 2, 3}, 2, 3, 1), ","), table.concat(table.move({1, 2, 3}, 1, 3, 3), ","), #table.move({1, 2, 3}, 1, 3, 1, {}))
local words = {"pear", "apple", "fig", "banana"} table.sort(words) print(table.concat(words, " "))
table.sort(words, function(a, b) return #a < #b or #a == #b and a > b end) print(table.concat(words, " "))
print(pcall(table.sort, {3, 1, "x"}), pcall(table.concat, {1, {}, 3}), pcall(function() table.insert({1, 2}, 5, 1) end))
local big = {} for i = 1, 1000 do big[i] = (i * 7919) % 1000 end table.sort(big) print(big[1], big[500], big[1000])
local mixed = {} mixed[1.0] = "a" mixed[2^53] = "b" print(mixed[1], mixed[2^53 | 0], next({[1.0] = true}))
local grow = {} for i = 10, 1, -1 do grow[i] = i end print(#grow) grow[11] = 11 print(#grow) grow[5] = nil print(grow[4], grow[6])
local nested = {{1, 2}, {3, {4, 5}}} print(nested[2][2][1], #nested)
print(rawlen({1, 2}), rawequal(t, t), #"x", select("#"), select("#", nil, nil))
local function f(...) return {...}, {n = select("#", ...), ...} end
local p, q = f(1, nil, 3) print(p[1], p[3], q.n, q[3])
local order = {} for k, v in pairs({"a", "b", "c"}) do order[#order + 1] = k .. v end print(table.concat(order, " "))
for i, v in ipairs({1, 2, nil, 4}) do io.write(i, " ") end print()
local removing = {} for i = 1, 20 do removing["k" .. i] = i end
local total = 0 for k, v in pairs(removing) do removing[k] = nil total = total + v end print(total, next(removing))

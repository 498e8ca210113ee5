#!/usr/bin/env bash
# Lua programs on Perigee Lua, the reference interpreter and LuaJIT, in one run: benchmarks/lua.sh [PROGRAM…]
#   SECONDS_EACH  how long Perigee Lua warms up with each program (20)
#   TURNS         how often each of them then runs it for half a second (9)
#   INTERPRETED=1 without the optimising compiler
# They take turns, since machines change their speed from one second to the next, and within a turn they use the same core,
# since a neighbour of the machine's can slow one core down and not the other. Prints the medians of the turns in ms,
# those of the ratios within a turn, the ratio of the quickest turns of ours and of LuaJIT, and when a round of ours first beat lua5.4's.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/lua"
seconds=${SECONDS_EACH:-20}
turns=${TURNS:-9}
for program in lua5.4 luajit taskset; do
    command -v "$program" >/dev/null || { echo "benchmarks/lua.sh: no $program on the path; apt-get install lua5.4 luajit util-linux" >&2; exit 1; }
done
[ -z "${INTERPRETED:-}" ] || export PERIGEE_JIT=off
programs=("$@")
[ $# -gt 0 ] || programs=(fib nbody fannkuch spectral trees sieve strings objects closures json coroutines)
logs=$(mktemp)
trap 'rm -f "$logs"' EXIT

other() { # CORE COMMAND PROGRAM: the time of a turn; a process each, for LuaJIT's luck in what it compiles is that of a process
    taskset -c "$1" "$2" run.lua "$3" <<<'' | tail -n 1
}

answer() { # of the process that takes turns
    read -r -u "${OURS[0]}" line || { echo "benchmarks/lua.sh: perigee lua ended early" >&2; exit 1; }
    printf '%s\n' "$line"
}

compare() { # PROGRAM: prints the reference's result, ours and when it overtook, then a line of three times for each turn
    local reference core
    reference=$(lua5.4 run.lua "$1" <<<'')
    printf '%s\t' "${reference%%$'\t'*}"
    coproc OURS { exec ../../perigee lua run.lua "$1" "$seconds" "${reference##*$'\n'}"; }
    answer
    for ((i = 0; i < turns; i++)); do
        core=$((i % $(nproc)))
        taskset -a -c -p "$core" "$OURS_PID" >/dev/null
        printf '%s\t%s\t' "$(other "$core" lua5.4 "$1")" "$(other "$core" luajit "$1")"
        echo >&"${OURS[1]}"
        answer
    done
    exec {OURS[1]}>&-
    wait "$OURS_PID"
}

summary='
function median(list, n,    i, j, t) {
    for (i = 2; i <= n; i++) for (j = i; j > 1 && list[j] < list[j - 1]; j--) { t = list[j]; list[j] = list[j - 1]; list[j - 1] = t }
    return list[int((n + 1) / 2)]
}
NR == 1 { if ($1 != $2) { print name " gives " $2 ", the reference " $1 > "/dev/stderr"; exit 1 } overtakes = $3; next }
{ n++; r[n] = $1; j[n] = $2; p[n] = $3; faster[n] = $1 / $3; slower[n] = $3 / $2 }
END {
    if (!n) exit 1
    ratio = median(faster, n); ofjit = median(slower, n)
    printf "%-11s %9.1f %9.1f %9.1f %9.2f %9.2f %9.2f %11s\n",
        name, median(r, n), median(j, n), median(p, n), ratio, ofjit, p[1] / j[1], overtakes
    print log(ratio) >> logs
}'

printf '%-11s %9s %9s %9s %9s %9s %9s %11s\n' program lua5.4 luajit perigee /lua5.4 /luajit quickest overtakes
for name in "${programs[@]}"; do
    compare "$name" | awk -F'\t' -v name="$name" -v logs="$logs" "$summary"
done
awk '{ sum += $1 } END { printf "geometric mean: %.2f times the speed of lua5.4\n", exp(sum / NR) }' "$logs"

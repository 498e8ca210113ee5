#!/usr/bin/env bash
# Lua programs on Perigee Lua, the reference interpreter and LuaJIT, in one run: benchmarks/lua.sh [PROGRAM…]
#   SECONDS_EACH  how long Perigee Lua warms up with each program (20)
#   TURNS         how often each of the three then runs it for half a second (9)
#   INTERPRETED=1 without the optimising compiler
# The three take turns, since machines change their speed from one second to the next. Prints the medians of the turns in ms,
# those of the ratios within a turn, the highest of those to LuaJIT's time, and when a round of ours first beat lua5.4's.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/lua"
seconds=${SECONDS_EACH:-20}
turns=${TURNS:-9}
for program in lua5.4 luajit; do
    command -v "$program" >/dev/null || { echo "benchmarks/lua.sh: no $program on the path; apt-get install lua5.4 luajit" >&2; exit 1; }
done
[ -z "${INTERPRETED:-}" ] || export PERIGEE_JIT=off
programs=("$@")
[ $# -gt 0 ] || programs=(fib nbody fannkuch spectral trees sieve strings objects closures json coroutines)
pipes=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$pipes"' EXIT
declare -A to from

begin() { # NAME COMMAND…: starts one that takes turns, and prints its first line
    local reader writer name=$1
    mkfifo "$pipes/$name.in" "$pipes/$name.out"
    "${@:2}" <"$pipes/$name.in" >"$pipes/$name.out" &
    exec {writer}>"$pipes/$name.in" {reader}<"$pipes/$name.out"
    to[$name]=$writer from[$name]=$reader
    rm "$pipes/$name".*
    read -r -u "$reader" line
}

turn() { # NAME
    echo >&"${to[$1]}"
    read -r -u "${from[$1]}" line
}

finish() {
    local name writer reader
    for name in "${!to[@]}"; do
        writer=${to[$name]} reader=${from[$name]}
        exec {writer}>&- {reader}<&-
    done
    wait
}

compare() { # PROGRAM: prints the result of the reference, of ours, when that overtook, and a line for each turn
    local reference jit
    begin reference lua5.4 run.lua "$1"
    printf '%s\t' "$(cut -f1 <<<"$line")"
    begin jit luajit run.lua "$1"
    turn reference
    begin ours ../../perigee lua run.lua "$1" "$seconds" "$line"
    printf '%s\n' "$line"
    for ((i = 0; i < turns; i++)); do
        turn reference && reference=$line
        turn jit && jit=$line
        turn ours
        printf '%s\t%s\t%s\n' "$reference" "$jit" "$line"
    done
    finish
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
        name, median(r, n), median(j, n), median(p, n), ratio, ofjit, slower[n], overtakes
    print log(ratio) >> logs
}'

printf '%-11s %9s %9s %9s %9s %9s %9s %11s\n' program lua5.4 luajit perigee /lua5.4 /luajit 'at most' 'overtakes'
for name in "${programs[@]}"; do
    compare "$name" | awk -F'\t' -v name="$name" -v logs="$pipes/logs" "$summary"
done
awk '{ sum += $1 } END { printf "geometric mean: %.2f times the speed of lua5.4\n", exp(sum / NR) }' "$pipes/logs"

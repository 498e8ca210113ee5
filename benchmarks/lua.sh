#!/usr/bin/env bash
# Lua programs on Perigee Lua, the reference interpreter and LuaJIT, in one run: benchmarks/lua.sh [PROGRAM…]
#   SECONDS_EACH  how long Perigee Lua may warm up and run each program (20)
#   INTERPRETED=1 without the optimising compiler
# Prints the median of the last ten rounds in ms, ratios of times, and when a round first beat lua5.4's median. The others run
# before and after ours, and the mean of both counts, since machines change their speed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/lua"
seconds=${SECONDS_EACH:-20}
for program in lua5.4 luajit; do
    command -v "$program" >/dev/null || { echo "benchmarks/lua.sh: no $program on the path; apt-get install lua5.4 luajit" >&2; exit 1; }
done
[ -z "${INTERPRETED:-}" ] || export PERIGEE_JIT=off
programs=("$@")
[ $# -gt 0 ] || programs=(fib nbody fannkuch spectral trees sieve strings objects closures json coroutines)

median() { cut -f4 <<<"$1"; }
mean() { awk -v a="$(median "$1")" -v b="$(median "$2")" 'BEGIN { print (a + b) / 2 }'; }

printf '%-11s %9s %9s %9s %9s %9s %11s\n' program lua5.4 luajit perigee /lua5.4 /luajit 'overtakes'
for name in "${programs[@]}"; do
    reference=$(lua5.4 run.lua "$name" 2)
    jit=$(luajit run.lua "$name" 2)
    ours=$(../../perigee lua run.lua "$name" "$seconds" "$(median "$reference")")
    if [ "$(cut -f6 <<<"$reference")" != "$(cut -f6 <<<"$ours")" ]; then
        echo "benchmarks/lua.sh: $name gives $(cut -f6 <<<"$ours"), the reference $(cut -f6 <<<"$reference")" >&2
        exit 1
    fi
    reference=$(mean "$reference" "$(lua5.4 run.lua "$name" 2)")
    jit=$(mean "$jit" "$(luajit run.lua "$name" 2)")
    awk -v n="$name" -v r="$reference" -v j="$jit" -v p="$(median "$ours")" -v o="$(cut -f7 <<<"$ours")" \
        'BEGIN { printf "%-11s %9.1f %9.1f %9.1f %9.2f %9.2f %11s\n", n, r, j, p, r / p, p / j, o; print log(r / p) > "/dev/fd/3" }'
done 3> >(awk '{ sum += $1; n++ } END { if (n) printf "geometric mean: %.2f times the speed of lua5.4\n", exp(sum / n) }')
wait

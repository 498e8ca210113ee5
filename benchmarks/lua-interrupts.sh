#!/usr/bin/env bash
# Interrupts endless Lua programs, each after it has run for some time on the optimising runtime, and prints how long each went on
# after that; ends with 1 when one went on for more than 50 ms, which wants a machine for itself.
#   benchmarks/lua-interrupts.sh [RUN_MS [PROGRAM…]]      defaults: 5000, all of platform-lua/src/test/resources/endless.txt
#   INTERPRETED=1 without the optimising compiler
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$home/benchmarks/lua-guest.sh"
exec "$java" "${flags[@]}" -cp "$class_path" dev.perigee.lua.InterruptSoak "${1:-5000}" "${@:2}"

#!/usr/bin/env bash
# Runs the hostile programs of platform-lua over and over on the optimising runtime, each in a context of its own that is cancelled at
# its limit. Prints how late they ended and how the heap grew; ends with 1 when a program did harm.
#   benchmarks/lua-soak.sh [RUNS [LIMIT_MS [TEXT]]]      defaults: 10000 20; only programs whose names contain the text
#   INTERPRETED=1 without the optimising compiler
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$home/benchmarks/lua-guest.sh"
exec "$java" "${flags[@]}" -cp "$class_path" dev.perigee.lua.HostileSoak "${1:-10000}" "${2:-20}" "${@:3}"

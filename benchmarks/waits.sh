#!/usr/bin/env bash
# 1,000 calls at once of functions that each wait 200 ms for an answer from outside, in rounds: the first in a fresh process.
#   benchmarks/waits.sh [CALLS [ROUNDS [LANGUAGE…]]]      defaults: 1000 4 lua javascript
set -euo pipefail

calls=${1:-1000} rounds=${2:-4}
languages=("${@:3}")
[ ${#languages[@]} -gt 0 ] || languages=(lua javascript)
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
source "$here/jdk.sh"

cp -r "$here/guests" "$work/guests"
for language in "${languages[@]}"; do
    PERIGEE_HTTP_ALLOWPRIVATE=true perigee "$work/guests"
    await "http://127.0.0.1:$gateway/hello" "$work/perigee.log"
    sleep 2
    "$java" -XX:+UseSerialGC "$here/load/Waits.java" "$gateway" "$calls" "$rounds" "$language"
    kill "${pids[-1]}"
    wait "${pids[-1]}" || true
    unset 'pids[-1]'
    rm -rf "$work/guests/.perigee"
done

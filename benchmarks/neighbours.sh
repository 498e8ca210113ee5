#!/usr/bin/env bash
# A steady caller (100 requests/s, a connection each) alone and beside 50 calls of one bad program, all at once, on perigee serve.
# Prints its latencies in ms, the ratio of its p99 to that of the time alone, and when the last bad call was answered.
#   benchmarks/neighbours.sh [LANGUAGE/PROGRAM…]      default: loop bomb recursion flood result, in lua and javascript
set -euo pipefail

programs=("$@")
[ $# -gt 0 ] || programs=({lua,javascript}/{loop,bomb,recursion,flood,result})
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
source "$here/jdk.sh"
prepared serve

gateway=$(free_port) management=$(free_port)
PERIGEE_BUILD=never "$home/perigee" serve --data "$work/data" --port "$gateway" --management-port "$management" \
    >"$work/perigee.log" 2>&1 &
server=$!
pids+=("$server")
for _ in $(seq 600); do
    token=$(grep -oE 'perigee_[A-Za-z0-9_-]{20,}' "$work/perigee.log" | head -n 1 || true)
    [ -z "$token" ] || break
    sleep 0.1
done
[ -n "$token" ] || fail "perigee serve printed no token: $(tail -n 5 "$work/perigee.log")"
await "http://127.0.0.1:$management/health" "$work/perigee.log"
cp -r "$here/guests" "$work/guests"
PERIGEE_TOKEN=$token PERIGEE_BUILD=never "$home/perigee" deploy --to "http://127.0.0.1:$management" "$work/guests" >&2
await "http://127.0.0.1:$gateway/hello" "$work/perigee.log"
for path in bad/{lua,javascript}?program=none; do
    for _ in $(seq 300); do curl -fsS -o /dev/null "http://127.0.0.1:$gateway/$path"; done
done
heap() {
    for _ in 1 2; do "$(dirname "$java")/jcmd" "$server" GC.run >/dev/null && sleep 1; done
    "$(dirname "$java")/jcmd" "$server" GC.heap_info | grep -oE 'used [0-9]+[MK]' | head -n 1
}
echo "heap before: $(heap)"
"$java" -XX:+UseSerialGC "$here/load/Neighbours.java" "$gateway" 50 "${programs[@]}"
sleep 3
echo "heap after: $(heap)"

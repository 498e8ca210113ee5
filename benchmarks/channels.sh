#!/usr/bin/env bash
# What publishing costs: drives a Lua function that publishes to a channel with 0, 1 and 5 subscribers, and one that does not
# publish, with wrk, one after the other and in turns. Prints requests/s, p50, p99 and the time of one core that each takes
# beyond the function alone; the middle of the rounds counts.
#   benchmarks/channels.sh [SECONDS [ROUNDS [CONNECTIONS]]]      defaults: 8 3 16
# Needs wrk, and Perigee built (./perigee version builds it).
set -euo pipefail

seconds=${1:-8} rounds=${2:-3} connections=${3:-16}
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
pid=

fail() {
    echo "channels.sh: $1" >&2
    exit 1
}

finish() {
    [ -z "$pid" ] || { kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true; }
    rm -rf "$work"
}
trap finish EXIT

command -v wrk >/dev/null || fail "wrk is not installed, for example: apt-get install wrk"
"$home/perigee" version >/dev/null || fail "Perigee is not built"

free_port() { # asks the kernel
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

mkdir -p "$work/project/app" "$work/project/config"
echo 'return function() return 1 end' >"$work/project/app/alone.lua"
{
    echo 'return {'
    echo '  { "GET", "/alone", "alone" },'
    for n in 0 1 5; do
        echo "  { \"GET\", \"/p$n\", \"publish$n\" },"
    done
    echo '}'
} >"$work/project/app/gateway.lua"
for n in 0 1 5; do
    printf 'local channels = require "channels"\nreturn function() return channels.publish("n%s:a:b", { n = 1 }) end\n' "$n" \
        >"$work/project/app/publish$n.lua"
done
for n in 1 2 3 4 5; do
    echo 'return function(context) return context.n, true end' >"$work/project/app/hear$n.lua"
done
cat >"$work/project/config/application.yml" <<'YAML'
appName: channels-benchmark
subscribers:
  "n1:a:b": hear1
  "n5:a:b": [hear1, hear2]
  "n5:a": [hear3, hear4]
  "n5": hear5
YAML

gateway=$(free_port) management=$(free_port)
PERIGEE_BUILD=never "$home/perigee" dev --port "$gateway" --management-port "$management" "$work/project" \
    >"$work/perigee.log" 2>&1 &
pid=$!
for _ in $(seq 300); do
    ! curl -fsS -o /dev/null "http://127.0.0.1:$gateway/p5" 2>/dev/null || break
    sleep 0.1
done
curl -fsS "http://127.0.0.1:$gateway/p5" | grep -q '{"data":\[1,1,1,1,1\]}' ||
    { tail -n 20 "$work/perigee.log" >&2; fail "the subscribers were not heard"; }

for target in alone p0 p1 p5; do # the compiler has to see all of it
    wrk -t 1 -c "$connections" -d 10 "http://127.0.0.1:$gateway/$target" >/dev/null
done
for round in $(seq "$rounds"); do
    for target in alone p0 p1 p5; do
        wrk -t 1 -c "$connections" -d "$seconds" --latency "http://127.0.0.1:$gateway/$target" >"$work/out"
        grep -q 'Non-2xx' "$work/out" && fail "$target: $(grep 'Non-2xx' "$work/out")"
        awk -v t="$target" '/Requests\/sec/ { r = $2 } $1 == "50%" { a = $2 } $1 == "99%" { b = $2 } END { print t, r, a, b }' \
            "$work/out" >>"$work/results"
    done
done
python3 - "$work/results" "$(nproc)" <<'PYTHON'
import sys
rows = {}
for line in open(sys.argv[1]):
    target, rate, p50, p99 = line.split()
    rows.setdefault(target, []).append((float(rate), p50, p99))
middle = {t: sorted(r)[len(r) // 2] for t, r in rows.items()}
alone = 1e6 / middle["alone"][0]
names = {"alone": "function alone", "p0": "publishes, 0 subscribers", "p1": "1 subscriber", "p5": "5 subscribers, 3 channels"}
print(f"{'':28} requests/s      p50      p99   µs a request beyond the function alone")
for t in names:
    rate, p50, p99 = middle[t]
    print(f"{names[t]:28} {rate:10.0f} {p50:>8} {p99:>8}   {1e6 / rate - alone:8.1f}")
PYTHON

#!/usr/bin/env bash
# What publishing costs: drives a Lua function that publishes to a channel with 0, 1 and 5 subscribers, and one that does not
# publish, with wrk, one after the other and in turns. Prints requests/s, p50, p99 and the time of one core that each takes
# beyond the function alone; the middle of the rounds counts.
#   benchmarks/channels.sh [SECONDS [ROUNDS [CONNECTIONS]]]      defaults: 8 3 16
# Needs wrk.
set -euo pipefail

seconds=${1:-8} rounds=${2:-3} connections=${3:-16}
source "$(dirname "${BASH_SOURCE[0]}")/wrk.sh"

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

perigee "$work/project"
await "http://127.0.0.1:$gateway/p5" "$work/perigee.log"
curl -fsS "http://127.0.0.1:$gateway/p5" | grep -q '{"data":\[1,1,1,1,1\]}' ||
    { tail -n 20 "$work/perigee.log" >&2; fail "the subscribers were not heard"; }

for target in alone p0 p1 p5; do add "$target" "http://127.0.0.1:$gateway/$target"; done
measure
python3 - "$work" <<'PYTHON'
import sys
middle = {}
for t in ("alone", "p0", "p1", "p5"):
    rounds = [[float(number) for number in line.split()] for line in open(f"{sys.argv[1]}/{t}.rounds")]
    middle[t] = sorted(rounds)[len(rounds) // 2]
alone = 1e6 / middle["alone"][0]
names = {"alone": "function alone", "p0": "publishes, 0 subscribers", "p1": "1 subscriber", "p5": "5 subscribers, 3 channels"}
print(f"{'':28} requests/s   p50/ms   p99/ms   µs a request beyond the function alone")
for t in names:
    rate, p50, p99 = middle[t]
    print(f"{names[t]:28} {rate:10.0f} {p50 / 1000:8.2f} {p99 / 1000:8.2f}   {1e6 / rate - alone:8.1f}")
PYTHON

#!/usr/bin/env bash
# Proxies a backend that answers 1 KB of JSON, one gateway after the other and in turns: nginx (proxy_pass), Spring Cloud
# Gateway, and Perigee's pipelines: passed on (no-op), read and written again (one), and three backends merged. Prints
# requests/s, p50, p99, and the ratios to Spring Cloud Gateway; the middle of the rounds counts.
#   benchmarks/gateway.sh [SECONDS [ROUNDS [CONNECTIONS]]]      defaults: 10 3 64
# Needs wrk, nginx, Maven, and Perigee built (./perigee version builds it).
set -euo pipefail

seconds=${1:-10} rounds=${2:-3} connections=${3:-64}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=$(dirname "$here")
app=$home/platform-api/target/app
work=$(mktemp -d)
pids=()

fail() {
    echo "gateway.sh: $1" >&2
    exit 1
}

finish() {
    for pid in "${pids[@]}"; do
        kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap finish EXIT

command -v nginx >/dev/null || fail "nginx is not installed, for example: apt-get install nginx"
command -v wrk >/dev/null || fail "wrk is not installed, for example: apt-get install wrk"
"$home/perigee" version >/dev/null || fail "Perigee is not built"
[ -f "$app/perigee.jar" ] || fail "$app is missing; run ./perigee version once"
java=$(for jdk in "${PERIGEE_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    if [ -n "$jdk" ] && grep -qs '^JAVA_VERSION="25' "$jdk/release"; then
        echo "$jdk/bin/java"
        break
    fi
done)
[ -n "$java" ] || fail "no JDK 25 found; set JAVA_HOME to one"

free_port() { # asks the kernel
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

await() { # URL LOG
    for _ in $(seq 300); do
        ! curl -fsS -o /dev/null "$1" 2>/dev/null || return 0
        sleep 0.1
    done
    tail -n 20 "$2" >&2
    fail "$1 does not answer"
}

declare -A url
order=()
add() { # NAME URL
    order+=("$1")
    url[$1]=$2
}

backend=$(free_port) proxy=$(free_port)
mkdir -p "$work/nginx"
payload=$(printf 'name":"%s","tags":["a","b","c"],"price":12.5,"text":"%s' "$(printf 'n%.0s' $(seq 40))" "$(printf 'x%.0s' $(seq 900))")
sed "s/BACKEND/$backend/; s/PROXY/$proxy/; s/PAYLOAD\"/$payload\"/" "$here/http/proxy.conf" >"$work/nginx/nginx.conf"
nginx -p "$work/nginx" -c nginx.conf 2>"$work/nginx.log" &
pids+=($!)
await "http://127.0.0.1:$proxy/one" "$work/nginx.log"
add nginx "http://127.0.0.1:$proxy/one"

cloud=$here/spring-cloud-gateway
if [ ! -f "$cloud/target/class-path" ]; then
    ${MVN:-mvn} -q -B -f "$cloud/pom.xml" dependency:build-classpath -Dmdep.outputFile="$cloud/target/class-path"
fi
port=$(free_port)
"$java" -XX:+UseSerialGC -Xmx1g -cp "$(cat "$cloud/target/class-path")" "$cloud/Gateway.java" "$port" "http://127.0.0.1:$backend" \
    >"$work/cloud.log" 2>&1 &
pids+=($!)
await "http://127.0.0.1:$port/one" "$work/cloud.log"
add spring "http://127.0.0.1:$port/one"

gateway=$(free_port) management=$(free_port)
cp -r "$home/examples/hello" "$work/hello"
rm -rf "$work/hello/.perigee"
PERIGEE_BUILD=never "$home/perigee" dev --port "$gateway" --management-port "$management" "$work/hello" \
    >"$work/perigee.log" 2>&1 &
pids+=($!)
await "http://127.0.0.1:$gateway/hello" "$work/perigee.log"
route() { # PATH PIPELINE
    curl -fsS -o /dev/null -X POST "http://127.0.0.1:$management/api/v1/routes" -H 'Content-Type: application/json' \
        -d "{\"method\":\"GET\",\"path\":\"$1\",\"pipeline\":$2}" || fail "the route $1 was refused"
}
host="\"host\":\"http://127.0.0.1:$backend\""
route /pass "{\"output\":\"no-op\",\"backends\":[{$host,\"path\":\"/one\"}]}"
route /one "{\"backends\":[{$host,\"path\":\"/one\"}]}"
route /three "{\"backends\":[{$host,\"path\":\"/one\"},{$host,\"path\":\"/two\"},{$host,\"path\":\"/three\"}]}"
for path in pass one three; do
    await "http://127.0.0.1:$gateway/$path" "$work/perigee.log"
    add "perigee-$path" "http://127.0.0.1:$gateway/$path"
done

drive() { # URL SECONDS: requests/s, p50 and p99 in µs
    wrk -t1 -c"$connections" -d"$2s" --latency "$1" >"$work/wrk.out"
    if grep -q 'Non-2xx' "$work/wrk.out"; then
        cat "$work/wrk.out" >&2
        fail "$1 gave errors"
    fi
    awk '
        function micros(text) {
            if (text ~ /us$/) return text + 0
            if (text ~ /ms$/) return text * 1000
            return text * 1000000
        }
        /^ +50%/ { p50 = micros($2) }
        /^ +99%/ { p99 = micros($2) }
        /^Requests\/sec/ { rate = $2 }
        END { printf "%.0f %.0f %.0f\n", rate, p50, p99 }' "$work/wrk.out"
}

echo "warming up: $((seconds * 2)) s each" >&2
for name in "${order[@]}"; do drive "${url[$name]}" $((seconds * 2)) >/dev/null; done
for round in $(seq "$rounds"); do
    for name in "${order[@]}"; do
        drive "${url[$name]}" "$seconds" >>"$work/$name.rounds"
        echo "round $round: $name $(tail -n 1 "$work/$name.rounds")" >&2
    done
done

middle() { # NAME COLUMN
    cut -d' ' -f"$2" "$work/$1.rounds" | sort -n | sed -n "$(((rounds + 1) / 2))p"
}

printf '%s, %s cores, wrk -t1 -c%s, middle of %s rounds of %s s\n' \
    "$("$java" -version 2>&1 | sed -n 2p)" "$(nproc)" "$connections" "$rounds" "$seconds"
printf '%-12s %12s %9s %9s %10s %10s\n' server requests/s p50/ms p99/ms of-spring p99/spring
base_rate=$(middle spring 1) base_p99=$(middle spring 3)
for name in "${order[@]}"; do
    awk -v name="$name" -v rate="$(middle "$name" 1)" -v p50="$(middle "$name" 2)" -v p99="$(middle "$name" 3)" \
        -v base_rate="$base_rate" -v base_p99="$base_p99" 'BEGIN {
            printf "%-12s %12.0f %9.2f %9.2f %10.2f %10.2f\n", name, rate, p50 / 1000, p99 / 1000,
                rate / base_rate, p99 / base_p99 }'
done

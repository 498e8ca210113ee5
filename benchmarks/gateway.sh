#!/usr/bin/env bash
# Proxies a backend that answers 1 KB of JSON, one gateway after the other and in turns: nginx (proxy_pass), Spring Cloud
# Gateway, and Perigee's pipelines: passed on (no-op), read and written again (one), and three backends merged. Prints
# requests/s, p50, p99, and the ratios to Spring Cloud Gateway; the middle of the rounds counts.
#   benchmarks/gateway.sh [SECONDS [ROUNDS [CONNECTIONS]]]      defaults: 10 3 64
# Needs wrk, nginx and Maven.
set -euo pipefail

seconds=${1:-10} rounds=${2:-3} connections=${3:-64}
source "$(dirname "${BASH_SOURCE[0]}")/wrk.sh"
source "$here/jdk.sh"
command -v nginx >/dev/null || fail "nginx is not installed, for example: apt-get install nginx"

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

hello
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

compare spring

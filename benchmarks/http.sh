#!/usr/bin/env bash
# Drives four servers with wrk, one after the other and in turns: (a) bare Reactor Netty, (b) nginx
# with its Lua module where installed, (c) Perigee's Lua hello, (d) Perigee's JavaScript hello.
# Prints requests/s, p50, p99 and the ratios to (a); the middle of the rounds counts.
#   benchmarks/http.sh [SECONDS [ROUNDS [CONNECTIONS]]]      defaults: 10 3 64
# Needs wrk.
set -euo pipefail

seconds=${1:-10} rounds=${2:-3} connections=${3:-64}
source "$(dirname "${BASH_SOURCE[0]}")/wrk.sh"
source "$here/jdk.sh"
app=$home/platform-api/target/app
prepared dev
[ -f "$app/perigee.jar" ] || fail "$app is missing: a server of Reactor Netty alone runs from its jars"

bare=$(free_port)
"$java" -XX:+UseSerialGC -Xmx512m -cp "$app/lib/*" "$here/http/BareServer.java" "$bare" >"$work/bare.log" 2>&1 &
pids+=($!)
await "http://127.0.0.1:$bare/" "$work/bare.log"
add bare "http://127.0.0.1:$bare/"

if command -v nginx >/dev/null; then
    port=$(free_port)
    mkdir -p "$work/nginx"
    sed "s/PORT/$port/" "$here/http/nginx.conf" >"$work/nginx/nginx.conf"
    cat /usr/share/nginx/modules-available/mod-http-ndk.conf \
        /usr/share/nginx/modules-available/mod-http-lua.conf >"$work/nginx/modules.conf" 2>/dev/null || true
    if nginx -t -p "$work/nginx" -c nginx.conf 2>"$work/nginx.log"; then
        nginx -p "$work/nginx" -c nginx.conf 2>>"$work/nginx.log" &
        pids+=($!)
        await "http://127.0.0.1:$port/" "$work/nginx.log"
        add nginx-lua "http://127.0.0.1:$port/"
    else
        echo "nginx is installed, but without its Lua module: left out" >&2
    fi
else
    echo "nginx is not installed: left out" >&2
fi

hello
await "http://127.0.0.1:$gateway/hello-js" "$work/perigee.log"
add perigee-lua "http://127.0.0.1:$gateway/hello"
add perigee-js "http://127.0.0.1:$gateway/hello-js"

compare bare

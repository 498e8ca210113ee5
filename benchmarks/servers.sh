# Sourced by scripts that measure servers: starts, awaits and ends them.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=$(dirname "$here")
work=$(mktemp -d)
pids=()

fail() {
    echo "$(basename "$0"): $1" >&2
    exit 1
}

finish() {
    for pid in "${pids[@]}"; do
        kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap finish EXIT

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

prepared() { # COMMAND: builds Perigee, and makes what a quick start of it needs
    "$home/perigee" "$1" --help >/dev/null || fail "Perigee is not built"
}

perigee() { # PROJECT: serves it on the ports gateway and management
    prepared dev
    gateway=$(free_port) management=$(free_port)
    PERIGEE_BUILD=never "$home/perigee" dev --port "$gateway" --management-port "$management" "$1" \
        >"$work/perigee.log" 2>&1 &
    pids+=($!)
}

hello() { # Perigee with the example hello
    cp -r "$home/examples/hello" "$work/hello"
    rm -rf "$work/hello/.perigee"
    perigee "$work/hello"
    await "http://127.0.0.1:$gateway/hello" "$work/perigee.log"
}

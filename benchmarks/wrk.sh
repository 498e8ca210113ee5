# Sourced by scripts that compare HTTP servers with wrk: drives them in turns, and prints a table.
# The script sets seconds, rounds and connections, adds servers with add, and calls compare.

source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
declare -A url
order=()

command -v wrk >/dev/null || fail "wrk is not installed, for example: apt-get install wrk"

add() { # NAME URL
    order+=("$1")
    url[$1]=$2
}

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

measure() { # each server warms up for twice the time of a round, then all in turns
    echo "warming up: $((seconds * 2)) s each" >&2
    for name in "${order[@]}"; do drive "${url[$name]}" $((seconds * 2)) >/dev/null; done
    for round in $(seq "$rounds"); do
        for name in "${order[@]}"; do
            drive "${url[$name]}" "$seconds" >>"$work/$name.rounds"
            echo "round $round: $name $(tail -n 1 "$work/$name.rounds")" >&2
        done
    done
}

middle() { # NAME COLUMN
    cut -d' ' -f"$2" "$work/$1.rounds" | sort -n | sed -n "$(((rounds + 1) / 2))p"
}

compare() { # BASE: measures, and prints a table with the ratios to this server
    measure
    printf '%s, %s cores, wrk -t1 -c%s, middle of %s rounds of %s s\n' \
        "$("$java" -version 2>&1 | sed -n 2p)" "$(nproc)" "$connections" "$rounds" "$seconds"
    printf '%-14s %12s %9s %9s %12s %12s\n' server requests/s p50/ms p99/ms "of $1" "p99 of $1"
    for name in "${order[@]}"; do
        awk -v name="$name" -v rate="$(middle "$name" 1)" -v p50="$(middle "$name" 2)" -v p99="$(middle "$name" 3)" \
            -v base_rate="$(middle "$1" 1)" -v base_p99="$(middle "$1" 3)" 'BEGIN {
                printf "%-14s %12.0f %9.2f %9.2f %12.2f %12.2f\n", name, rate, p50 / 1000, p99 / 1000,
                    rate / base_rate, p99 / base_p99 }'
    done
}

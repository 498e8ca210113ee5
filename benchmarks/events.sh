#!/usr/bin/env bash
# Measures the event log beside pgbench on the same PostgreSQL server, with fsync on and payloads of 200 bytes, and prints
# each result with its goal. The server is the embedded one, or that of TEST_DATABASE_URL.
#   benchmarks/events.sh [--quick] [SECONDS [EVENTS [PARTS]]]
# SECONDS of each measurement (8), EVENTS of the large topic (10000000), PARTS of append,alone,notify,trigger,growth (all).
# --quick measures 3 s each with a large topic of 200000 events. Needs pgbench (Debian: postgresql-client, postgresql-contrib).
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$home"
defaults=(8 10000000 append,alone,notify,trigger,growth)
if [ "${1:-}" = --quick ]; then
    defaults=(3 200000 append,alone,notify,trigger,growth)
    shift
fi
command -v pgbench >/dev/null || {
    echo "events.sh: pgbench is not installed, for example: apt-get install postgresql-contrib" >&2
    exit 1
}
mvn -q -B -Pbenchmarks -pl benchmarks -am -DskipTests -Dspotless.check.skip -Dcheckstyle.skip package
source benchmarks/jdk.sh
printf '%s, %s cores, %s\n' "$("$java" -version 2>&1 | sed -n 2p)" "$(nproc)" "$(pgbench --version)"
exec "$java" --enable-native-access=ALL-UNNAMED -cp "benchmarks/target/classes:$(cat benchmarks/target/class-path)" \
    dev.perigee.events.postgres.EventLogBenchmark "${1:-${defaults[0]}}" "${2:-${defaults[1]}}" "${3:-${defaults[2]}}"

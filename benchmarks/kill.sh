#!/usr/bin/env bash
# Two servers on one database while either is killed with -9, stands still for longer than its lease, or loses its
# connections at random, until all events are appended: nothing acknowledged is lost, offsets have no gap, the counter that a
# trigger keeps equals the number of events, the order of each key holds, and poisonous events park alone. The short run of the
# same test is part of the build.
#
#   benchmarks/kill.sh [EVENTS] [CLIENTS]      100000 events by 16 clients when left out
set -euo pipefail
cd "$(dirname "$0")/.."
exec mvn -B -ntp -pl platform-api -am verify -Dspotless.check.skip -Dcheckstyle.skip -Dit.timeout=7200 \
    -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false \
    -Dit.test=KilledServersIntegrationTests -Dfailsafe.failIfNoSpecifiedTests=false \
    -Dperigee.kill.events="${1:-100000}" -Dperigee.kill.clients="${2:-16}"

#!/usr/bin/env bash
# Replays a long past into an empty shadow and compares it with the live state byte for byte, then rehearses a version that is
# not live and has a planted bug: exactly the keys that it spoils must differ, and nothing may be appended or called outside. The
# short run of the same test is part of the build.
#
#   benchmarks/replay.sh [EVENTS]      100000 events when left out
set -euo pipefail
cd "$(dirname "$0")/.."
exec mvn -B -ntp -pl platform-api -am verify -Dspotless.check.skip -Dcheckstyle.skip -Dit.timeout=7200 \
    -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false \
    -Dit.test=RehearsalIntegrationTests -Dfailsafe.failIfNoSpecifiedTests=false \
    -Dperigee.replay.events="${1:-100000}"

#!/usr/bin/env bash
# Swaps the gateway's whole configuration SWAPS times in SECONDS while eight connections ask; every tenth
# time an invalid one is offered first. Fails when any request is not answered by one configuration as a whole.
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -q -o -pl platform-api -am test -Dtest=GatewaySwapTests -Dsurefire.failIfNoSpecifiedTests=false \
    -Dperigee.swaps="${SWAPS:-1000}" -Dperigee.swaps.seconds="${SECONDS_TO_TAKE:-60}" | grep swaps

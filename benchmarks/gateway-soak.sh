#!/usr/bin/env bash
# Breaks off exchanges at every phase and passes large bodies through the gateway, in a heap of 256 MB and under Netty's
# paranoid leak detection. Ends with 1 when a buffer leaked, direct memory grew or something was logged as an error.
#   benchmarks/gateway-soak.sh [ABORTS [MEGABYTES]]      defaults: 10000 1024
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$home"
if [ -z "${SOAK_CLASS_PATH:-}" ]; then
    ${MVN:-mvn} -q -B -pl platform-api -am -DskipTests -Dspotless.check.skip -Dcheckstyle.skip test-compile \
        dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/soak-class-path
    SOAK_CLASS_PATH="platform-api/target/test-classes:platform-api/target/classes:$(cat platform-api/target/soak-class-path)"
fi
source benchmarks/jdk.sh
exec "$java" -Xmx256m --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -Dio.netty.leakDetection.level=paranoid -cp "$SOAK_CLASS_PATH" dev.perigee.gateway.GatewaySoak "$@"

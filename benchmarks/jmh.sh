#!/usr/bin/env bash
# Builds and runs the JMH benchmarks of the executor and of Lua alone on the optimising runtime: benchmarks/jmh.sh [JMH's options and patterns]
#   benchmarks/jmh.sh WarmCall            a trivial function, one call at a time and 64 in flight
#   benchmarks/jmh.sh Json                10 KB of JSON in and out
#   benchmarks/jmh.sh ContextCreation     the first call of a version, in a context of its own
#   benchmarks/jmh.sh LuaContext -prof gc a fresh context of Lua alone: its time, what it allocates, what it keeps while it lives
#   benchmarks/jmh.sh Suspended           1,000 invocations that wait at the same time
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$home"
${MVN:-mvn} -q -B -Pbenchmarks -pl benchmarks -am -DskipTests -Dspotless.check.skip -Dcheckstyle.skip package
source benchmarks/jdk.sh
exec "$java" -XX:+UseSerialGC --add-exports java.base/jdk.internal.vm=ALL-UNNAMED \
    --add-opens java.base/jdk.internal.vm=ALL-UNNAMED --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -XX:+UnlockExperimentalVMOptions -XX:+EnableJVMCI \
    --upgrade-module-path="$home/benchmarks/target/jit" \
    -cp "benchmarks/target/classes:$(cat benchmarks/target/class-path)" org.openjdk.jmh.Main "$@"

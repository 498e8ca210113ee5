#!/usr/bin/env bash
# Runs the hostile programs of platform-lua over and over on the optimising runtime, each in a context of its own that is cancelled at
# its limit. Prints how late they ended and how the heap grew; ends with 1 when a program did harm.
#   benchmarks/lua-soak.sh [RUNS [LIMIT_MS]]      defaults: 10000 20
#   INTERPRETED=1 without the optimising compiler
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$home"
if [ -z "${SOAK_CLASS_PATH:-}" ]; then
    ${MVN:-mvn} -q -B -pl platform-lua -am -DskipTests -Dspotless.check.skip -Dcheckstyle.skip test-compile \
        dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/soak-class-path
    SOAK_CLASS_PATH="target/test-classes:target/classes:$(cat platform-lua/target/soak-class-path)"
fi
source benchmarks/jdk.sh
flags=(-XX:+UseSerialGC --add-exports java.base/jdk.internal.vm=ALL-UNNAMED --add-opens java.base/jdk.internal.vm=ALL-UNNAMED
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Dpolyglot.engine.WarnInterpreterOnly=false)
if [ -z "${INTERPRETED:-}" ]; then
    jit=$home/platform-api/target/jit
    [ -d "$jit" ] || { echo "benchmarks/lua-soak.sh: no $jit; build platform-api first, for example with ./perigee lua -v" >&2; exit 1; }
    flags+=(-XX:+UnlockExperimentalVMOptions -XX:+EnableJVMCI --upgrade-module-path="$jit")
fi
cd platform-lua
exec "$java" "${flags[@]}" -cp "$SOAK_CLASS_PATH" dev.perigee.lua.HostileSoak "${1:-10000}" "${2:-20}"

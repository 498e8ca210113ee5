#!/usr/bin/env bash
# JMH of the gateway without sockets: benchmarks/gateway-jmh.sh [JMH's options and patterns]
#   benchmarks/gateway-jmh.sh Pipeline        one and five backends: made, decoded, shaped, merged, written
#   benchmarks/gateway-jmh.sh RouteMatch      one route among 10,000
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$home"
jmh=1.37
repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
if [ -z "${GATEWAY_CLASS_PATH:-}" ]; then
    ${MVN:-mvn} -q -B -pl platform-api -am -DskipTests -Dspotless.check.skip -Dcheckstyle.skip test-compile \
        dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/benchmark-class-path
    ${MVN:-mvn} -q -B dependency:get -Dartifact=org.openjdk.jmh:jmh-generator-annprocess:$jmh
    GATEWAY_CLASS_PATH="platform-api/target/classes:$(cat platform-api/target/benchmark-class-path)"
fi
source benchmarks/jdk.sh
tools=$(find "$repository" -name "jmh-core-$jmh.jar" -o -name "jmh-generator-annprocess-$jmh.jar" \
    -o -name 'jopt-simple-5*.jar' -o -name 'commons-math3-3*.jar' | paste -sd:)
out=benchmarks/target/gateway
rm -rf "$out"
mkdir -p "$out"
"${java%java}javac" -nowarn -d "$out" -processorpath "$tools" -cp "$GATEWAY_CLASS_PATH:$tools" \
    $(find benchmarks/gateway/src -name '*.java')
exec "$java" -XX:+UseSerialGC -cp "$out:$GATEWAY_CLASS_PATH:$tools" org.openjdk.jmh.Main "$@"

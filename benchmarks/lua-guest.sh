# Sourced by scripts that run the tests' programs of platform-lua on the optimising runtime; home is that of the clone. Builds the
# module, unless SOAK_CLASS_PATH says that it is, sets java, flags and class_path, and changes to the module's directory. Guests have
# the stack that Perigee gives them, which the default of lua.call-depth is made for; PERIGEE_JAVA_OPTS=-Xss1m is the JVM's own.
cd "$home"
if [ -z "${SOAK_CLASS_PATH:-}" ]; then
    ${MVN:-mvn} -q -B -pl platform-lua -am -DskipTests -Dspotless.check.skip -Dcheckstyle.skip test-compile \
        dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/soak-class-path
    SOAK_CLASS_PATH="target/test-classes:target/classes:$(cat platform-lua/target/soak-class-path)"
fi
class_path=$SOAK_CLASS_PATH
source benchmarks/jdk.sh
flags=(-XX:+UseSerialGC -Xss8m --add-exports java.base/jdk.internal.vm=ALL-UNNAMED --add-opens java.base/jdk.internal.vm=ALL-UNNAMED
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Dpolyglot.engine.WarnInterpreterOnly=false)
if [ -z "${INTERPRETED:-}" ]; then
    flags+=(-XX:+UnlockExperimentalVMOptions -XX:+EnableJVMCI --upgrade-module-path="$home/platform-lua/target/jit")
fi
# shellcheck disable=SC2206 # options are words
flags+=(${PERIGEE_JAVA_OPTS:-})
cd platform-lua

# Sourced by the other scripts: sets java to the program of a JDK 25, or ends with a message that says what to do.
java=$(for jdk in "${PERIGEE_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    if [ -n "$jdk" ] && grep -qs '^JAVA_VERSION="25' "$jdk/release"; then
        echo "$jdk/bin/java"
        break
    fi
done)
[ -n "$java" ] || {
    echo "$(basename "$0"): no JDK 25 found; set JAVA_HOME to one" >&2
    exit 1
}

#!/usr/bin/env bash
# Fills the database's disk while clients append, frees it again, and checks that appends were refused meanwhile, that they
# went on by themselves, and that nothing acknowledged was lost. The disk is a file system in memory, so this needs root.
#   benchmarks/full-disk.sh [table|wal]
# table (the default): the tables outgrow the disk. wal: the server's log has a disk of its own and outgrows that, which stops the
# server; it is started again when there is room, as a service manager would.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$home"
[ "$(id -u)" = 0 ] || {
    echo "full-disk.sh: only root may mount a file system of a fixed size" >&2
    exit 1
}
mvn -q -B -Pbenchmarks -pl benchmarks -am -DskipTests -Dspotless.check.skip -Dcheckstyle.skip package
source benchmarks/jdk.sh
disk=$(mktemp -d)
finish() {
    for mounted in "$disk/wal" "$disk"; do
        for _ in $(seq 50); do
            mountpoint -q "$mounted" && ! umount "$mounted" 2>/dev/null || break
            sleep 0.2
        done
    done
    rmdir "$disk"
}
mount -t tmpfs -o size=240m,mode=755 perigee-full-disk "$disk"
trap finish EXIT
if [ "${1:-table}" = wal ]; then
    mkdir "$disk/wal"
    mount -t tmpfs -o size=144m,mode=755 perigee-full-wal "$disk/wal"
fi
"$java" --enable-native-access=ALL-UNNAMED -cp "benchmarks/target/classes:$(cat benchmarks/target/class-path)" \
    dev.perigee.events.postgres.FullDisk "$disk" "${1:-table}"

#!/usr/bin/env bash
# From a save to the first answer of the new code, beside a steady caller (100 requests/s, a connection each), on perigee dev.
#   benchmarks/saves.sh [SAVES]      default: 30 in each language
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
source "$here/jdk.sh"
hello
"$java" -XX:+UseSerialGC "$here/load/Saves.java" "$gateway" "$work/hello/app" "${1:-30}"

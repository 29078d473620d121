#!/bin/sh
# A release is killed, or gets a signal, at its children, its requests and the
# stages of its pushes; then --resume finishes it. By crash.py, which says what
# CRASH_POINTS, CRASH_SEED and CRASH_ONLY mean.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"

if [ ! -r /proc/self/environ ]; then
    echo '1..0 # SKIP children are found by /proc'
    exit 0
fi
world_make "$TAP_DIR/world"
world_build
export CRASH_OWNER="$OWNER" CRASH_NAMES="$REPOS" CRASH_TOKEN="$TOKEN" ORCHESTRATOR
export CRASH_POINTS="${CRASH_POINTS:-40}" CRASH_JOBS="${CRASH_JOBS:-2}"
export CRASH_PAIRS="${CRASH_PAIRS:-150}" CRASH_PARALLEL="${CRASH_PARALLEL:-100}"
export PYTHONDONTWRITEBYTECODE=1
python3 "$T/crash.py" "$W"

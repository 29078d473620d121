#!/bin/sh
# How survey, status and a parallel release grow with the number of repositories.
#
#   many.sh ORCHESTRATOR N...
#
# Each N is a plan of N repositories in ten layers, each of which needs the one
# before; their releases are complete at once, so that what is measured is
# orchestrator, git and curl. far: the status, with 100 ms for each connection
# to an origin and to GitHub; complete: the status of the version. Memory is the
# peak of orchestrator alone, children the most that it had at once, both looked
# at every half millisecond.
set -eu
ORCHESTRATOR=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
shift
BENCH=$(cd "$(dirname "$0")" && pwd)
T_FOLDER=$BENCH/../t
# shellcheck source=/dev/null
. "$T_FOLDER/world.sh"
JOBS=8

DIR=$(mktemp -d "${TMPDIR:-/tmp}/orchestrator-many.XXXXXX")
clean() {
    github_stop
    cd / && rm -rf "$DIR"
}
trap clean EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# many_repositories N: copies of one origin and one clone, and their plan
many_repositories() {
    python3 - "$1" >plan.json <<'EOF'
import json, sys
n = int(sys.argv[1])
layer = max(n // 10, 1)
names = [f"r{i:04}" for i in range(n)]
print(json.dumps({"owner": "Many", "poll_interval": 1, "repos": [
    {"name": name, "assets": [f"{name}.tar.gz"],
     "needs": [names[i - layer]] if i >= layer else []}
    for i, name in enumerate(names)]}))
EOF
    world_many plan.json
}

# report N WHAT COMMAND ARGS...: a line of the table
report() {
    n=$1
    what=$2
    shift 2
    : >requests
    python3 "$BENCH/measure.py" many "$n" "$what" "$ORCHESTRATOR" "$@" \
        --config plan.json --repos-root clones --jobs $JOBS
}

# far SECONDS: what a connection to origin and to GitHub takes; 0: nothing
far() {
    github_control "{\"connect\": $1}"
    for name in $REPOS; do
        if [ "$1" = 0 ]; then
            git -C "clones/$name" config --unset remote.origin.uploadpack
        else
            git -C "clones/$name" config remote.origin.uploadpack \
                "$W/slow-upload-pack"
        fi
    done
}

printf '%12s  %-8s  %8s  %15s  %10s  %8s  %8s  %5s\n' repositories what 'wall, s' \
    'ms a repository' 'memory MiB' children requests curls
for count in "$@"; do
    world_make "$DIR/$count"
    many_repositories "$count"
    github_start --delay 0 --immutable --config plan.json
    printf '#!/bin/sh\nsleep 0.1\nexec git-upload-pack "$@"\n' >slow-upload-pack
    chmod +x slow-upload-pack
    report "$count" survey release --version 1.0.0 --dry-run
    report "$count" status status
    far 0.1
    report "$count" far status
    far 0
    report "$count" release release --version 1.0.0 --parallel
    report "$count" complete status --version 1.0.0
    github_stop
    cd "$DIR"
    rm -rf "${DIR:?}/$count"
done

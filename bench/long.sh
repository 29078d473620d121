#!/bin/sh
# What a wait of half an hour for four repositories asks of GitHub: requests,
# those among them that were answered 304 (which cost nothing of the rate
# limit), and curl processes.
#
#   long.sh ORCHESTRATOR
#
# Time is simulated: faketime lets the clock of orchestrator and of its children
# go sixty times as fast as that of the stand-in GitHub, where each release
# takes 7.5 s. Each answer takes sixty times as long as it does here, so there
# are a few rounds less than there would be.
set -eu
ORCHESTRATOR=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
if ! command -v faketime >/dev/null; then
    echo 'long.sh: faketime is missing; make deps-dev installs it' >&2
    exit 1
fi
T_FOLDER=$(cd "$(dirname "$0")" && pwd)/../t
# shellcheck source=/dev/null
. "$T_FOLDER/world.sh"

DIR=$(mktemp -d "${TMPDIR:-/tmp}/orchestrator-long.XXXXXX")
clean() {
    github_stop
    cd / && rm -rf "$DIR"
}
trap clean EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# wait_half_an_hour WHAT ARGS...
wait_half_an_hour() {
    what=$1
    shift
    NUMBER=$((NUMBER + 1))
    : >requests
    faketime -f '+0 x60' "$ORCHESTRATOR" release-iso --version "1.0.$NUMBER" \
        --repos-root clones "$@" >out 2>err </dev/null || {
        cat err >&2
        exit 1
    }
    python3 - "$what" <<'EOF'
import json, sys
asked = [json.loads(line) for line in open("requests")]
same = sum(request["status"] == 304 for request in asked)
curls = len({request["conn"] for request in asked})
print(f"{sys.argv[1]:24}  {len(asked):8}  {same:6}  {len(asked) - same:6}"
      f"  {curls:6}")
EOF
}

world_make "$DIR"
world_origins
NUMBER=0
printf '%-24s  %8s  %6s  %6s  %6s\n' 'four repositories' requests '304s' others curls
github_start --delay 7.5
wait_half_an_hour 'in order, 4 x 7.5 min'
github_control '{"delay": 30}'
python3 - "$T_FOLDER/../examples/truthdb.json" >all.json <<'EOF'
import json, sys
plan = json.load(open(sys.argv[1]))
for repo in plan["repos"]:
    repo["needs"] = []
json.dump(plan, sys.stdout)
EOF
wait_half_an_hour 'all at once, 30 min' --parallel --config all.json

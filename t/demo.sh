#!/bin/sh
# Releases of throw-away repositories against the stand-in GitHub, as a person
# sees them: of TruthDB's four, one that goes through, one that is refused, and
# one that stops after the second repository and is taken up again; and of
# another organisation's twelve, those together that do not need one another.
set -eu
ORCHESTRATOR=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
. "$(dirname "$0")/world.sh"

PLAN=$T/../examples/farpoint-ground.json
DEMO=$(mktemp -d "${TMPDIR:-/tmp}/orchestrator-demo.XXXXXX")
clean() {
    github_stop
    cd / && rm -rf "$DEMO"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

title() {
    printf '\n=== %s\n' "$*"
}
# shown STATUS COMMAND...: the command and what it prints; its exit status
# must be the one that is expected
shown() {
    want=$1
    shift
    printf '$ orchestrator'
    printf ' %s' "$@"
    printf '\n'
    got=0
    "$ORCHESTRATOR" "$@" || got=$?
    echo "(exit status $got)"
    [ "$got" -eq "$want" ] || { echo "demo: expected exit status $want" >&2; exit 1; }
}

world_make "$DEMO"
world_origins
echo '{"installer-kernel": {"delay": 0.3}}' >assets
github_start --delay 0 --assets assets
cd clones

title 'A release: looked at first, then done'
shown 0 release-iso --version 1.0.0 --dry-run
shown 0 release-iso --version 1.0.0 --poll-interval-secs 1

title 'Refused: a clone is not clean, another is behind; nothing is changed'
echo 'half an idea' >truthdb/notes
(cd .. && world_other_commit installer)
shown 3 release-iso --version 1.1.0 --poll-interval-secs 1
rm truthdb/notes
git -C installer pull -q --ff-only

title 'Stopped: the third repository does not take the tag'
printf '#!/bin/sh\necho "pushes are closed for today" >&2\nexit 1\n' \
    >../origins/Truthdb/truthdb.git/hooks/pre-receive
chmod +x ../origins/Truthdb/truthdb.git/hooks/pre-receive
shown 1 release-iso --version 1.1.0 --poll-interval-secs 1

title 'Taken up: what is public is left alone, the rest is done'
rm ../origins/Truthdb/truthdb.git/hooks/pre-receive
shown 0 release-iso --version 1.1.0 --poll-interval-secs 1 --resume

title 'What is on the origins now'
for name in $REPOS; do
    printf '%-17s' "$name"
    git -C "../origins/Truthdb/$name.git" for-each-ref refs/tags \
        --format='%(refname:short) on %(*objectname:short)' | paste -s -d ' ' -
done

title 'Twelve repositories of another organisation, together where they can'
github_stop
mkdir ../other
cd ../other
world_plan "$PLAN"
world_origins
github_start --delay 1 --config "$PLAN"
cp "$PLAN" clones/orchestrator.json
cd clones
from=$(date +%s%N)
shown 0 release --version 2.0.0 --parallel --poll-interval-secs 1
took=$((($(date +%s%N) - from) / 1000000))
longest=$(python3 - "$PLAN" <<'EOF'
import json, sys
needs = {r["name"]: r.get("needs", []) for r in json.load(open(sys.argv[1]))["repos"]}
def depth(name):
    return 1 + max([depth(n) for n in needs[name]], default=0)
print(max(map(depth, needs)))
EOF
)
echo "Each of the twelve takes 1 s; the longest path has $longest of them: all took $took ms."
[ $took -le $((longest * 1000 + 2000)) ] || {
    echo 'demo: that is more than the longest path and two intervals' >&2
    exit 1
}

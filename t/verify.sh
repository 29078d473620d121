# shellcheck shell=sh
# shellcheck disable=SC2034 # used by those who source it
# What the tests of verify have in common. Sourced after tap.sh.

# Two assets, a list of their checksums, and one that it does not list.
ONE='{"name": "app", "assets": ["app.tar", "app.zip", "SUMS", "notes"],
    "checksums": {"app.tar": "SUMS", "app.zip": "SUMS"}}'
NOBODY=0000000000000000000000000000000000000000000000000000000000000000

# offers REPOS [PLAN]: v1.2.3 of these repositories, as the plan of the stand-in
# says, is on GitHub
offers() {
    echo "{\"owner\": \"Truthdb\", \"repos\": [$1]}" >orchestrator.json
    world_plan orchestrator.json
    world_origins
    for name in $REPOS; do
        git -C "origins/$OWNER/$name.git" tag v1.2.3 main
    done
    printf '%s\n' "${2-"{}"}" >assets
    github_start --delay 0 --config orchestrator.json --assets assets
}
# one [ENTRY]: ONE, and of its plan what is between the braces
one() {
    offers "$ONE" "{\"app\": {${1-}}}"
}
# replan ENTRY: another plan for it
replan() {
    printf '{"app": {%s}}\n' "$1" >assets.new
    mv assets.new assets
}
verify() {
    "$TIMEOUT" --foreground "$HANGS" "$ORCHESTRATOR" verify \
        --version "${VERSION:-1.2.3}" --repos-root clones --config orchestrator.json "$@"
}
start_verify() {
    : >err
    python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
signal.alarm(int(sys.argv[1]))
os.execv(sys.argv[2], sys.argv[2:])' "$HANGS" "$ORCHESTRATOR" verify \
        --version 1.2.3 --repos-root clones --config orchestrator.json "$@" \
        </dev/null >out 2>err &
    PID=$!
}
# stored NAME: how often the storage host was asked for that asset
stored() {
    grep '"listener": "storage"' requests | grep -c "filename%3D$1&" || :
}
# ranges NAME: which parts of it, in order
ranges() {
    grep "filename%3D$1&" requests | sed 's/.*"range": \(null\|"[^"]*"\).*/\1/' |
        tr -d '"' | paste -s -d ' ' -
}
# id NAME: of that asset
id() {
    curl -q -s --noproxy '*' -H 'User-Agent: t' \
        "$GITHUB_API_URL/repos/Truthdb/app/releases/tags/v1.2.3" >release.json
    python3 -c 'import json, sys
print(*[a["id"] for a in json.load(open("release.json"))["assets"]
        if a["name"] == sys.argv[1]])' "$1"
}
# random BYTES: into ./big
random() {
    head -c "$1" /dev/urandom >big
}
sum_of() {
    sha256sum <"$1" | cut -d ' ' -f 1
}
until_there() { # FILE BYTES: until it has so many
    until_true "$1 does not get $2 bytes" has_bytes "$@"
}
has_bytes() {
    # shellcheck disable=SC2086 # a pattern
    [ "$(cat $1 2>/dev/null | wc -c)" -ge "$2" ]
}

#!/bin/sh
# The stand-in's answers against GitHub's own OpenAPI description, from the npm
# package @octokit/openapi: fetched once, into build/openapi. Without npm,
# network or jsonschema it is skipped; with CI_STRICT set that is a failure.
set -u
# shellcheck source=t/world.sh
. "$(dirname "$0")/world.sh"
# shellcheck source=t/tap.sh
. "$(dirname "$0")/tap.sh"

VERSION=23.0.2
SHA256=829b4bebb19a53133289f7b0bc819f4f1118115821db2ca9f25e9ee995a7da2a
folder=$T/../build/openapi
description=$folder/api.github.com-$VERSION.json

cannot() {
    if [ -n "${CI_STRICT:-}" ]; then
        echo "not ok 1 - $1"
        echo '1..1'
        exit 1
    fi
    echo "1..0 # SKIP $1"
    exit 0
}

# an interpreter that has jsonschema, by its own name: whatever HOME is
choose_python() {
    for candidate in python3 /usr/bin/python3; do
        PYTHON=$("$candidate" -c 'import jsonschema, sys; print(sys.executable)' \
            2>/dev/null) && return 0
    done
    return 1
}

# only the one file of the package that is asked for, in one step
fetch() {
    mkdir -p "$folder" && (
        new=$(mktemp -d "$folder/new.XXXXXX") || exit 1
        trap 'rm -rf "$new"' EXIT
        cd "$new" || exit 1
        retries=0 # a person waits
        [ -z "${CI_STRICT:-}" ] || retries=3
        npm pack --loglevel=error --fetch-retries="$retries" --fetch-timeout=60000 \
            "@octokit/openapi@$VERSION" >"$TAP_DIR/npm.log" 2>&1 &&
            tar -xzf ./*.tgz package/generated/api.github.com.json &&
            mv package/generated/api.github.com.json "$description"
    )
}

choose_python || cannot 'there is no python3 with jsonschema'
if [ ! -s "$description" ]; then
    command -v npm >/dev/null 2>&1 || cannot 'there is no npm'
    fetch || {
        sed 's/^/# /' "$TAP_DIR/npm.log" >&2
        cannot "@octokit/openapi@$VERSION cannot be fetched"
    }
fi
PYTHONUSERBASE=$("$PYTHON" -m site --user-base)
export PYTHONUSERBASE

# a repository for each state that the stand-in can be in
states() {
    cat <<'EOF'
{"complete": {"assets": ["BOOTX64.EFI", "x-{tag}.tar.gz"]},
 "no-tag": {},
 "lightweight": {"assets": []},
 "candidate": {"assets": ["a"]},
 "draft": {"assets": ["a"], "draft": true},
 "published": {"assets": ["a"], "draft": true},
 "starter": {"assets": ["a"], "starter": true, "delay": 3600, "run": null},
 "empty-asset": {"assets": ["a"], "sizes": {"a": 0}},
 "no-digests": {"assets": ["a"], "digests": false},
 "private": {"assets": ["a"], "private": true},
 "immutable": {"assets": ["a"], "immutable": true},
 "no-release": {"assets": ["a"], "release_delay": 3600},
 "archived": {"archived": true},
 "no-push": {"permissions": {"push": false}},
 "tags-only": {"tags_only": ["v1.2.2", "v1.3.0"]},
 "rulesets": {"rulesets": [
    {"name": "No tags", "rules": ["creation"], "include": ["refs/tags/v*"]},
    {"name": "No end", "rules": ["deletion"], "enforcement": "evaluate",
     "bypass": null, "exclude": ["refs/tags/w*"]},
    {"name": "Names", "bypass": "always", "rules": [
        {"type": "tag_name_pattern", "parameters": {"operator": "regex",
         "pattern": "^v", "name": "versions", "negate": false}}]},
    {"name": "Branches", "target": "branch", "enforcement": "disabled",
     "rules": ["creation", "deletion"]}]},
 "run-none": {"run": null},
 "run-late": {"run": {"appears": 3600}},
 "run-queued": {"run": {"queued": 3600}},
 "run-in-progress": {"run": {"takes": 3600, "jobs": [
    {"name": "build", "steps": ["Set up job", "Build"]},
    {"name": "upload", "steps": ["Set up job", "Upload"]}]}},
 "run-waiting": {"run": {"waiting": true}},
 "run-approved": {"run": {"waiting": true}},
 "run-other-workflow": {"run": {"workflow": "publish.yml"}},
 "run-failure": {"run": {"conclusion": "failure", "fails_at": ["build", "Test"],
    "jobs": [{"name": "build", "steps": ["Set up job", "Test"]},
             {"name": "upload", "steps": ["Upload"]}]}},
 "run-cancelled": {"run": {"conclusion": "cancelled"}},
 "run-timed-out": {"run": {"conclusion": "timed_out"}},
 "run-startup-failure": {"run": {"conclusion": "startup_failure"}},
 "rerun": {"run": {"conclusion": "failure"}},
 "rerun-in-progress": {"run": {"takes": 3600}}}
EOF
}

tag_origin() {
    name=$1
    shift
    git -C "origins/$OWNER/$name.git" tag "$@" main
}

(
    set -e
    trap github_stop EXIT
    world_make "$TAP_DIR/world"
    states >states.json
    REPOS=$("$PYTHON" -c 'import json; print(*json.load(open("states.json")))')
    world_origins >origins.log 2>&1
    for name in $REPOS; do
        case $name in
        no-tag) ;;
        lightweight) tag_origin "$name" v1.2.3 ;;
        candidate) tag_origin "$name" -a -m v1.2.3-rc.1 v1.2.3-rc.1 ;;
        *) tag_origin "$name" -a -m v1.2.3 v1.2.3 ;;
        esac
    done
    github_start --delay 0 --assets states.json
    "$PYTHON" "$T/openapi_check.py" --description "$description" \
        --sha256 "$SHA256" --states states.json --owner "$OWNER"
)

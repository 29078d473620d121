#!/bin/bash
# Tries the stand-in GitHub itself: TAP, by git, curl and python3 only.
set -u

here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d "${TMPDIR:-/tmp}/standin.XXXXXX") || exit 1
token=TokenOfTheTest
pid=
n=0
failed=0

finish() {
    [ -z "$pid" ] || kill "$pid" 2>/dev/null
    rm -rf "$dir"
}
trap finish EXIT
trap 'exit 1' INT TERM HUP

for name in $(env | sed -n 's/^\(GIT_[A-Z0-9_]*\)=.*/\1/p'); do
    unset "$name"
done
unset http_proxy https_proxy all_proxy
export HOME="$dir" GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 LC_ALL=C
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org
export GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
cd "$dir" || exit 1

# ok SENTENCE COMMAND...: one test
ok() {
    local sentence=$1
    shift
    n=$((n + 1))
    if "$@"; then
        echo "ok $n - $sentence"
    else
        failed=$((failed + 1))
        echo "not ok $n - $sentence"
        echo "# false: $*"
        head -c 600 head 2>/dev/null | sed 's/^/# /'
    fi
}

# get PATH [CURL ARGS]: status, rc; files head and body
get() {
    local path=$1
    shift
    rm -f head body
    status=$(curl -q -s --noproxy '*' --max-time 10 -D head -o body \
        -w '%{http_code}' "$@" "$url$path")
    rc=$?
}

mine() {
    get "$@" -H "Authorization: Bearer $token"
}

# py EXPRESSION: of `d`, the JSON in body, and `log`, the lines of the log
py() {
    python3 -c '
import json, sys
try:
    d = json.load(open("body", encoding="utf-8"))
except (OSError, ValueError):
    d = None
log = [json.loads(line) for line in open("log", encoding="utf-8")]
sys.exit(0 if eval("(" + sys.argv[1] + ")") else 1)' "$1"
}

is() { [ "$1" = "$2" ]; }
has() { grep -qi "^$1"$'\r*$' head; }
lacks() { ! grep -qi "$1" "$2"; }
odd_head() { has X-Odd:.a.b && lacks ^content-type head; }
size() { wc -c <"$1" | tr -d ' '; }

control() {
    curl -q -s --noproxy '*' -o control -w '%{http_code}' -X POST \
        --data-binary "$1" "http://127.0.0.1:$port/_control"
}

# fault RULE: the one fault, on each request for a release
fault() {
    control "{\"faults\": [{\"path\": \"/releases/tags/\", $1}]}" >/dev/null
}

start() {
    rm -f port
    python3 "$here/github_standin.py" --origins origins --owner Truthdb \
        --port-file port --log log --token "$token" --parent $$ "$@" \
        </dev/null >out 2>&1 &
    pid=$!
    for _ in $(seq 200); do
        [ ! -s port ] || break
        sleep 0.05
    done
    port=$(cat port)
    url=http://127.0.0.1:$port
}

stop() {
    kill "$pid"
    wait "$pid"
    ended=$?
    pid=
}

for name in installer installer-kernel; do
    git init -q --bare "origins/Truthdb/$name.git"
done
git init -q clone
git -C clone commit -q --allow-empty -m First
git -C clone remote add origin "$dir/origins/Truthdb/installer.git"
tag=/repos/Truthdb/installer/releases/tags/v1.2.3

push_tag() {
    git -C clone tag -a -m "$1" "$1"
    git -C clone push -q origin "$1"
}

start --delay 1

mine /repos/truthdb/INSTALLER
ok 'a repository is there, in any case' py 'd["full_name"] == "Truthdb/installer"'
ok 'the token may push' py 'd["permissions"]["push"] is True'
mine /repos/Truthdb/installer/
ok 'a slash at the end is 404' is "$status" 404
mine /repos/Truthdb/other
ok 'an unknown repository is 404' is "$status" 404
mine "$tag"
ok 'no tag, no release: 404' is "$status" 404
ok "the 404 is GitHub's" py 'd["message"] == "Not Found" and d["status"] == "404"'
mine /repos/Truthdb/installer/releases?per_page=1
ok 'no tag, an empty list' py 'd == []'
mine /repos/Truthdb/installer/git/ref/tags/v1.2.3
ok 'no tag, no reference' is "$status" 404

push_tag v1.2.3
mine "$tag"
ok 'a pushed tag makes a release without assets' \
    py 'd["tag_name"] == "v1.2.3" and d["assets"] == [] and not d["immutable"]'
mine /repos/Truthdb/installer/git/ref/tags/v1.2.3
ok 'the reference is an annotated tag' py 'd["object"]["type"] == "tag"'
ok 'its object is the right one' \
    py "d['object']['sha'] == '$(git -C clone rev-parse v1.2.3)'"
mine "/repos/Truthdb/installer/git/tags/$(git -C clone rev-parse v1.2.3)"
ok 'and tells who made it, and what it leads to' \
    py "d['tagger']['name'] == '$(git -C clone log -1 --format=%an)' and d['object']['sha'] == '$(git -C clone rev-parse v1.2.3^{})'"
mine "/repos/Truthdb/installer/git/tags/$(git -C clone rev-parse HEAD)"
ok 'a commit is no tag object' is "$status" 404
sleep 1.1
mine "$tag"
cp body whole
ok 'then its assets are there' py '[a["name"] for a in d["assets"]] == [
    "truthdb-installer-v1.2.3-x86_64-linux-musl.tar.gz",
    "truthdb-installer-v1.2.3-x86_64-linux-musl.sha256"]'
ok 'with state, size and digest' py 'all(a["state"] == "uploaded"
    and a["size"] > 0 and len(a["digest"]) == 71 for a in d["assets"])'
git -C origins/Truthdb/installer.git pack-refs --all
mine /repos/Truthdb/installer/releases/tags/v1%2E2.3
ok 'a packed tag, escaped, is the same release' cmp -s body whole
mine /repos/Truthdb/installer/releases
ok 'the list has it' py '[r["tag_name"] for r in d] == ["v1.2.3"]'

mine "$tag"
etag=$(sed -n 's/^etag: *\(.*\)\r$/\1/ip' head)
left=$(sed -n 's/^x-ratelimit-remaining: *\(.*\)\r$/\1/ip' head)
ok 'a 200 has a weak ETag' [ "${etag#W/\"}" != "$etag" ]
mine "$tag" -H "If-None-Match: $etag"
ok 'the same ETag is answered by 304' is "$status" 304
ok 'without a body' [ ! -s body ]
ok 'with the same ETag' has "ETag: $etag"
ok 'and costs nothing' has "x-ratelimit-remaining: $left"
get "$tag" -H "If-None-Match: $etag"
ok 'but without a token it does' has "x-ratelimit-remaining: $((left - 1))"
get "$tag" -H 'Authorization: Bearer wrong'
ok 'a wrong token is 401' is "$status" 401
get "$tag" -H 'User-Agent:'
ok 'no User-Agent is 403' is "$status" 403
get "$tag" -H 'X-GitHub-Api-Version: 2000-01-01'
ok 'an unknown version is 400' is "$status" 400
mine "$tag" -X DELETE
ok 'other methods are 405' is "$status" 405
mine /rate_limit
ok 'the rate limit can be asked for' py 'd["rate"]["limit"] == 5000'

fault '"do": "status", "status": 502, "skip": 1, "body": "<html>"'
mine "$tag"
ok 'skip lets requests pass' is "$status" 200
mine "$tag"
ok 'status answers that status' is "$status-$(cat body)" '502-<html>'
mine "$tag"
ok 'once' is "$status" 200
fault '"do": "close"'
mine "$tag"
ok 'close is an empty reply' is "$rc" 52
fault '"do": "reset"'
mine "$tag"
ok 'reset is a reset' is "$rc" 56
fault '"do": "truncate"'
mine "$tag" -H "If-None-Match: $etag"
ok 'truncate sends half of the body' \
    is "$rc-$(size body)" "18-$(($(size whole) / 2))"
fault '"do": "truncate_head"'
mine "$tag"
ok 'truncate_head sends no body' [ "$rc" -ne 0 -a ! -s body ]
fault '"do": "hang"'
mine "$tag" --max-time 0.5
ok 'hang sends nothing' is "$rc-$status" 28-000
fault '"do": "hang_body"'
mine "$tag" --max-time 0.5
ok 'hang_body sends half of the body' \
    is "$rc-$(size body)" "28-$(($(size whole) / 2))"
fault '"do": "drip", "every": 0.02'
mine "$tag" --max-time 0.7
ok 'drip sends a byte at a time' \
    [ "$rc" -eq 28 -a "$(size head)" -gt 5 -a "$(size head)" -lt 60 ]
fault '"do": "body", "body": "\ufeff", "repeat": {"text": "[", "times": 9}'
mine "$tag"
ok 'body sends that body' is "$status-$(cat body)" $'200-\xef\xbb\xbf[[[[[[[[['
fault '"do": "body", "base64": "AAE="'
mine "$tag"
ok 'body sends bytes' is "$(od -An -tx1 body | tr -d ' ')" 0001
fault '"do": "endless", "text": "[1,"'
mine "$tag" --max-time 1
ok 'endless has no end' [ "$rc" -eq 28 -a "$(size body)" -gt 1000000 ]
ok 'and no length' has 'Transfer-Encoding: chunked'
fault '"do": "big", "mib": 3'
mine "$tag"
ok 'big has that size' is "$rc-$(size body)" 0-3145728
ok 'and is the real answer' py 'd["tag_name"] == "v1.2.3"'
fault '"do": "gzip"'
mine "$tag" --raw
ok 'gzip says so' has 'Content-Encoding: gzip'
gzip -dc <body >plain
ok 'and is the real answer, compressed' cmp -s plain whole
for at in nothing-52 status-52 name-0 value-0 field-0 head-18 body-18 chunk_size-56 \
    chunk-18 last_chunk-18; do
    fault "\"do\": \"stop\", \"at\": \"${at%-*}\""
    mine "$tag"
    ok "stop breaks off at ${at%-*}" [ "$rc" -eq "${at#*-}" -o "$rc" -eq 18 ]
done
fault '"do": "stop", "at": "head", "how": "reset"'
mine "$tag"
ok 'stop may reset' is "$rc" 56
fault '"do": "stop", "at": "chunk", "how": "drip", "every": 0.02'
mine "$tag" --max-time 0.7
ok 'stop may drip' [ "$rc" -eq 28 -a "$(size body)" -gt $(($(size whole) / 2)) ]
fault '"do": "stop", "at": "value", "how": "hang"'
mine "$tag" --max-time 0.5
ok 'stop may hang' is "$rc" 28
fault '"do": "raw", "text": "HTTP/1.0 299 \u009b\r\n\r\n{length}", "base64": "AAE="'
mine "$tag"
ok 'raw sends what it is given' is "$status-$(od -An -tx1 body | tr -d ' ')" \
    "299-$(printf %s "$(size whole)" | od -An -tx1 | tr -d ' ')0001"
fault '"do": "informational", "status": 102, "times_each": 2'
mine "$tag"
ok 'informational comes before the answer' \
    is "$(grep -c '^HTTP/1.1 102' head)-$status" 2-200
fault '"do": "endless_head"'
mine "$tag" --max-time 0.5
ok 'endless_head has no end' [ "$rc" -ne 0 -a "$(size head)" -gt 100000 ]
fault '"do": "endless_head", "line": true'
mine "$tag" --max-time 0.5
ok 'neither has a field' [ "$rc" -ne 0 -a "$(size head)" -lt 1000000 ]
fault '"do": "flood", "mib": 3'
mine "$tag"
ok 'flood has that size' is "$rc-$(size body)" 0-3145728
ok 'and does not tell it' lacks Content-Length head
fault '"do": "coded", "coding": "deflate", "mib": 2'
mine "$tag" --compressed
ok 'coded has a bomb' is "$rc-$(size body)" "0-$((2097152 + $(size whole)))"
fault '"do": "redirect", "location": "{storage}|{port}"'
mine "$tag"
ok 'redirect knows both ports' has "Location: http://127.0.0.1:[0-9]*|${url##*:}"
fault '"do": "rate_primary", "status": 429, "seconds": 7'
mine "$tag"
ok 'rate_primary has nothing left' has 'x-ratelimit-remaining: 0'
ok 'and says so' py 'd["status"] == "429" and "rate limit exceeded" in d["message"]'
fault '"do": "rate_secondary", "seconds": 7'
mine "$tag"
ok 'rate_secondary says when' has 'Retry-After: 7'
fault '"do": "rate_secondary", "date": true'
mine "$tag"
ok 'or as a date' has 'Retry-After: ..., .* GMT'
fault '"do": "redirect", "status": 307, "location": "{self}/moved{path}"'
mine "$tag"
ok 'redirect goes there' has "Location: $url/moved$tag"
fault '"do": "redirect", "location": "{self}/repos/TRUTHDB/installer"'
mine "$tag" -L
ok 'and can be followed' py 'd["name"] == "installer"'
fault '"do": "patch", "edits": [{"at": ["assets", 0, "size"], "set": 0},
    {"at": ["assets", 1], "delete": true}, {"at": ["assets"], "append": 5}]'
mine "$tag" -H "If-None-Match: $etag"
ok 'patch edits the answer' \
    py 'd["assets"][0]["size"] == 0 and d["assets"][1:] == [5]'
fault '"do": "header", "headers": {"X-Odd": "a\u001bb", "Content-Type": null}'
mine "$tag"
ok 'header adds and removes' odd_head
fault '"do": "forbidden"'
mine "$tag"
ok 'forbidden names the permission' has 'X-Accepted-GitHub-Permissions: contents=read'
fault '"do": "sso", "times": -1'
mine "$tag"
mine "$tag"
ok 'sso says so, for ever' has 'X-GitHub-SSO: required; url=https://.*'
ok 'an unknown fault is refused' \
    is "$(control '{"faults": [{"path": "", "do": "nothing"}]}')" 400
control '{"faults": []}' >/dev/null

get / "$url$tag" -o body
ok 'a connection is kept' py 'log[-1]["conn"] == log[-2]["conn"] != log[-3]["conn"]'
ok 'each request is logged' py '[r["n"] for r in log] == [*range(1, len(log) + 1)]
    and {"close", "hang", "drip"} < {r["fault"] for r in log}
    and {"none", "right", "wrong"} == {r["auth"] for r in log}'
ok 'without its token' lacks "$token" log
git -C clone push -q origin :v1.2.3
mine "$tag"
ok 'a deleted tag takes its release along' is "$status" 404
ok 'it wrote nothing on stderr' [ ! -s out ]
stop
ok 'SIGTERM ends it well' is "$ended" 0

echo '{"installer": {"starter": true, "extra": ["x-{tag}"]}}' >assets
start --prefix /api/v3 --assets assets --delay 60
tag=/api/v3$tag
push_tag v1.2.3-rc.1
mine "$tag-rc.1"
ok 'with a prefix and assets awaiting upload' py 'd["prerelease"] and
    [(a["state"], a["size"]) for a in d["assets"]] == [("starter", 0)] * 3'
echo '{"installer": {"sizes": {"y-{version}": 9}, "assets": ["y-{version}"],
    "delay": 0, "immutable": true}}' >assets
mine "$tag-rc.1"
ok 'the assets file is read again' py 'd["immutable"] and
    [(a["name"], a["size"]) for a in d["assets"]] == [("y-1.2.3-rc.1", 9)]'
stop

# Workflow runs, drafts, rulesets
at=/repos/Truthdb/installer
runs=$at/actions/runs
run_is() { # STATUS CONCLUSION ATTEMPT
    mine "$runs?event=push&branch=v2.0.0"
    py "[(r['status'], r['conclusion'], r['run_attempt']) for r in d['workflow_runs']
        if r['path'].endswith('/release.yml')] == [('$1', $2, $3)]"
}
until_run() {
    for _ in $(seq 300); do
        run_is "$@" && return 0
        sleep 0.05
    done
    return 1
}
job_is() { # JOB STEP FIELD VALUE
    mine "$(python3 -c 'import json, urllib.parse
d = json.load(open("body"))
print([urllib.parse.urlsplit(r["jobs_url"]).path for r in d["workflow_runs"]
       if r["path"].endswith("/release.yml")][0])')"
    py "[(j['name'], s['name']) for j in d['jobs'] for s in j['steps']
        if s['$3'] == '$4'] == [('$1', '$2')]"
}
# the run goes as its plan says now, so that no state is missed
run_goes() { # JSON, in addition
    cat >assets <<EOF
{"installer": {"draft": true, "archived": true, "permissions": {"push": false},
  "tags_only": ["v9.0.0"], "assets_missing": ["truthdb-installer-v{version}-x86_64-linux-musl.sha256"],
  "rulesets": [{"name": "tags"}, {"name": "branches", "target": "branch"}],
  "run": {"conclusion": "failure", "fails_at": ["b", "two"], $1,
    "jobs": [{"name": "a", "steps": ["one"]}, {"name": "b", "steps": ["two", "three"]}]}}}
EOF
}
run_goes '"appears": 600, "takes": 600'
start --assets assets --delay 0
push_tag v2.0.0
mine "$runs"
ok 'at first, a tag has only the runs that are not its' py '[(r["head_branch"], r["path"][18:])
    for r in d["workflow_runs"]][:2] == [("v2.0.0", "lint.yml"), ("main", "release.yml")]'
run_goes '"queued": 600, "takes": 1200'
ok 'then its run is queued' until_run queued None 1
run_goes '"takes": 1200'
ok 'then it goes on' until_run in_progress None 1
ok 'with its first job' job_is a one status in_progress
mine "$at/releases/tags/v2.0.0"
ok 'a draft is not found by its tag' is "$status" 404
get "$at/releases"
ok 'nor listed without a token' py 'd == []'
mine "$at/releases"
ok 'but listed with it, without assets' py '[(r["draft"], r["assets"]) for r in d
    if r["tag_name"] == "v2.0.0"] == [(True, [])]'
run_goes '"takes": 0.1'
ok 'the run ends as it should' until_run completed "'failure'" 1
ok 'at the step that fails' job_is b two conclusion failure
mine "$runs?head_sha=$(printf '%040d' 0)"
ok 'runs are filtered by commit' py 'd == {"total_count": 0, "workflow_runs": []}'
mine "$runs?event=schedule"
ok 'and by event' py 'd["total_count"] == 0'
run_goes '"takes": 600'
control '{"rerun": "installer"}' >/dev/null
ok 'a run goes once more' until_run in_progress None 2
run_goes '"takes": 0.1'
ok 'and succeeds' until_run completed "'success'" 2
control '{"publish": "installer"}' >/dev/null
mine "$at/releases/tags/v2.0.0"
ok 'the draft is published, without what never comes' py 'not d["draft"] and
    [a["name"] for a in d["assets"]] == ["truthdb-installer-v2.0.0-x86_64-linux-musl.tar.gz"]'
mine "$at"
ok 'archived and permissions are told' py 'd["archived"] and not d["permissions"]["push"]'
mine "$at/tags"
ok 'tags have their commit' py '[t["name"] for t in d][0] == "v9.0.0" and
    len({t["commit"]["sha"] for t in d if t["name"] != "v9.0.0"}) >= 1'
mine "$at/rulesets?targets=tag"
ok 'rulesets are filtered by target' py '[(r["name"], "rules" in r) for r in d] == [("tags", False)]'
mine "$at/rulesets/1"
ok 'and told whole by their id' py 'd["rules"] == [{"type": "creation"}] and
    d["conditions"]["ref_name"]["include"] == ["~ALL"] and
    d["current_user_can_bypass"] == "never"'
mine "$at/rulesets/7"
ok 'others are not there' is "$status" 404
echo '{"installer": {"run": {"waiting": true, "takes": 0.2}}}' >assets
stop
start --assets assets --delay 0
ok 'a run waits for its approval' until_run waiting None 1
control '{"approve": "installer", "quota": {"remaining": 7, "reset_in": 60}}' >/dev/null
ok 'until it is given' until_run completed "'success'" 1
mine /rate_limit
ok 'the quota can be set' py '0 < d["rate"]["remaining"] <= 7'
stop
echo '{"owner": "Truthdb", "tag_prefix": "v2.", "repos": [{"name": "installer",
    "assets": ["{version}-of-{tag}"], "workflow": "iso.yml"}]}' >config
start --config config --delay 0 --quota 60
mine "$at/releases/tags/v2.0.0"
ok 'assets and prefix come from a configuration' py '[a["name"] for a in d["assets"]] == ["0.0-of-v2.0.0"]'
mine "$runs"
ok 'and the workflow' py '".github/workflows/iso.yml" in [r["path"] for r in d["workflow_runs"]]'
ok 'of a small quota' has 'x-ratelimit-limit: 60'
stop
start --no-actions
mine "$runs"
ok 'another forge has no runs' is "$status" 404
stop

# Release assets, and the storage host
id_of() { # NAME: of the release in ./release
    python3 -c 'import json, sys
print([a["id"] for a in json.load(open("release"))["assets"]
       if a["name"] == sys.argv[1]][0])' "$1"
}
bytes_of() { # NAME [CURL ARGS]: what the API answers who wants the bytes
    get "$at/releases/assets/$(id_of "$1")" \
        -H 'Accept: application/octet-stream' "${@:2}"
}
where() { sed -n 's/^location: *\(.*\)\r$/\1/ip' head; }
from() { local url= && get "$@"; } # URL [CURL ARGS]
header() { sed -n "s/^$1: *\(.*\)\r$/\1/ip" head; }
hex() { python3 -c 'import hashlib, sys
print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$1"; }
told() { # NAME KEY VALUE: of an asset in the answer
    py "[a['$2'] for a in d['assets'] if a['name'] == '$1'] == [$3]"
}
all_fit() { # each asset has the size and the digest that its release tells
    python3 -c 'import json
for a in json.load(open("release"))["assets"]:
    print(a["name"], a["size"], a["digest"])' >list
    while read -r name size digest; do
        bytes_of "$name" -L
        [ "$status $(size body) sha256:$(hex body)" = "200 $size $digest" ] ||
            return 1
    done <list
    [ "$(wc -l <list)" -eq 6 ]
}
storage_fault() { # RULE: the one fault, on each request to the storage host
    control "{\"faults\": [{\"path\": \"^/github-production-release-asset/\",
        $1}]}" >/dev/null
}
differs_at() { # FILE: the only byte that body has and FILE has not
    cmp -l body "$1" | sed 's/^ *\([0-9]*\) .*/\1/'
}

head -c 300000 /dev/urandom >file
seq 2000 >numbers
lines=$(size numbers)
entry='"assets": ["a-v{version}.tar.gz", "a-v{version}.sha256", "b", "b.sha256",
    "text"], "extra": ["file-{tag}"], "sizes": {"b": 3000000},
    "contents": {"text": "hello\n"}'
echo "{\"installer\": {$entry, \"files\": {\"file-{tag}\": \"$dir/file\"}}}" >assets
rm -f storage
start --assets assets --delay 0 --storage-port-file storage
push_tag v3.0.0
mine "$at/releases/tags/v3.0.0"
cp body release
ok 'assets have the size of what they hold' py '[a["size"] for a in d["assets"]] ==
    [4096, 64 + 2 + len("a-v3.0.0.tar.gz\n"), 3000000, 64 + 2 + 2, 6, 300000]'
ok 'the URL of an asset is of the API' py "all(a['url'] ==
    f'$url$at/releases/assets/{a[\"id\"]}' for a in d['assets'])"
ok 'that of a browser is not' py 'd["assets"][4]["browser_download_url"] ==
    "https://github.com/Truthdb/installer/releases/download/v3.0.0/text"'
mine "$at/releases/assets/$(id_of b)"
ok 'an asset is told by itself' py 'd in json.load(open("release"))["assets"]'
mine "$at/releases/assets/$(id_of b)" -H 'Accept: application/json'
ok 'whatever JSON is asked for' py 'd["name"] == "b"'
mine "$at/releases/assets/9"
ok 'another is not there' is "$status" 404
bytes_of b -H "Authorization: Bearer $token"
storage=http://127.0.0.1:$(cat storage)/github-production-release-asset
ok 'its bytes are at the storage host' is "$status $(where | cut -d '?' -f 1)" \
    "302 $storage/$(id_of b)"
ok 'signed, for a while' [ -n "$(where | grep 'X-Amz-Expires=300&X-Amz-Signature=..')" ]
ok 'which is none of the API' [ "$(where | cut -d / -f 1-3)" != "$url" ]
get /Truthdb/installer/releases/download/v3.0.0/text
ok 'nothing is downloaded as from github.com' is "$status" 404
ok 'every asset is as it is told' all_fit
get "$at/releases/assets/$(id_of text)" -L \
    -H 'Accept: text/html, Application/Octet-Stream;q=0.9'
ok 'one holds the text that it should' is "$status $(cat body)" '200 hello'
bytes_of file-v3.0.0 -L
ok 'one the file' cmp -s body file
bytes_of b -L
cp body b
bytes_of b.sha256 -L
ok 'a checksum is that of the asset it is named after' is "$(cat body)" "$(hex b)  b"
bytes_of a-v3.0.0.tar.gz -L
cp body a
bytes_of a-v3.0.0.sha256 -L
ok 'or of the one that has more to its name' is "$(cat body)" \
    "$(hex a)  a-v3.0.0.tar.gz"
ok 'what is made is not the same' [ "$(hex a)" != "$(head -c 4096 b >c && hex c)" ]

bytes_of file-v3.0.0
signed=$(where)
from "$signed"
etag=$(header etag)
modified=$(header last-modified)
ok 'the storage host tells the length' has 'Content-Length: 300000'
ok 'a strong ETag' [ -n "$etag" -a "${etag#W/}" = "$etag" ]
ok 'the time of a file' is "$modified" "$(python3 -c 'import email.utils, os
print(email.utils.formatdate(os.stat("file").st_mtime // 1, usegmt=True))')"
ok 'that there are ranges' has 'Accept-Ranges: bytes'
ok 'the name' has 'Content-Disposition: attachment; filename=file-v3.0.0'
ok 'and nothing of a quota' lacks ^x-ratelimit head
from "$signed" -r 10-19
tail -c +11 file | head -c 10 >part
ok 'a range is 206' is "$status $(header content-range)" '206 bytes 10-19/300000'
ok 'and that part' cmp -s body part
from "$signed" -r 299990-
tail -c 10 file >part
ok 'without an end it goes to the end' cmp -s body part
from "$signed" -r 299990-999999
ok 'as it does with one beyond' cmp -s body part
ok 'which it says' is "$rc $(header content-range)" '0 bytes 299990-299999/300000'
from "$signed" -r -10
ok 'without a beginning it is the last bytes' cmp -s body part
from "$signed" -r 300000-
ok 'beyond the end it is 416' is "$status $(header content-range)" '416 bytes */300000'
from "$signed" -r 0-1,5-6
ok 'several are all of it' is "$status $(size body)" '200 300000'
from "$signed" -r 9-5
ok 'as is one that makes no sense' is "$status $(size body)" '200 300000'
from "$signed" -r 10-19 -H "If-Range: $etag"
ok 'a range of what it was is a range' is "$status" 206
from "$signed" -r 10-19 -H "If-Range: $modified"
ok 'by its time too' is "$status" 206
from "$signed" -r 10-19 -H 'If-Range: "other"'
ok 'of what it never was it is all' is "$status $(size body)" '200 300000'
from "$signed" -I -r 10-19
ok 'HEAD is of all of it' is "$status $(header content-length) $(header etag)" \
    "200 300000 $etag"
from "$signed" -I "$signed" -o body
ok 'without the body' py "$rc == 0 and $status == 200200 and
    log[-1]['conn'] == log[-2]['conn']"
from "$signed" "$signed" -o body
ok 'a connection to it is kept' py 'log[-1]["conn"] == log[-2]["conn"] != log[-3]["conn"]'
from "$signed" -X POST
ok 'other methods are 405 there' is "$status" 405
from "${signed%%/github*}/_control"
ok 'and there is no control' is "$status" 403

from "$signed" -r 5- -H "Authorization: Bearer $token"
ok 'a token is refused' is "$status" 400
ok 'as S3 does it' [ -n "$(grep -F '<Message>Only one auth mechanism allowed;' body)" ]
ok 'which is logged, and with it the range' py '{k: log[-1][k] for k in ("listener",
    "method", "status", "auth", "range", "path")} == {"listener": "storage",
    "method": "GET", "status": 400, "auth": "right", "range": "bytes=5-",
    "path": "/github" + "'"${signed#*/github}"'"}'
from "$signed" -H 'Authorization: Basic x'
ok 'any other is refused too' is "$status" 400
bytes_of text -L -H "Authorization: Bearer $token"
ok 'a client that keeps its token to itself gets there' is "$status" 200
ok 'and each host logs its own' py '[(r["listener"], r["auth"], r["status"]) for r in
    log[-2:]] == [("api", "right", 302), ("storage", "none", 200)]'
bytes_of text --location-trusted -H "Authorization: Bearer $token"
ok 'one that does not does not' is "$status" 400
ok 'the log has no token' lacks "$token" log
from "${signed%%\?*}"
ok 'no signature is 403' is "$status" 403
from "${signed/Signature=?/Signature=-}"
ok 'a wrong one is 403' is "$status" 403
from "${signed/$(id_of file-v3.0.0)/$(id_of text)}"
ok 'that of another asset is 403' is "$status" 403

storage_fault '"do": "status", "status": 503'
from "$signed"
ok 'there are faults at the storage host' is "$status" 503
storage_fault '"do": "hang"'
from "$signed" --max-time 0.5
ok 'it hangs' is "$rc-$status" 28-000
storage_fault '"do": "hang_body", "after": 1000'
from "$signed" --max-time 0.5
ok 'or does after some bytes' is "$rc-$(size body)" 28-1000
storage_fault '"do": "drip", "every": 0.02, "after": 1000'
from "$signed" --max-time 0.7
ok 'or gets slow then' [ "$rc" -eq 28 -a "$(size body)" -gt 1002 -a "$(size body)" -lt 1060 ]
storage_fault '"do": "reset"'
from "$signed"
ok 'it resets' is "$rc" 56
storage_fault '"do": "truncate"'
from "$signed"
ok 'it sends half' is "$rc-$(size body)" 18-150000
storage_fault '"do": "cut", "after": 1234'
from "$signed"
ok 'or as much as it should' is "$rc-$(size body)" 18-1234
head -c 1234 file >part
ok 'of the asset' cmp -s body part
storage_fault '"do": "cut", "after": 1234, "reset": true'
from "$signed"
ok 'and resets' is "$rc-$(size body)" 56-1234
storage_fault '"do": "cut", "after": 5'
from "$signed" -r 10-29
tail -c +11 file | head -c 5 >part
ok 'of a range, too' is "$rc-$(cmp body part 2>&1)" 18-
storage_fault '"do": "corrupt"'
from "$signed"
ok 'corrupt is one other byte, the middle one' is "$rc-$(differs_at file)" 0-150001
storage_fault '"do": "corrupt", "at": 7'
from "$signed"
ok 'or the one that it should be' is "$(differs_at file)" 8
fault '"do": "cut", "after": 9'
mine "$at/releases/tags/v3.0.0"
ok 'the API can be cut' is "$rc-$(cat body)" '18-{"url":"h'
fault '"do": "corrupt", "at": 2'
mine "$at/releases/tags/v3.0.0"
ok 'and corrupted' is "$rc-$(differs_at release)" 0-3
control '{"faults": []}' >/dev/null

cp numbers file
from "$signed" -r 10-19 -H "If-Range: $etag"
ok 'a file that was replaced is another' is "$status $(size body)" "200 $lines"
mine "$at/releases/tags/v3.0.0"
ok 'and its digest' told file-v3.0.0 digest "'sha256:$(hex file)'"
echo "{\"installer\": {$entry, \"digests\": false, \"starter\": true,
    \"size_of\": {\"b\": 7}, \"digest_of\": {\"text\": \"sha256:0\"},
    \"files\": {\"a-v{version}.tar.gz\": \"$dir/file\"}, \"checksums\":
    {\"text\": \"sums-{tag}\", \"b\": \"sums-{tag}\"}, \"assets\": [\"b\", \"text\",
    \"a-v{version}.tar.gz\", \"sums-{tag}\"]}}" >assets
mine "$at/releases/tags/v3.0.0"
cp body release
ok 'digests need not be told' told b digest None
ok 'and may be wrong' told text digest "'sha256:0'"
ok 'as may sizes' told b size 7
bytes_of sums-v3.0.0 -L
ok 'one file may have several checksums' is "$(cat body)" \
    "$(printf 'hello\n' >c && hex c)  text"$'\n'"$(hex b)  b"
echo '{"installer": {"assets": ["a"], "direct": true, "contents": {"a": "x"}},
    "installer-kernel": {"assets": ["a"], "private": true}}' >assets
from "$signed"
ok 'an asset that went is not there' is "$status" 404
mine "$at/releases/tags/v3.0.0"
cp body release
bytes_of a
ok 'the API may send the bytes itself' is "$status $(cat body)" '200 x'
echo '{"installer": {"assets": ["a"], "delay": 3600, "starter": true}}' >assets
bytes_of a
ok 'those that are not there yet are not sent' is "$status" 404
echo '{"installer": {"assets": ["a"], "draft": true}}' >assets
bytes_of a
ok 'nor those of a draft without a token' is "$status" 404
bytes_of a -H "Authorization: Bearer $token"
ok 'but with one' is "$status" 302
ok 'nothing was written on stderr' [ ! -s out ]
echo "{\"installer\": {$entry}, \"installer-kernel\": {\"assets\": [\"a\"],
    \"private\": true}}" >assets
stop
start --assets assets --delay 0 --downloads-here --prefix /api/v3
git -C clone push -q "$dir/origins/Truthdb/installer-kernel.git" v3.0.0
at=/api/v3$at
mine "$at/releases/tags/v3.0.0"
cp body release
here_is=$url/Truthdb/installer/releases/download/v3.0.0
ok 'with --downloads-here the URL of a browser is here' \
    told b browser_download_url "'$here_is/b'"
from "$here_is/b"
ok 'it leads to the storage host' is "$status $(where | cut -d / -f 4)" \
    '302 github-production-release-asset'
ok 'and costs nothing' lacks ^x-ratelimit head
from "$here_is/b" -L
ok 'without a token, and what is made at random stays the same' cmp -s body b
from "$here_is/c"
ok 'what is not there is 404' is "$status $(cat body)" '404 Not Found'
mine /Truthdb/installer-kernel/releases/download/v3.0.0/a
ok 'of a private repository all is, with a token too' is "$status" 404
get /api/v3/repos/Truthdb/installer-kernel/releases/tags/v3.0.0
ok 'of which the API says nothing without one' is "$status" 404
mine /api/v3/repos/Truthdb/installer-kernel
ok 'but with one that it is private' py 'd["private"] and d["visibility"] == "private"'
at=${at%-kernel}-kernel
mine "$at/releases/tags/v3.0.0"
cp body release
bytes_of a -L -H "Authorization: Bearer $token"
ok 'and what its assets hold' is "$status sha256:$(hex body)" \
    "200 $(python3 -c 'import json
print(json.load(open("release"))["assets"][0]["digest"])')"
stop
echo '{"owner": "Truthdb", "repos": [{"name": "installer-kernel",
    "assets": ["a", "SUMS"], "checksums": {"a": "SUMS"}}]}' >config
start --config config --delay 0
at=${at#/api/v3}
mine "$at/releases/tags/v3.0.0"
cp body release
ok 'a configuration says where checksums are' told SUMS size '64 + 2 + 2'
stop

# held N WHEN: what came of the N-th request by the time that it is held
held() {
    rm -f head body
    sleep 100 &
    echo $! >held-pid
    control "{\"hold\": {\"request\": $1, \"when\": \"$2\", \"stop\": \"held-pid\",
        \"tell\": \"told\"}}" >/dev/null
    curl -q -s -N --noproxy '*' --max-time 20 -D head -o body "$url/rate_limit" &
    curl_pid=$!
    read -r said <told
    came=$(cat head body 2>/dev/null | wc -c)
    tries=0 # it stops when it has its turn
    until state=$(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$(cat held-pid)/status") &&
        [ "$state" = T ] || [ $tries -gt 100 ]; do
        tries=$((tries + 1)); sleep 0.1
    done
    control '{"hold": null}' >/dev/null
    wait "$curl_pid"
    all=$(cat head body | wc -c)
    kill -9 "$(cat held-pid)"
    wait "$(cat held-pid)" 2>/dev/null
}
if [ -r /proc/self/status ]; then
    start
    mkfifo told
    held 1 before
    ok 'a request can be held before its answer' is "$said $state $came" 'held T 0'
    held 1 during
    ok 'half-way, of which not all has come' [ "$said $state" = 'held T' -a "$came" -lt "$all" ]
    ok 'and goes on when it is let go' [ "$all" -gt 300 ]
    held 1 after
    ok 'and after its last byte, when who asked is stopped' is "$said $state" 'held T'
    control '{"hold": {"request": 2, "when": "before", "stop": "held-pid", "tell": "told"}}' >/dev/null
    get /rate_limit
    ok 'others are not held' is "$status" 200
    stop
else
    n=$((n + 5))
fi

sleep 0.3 &
start --parent $!
wait "$pid"
ok 'it ends when its parent is gone' is $? 0
pid=

echo "1..$n"
[ "$failed" -eq 0 ]

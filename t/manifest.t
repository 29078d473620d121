#!/bin/sh
# release --manifest: what was released, as JSON.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"

# what of it is not whole: parts, whoever's
parts() {
    find . -path ./origins -prune -o -path ./clones -prune -o -name '*.part' -print
}
# every field, against the documents of the stand-in and what git says
compare() { # FILE
    curl -q -s --noproxy '*' "$GITHUB_API_URL/_control" >state
    python3 - "$1" <<'EOT'
import json, os, subprocess, sys, urllib.request

def get(path):
    request = urllib.request.Request(os.environ["GITHUB_API_URL"] + path)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
        return json.load(answer)

def git(name, *words):
    return subprocess.run(["git", "-C", f"origins/Truthdb/{name}.git", *words],
                          check=True, capture_output=True, text=True).stdout.strip()

found = json.load(open(sys.argv[1], encoding="utf-8"))
repositories = found.pop("repositories")
assert found == {"orchestrator": found["orchestrator"], "owner": "Truthdb",
                 "version": "1.2.3", "tag": "v1.2.3"}, found
assert found["orchestrator"][0].isdigit()
names = [r["name"] for r in repositories]
assert names == ["installer-kernel", "installer", "truthdb", "installer-iso"], names
for r in repositories:
    name = r["name"]
    api = f"/repos/Truthdb/{name}"
    release = get(api + "/releases/tags/v1.2.3")
    # the stand-in lists two more runs, which are not the tag's
    run = r["run"]
    if run is not None:
        real = get(f"{api}/actions/runs/{run['id']}")
        assert real["head_branch"] == "v1.2.3" and real["head_sha"] == r["commit"]
        assert run == {"state": "passed", "status": "success",
                       "id": real["id"], "attempt": real["run_attempt"],
                       "url": real["html_url"], "started_at": real["run_started_at"],
                       "updated_at": real["updated_at"]}, (run, real)
    assert run is not None or release["immutable"], name
    want = {
        "name": name,
        "origin": os.path.abspath(f"origins/Truthdb/{name}.git"),
        "commit": git(name, "rev-parse", "v1.2.3^{commit}"),
        "tag_object": git(name, "rev-parse", "v1.2.3"),
        "run": run,
        "release": {"id": release["id"], "url": release["html_url"],
                    "published_at": release["published_at"],
                    "immutable": release["immutable"]},
        "assets": [{"name": a["name"], "size": a["size"], "digest": a["digest"],
                    "created_at": a["created_at"], "updated_at": a["updated_at"],
                    "url": a["browser_download_url"]} for a in release["assets"]]}
    assert r == want, (r, want)
    assert git(name, "cat-file", "-t", r["tag_object"]) == "tag"
    assert len(r["assets"]) == 2
EOT
}

content() {
    ready
    umask 027
    exits 0 release --version 1.2.3 --manifest out.json
    compare out.json
    is "$(stat -c %a out.json)" 640 'its mode'
    is "$(tail -c 1 out.json | od -An -c | tr -d ' ')" '\n' 'its last byte'
    is "$(parts)" '' 'what is left'
    no_leak
    ! grep -qF "$TOKEN" out.json
}
with_runs() {
    world_origins
    github_start --delay 0.5
    exits 0 release --version 1.2.3 --manifest "$W/out.json"
    compare out.json
    python3 -c 'import json
assert all(r["run"] for r in json.load(open("out.json"))["repositories"])'
}
together() {
    ready
    exits 0 "$ORCHESTRATOR" release --parallel --version 1.2.3 --repos-root clones --poll-interval-secs 1 --manifest out.json
    compare out.json
}
# Until all is released, what was there before stays.
when_all_is_released() {
    ready
    github_control '{"delay": 1}'
    echo before >out.json
    start_release --version 1.2.3 --manifest out.json
    until_says 'truthdb: released'
    is "$(cat out.json)" before 'the file while it goes on'
    ends 0
    compare out.json
    is "$(parts)" '' 'what is left'
}
failed() {
    world_origins
    echo '{"truthdb": {"run": {"takes": 0.2, "conclusion": "failure"}}}' >assets
    github_start --delay 0 --assets assets
    mkdir 'a folder'
    cd 'a folder'
    : >requests
    (cd .. && exits 1 release --version 1.2.3 --manifest 'a folder/out.json')
    cd ..
    is "$(parts)" '' 'what is left'
    [ ! -e 'a folder/out.json' ]
    grep -qF -- "--manifest '$W/a folder/out.json'" err || fail 'the next command does not name it'
    echo '{}' >assets
    github_control '{"rerun": "truthdb"}'
    sed -n 's/^  then: //p' err >again
    mkdir elsewhere
    (cd elsewhere && exits 0 sh ../again)
    compare 'a folder/out.json'
    is "$(parts)" '' 'what is left'
}
resumed() {
    ready
    exits 0 release --version 1.2.3
    exits 0 release --version 1.2.3 --resume --manifest out.json
    compare out.json
    cp out.json first.json
    exits 0 release --version 1.2.3 --resume --manifest out.json
    cmp first.json out.json
}
unwritable() {
    ready
    mkfifo fifo
    mkdir folder
    while IFS='|' read -r file words; do
        exits 2 release --version 1.2.3 --manifest "$file"
        says "release-iso: $words"
    done <<END
no/folder/out.json|cannot write the manifest $W/no/folder/out.json: No such file or directory
folder|cannot write the manifest $W/folder: it is a folder
folder/|cannot write the manifest $W/folder/: it is a folder
fifo|cannot write the manifest $W/fifo: it is no file
assets/out.json|cannot write the manifest $W/assets/out.json: No such file or directory
END
    exits 2 release --version 1.2.3 --manifest ''
    exits 2 release --version 1.2.3 --dry-run --manifest folder
    nothing_public v1.2.3
    for name in $REPOS; do
        is "$(git -C "clones/$name" tag)" '' "tags in the clone of $name"
    done
    [ -p fifo ]
    is "$(parts)" '' 'what is left'
}
interrupted() {
    world_origins
    github_start --delay 60
    start_release --version 1.2.3 --manifest out.json
    until_says 'installer-kernel: pushed'
    is "$(parts)" '' 'parts while it goes on'
    kill -INT "$PID"
    ends 130
    is "$(parts)" '' 'what is left'
    [ ! -e out.json ]
    grep -qF -- "--manifest $W/out.json" err || fail 'the next command does not name it'
}
in_a_clone() {
    ready
    cd clones/installer
    "$ORCHESTRATOR" release-iso --repos-root .. --version 1.2.3 --dry-run --manifest m.json >"$W/out" 2>"$W/err"
    "$ORCHESTRATOR" release-iso --repos-root .. --version 1.2.3 --poll-interval-secs 1 --manifest m.json >"$W/out" 2>"$W/err"
    cd "$W"
    python3 -c 'import json; json.load(open("clones/installer/m.json"))'
}
# an answer about another release, once, is not what was released
another_release() {
    world_origins
    github_start --delay 0
    github_faults '[{"path": "installer-kernel/releases/tags", "skip": 1, "times": 1, "do": "patch", "edits": [
        {"at": ["tag_name"], "set": "v9.9.9"}, {"at": ["id"], "set": 666}]}]'
    exits 0 release --version 1.2.3 --ignore-runs --manifest m.json
    python3 -c 'import json; assert json.load(open("m.json"))["repositories"][0]["release"]["id"] not in (0, 666)'
}
refused() {
    ready
    echo dirt >clones/truthdb/dirt
    exits 3 release --version 1.2.3 --manifest out.json
    is "$(parts)" '' 'what is left'
    [ ! -e out.json ]
}
dry_run() {
    ready
    exits 0 release --version 1.2.3 --dry-run --manifest out.json
    is "$(parts)" '' 'what is left'
    [ ! -e out.json ]
}
# There is no room for it in the end: all is released all the same.
full() {
    ready
    mkdir small
    mount -t tmpfs -o size=4k,nr_inodes=3 none small 2>/dev/null || { echo 'cannot mount'; return 0; }
    trap 'umount "$W/small"; github_stop' EXIT
    exits 1 release --version 1.2.3 --manifest small/out.json
    says "all is released, but the manifest $W/small/out.json cannot be written: No space left on device"
    is "$(ls -A small)" '' 'what is left'
    released installer-iso v1.2.3 "$(head_of installer-iso)"
    umount small
    trap github_stop EXIT
}
then_verified() {
    world_origins
    echo '{"truthdb": {"digest_of": {"truthdb-v1.2.3-x86_64-linux-gnu.tar.gz": "sha256:0000000000000000000000000000000000000000000000000000000000000000"}}}' >assets
    github_start --delay 0 --immutable --assets assets
    exits 6 release --version 1.2.3 --verify --manifest out.json
    compare out.json
}

tap 'It may be wanted in a clone' in_a_clone
tap 'An answer about another release does not get into it' another_release
tap 'All its fields are what git and GitHub say' content
tap 'It has the workflow runs of releases that were waited for' with_runs
tap 'In parallel it is the same' together
tap 'It is written when all is released; until then what was there stays' when_all_is_released
tap 'A release that fails writes none; the command that goes on does, from anywhere' failed
tap 'A release that was finished before has one too, always the same' resumed
tap 'Where it cannot be written the release is refused before anything is tagged' unwritable
tap 'Ctrl-C leaves no part of it' interrupted
tap 'A survey that refuses leaves no part of it' refused
tap 'A dry run writes none' dry_run
tap 'A disk that is full in the end is told as that' full
tap 'What --verify finds does not keep it from being written' then_verified
tap_end

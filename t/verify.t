#!/bin/sh
# verify, and release --verify: what a release offers is compared with its
# checksum files, and with --download fetched.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/verify.sh"

# dl holds just these files of app, and nothing is in the way of another run
holds() {
    is "$(cd dl && find . ! -type d | sort | paste -s -d ' ' -)" "$*" 'what dl holds'
}
ALL='./app/SUMS ./app/app.tar ./app/app.zip ./app/notes'
nothing_left() {
    is "$(find tmp dl -name '.*' -o -name '*.lock' -o -name 'orchestrator.*' 2>/dev/null)" '' 'what is left'
}
# shims PROGRAMS: what each is given goes to ./argv, in a line
shims() {
    mkdir shim
    for program in "$@"; do
        cat >"shim/$program" <<END
#!/bin/sh
echo "$program \$*" >>"$W/argv"
exec "$(command -v "$program")" "\$@"
END
        chmod +x "shim/$program"
    done
    : >argv
}
# shimmed N COMMAND...: exits, with the shims
shimmed() {
    (PATH=$W/shim:$PATH && exits "$@")
}

right() {
    world_origins
    for name in $REPOS; do
        git -C "origins/$OWNER/$name.git" tag v1.2.3 main
    done
    github_start --delay 0
    shims curl openssl
    shimmed 0 "$ORCHESTRATOR" verify --version 1.2.3 --repos-root clones
    says 'installer-iso: truthdb-installer-v1.2.3.iso: GitHub has what its checksum file says'
    says 'installer-kernel: BOOTX64.EFI.sha256: downloaded, and as GitHub has it'
    says 'verify: v1.2.3 is right: 8 assets compared'
    is "$(cat out)" '' 'standard output'
    is "$(grep -c ^curl argv)" 3 'curl processes'
    is "$(grep -c ^openssl argv)" 4 'openssl processes'
    is "$(grep -c '"listener": "api"' requests)" 8 'requests to the API'
    is "$(grep -c '"listener": "storage"' requests)" 4 'requests to the storage host'
    is "$(grep '"listener": "storage"' requests | grep -c 'filename%3D[^&]*\.sha256&')" 4 'of them, for checksum files'
    no_leak
}
other_digest() {
    one "\"digest_of\": {\"app.tar\": \"sha256:$NOBODY\"}"
    exits 6 verify
    verify_sum=$(curl -q -s -L --noproxy '*' -H 'User-Agent: t' -H 'Accept: application/octet-stream' \
        "$GITHUB_API_URL/repos/Truthdb/app/releases/assets/$(id SUMS)" | sed -n 's/  app.tar//p')
    says "app: WRONG: app.tar: SUMS says sha256:$verify_sum, but GitHub has sha256:$NOBODY"
    says 'app: app.zip: GitHub has what its checksum file says'
    says 'orchestrator: verify: 1 of 3 assets of v1.2.3 are not what they must be'
    exits 6 verify --quiet
    says "SUMS says sha256:$verify_sum, but GitHub has sha256:$NOBODY"
    never_says 'app.zip'
    is "$(stored app.tar)" 0 'requests for the asset'
}
odd_lists() {
    one
    line="$NOBODY  app.zip\\n"
    while IFS='|' read -r content words; do
        replan "\"contents\": {\"SUMS\": \"$content\"}"
        exits 6 verify
        says "app.tar: SUMS does not tell its SHA-256: $words"
    done <<END
$line|it has no line for app.tar
|it is empty
<!DOCTYPE html>\\n<html>\\n|line 1 is no checksum: "<!DOCTYPE html>"
$NOBODY  app.tar\\n${NOBODY%0}1  app.tar\\n|it has two different values for app.tar
END
    replan '"sizes": {"SUMS": 2097152}'
    exits 6 verify
    says 'SUMS: it has 2097152 bytes, too many for a checksum file'
    is "$(stored SUMS)" 4 'requests for the lists before that'
    replan '"sizes": {"SUMS": 2097152}, "size_of": {"SUMS": 100}'
    exits 1 verify
    says 'SUMS: its bytes cannot be read: no answer from GitHub: Maximum file size exceeded'
    is "$(stored SUMS)" 5 'requests for one that is too large, though it was not told'
}
altered_list() {
    one
    github_faults '[{"path": "filename%3DSUMS&", "times": -1, "do": "corrupt"}]'
    exits 6 verify
    says 'SUMS: what was read has sha256:'
    says ', but GitHub has sha256:'
    never_says 'app.tar'
    says '1 of 1 assets'
    exits 6 verify --download dl
    holds ./app/app.tar ./app/app.zip ./app/notes
}
no_digests() {
    one '"digests": false'
    exits 0 verify
    says 'app.tar: downloaded, and as its checksum file says'
    says 'v1.2.3 is right: 2 assets compared'
    is "$(stored app.tar) $(stored app.zip) $(stored notes) $(stored SUMS)" '1 1 0 1' 'requests'
    is "$(ls tmp)" '' 'what is left in TMPDIR'
    replan "\"digests\": false, \"contents\": {\"SUMS\": \"$NOBODY  app.tar\\n$NOBODY  app.zip\\n\"}"
    exits 6 verify
    says "app.tar: what was downloaded has sha256:"
    says ", but SUMS says sha256:$NOBODY"
    is "$(ls tmp)" '' 'what is left in TMPDIR'
    replan '"digests": false'
    exits 0 verify --download dl
    says 'notes: downloaded, and nothing tells what it must be'
    says 'v1.2.3 is right: 2 assets compared'
    holds ./app/SUMS ./app/app.tar ./app/app.zip ./app/notes
    echo other >dl/app/notes
    exits 6 verify --download dl
    says "$W/dl/app/notes is another file, with sha256:$(sum_of dl/app/notes), but what was downloaded has sha256:"
    is "$(cat dl/app/notes)" other 'the file that was there'
    nothing_left
}
stopped() {
    one '"digests": false, "sizes": {"app.tar": 300000}'
    github_faults '[{"path": "filename%3Dapp.tar&", "times": -1, "do": "hang_body"}]'
    start_verify
    until_there 'tmp/orchestrator.*/app/.app.tar.*.part' 140000
    kill -INT "$PID"
    ends 130
    is "$(ls tmp)" '' 'what is left in TMPDIR'
    kill -0 "$GITHUB_PID"
}
absent() {
    one '"draft": true'
    exits 1 verify
    says 'app: there is no release of v1.2.3'
    never_says 'hidden'
    replan ''
    VERSION=9.9.9
    exits 1 verify
    says 'app: there is no release of v9.9.9'
    says 'orchestrator: verify: not all of v9.9.9 could be looked at'
    VERSION=
    replan '"assets_missing": ["app.zip", "notes"]'
    exits 1 verify
    says 'app: missing: app.zip, notes'
    says 'app.tar: GitHub has what its checksum file says'
    github_faults '[{"path": "releases/tags", "times": -1, "do": "patch", "edits": [{"at": ["draft"], "set": true}]}]'
    exits 1 verify
    says 'app: GitHub'"'"'s answer makes no sense: it is a draft of the tag v1.2.3'
    github_faults '[{"path": "releases/tags", "times": -1, "do": "patch", "edits": [{"at": ["tag_name"], "set": "v9.9.9\u001b[1m"}]}]'
    exits 1 verify
    says 'it is the release of the tag v9.9.9\x1b[1m'
    no_leak
}
starter() {
    one '"starter": true, "delay": 90'
    exits 1 verify --download dl
    says 'app: missing: app.tar (state "starter"), app.zip (state "starter"), SUMS (state "starter"), notes (state "starter")'
    is "$(grep -c -e storage -e releases/assets requests || :)" 0 'requests for bytes'
    replan ''
    github_faults '[{"path": "releases/tags", "times": -1, "do": "patch", "edits": [{"at": ["assets", 1, "state"], "set": "starter"}]}]'
    exits 1 verify
    says 'app: missing: app.zip (state "starter")'
    says 'app.tar: GitHub has what its checksum file says'
    github_faults '[{"path": "releases/tags", "times": -1, "do": "patch", "edits": [{"at": ["assets", 1, "state"], "set": "starter"}, {"at": ["assets", 1, "digest"], "set": null}]}]'
    exits 1 verify
    never_says 'app.zip: '
}
nothing_configured() {
    offers '{"name": "app", "assets": ["app.tar"]}'
    exits 2 verify
    says 'there is nothing to compare: no "checksums" in the configuration; verify --download DIR fetches'
    is "$(cat requests 2>/dev/null)" '' 'requests'
    exits 0 verify --download dl
    says 'app.tar: downloaded, and as GitHub has it'
    echo '{"app": {"digests": false}}' >assets
    rm -r dl
    exits 1 verify --download dl
    says 'app.tar: downloaded, and nothing tells what it must be'
    says 'nothing of v1.2.3 could be compared'
    VERSION=1.2
    exits 2 verify
}
no_token() {
    one
    unset GITHUB_TOKEN
    exits 0 verify --download dl
    is "$(grep -c '"auth": "none"' requests)" "$(wc -l <requests)" 'requests without a token'
    replan '"private": true'
    exits 1 verify
    says 'app: there is no release of v1.2.3, or it is hidden without a token'
    export GITHUB_TOKEN="$TOKEN"
    exits 0 verify
}
# curl's own commands come by standard input, which is kept here
token_stays() {
    one '"digests": false, "direct": false'
    shims git openssl cp rm
    cat >shim/curl <<END
#!/bin/sh
echo "curl \$*" >>"$W/argv"
tee -a "$W/stdin" | "$(command -v curl)" "\$@"
END
    chmod +x shim/curl
    github_faults '[{"path": "filename%3Dapp.tar&", "do": "status", "status": 403, "body": "<Error>"}, {"path": "filename%3Dapp.zip&", "do": "cut", "after": 10}]'
    shimmed 0 verify --verbose --log log --download dl
    github_faults '[{"path": "filename%3DSUMS&", "times": 2, "do": "status", "status": 403}, {"path": "releases/assets/'"$(id app.tar)"'", "times": -1, "do": "redirect", "status": 302, "location": "ftp://user:word@evil.example/?X-Amz-Signature=0123456789abcdef0123456789abcdef&sig=0123456789abcdef"}]'
    cat err >>log
    rm -r dl
    shimmed 1 verify --verbose --log log2 --download dl
    says 'app.tar: GitHub redirects to where we do not follow: ftp://'
    cat out err log log2 argv >all
    ! grep -F "$TOKEN" all || fail 'the token is seen'
    ! grep -E '(Signature|sig)=[0-9a-f]|user:word' all || fail 'a signed URL is seen'
    grep -q 'X-Amz-Signature=\*\*\*' all || fail 'no signed URL is logged at all'
    grep -q '^curl -q --config -$' argv
    grep '"listener": "storage"' requests >storage
    [ -s storage ]
    ! grep -i authorization storage || fail 'the storage host saw the token'
    is "$(grep -c '"auth": "none"' storage)" "$(wc -l <storage)" 'requests to it without a token'
    python3 - <<'PY'
# each transfer in what curl was told: a token only for the API's origin
import os
for one in open("stdin").read().replace("url = ", "next\nurl = ").split("next\n"):
    if "Authorization" in one:
        assert f'url = "{os.environ["GITHUB_API_URL"]}/' in one, one
assert 'speed-time = "60"' in open("stdin").read()
PY
    no_leak
}
several() { # JOBS
    rm -rf dl running most
    mkdir running
    : >most
    shimmed 0 verify --download dl --jobs "$1"
    sort -n most | tail -n 1
}
at_once() {
    offers '{"name": "app", "assets": ["a", "b", "c", "d", "e", "f"], "checksums": {"a": "f"}}'
    mkdir shim
    cat >shim/curl <<END
#!/bin/sh
told=\$(cat)
case \$told in
*output*)
    touch "$W/running/\$\$"
    ls "$W/running" | wc -l >>"$W/most"
    sleep 0.3
    rm "$W/running/\$\$" ;;
esac
echo "\$told" | "$(command -v curl)" "\$@"
END
    chmod +x shim/curl
    is "$(several 2 | tail -n 1)" 2 'downloads at once with --jobs 2'
    is "$(several 6 | tail -n 1)" 6 'downloads at once with --jobs 6'
}
downloads() {
    random 300000
    one "\"files\": {\"app.tar\": \"$W/big\"}"
    umask 027
    mkdir there
    exits 0 verify --download 'there/a dir'
    mv 'there/a dir' dl
    holds ./app/SUMS ./app/app.tar ./app/app.zip ./app/notes
    cmp big dl/app/app.tar
    (cd dl/app && sha256sum --check --quiet SUMS)
    is "$(stat -c %a dl/app/app.tar) $(stat -c %a dl/app)" '640 750' 'modes'
    says 'app.tar: downloaded, and as its checksum file says'
    says 'notes: downloaded, and as GitHub has it'
    exits 1 verify --download not/there
    says "cannot make the folder $W/not/there: No such file or directory"
    exits 0 verify --json --download dl2
    python3 - <<'PY'
import json
events = [json.loads(line) for line in open("out")]
seen = {e["asset"]: e for e in events if e["event"] == "verified"}
assert set(seen) == {"app.tar", "app.zip", "SUMS", "notes"}, seen
for name, e in seen.items():
    assert e["path"].endswith("/dl2/app/" + name), e
    assert e["computed"] == e["digest"] == (e["listed"] or e["digest"]), e
assert events[-1]["event"] == "result" and events[-1]["status"] == 0
PY
}
cut_off() {
    random 300000
    one "\"files\": {\"app.tar\": \"$W/big\", \"app.zip\": \"$W/big\"}"
    github_faults '[{"path": "filename%3Dapp.tar&", "times": 2, "do": "cut", "after": 100000}, {"path": "filename%3Dapp.zip&", "do": "cut", "after": 50000, "reset": true}]'
    exits 0 verify --download dl
    is "$(ranges app.tar)" 'null bytes=100000- bytes=200000-' 'what was asked of app.tar'
    [ "$(stored app.zip)" -eq 2 ]
    cmp big dl/app/app.tar
    cmp big dl/app/app.zip
    # shellcheck disable=SC2086 # words
    holds $ALL
}
# The first of a download that is cut off each time is kept for the next run.
always_cut_off() {
    random 300000
    one "\"files\": {\"app.tar\": \"$W/big\"}"
    github_faults '[{"path": "filename%3Dapp.tar&", "times": -1, "do": "cut", "after": 10000}]'
    exits 1 verify --download dl
    says 'app.tar: its download does not come to an end: curl: (18) '
    is "$(ranges app.tar)" 'null bytes=10000- bytes=20000- bytes=30000- bytes=40000-' 'what was asked'
    is "$(cat dl/app/.app.tar.*.part | wc -c)" 50000 'bytes that are there'
    github_faults '[]'
    exits 0 verify --download dl
    is "$(ranges app.tar | cut -d ' ' -f 6-)" 'bytes=50000-' 'what was asked then'
    is "$(stored notes)" 1 'requests for what was there'
    cmp big dl/app/app.tar
    nothing_left
}
interrupted() {
    random 300000
    one "\"files\": {\"app.tar\": \"$W/big\"}"
    github_faults '[{"path": "filename%3Dapp.tar&", "do": "hang_body", "after": 100000}]'
    start_verify --download dl
    until_there 'dl/app/.app.tar.*.part' 98304 # curl writes 4 KiB at once
    until_there 'dl/app/.notes.*.part' 4096
    kill -INT "$PID"
    ends 130
    exits 0 verify --download dl
    is "$(ranges app.tar)" 'null bytes=98304-' 'what was asked of app.tar'
    is "$(ranges notes)" null 'what was asked of notes'
    cmp big dl/app/app.tar
    nothing_left
}
is_alive() { # PID
    grep -q '^State:[^A-Z]*[RSD]' "/proc/$1/status" 2>/dev/null
}
# Its curl lives on, and adds to the file that it has open.
killed() {
    random 300000
    one "\"files\": {\"app.tar\": \"$W/big\"}"
    github_faults '[{"path": "filename%3Dapp.tar&", "do": "cut", "after": 100000}, {"path": "filename%3Dapp.tar&", "do": "drip", "after": 50000, "every": 0.005}]'
    start_verify --download dl
    until_there 'dl/app/.app.tar.*.part' 147456
    orphan=$(pgrep -P "$PID" -x curl)
    kill -9 "$PID"
    ends 137
    github_faults '[]'
    exits 0 verify --download dl
    is "$(stored app.tar)" 3 'requests for app.tar'
    from=$(ranges app.tar | sed 's/.*bytes=\([0-9]*\)-$/\1/')
    [ "$from" -ge 147456 ] || fail "it went on from $from"
    is "$(stored notes)" 1 'requests for what was there'
    # shellcheck disable=SC2086 # words
    holds $ALL
    is_alive "$orphan" || fail 'the curl of the killed run has ended'
    github_stop # it writes what it has
    until_true 'it does not end' not is_alive "$orphan"
    cmp big dl/app/app.tar
}
killed_aside() {
    one '"digests": false, "sizes": {"app.tar": 300000}'
    github_faults '[{"path": "filename%3Dapp.tar&", "times": -1, "do": "hang_body"}]'
    start_verify
    until_there 'tmp/orchestrator.*/app/.app.tar.*.part' 140000
    orphan=$(pgrep -P "$PID" -x curl)
    kill -9 "$PID"
    ends 137
    kill "$orphan"
    [ -n "$(ls tmp)" ] || fail 'the killed run left nothing'
    github_faults '[]'
    exits 0 verify
    is "$(ls tmp)" '' 'what is left in TMPDIR'
}
corrupted() {
    random 300000
    one "\"files\": {\"app.tar\": \"$W/big\"}"
    github_faults '[{"path": "filename%3Dapp.tar&", "times": -1, "do": "corrupt"}]'
    exits 6 verify --download dl
    says 'app.tar: what was downloaded has sha256:'
    says ", but GitHub has sha256:$(sum_of big)"
    is "$(stored app.tar)" 1 'requests for it'
    holds ./app/SUMS ./app/app.zip ./app/notes
    github_faults '[]'
    exits 0 verify --download dl
    cmp big dl/app/app.tar
    nothing_left
}
# part BYTES: the part of app.tar that a run before left, of other content
part() {
    rm -rf dl
    mkdir -p dl/app
    head -c "$1" /dev/zero >"dl/app/.app.tar.$ID.part"
    : >requests
}
stale() {
    random 300000
    one "\"files\": {\"app.tar\": \"$W/big\"}"
    ID=$(id app.tar)
    while read -r bytes asked; do
        part "$bytes"
        exits 0 verify --download dl
        is "$(ranges app.tar)" "$asked" "what was asked after $bytes bytes"
        cmp big dl/app/app.tar
        # shellcheck disable=SC2086 # words
        holds $ALL
    done <<'END'
1000 bytes=1000- null
300000 null
300001 null
0 null
END
    part 300000
    github_faults '[{"path": "filename%3Dapp.tar&", "times": -1, "do": "corrupt"}]'
    exits 6 verify --download dl
    is "$(ranges app.tar)" null 'what was asked'
    holds ./app/SUMS ./app/app.zip ./app/notes
    github_faults '[]'
    rm -r dl
    mkdir -p dl/app
    echo mine >mine
    ln -s "$W/mine" "dl/app/.app.tar.$ID.part"
    exits 0 verify --download dl
    is "$(cat mine)" mine 'a file that the part was a link to'
    cmp big dl/app/app.tar
    [ ! -L dl/app/app.tar ]
}
# The API sends the bytes itself, whole, whatever range is wanted.
no_ranges() {
    random 300000
    one "\"direct\": true, \"files\": {\"app.tar\": \"$W/big\"}"
    github_faults "[{\"path\": \"assets/$(id app.tar)\$\", \"skip\": 1, \"do\": \"cut\", \"after\": 100000}]"
    exits 0 verify --download dl
    cmp big dl/app/app.tar
    # shellcheck disable=SC2086 # words
    holds $ALL
    is "$(grep -c '"listener": "storage"' requests || :)" 0 'requests to the storage host'
    is "$(grep "assets/$(id app.tar)\"" requests | grep -c 'bytes=100000-')" 1 'requests for the rest'
}
direct_large() {
    one '"direct": true, "sizes": {"app.tar": 4194304, "app.zip": 5242880, "notes": 7340032}'
    exits 0 verify --download dl
    (cd dl/app && sha256sum --check --quiet SUMS)
    is "$(grep -c releases/assets/ requests)" 10 'requests: two for each, and two for the list'
}
# One run meets all of them: what is refused, what passes, and what ends well and
# is something else.
storage_fails() {
    offers '{"name": "app", "assets": ["a", "b", "c", "d", "e"], "checksums": {"a": "e"}},
        {"name": "web", "assets": ["f", "g", "h", "i", "j"]}' \
        '{"web": {"size_of": {"i": 100, "j": 5000}}}'
    github_faults '[{"path": "filename%3Da&", "times": -1, "do": "status", "status": 403},
        {"path": "filename%3Db&", "times": -1, "do": "not_found"},
        {"path": "filename%3Dc&", "times": -1, "do": "status", "status": 500, "body": "<html>oops"},
        {"path": "filename%3Dd&", "times": 1, "do": "status", "status": 500},
        {"path": "filename%3De&", "times": 1, "do": "status", "status": 500},
        {"path": "filename%3Df&", "times": -1, "do": "redirect", "status": 302, "location": "file:///etc/passwd"},
        {"path": "filename%3Dg&", "times": -1, "do": "body", "type": "text/html", "body": "<html>pay for this network"},
        {"path": "filename%3Dh&", "times": 2, "do": "body", "type": "text/html", "body": "<html>pay for this network"}]'
    exits 1 verify --download dl
    end='its download does not come to an end:'
    for name in a:403 b:404 c:500; do
        says "app: ${name%:*}: $end curl: (22) The requested URL returned error: ${name#*:}"
    done
    says 'app: d: downloaded, and as GitHub has it'
    says 'app: e: downloaded, and as GitHub has it'
    is "$(stored a) $(stored d)" '7 2' 'requests' # three times one came to its end
    says "web: f: $end the answer (302) has another size than the asset"
    says "web: g: $end the answer (200) has another size than the asset"
    says 'web: h: downloaded, and as GitHub has it'
    is "$(ranges h)" 'null null null' 'what was asked of h'
    says "web: i: $end curl: (63) "
    is "$(stored i)" 1 'requests for what is larger than told'
    says "web: j: $end the answer (200) has another size than the asset"
    is "$(cd dl && find . ! -type d | sort | paste -s -d ' ' -)" './app/d ./app/e ./web/h' 'all that is kept'
}
list_fails() {
    one
    github_faults '[{"path": "filename%3DSUMS&", "do": "status", "status": 502}, {"path": "releases/tags", "do": "status", "status": 503}, {"path": "releases/assets", "do": "status", "status": 500}]'
    exits 0 verify
    is "$(stored SUMS)" 2 'requests for the list'
    github_faults '[{"path": "filename%3DSUMS&", "times": -1, "do": "status", "status": 404}]'
    exits 1 verify
    says 'app: SUMS: its bytes cannot be read: GitHub answered 404'
    is "$(stored SUMS)" 3 'requests for the list'
    github_faults '[{"path": "releases/assets", "times": -1, "do": "not_found"}]'
    exits 1 verify
    says 'app: SUMS: GitHub does not tell where it is: GitHub answered 404: Not Found'
}
api_fails() {
    one
    while read -r status words; do
        github_faults "[{\"path\": \"releases/tags\", \"times\": -1, $words}]"
        exits "$status" verify
        says 'app: its release cannot be read: '
        no_leak
    done <<'END'
4 "do": "unauthorized"
4 "do": "forbidden"
1 "do": "rate_primary"
1 "do": "redirect", "location": "https://evil.example/"
END
    github_faults '[{"path": "releases/assets", "times": -1, "do": "forbidden"}]'
    exits 4 verify
    says 'app: SUMS: GitHub does not tell where it is: GitHub forbids it (403'
    github_faults '[{"path": "releases/tags", "times": -1, "do": "body", "body": "{}"}]'
    exits 1 verify
    says "app: GitHub's answer makes no sense: "
}
redirects() {
    one
    while read -r to; do
        github_faults "[{\"path\": \"releases/assets\", \"times\": -1, \"do\": \"redirect\", \"status\": 302, \"location\": \"$to\"}]"
        exits 1 verify
        says 'app: SUMS: GitHub redirects to where we do not follow: '
    done <<'END'
file:///etc/passwd
http://evil.example/SUMS
ftp://127.0.0.1/SUMS
http://127.0.0.1:80@evil.example/SUMS
https://127.0.0.1:80@evil.example/SUMS
//evil.example/SUMS
https:evil.example
https://evil.example/\"output=x
END
    is "$(grep -c '"listener": "storage"' requests || :)" 0 'requests to the storage host'
    github_faults "[{\"path\": \"releases/assets/$(id app.tar)\", \"times\": -1, \"do\": \"redirect\", \"status\": 302, \"location\": \"file://$W/orchestrator.json\"}]"
    exits 1 verify --download dl
    says 'app.tar: GitHub redirects to where we do not follow: file:'
    is "$(grep -c "assets/$(id app.tar)\"" requests)" 1 'requests for it'
    holds ./app/SUMS ./app/app.zip ./app/notes
}
# nothing would tell that what is there is another file's
part_of_unknown() {
    offers "$ONE" '{"app": {"digests": false}}'
    exits 0 verify --download dl
    id=$(curl -q -s --noproxy '*' "$GITHUB_API_URL/repos/Truthdb/app/releases/tags/v1.2.3" -H "Authorization: Bearer $TOKEN" |
        python3 -c 'import json, sys; print(*[a["id"] for a in json.load(sys.stdin)["assets"] if a["name"] == "notes"])')
    cp dl/app/notes right
    for n in 4096 2000; do
        rm dl/app/notes
        head -c $n /dev/zero >"dl/app/.notes.$id.part"
        exits 0 verify --download dl
        cmp right dl/app/notes
    done
}
links() {
    one
    echo precious >precious
    mkdir dl elsewhere
    ln -s ../precious dl/orchestrator.lock
    exits 1 verify --download dl
    is "$(cat precious)" precious 'the file'
    rm -r dl/orchestrator.lock dl/app
    ln -s ../elsewhere dl/app
    exits 1 verify --download dl
    says "$W/dl/app is a link, where a folder is needed"
    is "$(ls elsewhere)" '' 'what lies elsewhere'
}
odd_folder() {
    one
    odd=$(printf 'x\ny "\\ z')
    exits 0 verify --download "$odd"
    cmp "$odd/app/app.tar" "$odd/app/app.tar"
    is "$(find . -maxdepth 1 -name 'x*' -printf 'x' | wc -c)" 1 'what is there'
}
bad_folder() {
    one
    echo mine >dl
    exits 1 verify --download dl
    says "$W/dl is a file, where a folder is needed"
    is "$(cat dl)" mine 'the file'
    rm dl
    mkdir dl
    echo mine >dl/app
    exits 1 verify --download dl
    says "$W/dl/app is a file, where a folder is needed"
    rm dl/app
    mkdir -p dl/app/app.tar
    exits 1 verify --download dl
    says "app.tar: $W/dl/app/app.tar is there, and is no file"
    [ -e dl/app/app.zip ]
}
# A small disk, or one that cannot be written to; who may not mount one skips it.
disk() { # OPTIONS
    mkdir -p dl
    mount -t tmpfs -o "$1" none dl 2>/dev/null || { echo 'cannot mount'; return 1; }
    trap 'umount "$W/dl"; github_stop' EXIT
}
read_only() {
    one
    disk size=1m,ro || return 0
    exits 1 verify --download dl
    says 'dl/app: Read-only file system'
    umount dl
    trap github_stop EXIT
}
full() {
    random 3000000
    one "\"files\": {\"app.tar\": \"$W/big\"}"
    disk size=1m || return 0
    exits 1 verify --download dl
    says 'app.tar: its download does not come to an end: curl: (23) '
    is "$(stored app.tar)" 1 'requests for it'
    [ ! -e dl/app/app.tar ]
    umount dl
    trap github_stop EXIT
}
there_already() {
    one
    exits 0 verify --download dl
    touch -d 2020-01-01 dl/app/app.tar
    : >requests
    exits 0 verify --download dl
    says 'app.tar: there already, and as its checksum file says'
    says 'notes: there already, and as GitHub has it'
    says 'v1.2.3 is right: 4 assets compared'
    is "$(stored app.tar) $(stored app.zip) $(stored notes) $(stored SUMS)" '0 0 0 1' 'requests'
    is "$(stat -c %y dl/app/app.tar | cut -c 1-4)" 2020 'the time of the file'
    echo other >dl/app/app.tar
    rm dl/app/notes
    : >requests
    exits 6 verify --download dl
    says "app.tar: $W/dl/app/app.tar is another file, with sha256:$(sum_of dl/app/app.tar), but GitHub has sha256:"
    says '; it stays as it is'
    says 'notes: downloaded, and as GitHub has it'
    is "$(cat dl/app/app.tar)" other 'the file that was there'
    is "$(stored app.tar) $(stored notes)" '0 1' 'requests'
    nothing_left
}
two_runs() {
    random 300000
    one "\"files\": {\"app.tar\": \"$W/big\"}"
    github_faults '[{"path": "filename%3Dapp.tar&", "do": "hang_body", "after": 100000}]'
    start_verify --download dl
    until_there 'dl/app/.app.tar.*.part' 98304
    exits 1 verify --download dl
    says "another run downloads into $W/dl: process $PID (verify v1.2.3, since "
    kill -INT "$PID"
    ends 130
    exits 0 verify --download dl
    is "$(ranges app.tar)" 'null bytes=98304-' 'what was asked'
    cmp big dl/app/app.tar
    # shellcheck disable=SC2086 # words
    holds $ALL
}
# (Sanitizers and valgrind need more.)
memory() {
    truncate -s 300M big
    one "\"files\": {\"app.tar\": \"$W/big\"}"
    start_verify --download dl
    most=0
    while kill -0 "$PID" 2>/dev/null; do
        now=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$PID/status" 2>/dev/null || :)
        most=${now:-$most}
        sleep 0.02
    done
    ends 0
    is "$(stat -c %s dl/app/app.tar)" 314572800 'bytes that came'
    limit=8192
    if [ "${MOST_KIB:-}" = 0 ] || ldd "$ORCHESTRATOR" | grep -q asan; then
        limit=100000
    fi
    echo "$most KiB at most"
    [ "$most" -gt 0 ]
    [ "$most" -lt $limit ] || fail "it took $most KiB"
}
terminal() {
    random 300000
    one "\"files\": {\"app.tar\": \"$W/big\"}"
    github_faults '[{"path": "filename%3Dapp.tar&", "do": "hang_body", "after": 100000, "seconds": 1}]'
    TERM=xterm exits 0 in_terminal "$ORCHESTRATOR" verify --version 1.2.3 \
        --repos-root clones --config orchestrator.json --download dl
    says 'Downloads'
    says 'app.tar'
    says 'v1.2.3 is right'
    never_says "$TOKEN"
}
# only PROGRAMS: ./shim has these
only() {
    rm -rf shim
    mkdir shim
    for program in "$@"; do
        ln -s "$(command -v "$program")" shim/
    done
}
alone() { # N COMMAND...: exits, with those alone
    # shellcheck disable=SC2123
    (PATH=$W/shim && exits "$@")
}
other_programs() {
    one
    for program in openssl sha256sum shasum; do
        only git curl cp rm "$program"
        alone 0 verify --download "dl-$program"
    done
    only git curl cp rm
    alone 7 verify
    says 'cannot compute a SHA-256: none of openssl, sha256sum and shasum is in PATH'
}

as_last_step() {
    ready
    exits 0 release --version 1.2.3 --verify
    says 'verify: v1.2.3 is right: 8 assets compared'
    is "$(grep -c '"listener": "storage"' requests)" 4 'requests to the storage host'
    exits 0 release --version 1.2.3 --verify --resume
    says 'verify: v1.2.3 is right: 8 assets compared'
    exits 0 release --version 1.2.4 --verify --dry-run
    never_says 'verify'
}
last_step_finds() {
    world_origins
    echo "{\"truthdb\": {\"digest_of\": {\"truthdb-v1.2.3-x86_64-linux-gnu.tar.gz\": \"sha256:$NOBODY\"}}}" >assets
    github_start --delay 0 --immutable --assets assets
    exits 6 release --version 1.2.3 --verify
    for again in '' again; do
        says 'release-iso: 1 of 8 assets of v1.2.3 are not what they must be'
        says "truthdb: WRONG: truthdb-v1.2.3-x86_64-linux-gnu.tar.gz: truthdb-v1.2.3-x86_64-linux-gnu.sha256 says sha256:"
        says "but GitHub has sha256:$NOBODY"
        says 'public now: v1.2.3 is released from installer-kernel, installer, truthdb, installer-iso'
        says 'first: let nobody use what does not match: see how it came to be, and release a new version'
        says 'to compare again: '
        says 'release-iso --version 1.2.3 --resume'
        grep -q 'to compare again: .* --verify' err || fail 'the next command does not verify'
        [ -n "$again" ] || exits 6 release --version 1.2.3 --verify --resume
    done
    released installer-iso v1.2.3 "$(head_of installer-iso)"
}
last_step_cannot() {
    ready
    github_faults '[{"path": "github-production", "times": -1, "do": "not_found"}]'
    exits 1 release --version 1.2.3 --verify
    says 'release-iso: not all of v1.2.3 could be looked at'
    says 'public now: v1.2.3 is released from '
    never_says 'let nobody use'
    github_faults '[]'
    sed -n 's/^  to compare again: //p' err >again
    exits 0 sh again
    says 'verify: v1.2.3 is right'
}
last_step_useless() {
    echo '{"owner": "Truthdb", "repos": [{"name": "app", "assets": ["app.tar"]}]}' >orchestrator.json
    world_plan orchestrator.json
    world_origins
    github_start --delay 0 --config orchestrator.json
    exits 2 "$ORCHESTRATOR" release --version 1.2.3 --verify --config orchestrator.json --repos-root clones
    says 'there is nothing to compare: no "checksums" in the configuration'
    nothing_public v1.2.3
}
resume_verifies() {
    ready
    github_faults "[{\"path\": \"$IK\", \"times\": -1, \"do\": \"unauthorized\"}]"
    exits 4 release --version 1.2.3 --verify
    says 'public now: v1.2.3 is on origin of installer-kernel'
    grep -q ' --version 1.2.3 --resume .* --verify' err || fail 'the next command does not verify'
}

tap 'A release that is right: only the checksum files are read, by three curls' right
tap 'A digest that is another than the list says ends with 6; both are named, also when quiet' other_digest
tap 'A list without a line, empty, HTML, with two values, too large: each is told' odd_lists
tap 'A list that is altered on the way is told, and tells nothing of others' altered_list
tap 'What GitHub has no digest of is downloaded and compared; nothing stays' no_digests
tap 'Stopped by Ctrl-C, it leaves nothing in the temporary folder' stopped
tap 'No release, a draft, an asset that is missing, another tag: each is told' absent
tap 'Assets that are still uploaded count as missing, and are not asked for' starter
tap 'Without checksums there is nothing to do but to download' nothing_configured
tap 'A public repository needs no token, a private one is told as hidden without' no_token
tap 'The token reaches the API alone; it and signed URLs are never shown' token_stays
tap 'As many downloads go at once as --jobs says' at_once
tap 'Files get their place, their names, and modes by umask' downloads
tap 'A download that is cut off goes on from there' cut_off
tap 'One that does not come to an end ends it; the next run goes on from there' always_cut_off
tap 'Ctrl-C keeps what is there for the next run' interrupted
tap 'So does kill -9, and the curl that lives on spoils nothing' killed
tap 'What a killed run left in TMPDIR is removed by the next' killed_aside
tap 'A byte that is altered on the way ends with 6; the file gets no name' corrupted
tap 'A part of other content is fetched anew, once; a link is not followed' stale
tap 'A server that ignores ranges is asked for all again' no_ranges
tap 'Large assets that the API sends itself are not held in memory' direct_large
tap 'What the storage host refuses, or answers otherwise, is told; what passes is tried again' storage_fails
tap 'A list is read though GitHub fails once or twice; what will not pass is told' list_fails
tap 'What the API refuses is told, with its exit status' api_fails
tap 'No other scheme or host is followed to' redirects
tap 'A part of what nothing tells the digest of is not gone on with' part_of_unknown
tap 'Links in the folder lead nowhere' links
tap 'A folder may have any name' odd_folder
tap 'A folder that cannot be is told; what is there stays' bad_folder
tap 'A read-only disk is told' read_only
tap 'A full disk is told' full
tap 'What is there already is not fetched again; what differs stays and ends with 6' there_already
tap 'Of two runs into one folder, one gives way' two_runs
tap 'A download takes no memory of its own' memory
tap 'On a terminal there is a board' terminal
tap 'openssl, sha256sum or shasum is enough; without any it ends with 7' other_programs
tap 'release --verify compares as its last step, also of a release that was finished' as_last_step
tap 'What does not match ends with 6, and it says what is public and what to do' last_step_finds
tap 'What cannot be compared now can be with the command that is told' last_step_cannot
tap 'release --verify without checksums is refused before anything is tagged' last_step_useless
tap 'The command that takes a release up again verifies, too' resume_verifies
tap_end

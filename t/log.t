#!/bin/sh
# The log of a run: where it is, what is in it, and what is not.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"

# dry ARGS: a dry run
dry() {
    release --version 1.2.3 --dry-run "$@"
}
STATE=home/.local/state/orchestrator
# the_log: the only one in the default folder
the_log() {
    is "$(find "$STATE" -type f | wc -l)" 1 'number of logs'
    find "$STATE" -type f
}
# logs FILE WORDS: a line of it has them
logs() {
    grep -qF -- "$2" "$1" && return 0
    tail -n 60 "$1"
    fail "the log does not have: $2"
}
mode() {
    python3 -c 'import os, stat, sys; print(stat.filemode(os.stat(sys.argv[1]).st_mode))' "$1"
}

default_place() {
    ready
    (umask 000 && exits 0 dry)
    file=$(the_log)
    is "$(mode "$file")" -rw------- 'mode of the log'
    is "$(mode $STATE)" drwx------ 'mode of its folder'
    name=$(basename "$file")
    is "$(echo "$name" | sed 's/^[0-9]\{8\}T[0-9]\{6\}Z-release-iso-[0-9][0-9]*\.log$/right/')" right "the name $name"
    pid=${name##*-}
    logs "$file" "process ${pid%.log}, in the folder $W: "
    logs "$file" "release-iso --repos-root clones --poll-interval-secs 1 --version 1.2.3 --dry-run"
    rm -rf home/.local
    (umask 077 && exits 0 dry)
    is "$(mode "$(the_log)")" -rw------- 'mode of the log'
    stamp=$(basename "$(the_log)" | cut -c1-8)
    is "$stamp" "$(date -u +%Y%m%d)" 'the day in its name'
}
other_place() {
    ready
    export XDG_STATE_HOME="$W/a/b"
    exits 0 dry
    is "$(find a -type f | wc -l)" 1 'number of logs'
    is "$(find a/b/orchestrator -name '*-release-iso-*.log' | wc -l)" 1 'number of logs'
    is "$(mode a/b/orchestrator)$(mode a/b)" drwx------drwx------ 'modes of the folders'
    [ ! -e home/.local ] || fail 'there is another log'
    rm -rf a
    export XDG_STATE_HOME=relative
    exits 0 dry
    [ ! -e relative ] || fail 'a relative folder was taken'
    the_log
}
every_command() {
    ready
    exits 0 "$ORCHESTRATOR" config
    exits 0 "$ORCHESTRATOR" help
    exits 0 "$ORCHESTRATOR" --version
    exits 2 "$ORCHESTRATOR" nonsense
    [ ! -e home/.local ] || fail 'a command that does nothing keeps a log'
    exits 0 "$ORCHESTRATOR" status --repos-root clones
    is "$(basename "$(the_log)" | cut -d- -f2)" status 'command in the name'
    rm -rf home/.local
    exits 0 dry --json
    python3 -c 'import json; print(json.loads(open("out").readline())["log"])' >named
    is "$(cat named)" "$W/$(the_log)" 'log that is told to programs'
}
# a clock was wrong once, and another run goes on
keeps_what_is_at_work() {
    world_origins
    github_start --delay 900
    mkdir -p "$STATE"
    for n in $(seq 100 160); do
        echo "$n" >"$STATE/20991231T000000Z-release-iso-$n.log"
    done
    start_release --version 1.2.3
    until_says 'installer-kernel: pushed'
    mine=$(find $STATE -name '202[0-8]*-release-iso-*')
    [ -s "$mine" ] || fail 'its own log is gone'
    exits 3 dry # another run has the clones
    [ -s "$mine" ] || fail 'the log of a run that goes on is gone'
    kill -INT "$PID"
    ends 130
}
# whoever can put a configuration there must not choose what is written
found_not_named() {
    ready
    python3 -c 'import json, sys
plan = json.load(open(sys.argv[1]))
plan["log"] = sys.argv[2]
json.dump(plan, open("clones/orchestrator.json", "w"))' "$T/../examples/truthdb.json" "$W/victim"
    echo mine >victim
    exits 0 dry
    is "$(cat victim)" mine 'the file'
    says "note: the log is the default one, for the configuration was found, not named; to have its own: --config $W/clones/orchestrator.json"
}
# what is printed may hold it as well: it is a subject here
secret_in_plan() {
    ready
    git -C clones/installer commit -q --allow-empty -m "rotate $TOKEN away"
    git -C clones/installer push -q origin main
    exits 0 dry
    prints 'rotate *** away'
    holds_nothing out
}
keeps_the_last() {
    ready
    mkdir -p "$STATE"
    for day in $(seq 100 159); do
        echo "$day" >"$STATE/20200${day}T000000Z-release-iso-7.log"
    done
    for foreign in 20190101T000000Z-release-7.log 20190101T000000Z-status-7.log \
        20190101T000000Z-release-iso-x.log 20190101T000000Z-release-iso-.log \
        20190101T000000Z-release-iso-7.log.bak 20190101-release-iso-7.log \
        x20190101T000000Z-release-iso-7.log notes.txt .hidden; do
        echo keep >"$STATE/$foreign"
    done
    mkdir "$STATE/20180101T000000Z-release-iso-9.log"
    exits 0 dry
    is "$(find $STATE -type f -name '2*Z-release-iso-[0-9]*.log' | wc -l)" 50 'logs of that command'
    [ ! -e "$STATE/20200110T000000Z-release-iso-7.log" ] || fail 'the oldest one is there'
    is "$(find $STATE -type f -name '20200*' | LC_ALL=C sort | head -n 1 | xargs cat)" 111 'the oldest that is kept'
    is "$(grep -lx keep $STATE/* $STATE/.hidden 2>/dev/null | wc -l)" 9 'files that are none of its'
    exits 0 "$ORCHESTRATOR" status --repos-root clones
    is "$(find $STATE -type f -name '2*Z-release-iso-[0-9]*.log' | wc -l)" 50 'logs of that command'
}
named() {
    ready
    exits 0 dry --log my.log
    is "$(mode my.log)" -rw------- 'mode of the log'
    is "$(grep -c ' start ' my.log)" 1 'runs in the log'
    echo 'before it' >old.log
    chmod 644 old.log
    exits 0 dry --log "$W/old.log"
    exits 0 "$ORCHESTRATOR" --log old.log status --repos-root clones
    is "$(head -n 1 old.log)" 'before it' 'first line'
    is "$(grep -c ' start ' old.log)" 2 'runs in the log'
    is "$(mode old.log)" -rw-r--r-- 'mode of a file that was there'
    [ ! -e home/.local ] || fail 'there is another log'
}
none() {
    ready
    exits 0 dry --log none
    for place in home/.local none; do
        [ ! -e "$place" ] || fail "there is a log: $place"
    done
    never_says log
}
configured() {
    ready
    plan() {
        python3 -c 'import json, sys
plan = json.load(open(sys.argv[1]))
plan["log"] = sys.argv[2]
json.dump(plan, open("plan.json", "w"))' "$T/../examples/truthdb.json" "$1"
    }
    plan "$W/configured.log"
    exits 0 dry --config plan.json
    logs configured.log ' start '
    exits 0 dry --config plan.json --log typed.log
    logs typed.log ' start '
    is "$(grep -c ' start ' configured.log)" 1 'runs in the log that is configured'
    plan none
    exits 0 dry --config plan.json
    plan "$W/none/such"
    exits 2 dry --config plan.json
    says "cannot write the log $W/none/such: No such file or directory"
    [ ! -e home/.local ] || fail 'there is another log'
}

# without_log WORDS: the default log is done without, and told so
without_log() {
    exits 0 dry
    says "note: cannot write $1"
    says '; going on without one'
    prints 'Dry run: nothing was changed.'
}
no_place() {
    ready
    echo file >file
    export XDG_STATE_HOME="$W/file"
    without_log "the log $W/file/orchestrator/"
    unset XDG_STATE_HOME
    (
        unset HOME
        without_log 'a log: neither XDG_STATE_HOME nor HOME is a folder'
    )
    (
        export HOME=relative
        without_log 'a log: neither XDG_STATE_HOME nor HOME is a folder'
    )
    if [ "$(id -u)" -ne 0 ]; then
        mkdir -p "$STATE"
        chmod 500 "$STATE"
        without_log "the log $W/$STATE/"
        chmod 400 "$STATE"
        without_log "the log $W/$STATE/"
    fi
}
# refused FILE WORDS: at once, before anything is asked
refused() {
    : >requests
    exits 2 "$TIMEOUT" 20 "$ORCHESTRATOR" release-iso --repos-root clones --version 1.2.3 --log "$1"
    says "cannot write the log $1: $2"
    is "$(cat requests)" '' 'requests'
    nothing_public v1.2.3
}
no_file() {
    ready
    refused nowhere/log 'No such file or directory'
    refused clones 'Is a directory'
    refused "$W/clones/" 'Is a directory'
    mkfifo pipe
    refused pipe 'No such device or address'
    cat pipe >read.out &
    reader=$!
    sleep 0.2
    refused pipe 'it is no file'
    kill "$reader" 2>/dev/null || :
    wait "$reader" 2>/dev/null || :
    ln -s loop loop
    refused loop 'Too many levels of symbolic links'
    python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket")'
    refused socket 'No such device or address'
    exits 2 "$ORCHESTRATOR" status --repos-root clones --log clones
    exits 2 dry --log ''
    if [ "$(id -u)" -ne 0 ]; then
        mkdir locked
        chmod 500 locked
        refused locked/log 'Permission denied'
    fi
}
disk_full() {
    ready
    exits 0 release --version 1.2.3 --log /dev/full
    says 'orchestrator: cannot write to the log /dev/full: '
    for name in $REPOS; do
        released "$name" v1.2.3 "$(head_of "$name")"
    done
    exits 3 release --version 1.2.3 --log /dev/full
    says 'the tag v1.2.3 is on origin already'
    says 'orchestrator: cannot write to the log /dev/full: '
}

# Programs that are run are counted by a shim in PATH.
count_programs() {
    mkdir -p shim
    for program in git curl; do
        real=$(command -v $program)
        printf '#!/bin/sh\necho "$$ %s" >>"%s/ran"\nexec %s "$@"\n' "$program" "$W" "$real" >shim/$program
        chmod +x shim/$program
    done
    PATH="$W/shim:$PATH"
}
everything() {
    ready
    count_programs
    : >ran
    exits 0 release --version 1.2.3 --log log
    python3 - <<'PY'
import json, re
lines = [re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (\S+) +(.*)", l)
         for l in open("log").read().splitlines()]
assert all(lines), "a line is of another form"
times = [l[1] for l in lines]
assert times == sorted(times), "times go back"
of = lambda kind: [l[3] for l in lines if l[2] == kind]
ran = dict(l.split() for l in open("ran"))
began = dict(re.match(r"(\d+): (.*)", l).groups() for l in of("child"))
ended = {m[1]: m for m in (re.fullmatch(
    r"(\d+): (\S+) (.*); exit status (\d+), (\d+) ms", l) for l in of("ended"))}
# a shim that execs keeps its process id; gh is asked for no token
assert set(began) == set(ended) and set(ran) <= set(began), set(ran) ^ set(began)
for pid, program in ran.items():
    assert re.search(rf"(^| ){program} ", began[pid]), (program, began[pid])
    assert ended[pid][2] == program and ended[pid][3] == "ended", ended[pid][0]
pushes = [l for l in began.values() if " push " in l and "--dry-run" not in l]
assert len(pushes) == 4, pushes
asked = [json.loads(l) for l in open("requests")]
told = [re.fullmatch(r"GET http://127\.0\.0\.1:\d+(\S+): (\d+), \d+ ms, (\d+) requests left", l).groups()
        for l in of("request")]
assert sorted((p, s) for p, s, _ in told) == sorted(
    (a["path"], str(a["status"])) for a in asked), "requests differ"
text = open("log").read()
for line in open("err"):
    said = re.sub(r"^\[\d\d:\d\d:\d\d\] ", "", line.rstrip("\n"))
    assert said in text, said
result = json.loads(of("result")[-1])
assert result["status"] == 0, result
assert lines[0][2] == "start" and lines[-1][2] == "result"
PY
}
failed_child() {
    ready
    cat >clones/installer/.git/hooks/pre-push <<'END'
#!/bin/sh
for i in $(seq 1 50); do echo "line $i of the hook" >&2; done
printf 'no end of line \033[31m' >&2
exit 1
END
    chmod +x clones/installer/.git/hooks/pre-push
    exits 1 release --version 1.2.3 --log log
    is "$(grep -c 'stderr .*: line [0-9]* of the hook$' log)" 19 'lines of the hook in the log'
    logs log ': line 50 of the hook'
    ! grep -q ': line 31 of the hook' log || fail 'it has more than the last lines'
    logs log ': no end of line \x1b[31m'
    pid=$(sed -n 's/^[^ ]* stderr  *\([0-9]*\): line 50 .*/\1/p' log)
    grep -qE " child +$pid: .*git -C $W/clones/installer .* push " log || fail 'the push'
    grep -qE " ended +$pid: git ended; exit status 1, [0-9]+ ms" log || fail 'the status of the push'
}
timed_out_child() {
    ready
    printf '#!/bin/sh\nsleep 100\n' >clones/installer/.git/hooks/pre-push
    chmod +x clones/installer/.git/hooks/pre-push
    start_release --version 1.2.3 --log log
    until_true 'no push' grep -q 'installer .*push .*refs/tags/v1.2.3' log
    until_true 'no release' grep -q 'installer-kernel: released' log
    sleep 0.5
    kill -INT "$PID"
    ends 130
    logs log 'git was ended: we were asked to stop; exit status '
    logs log '"status":130'
}

# A token by which nothing tells that it is one.
PLAIN=5f4dcc3b5aa765d61d8327deb882cf99aabbccdd
OTHER=0a1b2c3d4e5f60718293a4b5c6d7e8f901234567

# Nothing that was hidden is in the log, nor in what was printed.
holds_nothing() { # FILE
    for secret in "$TOKEN" "$(printf %s "$TOKEN" | cut -c14-)" hunter2-of-the-remote \
        "$(printf 'x-access-token:%s' "$TOKEN" | base64 | tr -d '\n')" \
        "$(printf 'x-access-token:%s' "$TOKEN" | base64 | cut -c30-60 | head -n 1)" \
        value-of-the-header cookie-of-the-header "$OTHER"; do
        for file in "$1" out err; do
            ! grep -qF -- "$secret" "$file" || { cat "$file"; fail "$secret is in $file"; }
        done
    done
}
# nosy: a hook of the user that prints all that it can find
nosy() {
    for name in $REPOS; do
        git -C "clones/$name" config http.extraheader "AUTHORIZATION: basic $(printf 'x-access-token:%s' "$TOKEN" | base64 | tr -d '\n')"
        git -C "clones/$name" config --add http.https://example.org/.extraheader 'X-Secret: value-of-the-header'
        git -C "clones/$name" config --add http.https://example.org/.extraheader 'Cookie: a=cookie-of-the-header'
        git -C "clones/$name" remote add other 'https://me:hunter2-of-the-remote@example.org/x.git'
        cat >"clones/$name/.git/hooks/pre-push" <<'END'
#!/bin/sh
{ git config --list | grep -v '^core'; git config --get-regexp ^http.extraheader; git remote -v; env | grep TOKEN; echo "it is $GITHUB_TOKEN"; printf 'x-access-token:%s' "$GITHUB_TOKEN" | base64 | tr -d '\n'; echo; } >&2
exit 1
END
        chmod +x "clones/$name/.git/hooks/pre-push"
    done
}
secrets() {
    TOKEN=$PLAIN
    ready
    nosy
    export GH_ENTERPRISE_TOKEN="$OTHER"
    exits 1 release --version 1.2.3 --log log --verbose
    logs log 'http.extraheader'
    logs log 'example.org/x.git'
    holds_nothing log
}
secret_of_gh() {
    TOKEN=$PLAIN
    ready
    unset GITHUB_TOKEN
    mkdir bin
    printf '#!/bin/sh\necho "%s"\necho "the token is %s" >&2\n' "$TOKEN" "$TOKEN" >bin/gh
    chmod +x bin/gh
    PATH="$W/bin:$PATH"
    nosy
    sed -i "2s/.*/{ git config --list; echo it is $TOKEN; } >\&2/" clones/*/.git/hooks/pre-push
    exits 1 release --version 1.2.3 --log log --verbose
    logs log 'gh auth token'
    holds_nothing log
    is "$(grep -c '"auth": "right"' requests)" "$(grep -c . requests)" 'requests with its token'
}
secret_in_remotes() {
    ready
    git -C clones/truthdb remote set-url origin 'http://me:hunter2-of-the-remote@127.0.0.1:1/Truthdb/truthdb.git'
    git -C clones/installer remote set-url origin 'https://me:hunter2-of-the-remote@example.org/o/other.git'
    exits 3 release --version 1.2.3 --log log --verbose
    says "origin's fetch URL is https://example.org/o/other.git"
    holds_nothing log
    exits 0 "$ORCHESTRATOR" status --repos-root clones --log log -v
    holds_nothing log
    exits 0 "$ORCHESTRATOR" status --repos-root clones --log log --json
    holds_nothing log
}
secret_in_arguments() {
    ready
    exits 2 release --version "$TOKEN" --log log
    holds_nothing log
    GITHUB_API_URL='https://me:hunter2-of-the-remote@127.0.0.1:1/' exits 2 dry --log log
    holds_nothing log
}

enough_of_a_failure() {
    world_origins
    echo '{"installer": {"run": {"takes": 0.3, "conclusion": "failure", "jobs": [{"name": "build", "steps": ["Checkout", "Compile"]}]}}}' >assets
    github_start --delay 0 --immutable --assets assets
    exits 1 release --version 1.2.3 --log log
    rm -f err out
    run=$(grep -o 'https://github.com/Truthdb/installer/actions/runs/[0-9]*' log | head -n 1)
    [ -n "$run" ] || fail 'no URL of the run'
    logs log 'installer-kernel: released'
    logs log 'installer: pushed'
    logs log "installer: wait: its workflow run ended in failure in job \\\"build\\\", step \\\"Compile\\\": $run"
    python3 - <<'PY'
import json, re
result = [l for l in open("log") if re.match(r"\S+ result ", l)][-1]
result = json.loads(result.split(" ", 1)[1].strip().split(None, 1)[1])
print(json.dumps(result, indent=1))
assert result["status"] == 1
assert result["error"].startswith("release-iso: installer: wait: its workflow run ended in failure in job")
assert "gh run rerun" in result["cure"], result["cure"]
assert "release-iso --version 1.2.3 --resume --repos-root" in result["next"], result["next"]
notes = "\n".join(result["notes"])
assert "v1.2.3 is on origin of installer-kernel (" in notes and "of installer (" in notes, notes
assert "local tags: removed again in truthdb, installer-iso" in notes, notes
PY
}
enough_of_a_refusal() {
    ready
    echo x >clones/installer/new
    git -C clones/truthdb tag v1.2.3
    exits 3 release --version 1.2.3 --log log
    logs log 'not clean: 1 untracked: new'
    logs log 'has a local tag v1.2.3 already'
    logs log '"status":3'
    logs log 'nothing was changed'
}
control_bytes() {
    ready
    touch "clones/installer/$(printf 'a\033[31mred\nline\302\233\377')"
    github_faults '[{"path": "/truthdb/releases", "times": -1, "do": "body", "body": "[{\"tag_name\": \"\\u001b[31mv9\\u0085\", \"assets\": []}]"}]'
    exits 3 release --version 1.2.3 --log "$(printf 'log\033[1m')"
    mv log* log
    exits 0 "$ORCHESTRATOR" status --repos-root clones --log log
    logs log 'not clean: 1 untracked: a\\x1b[31mred\\nline\\xc2\\x9b\\xff'
    logs log 'log\x1b[1m'
    is "$(tr -d '\n\40-\176' <log | wc -c)" 0 'bytes that are not printable'
    is "$(grep -vcE '^[0-9-]{10}T[0-9:.]{12}Z [a-z]+ ' log)" 0 'lines of another form'
}
killed() {
    world_origins
    github_start --delay 900
    start_release --version 1.2.3 --log log
    until_says 'installer-kernel: pushed'
    until_says 'its workflow run goes on'
    sleep 0.3
    kill -9 "$PID"
    wait "$PID" 2>/dev/null || :
    logs log 'installer-kernel: pushed'
    logs log 'its workflow run goes on'
    logs log ' request '
    grep -qE ' child +[0-9]+: .*git -C .*clones/installer-kernel .* push ' log || fail 'the push'
    is "$(tail -c 1 log | od -An -c | tr -d ' ')" '\n' 'its last byte'
    ! grep -q ' result ' log || fail 'it has a result'
    while read -r line; do
        said=${line#\[*\] }
        logs log "$said"
    done <err
}

tap 'A log is kept in ~/.local/state, named by time, command and process, for its owner alone' default_place
tap 'XDG_STATE_HOME names another place, if it is absolute' other_place
tap 'Commands that work on repositories keep one, others do not' every_command
tap 'Of each command the last 50 are kept; what is not its stays' keeps_the_last
tap 'Neither its own log is removed nor that of a run that goes on' keeps_what_is_at_work
tap 'A configuration that was only found does not choose the file' found_not_named
tap 'No secret is in the plan' secret_in_plan
tap 'A log that is named is added to' named
tap 'None is kept where none is wanted' none
tap 'The configuration may name it, and --log wins' configured
tap 'Without a place for it, the run goes on, and says so' no_place
tap 'A named log that cannot be written, or is no file, ends it at once' no_file
tap 'A full disk is told at the end, and nothing else is hurt' disk_full
tap 'Every child, request and note is in it' everything
tap 'The last lines of what a child said are in it, and how it ended' failed_child
tap 'A child that was ended is told as that' timed_out_child
tap 'No secret is in it, whatever a child prints' secrets
tap 'Nor is the token that gh holds' secret_of_gh
tap 'Nor are passwords in the URLs of remotes' secret_in_remotes
tap 'Nor what was typed or set by mistake' secret_in_arguments
tap 'It alone tells what failed, where, what is public, and what to do next' enough_of_a_failure
tap 'It alone tells what a release was refused for' enough_of_a_refusal
tap 'Control characters are escaped in it' control_bytes
tap 'After kill -9 it has all that happened' killed
tap_end

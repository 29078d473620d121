#!/bin/sh
# --json: every line of every command against schema/events.schema.json, the
# order of the lines, and that each comes at once. Without jsonschema it is
# skipped; with CI_STRICT set that is a failure.
# shellcheck source=t/world.sh
. "$(dirname "$0")/world.sh"
# shellcheck source=t/tap.sh
. "$(dirname "$0")/tap.sh"
SEEN=$TAP_DIR/seen
: >"$SEEN"

# an interpreter that has jsonschema, by its own name: whatever HOME is
choose_python() {
    for candidate in python3 /usr/bin/python3; do
        PYTHON=$("$candidate" -c 'import jsonschema, sys
jsonschema.Draft202012Validator; print(sys.executable)' 2>/dev/null) && return 0
    done
    return 1
}

if ! choose_python; then
    if [ -n "${CI_STRICT:-}" ]; then
        echo 'not ok 1 - there is no python3 with jsonschema'
        echo '1..1'
        exit 1
    fi
    echo '1..0 # SKIP there is no python3 with jsonschema'
    exit 0
fi
PYTHONUSERBASE=$("$PYTHON" -m site --user-base)
export PYTHONUSERBASE PYTHONDONTWRITEBYTECODE=1 TOKEN

check() {
    "$PYTHON" "$T/events_check.py" "$@"
}

# lines STATUS ARGS: ./out is all that a command printed that ended with that
# status, and ./err is for people
lines() {
    status=$1
    shift
    check lines out "$status" --seen "$SEEN" "$@" || {
        show_output
        return 1
    }
    ! grep '"event"' err || fail 'events are on standard error'
    never_says "$TOKEN"
}

# json STATUS ARGS: the orchestrator with --json ends so, and its lines are good
json() {
    want=$1
    shift
    exits "$want" "$ORCHESTRATOR" "$@"
    lines "$want"
}

# with NAME RUN: a world in which that repository is that JSON
with() {
    world_origins
    echo "{\"$1\": $2}" >assets
    github_start --delay 0 --assets assets
}

whole() {
    ready
    exits 0 release --json --version 1.2.3
    lines 0 --release \
        --has 'started command=release-iso owner=Truthdb config=null' \
        --has 'note' \
        --has 'planned repo=installer-iso tag=v1.2.3 tag_state=absent branch=main workflow=release.yml timeout=2700' \
        --has "tagged repo=truthdb commit=$(head_of truthdb)" \
        --has "pushed repo=truthdb to=$W/origins/Truthdb/truthdb.git" \
        --has 'released repo=installer-iso' \
        --has 'result status=0 error=null cure=null next=null'
    is "$(grep -c '"released"' out)" 4 'lines of what is released'
    says 'installer-kernel: pushed v1.2.3'
    says 'installer-iso: released, all 2 assets are there'
    never_says REPOSITORY
}
quiet() {
    ready
    exits 0 release --json --quiet --version 1.2.3 --ignore-runs
    lines 0 --release --has note --has 'released repo=truthdb run=null'
    is "$(cat err)" '' 'standard error'
}
verbose() {
    ready
    exits 0 release --json --verbose --version 1.2.3
    lines 0 --release
    says '+ git'
}
dry_run() {
    ready
    exits 0 release --json --version 1.2.3 --dry-run
    lines 0 --has 'planned repo=installer-kernel tag_state=absent' \
        --has 'planned repo=installer-iso' --lacks tagged --lacks pushed
    is "$(grep -c '"planned"' out)" 4 'repositories that are planned'
    nothing_public v1.2.3
}
other_owner() {
    ready
    exits 3 release --json --version 1.2.3 --owner Somebody
    lines 3 --has 'started owner=Somebody'
}
refused() {
    ready
    echo dirt >>clones/installer/README
    world_commit truthdb 'Not pushed'
    exits 3 release --json --version 1.2.3
    lines 3 --has 'problem repo=installer kind=refused' \
        --has 'problem repo=truthdb kind=refused' \
        --lacks 'problem repo=installer-iso' --lacks planned --lacks failed \
        --has 'result status=3 next=null'
    is "$(grep -c '"problem"' out)" "$(grep -c '^  - ' err)" 'problems'
    says 'the clone is not clean'
}
refused_by_github() {
    ready
    GITHUB_TOKEN=wrong_token_of_nobody exits 4 release --json --version 1.2.3
    lines 4 --has 'problem kind=auth' --lacks 'problem kind=refused' \
        --lacks 'problem repo=installer' --has 'result status=4'
}
signing_fails() {
    ready
    git config --file "$GIT_CONFIG_GLOBAL" gpg.program false
    exits 1 release --json --version 1.2.3 --sign
    lines 1 --has 'failed repo=installer-kernel status=1' --lacks tagged \
        --lacks pushed --has 'result status=1 next=null'
}
# the survey's dry run of the push passes: the server refuses the real one
push_refused() {
    ready
    printf '#!/bin/sh\necho "no tags on Saturdays" >&2\nexit 1\n' \
        >origins/Truthdb/installer.git/hooks/pre-receive
    chmod +x origins/Truthdb/installer.git/hooks/pre-receive
    exits 1 release --json --version 1.2.3
    lines 1 --has 'released repo=installer-kernel' \
        --has 'failed repo=installer status=1' --lacks 'pushed repo=installer' \
        --lacks 'failed repo=truthdb' --has 'result status=1'
    grep '"failed"' out | grep -q '"message":"push: origin refused v1.2.3: .*no tags on Saturdays' ||
        fail 'it does not tell why the push failed'
    grep '"result"' out | grep -q '"next":"[^"]*release-iso --version 1.2.3 --resume' ||
        fail 'it does not tell how to go on'
    says 'no tags on Saturdays'
}
run_fails() {
    with installer-kernel '{"run": {"takes": 1.5, "conclusion": "failure", "jobs": [{"name": "build", "steps": ["Compile"]}], "fails_at": ["build", "Compile"]}}'
    exits 1 release --json --version 1.2.3
    lines 1 --has 'run repo=installer-kernel run.state=running' \
        --has 'run repo=installer-kernel run.state=failed run.status=failure run.job=build run.step=Compile' \
        --has 'failed repo=installer-kernel status=1' --lacks 'pushed repo=installer'
}
times_out() {
    with installer-kernel '{"run": null, "release_delay": 90}'
    exits 5 release --json --version 1.2.3 --timeout-secs 2
    lines 5 --has 'waiting repo=installer-kernel release.state=absent release.url=null' \
        --has 'run repo=installer-kernel run.state=none' \
        --has 'failed repo=installer-kernel status=5' --has 'result status=5'
}
resumed() {
    with installer '{"run": {"takes": 0.2, "conclusion": "failure"}}'
    exits 1 release --json --version 1.2.3
    lines 1 --has 'released repo=installer-kernel' --has 'failed repo=installer'
    github_control '{"rerun": "installer"}'
    exits 0 release --json --version 1.2.3 --resume
    lines 0 --release --has 'planned repo=installer-kernel tag_state=public' \
        --has 'planned repo=truthdb tag_state=absent' \
        --lacks 'tagged repo=installer' --lacks 'pushed repo=installer' \
        --has 'released repo=installer run.attempt=2'
}
left_tag() {
    ready
    git -C clones/installer tag -a -m 'Release v1.2.3' v1.2.3
    exits 0 release --json --version 1.2.3 --resume
    lines 0 --release --has 'planned repo=installer tag_state=local' \
        --lacks 'tagged repo=installer' --has 'pushed repo=installer'
}
approval_and_draft() {
    world_origins
    echo '{"installer-kernel": {"run": {"waiting": true, "takes": 4,
            "jobs": [{"name": "build", "steps": ["Compile"]}]}},
        "installer": {"draft": true, "run": {"takes": 0.5}}}' >assets
    github_start --delay 0 --assets assets
    start_release --json --version 1.2.3
    until_says 'waits for an approval'
    github_control '{"approve": "installer-kernel"}'
    until_says 'must press "Publish"'
    github_control '{"publish": "installer"}'
    ends 0
    lines 0 --release --has 'approval repo=installer-kernel run.state=waiting' \
        --has 'run repo=installer-kernel run.state=running run.job=build run.jobs=1' \
        --has 'released repo=installer-kernel run.state=passed' \
        --has 'draft repo=installer release.state=draft release.assets=2 release.expected=2' \
        --has 'waiting repo=installer'
}
parallel() {
    world_origins
    github_start --delay 1
    exits 0 release --json --version 1.2.3 --parallel
    lines 0 --release --parallel
    # what nobody needs to wait for is pushed before anything is released
    "$PYTHON" - <<'END'
import json
names = [json.loads(line)["event"] for line in open("out")]
first = names.index("released")
assert names[:first].count("pushed") == 3, names
END
}
parallel_fails() {
    world_origins
    echo '{"installer-kernel": {"run": {"takes": 1, "conclusion": "failure"}},
        "truthdb": {"run": {"takes": 1, "conclusion": "failure"}}}' >assets
    github_start --delay 0 --assets assets
    exits 1 release --json --version 1.2.3 --parallel
    lines 1 --has 'failed repo=installer-kernel' --has 'failed repo=truthdb' \
        --lacks 'failed repo=installer' --lacks 'pushed repo=installer-iso'
}
parallel_times_out() {
    world_origins
    github_start --delay 90
    exits 5 release --json --version 1.2.3 --parallel --timeout-secs 2
    lines 5 --has 'failed repo=installer-kernel status=5' \
        --has 'failed repo=installer status=5' --has 'failed repo=truthdb status=5' \
        --lacks 'failed repo=installer-iso'
    says '  also: truthdb: wait: time is up'
    never_says 'not complete'
}
# what reads them gets each line while the release goes on
at_once() {
    with installer-kernel '{"run": {"waiting": true, "takes": 0.2}}'
    mkfifo out
    "$TIMEOUT" "$HANGS" cat out >arrived &
    reader=$!
    start_release --json --version 1.2.3
    until_says 'waits for an approval'
    until_true 'no line arrives while it waits' grep -q '"approval"' arrived
    kill -0 "$PID" || fail 'the release does not wait'
    check part arrived --has 'pushed repo=installer-kernel' \
        --has 'tagged repo=installer-iso' --lacks released --lacks result
    github_control '{"approve": "installer-kernel"}'
    ends 0
    wait "$reader"
    mv arrived out
    lines 0 --release
}
stopped() { # SIGNAL STATUS
    with installer-kernel '{"run": {"waiting": true}}'
    start_release --json --version 1.2.3
    until_says 'waits for an approval'
    kill "-$1" "$PID"
    ends "$2"
    lines "$2" --has 'pushed repo=installer-kernel' --lacks failed \
        --has "result status=$2"
    says 'to go on: '
}
ctrl_c() {
    stopped INT 130
    says 'stopped by Ctrl-C'
}
terminated() { stopped TERM 143; }
hung_up() { stopped HUP 129; }
# while a tag is made, too, that is no failure of the repository
ctrl_c_early() {
    ready
    # shellcheck disable=SC2016 # of the shim
    git_shim '*"clones/installer tag --annotate"*' 'touch "$W/tagging"; exec sleep 100'
    PATH="$W/shim:$PATH" start_release --json --version 1.2.3
    until_true 'it does not come to tag' test -e tagging
    kill -INT "$PID"
    ends 130
    lines 130 --has 'tagged repo=installer-kernel' --lacks failed \
        --has 'result status=130 next=null'
}
curl_goes() {
    with installer-kernel '{"run": {"waiting": true}}'
    mkdir shim
    for program in curl git sh sleep; do
        ln -s "$(command -v $program)" "shim/$program"
    done
    PATH="$W/shim" "$TIMEOUT" "$HANGS" "$ORCHESTRATOR" release-iso --json \
        --repos-root clones --poll-interval-secs 1 --version 1.2.3 \
        </dev/null >out 2>err &
    PID=$!
    until_says 'waits for an approval'
    rm shim/curl
    ends 7
    lines 7 --has 'failed repo=installer-kernel status=7' --has 'result status=7'
}
no_output() {
    [ -c /dev/full ] || return 0
    got=0
    "$ORCHESTRATOR" --json --version >/dev/full 2>err || got=$?
    is $got 1 'the exit status'
    says 'cannot write to standard output'
}
status_of_all() {
    ready
    echo dirt >>clones/installer/README
    git -C clones/truthdb checkout -q --detach
    world_commit installer-iso 'Not pushed'
    rm -rf clones/installer-kernel
    exits 0 "$ORCHESTRATOR" status --json --repos-root clones
    lines 0 --has 'started command=status' \
        --has 'status repo=installer-kernel head=null clean=null origin=unknown' \
        --has 'status repo=installer clean=false changed=1 origin=same tag=null release=null ci.state=none' \
        --has 'status repo=truthdb branch=null' \
        --has 'status repo=installer-iso origin=apart ahead=1 behind=0' \
        --has 'note repo=installer-kernel'
    is "$(grep -c '"event":"status"' out)" 4 'repositories'
    never_says REPOSITORY
}
status_after() {
    with installer '{"run": {"takes": 0.2, "conclusion": "failure"}}'
    exits 1 release --json --version 1.2.3
    exits 0 "$ORCHESTRATOR" status --json --repos-root clones
    lines 0 --has 'status repo=installer-kernel tag=v1.2.3 commits_since=0 release.tag=v1.2.3 ci.state=failed'
    exits 0 "$ORCHESTRATOR" status --json --repos-root clones --version 1.2.3
    lines 0 --has 'status repo=installer-kernel complete=true failed=null release.state=complete release.assets=2 run.state=passed' \
        --has "status repo=installer-kernel commit=$(head_of installer-kernel) tag=v1.2.3" \
        --has 'status repo=installer complete=false run.state=failed' \
        --has 'status repo=truthdb complete=false public_tag=null commit=null' \
        --has note
    says 'next, to take it up, and wait: '
    GITHUB_TOKEN=wrong_token_of_nobody \
        exits 0 "$ORCHESTRATOR" status --json --repos-root clones --version 1.2.3
    lines 0 --has 'status repo=installer-kernel complete=false'
}
nobody_reads() {
    ready
    python3 - "$ORCHESTRATOR" <<'PY'
import fcntl, os, signal, subprocess, sys, time
r, w = os.pipe()
fcntl.fcntl(w, 1031, 4096)  # F_SETPIPE_SZ
p = subprocess.Popen([sys.argv[1], "release-iso", "--repos-root", "clones",
                      "--version", "1.2.3", "--poll-interval-secs", "1", "--json"],
                     stdout=w, stderr=open("err", "w"), stdin=subprocess.DEVNULL)
os.close(w)
size = -1
for _ in range(400):  # until it is full, and stays so
    time.sleep(0.1)
    buf = fcntl.ioctl(r, 0x541B, b"\0" * 4)  # FIONREAD
    now = int.from_bytes(buf, sys.byteorder)
    if now > 3000 and now == size:
        break
    size = now
assert p.poll() is None, "it did not wait"
p.send_signal(signal.SIGTERM)
assert p.wait(timeout=60) == 143, p.returncode
PY
    says 'stopped by SIGTERM'
}
verified() {
    ready
    exits 0 release --json --version 1.2.3 --verify
    lines 0 --release --has 'verified repo=installer-kernel asset=BOOTX64.EFI computed=null path=null'
    exits 0 "$ORCHESTRATOR" verify --json --repos-root clones --version 1.2.3
    lines 0 --has 'started command=verify' --has 'verified repo=installer-iso'
    exits 0 "$ORCHESTRATOR" status --json --repos-root clones --version 1.2.3
    lines 0 --has 'status repo=installer-iso checksums.expected=1 checksums.right=1 checksums.known=true checksums.mismatch=null'
    github_faults '[{"path": "/truthdb/releases/tags", "times": -1, "do": "patch", "edits": [
        {"at": ["assets", 0, "digest"], "set": null}, {"at": ["assets", 1, "digest"], "set": null}]}]'
    exits 0 "$ORCHESTRATOR" verify --json --repos-root clones --version 1.2.3 --download got
    lines 0 --has 'downloaded repo=truthdb digest=null listed=null' --lacks 'verified path=null'
    zeros=0000000000000000000000000000000000000000000000000000000000000000
    github_faults '[{"path": "/truthdb/releases/tags", "times": -1, "do": "patch", "edits": [
        {"at": ["assets", 0, "digest"], "set": "sha256:'$zeros'"}]},
        {"path": "/installer/releases/tags", "times": -1, "do": "status", "status": 404}]'
    exits 6 "$ORCHESTRATOR" verify --json --repos-root clones --version 1.2.3
    lines 6 --has "mismatch repo=truthdb digest=$zeros" --has 'unverified repo=installer'
    exits 0 "$ORCHESTRATOR" status --json --repos-root clones --version 1.2.3
    lines 0 --has 'status repo=truthdb checksums.right=0' --lacks 'status checksums.right=2'
    github_faults '[{"path": "/releases/assets/", "times": -1, "do": "status", "status": 403}]'
    lasts=$("$ORCHESTRATOR" verify --json --repos-root clones --version 1.2.3 2>err | tee out | wc -l)
    [ "$lasts" -gt 2 ] || fail 'there are few lines'
    check part out --seen "$SEEN" --has 'unverified repo=installer-iso'
}
configuration() {
    exits 0 "$ORCHESTRATOR" config --json
    lines 0 --has 'config file=null config.owner=Truthdb config.sign=false config.hooks.on_event=null'
    says 'config: the built-in one'
    cp "$T/../examples/farpoint-ground.json" orchestrator.json
    exits 0 "$ORCHESTRATOR" config --json --output new.json
    lines 0 --has "config file=$W/orchestrator.json config.owner=farpoint-ground"
    "$PYTHON" -c 'import json
assert json.loads(open("out").readline())["config"] == json.load(open("new.json"))'
    exits 2 "$ORCHESTRATOR" config --json --output new.json
    lines 2 --has config --has 'result status=2'
    echo '{"owner": 1, "repos": []}' >orchestrator.json
    exits 2 "$ORCHESTRATOR" release --json --version 1.2.3
    lines 2 --lacks started --has 'result status=2'
}
help() {
    for command in help 'help release' 'help config' --help -h 'release --help' \
        'status -h'; do
        # shellcheck disable=SC2086 # words
        json 0 --json $command
    done
    exits 0 "$ORCHESTRATOR" help --json
    lines 0 --has 'command name=release operand=null' \
        --has 'command name=help operand=[COMMAND]' --has 'command name=status'
    exits 0 "$ORCHESTRATOR" help release --json
    lines 0 --has 'command name=release' --lacks 'command name=status'
    grep -q '{"name":"quiet","letter":"q","value":null,' out || fail 'no --quiet'
}
completion() {
    for shell in bash zsh fish; do
        json 0 --json completion $shell
        exits 0 "$ORCHESTRATOR" completion --json $shell
        lines 0 --has "completion shell=$shell"
    done
    json 2 --json completion csh
}
version() {
    exits 0 "$ORCHESTRATOR" --version --json
    lines 0 --has "version orchestrator=$("$ORCHESTRATOR" --version | cut -d' ' -f2)"
    json 0 --json --version
}
misused() {
    for words in '--nonsense' 'nonsense' 'relaese --version 1.2.3' 'help nonsense' \
        'release --nonsense' 'release --version' 'release --version 1.2' release \
        'status one two' 'status --version x' '' '--version 1.2.3' \
        'release --timeout-secs x' 'release --version 1.2.3 --config none.json' \
        'release --version 1.2.3 --log /none/log' '-v -q status' \
        'release --version 1.2.3 --owner -'; do
        # shellcheck disable=SC2086 # words
        exits 2 "$ORCHESTRATOR" --json $words
        lines 2 --has 'result status=2'
        grep -q '^orchestrator: ' err || fail "people are not told of: $words"
    done
    json 2 relaese --version 1.2.3 --json
    json 2 --nonsense --json
    json 2 status --json --nonsense
    exits 2 "$ORCHESTRATOR" help -- --json
    is "$(cat out)" '' 'output without --json'
}
# bytes that are no text, and what a terminal obeys
hostile_bytes() {
    ready
    printf 'a\377b\033[31mc\177d\tK\303\274hn \360\237\232\200 %s' "$TOKEN" >message
    git -C clones/installer commit -q --allow-empty -F "$W/message"
    git -C clones/installer push -q origin main
    printf '#!/bin/sh\nprintf "\\033[31m\\377\\n%s\\n" >&2\nexit 1\n' "$TOKEN" \
        >origins/Truthdb/installer.git/hooks/pre-receive
    chmod +x origins/Truthdb/installer.git/hooks/pre-receive
    exits 1 release --json --version 1.2.3
    lines 1 --has 'planned repo=installer' --has 'failed repo=installer'
}
no_git() {
    ready
    mkdir shim
    exits 7 env PATH="$W/shim" "$ORCHESTRATOR" release --json --repos-root clones --version 1.2.3
    lines 7 --has started --lacks failed --has 'result status=7'
}
checked() {
    ready
    git -C clones/installer switch -q -c feature
    rm -rf clones/truthdb
    json 3 check --json --repos-root clones
    check part out --has 'check subject=program name=git state=ok cure=null' \
        --has 'check subject=clone repo=truthdb name=truthdb state=wrong' \
        --has 'check subject=repository repo=truthdb state=ok' \
        --has 'started command=check' --lacks 'problem'
}
schema() { check schema; }
names() { check names; }
example() { check example example; }
refuses() { check refuses "$SEEN"; }

tap 'The schema is valid, and every object in it has no fields but those it names' schema
tap 'Source, schema and manual know the same events, fields and types' names
tap "The manual's example is a whole release" example
tap 'A release: started, planned, tagged, then pushed and released one after the other' whole
tap 'With --quiet programs are told all, and people nothing' quiet
tap 'With --verbose people are told more' verbose
tap 'A dry run: what is planned, and nothing more' dry_run
tap 'What is told first is in force: the owner that was typed' other_owner
tap 'A refused release: every problem that people are told' refused
tap 'A token that GitHub refuses is a problem of no repository' refused_by_github
tap 'A tag that cannot be made' signing_fails
tap 'A push that origin refuses' push_refused
tap 'A workflow run that fails' run_fails
tap 'Time is up' times_out
tap 'A release that is taken up again' resumed
tap 'A tag that a stopped run left' left_tag
tap 'An approval and a draft on the way' approval_and_draft
tap 'In parallel: nothing before what it needs' parallel
tap 'In parallel: each that failed' parallel_fails
tap 'In parallel: each whose time is up' parallel_times_out
tap 'Each line arrives at once: it is pushed while the release waits' at_once
tap 'Ctrl-C: the result is the last line, and no repository failed' ctrl_c
tap 'SIGTERM: the same' terminated
tap 'SIGHUP: the same' hung_up
tap 'Ctrl-C while a tag is made: the same' ctrl_c_early
tap 'A program that goes while it waits' curl_goes
tap 'A standard output that cannot be written to is told' no_output
tap 'The status of all repositories, whatever state they are in' status_of_all
tap 'The status after a release, and of its version' status_after
tap 'What is verified, and what is not' verified
tap 'Whether this machine can release' checked
tap 'The configuration' configuration
tap 'Help' help
tap 'Completion' completion
tap 'The version' version
tap 'Wrong usage: the result is the only line' misused
tap 'Whatever bytes come from outside, lines are plain ASCII without the token' hostile_bytes
tap 'Who does not read keeps no signal from being heard' nobody_reads
tap 'Without git the result is all the same the last line' no_git
if [ -z "${ONLY:-}${TAP_SHARE:-}" ]; then
    tap 'Every event was seen, and with anything wrong in it is refused' refuses
fi
tap_end

#!/bin/sh
# hooks.on_event: a program hears what happens, and can neither hold up nor
# break a release.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"

# plan_with PROGRAM: the four, in plan.json, with that hook
plan_with() {
    "$ORCHESTRATOR" config 2>/dev/null | python3 -c 'import json, sys
plan = json.load(sys.stdin)
plan["hooks"] = {"on_event": sys.argv[1]}
json.dump(plan, open("plan.json", "w"))' "$1"
}
# hook NAME: reads it from standard input, and puts it into the plan
hook() {
    cat >"$1"
    chmod +x "$1"
    plan_with "$W/$1"
}
# told EVENT...: the hook heard these, in any order, and their JSON
told() {
    python3 - "$@" <<'PY' || { cat heard; fail "the hook did not hear: $*"; }
import json, sys
heard = [line.split(" ", 1) for line in open("heard")]
for name, text in heard:
    event = json.loads(text)
    assert event["event"] == name and event["repo"] and event["time"], text
    assert text.isascii()
assert sorted(name for name, _ in heard) == sorted(sys.argv[1:]), heard
PY
}
# until_gone FILE: the process whose id is in it is no more
until_gone() {
    until_true 'the hook runs on' not kill -0 "$(cat "$1")"
}
HEARS='#!/bin/sh
printf "%s %s\n" "$1" "$(cat)" >>heard'

hears() {
    ready
    echo "$HEARS" | hook tell
    exits 0 release --config plan.json --version 1.2.3
    told released released released released
    never_says hook
}
hears_failure() {
    world_origins
    echo '{"installer": {"run": {"takes": 0.1, "conclusion": "failure"}}}' >assets
    github_start --delay 0 --assets assets
    echo "$HEARS" | hook tell
    exits 1 release --config plan.json --version 1.2.3
    told released failed
}
hears_who_must_act() {
    world_origins
    echo '{"installer-kernel": {"run": {"waiting": true}}, "installer": {"draft": true, "run": {"takes": 0.1}}}' >assets
    github_start --delay 0 --assets assets
    echo "$HEARS" | hook tell
    start_release --config plan.json --version 1.2.3
    until_says 'waits for an approval'
    kill -INT "$PID"
    ends 130
    told approval
}
relative() {
    ready
    mkdir conf
    echo "$HEARS" >conf/tell
    chmod +x conf/tell
    plan_with ./tell
    mv plan.json conf/
    exits 0 release --config conf/plan.json --version 1.2.3
    told released released released released
}
fails() {
    ready
    printf '#!/bin/sh\necho "the chat is closed $GITHUB_TOKEN" >&2\nexit 3\n' | hook tell
    exits 0 release --config plan.json --version 1.2.3 --log log
    is "$(grep -c 'hook: hooks.on_event failed, which changes nothing else: ' err)" 1 'times that it is told'
    says "$W/tell for \"released\": exit status 3: the chat is closed ***"
    is "$(grep -c 'tell ended; exit status 3' log)" 4 'failures in the log'
    no_leak
    for name in $REPOS; do
        released "$name" v1.2.3 "$(head_of "$name")"
    done
}
missing() {
    ready
    plan_with "$W/none"
    exits 0 release --config plan.json --version 1.2.3
    says "cannot run $W/none"
}
# it neither ends nor heeds a request to; the release goes on meanwhile
hangs() {
    ready
    hook tell <<'END'
#!/bin/sh
trap '' TERM
echo $$ >>pids
while :; do sleep 1; done
END
    exits 0 release --config plan.json --version 1.2.3 --log log
    says 'gave no answer within 10 s and was ended'
    is "$(grep -c . pids)" 4 'hooks that were run'
    while read -r pid; do
        echo "$pid" >pid
        until_gone pid
    done <pids
    # the last release was over before the first hook was
    grep -n -e ' released  *installer-iso' -e 'tell was ended' log | head -n 1 |
        grep -q released || fail 'the release waited for its hook'
}
prints_much() {
    ready
    printf '#!/bin/sh\nexec yes\n' | hook tell
    exits 0 release --config plan.json --version 1.2.3
    says 'printed more than'
}
prints_some() {
    ready
    printf '#!/bin/sh\nexec head -c 1000000 /dev/zero\n' | hook tell
    exits 0 release --config plan.json --version 1.2.3
    never_says 'hook:'
}
leaves_a_child() {
    ready
    printf '#!/bin/sh\nsleep 1000 &\necho $! >pid\n' | hook tell
    exits 0 release --config plan.json --version 1.2.3
    never_says 'hook:'
    kill "$(cat pid)"
}
few_at_once() {
    world_plan "$T/../examples/farpoint-ground.json"
    world_origins
    github_start --delay 0 --immutable --config "$T/../examples/farpoint-ground.json"
    printf '#!/bin/sh\n: >running.$$\nls running.* | wc -l >>counts\nsleep 0.3\nrm running.$$\n' >tell
    chmod +x tell
    python3 - "$T/../examples/farpoint-ground.json" <<'PY'
import json, sys
plan = json.load(open(sys.argv[1]))
plan["hooks"] = {"on_event": "./tell"}
json.dump(plan, open("plan.json", "w"))
PY
    exits 0 "$TIMEOUT" "$HANGS" "$ORCHESTRATOR" release --parallel --repos-root clones \
        --config plan.json --poll-interval-secs 1 --version 1.2.3
    is "$(grep -c . counts)" 12 'hooks that were run'
    [ "$(sort -n counts | tail -n 1)" -le 4 ] || fail "at once: $(cat counts)"
}
only_found() {
    ready
    echo "$HEARS" | hook tell
    cp plan.json clones/orchestrator.json
    exits 0 release --version 1.2.3
    [ ! -e heard ] || fail 'it was run'
    says "note: hooks.on_event is not run, for the configuration was found, not named; to have it run: --config $W/clones/orchestrator.json"
}
interrupted() {
    world_origins
    echo '{"installer": {"run": {"waiting": true}}}' >assets
    github_start --delay 0 --assets assets
    hook tell <<'END'
#!/bin/sh
echo $$ >pid
trap '' TERM INT HUP
while :; do sleep 1; done
END
    start_release --config plan.json --version 1.2.3
    until_says 'waits for an approval'
    kill -INT "$PID"
    ends 130
    until_gone pid
    says 'stopped by Ctrl-C'
}
for_programs() {
    ready
    printf '#!/bin/sh\nexit 1\n' | hook tell
    exits 0 release --json --config plan.json --version 1.2.3
    is "$(grep -c '"event":"note".*hooks.on_event failed' out)" 1 'notes'
    tail -n 1 out | grep -q '"event":"result".*"status":0' || fail 'the last line is no result'
}

tap_beside 'Each release is told, with its JSON' hears
tap_beside 'A failure is told' hears_failure
tap_beside 'That a person must act is told' hears_who_must_act
tap_beside 'A path is meant from the folder of the configuration on' relative
tap_beside 'A hook that fails changes nothing; it is told once, and logged' fails
tap_beside 'A hook that is not there changes nothing' missing
tap_beside 'A hook that hangs is ended, and nothing waits for it' hangs
tap_beside 'A hook that prints without end is ended' prints_much
tap_beside 'A hook that prints a lot is not kept waiting' prints_some
tap_beside 'What a hook leaves behind does not hold us up' leaves_a_child
tap_beside 'Only a few hooks run at once, and none is left out' few_at_once
tap_beside 'Of a configuration that was only found no hook is run' only_found
tap_beside 'After Ctrl-C no hook is left' interrupted
tap_beside 'Programs are told of a hook that fails, before the result' for_programs
tap_end

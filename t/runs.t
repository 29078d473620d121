#!/bin/sh
# While it waits it looks at the tag's workflow run, and knows why it waits.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"
TAP_BESIDE=3 # they mostly wait; those that a second decides have `tap`

# The stand-in lists runs that are none of the tag's, and failed, beside it: a
# release that goes through has not mistaken them.

# with RUN: a world in which the run of installer-kernel is that JSON
with() {
    world_origins
    echo "{\"installer-kernel\": $1}" >assets
    github_start --delay 0 --assets assets
}
RUN_URL='https://github.com/Truthdb/installer-kernel/actions/runs/'

no_settling() {
    world_origins
    github_start --delay 0
    exits 0 release --version 1.2.3
    for name in $REPOS; do
        is "$(looks "$name")" 1 "looks at $name"
        is "$(grep -c "/$name/actions/runs?" requests)" 1 "looks at the runs of $name"
    done
    never_says settling
}
fails_at_once() {
    with '{"run": {"takes": 1.5, "conclusion": "failure", "jobs": [{"name": "test", "steps": ["Run"]}, {"name": "build", "steps": ["Checkout", "Compile", "Upload"]}], "fails_at": ["build", "Compile"]}}'
    exits 1 release --version 1.2.3
    says "installer-kernel: wait: its workflow run ended in failure in job \"build\", step \"Compile\": $RUN_URL"
    says 'first: see why; if it may pass the second time: gh run rerun '
    says 'mend it, and release a new version'
    says ' --failed -R '
    says '/Truthdb/installer-kernel'
    says 'then: '
    says 'release-iso --version 1.2.3 --resume'
    says 'public now: v1.2.3 is on origin of installer-kernel'
    says 'to give v1.2.3 up instead, by hand:'
    says "installer-kernel: gh release delete v1.2.3 -R "
    says " --cleanup-tag --yes && git -C $W/clones/installer-kernel tag -d v1.2.3"
    is "$(public_commit installer v1.2.3)" '' 'the tag of the next repository'
    curl -q -s --noproxy '*' "$GITHUB_API_URL/_control" >state
    python3 - <<'PY'
import json
seen = [t["seen"] for t in json.load(open("state"))["tags"] if t["tag"] == "v1.2.3"][0]
asked = [json.loads(l)["t"] for l in open("requests") if "/jobs" in l][-1]
print("noticed", asked - seen - 1.5, "s after the run ended")
assert asked - seen - 1.5 <= 2, asked - seen
PY
    no_leak
}
other_ends() {
    for how in cancelled timed_out startup_failure; do
        rm -rf origins clones assets requests
        with "{\"run\": {\"takes\": 0.2, \"conclusion\": \"$how\"}}"
        exits 1 release --version 1.2.3
        says "its workflow run ended in $how"
        says 'gh run rerun '
        github_stop
    done
}
assets_of_a_failed_run() {
    with '{"run": {"takes": 0.2, "conclusion": "failure"}, "assets_anyway": true}'
    exits 1 release --version 1.2.3
    says 'its workflow run ended in failure'
    says '--ignore-runs'
    exits 0 release --version 1.2.3 --resume --ignore-runs
    is "$(grep -c '/actions/runs' requests)" "$(grep -c '"path": "/repos/Truthdb/installer-kernel/actions/runs' requests)" 'requests for runs, all of the first release'
    released installer-iso v1.2.3 "$(head_of installer-iso)"
}
waits_for_its_end() {
    with '{"delay": 0, "run": {"takes": 3}}'
    exits 0 release --version 1.2.3
    says 'installer-kernel: waiting: all 2 assets present'
    says 'installer-kernel: its workflow run goes on'
}
awaits_a_rerun() {
    with '{"run": {"takes": 1, "conclusion": "failure"}}'
    exits 1 release --version 1.2.3
    exits 1 release --version 1.2.3 --resume
    says 'its workflow run ended in failure'
    echo '{"installer-kernel": {"run": {"takes": 6, "conclusion": "failure"}}}' >assets
    github_control '{"rerun": "installer-kernel"}'
    exits 0 release --version 1.2.3 --resume
    says 'its workflow run goes on (run again)'
    released installer-kernel v1.2.3 "$(head_of installer-kernel)"
    released installer-iso v1.2.3 "$(head_of installer-iso)"
}
approval() {
    with '{"run": {"waiting": true, "takes": 1}}'
    start_release --version 1.2.3
    until_says "its workflow run waits for an approval: someone must give it at $RUN_URL"
    github_control '{"approve": "installer-kernel"}'
    ends 0
}
too_late() { # RUN-JSON
    with "$1"
    exits 5 release --version 1.2.3 --timeout-secs 4
}
what_is_late() {
    too_late '{"run": {"waiting": true}}'
    says "first: give the approval at $RUN_URL"
    github_stop
    rm -rf origins clones events-*
    too_late '{"draft": true, "run": {"takes": 0.5}}'
    says 'first: press "Publish" at https://github.com/Truthdb/installer-kernel/releases/tag/untagged'
    github_stop
    rm -rf origins clones events-*
    too_late '{"run": null, "release_delay": 90}'
    says 'first: see that tags like v1.2.3 start release.yml, and that Actions are enabled: '
}
by_hand() {
    world_origins
    github_start --delay 100
    github_faults '[{"path": "/releases/tags", "do": "not_found", "times": -1}]'
    echo '{"owner": "Truthdb", "repos": [{"name": "installer", "workflow": null, "assets": ["a"]}]}' >clones/orchestrator.json
    exits 0 "$ORCHESTRATOR" release --repos-root clones --version 1.2.3 --dry-run
    prints 'run    none makes the release: someone must'
    exits 5 "$ORCHESTRATOR" release --repos-root clones --version 1.2.3 --timeout-secs 4 --poll-interval-secs 1
    says 'no release on GitHub yet, and no workflow makes it: someone must'
    says 'first: make it: gh release create v1.2.3 -R '
}
states() {
    with '{"release_delay": 4, "delay": 5, "run": {"appears": 1.2, "queued": 1.5, "takes": 5, "jobs": [{"name": "build", "steps": ["Compile"]}]}}'
    exits 0 release --version 1.2.3
    says 'installer-kernel: waiting: no release on GitHub yet'
    says 'installer-kernel: its workflow run has not begun yet'
    says "installer-kernel: its workflow run is queued: $RUN_URL"
    says "installer-kernel: its workflow run goes on: $RUN_URL"
    says 'installer-kernel: its workflow run goes on, job build: '
}
draft() {
    with '{"draft": true, "run": {"takes": 0.5}}'
    start_release --version 1.2.3
    until_says 'waiting: a draft of its release is there, with all assets: someone must press "Publish" at https://github.com/Truthdb/installer-kernel/releases/tag/untagged'
    github_control '{"publish": "installer-kernel"}'
    ends 0
    released installer-iso v1.2.3 "$(head_of installer-iso)"
}
cannot_read() { # FAULT WORDS
    world_origins
    github_start --delay 0
    github_faults "[{\"path\": \"/actions/\", \"times\": -1, $1}]"
    exits 0 release --version 1.2.3
    says "installer-kernel: workflow runs cannot be read ($2"
    is "$(grep -c 'workflow runs cannot' err)" 1 'times it is said'
    is "$(grep -c '/actions/runs' requests)" 4 'requests for runs'
    is "$(looks installer)" 2 'looks, so that assets settle'
}
forbidden() { cannot_read '"do": "forbidden", "permissions": "actions=read"' 'GitHub forbids it (403: Resource not accessible by personal access token); it wants the permission actions=read)'; }
hidden() { cannot_read '"do": "not_found"' 'GitHub answered 404: Not Found)'; }
other_forge() {
    world_origins
    github_start --delay 0 --no-actions
    exits 0 release --version 1.2.3
    is "$(grep -c 'workflow runs cannot' err)" 1 'times it is said'
}
token_expires() {
    world_origins
    github_start --delay 0
    github_faults '[{"path": "/actions/", "times": -1, "do": "unauthorized"}]'
    exits 4 release --version 1.2.3
    says 'GitHub does not accept the token (401'
}
fault_of_runs() {
    with '{"delay": 3, "run": {"takes": 3}}'
    github_faults '[{"path": "/actions/runs\\?", "skip": 1, "times": 2, "do": "status", "status": 502}]'
    exits 0 release --version 1.2.3
    says 'installer-kernel: GitHub answered 502'
    released installer-iso v1.2.3 "$(head_of installer-iso)"
}
nonsense_of_runs() {
    with '{"delay": 3, "run": {"takes": 3}}'
    github_faults '[{"path": "/actions/runs\\?", "times": 1, "do": "body", "body": "[1, 2"}, {"path": "/actions/runs\\?", "times": 1, "do": "body", "body": "{\"workflow_runs\": {}}"}]'
    exits 0 release --version 1.2.3
    says "GitHub's answer makes no sense: it is not JSON"
    released installer-iso v1.2.3 "$(head_of installer-iso)"
}
escapes() {
    with '{"run": {"takes": 0.2, "conclusion": "failure"}}'
    github_faults '[{"path": "/jobs", "times": -1, "do": "body", "body": "{\"jobs\": [{\"name\": \"\\u001b[31mred\", \"status\": \"completed\", \"conclusion\": \"failure\", \"steps\": [{\"name\": \"a\\nb\", \"conclusion\": \"failure\"}]}]}"}]'
    exits 1 release --version 1.2.3
    says 'in job "\x1b[31mred", step "a\nb"'
    no_leak
}
# a run that goes on and will fail, beside assets that are all there
goes_on_to_fail() { # FAULTS
    with '{"delay": 0, "run": {"takes": 5, "conclusion": "failure"}, "assets_anyway": true}'
    github_faults "$1"
    exits 1 release --version 1.2.3
    says 'its workflow run ended in failure'
    never_says 'released'
    is "$(public_commit installer v1.2.3)" '' 'the tag of the next repository'
}
lost_for_a_moment() {
    goes_on_to_fail '[{"path": "/installer-kernel/actions/runs\\?", "skip": 2, "times": 1, "do": "not_found"}]'
    never_says 'cannot be read'
}
not_listed_for_a_moment() {
    goes_on_to_fail '[{"path": "/installer-kernel/actions/runs\\?", "skip": 2, "times": 1, "do": "body", "body": "{\"workflow_runs\": []}"}]'
    says 'the workflow run is not listed any more'
}
not_yet_known() {
    goes_on_to_fail '[{"path": "/installer-kernel/actions/runs\\?", "times": 3, "do": "status", "status": 502}]'
}
immutable_though_failed() {
    for takes in 1.5 2.5; do
        rm -rf origins clones events-*
        with "{\"immutable\": true, \"assets_anyway\": true, \"delay\": 1, \"release_delay\": 1, \"run\": {\"takes\": $takes, \"conclusion\": \"failure\"}}"
        exits 0 release --version 1.2.3
        says 'installer-kernel: released'
        github_stop
    done
}
last_look() {
    with '{"delay": 7, "run": {"takes": 7}}'
    exits 0 timeout 100 "$ORCHESTRATOR" release-iso --repos-root clones --poll-interval-secs 3 --timeout-secs 9 --version 1.2.3
}
# the tag was deleted on origin, and is made again on the same commit
old_run() {
    with '{"delay": 1, "run": {"appears": 2, "takes": 1}}'
    run="{\"id\": 5, \"event\": \"push\", \"head_sha\": \"$(head_of installer-kernel)\", \"head_branch\": \"v1.2.3\", \"path\": \".github/workflows/release.yml\", \"status\": \"completed\", \"conclusion\": \"failure\", \"run_attempt\": 1, \"created_at\": \"2020-01-01T00:00:00Z\"}"
    github_faults "[{\"path\": \"/installer-kernel/actions/(runs|workflows/release.yml/runs)\\\\?\", \"times\": -1, \"do\": \"patch\", \"edits\": [{\"at\": [\"workflow_runs\"], \"append\": $run}]}]"
    exits 0 release --version 1.2.3
    says 'its workflow run has not begun yet'
}
paced() {
    with '{"delay": 6, "run": {"takes": 6}}'
    github_control '{"quota": {"remaining": 40, "reset_in": 60}}'
    exits 0 release --version 1.2.3 --timeout-secs 40
    says 'requests are left until '
    says ', so it is only asked every '
    is "$(grep -c 'so it is only asked' err)" 1 'times it is said'
    [ "$(grep -c '/installer-kernel/actions/runs?' requests)" -le 4 ] || fail 'it did not slow down'
}

tap_beside 'Assets of a run that succeeded need not settle: one look' no_settling
tap_beside 'A failed run ends it within an interval, naming job, step, URL and what to do' fails_at_once
tap_beside 'A cancelled, timed-out or invalid run ends it' other_ends
tap_beside 'A failed run that left all assets ends it, unless runs are ignored' assets_of_a_failed_run
tap_beside 'A run that goes on is awaited though all assets are there' waits_for_its_end
tap_beside 'A run that failed fails again on --resume, and is awaited when it runs again' awaits_a_rerun
tap_beside 'An approval that is missing is said, and waited for' approval
tap_beside 'When time is up, what is said to do first fits the state' what_is_late
tap_beside 'A release that no workflow makes is told as that' by_hand
tap 'No run, queued, running and which job: each is said' states
tap_beside 'A draft is told as such, with where to publish it' draft
tap_beside 'Where the token may not read runs, it goes on by releases, and says so once' forbidden
tap_beside 'Where runs are hidden, it goes on by releases, and says so once' hidden
tap_beside 'A forge without Actions is waited for by releases' other_forge
tap_beside 'A token that is not accepted any more ends it' token_expires
tap_beside 'A fault in the answers about runs does not end it' fault_of_runs
tap_beside 'Nonsense about runs does not end it' nonsense_of_runs
tap_beside 'A run that is hidden for a moment is still awaited' lost_for_a_moment
tap_beside 'A run that is not listed for a moment is still awaited' not_listed_for_a_moment
tap_beside 'While it is not known whether there is a run, nothing settles' not_yet_known
tap_beside 'A release that is immutable and complete is done, when ever its run failed' immutable_though_failed
tap_beside 'An old run of a tag that was there before is not taken for the new one' old_run
tap 'There is one more look before the time is up' last_look
tap_beside 'Names of jobs are made printable' escapes
tap_beside 'When few requests are left, it asks less often, and says so once' paced
tap_end

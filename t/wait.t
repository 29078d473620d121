#!/bin/sh
# Waiting for a release: the time limit, what is said, and settling.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"
TAP_BESIDE=3 # they mostly wait
# By the releases alone; t/runs.t has what runs add to it.
RELEASE_OPTS=--ignore-runs

# Deadline and what is said at it
# An answer that hangs costs 15 s where nobody minds the time limit of 2 s; the
# rest of this is for a machine that is busy.
LATE_MS=8000
keeps_limit() { # FAULT
    ready
    github_faults "[{\"path\": \"$IK\", \"times\": -1, $1}]"
    start_release --version 1.2.3 --timeout-secs 2
    until_says pushed
    from=$(date +%s%N)
    ends 5
    took=$((($(date +%s%N) - from) / 1000000))
    echo "$took ms after the push"
    [ $took -lt $LATE_MS ] || fail "it took $took ms"
    says 'time is up after 2 s'
    says 'release-iso --version 1.2.3 --resume'
    no_leak
}
missing_one() {
    world_origins
    github_start --delay 0
    github_faults "[{\"path\": \"$IK\", \"times\": -1, \"do\": \"patch\", \"edits\": [{\"at\": [\"assets\", 0], \"delete\": true}]}]"
    exits 5 release --version 1.2.3 --timeout-secs 2
    says 'time is up after 2 s; missing: BOOTX64.EFI; GitHub last said: a release with 1 asset'
    says 'first: look at '
    says '/Truthdb/installer-kernel/releases; --timeout-secs gives it more time'
    says ' --timeout-secs 4 --ignore-runs' # twice of what was too little
    never_says 'missing: BOOTX64.EFI, '
}
no_release() {
    world_origins
    github_start --delay 100
    github_control '{"faults": [{"path": "/releases/tags", "do": "not_found", "times": -1}]}'
    exits 5 release --version 1.2.3 --timeout-secs 2
    says 'time is up after 2 s; no release on GitHub yet; GitHub last said: GitHub answered 404: Not Found'
}
hang() { keeps_limit '"do": "hang"'; }
hang_body() { keeps_limit '"do": "hang_body"'; }
drip() { keeps_limit '"do": "drip"'; }
zero_size() {
    LIMIT=2 ends_with 5 '"do": "patch", "edits": [{"at": ["immutable"], "set": false}, {"at": ["assets", 0, "size"], "set": 0}]' 'uploaded but empty (0 bytes): BOOTX64.EFI;'
    never_says missing
}
starter() {
    LIMIT=2 ends_with 5 '"do": "patch", "edits": [{"at": ["immutable"], "set": false}, {"at": ["assets", 0, "state"], "set": "starter"}]' 'still uploading: BOOTX64.EFI (state "starter")'
    never_says missing
}
draft() { LIMIT=2 ends_with 5 '"do": "patch", "edits": [{"at": ["immutable"], "set": false}, {"at": ["draft"], "set": true}]' 'a draft: someone must press "Publish"'; }
twice() { LIMIT=2 ends_with 5 '"do": "patch", "edits": [{"at": ["immutable"], "set": false}, {"at": ["assets"], "append": {"id": 9, "name": "BOOTX64.EFI", "state": "uploaded", "size": 5, "updated_at": "x", "digest": null}}]' 'missing: BOOTX64.EFI'; }

# Settling
settles() {
    world_origins
    github_start --delay 0
    exits 0 release --version 1.2.3
    for name in $REPOS; do
        is "$(looks "$name")" 2 "looks at $name"
    done
    says 'all 2 assets present, settling'
    python3 - <<'EOF'
import json
r = [json.loads(l) for l in open("requests") if "/releases/tags" in l]
for a, b in zip(r[::2], r[1::2]):
    assert b["t"] - a["t"] >= 1 and b["etag_sent"] and b["status"] == 304, (a, b)
EOF
}
starts_anew_when_it_changes() {
    world_origins
    github_start --delay 0
    github_faults "[{\"path\": \"$IK\", \"skip\": 1, \"times\": -1, \"do\": \"patch\", \"edits\": [{\"at\": [\"assets\", 0, \"updated_at\"], \"set\": \"2030-01-01T00:00:00Z\"}]}]"
    exits 0 release --version 1.2.3
    is "$(looks installer-kernel)" 3 'looks'
    is "$(looks installer)" 2 'looks at another'
}
other_assets_may_change() {
    world_origins
    github_start --delay 0
    github_faults "[{\"path\": \"$IK\", \"do\": \"patch\", \"edits\": [{\"at\": [\"assets\"], \"append\": {\"id\": 9, \"name\": \"log.txt\", \"state\": \"starter\", \"size\": 0, \"updated_at\": \"x\"}}, {\"at\": [\"assets\", 0, \"download_count\"], \"set\": 99}]}]"
    exits 0 release --version 1.2.3
    is "$(looks installer-kernel)" 2 'looks'
}
waits_for_assets() {
    world_origins
    github_start --delay 2
    exits 0 release --version 1.2.3
    says 'installer-kernel: waiting: missing: BOOTX64.EFI, BOOTX64.EFI.sha256'
    released installer-iso v1.2.3 "$(head_of installer-iso)"
}
keeps_its_pace() {
    world_origins
    github_start --delay 0
    github_faults "[{\"path\": \"$IK\", \"times\": -1, \"do\": \"header\", \"headers\": {\"x-ratelimit-remaining\": \"0\", \"x-ratelimit-reset\": \"1\"}}]"
    exits 0 release --version 1.2.3
    is "$(looks installer-kernel)" 2 'looks'
    never_says 'rate limit'
}
used_up() {
    world_origins
    github_start --delay 0
    github_faults "[{\"path\": \"$IK\", \"times\": -1, \"do\": \"header\", \"headers\": {\"x-ratelimit-remaining\": \"0\", \"x-ratelimit-reset\": \"99999999999\"}}]"
    exits 5 release --version 1.2.3
    says 'the rate limit of GitHub is used up: nothing can be asked before'
    is "$(looks installer-kernel)" 1 'looks'
}
settles_within_a_short_limit() {
    world_origins
    github_start --delay 0
    exits 0 "$ORCHESTRATOR" release-iso --repos-root clones --version 1.2.3 --timeout-secs 4 --poll-interval-secs 10
}
build_metadata() {
    ready
    exits 0 release --version 1.2.3+build.5
    released truthdb v1.2.3+build.5 "$(head_of truthdb)"
    is "$(grep -c 'releases/tags/v1.2.3%2Bbuild.5' requests)" 4 'looks'
}
enterprise_path() {
    world_origins
    github_start --delay 0 --immutable --prefix /api/v3
    GITHUB_API_URL="$GITHUB_API_URL/api/v3/" exits 0 release --version 1.2.3
}
settles_by_answers() {
    world_origins
    github_start --delay 0
    github_faults '[{"path": "/installer-kernel/releases/tags", "skip": 1, "times": 2, "do": "status", "status": 502}]'
    exits 0 release --version 1.2.3
    is "$(looks installer-kernel)" 4 'looks'
    is "$(grep 'installer-kernel: ' err | sed -n '/trying again/=; /released/=' | tr '\n' ' ')" '5 6 8 ' 'the lines that say so'
}
never_heard() {
    world_origins
    github_start --delay 0
    github_faults "[{\"path\": \"$IK\", \"times\": -1, \"do\": \"status\", \"status\": 429, \"headers\": {\"Retry-After\": \"0\"}}]"
    exits 5 release --version 1.2.3 --timeout-secs 12
    says 'GitHub has not told yet how the release stands'
    never_says 'no release on GitHub yet'
    [ "$(looks installer-kernel)" -le 5 ] || fail 'it did not slow down'
}
longest_wait() {
    world_origins
    github_start --delay 0
    github_faults "[{\"path\": \"/actions\", \"times\": -1, \"do\": \"status\", \"status\": 502}, {\"path\": \"$IK\", \"times\": -1, \"do\": \"status\", \"status\": 503, \"headers\": {\"Retry-After\": \"20\"}}]"
    RELEASE_OPTS='' exits 5 release --version 1.2.3 --timeout-secs 12
    is "$(looks installer-kernel)" 1 'looks'
}
interrupted() {
    world_origins
    github_start --delay 100
    for signal in INT:130 TERM:143 HUP:129; do
        start_release --version 1.2.3 --resume
        until_says missing
        until_says "installer-iso: tagged"
        kill -"${signal%:*}" "$PID"
        ends "${signal#*:}"
        says 'installer-kernel: wait: stopped by'
        says 'public now: v1.2.3 is on origin of installer-kernel'
        says 'release-iso --version 1.2.3 --resume'
        is "$(git -C clones/truthdb tag)" '' 'local tags'
    done
}

tap_beside 'A time-out names the missing asset alone' missing_one
tap_beside 'A time-out without a release says so' no_release
tap_beside 'The time limit is kept though an answer hangs' hang
tap_beside 'The time limit is kept though a body hangs' hang_body
tap_beside 'The time limit is kept though an answer drips' drip
tap_beside 'An asset of no size is not ready, and not called missing' zero_size
tap_beside 'An asset that is being uploaded is not ready, and not called missing' starter
tap_beside 'A draft is not a release' draft
tap_beside 'An asset that is listed twice is not ready' twice
tap_beside 'Assets settle in two looks, an interval apart; the second costs a 304' settles
tap_beside 'An asset that is replaced starts the settling anew' starts_anew_when_it_changes
tap_beside 'Other assets and download counts do not matter' other_assets_may_change
tap_beside 'Assets that come later are waited for' waits_for_assets
tap_beside 'A limit that is lifted already does not make it ask faster' keeps_its_pace
tap_beside 'A used-up limit that outlasts the time limit ends it' used_up
tap_beside 'A release settles also if the interval is longer than the time limit' settles_within_a_short_limit
tap_beside 'Build metadata reaches GitHub escaped' build_metadata
tap_beside 'An API under a path is used, as on GitHub Enterprise Server' enterprise_path
tap_beside 'Assets settle by two answers, not by one and a fault' settles_by_answers
tap_beside 'What GitHub never told is not made up; a limit of no time is kept apart' never_heard
tap_beside 'Of two bids to wait the longer one is kept' longest_wait
tap_beside 'Each signal ends it with its status, saying what is public' interrupted
tap_end

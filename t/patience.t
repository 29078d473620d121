#!/bin/sh
# What is only said after a minute: the long waits, each in real time.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"

made_nothing() {
    world_origins
    echo '{"installer-kernel": {"run": {"takes": 0.2}, "assets_missing": ["BOOTX64.EFI.sha256"]}}' >assets
    github_start --delay 0 --assets assets
    exits 1 release --version 1.2.3
    says 'installer-kernel: wait: its workflow run ended in success 60 s ago, but missing: BOOTX64.EFI.sha256; see https://github.com/Truthdb/installer-kernel/actions/runs/'
    never_says 'missing: BOOTX64.EFI,'
    says 'installer-kernel: waiting: missing: BOOTX64.EFI.sha256'
    says 'installer-kernel: its workflow run ended in success'
    says 'release-iso --version 1.2.3 --resume'
}
no_run() {
    world_origins
    echo '{"installer-kernel": {"run": null, "release_delay": 92, "delay": 92}}' >assets
    github_start --delay 0 --assets assets
    exits 0 "$ORCHESTRATOR" release-iso --repos-root clones --poll-interval-secs 3 --version 1.2.3
    says 'installer-kernel: no workflow run has begun in 90 s: perhaps release.yml is not started by this tag, Actions are disabled, or the tag was pushed with a GITHUB_TOKEN, which starts none'
    says 'so far: its workflow run has not begun yet; no release on GitHub yet'
}

tap_beside 'A run that succeeded without the assets fails after 60 s, naming them' made_nothing
tap_beside 'No run 90 s after the push is said, with why that may be; a release ends it all the same' no_run
tap_end

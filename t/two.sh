# shellcheck shell=sh disable=SC2034 # for those that source it
# The world of tests that need no more than two repositories, of which the
# second needs the first. Sourced after tap.sh.

BUILT_IN_REPOS=$REPOS
REPOS='installer-kernel installer'
BUILT_IN="$OWNER $REPOS" # made once, and copied
TWO_PLAN='{"owner": "Truthdb", "repos": [
    {"name": "installer-kernel", "assets": ["BOOTX64.EFI", "BOOTX64.EFI.sha256"]},
    {"name": "installer", "assets": [
        "truthdb-installer-v{version}-x86_64-linux-musl.tar.gz",
        "truthdb-installer-v{version}-x86_64-linux-musl.sha256"]}]}'

# What the program may take of memory itself.
MOST_KIB=16384
if grep -q __asan_init "$ORCHESTRATOR" 2>/dev/null; then
    MOST_KIB=0 # the sanitizer's is counted too
fi

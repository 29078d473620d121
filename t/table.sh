# shellcheck shell=sh disable=SC2034 # for those that source it
# Tables of what may go wrong, a line each, in a world of two repositories, of
# which the second needs the first. Sourced after tap.sh, and before the engine
# of a table.
#
#   table_line FUNCTION WORDS...  the line TITLE: FUNCTION tries it, beside
#                      others, and finds the WORDS, a line each, in WORDS
#   table_says         what was tried says all of WORDS, and not UNSAID
#   table_survived TITLE...
#   table_end KIND     ends a file, and counts its lines as KIND

BUILT_IN_REPOS=$REPOS
REPOS='installer-kernel installer'
BUILT_IN="$OWNER $REPOS" # made once, and copied
TWO_PLAN='{"owner": "Truthdb", "repos": [
    {"name": "installer-kernel", "assets": ["BOOTX64.EFI", "BOOTX64.EFI.sha256"]},
    {"name": "installer", "assets": [
        "truthdb-installer-v{version}-x86_64-linux-musl.tar.gz",
        "truthdb-installer-v{version}-x86_64-linux-musl.sha256"]}]}'

# What the program may take of memory itself.
MOST_KIB=${MOST_KIB:-16384}
if grep -q __asan_init "$ORCHESTRATOR" 2>/dev/null; then
    MOST_KIB=0 # the sanitizer's is counted too
fi

table_line() {
    try=$1
    shift
    WORDS=
    for words in "$@"; do
        WORDS="$WORDS$words
"
    done
    tap_is_asked_for "$TITLE" && echo "$TITLE" >>"$TAP_DIR/tried"
    tap_beside "$TITLE" "$try"
}

table_says() {
    printf '%s' "$WORDS" >wanted
    while IFS= read -r line; do
        says "$line"
    done <wanted
    [ -z "${UNSAID:-}" ] || never_says "$UNSAID"
}

table_survived() {
    echo "$1" >>"$TAP_DIR/survived"
}

table_end() {
    bad=0
    tap_end || bad=1
    touch "$TAP_DIR/tried" "$TAP_DIR/survived"
    tally "$1" "$(grep -c . "$TAP_DIR/survived")" "$(grep -c . "$TAP_DIR/tried")"
    return $bad
}

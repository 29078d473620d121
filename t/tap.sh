# shellcheck shell=sh
# TAP for tests that are shell functions. Sourced after world.sh.
#
#   tap 'What a person can rely on' function    runs it, under set -e, in a
#                                               folder of its own
#   tap_beside 'Title' function                 the same, TAP_BESIDE at a time:
#                                               for those that mostly wait
#   tap_skip 'Title' 'reason'                   where it cannot be tried
#   TAP_SHARE=N runs about one in N of them, drawn by TAP_SEED.
#   tap_end                                     waits for them, prints the plan
#
# In a test: `exits N CMD...` expects the status; output goes to ./out and
# ./err. `says TEXT`, `never_says TEXT` look into ./err, `prints TEXT` into
# ./out. All of them show what there was when they fail.
#
# `tally KIND SURVIVED TRIED` counts for the table of README.md in this folder:
# a line of the file TALLY, where that is set.

ORCHESTRATOR=${ORCHESTRATOR:-$T/../build/orchestrator}
TIMEOUT=$(command -v timeout) # PATH may be a test's own
HANGS=200 # seconds; a release that takes longer is ended
TAP_N=0
TAP_BAD=0
TAP_BESIDE=6
TAP_QUEUE= # tests that run beside each other, the oldest first
MEMORY=/dev/shm
ROOM=1048576 # KiB

# Worlds are many small files, which are made and removed much faster in memory:
# there, if it is roomy and programs can be run from it.
tap_place() {
    if [ -z "${TMPDIR:-}" ] && tap_fits_in_memory; then
        echo "$MEMORY"
    else
        echo "${TMPDIR:-/tmp}"
    fi
}
tap_fits_in_memory() {
    free=$(df -Pk "$MEMORY" 2>/dev/null | awk 'NR == 2 { print $4 }')
    [ "${free:-0}" -ge "$ROOM" ] || return 1
    program=$(mktemp "$MEMORY/orchestrator-test.XXXXXX" 2>/dev/null) || return 1
    echo '#!/bin/sh' >"$program"
    chmod +x "$program"
    runs=0
    "$program" 2>/dev/null || runs=1
    rm -f "$program"
    return $runs
}
TAP_DIR=$(mktemp -d "$(tap_place)/orchestrator-test.XXXXXX")

tap_clean() {
    chmod -R u+w "$TAP_DIR" 2>/dev/null || :
    rm -rf "$TAP_DIR"
}
trap tap_clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# After each test; what has more to stop has its own.
tap_after() {
    github_stop
}

tap_is_asked_for() {
    [ -z "${ONLY:-}" ] || [ "${1#*"$ONLY"}" != "$1" ] || return 1
    [ -z "${TAP_SHARE:-}" ] || tap_is_drawn "$1"
}

# By its title, so that it is known before which ones.
tap_is_drawn() {
    sum=$(printf '%s %s' "${TAP_SEED:-0}" "$1" | cksum)
    [ $((${sum%% *} % TAP_SHARE)) -eq 0 ]
}

# Runs test N, which writes its log and its status.
tap_run() { # N FUNCTION
    (
        set -e
        trap tap_after EXIT
        world_make "$TAP_DIR/$1"
        "$2"
    ) >"$TAP_DIR/$1.log" 2>&1
    echo $? >"$TAP_DIR/$1.status"
    chmod -R u+w "$TAP_DIR/$1" 2>/dev/null || :
    rm -rf "${TAP_DIR:?}/$1"
}

tap_tell() { # N TITLE
    if [ "$(cat "$TAP_DIR/$1.status" 2>/dev/null)" = 0 ]; then
        echo "ok $1 - $2"
    else
        TAP_BAD=$((TAP_BAD + 1))
        echo "not ok $1 - $2"
        { echo "# $0: $2"; sed 's/^/# /' "$TAP_DIR/$1.log"; } >&2
    fi
}

# Results come in the order of their numbers.
tap_await_all() {
    while [ -n "$TAP_QUEUE" ]; do
        tap_await
    done
}

tap_skip() { # TITLE REASON
    tap_await_all
    TAP_N=$((TAP_N + 1))
    echo "ok $TAP_N - $1 # SKIP $2"
}

tap() {
    if ! tap_is_asked_for "$1"; then
        tap_skip "$1" 'not asked for'
        return
    fi
    tap_await_all
    TAP_N=$((TAP_N + 1))
    tap_run $TAP_N "$2"
    tap_tell $TAP_N "$1"
}

# The oldest of those that run beside each other.
tap_await() {
    n=${TAP_QUEUE%% *}
    TAP_QUEUE=${TAP_QUEUE#* }
    wait "$(cat "$TAP_DIR/$n.pid")"
    tap_tell "$n" "$(cat "$TAP_DIR/$n.title")"
}

tap_beside() {
    TAP_N=$((TAP_N + 1))
    if ! tap_is_asked_for "$1"; then
        set -- "$1 # SKIP not asked for" :
    fi
    echo "$1" >"$TAP_DIR/$TAP_N.title"
    (
        trap - EXIT
        tap_run $TAP_N "$2"
    ) &
    echo $! >"$TAP_DIR/$TAP_N.pid"
    TAP_QUEUE="$TAP_QUEUE$TAP_N "
    # shellcheck disable=SC2086 # words
    set -- $TAP_QUEUE
    [ $# -lt "$TAP_BESIDE" ] || tap_await
}

tap_end() {
    tap_await_all
    echo "1..$TAP_N"
    [ "$TAP_BAD" -eq 0 ]
}

tally() {
    [ -z "${TALLY:-}" ] || printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>"$TALLY"
}

fail() {
    echo "FAILED: $*"
    return 1
}

show_output() {
    for stream in out err; do
        [ ! -f "$stream" ] || sed "1s/^/--- $stream:\n/" "$stream"
    done
}

exits() {
    want=$1
    shift
    got=0
    "$@" >out 2>err </dev/null || got=$?
    [ "$got" -eq "$want" ] && return 0
    show_output
    fail "exit status $got, not $want: $*"
}

says() {
    grep -qF -- "$1" err && return 0
    show_output
    fail "it does not say: $1"
}

never_says() {
    grep -qF -- "$1" err || return 0
    show_output
    fail "it says: $1"
}

prints() {
    grep -qF -- "$1" out && return 0
    show_output
    fail "it does not print: $1"
}

is() {
    [ "$1" = "$2" ] && return 0
    fail "${3:-it} is \"$1\", not \"$2\""
}

# origins, clones, and a GitHub whose releases are complete at once: immutable,
# so that they need not settle
ready() {
    world_origins
    github_start --delay 0 --immutable
}

# release ARGS: a release of the four clones, a look each second; a test whose
# matter are the releases alone sets RELEASE_OPTS=--ignore-runs
release() {
    # shellcheck disable=SC2086 # words, or none
    "$TIMEOUT" --foreground "$HANGS" "$ORCHESTRATOR" release-iso \
        --repos-root clones --poll-interval-secs 1 ${RELEASE_OPTS:-} "$@"
}

# start_release ARGS: the same in the background, with the signals that a
# terminal would give it; sets PID, output goes to ./out and ./err
start_release() {
    : >err
    # shellcheck disable=SC2086
    python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
signal.alarm(int(sys.argv[1]))
os.execv(sys.argv[2], sys.argv[2:])' "$HANGS" "$ORCHESTRATOR" release-iso \
        --repos-root clones --poll-interval-secs 1 ${RELEASE_OPTS:-} "$@" \
        </dev/null >out 2>err &
    PID=$!
}

# until_true WORDS COMMAND...: waits until it succeeds; after 40 s fails, with WORDS
until_true() {
    late=$1 tries=0
    shift
    until "$@" >/dev/null 2>&1; do
        tries=$((tries + 1))
        if [ $tries -ge 800 ]; then
            show_output
            fail "$late"
            return 1
        fi
        sleep 0.05
    done
}
not() {
    ! "$@"
}
until_says() { # TEXT
    until_true "it does not come to say: $1" grep -qF -- "$1" err
}

# git_shim PATTERN COMMANDS [PATTERN COMMANDS]...: ./shim/git, for PATH, does
# COMMANDS first where its words are like PATTERN; $git is the real one
git_shim() {
    mkdir -p shim
    {
        printf '#!/bin/sh\nW=%s git=%s\ncase "$*" in\n' "$W" "$(command -v git)"
        while [ $# -gt 0 ]; do
            printf '%s)\n%s ;;\n' "$1" "$2"
            shift 2
        done
        # shellcheck disable=SC2016 # of the script
        printf 'esac\nexec "$git" "$@"\n'
    } >shim/git
    chmod +x shim/git
}

# ends N: the release in the background ends with that status
ends() {
    got=0
    wait "$PID" || got=$?
    [ "$got" -eq "$1" ] && return 0
    show_output
    fail "exit status $got, not $1"
}

# in_terminal CMD...: in a terminal of its own, which goes to ./err
in_terminal() {
    python3 -c 'import os, pty, sys
pid, fd = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])
while True:
    try:
        data = os.read(fd, 4096)
        if not data:
            break
        os.write(2, data)
    except OSError:
        break
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))' "$@"
}

# the commit that a tag on origin leads to; empty if it is not there
public_commit() {
    git -C "origins/$OWNER/$1.git" rev-parse -q --verify "refs/tags/$2^{commit}" || :
}

head_of() {
    git -C "clones/$(folder_of "$1")" rev-parse HEAD
}

# released NAME TAG COMMIT: one annotated tag on it, one event, ever
released() {
    is "$(public_commit "$1" "$2")" "$3" "the commit of $2 on origin of $1"
    is "$(git -C "origins/$OWNER/$1.git" cat-file -t "refs/tags/$2")" tag \
        "the type of $2 on origin of $1"
    is "$(grep -c "refs/tags/$2\$" "events-$1")" 1 "the events of $2 on $1"
    is "$(git -C "origins/$OWNER/$1.git" tag | wc -l)" 1 "tags on origin of $1"
}

# nothing_public TAG: on no origin, not even for a moment
nothing_public() {
    for name in $REPOS; do
        is "$(public_commit "$name" "$1")" '' "$1 on origin of $name"
        is "$(grep -c "refs/tags/$1\$" "events-$name" || :)" 0 "events of $1 on $name"
    done
}

# everything in the clones that must not change, to be compared
snapshot() {
    find clones -type f -print0 | LC_ALL=C sort -z | xargs -0 cksum
}

# In SHIM_PATH git and curl write each run, with its arguments, to ./ran.
count_programs() {
    mkdir -p shim
    for program in git curl; do
        printf '#!/bin/sh\necho "%s $*" >>"%s/ran"\nexec "%s" "$@"\n' \
            "$program" "$W" "$(command -v $program)" >"shim/$program"
        chmod +x "shim/$program"
    done
    # shellcheck disable=SC2034 # for the tests
    SHIM_PATH=$W/shim:$PATH
}

# how often the release of a repository was asked for
looks() {
    grep -c "/$1/releases/tags/" requests || :
}

# nothing that was printed holds the token, or bytes that are no text
no_leak() {
    never_says "$TOKEN"
    ! grep -qF "$TOKEN" out || fail 'the token is on standard output'
    is "$(tr -d '\n\40-\176' <err | wc -c)" 0 'raw bytes on the terminal'
}

# what is asked of the release of installer-kernel, the first one awaited
IK='/installer-kernel/releases/tags'

# ends_with STATUS FAULT WORDS...: the fault ends it, after the first push
ends_with() {
    status=$1
    ready
    github_faults "[{\"path\": \"$IK\", \"times\": -1, $2}]"
    shift 2
    exits "$status" release --version 1.2.3 --timeout-secs "${LIMIT:-60}"
    for words in "$@"; do
        says "$words"
    done
    says 'installer-kernel: wait: '
    says "public now: v1.2.3 is on origin of installer-kernel ($(head_of installer-kernel | cut -c1-9)); nothing else is public"
    says 'release-iso --version 1.2.3 --resume'
    no_leak
}

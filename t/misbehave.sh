# shellcheck shell=sh
# A table of what GitHub may do wrong: a line each, and one engine that holds
# each line to all that must be so whatever GitHub does. Sourced after tap.sh
# and table.sh.
#
#   behaviour 'Title' WHERE FAULT STATUS WORDS...
#
# WHERE is the request that it is done to, a name of path_of(); FAULT the rest
# of a rule of github_standin.py, or a list of rules, in which @WHERE@ may be a
# path. The release of two repositories ends with STATUS, and says WORDS. A
# fault is done once if all goes well (STATUS 0), and else each time, unless it
# tells "times". Set for a line:
#   LIMIT=N     --timeout-secs (60)
#   SETTLES=1   releases are not immutable, so their assets must settle
#   ENTRY=JSON  what the stand-in knows of the repositories (--assets)
#   LOOKS=N     so often is the release of installer-kernel asked for
#   UNSAID=WORDS
#   PLAIN=1     not --json: standard output is for people
#   FOUR=1      the four repositories that are built in
# Also asserted: t/witness.py (time, memory, terminal, token); what is public
# then, and that it is said, with the next command.
#
#   passes 'Title' FAULT WORDS
#
# A fault in the answer for the release that is asked again: GROUP of them come
# to the same release, one look after the other, each of which must say WORDS
# in its turn. `passes_end` after the last of them.

# shellcheck disable=SC2034 # for tap.sh
TAP_BESIDE=8 # they mostly wait
GROUP=4
path_of() {
    case $1 in
    release) echo '/installer-kernel/releases/tags/' ;;
    draft) echo '/installer-kernel/releases[?]per_page=5' ;;
    run) echo '/installer-kernel/actions/runs[?]' ;;
    jobs) echo '/installer-kernel/actions/runs/[0-9]+/jobs' ;;
    repository) echo '/repos/Truthdb/installer$' ;;
    newest) echo '/installer/releases[?]per_page=1$' ;;
    tags) echo '/installer/tags' ;;
    rulesets) echo '/installer/rulesets[?]' ;;
    ruleset) echo '/installer-kernel/rulesets/[0-9]' ;;
    history) echo '/installer/actions/workflows/' ;;
    all) echo '.' ;;
    esac
}

behaviour() {
    TITLE=$1 WHERE=$2 FAULT=$3 STATUS=$4
    shift 4
    table_line try_one "$@"
}

try_one() {
    try_behaviour
    table_survived "$TITLE"
}

rules_of() {
    case $FAULT in
    \[*) printf '%s' "$FAULT" | sed "s|@WHERE@|$(path_of "$WHERE")|g" ;;
    *)
        times=-1
        [ "$STATUS" -ne 0 ] || times=1
        printf '[{"path": "%s", "times": %s, %s}]' "$(path_of "$WHERE")" $times "$FAULT"
        ;;
    esac
}

try_behaviour() {
    COMMAND=release
    if [ -n "${FOUR:-}" ]; then
        COMMAND=release-iso REPOS=$BUILT_IN_REPOS
    fi
    world_origins
    [ -n "${FOUR:-}" ] || printf '%s' "$TWO_PLAN" >clones/orchestrator.json
    set -- --delay 0
    [ -n "${SETTLES:-}" ] || set -- "$@" --immutable
    if [ -n "${ENTRY:-}" ]; then
        echo "$ENTRY" >assets
        set -- "$@" --assets assets
    fi
    github_start "$@"
    github_faults "$(rules_of)"
    set -- --version 1.2.3 --timeout-secs "${LIMIT:-60}"
    [ -n "${PLAIN:-}" ] || set -- "$@" --json
    case $WHERE in release | draft) set -- "$@" --ignore-runs ;; esac
    if ! python3 -SE "$T/witness.py" --status "$STATUS" --secs "$HANGS" --most-kib "$MOST_KIB" \
        --token "$TOKEN" -- "$ORCHESTRATOR" "$COMMAND" --repos-root clones \
        --poll-interval-secs 1 "$@"; then
        show_output
        return 1
    fi
    table_says
    [ -z "${LOOKS:-}" ] || is "$(looks installer-kernel)" "$LOOKS" 'looks'
    what_is_public
}

# Nothing but what was to be, and it is told.
what_is_public() {
    if [ "$STATUS" -eq 0 ]; then
        for name in $REPOS; do
            released "$name" v1.2.3 "$(head_of "$name")"
        done
        return
    fi
    case $WHERE in
    release | draft | run | jobs)
        released installer-kernel v1.2.3 "$(head_of installer-kernel)"
        for name in ${REPOS#* }; do
            is "$(public_commit "$name" v1.2.3)" '' "v1.2.3 on origin of $name"
            is "$(git -C "clones/$name" tag)" '' "local tags of $name"
        done
        says 'installer-kernel: wait: '
        says "public now: v1.2.3 is on origin of installer-kernel ($(head_of installer-kernel | cut -c1-9)); nothing else is public"
        says "${NEXT:-$COMMAND --version 1.2.3 --resume}"
        ;;
    *)
        says 'nothing was changed'
        nothing_public v1.2.3
        for name in $REPOS; do
            is "$(git -C "clones/$name" tag)" '' "local tags of $name"
        done
        ;;
    esac
}

passes() {
    N=$((${N:-0} + 1))
    TITLES="${TITLES:+$TITLES
}$1"
    RULES="${RULES:+$RULES, }{\"path\": \"$(path_of release)\", $2}"
    TURNS="${TURNS:+$TURNS
}$3"
    [ "$N" -lt "$GROUP" ] || passes_end
}

passes_end() {
    [ "${N:-0}" -ne 0 ] || return 0
    TITLE="It passes: $(echo "$TITLES" | paste -s -d '|' - | sed 's/|/; /g')"
    WHERE=release FAULT="[$RULES]" STATUS=0 WORDS=
    tap_is_asked_for "$TITLE" && echo "$TITLES" >>"$TAP_DIR/tried"
    tap_beside "$TITLE" try_group
    N=0 TITLES='' RULES='' TURNS=''
}

# Each in its turn: the lines that say so are told apart by their order.
try_group() {
    LOOKS=$((N + 1)) try_behaviour
    says 'installer-kernel: GitHub answers again'
    grep -E 'installer-kernel: .*(; trying again in|: waiting until) ' err >turns || :
    is "$(grep -c . turns)" "$N" 'times it was to be asked again'
    echo "$TURNS" >wanted
    turn=0
    while IFS= read -r line; do
        turn=$((turn + 1))
        sed -n ${turn}p turns | grep -qF -- "$line" && continue
        show_output
        fail "the $turn. time it does not say: $line"
    done <wanted
    table_survived "$TITLES"
}

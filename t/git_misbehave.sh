# shellcheck shell=sh
# A table of what git, its origins, its hooks and its configuration may do
# wrong: a line each, and one engine that holds each line to all that must be
# so whatever git does. Sourced after tap.sh and table.sh.
#
#   misbehaves 'Title' FUNCTION STATUS WORDS...
#
# FUNCTION brings the trouble into a world of two repositories, then a release
# ends with STATUS and says WORDS. FUNCTION may set
#   ARGS       more arguments
#   UNDER      a script of ./ that runs the program, as "$@"
#   MEND       what is done before the release is taken up again; the hooks and
#              configurations of clones and origins are put back before it
#   RESUMES    what then takes it up: --resume, '' (the same command again), or
#              never
# and in front of the line
#   UNSAID=WORDS
#   SIGNAL=TERM  sent once what runs STUCK has come to that
#   UNHEARD=1  the hook that counts events may not come to run
# Also asserted: t/witness.py (time, memory, terminal, token, processes that are
# left); on each origin at most one tag, annotated, of the commit that was
# surveyed, one event, and no other ref changed; what is public is told, and
# nothing else; what is not public leaves no tag in its clone, unless that is
# told; no lock and no folder is left; what is refused changed nothing. Then
# the trouble is taken away, and the release finished.
#
#   shim WORDS SCRIPT    a git whose command line has WORDS runs SCRIPT; $REAL is
#                        the real one
#   hook NAME SCRIPT     of the clone of installer-kernel
#   server_hook NAME SCRIPT  of its origin
# Names with a `second_` in front do it to installer.

# shellcheck disable=SC2034 # for tap.sh
TAP_BESIDE=4
TAG=v1.2.3
REAL=$(command -v git)
# shellcheck disable=SC2016 # for another shell
STUCK=': >"$HOME/../hangs"; exec sleep 1000'

misbehaves() {
    TITLE=$1 FUNCTION=$2 STATUS=$3
    shift 3
    table_line try_one "$@"
}

shim() {
    if [ ! -e shim/git ]; then
        mkdir -p shim
        printf '#!/bin/sh\nREAL=%s\nW="%s"\ncase " $* " in\n%s\nesac\nexec "$REAL" "$@"\n' \
            "$REAL" "$W" '#@' >shim/git
        chmod +x shim/git
    fi
    printf '*"%s"*)\n%s ;;\n#@\n' "$1" "$2" >case
    sed -i -e '/^#@$/{r case' -e 'd}' shim/git
}
write_hook() { # FILE SCRIPT
    mkdir -p "${1%/*}"
    printf '#!/bin/sh\n%s\n' "$2" >"$1"
    chmod +x "$1"
}
hook() { write_hook "clones/installer-kernel/.git/hooks/$1" "$2"; }
second_hook() { write_hook "clones/installer/.git/hooks/$1" "$2"; }
server_hook() { write_hook "origins/Truthdb/installer-kernel.git/hooks/$1" "$2"; }
second_server_hook() { write_hook "origins/Truthdb/installer.git/hooks/$1" "$2"; }
in_both() { # COMMAND...: in each clone
    for name in $REPOS; do
        git -C "clones/$name" "$@"
    done
}

# What a line may change, and is put back before the release is taken up.
keep_settings() {
    mkdir -p kept
    for name in $REPOS; do
        cp -pR "clones/$name/.git/config" "kept/$name.config"
        cp -pR "clones/$name/.git/hooks" "kept/$name.hooks"
        cp -pR "origins/Truthdb/$name.git/config" "kept/$name.server"
        cp -pR "origins/Truthdb/$name.git/hooks" "kept/$name.server-hooks"
    done
    cp -p home/.gitconfig kept/user
}
put_settings_back() {
    for name in $REPOS; do
        rm -rf "clones/$name/.git/hooks" "origins/Truthdb/$name.git/hooks"
        cp -pR "kept/$name.config" "clones/$name/.git/config"
        cp -pR "kept/$name.hooks" "clones/$name/.git/hooks"
        cp -pR "kept/$name.server" "origins/Truthdb/$name.git/config"
        cp -pR "kept/$name.server-hooks" "origins/Truthdb/$name.git/hooks"
    done
    cp -p kept/user home/.gitconfig
    rm -rf shim
}

plain_git() { # whatever the configuration of the user is now
    GIT_CONFIG_GLOBAL=/dev/null "$REAL" "$@"
}

refs_of() { # FOLDER: all refs but the tag
    plain_git -C "$1" for-each-ref | sed "\\|refs/tags/$TAG\$|d"
}
surveyed() { cat "surveyed-$1"; }
remember() {
    for name in $REPOS; do
        [ -s "surveyed-$name" ] || head_of "$name" >"surveyed-$name"
        refs_of "origins/Truthdb/$name.git" >"refs-$name"
    done
}

# The clones, to be compared; the index may be written anew by git status.
clones_now() {
    [ "$STATUS" -ne 3 ] || snapshot | sed '/\.git\/index$/d'
}

try_one() {
    ARGS='' UNDER='' MEND=: RESUMES=--resume
    ready
    printf '%s' "$TWO_PLAN" >clones/orchestrator.json
    keep_settings
    for name in $REPOS; do
        head_of "$name" >"surveyed-$name"
    done
    "$FUNCTION"
    remember
    clones_now >before
    witnessed "$STATUS" --version 1.2.3
    table_says
    what_is_public
    if [ "$STATUS" -ne 0 ]; then
        what_is_said
        [ "$RESUMES" = never ] || take_up
    fi
    table_survived "$TITLE"
}

witnessed() { # STATUS ARGS...
    want=$1
    shift
    if [ -d shim ]; then
        set -- env PATH="$W/shim:$PATH" "$ORCHESTRATOR" release "$@"
    else
        set -- "$ORCHESTRATOR" release "$@"
    fi
    [ -z "$UNDER" ] || set -- sh "$W/$UNDER" "$@"
    # shellcheck disable=SC2086 # words
    python3 -SE "$T/witness.py" --status "$want" --secs "$HANGS" --most-kib "$MOST_KIB" \
        --token "$TOKEN" --none-left ${SIGNAL:+--signal "$SIGNAL"} -- "$@" \
        --repos-root clones --poll-interval-secs 1 $ARGS && return
    show_output
    return 1
}

what_is_public() {
    public=
    for name in $REPOS; do
        origin=origins/Truthdb/$name.git
        refs_of "$origin" >refs
        cmp refs "refs-$name"
        there=$(plain_git -C "$origin" for-each-ref \
            --format='%(refname) %(objecttype) %(*objectname)' "refs/tags/$TAG" |
            sed -n "s|^refs/tags/$TAG ||p")
        events=$(grep -c " refs/tags/$TAG\$" "events-$name" || :)
        if [ -n "$there" ]; then
            is "$there" "tag $(surveyed "$name")" "$TAG on origin of $name"
            [ -n "${UNHEARD:-}" ] || is "$events" 1 "events of $TAG on $name"
            public="$public$name "
        else
            is "$events" 0 "events of $TAG on $name"
            [ "$STATUS" -ne 0 ] || fail "$TAG is not on origin of $name"
        fi
    done
    is "$(ls tmp)" '' 'what is left in TMPDIR'
    is "$(find clones -name orchestrator.lock)" '' 'locks that are left'
}

# What it says of that; nobody has to be told of what was refused.
what_is_said() {
    if grep -qF 'nothing was changed' err; then
        is "$public" '' 'what is public'
        clones_now >after
        cmp before after
        return
    fi
    for name in $REPOS; do
        case " $public " in
        *" $name "*)
            grep -q "of $name (\|unclear: .* on origin of $name;" err ||
                fail "it does not say that $name is public" ;;
        *)
            ! grep -q "is on origin of .*$name (" err || fail "$name is not public"
            left=$("$REAL" -C "clones/$name" for-each-ref "refs/tags/$TAG" 2>/dev/null || :)
            [ -z "$left" ] || grep -q "stays in .*$name\|may be, in $name, \|unclear: .* on origin of $name;" err ||
                fail "a tag is left in $name, and it does not say so" ;;
        esac
    done
    if [ -z "$public" ] && ! grep -qF 'unclear: ' err; then
        [ "$STATUS" -ge 128 ] || says 'public now: nothing'
    else
        says "release --version 1.2.3 --resume"
    fi
}

take_up() {
    put_settings_back
    "$MEND"
    rm -f hangs
    STATUS=0 ARGS='' UNDER='' SIGNAL=''
    # shellcheck disable=SC2086 # one word, or none
    witnessed 0 --version 1.2.3 $RESUMES
    what_is_public
    for name in $REPOS; do
        is "$("$REAL" -C "clones/$name" status --porcelain)" '' "dirt in $name"
        is "$(find "clones/$name" -name '*.lock')" '' "locks in $name"
    done
}

#!/bin/sh
# The command line: what is accepted, what is refused, and how it is said.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"

# usage WORDS CMD...: refused with 2, one line that has the words
usage() {
    words=$1
    shift
    exits 2 "$ORCHESTRATOR" "$@"
    says "$words"
    is "$(wc -l <err)" 1 'lines of the message'
    is "$(wc -c <out)" 0 'bytes on standard output'
}

versions() {
    for v in abc vv1.2.3 1..2 1.2 1.2.3.4 01.2.3 1.2.3-01 1.2.3- 1.2.3+ ' 1.2.3' '1.2.3 ' \
        "$(printf '1.2.3\n.')" 1.2.3-é '1.2.3-a..b' 'V1.2.3' '-1.2.3' '1.2.3/x' '1.2.3~x'; do
        usage 'is not a version' release-iso --version="$v"
        says 'accepted is SemVer 2.0.0'
    done
    usage 'is not a version' release-iso "--version=$(printf '1.2.3\n')x"
    usage 'must not end in ".lock"' release-iso --version 1.2.3-a.lock
    usage 'makes a tag of 251 bytes; git can hold 250' release-iso --version "1.2.3-$(printf %0244d 0 | tr 0 a)"
    usage 'is empty' release-iso --version ''
    usage 'which version?' release-iso
}
good_versions() {
    world_origins
    for v in 1.2.3 v1.2.3 1.2.3-rc.1 v1.2.3+build.5 "1.2.3-$(printf %0243d 0 | tr 0 a)" \
        99999999999999999999999.999999999999999999.99999999999999999999; do
        exits 0 release --version "$v" --dry-run
        prints "Release v${v#v} of Truthdb"
    done
    long=1.2.3-$(printf %0243d 0 | tr 0 a)
    for name in $REPOS; do # git can hold what is accepted
        git -C "clones/$name" tag "v$long"
    done
}
numbers() {
    for n in 0 3601 -1 1.5 x '' 99999999999999999999 0x10 ' 5' '5 '; do
        usage '--poll-interval-secs' release-iso --version 1.2.3 --poll-interval-secs="$n"
    done
    for n in 0 604801 1e3 18446744073709551617; do
        usage '--timeout-secs takes a whole number from 1 to 604800' release-iso --version 1.2.3 --timeout-secs "$n"
    done
    usage '--jobs takes a whole number from 1 to 100' release-iso --version 1.2.3 --jobs 0
}
options() {
    usage 'unknown option --bogus; see orchestrator help release-iso' release-iso --version 1.2.3 --bogus
    usage 'did you mean --dry-run?' release-iso --version 1.2.3 --dryrun
    usage 'did you mean "release-iso"?' release-isso
    usage '"bogus" is no command' bogus
    usage 'which command?'
    usage '--version needs a value' release-iso --version
    usage '--version needs a value' release-iso --version --dry-run
    usage '--version is given twice' release-iso --version 1.2.3 --version 1.2.4
    usage '--dry-run takes no value' release-iso --dry-run=yes --version 1.2.3
    usage '"extra" is one word too many' release-iso --version 1.2.3 extra
    usage '"extra" is one word too many' release-iso --version 1.2.3 -- extra
    usage '--verbose and --quiet exclude each other' -v release-iso --version 1.2.3 -q
    usage 'cannot be an owner on GitHub' release-iso --version 1.2.3 --owner a/b
    usage '--repos-root nowhere is not a folder' release-iso --version 1.2.3 --repos-root nowhere
    usage 'unknown option --bogus; see orchestrator --help' --bogus
    usage 'unknown option -x' -x
    usage 'the command comes first' --version 1.2.3 release-iso
    usage 'did you mean --resume?' release-iso --version 1.2.3 --res
    usage '"\x1b[31m" is no command' "$(printf '\033[31m')"
}
help() {
    exits 0 "$ORCHESTRATOR" --help
    prints release-iso
    exits 0 "$ORCHESTRATOR" help release-iso
    for option in version repos-root owner dry-run resume poll-interval-secs timeout-secs sign jobs verbose quiet; do
        prints "--$option"
    done
    mv out long
    exits 0 "$ORCHESTRATOR" release-iso --help
    cmp out long
    exits 0 "$ORCHESTRATOR" -h
    exits 0 "$ORCHESTRATOR" --version
    is "$(cat out)" "orchestrator $(sed -n 's/.*ORCHESTRATOR_VERSION "\(.*\)"/\1/p' "$T/../version.h")"
    exits 0 "$ORCHESTRATOR" -v --version
    exits 0 "$ORCHESTRATOR" help
    exits 2 "$ORCHESTRATOR" help bogus
}
roots() {
    world_origins
    (cd clones && exits 0 "$ORCHESTRATOR" release-iso --version 1.2.3 --dry-run && rm out err)
    cd clones/installer
    "$ORCHESTRATOR" release-iso --version 1.2.3 --dry-run >"$W/out" 2>"$W/err"
    cd "$W"
    mkdir empty empty/sub
    mv clones/truthdb away
    (cd empty && "$ORCHESTRATOR" release-iso --version 1.2.3 >"$W/out" 2>"$W/err" && exit 1 || exit 0)
    says "neither $W/empty nor its parent $W has any of the 4 clones of TruthDB (installer-kernel, ...)"
    says 'or make them here: orchestrator clone'
    code=0
    (cd clones && "$ORCHESTRATOR" release-iso --version 1.2.3 >"$W/out" 2>"$W/err") || code=$?
    is $code 3 'exit status'
    says "there is no clone at $W/clones/truthdb"
    says "to do: orchestrator clone --repos-root $W/clones"
}
odd_folders() {
    world_origins
    mv clones "a b'c \$(x)"
    exits 0 "$ORCHESTRATOR" release-iso --version 1.2.3 --dry-run --repos-root "a b'c \$(x)"
    echo x >"a b'c \$(x)/truthdb/new"
    exits 3 "$ORCHESTRATOR" release-iso --version 1.2.3 --dry-run --repos-root "a b'c \$(x)"
    sh -c "$(sed -n 's/.*to see them: //p' err)" >pasted
    grep -q new pasted
}
quiet_and_verbose() {
    world_origins
    github_start --delay 0 --immutable
    exits 0 release --version 1.2.3 -q
    is "$(wc -c <err)" 0 'bytes of conversation'
    is "$(wc -l <out)" 5 'lines of the table'
    exits 0 "$ORCHESTRATOR" -v release-iso --repos-root clones --version 1.2.4 --dry-run
    says '+ git -C'
    says '+ curl -q --config -'
    no_leak
    # a line can be pasted
    grep -F ' status --porcelain' err | head -n 1 | sed 's/^+ //' >line
    sh -e line >pasted
    grep -q branch.oid pasted
}
full_disk() {
    world_origins
    [ -w /dev/full ] || return 0
    code=0
    release --version 1.2.3 --dry-run >/dev/full 2>err || code=$?
    is $code 1 'exit status'
    says 'cannot write to standard output'
}
missing_programs() {
    world_origins
    mkdir bin
    for program in sh env rm; do
        ln -s "$(command -v $program)" bin/
    done
    PATH="$W/bin" exits 7 release --version 1.2.3 --dry-run
    says 'cannot run git: it is not installed, or not in PATH'
    ln -s "$(command -v git)" bin/git
    PATH="$W/bin" exits 7 release --version 1.2.3 --dry-run
    says 'cannot run curl: it is not installed'
    rm bin/git
    printf '#!/bin/sh\n[ "$1" = --version ] && echo "git version 2.29.9" && exit\nexec %s "$@"\n' "$(command -v git)" >bin/git
    chmod +x bin/git
    ln -s "$(command -v curl)" bin/curl
    PATH="$W/bin" exits 7 release --version 1.2.3 --dry-run
    says 'git 2.30 or newer is needed; this one says: git version 2.29.9'
    rm bin/git bin/curl
    ln -s "$(command -v git)" bin/git
    printf '#!/bin/sh\n[ "$2" = --version ] && echo "curl 7.75.0 (x)" && exit\nexec %s "$@"\n' "$(command -v curl)" >bin/curl
    chmod +x bin/curl
    PATH="$W/bin" exits 7 release --version 1.2.3 --dry-run
    says 'curl 7.76 or newer is needed; this one says: curl 7.75.0'
}

tap 'What is not SemVer is refused, with what is accepted' versions
tap 'What is SemVer is accepted, and git can hold its tag' good_versions
tap 'Numbers are checked' numbers
tap 'Words that are not understood are told in one line' options
tap 'Help is on standard output, and made of the table' help
tap 'The folder of the clones is this one or its parent' roots
tap 'Folders may have any name, and advice can be pasted' odd_folders
tap 'Quiet is quiet; verbose shows each program as a line to paste' quiet_and_verbose
tap 'A full disk is no success' full_disk
tap 'A program that is missing or too old ends with 7' missing_programs
tap_end

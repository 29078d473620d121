# shellcheck shell=sh
# What the commands of dist/ have in common. Sourced first. The comment at the
# head of a command is its manual; its first lines are its usage.
unset CDPATH # by which cd goes elsewhere, and says where

script_manual() {
    sed -n '1d; /^#/!q; s/^# \{0,1\}//p' "$0"
}
script_help() { # "$@": prints the manual and ends, if that is asked for
    case ${1-} in
    --help | -h) script_manual; exit ;;
    esac
}

say() {
    printf '%s: %s\n' "${0##*/}" "$*"
}
die() { # after it was begun
    say "$*" >&2
    exit 1
}
refuse() { # before anything was done, as it would come to nothing
    say "$*" >&2
    exit 2
}
usage() { # WHAT IS WRONG
    say "$*" >&2
    script_manual | sed -n '/^$/q; p' >&2
    exit 2
}

# A signal ends it, also while a command of its own took that signal well.
script_signals() {
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
}
# Ends WORDS after so long, where there is a timeout that leaves them to Ctrl-C.
script_limit() { # SECONDS WORDS...
    if timeout --foreground 1 true 2>/dev/null; then
        timeout --foreground "$@"
    else
        shift
        "$@"
    fi
}
# Sets work, a folder that goes with the script.
script_work() {
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    script_signals
}

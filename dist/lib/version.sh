# shellcheck shell=sh
# What a package is called. Sourced after script.sh.
#
# A package's version has four elements: orchestrator's own, the target, when it
# was built (UTC, of SOURCE_DATE_EPOCH), and the commit, which only informs:
#     0.1.0-debian-12-2611210130-611a16f
# dpkg and rpm sort by the first that differs, so a rebuild is newer.

# The one place that says it, as `orchestrator --version` does.
version_of_source() { # FOLDER
    version_in <"$1/version.h"
}
version_in() {
    sed -n 's/^#define ORCHESTRATOR_VERSION "\(.*\)"$/\1/p'
}

# 1.0.0-rc.1 must sort before 1.0.0: dpkg and rpm have ~ for that.
version_sortable() { # VERSION
    case $1 in
    *-*) printf '%s~%s\n' "${1%%-*}" "${1#*-}" ;;
    *) printf '%s\n' "$1" ;;
    esac
}

version_time() { # EPOCH
    date -u -d "@$1" +%y%m%d%H%M 2>/dev/null || date -u -r "$1" +%y%m%d%H%M
}

# Only what dpkg, rpm and SemVer sort alike: build metadata, which SemVer does not
# sort by, dpkg would sort above what comes next in a name, and rpm below; a
# pre-release must be a word and numbers.
version_of_package() { # VERSION DIST VER EPOCH COMMIT
    case $1 in
    *+*)
        say "no package can be made of $1: its build metadata (+) would be sorted by; leave it out" >&2
        return 1
        ;;
    *-*)
        printf '%s\n' "${1#*-}" | LC_ALL=C grep -Eqx '[A-Za-z]+(\.[0-9]+)*' || {
            say "no package can be made of $1: dpkg and rpm would sort it otherwise than SemVer; name it like ${1%%-*}-rc.1" >&2
            return 1
        }
        ;;
    '')
        say 'no package can be made: version.h of the commit names no version' >&2
        return 1
        ;;
    esac
    version_at=$(version_time "$4") || return 1
    printf '%s-%s-%s-%s-%s\n' "$(version_sortable "$1")" "$2" "$3" \
        "$version_at" "$(printf '%.7s' "$5")"
}

# By the order of dpkg and rpm, as far as our own versions go: of two names of
# packages of one target, does the first come before?
version_is_older() { # A B
    [ "$1" != "$2" ] &&
        [ "$(printf '%s\n%s\n' "$1" "$2" | tr _ - | LC_ALL=C sort -V | head -n 1)" = "$(printf '%s' "$1" | tr _ -)" ]
}

#!/bin/sh
# usage: dist/for-all.sh build [OPTION...]
#        dist/for-all.sh build-base [OPTION...]
#        dist/for-all.sh --list
#
# Runs dist/build.sh or dist/build-base.sh for every target. It goes on where one
# fails, and ends with 1 then; what would be in the way of all ends it at once,
# with 2. --list: the targets, and which of them were never tried.
set -eu
base=$(CDPATH='' cd "$(dirname "$0")" && pwd)
. "$base/lib/script.sh"
script_help "$@"
. "$base/lib/target.sh"

case ${1-} in
--list)
    target_all | while read -r dist ver; do
        if [ -f "$base/$dist/$ver/untested" ]; then
            printf '%s %s (untested: %s)\n' "$dist" "$ver" "$(head -n 1 "$base/$dist/$ver/untested")"
        else
            printf '%s %s\n' "$dist" "$ver"
        fi
    done
    exit
    ;;
build | build-base) ;;
'') usage 'what is to be run is not said' ;;
*) usage "it does not know $1" ;;
esac

script_signals
command=$base/$1.sh
shift
failed=
for target in $(target_all | tr ' ' '/'); do
    printf '== %s\n' "$target"
    status=0
    "$command" "${target%/*}" "${target#*/}" "$@" || status=$?
    case $status in
    0) ;;
    2 | 129 | 130 | 143) exit "$status" ;; # and so would the next, or a signal
    *) failed="$failed $target" ;;
    esac
done
[ -z "$failed" ] || die "it failed for$failed"

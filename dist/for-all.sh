#!/bin/sh
# for-all.sh COMMAND [OPTION...]: runs dist/COMMAND.sh DIST VER OPTION... for
# every target, and goes on where one fails; ends with 1 then.
# for-all.sh --list: the targets, and which of them were never tried.
set -eu
base=$(cd "$(dirname "$0")" && pwd)
. "$base/target.sh"

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
*)
    echo 'usage: dist/for-all.sh --list | build [OPTION...] | build-base [OPTION...]' >&2
    exit 2
    ;;
esac

command=$base/$1.sh
shift
failed=
for target in $(target_all | tr ' ' '/'); do
    printf '== %s\n' "$target"
    "$command" "${target%/*}" "${target#*/}" "$@" || failed="$failed $target"
done
[ -z "$failed" ] || { echo "for-all.sh: it failed for$failed" >&2; exit 1; }

#!/bin/sh
# The tests under valgrind: an error, or a byte that is still held at the end,
# ends the program with 99, which no test expects.
#
#     t/valgrind.sh BUILD TEST...    BUILD holds the program; reports that are
#                                    not empty are kept in BUILD/valgrind
#
# Some tests expect a reaction within seconds: two files at a time (JOBS) are
# enough for two processors.
set -eu
build=$(cd "$1" && pwd)
shift
reports=$build/valgrind
rm -rf "$reports"
mkdir -p "$reports"

valgrind="$(command -v valgrind) --quiet --error-exitcode=99 --leak-check=full
    --show-leak-kinds=all --errors-for-leak-kinds=all --vgdb=no
    --child-silent-after-fork=yes --log-file=$reports/%p.txt"
program=$reports/orchestrator
printf '#!/bin/sh\nexec %s "%s" "$@"\n' "$(echo "$valgrind" | tr -s '\n ' ' ')" \
    "$build/orchestrator" >"$program"
chmod +x "$program"

c_tests=
others=
for file; do
    case $file in
    *.t) others="$others $file" ;;
    *) c_tests="$c_tests $file" ;;
    esac
done

bad=0
# Its own memory would be counted, and it needs files of its own.
export MOST_KIB=0 UNDER_VALGRIND=1
# shellcheck disable=SC2086 # words
{
    [ -z "$c_tests" ] ||
        prove -j "${JOBS:-2}" --exec "$(echo "$valgrind" | tr -s '\n ' ' ')" $c_tests || bad=1
    [ -z "$others" ] ||
        ORCHESTRATOR=$program BUILD=$build prove -j "${JOBS:-2}" --timer $others || bad=1
}

ran=$(find "$reports" -name '*.txt' | wc -l)
find "$reports" -name '*.txt' -empty -delete
echo "valgrind: $ran programs ran, $(find "$reports" -name '*.txt' | wc -l) with something to say"
for report in "$reports"/*.txt; do
    [ -e "$report" ] || break
    bad=1
    echo "== $report"
    head -n 40 "$report"
done
[ "$ran" -gt 0 ] || { echo 'valgrind: nothing ran' >&2; bad=1; }
exit $bad

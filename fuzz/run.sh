#!/bin/sh
# run.sh BUILD SECONDS [NAME...]: runs targets that `make fuzz` has built with
# libFuzzer, so many seconds each, and FUZZ_JOBS (2) at once.
#
# What is kept here in corpus/NAME is only read; new inputs go to
# BUILD/corpus/NAME, and stay between runs. An input that fails goes to
# BUILD/found, and ends it with 1.
set -u
cd "$(dirname "$0")/.." || exit 1
SELF=fuzz/run.sh
MOST=8192     # bytes of an input
MEMORY=2048   # MiB that a target may take
HANG=${FUZZ_HANG:-10} # seconds that an input may take, by the clock on the wall

build=$1
seconds=$2
shift 2

# one NAME: runs it, its log goes to BUILD/found/NAME.log
one() {
    mkdir -p "$build/corpus/$1" "$build/found"
    set -- "$1" "$build/fuzz/$1_fuzz" "-max_total_time=$seconds" \
        "-max_len=$MOST" "-rss_limit_mb=$MEMORY" "-timeout=$HANG" \
        "-artifact_prefix=$build/found/$1-" -print_final_stats=1 -verbosity=1
    [ ! -f "fuzz/$1.dict" ] || set -- "$@" "-dict=fuzz/$1.dict"
    name=$1
    shift
    "$@" "$build/corpus/$name" "fuzz/corpus/$name" >"$build/found/$name.log" 2>&1
    echo $? >"$build/found/$name.status"
}
if [ "${1:-}" = --one ]; then
    one "$2"
    exit 0
fi

if [ $# -eq 0 ]; then
    for target in fuzz/*_fuzz.c; do
        target=${target#fuzz/}
        set -- "$@" "${target%_fuzz.c}"
    done
fi
rm -f "$build"/found/*.status
printf '%s\n' "$@" | xargs -P "${FUZZ_JOBS:-2}" -I '{}' "$SELF" "$build" "$seconds" --one '{}'

tally() { # KIND SURVIVED TRIED, as t/tap.sh
    [ -z "${TALLY:-}" ] || printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>"$TALLY"
}
stat() { # NAME WHAT
    sed -n "s/^stat::$2: *//p" "$build/found/$1.log"
}

tell() { # NAME
    log=$build/found/$1.log
    input=$(sed -n "s/.*Test unit written to //p" "$log" | tail -n 1)
    printf '\n%s: found something' "$1"
    grep -E -m 3 'DOES NOT HOLD|^SUMMARY|runtime error|ERROR: (Add|Leak|lib)' "$log" | sed 's/^/    /'
    if [ -n "$input" ]; then
        echo "  the input:      $input"
        echo "  to repeat it:   $build/fuzz/$1_fuzz $input"
        echo "  to make it small: $build/fuzz/$1_fuzz -minimize_crash=1 -max_total_time=30 $input"
    fi
    echo "  all it said:    $log"
}

bad=0
executions=0
survived=0
printf '\n%-16s %12s %9s %9s %7s  %s\n' target executions a-second coverage corpus ''
for name in "$@"; do
    n=$(stat "$name" number_of_executed_units)
    status=$(cat "$build/found/$name.status" 2>/dev/null)
    cov=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$build/found/$name.log" | tail -n 1)
    kept=$(sed -n 's/.* corp: \([0-9]*\)\/.*/\1/p' "$build/found/$name.log" | tail -n 1)
    verdict=
    executions=$((executions + ${n:-0}))
    survived=$((survived + ${n:-0}))
    if [ "$status" != 0 ] || [ "${n:-0}" -eq 0 ]; then
        bad=$((bad + 1))
        survived=$((survived - (${n:-0} > 0)))
        verdict=FAILED
    fi
    printf '%-16s %12s %9s %9s %7s  %s\n' "$name" "${n:--}" \
        "$(stat "$name" average_exec_per_sec)" "${cov:--}" "${kept:--}" "$verdict"
    tally 'fuzz targets' $((${#verdict} == 0)) 1
done
printf '%-16s %12s\n' all "$executions"
tally 'fuzz executions' "$survived" "$executions"
for name in "$@"; do
    [ "$(cat "$build/found/$name.status" 2>/dev/null)" = 0 ] || tell "$name"
done
[ "$bad" -eq 0 ] && [ "$executions" -gt 0 ]

#!/bin/sh
# Compares orchestrator with bench/release.sh, the shell script that does the
# same with git, curl and jq, on four throw-away repositories and a stand-in
# for GitHub.
#
#   bench.sh ORCHESTRATOR [FILE]
#
# Prints medians of RUNS (5) runs; what needs watching closely (processes,
# requests, memory) is counted in a run of its own, which is not timed. The
# two take turns. FILE, if given, gets every result as a line of JSON.
set -eu

if [ $# -lt 1 ] || [ ! -x "$1" ]; then
    echo 'usage: bench.sh ORCHESTRATOR [FILE]' >&2
    exit 2
fi
for program in git curl jq python3; do
    if ! command -v "$program" >/dev/null; then
        echo "bench.sh: $program is missing; make deps-dev installs it" >&2
        exit 1
    fi
done
absolute() {
    echo "$(cd "$(dirname "$1")" && pwd)/$(basename "$1")"
}
ORCHESTRATOR=$(absolute "$1")
RESULTS=${2:+$(absolute "$2")}
BENCH=$(cd "$(dirname "$0")" && pwd)
RUNS=${RUNS:-5}
T_FOLDER=$BENCH/../t
# shellcheck source=/dev/null
. "$T_FOLDER/world.sh"

DIR=$(mktemp -d "${TMPDIR:-/tmp}/orchestrator-bench.XXXXXX")
MEASURE_PID=
clean() {
    if [ -n "$MEASURE_PID" ]; then
        kill "$MEASURE_PID" 2>/dev/null || :
        wait "$MEASURE_PID" 2>/dev/null || :
    fi
    github_stop
    rm -rf "$DIR"
}
trap clean EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# In the background, so that a signal does not have to wait for its end.
measure() {
    python3 "$BENCH/measure.py" "$@" </dev/null &
    MEASURE_PID=$!
    ended=0
    wait "$MEASURE_PID" || ended=$?
    MEASURE_PID=
    return "$ended"
}

say() {
    echo "$*" >&2
}

# survey HOW SCENARIO WHO
survey() {
    case $3 in
    orchestrator) measure "$1" "$RESULTS" "$2" "$3" "$ORCHESTRATOR" \
        release-iso --dry-run --version 9.9.9 --repos-root clones ;;
    script) measure "$1" "$RESULTS" "$2" "$3" "$BENCH/release.sh" \
        --dry-run 9.9.9 clones ;;
    esac
}

# status HOW SCENARIO WHO; the script has none
status() {
    [ "$3" = script ] || measure "$1" "$RESULTS" "$2" "$3" "$ORCHESTRATOR" \
        status --repos-root clones
}

# release HOW SCENARIO WHO: the next version, a look each second
release() {
    NUMBER=$((NUMBER + 1))
    case $3 in
    orchestrator) measure "$1" "$RESULTS" "$2" "$3" "$ORCHESTRATOR" \
        release-iso --version "1.0.$NUMBER" --repos-root clones \
        --poll-interval-secs 1 ;;
    script) measure "$1" "$RESULTS" "$2" "$3" "$BENCH/release.sh" \
        --poll 1 "1.0.$NUMBER" clones ;;
    esac
}

# both N COMMAND SCENARIO: N runs of each, in turn
both() {
    run=0
    while [ "$run" -lt "$1" ]; do
        run=$((run + 1))
        for who in orchestrator script; do
            "$2" run "$3" "$who"
        done
    done
}

world_make "$DIR"
[ -n "$RESULTS" ] || RESULTS=$W/results
: >"$RESULTS"
world_origins
rm -f origins/Truthdb/*/hooks/*
NUMBER=0

mkdir shims
for program in curl jq date sleep mktemp rm; do
    cat >"shims/$program" <<END
#!/bin/sh
echo $program >>"\$PROGRAMS"
exec "$(command -v "$program")" "\$@"
END
done
for service in upload-pack receive-pack; do
    cat >"slow-$service" <<END
#!/bin/sh
sleep 0.1
exec git-$service "\$@"
END
done
chmod +x shims/* slow-*

github_start --delay 0
say "survey of four repositories, $RUNS runs"
for who in orchestrator script; do
    survey count survey "$who"
done
both "$RUNS" survey survey
say "survey with 100 ms for each connection to origin, $RUNS runs"
for name in $REPOS; do
    git -C "clones/$name" config remote.origin.uploadpack "$W/slow-upload-pack"
    git -C "clones/$name" config remote.origin.receivepack "$W/slow-receive-pack"
done
both "$RUNS" survey far
say "status with 100 ms for each connection to origin and GitHub, $RUNS runs"
github_control '{"connect": 0.1}'
status count status orchestrator
both "$RUNS" status status
github_control '{"connect": 0}'
for name in $REPOS; do
    git -C "clones/$name" config --unset remote.origin.uploadpack
    git -C "clones/$name" config --unset remote.origin.receivepack
done

say "release with assets ready at once, looking each second, $RUNS runs"
for who in orchestrator script; do
    release count release "$who"
done
both "$RUNS" release release
github_stop

# Not the same wait for all, so that no program is lucky with its rhythm.
cat >delays <<'END'
{"installer-kernel": {"delay": 2.6}, "installer": {"delay": 3.4},
 "truthdb": {"delay": 2.9}, "installer-iso": {"delay": 3.1}}
END
github_start --assets delays
slow=$((RUNS / 2))
[ "$slow" -ge 1 ] || slow=1
say "release with assets after about 3 s each, $slow runs"
run=0
while [ "$run" -lt "$slow" ]; do
    run=$((run + 1))
    for who in orchestrator script; do
        release run slow "$who"
        # shellcheck disable=SC2086 # a list of words
        measure lag "$RESULTS" delays "$who" "$GITHUB_API_URL" \
            "v1.0.$NUMBER" $REPOS
    done
done
github_stop

# download HOW SCENARIO WHO: an asset of 1 GiB, and its SHA-256
# shellcheck disable=SC2016 # for the shell that is started
download() {
    rm -rf large.dl large.got
    case $3 in
    orchestrator) measure "$1" "$RESULTS" "$2" "$3" "$ORCHESTRATOR" verify \
        --download large.dl --version "1.0.$NUMBER" --config large.json \
        --repos-root clones ;;
    script) measure "$1" "$RESULTS" "$2" "$3" sh -c \
        'curl -q -s -f -L -o large.got "$1" && sha256sum large.got' sh \
        "$GITHUB_API_URL/Truthdb/installer-iso/releases/download/v1.0.$NUMBER/large" ;;
    esac
}
dd if=/dev/zero of=large bs=1 count=1 seek=1073741823 2>/dev/null
echo '{"owner": "Truthdb", "repos": [{"name": "installer-iso", "assets": ["large"]}]}' >large.json
echo "{\"installer-iso\": {\"assets\": [\"large\"], \"files\": {\"large\": \"$W/large\"}}}" >large.plan
github_start --delay 0 --assets large.plan --downloads-here
say "download of 1 GiB, $RUNS runs"
for who in orchestrator script; do
    download count download "$who"
done
both "$RUNS" download download
github_stop
rm -rf large large.*

measure start "$RESULTS" "$ORCHESTRATOR" "$BENCH/release.sh"

cat <<END

Medians of $RUNS runs ($slow of those that wait 3 s). ratio: orchestrator to
shell script. original: published figures of the program that orchestrator
replaces, measured elsewhere. start-up: --version; of the script and of the
original: --help. The survey of orchestrator alone asks whether it may push,
and asks GitHub about each repository; that is in its figures. download: the
script is curl and sha256sum.

END
measure table "$RESULTS"

say "a wait of half an hour, by a clock that goes sixty times as fast"
echo
"$BENCH/long.sh" "$ORCHESTRATOR"
say "10, 100 and 1000 repositories"
echo
"$BENCH/many.sh" "$ORCHESTRATOR" 10 100 1000

#!/bin/sh
# Repositories that do not need one another go together, and never before what
# they need; one curl a round asks for all of them.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"
TWELVE=$T/../examples/farpoint-ground.json

# order CONFIG DELAY together|one-by-one: on the stand-in's clock, each tag came
# after the releases that it needs
order() {
    curl -q -s --noproxy '*' "$GITHUB_API_URL/_control" >state
    python3 - "$@" <<'EOF'
import json, sys
config, delay = json.load(open(sys.argv[1])), float(sys.argv[2])
needs = {r["name"]: r.get("needs", []) for r in config["repos"]}
pushed = {t["repository"]: t["seen"] for t in json.load(open("state"))["tags"]
          if t["tag"] == "v1.2.3"}
assert set(pushed) == set(needs), set(needs) - set(pushed)
depth = {}
def walk(name):
    if name not in depth:
        depth[name] = 1 + max([walk(n) for n in needs[name]], default=0)
    return depth[name]
for name in needs:
    walk(name)
    for n in needs[name]:
        assert pushed[name] >= pushed[n] + delay, (name, "before", n)
at = sorted(pushed.values())
print("longest path", max(depth.values()), "of", len(needs), "took",
      at[-1] + delay - at[0], "s")
if sys.argv[3] == "together":
    for level in set(depth.values()):
        at = [pushed[n] for n in needs if depth[n] == level]
        print("level", level, len(at), "pushed within", max(at) - min(at), "s")
        assert max(at) - min(at) < delay, "not together"
else:
    assert all(b - a >= delay for a, b in zip(at, at[1:])), at
EOF
}

twelve_together() {
    world_plan "$TWELVE"
    world_origins
    github_start --delay 2 --config "$TWELVE"
    cp "$TWELVE" clones/orchestrator.json
    exits 0 "$ORCHESTRATOR" release --version 1.2.3 --parallel --repos-root clones --poll-interval-secs 1
    for name in $REPOS; do
        released "$name" v1.2.3 "$(head_of "$name")"
    done
    order "$TWELVE" 2 together
    is "$(sed 1d out | wc -l)" 12 'lines of the table'
}
twelve_in_order() {
    world_plan "$TWELVE"
    world_origins
    github_start --delay 0.5 --config "$TWELVE"
    exits 0 "$ORCHESTRATOR" release --version 1.2.3 --config "$TWELVE" --repos-root clones --poll-interval-secs 1
    order "$TWELVE" 0.5 one-by-one
}
truthdb_together() {
    world_origins
    github_start --delay 2
    exits 0 release --version 1.2.3 --parallel
    "$ORCHESTRATOR" config >config.json
    order config.json 2 together
}
plan_says() {
    ready
    exits 0 release --version 1.2.3 --parallel --dry-run
    prints 'Release v1.2.3 of Truthdb, each as soon as what it needs is released:'
    prints '     after  installer-kernel, installer, truthdb'
    nothing_public v1.2.3
}
one_curl_a_round() {
    world_origins
    github_start --delay 3
    exits 0 release --version 1.2.3 --parallel
    python3 - <<'EOF'
import json
rounds = {}
for line in open("requests"):
    r = json.loads(line)
    if "/releases/tags/" in r["path"] or "/actions/" in r["path"]:
        rounds.setdefault(r["conn"], []).append(r["path"].split("/")[3])
print(rounds)
assert len([v for v in rounds.values() if len(set(v)) == 3]) >= 3
assert all(len(v) <= 2 * len(set(v)) for v in rounds.values())
EOF
}
others_fail_too() {
    world_origins
    echo '{"installer-kernel": {"run": {"takes": 0.2, "conclusion": "failure"}}, "truthdb": {"run": {"takes": 0.2, "conclusion": "timed_out"}}}' >assets
    github_start --delay 30 --assets assets
    exits 1 release --version 1.2.3 --parallel
    says 'installer-kernel: wait: its workflow run ended in failure'
    says '  also: truthdb: wait: its workflow run ended in timed_out'
    is "$(public_commit installer-iso v1.2.3)" '' 'the tag of what needs them'
    says 'of installer ('
    says 'release-iso --version 1.2.3 --resume'
    says ' --parallel'
}
push_refused() {
    world_origins
    github_start --delay 0
    printf '#!/bin/sh\necho no >&2\nexit 1\n' >origins/Truthdb/installer.git/hooks/pre-receive
    chmod +x origins/Truthdb/installer.git/hooks/pre-receive
    exits 1 release --version 1.2.3 --parallel
    says 'installer: push: origin refused v1.2.3'
    says 'public now: v1.2.3 is on origin of installer-kernel ('
    says 'of truthdb ('
    says 'local tags: removed again in installer, installer-iso'
    rm origins/Truthdb/installer.git/hooks/pre-receive
    exits 0 release --version 1.2.3 --parallel --resume
    for name in $REPOS; do
        released "$name" v1.2.3 "$(head_of "$name")"
    done
}
# every program that orchestrator starts holds a file while it runs
jobs_are_kept() {
    world_plan "$TWELVE"
    world_origins
    github_start --delay 0 --config "$TWELVE"
    mkdir shim
    for program in git curl; do
        cat >shim/$program <<END
#!/bin/sh
[ -n "\$COUNTED" ] && exec "$(command -v $program)" "\$@"
export COUNTED=1
echo + >>"$W/count"
"$(command -v $program)" "\$@"
status=\$?
echo - >>"$W/count"
exit \$status
END
        chmod +x shim/$program
    done
    PATH="$W/shim:$PATH" exits 0 "$ORCHESTRATOR" release --version 1.2.3 --parallel --jobs 3 --config "$TWELVE" --repos-root clones --poll-interval-secs 1
    is "$(awk '/[+]/ { if (++n > most) most = n } /-/ { n-- } END { print most }' count)" 3 'programs at once'
}
few_files() {
    world_plan "$TWELVE"
    world_origins
    github_start --delay 0 --immutable --config "$TWELVE"
    (
        # shellcheck disable=SC3045 # all shells that this runs in have it
        ulimit -Sn 20
        exits 0 "$ORCHESTRATOR" release --version 1.2.3 --parallel --config "$TWELVE" --repos-root clones --poll-interval-secs 1
    )
    (
        # shellcheck disable=SC3045
        ulimit -n 20
        exits 1 "$ORCHESTRATOR" release --version 1.2.4 --parallel --config "$TWELVE" --repos-root clones --poll-interval-secs 1
        says 'Too many open files'
        says 'nothing was changed'
    )
}
interrupted() {
    world_origins
    github_start --delay 100
    start_release --version 1.2.3 --parallel
    until_says 'truthdb: waiting: '
    kill -TERM "$PID"
    ends 143
    says 'public now: v1.2.3 is on origin of installer-kernel ('
    says 'local tags: removed again in installer-iso'
}

tap 'Twelve repositories go as soon as what they need is released' twelve_together
tap 'Without --parallel they go one after the other' twelve_in_order
tap 'TruthDB: the first three together, then installer-iso' truthdb_together
tap 'A dry run says what comes after what' plan_says
tap 'One curl a round asks for all that is awaited, two requests each' one_curl_a_round
tap 'What failed at the same time is told too, and nothing that needs it is pushed' others_fail_too
tap 'A push that is refused does not undo the others; --resume goes on' push_refused
tap 'Never more programs at once than --jobs' jobs_are_kept
if [ -n "${UNDER_VALGRIND:-}" ]; then
    tap_skip 'A low limit of open files is raised; one that is too low is told' 'valgrind keeps some open'
else
    tap 'A low limit of open files is raised; one that is too low is told' few_files
fi
tap 'A signal ends it, saying what is public' interrupted
tap_end

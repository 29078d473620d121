#!/bin/sh
# Runs at once, in the same clones and in others of the same origins: one has
# the release, the others are told who has, and leave nothing.
#
# What decides is the order in which pushes come to an origin, so that is what
# a test chooses: git and curl are shims, and the push of a run waits until
# those that go before it there are through, or their runs are over. SEED
# draws other orders.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"

SEED=${SEED:-20261121}
WAITS=150 # looks, 0.2 s each, at what another run is to do first
echo "# SEED=$SEED"

# Before a push to a repository a run waits until all have come to one (runs,
# or meet.REPO.RUN), and then for those that go before it there
# (first.REPO.RUN).
make_shim() {
    mkdir -p shim marks
    real=$(command -v git)
    cat >shim/git <<END
#!/bin/sh
case "\$*" in
*--progress*) ;;
*) exec "$real" "\$@" ;;
esac
look() { # until the file is there, the run that makes it is over, or too long
    n=0
    until [ -e "$W/marks/\$1" ] || [ -e "$W/marks/\$2" ]; do
        n=\$((n + 1)); [ \$n -lt $WAITS ] || { echo "\$RUN \$1" >>"$W/marks/late"; return; }
        sleep 0.2
    done
}
repo=\$(basename "\$2")
[ -z "\$RUN" ] && exec "$real" "\$@"
: >"$W/marks/here.\$RUN"
meet="$W/meet.\$repo.\$RUN"
[ -e "\$meet" ] || meet="$W/runs"
for other in \$(cat "\$meet"); do
    look "here.\$other" "over.\$other"
done
for other in \$(cat "$W/first.\$repo.\$RUN" 2>/dev/null); do
    look "done.\$repo.\$other" "over.\$other"
done
"$real" "\$@"
status=\$?
: >"$W/marks/done.\$repo.\$RUN"
exit \$status
END
    chmod +x shim/git
    PATH="$W/shim:$PATH"
}

# order REPO RUN...: in this order their pushes come to that origin
order() {
    repo=$1
    shift
    before=
    for run in "$@"; do
        echo "$before" >"first.$repo.$run"
        before="$before $run"
    done
}

# clones_of RUN...: a set of clones for each, in step with the origins
clones_of() {
    for run in "$@"; do
        cp -pR clones "clones.$run"
        git config --file "home.$run" include.path "$GIT_CONFIG_GLOBAL"
        git config --file "home.$run" user.name "Manager $run"
    done
}

# begin RUN FOLDER ARGS: a run in the background; its id goes to pid.RUN, its
# output to RUN.out and RUN.err
begin() {
    run=$1
    folder=$2
    shift 2
    mkdir -p "tmp.$run"
    (
        code=0
        RUN=$run TMPDIR="$W/tmp.$run" XDG_STATE_HOME="$W/state.$run" \
            GIT_CONFIG_GLOBAL="$W/home.$run" "$TIMEOUT" --foreground "$HANGS" \
            "$ORCHESTRATOR" release-iso --repos-root "$folder" \
            --poll-interval-secs 1 --version 1.2.3 "$@" \
            >"$run.out" 2>"$run.err" </dev/null || code=$?
        echo $code >"$run.code"
        : >"marks/over.$run"
    ) &
    echo $! >"pid.$run"
}
begin_all() { # FOLDER-OF RUNS -- ARGS; FOLDER-OF: same, or other
    kind=$1
    shift
    all=
    while [ "$1" != -- ]; do
        all="$all $1"
        shift
    done
    shift
    echo "$all" >runs
    for one in $all; do
        if [ "$kind" = same ]; then begin "$one" clones "$@"; else begin "$one" "clones.$one" "$@"; fi
    done
}
await() {
    for one in "$@"; do
        wait "$(cat "pid.$one")" || :
    done
    [ ! -e marks/late ] || fail "waited in vain: $(cat marks/late)"
}
show_runs() {
    for file in *.err; do
        echo "--- $file, status $(cat "${file%.err}.code")"
        cat "$file"
    done
}

# The winner of these runs goes to WINNER; the others go to LOSERS.
one_wins() {
    WINNER=
    LOSERS=
    for one in "$@"; do
        if [ "$(cat "$one.code")" = 0 ]; then WINNER="$WINNER$one"; else LOSERS="$LOSERS $one"; fi
    done
    case " $* " in
    *" $WINNER "*) return 0 ;;
    esac
    show_runs
    fail "not one has the release: \"$WINNER\""
}

# all_by RUN FOLDER: every tag is one that this run made, on what it surveyed
all_by() {
    for name in $REPOS; do
        released "$name" v1.2.3 "$(git -C "$2/$name" rev-parse HEAD)"
        tagger=$(git -C "origins/$OWNER/$name.git" for-each-ref --format='%(taggername)' refs/tags/v1.2.3)
        is "$tagger" "Manager $1" "who made the tag on origin of $name"
    done
    is "$(grep -c 'released, all' "$1.err")" 4 "releases that $1 saw"
}
# nothing_of RUN FOLDER: it left nothing
nothing_of() {
    for name in $REPOS; do
        is "$(git -C "$2/$name" tag)" '' "local tags of $name, of $1"
        is "$(git -C "$2/$name" status --porcelain)" '' "dirt in $name, of $1"
        [ ! -e "$2/$name/.git/orchestrator.lock" ] || fail "a lock is left in $name, of $1"
    done
    is "$(ls "tmp.$1")" '' "what is left in TMPDIR of $1"
}
run_says() { # RUN WORDS
    grep -qF -- "$2" "$1.err" || { show_runs; fail "$1 does not say: $2"; }
}
run_never_says() {
    ! grep -qF -- "$2" "$1.err" || { show_runs; fail "$1 says: $2"; }
}

# A loser that came to the first push, on the commits of the winner.
lost_at_once() { # RUN WINNER COMMIT
    is "$(cat "$1.code")" 1 "exit status of $1"
    run_says "$1" "installer-kernel: push: someone else pushed another v1.2.3 to origin since the survey, made by Manager $2, 20"
    run_says "$1" "on the commit that was to be tagged here ($(echo "$3" | cut -c1-9))"
    run_says "$1" 'public now: nothing of this run'
    run_says "$1" 'not ours: the v1.2.3 on origin of installer-kernel'
    run_says "$1" 'local tags: removed again in installer-kernel, installer, truthdb, installer-iso'
    run_says "$1" 'first: nothing is to be mended: wait until their run has ended'
    run_never_says "$1" 'to give v1.2.3 up'
    run_never_says "$1" 'another commit'
}

# The loser of a race is never hurt by taking the release up afterwards.
then_resumes() { # RUN FOLDER
    RUN='' exits 0 "$ORCHESTRATOR" release-iso --repos-root "$2" --version 1.2.3 --resume --poll-interval-secs 1
}

# draw N: a number below N, of the seed
draw() {
    SEED_NOW=$(((SEED_NOW * 1103515245 + 12345) % 2147483648))
    DRAWN=$((SEED_NOW / 65536 % $1))
}
# shuffled WORDS: the same in another order, in SHUFFLED
shuffled() {
    SHUFFLED=
    while [ $# -gt 0 ]; do
        draw $#
        n=$DRAWN
        rest=
        for word in "$@"; do
            if [ "$n" -eq 0 ]; then SHUFFLED="$SHUFFLED $word"; else rest="$rest $word"; fi
            n=$((n - 1))
        done
        # shellcheck disable=SC2086 # words
        set -- $rest
    done
}

# Each origin is come to in another order, which is drawn.
other_clones() { # NUMBER RUNS -- ARGS
    SEED_NOW=$(((SEED + $1 * 715225739) % 2147483648))
    shift
    some=
    while [ "$1" != -- ]; do
        some="$some $1"
        shift
    done
    ready
    make_shim
    # shellcheck disable=SC2086 # words
    clones_of $some
    for name in $REPOS; do
        # shellcheck disable=SC2086
        shuffled $some
        echo "# $name: $SHUFFLED"
        # shellcheck disable=SC2086
        order "$name" $SHUFFLED
    done
    # shellcheck disable=SC2086
    begin_all other $some "$@"
    # shellcheck disable=SC2086
    await $some
    # shellcheck disable=SC2086
    one_wins $some
    all_by "$WINNER" "clones.$WINNER"
    for one in $LOSERS; do
        lost_at_once "$one" "$WINNER" "$(head_of installer-kernel)"
        nothing_of "$one" "clones.$one"
    done
    # shellcheck disable=SC2086
    set -- $LOSERS
    then_resumes "$1" "clones.$1"
    all_by "$WINNER" "clones.$WINNER"
    tally 'runs at once' 1 1
}
two_by_turns() { other_clones 1 a b --; }
two_parallel() { other_clones 2 a b -- --parallel; }
eight_by_turns() { other_clones 5 a b c d e f g h --; }
eight_parallel() { other_clones 6 a b c d e f g h -- --parallel; }

# Crosswise: each is first at one origin. Of what is pushed at once, too.
crosswise() {
    ready
    make_shim
    clones_of a b
    order installer-kernel a b
    order installer b a
    order truthdb b a
    order installer-iso b a
    begin_all other a b -- --parallel
    await a b
    one_wins a b
    is "$WINNER" a 'who has the release'
    all_by a clones.a
    lost_at_once b a "$(head_of installer-kernel)"
    nothing_of b clones.b
    is "$(grep -c 'refs/tags' events-installer)" 1 'tags that ever came to installer'
    tally 'runs at once' 1 1
}

# A run that waits at a push while the other, which began later, goes on.
# until_mark NAME: it is there, within 30 s
until_mark() {
    tries=0
    until [ -e "marks/$1" ]; do
        tries=$((tries + 1))
        [ $tries -lt $WAITS ] || { show_runs; fail "it does not come to $1"; }
        sleep 0.2
    done
}
# b takes up what a, which is at work, has begun; a comes to its next push once
# b has come to one.
taken_up() { # ARGS
    ready
    make_shim
    clones_of a b
    echo a b >runs
    : >meet.installer-kernel.a
    begin a clones.a "$@"
    until_mark done.installer-kernel.a
    begin b clones.b --resume "$@"
    await a b
}
# Each tag is there once, on the commit of both.
all_released() {
    for name in $REPOS; do
        released "$name" v1.2.3 "$(head_of "$name")"
    done
}
a_stops() {
    one_wins a b
    is "$WINNER" b 'who has the release'
    all_released
    run_says a "someone else pushed another v1.2.3 to origin since the survey, made by Manager b, 20"
    run_says a 'first: nothing is to be mended: wait until their run has ended'
    run_never_says a 'to give v1.2.3 up'
    is "$(git -C clones.a/installer-iso tag)" '' 'local tags of installer-iso, of a'
    tally 'runs at once' 1 1
}
a_goes_on() {
    one_wins a b
    is "$WINNER" a 'who has the release'
    all_by a clones.a
    run_says b "installer: push: someone else pushed another v1.2.3"
    nothing_of b clones.b
    tally 'runs at once' 1 1
}
taken_up_first() {
    echo >first.installer.a b
    taken_up
    a_stops
}
taken_up_late() {
    echo >first.installer.b a
    taken_up
    a_goes_on
}
taken_up_crosswise() {
    echo >first.installer.a b
    echo >first.truthdb.b a
    taken_up --parallel
    a_stops
    run_says b 'truthdb: note: someone else pushed v1.2.3 since the survey, made by Manager a, '
    is "$(git -C clones.b/truthdb tag)" '' 'the tag of b that a was faster with'
}
taken_up_behind() {
    echo >first.installer.b a
    taken_up --parallel
    a_goes_on
}

# move_on NAME: someone pushes a commit to it, which clones.b has as well
move_on() {
    world_other_commit "$1"
    git -C "clones.b/$1" pull -q --ff-only
}
# a is held before its first push until b, on another commit, is through there.
other_commits() {
    ready
    make_shim
    clones_of a b
    echo a b >runs
    echo b >first.installer-kernel.a
    begin a clones.a
    until_mark here.a
    move_on installer-kernel
    begin b clones.b
    await a b
    one_wins a b
    is "$WINNER" b 'who has the release'
    all_by b clones.b
    run_says a "on another commit ($(git -C clones.b/installer-kernel rev-parse HEAD | cut -c1-9)) than was to be tagged here ($(git -C clones.a/installer-kernel rev-parse HEAD | cut -c1-9))"
    run_says a 'first: agree with them on the commit (git -C '
    run_says a 'if yours, release a new version'
    run_never_says a 'nothing is to be mended'
    nothing_of a clones.a
    tally 'runs at once' 1 1
}
# The other way round: who is first has it, on its own commit.
other_commits_lose() {
    ready
    make_shim
    clones_of a b
    echo a b >runs
    echo a >first.installer-kernel.b
    begin a clones.a
    until_mark here.a
    move_on installer-kernel
    begin b clones.b
    await a b
    one_wins a b
    is "$WINNER" a 'who has the release'
    all_by a clones.a
    run_says b 'on another commit ('
    nothing_of b clones.b
    tally 'runs at once' 1 1
}

# Two that are taken up elsewhere at once, of a release that was stopped.
two_resumes() { # ARGS
    ready
    make_shim
    clones_of a b c
    git -C clones.c/installer-kernel tag -a -m 'Release v1.2.3' v1.2.3
    git -C clones.c/installer-kernel push -q origin v1.2.3
    order installer b a
    order truthdb a b
    begin_all other a b -- --resume "$@"
    await a b
    one_wins a b
    is "$WINNER" b 'who has the release'
    all_released
    nothing_of a clones.a
    tally 'runs at once' 1 1
}
resumes_by_turns() { two_resumes; }
resumes_parallel() { two_resumes --parallel; }

# A fresh run and one with --resume, of which nothing is public yet.
run_and_resume() {
    ready
    make_shim
    clones_of a b
    echo a b >runs
    order installer-kernel a b
    order installer b a
    begin a clones.a --parallel
    begin b clones.b --resume --parallel
    await a b
    one_wins a b
    is "$WINNER" a 'who has the release'
    all_by a clones.a
    lost_at_once b a "$(head_of installer-kernel)"
    nothing_of b clones.b
    tally 'runs at once' 1 1
}

# The origin itself decides: both pushes are at it before either is through.
at_the_origin() {
    ready
    make_shim
    clones_of a b
    printf '#!/bin/sh\necho >>"%s/met"; n=0\nuntil [ "$(wc -l <"%s/met")" -ge 2 ] || [ $n -gt 150 ]; do n=$((n + 1)); sleep 0.2; done\n' \
        "$W" "$W" >"origins/$OWNER/installer-kernel.git/hooks/pre-receive"
    chmod +x "origins/$OWNER/installer-kernel.git/hooks/pre-receive"
    begin_all other a b -- --parallel
    await a b
    is "$(wc -l <met)" 2 'pushes that came to the origin'
    one_wins a b
    all_by "$WINNER" "clones.$WINNER"
    # shellcheck disable=SC2086 # one word
    lost_at_once $LOSERS "$WINNER" "$(head_of installer-kernel)"
    for one in $LOSERS; do nothing_of "$one" "clones.$one"; done
    tally 'runs at once' 1 1
}

# The same clones: a lock, which is there before anything is asked.
locked_out() { # RUN WINNER
    is "$(cat "$1.code")" 3 "exit status of $1"
    run_says "$1" "another orchestrator is at work in this clone: process "
    grep -qE "process [0-9]+ \\(release of v1\\.2\\.3, since 20[0-9-]+T[0-9:.]+Z, on host $(hostname)\\)" "$1.err" ||
        { show_runs; fail "$1 does not say who has it"; }
    run_never_says "$1" tagged
}
same_clones() { # RUNS -- ARGS
    some=
    while [ "$1" != -- ]; do
        some="$some $1"
        shift
    done
    shift
    ready
    make_shim
    # shellcheck disable=SC2086 # words
    clones_of $some
    # shellcheck disable=SC2086
    begin_all same $some -- "$@"
    # shellcheck disable=SC2086
    await $some
    # shellcheck disable=SC2086
    one_wins $some
    all_by "$WINNER" clones
    for one in $LOSERS; do
        locked_out "$one"
        is "$(ls "tmp.$one")" '' "what is left in TMPDIR of $one"
    done
    for name in $REPOS; do
        [ ! -e "clones/$name/.git/orchestrator.lock" ] || fail "a lock is left in $name"
        is "$(git -C "clones/$name" tag)" v1.2.3 "local tags of $name"
    done
    tally 'runs at once' 1 1
}
two_in_one() { same_clones a b --; }
two_in_one_parallel() { same_clones a b -- --parallel; }
eight_in_one() { same_clones a b c d e f g h --; }
two_resume_in_one() { same_clones a b -- --resume --parallel; }

# A lock whose run was killed names a process of long ago, and is harmless.
killed_run() {
    ready
    make_shim
    clones_of a b c
    echo a >runs
    echo c >first.installer.a # which never comes: it stays at that push
    begin a clones
    until_mark done.installer-kernel.a
    until_mark here.a
    pid=$(sed -n 's/^\([0-9]*\) release of .*/\1/p' clones/installer/.git/orchestrator.lock)
    begin b clones --resume
    await b
    locked_out b
    run_says b "process $pid (release of v1.2.3"
    kill -9 "$pid"
    wait "$(cat pid.a)" || :
    is "$(cat a.code)" 137 'exit status of the one that was killed'
    [ -e clones/installer/.git/orchestrator.lock ] || fail 'it left no lock'
    : >marks/over.c
    echo >runs
    begin b clones --resume
    begin c clones --resume
    await b c
    one_wins b c
    all_released
    # shellcheck disable=SC2086 # one word
    locked_out $LOSERS
    for name in $REPOS; do
        [ ! -e "clones/$name/.git/orchestrator.lock" ] || fail "a lock is left in $name"
    done
    tally 'runs at once' 1 1
}

# What is there already is told with who made it, before anything is begun.
too_late() {
    ready
    exits 0 release --version 1.2.3
    cp -pR clones clones.b
    for name in $REPOS; do git -C "clones.b/$name" tag -d v1.2.3 >clones.out; done
    exits 3 "$ORCHESTRATOR" release-iso --repos-root clones.b --version 1.2.3
    says "the tag v1.2.3 is on origin already (annotated, leads to $(head_of truthdb | cut -c1-9); made by Release Manager, 20"
    says 'if its run goes on, wait until it has ended'
    github_faults '[{"path": "/git/tags/", "times": -1, "do": "status", "status": 500}]'
    exits 3 "$ORCHESTRATOR" release-iso --repos-root clones.b --version 1.2.3
    says "(annotated, leads to $(head_of truthdb | cut -c1-9))"
}

tap_beside 'Two runs in other clones: one has the release' two_by_turns
tap_beside 'The same with --parallel' two_parallel
tap_beside 'Eight in other clones: one has the release' eight_by_turns
tap_beside 'The same with --parallel' eight_parallel
tap_beside 'Of two that come to their origins crosswise, neither has one half' crosswise
tap_beside 'Pushes that are at the origin at once: one has the release' at_the_origin
tap_beside 'On other commits, the loser is told so' other_commits
tap_beside 'And so is the one with the newer commits' other_commits_lose
tap_beside 'A run and a --resume from nothing: the first push decides' run_and_resume
tap_beside 'Taken up elsewhere while it goes on: who is first at the next push goes on' taken_up_first
tap_beside 'The one that began goes on if it is' taken_up_late
tap_beside 'The same with --parallel, crosswise: the one that took it up goes on' taken_up_crosswise
tap_beside 'The same, where the one that began is first' taken_up_behind
tap_beside 'Two that take it up elsewhere at once: one goes on' resumes_by_turns
tap_beside 'The same with --parallel' resumes_parallel
tap_beside 'Two users in the same clones: one has the release, the other is told who' two_in_one
tap_beside 'The same with --parallel' two_in_one_parallel
tap_beside 'Eight in the same clones: one has the release' eight_in_one
tap_beside 'Two that take it up in the same clones: one goes on' two_resume_in_one
tap_beside 'The lock of a run that was killed keeps nobody out' killed_run
tap_beside 'Who made a tag that is there already is told' too_late
tap_end

#!/bin/sh
# Tagging, pushing and taking up again.
# shellcheck disable=SC2016 # what a shim of git does
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"

heads() {
    for name in $REPOS; do
        head_of "$name"
    done
}

all_released() { # COMMITS
    n=0
    for name in $REPOS; do
        n=$((n + 1))
        released "$name" v1.2.3 "$(echo "$1" | sed -n ${n}p)"
        is "$(git -C "clones/$name" status --porcelain)" '' "dirt in $name"
        [ ! -e "clones/$name/.git/orchestrator.lock" ] || fail "a lock is left in $name"
    done
    is "$(ls tmp)" '' 'what is left in TMPDIR'
}

# hook REPO NAME SCRIPT: a hook in the clone
hook() {
    printf '#!/bin/sh\n%s\n' "$3" >"clones/$1/.git/hooks/$2"
    chmod +x "clones/$1/.git/hooks/$2"
}

whole() {
    ready
    before=$(heads)
    exits 0 release --version 1.2.3
    all_released "$before"
    is "$(git -C origins/Truthdb/truthdb.git tag -l --format='%(contents)' v1.2.3)" 'Release v1.2.3' 'the message'
    prints 'REPOSITORY'
    prints 'installer-iso'
    is "$(wc -l <out)" 5 'lines of the table'
    says 'installer-kernel: pushed v1.2.3'
    says 'installer-iso: released, all 2 assets are there'
}

in_order() {
    ready
    exits 0 release --version 1.2.3
    python3 - <<'EOF'
import json
seen = []
for line in open("requests"):
    r = json.loads(line)
    if "/releases/tags/" in r["path"]:
        name = r["path"].split("/")[3]
        if name not in seen:
            seen.append(name)
assert seen == ["installer-kernel", "installer", "truthdb", "installer-iso"], seen
EOF
    # each tag reached its origin only after the release before it was there
    is "$(grep -n 'pushed v1.2.3\|released, all' err | sed 's/^[0-9]*:\[[0-9:]*\] //' | cut -d' ' -f1,2 | tr '\n' ';')" \
        'installer-kernel: pushed;installer-kernel: released,;installer: pushed;installer: released,;truthdb: pushed;truthdb: released,;installer-iso: pushed;installer-iso: released,;' 'the order'
}

# The commit of the survey is tagged, whatever HEAD is by then.
surveyed_commit() {
    ready
    before=$(heads)
    hook installer-kernel pre-push 'cd "$HOME/../clones/truthdb" && unset GIT_DIR && echo x >>README && git commit -q -a -m later'
    exits 0 release --version 1.2.3
    all_released "$before"
    [ "$(head_of truthdb)" != "$(echo "$before" | sed -n 3p)" ] || fail 'the hook did not commit'
}

# Also when HEAD moves on between the survey and the tagging.
surveyed_commit_at_once() {
    ready
    before=$(heads)
    git_shim '*clones/installer-kernel" tag --annotate"*' \
        'cd "$W/clones/truthdb" && echo x >>README && "$git" commit -q -a -m later && cd /'
    PATH="$W/shim:$PATH" exits 0 release --version 1.2.3
    all_released "$before"
    [ "$(head_of truthdb)" != "$(echo "$before" | sed -n 3p)" ] || fail 'HEAD did not move'
}

# The tags of a batch are checked, then pushed one after the other.
tag_moves_before_its_push() {
    ready
    world_commit installer more
    git -C clones/installer push -q origin main
    before=$(heads)
    hook installer-kernel pre-push "exec git -C '$W/clones/installer' tag -f -a -m other v1.2.3 HEAD~1"
    exits 0 release --version 1.2.3 --parallel --jobs 1
    is "$(public_commit installer v1.2.3)" "$(echo "$before" | sed -n 2p)" 'the commit of the tag on origin'
    [ "$(git -C clones/installer rev-parse 'v1.2.3^{commit}')" != "$(head_of installer)" ] || fail 'the tag did not move'
}

# All pushes but the first break off, then origin is mute.
signal_while_it_settles() {
    ready
    git_shim '*" --dry-run"* | *installer-kernel*' '' '*" push "*' '
        touch "$W/pushed"
        echo "Enumerating objects: 3, done." >&2
        echo "fatal: Connection reset by peer" >&2
        exit 128' '*ls-remote*' '[ ! -e "$W/pushed" ] || { touch "$W/asked"; exec sleep 100; }'
    PATH="$W/shim:$PATH" start_release --version 1.2.3 --parallel
    until_true 'nothing is pushed' test -e asked
    kill -INT "$PID"
    ends 130
    says 'installer: push: stopped by Ctrl-C (SIGINT)'
    says 'unclear: whether v1.2.3 is on origin of installer;'
    says 'unclear: whether v1.2.3 is on origin of truthdb;'
    is "$(git -C clones/truthdb tag)" v1.2.3 'the tag of a push that may yet land'
}

# What failed for good is found before anything else becomes public.
looks_back() {
    world_origins
    echo '{"installer-kernel": {"immutable": true, "assets_missing": ["BOOTX64.EFI.sha256"], "run": {"takes": 0.2}}}' >assets
    github_start --delay 0 --assets assets
    exits 1 release --version 1.2.3
    says 'can never become complete; missing: BOOTX64.EFI.sha256'
    says 'installer-kernel: cannot be undone: its release is immutable, and v1.2.3 stays taken'
    github_faults '[{"path": "/installer-kernel/(releases/tags|actions)", "do": "status", "status": 502, "times": 4}]'
    exits 1 release --version 1.2.3 --resume --parallel
    says 'can never become complete; missing: BOOTX64.EFI.sha256'
    never_says ' as v1.2.3'
    for name in installer truthdb installer-iso; do
        is "$(public_commit "$name" v1.2.3)" '' "the tag of $name on origin"
    done
}
# In order, what is public already is awaited together.
awaits_both() {
    ready
    exits 0 release --version 1.2.3
    git -C origins/Truthdb/installer-iso.git tag -d v1.2.3 >/dev/null
    git -C clones/installer-iso tag -d v1.2.3 >/dev/null
    : >events-installer-iso
    exits 0 release --version 1.2.3 --resume
    prints 'installer-iso'
    is "$(awk '$1 == "truthdb" { print $5 }' out)" - 'the time of what was released before'
}
in_a_folder_with_a_blank() {
    ready
    mv clones 'my clones'
    git config --file "$GIT_CONFIG_GLOBAL" user.signingkey nobody@example.org
    exits 1 "$ORCHESTRATOR" release-iso --repos-root 'my clones' --version 1.2.3 --sign
    says 'error: gpg failed to sign the data'
    says "git -C '$W/my clones/installer-kernel' tag -s -m test test-tag"
    rm -rf 'my clones/truthdb'
    exits 3 "$ORCHESTRATOR" release-iso --repos-root 'my clones' --version 1.2.3
    says "orchestrator clone --repos-root '$W/my clones'; or name"
}
never_begun_is_said() {
    ready
    exits 0 release --version 1.2.3 --resume -q
    says 'nothing of v1.2.3 was begun before; this is a whole release'
}

branch_of_that_name() {
    ready
    for name in $REPOS; do
        git -C "clones/$name" branch v1.2.3
    done
    git -C clones/truthdb push -q origin refs/heads/v1.2.3
    before=$(heads)
    : >events-truthdb
    exits 0 release --version 1.2.3
    all_released "$before"
}

nothing_else_is_pushed() {
    ready
    for name in $REPOS; do
        git -C "clones/$name" tag -a -m other other
        git -C "clones/$name" branch side
        git -C "clones/$name" config push.followTags true
        git -C "clones/$name" config push.default matching
        git -C "clones/$name" config --add remote.origin.push '+refs/heads/*:refs/heads/*'
        git -C "clones/$name" config push.pushOption ci.skip
    done
    git -C clones/truthdb config remote.origin.mirror true
    before=$(heads)
    exits 0 release --version 1.2.3
    all_released "$before"
    for name in $REPOS; do
        is "$(wc -l <"events-$name")" 1 "ref events on $name"
    done
}

hooks_run_for_the_push() {
    ready
    hook truthdb pre-push 'cat >>"$HOME/../pushed"; [ -t 0 ] && exit 1; exit 0'
    exits 0 release --version 1.2.3
    is "$(grep -c '^[0-9a-f]* [0-9a-f]* refs/tags/v1.2.3 ' pushed)" 1 'times the hook ran'
}

hook_refuses() {
    ready
    hook truthdb pre-push 'echo "no pushes on Fridays" >&2; exit 1'
    exits 1 release --version 1.2.3
    says 'truthdb: push: a pre-push hook of the clone refused v1.2.3: no pushes on Fridays'
    says 'local tags: removed again in truthdb, installer-iso'
    says "public now: v1.2.3 is on origin of installer-kernel ($(head_of installer-kernel | cut -c1-9)), of installer ($(head_of installer | cut -c1-9)); nothing else is public"
    says "release-iso --version 1.2.3 --resume --repos-root $W/clones --poll-interval-secs 1"
    is "$(git -C clones/truthdb tag)" '' 'local tags of truthdb'
    is "$(git -C clones/installer-iso tag)" '' 'local tags of installer-iso'
    is "$(git -C clones/installer tag)" v1.2.3 'local tags of installer'
    rm clones/truthdb/.git/hooks/pre-push
    before=$(heads)
    sed -n 's/^  then: //p' err >go_on
    exits 0 sh go_on
    all_released "$before"
}

server_refuses() {
    ready
    cat >origins/Truthdb/installer.git/hooks/pre-receive <<'EOF'
#!/bin/sh
echo 'error: GH013: Repository rule violations found for refs/tags/v1.2.3.' >&2
exit 1
EOF
    chmod +x origins/Truthdb/installer.git/hooks/pre-receive
    exits 1 release --version 1.2.3
    says 'installer: push: origin refused v1.2.3: '
    says 'GH013: Repository rule violations found for refs/tags/v1.2.3.'
    says 'nothing else is public'
    is "$(public_commit installer v1.2.3)" ''
}

# git tells the first paragraph without the ends of its lines.
message_of_lines() {
    ready
    "$ORCHESTRATOR" config >built-in.json
    version=1.2.3
    for message in 'Release it\n' '\n\nRelease\nit\n' 'Release it\r\n\r\nMore\r\n'; do
        sed "s|\"tag_message\": .*|\"tag_message\": \"$(printf '%s' "$message" | sed 's/\\/&&/g')\",|" built-in.json >plan.json
        # shellcheck disable=SC2059 # a format
        printf "$message" >message
        git -C clones/truthdb tag --annotate --cleanup=verbatim --file="$W/message" "v$version"
        exits 0 release --config plan.json --version "$version" --resume
        version=${version%.*}.$((${version##*.} + 1))
    done
}

signing_fails() {
    ready
    git config --file "$GIT_CONFIG_GLOBAL" tag.gpgSign true
    git config --file "$GIT_CONFIG_GLOBAL" gpg.program false
    snapshot >before
    exits 1 release --version 1.2.3
    says 'installer-kernel: tag: git could not make v1.2.3'
    says 'public now: nothing; v1.2.3 is on no origin'
    says 'give the same command again'
    nothing_public v1.2.3
    git config --file "$GIT_CONFIG_GLOBAL" --unset gpg.program
    snapshot >after
    cmp before after
}

signing_fails_in_the_third() {
    ready
    git -C clones/truthdb config tag.gpgSign true
    git -C clones/truthdb config gpg.program false
    exits 1 release --version 1.2.3
    says 'truthdb: tag: git could not make v1.2.3'
    nothing_public v1.2.3
    for name in $REPOS; do
        is "$(git -C "clones/$name" tag)" '' "local tags of $name"
    done
}

signed() {
    ready
    export GNUPGHOME="$W/gnupg"
    mkdir -m 700 "$GNUPGHOME"
    gpg --batch --quiet --passphrase '' --quick-generate-key 'Release Manager <manager@example.org>' ed25519 sign never
    exits 0 release --version 1.2.3 --sign
    for name in $REPOS; do
        git -C "clones/$name" verify-tag v1.2.3
    done
    gpgconf --kill all
}

# The tag reaches origin, but git dies before it could say so.
push_end_unseen() {
    ready
    before=$(heads)
    git_shim '*--dry-run*' '' '*"clones/installer "*push*' '"$git" "$@" >/dev/null 2>&1; kill -9 $$'
    PATH="$W/shim:$PATH" exits 0 release --version 1.2.3
    all_released "$before"
}

# Origin takes the tag and is then gone: nobody can know; --resume finds out.
push_end_unknown() {
    ready
    before=$(heads)
    git_shim '*--dry-run*' '' '*"clones/installer "*push*' '"$git" "$@" >/dev/null 2>&1
        mv "$W/origins/Truthdb/installer.git" "$W/away"; exit 128'
    PATH="$W/shim:$PATH" exits 1 release --version 1.2.3
    says 'installer: push: the push of v1.2.3 broke off'
    says 'unclear: whether v1.2.3 is on origin of installer'
    never_says 'nothing else is public'
    says 'ls-remote origin refs/tags/v1.2.3'
    mv away origins/Truthdb/installer.git
    exits 0 release --version 1.2.3 --resume
    all_released "$before"
}

someone_was_faster() {
    ready
    other=$(head_of installer)
    hook installer pre-push 'git -C "$HOME/../origins/Truthdb/installer.git" tag -a -m theirs v1.2.3 main'
    exits 1 release --version 1.2.3
    says 'installer: push: someone else pushed another v1.2.3'
    says 'not ours: the v1.2.3 on origin of installer'
    never_says 'nothing else is public'
    is "$(git -C origins/Truthdb/installer.git tag -l --format='%(contents)' v1.2.3)" theirs 'the tag on origin'
    is "$(public_commit installer v1.2.3)" "$other"
}

local_tag_changed() {
    ready
    hook installer-kernel pre-push 'cd "$HOME/../clones/installer" && unset GIT_DIR && git tag -f -a -m evil v1.2.3 HEAD^{commit} >/dev/null'
    exits 6 release --version 1.2.3
    says 'installer: push: the local tag v1.2.3 is not the one that was made'
    is "$(public_commit installer v1.2.3)" ''
}

resume_finished() {
    ready
    before=$(heads)
    exits 0 release --version 1.2.3
    : >requests
    exits 0 release --version 1.2.3 --resume
    all_released "$before"
    never_says pushed
    is "$(grep -c /releases/tags/ requests)" 4 'looks at releases'
}

resume_settles_together() {
    world_origins
    github_start --delay 0
    exits 0 release --version 1.2.3
    : >requests
    exits 0 release --version 1.2.3 --resume --ignore-runs
    is "$(grep -c /releases/tags/ requests)" 8 'looks at releases'
    is "$(python3 -c 'import json; print(len({json.loads(l)["conn"] for l in open("requests") if "/releases/tags/" in l}))')" 2 'rounds'
}
resume_looks_once() {
    world_origins
    github_start --delay 0
    exits 0 release --version 1.2.3
    : >requests
    exits 0 release --version 1.2.3 --resume
    is "$(grep -c /releases/tags/ requests)" 4 'looks at releases'
    is "$(python3 -c 'import json; print(len({json.loads(l)["conn"] for l in open("requests") if "/releases/tags/" in l}))')" 1 'rounds'
}

resume_ignores_local_state() {
    ready
    exits 0 release --version 1.2.3
    echo x >>clones/truthdb/README
    git -C clones/installer checkout -q --detach
    git -C clones/installer-iso tag -d v1.2.3 >/dev/null
    world_commit installer-kernel later
    exits 0 release --version 1.2.3 --resume --dry-run
    prints 'skipped: it is on origin (annotated)'
    prints 'note: that is not HEAD of the clone'
    exits 0 release --version 1.2.3 --resume
}

resume_other_tag() {
    ready
    exits 0 release --version 1.2.3
    git -C clones/installer tag -f -a -m other v1.2.3 HEAD >/dev/null
    exits 3 release --version 1.2.3 --resume
    says 'is not the one on origin'
}

resume_lightweight() {
    ready
    git -C origins/Truthdb/installer-kernel.git tag v1.2.3 main
    exits 0 release --version 1.2.3 --resume --dry-run
    prints 'skipped: it is on origin (lightweight)'
}

resume_tag_of_a_tree() {
    ready
    git -C origins/Truthdb/installer-kernel.git tag -a -m tree v1.2.3 'main^{tree}'
    exits 3 release --version 1.2.3 --resume
    says 'the tag v1.2.3 on origin leads to no commit'
    is "$(ls tmp)" '' 'what is left in TMPDIR'
}

resume_commit_not_in_clone() {
    ready
    world_other_commit installer-kernel
    git -C origins/Truthdb/installer-kernel.git tag -a -m theirs v1.2.3 main
    snapshot >before
    exits 0 release --version 1.2.3 --resume --dry-run
    prints "on commit $(git -C origins/Truthdb/installer-kernel.git rev-parse main)"
    snapshot >after
    cmp before after
}

locked_on_origin() {
    ready
    lock=origins/Truthdb/installer.git/refs/tags/v1.2.3.lock
    : >"$lock"
    exits 1 release --version 1.2.3
    says "installer: push: origin refused v1.2.3: error: cannot lock ref 'refs/tags/v1.2.3'"
    says 'first: wait: another push makes that tag there just now; if it stays so'
    rm "$lock"
    exits 0 release --version 1.2.3 --resume
}

until_there() { # FILE, with something in it
    until_true "$1 never comes" test -s "$1"
}

# Only the folder of the run that was killed: neither what has such a name, nor
# that of one who is still at work.
killed_leaves_a_folder() {
    resume_commit_not_in_clone
    mkdir tmp/orchestrator.theirs
    echo 'somebody else' >tmp/orchestrator.theirs/orchestrator.lock
    git_shim '*" fetch "*' 'echo $$ >fetching; exec sleep 100'
    PATH="$W/shim:$PATH" start_release --version 1.2.3 --resume
    until_there fetching
    kill -9 "$PID"
    wait "$PID" || :
    kill "$(cat fetching)"
    left=$(find tmp -name 'orchestrator.*' ! -name '*.lock' ! -name '*.theirs')
    cp -R "$left" tmp/orchestrator.living
    python3 -c 'import fcntl, sys, time
file = open(sys.argv[1], "r+")
fcntl.lockf(file, fcntl.LOCK_EX)
print("locked", flush=True)
time.sleep(100)' tmp/orchestrator.living/orchestrator.lock >living &
    living=$!
    until_there living
    exits 0 release --version 1.2.3 --resume
    kill $living
    is "$(find tmp -mindepth 1 -maxdepth 1 | LC_ALL=C sort | paste -s -d ' ' -)" \
        'tmp/orchestrator.living tmp/orchestrator.theirs' 'what is in TMPDIR'
}

resume_takes_up_local_tag() {
    ready
    before=$(heads)
    git -C clones/installer tag -a -m 'Release v1.2.3' v1.2.3
    object=$(git -C clones/installer rev-parse refs/tags/v1.2.3)
    exits 0 release --version 1.2.3 --resume
    all_released "$before"
    is "$(git -C origins/Truthdb/installer.git rev-parse refs/tags/v1.2.3)" "$object" 'the tag object'
}

# A tag of someone else's on the same commit is nobody's stopped release.
# git is killed before it has made it.
person_tags_meanwhile() {
    ready
    git_shim '*installer-kernel*" tag --annotate "*' \
        '"$git" -C "$W/clones/installer-kernel" tag -a -m mine v1.2.3; kill -9 $$'
    PATH="$W/shim:$PATH" exits 1 release --version 1.2.3
    says 'git could not make v1.2.3: signal 9 ended it'
    says 'local tags: v1.2.3 stays in installer-kernel'
    is "$(git -C clones/installer-kernel tag -l --format='%(subject)')" mine 'the tag'
    nothing_public v1.2.3
}
resume_refuses_strangers() {
    ready
    git -C clones/installer tag -a -m 'garbage message' v1.2.3
    exits 3 release --version 1.2.3 --resume
    says 'the clone has a tag v1.2.3 that no such release made: it says "garbage message"'
    says 'tag -d v1.2.3; else choose another version'
    git -C clones/installer tag -d v1.2.3 >/dev/null
    git -C clones/installer tag -a -m 'Release v1.2.3' v1.2.3
    exits 3 release --version 1.2.3 --resume --sign
    says 'it says "Release v1.2.3", and is not signed'
    git config --file "$GIT_CONFIG_GLOBAL" tag.gpgSign true
    git config --file "$GIT_CONFIG_GLOBAL" gpg.program "$W/gpg"
    printf '#!/bin/sh\ncat >/dev/null; echo "[GNUPG:] SIG_CREATED " >&2; echo -----BEGIN PGP SIGNATURE-----\n' >gpg
    chmod +x gpg
    exits 6 release --version 1.2.3 --resume
    says 'installer: tag: v1.2.3 was to be signed, and has no signature'
    says "first: git -C $W/clones/installer tag -d v1.2.3, and it is made again"
    nothing_public v1.2.3
}
# What is pushed while a resumed release looks is not blamed on the network.
resume_while_it_lands() {
    ready
    git -C clones/installer-kernel tag -a -m 'Release v1.2.3' v1.2.3
    git_shim '*installer-kernel*" --dry-run"*' \
        '"$git" -C "$W/clones/installer-kernel" push -q --no-verify origin refs/tags/v1.2.3'
    PATH="$W/shim:$PATH" exits 3 release --version 1.2.3 --resume
    says 'the tag v1.2.3 is on origin already (annotated, leads to '
    says 'if that release was stopped: '
}
resume_refuses_local_tag() {
    ready
    git -C clones/installer tag -a -m x v1.2.3
    world_commit installer later
    git -C clones/installer push -q origin main
    git -C clones/truthdb tag v1.2.3
    exits 3 release --version 1.2.3 --resume
    says 'which is not an annotated tag of HEAD'
    says '2 problems, in 2 of 4'
}

resume_surveys_the_rest() {
    ready
    github_faults '[{"path": "/installer/releases/tags", "do": "unauthorized", "times": -1}]'
    exits 4 release --version 1.2.3
    github_faults '[]'
    echo x >clones/truthdb/new
    world_other_commit installer-iso
    exits 3 release --version 1.2.3 --resume
    says '1 untracked: new'
    says 'main is behind origin by 1 commit'
}

network_operations_of_resume() {
    ready
    github_faults '[{"path": "/installer/releases/tags", "do": "unauthorized", "times": -1}]'
    exits 4 release --version 1.2.3
    github_faults '[]'
    mkdir shim
    printf '#!/bin/sh\necho "git $*" >>"%s/ran"\nexec %s "$@"\n' "$W" "$(command -v git)" >shim/git
    chmod +x shim/git
    PATH="$W/shim:$PATH" exits 0 release --version 1.2.3 --resume
    for name in installer-kernel installer; do
        is "$(grep -c "clones/$name .*\(push\|fetch\|ls-remote\) " ran)" 1 "network operations of $name"
    done
    for name in truthdb installer-iso; do
        is "$(grep -c "clones/$name .*\(push\|fetch\|ls-remote\) " ran)" 3 "network operations of $name"
    done
}

second_run() {
    world_origins
    github_start --delay 4
    start_release --version 1.2.3
    until_says pushed
    mv err first.err
    exits 3 release --version 1.2.3 --resume
    says "another orchestrator is at work in this clone: process $PID (release of v1.2.3, since 20"
    exits 3 release --version 1.3.0
    says "process $PID"
    exits 3 release --version 1.2.3 --dry-run --resume
    says "process $PID"
    kill -9 "$PID"
    wait "$PID" 2>/dev/null || :
    github_control '{"delay": 0}'
    exits 0 release --version 1.2.3 --resume
}

two_at_once() {
    ready
    before=$(heads)
    release --version 1.2.3 >a.out 2>a.err & a=$!
    release --version 1.2.3 >b.out 2>b.err & b=$!
    ra=0; wait $a || ra=$?
    rb=0; wait $b || rb=$?
    cat a.err b.err
    is "$((ra + rb))" 3 'both exit statuses together'
    all_released "$before"
}

# a sleep that no other test takes for its own
sleeper() {
    ln -s "$(command -v sleep)" sleeper
}

ctrl_c() {
    ready
    sleeper
    hook installer pre-push "$W/sleeper 1000"
    start_release --version 1.2.3
    until_says 'installer-kernel: released'
    until_true 'the hook did not run' pgrep -f "$W/sleeper"
    kill -INT "$PID"
    ends 130
    says 'installer: push: stopped by Ctrl-C (SIGINT)'
    says 'complete: installer-kernel'
    says 'nothing else is public'
    says "release-iso --version 1.2.3 --resume --repos-root $W/clones"
    is "$(git -C clones/installer tag)" '' 'local tags'
    is "$(git -C clones/truthdb tag)" '' 'local tags'
    is "$(pgrep -f "$W/sleeper" | wc -l)" 0 'children left'
}

# As over ssh: what receives the tag lives on when the push is ended.
lands_after_the_end() {
    ready
    before=$(heads)
    sleeper
    printf '#!/bin/sh\n%s 6\n' "$W/sleeper" >origins/Truthdb/installer-kernel.git/hooks/pre-receive
    chmod +x origins/Truthdb/installer-kernel.git/hooks/pre-receive
    printf '#!/bin/sh\nexec setsid -w git-receive-pack "$@"\n' >receive
    chmod +x receive
    git -C clones/installer-kernel config remote.origin.receivepack "$W/receive"
    start_release --version 1.2.3
    until_true 'no push' pgrep -f "$W/sleeper"
    kill -TERM "$PID"
    ends 143
    says 'unclear: whether v1.2.3 is on origin of installer-kernel'
    never_says 'v1.2.3 is on no origin'
    until_true 'it never lands' git -C origins/Truthdb/installer-kernel.git rev-parse -q --verify refs/tags/v1.2.3
    exits 0 release --version 1.2.3 --resume
    n=0
    for name in $REPOS; do
        n=$((n + 1))
        is "$(public_commit "$name" v1.2.3)" "$(echo "$before" | sed -n ${n}p)" "the commit on origin of $name"
    done
}

# Someone makes the tag in a clone between the survey and the tagging.
tag_of_someone_else() {
    ready
    git_shim '*"clones/installer tag --annotate"*' '"$git" -C "$W/clones/installer" tag -a -m "by hand" v1.2.3'
    PATH="$W/shim:$PATH" exits 1 release --version 1.2.3
    says 'installer: tag: git could not make v1.2.3'
    says 'already exists'
    nothing_public v1.2.3
    is "$(git -C clones/installer tag -l --format='%(contents)' v1.2.3)" 'by hand' 'the tag of someone else'
    is "$(git -C clones/installer-kernel tag)" '' 'the tag of this run'
}
impatient() {
    world_origins
    github_start --delay 100
    for gap in 0 0.002 0.005 0.01 0.02; do
        start_release --version 1.2.3 --resume
        until_says 'missing'
        until_says 'installer-iso: tagged'
        kill -INT "$PID"
        sleep $gap
        kill -TERM "$PID" 2>/dev/null || :
        got=0
        wait "$PID" || got=$?
        { [ $got -eq 130 ] || [ $got -eq 143 ]; } || fail "exit status $got"
        says 'local tags: removed again in installer, truthdb, installer-iso'
        for name in installer truthdb installer-iso; do
            is "$(git -C "clones/$name" tag)" '' "local tags of $name"
        done
    done
}
resume_with_broken_clone() {
    ready
    github_faults '[{"path": "/installer/releases/tags", "do": "unauthorized", "times": -1}]'
    exits 4 release --version 1.2.3
    github_faults '[]'
    echo junk >clones/installer-kernel/.git/index
    exits 0 release --version 1.2.3 --resume --dry-run
    echo x >clones/truthdb/new
    exits 3 release --version 1.2.3 --resume
    says "public since before: v1.2.3 is on origin of installer-kernel ($(head_of installer-kernel | cut -c1-9)), of installer ("
    says 'release-iso --version 1.2.3 --resume'
}
hook_leaves_children() {
    ready
    sleeper
    hook installer-kernel pre-push "$W/sleeper 1000 >/dev/null 2>&1 & wait"
    start_release --version 1.2.3
    until_true 'the hook did not run' pgrep -f "$W/sleeper"
    kill -INT "$PID"
    ends 130
    is "$(pgrep -f "$W/sleeper" | wc -l)" 0 'children left'
}
other_branch() {
    ready
    git -C clones/truthdb switch -q -c feature
    git -C clones/truthdb push -q origin feature
    exits 0 release --version 1.2.3 --dry-run
    says 'truthdb: note: the clone is on feature, not on the default branch main'
}
nothing_begun() {
    ready
    exits 0 release --version 1.2.3 --resume
    says 'note: nothing of v1.2.3 was begun before'
}

tap 'A release makes one annotated tag on each origin, and prints a table' whole
tap 'One repository is done before the next is pushed' in_order
tap 'The commit that was surveyed is tagged, not HEAD by then' surveyed_commit
tap 'Also when HEAD moves on before the tag is made' surveyed_commit_at_once
tap 'What can never become complete stops --resume before more is public' looks_back
tap 'What is public is awaited, the rest released, and only that has a time' awaits_both
tap 'Commands to be pasted are right for a folder with a blank' in_a_folder_with_a_blank
tap 'Also when quiet it says that nothing was begun before' never_begun_is_said
tap 'Also when a tag is moved after it was checked' tag_moves_before_its_push
tap 'A signal is told though broken pushes are settled first, all at once' signal_while_it_settles
tap 'A branch of the same name is not taken for the tag' branch_of_that_name
tap 'Nothing else is pushed, whatever the configuration says' nothing_else_is_pushed
tap 'The pre-push hook of the user runs for the push, without a terminal' hooks_run_for_the_push
tap 'A hook that refuses ends it; the resume line that it prints goes on' hook_refuses
tap 'A server that refuses is quoted' server_refuses
tap 'Its own tag is known again, however its message is written' message_of_lines
tap 'Trouble with signing ends it before anything is public' signing_fails
tap 'Also in the third repository, and the tags made before are removed' signing_fails_in_the_third
tap 'Tags are signed on request' signed
tap 'A push whose end was not seen is settled by asking origin' push_end_unseen
tap 'A push whose end cannot be known is told as that' push_end_unknown
tap 'A tag that someone else pushed meanwhile is left alone' someone_was_faster
tap 'A local tag that was changed meanwhile is not pushed' local_tag_changed
tap 'Resuming a finished release looks once at each release and pushes nothing' resume_finished
tap 'Resumed releases settle together: one interval, two curls' resume_settles_together
tap 'Where their runs succeeded, resuming is one look with one curl' resume_looks_once
tap 'The local state of a released repository does not matter to --resume' resume_ignores_local_state
tap 'A local tag that is not the one on origin stops --resume' resume_other_tag
tap 'A lightweight tag on origin is told as that by --resume' resume_lightweight
tap 'A tag of a tree on origin stops --resume' resume_tag_of_a_tree
tap 'A tag on a commit that the clone lacks is named, the clone unchanged' resume_commit_not_in_clone
tap 'A push that is kept out by another on origin says so, and --resume goes on' locked_on_origin
tap 'What a killed run left in TMPDIR is removed by the next, nothing else' killed_leaves_a_folder
tap 'A tag that a stopped run left is taken up' resume_takes_up_local_tag
tap 'A local tag that is not of HEAD, or lightweight, is not taken up' resume_refuses_local_tag
tap 'A tag that a person made while git was killed stays' person_tags_meanwhile
tap 'A tag of another message, or unsigned where it must not be, is not taken up' resume_refuses_strangers
tap 'A tag that comes while --resume looks is told as that' resume_while_it_lands
tap 'What is not yet tagged is surveyed in full by --resume' resume_surveys_the_rest
tap 'A resumed repository costs one connection, the others three' network_operations_of_resume
tap 'A second run ends at once and names the first; a killed one leaves no lock' second_run
tap 'Of two runs started together exactly one releases' two_at_once
tap 'Ctrl-C during a push ends the children, and says what is public' ctrl_c
tap 'A push that lands after it was ended is never called absent' lands_after_the_end
tap 'A clone that is on another branch than the default one is pointed out' other_branch
tap 'Resuming what was never begun is pointed out' nothing_begun
tap 'A tag that someone else made meanwhile is not taken away' tag_of_someone_else
tap 'A second signal does not keep it from cleaning up' impatient
tap 'A broken clone of a released repository does not stop --resume' resume_with_broken_clone
tap 'Children that a hook started are ended with it' hook_leaves_children
tap_end

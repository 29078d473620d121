#!/bin/sh
# The survey: all that is wrong is told before anything changes.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"

# refused WORDS...: a release is refused with 3, saying all of it; nothing
# changes, neither in the clones nor on the origins.
refused() {
    snapshot >before
    exits 3 release --version 1.2.3
    for words in "$@"; do
        says "$words"
    done
    says 'nothing was changed'
    snapshot >after
    cmp before after
    nothing_public v1.2.3
    exits 3 release --version 1.2.3 --dry-run
    for words in "$@"; do
        says "$words"
    done
    is "$(ls tmp)" '' 'what is left in TMPDIR'
}

changed_file() { ready; echo x >>clones/installer/README
    refused 'not clean: 1 changed: README'; }
untracked_file() { ready; echo x >clones/installer/new
    git -C clones/installer config status.showUntrackedFiles no
    refused 'not clean: 1 untracked: new'; }
staged_rename() { ready; git -C clones/installer mv README LIESMICH
    refused 'not clean: 1 changed: LIESMICH'; }
dirty_submodule() {
    ready
    git init -q sub && git -C sub commit -q --allow-empty -m sub
    git -C clones/installer -c protocol.file.allow=always \
        submodule --quiet add "$W/sub" sub
    git -C clones/installer commit -q -m submodule
    git -C clones/installer push -q origin main
    git -C clones/installer config submodule.sub.ignore all
    git -C clones/installer config diff.ignoreSubmodules all
    echo x >clones/installer/sub/new
    refused 'not clean: 1 changed: sub'
}
detached() { ready; git -C clones/truthdb checkout -q --detach
    refused 'HEAD is detached'; }
unborn() { ready; git -C clones/truthdb checkout -q --orphan fresh
    refused 'the clone has no commit yet'; }
bare() {
    ready
    rm -rf clones/truthdb
    git clone -q --bare origins/Truthdb/truthdb.git clones/truthdb
    refused 'is a bare repository'
}
missing() { ready; rm -rf clones/truthdb
    refused "there is no clone at $W/clones/truthdb" "orchestrator clone --repos-root $W/clones"; }
not_a_clone() { ready; rm -rf clones/truthdb/.git
    refused 'is not a git clone'; }
inside_another() {
    ready
    rm -rf clones/truthdb
    mkdir clones/truthdb
    git -C clones init -q
    refused 'is not the top level of a clone'
}
under_way() {
    ready
    git -C clones/truthdb switch -q -c side
    world_commit truthdb 'on the side'
    git -C clones/truthdb switch -q main
    echo other >>clones/truthdb/README
    git -C clones/truthdb commit -q -a -m other
    git -C clones/truthdb merge -q side >/dev/null 2>&1 || :
    refused 'a merge is under way' 'in conflict' 'ahead of origin by 1'
    git -C clones/truthdb merge --abort
    git -C clones/truthdb rebase side >/dev/null 2>&1 || :
    refused 'a rebase is under way'
    git -C clones/truthdb rebase --abort
    git -C clones/truthdb cherry-pick side >/dev/null 2>&1 || :
    refused 'a cherry-pick is under way'
    git -C clones/truthdb cherry-pick --abort
    git -C clones/truthdb revert --no-commit HEAD >/dev/null 2>&1
    refused 'a revert is under way'
    git -C clones/truthdb revert --abort
    git -C clones/truthdb bisect start -q >/dev/null
    refused 'a bisect is under way'
}
tag_here() { ready; git -C clones/installer tag -a -m x v1.2.3
    refused 'has a local tag v1.2.3 already (annotated' 'tag -d v1.2.3'; }
lightweight_tag_here() { ready; git -C clones/installer tag v1.2.3
    refused 'has a local tag v1.2.3 already (lightweight'; }
no_identity() {
    ready
    git config --file "$GIT_CONFIG_GLOBAL" --remove-section user
    git config --file "$GIT_CONFIG_GLOBAL" user.useConfigOnly true
    refused 'git knows no name and e-mail of yours'
}
other_name() {
    ready
    git -C clones/installer remote set-url origin "$W/origins/Truthdb/installer-iso.git"
    refused "origin's fetch URL is $W/origins/Truthdb/installer-iso.git, not Truthdb/installer"
}
other_owner() {
    ready
    git -C clones/truthdb remote set-url origin https://github.com/NotTruthdb/truthdb-old
    refused "origin's fetch URL is https://github.com/NotTruthdb/truthdb-old, not Truthdb/truthdb"
}
push_url() {
    ready
    git -C clones/truthdb remote set-url --push origin https://me:secret@github.com/me/truthdb
    refused "origin's push URL is https://github.com/me/truthdb, not Truthdb/truthdb"
    never_says secret
}
instead_of() {
    ready
    git config --file "$GIT_CONFIG_GLOBAL" "url.https://github.com/evil/.pushInsteadOf" "$W/origins/Truthdb/"
    refused "origin's push URL is https://github.com/evil/truthdb.git"
}
two_push_urls() {
    ready
    git -C clones/truthdb remote set-url --push origin "$W/origins/Truthdb/truthdb.git"
    git -C clones/truthdb remote set-url --add --push origin "$W/origins/Truthdb/mirror.git"
    refused 'origin has 2 push URLs'
}
two_places() {
    ready
    mkdir -p mirror/Truthdb
    git clone -q --mirror origins/Truthdb/truthdb.git mirror/Truthdb/truthdb.git
    git -C clones/truthdb remote set-url origin "$W/mirror/Truthdb/truthdb.git"
    git -C clones/truthdb remote set-url --push origin "$W/origins/Truthdb/truthdb.git"
    refused 'two places'
    git -C clones/truthdb remote set-url origin https://github.com/Truthdb/truthdb.git
    git -C clones/truthdb remote set-url --push origin git@ssh.github.com:truthdb/TRUTHDB
    exits 3 release --version 1.2.3
    never_says 'two places'
    never_says "origin's"
}
sequence_under_way() {
    ready
    git -C clones/truthdb switch -q -c side
    world_commit truthdb one
    world_commit truthdb two
    git -C clones/truthdb switch -q main
    echo other >>clones/truthdb/README
    git -C clones/truthdb commit -q -a -m other
    git -C clones/truthdb cherry-pick side~1 side >/dev/null 2>&1 || :
    git -C clones/truthdb checkout -q --theirs README 2>/dev/null
    git -C clones/truthdb commit -q -a -m resolved
    git -C clones/truthdb push -q origin main
    [ ! -e clones/truthdb/.git/CHERRY_PICK_HEAD ]
    refused 'a sequence of cherry-picks or reverts is under way'
}
too_dirty() {
    ready
    mkdir clones/truthdb/many
    (cd clones/truthdb/many && seq -f 'a-name-that-is-rather-long-so-that-few-files-are-enough-%06.0f' 1 30000 | xargs touch)
    git -C clones/truthdb config status.showUntrackedFiles all
    git -C clones/truthdb add -N many
    refused 'not clean: more than can be listed'
}
no_origin() { ready; git -C clones/truthdb remote remove origin
    refused 'no remote called origin'; }
behind() { ready; world_other_commit truthdb; world_other_commit truthdb
    refused 'main is behind origin by 2 commits' 'pull --ff-only'; }
ahead() { ready; world_commit truthdb more
    refused 'main is ahead of origin by 1 commit' 'push origin main'; }
diverged() { ready; world_other_commit truthdb; world_commit truthdb more
    refused 'main has diverged from origin: 1 commit only here, 1 only there'; }
branch_gone() {
    ready
    git -C clones/truthdb switch -q -c feature
    git -C clones/truthdb push -q -u origin feature
    git -C origins/Truthdb/truthdb.git branch -q -D feature
    : >events-truthdb
    refused 'the clone is on the branch "feature", which origin does not have'
}
tag_there() {
    ready
    git -C origins/Truthdb/truthdb.git tag -a -m x v1.2.3 main
    snapshot >before
    exits 3 release --version 1.2.3
    says 'the tag v1.2.3 is on origin already (annotated'
    never_says 'local tag'
    snapshot >after
    cmp before after
}
lightweight_tag_there() {
    ready
    git -C origins/Truthdb/truthdb.git tag v1.2.3 main
    exits 3 release --version 1.2.3
    says 'the tag v1.2.3 is on origin already (lightweight'
    never_says 'may not push'
}
origin_gone() { ready; mv origins/Truthdb/truthdb.git away
    exits 3 release --version 1.2.3
    says 'origin is not there, or these credentials may not see it'; says 'does not appear to be a git repository'; }
unreachable() {
    ready
    git config --file "$GIT_CONFIG_GLOBAL" "url.http://127.0.0.1:1/Truthdb/.insteadOf" "$W/origins/Truthdb/"
    exits 3 release --version 1.2.3
    says 'origin cannot be reached'
}
many_at_once() {
    ready
    echo x >clones/installer-kernel/new
    git -C clones/installer tag v1.2.3
    world_other_commit truthdb
    git -C clones/installer-iso checkout -q --detach
    refused '4 problems, in 4 of 4 repositories' '1 untracked: new' \
        'a local tag v1.2.3' 'behind origin by 1 commit' 'HEAD is detached'
}
three_in_one() {
    ready
    echo x >clones/truthdb/new
    git -C clones/truthdb tag v1.2.3
    world_other_commit truthdb
    refused '3 problems, in 1 of 4' '1 untracked: new' 'a local tag v1.2.3' 'behind origin by 1'
}
stale_tag() {
    ready
    git -C clones/truthdb tag v0.1.0
    git -C clones/truthdb push -q origin v0.1.0
    git -C origins/Truthdb/truthdb.git tag -f v0.1.0 "$(git -C origins/Truthdb/truthdb.git commit-tree -m moved 'main^{tree}')"
    exits 0 release --version 1.2.3 --dry-run
}
dry_run() {
    ready
    world_other_commit installer
    git -C clones/installer fetch -q
    git -C clones/installer merge -q --ff-only origin/main
    world_other_commit installer-iso
    git -C clones/installer-iso pull -q --ff-only
    git -C origins/Truthdb/installer.git tag v0.0.1 main
    snapshot >before
    exits 0 release --version 1.2.3 --dry-run
    snapshot >after
    cmp before after
    prints 'installer-kernel: main at'
    prints 'First commit of installer-kernel'
    prints 'truthdb-installer-v1.2.3-x86_64-linux-musl.tar.gz'
    prints 'truthdb-installer-v1.2.3.iso.sha256'
    prints 'Dry run: nothing was changed.'
    nothing_public v1.2.3
    is "$(ls clones/*/.git/orchestrator.lock 2>/dev/null)" '' 'locks'
}
dry_run_without_token() {
    world_origins
    exits 0 release --version 1.2.3 --dry-run
    prints 'GitHub was not asked'
}
hostile_names() {
    ready
    touch "clones/installer/$(printf 'a\033[31mred\nline\302\233')"
    refused 'a\x1b[31mred\nline\xc2\x9b'
    is "$(tr -d '\n\40-\176' <err | wc -c)" 0 'raw bytes on the terminal'
}
linked_worktree() {
    ready
    mv clones/truthdb main-truthdb
    git -C main-truthdb switch -q -c elsewhere
    git -C main-truthdb worktree add -q "$W/clones/truthdb" main
    exits 0 release --version 1.2.3
    released truthdb v1.2.3 "$(head_of truthdb)"
}
url_forms() {
    ready
    git config --file "$GIT_CONFIG_GLOBAL" "url.$W/origins/Truthdb/.insteadOf" 'alias:TRUTHDB/'
    git -C clones/truthdb remote set-url origin alias:TRUTHDB/truthdb
    git -C clones/installer remote set-url origin "file://$W/origins/Truthdb/installer.git"
    git -C clones/installer-iso remote set-url origin ../../origins/Truthdb/installer-iso.git/
    exits 0 release --version 1.2.3 --dry-run
}

# Hooks of the user must not run while it looks.
no_hooks() {
    ready
    for name in $REPOS; do
        for hook in pre-push post-index-change reference-transaction fsmonitor-watchman; do
            printf '#!/bin/sh\necho %s >>"%s/hooked"\n' "$hook" "$W" >"clones/$name/.git/hooks/$hook"
            chmod +x "clones/$name/.git/hooks/$hook"
        done
        git -C "clones/$name" config core.fsmonitor .git/hooks/fsmonitor-watchman
    done
    rm -f hooked
    exits 0 release --version 1.2.3 --dry-run
    [ ! -e hooked ] || fail "a hook ran: $(cat hooked)"
}

ran() {
    grep -c "^$1" ran || :
}
costs() {
    ready
    count_programs
    PATH=$SHIM_PATH
    : >ran
    : >requests
    exits 0 release --version 1.2.3 --dry-run
    is "$(grep -c '^git -C .*clones/truthdb ' ran)" 7 'git commands in a repository'
    is "$(ran 'git -C')" 28 'git commands in all repositories'
    is "$(ran 'git --version')" 1 'questions for the version of git'
    is "$(ran 'git.* push .*--dry-run')" 4 'network operations'
    is "$(ran 'git.* \(fetch\|ls-remote\) ')" 0 'other network operations'
    is "$(ran curl)" 3 'curl processes'
    is "$(grep -c '"method": "GET"' requests)" 20 'requests'
    is "$(python3 -c 'import json; print(len({json.loads(l)["conn"] for l in open("requests")}))')" 2 'connections'
}
costs_of_rulesets() {
    world_origins
    echo '{"installer": {"rulesets": [{"name": "a", "bypass": "always"}, {"name": "b", "bypass": "always"}]}, "truthdb": {"rulesets": [{"name": "a", "bypass": "always"}]}}' >assets
    github_start --delay 0 --immutable --assets assets
    count_programs
    PATH=$SHIM_PATH
    : >ran
    : >requests
    exits 0 release --version 1.2.3 --dry-run
    is "$(ran curl)" 4 'curl processes'
    is "$(grep -c '"method": "GET"' requests)" 23 'requests'
}
costs_of_release() {
    ready
    count_programs
    PATH=$SHIM_PATH
    : >ran
    exits 0 release --version 1.2.3
    is "$(ran 'git.* push ')" 8 'pushes, the dry ones included'
    is "$(ran 'git.* \(fetch\|ls-remote\) ')" 0 'other network operations'
    is "$(ran 'git -C')" 48 'git commands'
}

tap 'A changed file refuses the release' changed_file
tap 'An untracked file does too, also if the user hides such files' untracked_file
tap 'A staged rename does too' staged_rename
tap 'Dirt in a submodule does too, also if the user ignores it' dirty_submodule
tap 'A detached HEAD refuses it' detached
tap 'A branch without a commit refuses it' unborn
tap 'A bare repository refuses it' bare
tap 'A missing clone refuses it, and is told how to get it' missing
tap 'A folder that is no clone refuses it' not_a_clone
tap 'A folder inside another clone is not taken for a clone' inside_another
tap 'A merge, rebase, cherry-pick, revert or bisect under way refuses it' under_way
tap 'A local tag of that name refuses it' tag_here
tap 'A lightweight one does too' lightweight_tag_here
tap 'Without an identity nothing is started' no_identity
tap 'A clone of another repository whose name only starts alike is refused' other_name
tap 'A clone of another owner is refused' other_owner
tap 'A push URL that leads elsewhere is refused, its password not shown' push_url
tap 'A push URL rewritten by pushInsteadOf is refused' instead_of
tap 'Two push URLs are refused' two_push_urls
tap 'Fetching from one place and pushing to another is refused' two_places
tap 'A sequence of cherry-picks under way refuses it' sequence_under_way
tap 'More dirt than can be listed refuses it' too_dirty
tap 'A clone without origin is refused' no_origin
tap 'Behind origin: told by how many commits, and nothing is fetched into the clone' behind
tap 'Ahead of origin: told by how many' ahead
tap 'Diverged: told by how many on each side' diverged
tap 'A branch that is gone on origin is told as that' branch_gone
tap 'A tag on origin is told as that, and not as a local one' tag_there
tap 'A lightweight tag on origin is seen' lightweight_tag_there
tap 'An origin that is gone is told as that' origin_gone
tap 'An origin that cannot be reached is told as that' unreachable
tap 'Problems of all repositories are told together' many_at_once
tap 'Three problems of one repository are told together' three_in_one
tap 'An old tag that was moved on origin does not matter' stale_tag
tap 'A dry run prints the whole plan and changes nothing at all' dry_run
tap 'A dry run needs no token, and says that GitHub was not asked' dry_run_without_token
tap 'File names cannot write to the terminal' hostile_names
tap 'A linked worktree can be released from' linked_worktree
tap 'Every form of URL of the right repository is taken' url_forms
tap 'No hook of the user runs for the survey' no_hooks
tap 'The survey costs 7 git commands and 1 connection a repository, 3 curls, 20 requests' costs
tap 'Rulesets cost one curl more for all, and one request each' costs_of_rulesets
tap 'A whole release connects to each origin twice' costs_of_release
tap_end

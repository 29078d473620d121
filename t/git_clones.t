#!/bin/sh
# Clones and repositories of every shape, and broken ones.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/table.sh"
. "$(dirname "$0")/git_misbehave.sh"

IK=clones/installer-kernel
ORIGIN=origins/Truthdb/installer-kernel.git
NOTHING='public now: nothing; v1.2.3 is on no origin'

# --- Worlds
commits() { # N: more of them, here and on origin
    for n in $(seq "$1"); do
        git -C $IK commit -q --allow-empty -m "More $n"
    done
    git -C $IK push -q origin HEAD
    head_of installer-kernel >surveyed-installer-kernel
}
reclone() { # ARGS: of git clone
    git -C $ORIGIN config uploadpack.allowFilter true
    rm -rf $IK
    git clone -q --template= "$@" "file://$W/$ORIGIN" $IK
    mkdir -p $IK/.git/hooks $IK/.git/info
    [ ! -d $IK/.git ] || cp $IK/.git/config kept/installer-kernel.config
}
released_is_head() { head_of installer-kernel >surveyed-installer-kernel; }
object_file() { # OBJECT: of the clone
    echo "$IK/.git/objects/$(git -C $IK rev-parse "$1" | sed 's/^../&\//')"
}
under() { # SCRIPT: runs "$@"
    printf '%s\n' "$1" >under
    UNDER=under
}
pull() { git -C $IK pull -q --ff-only; released_is_head; }
reset() { git -C $IK fetch -q; git -C $IK reset -q --hard "refs/remotes/origin/$(git -C $IK branch --show-current)"; released_is_head; }
push() { git -C $IK push -q origin HEAD:main; released_is_head; }

# --- History that is not what it seems
graft_hides() {
    commits 2
    git -C $IK rev-parse HEAD >$IK/.git/info/grafts
}
misbehaves 'Grafts hide the parents of HEAD' graft_hides 0
graft_invents() {
    commits 2
    root=$(git -C $IK rev-list --max-parents=0 HEAD)
    echo "$root $(git -C $IK commit-tree -m none "HEAD^{tree}")" >$IK/.git/info/grafts
}
misbehaves 'Grafts invent parents' graft_invents 0
graft_hides_ahead() {
    commits 1
    git -C $IK commit -q --allow-empty -m 'not pushed'
    git -C $IK rev-parse HEAD >$IK/.git/info/grafts
    MEND=reset
}
misbehaves 'Ahead, which grafts hide' graft_hides_ahead 3 'main is ahead of origin by 1 commit'
graft_broken() { echo nonsense >$IK/.git/info/grafts; }
misbehaves 'A grafts file of nonsense' graft_broken 0
replace() { # WHAT BY
    git -C $IK replace -f "$1" "$2"
}
replaced_head() { replace HEAD "$(git -C $IK commit-tree -m evil "HEAD^{tree}")"; }
misbehaves 'HEAD is replaced' replaced_head 0
replaced_parent() { commits 2; replace HEAD~1 "$(git -C $IK commit-tree -m evil "HEAD^{tree}")"; }
misbehaves 'The parent of HEAD is replaced' replaced_parent 0
replaced_tree() { replace 'HEAD^{tree}' "$(git -C $IK mktree </dev/null)"; }
misbehaves 'The tree of HEAD is replaced' replaced_tree 0
replaced_and_checked_out() {
    tree=$(git -C $IK rev-parse 'HEAD^{tree}')
    echo other >$IK/README
    git -C $IK add README
    replace "$tree" "$(git -C $IK write-tree)"
    is "$(git -C $IK status --porcelain)" '' 'what git tells of it'
    MEND=unreplace
}
unreplace() { git -C $IK replace -d "$(git -C $IK replace -l)" && git -C $IK reset -q --hard; }
misbehaves 'What replaces the tree is checked out' replaced_and_checked_out 3 \
    'the clone is not clean: 1 changed: README' 'git --no-replace-objects -C '
replaced_ahead() {
    git -C $IK commit -q --allow-empty -m 'not pushed'
    replace HEAD HEAD~1
    MEND=reset
}
misbehaves 'Ahead, which a replaced commit hides' replaced_ahead 3 'main is ahead of origin by 1 commit'
replace_variables() {
    replaced_head
    under "GIT_REPLACE_REF_BASE=refs/heads/ GIT_NO_REPLACE_OBJECTS= GIT_GRAFT_FILE='$W/none' \"\$@\""
}
misbehaves 'Variables tell of other replacements' replace_variables 0
replaced_ref_itself() { commits 1; git -C $IK update-ref "refs/replace/$(git -C $IK rev-parse HEAD)" HEAD; }
misbehaves 'A commit is replaced by itself' replaced_ref_itself 0

# --- Shallow and partial
shallow() { commits 2; reclone --depth 1; }
misbehaves 'A shallow clone' shallow 0
behind_of() { # ARGS: a clone that is behind by 2
    commits 2
    reclone "$@"
    world_other_commit installer-kernel
    world_other_commit installer-kernel
    MEND=pull
}
shallow_behind() { behind_of --depth 1; }
misbehaves 'A shallow clone that is behind' shallow_behind 3 'main is behind origin by 2 commits' 'pull --ff-only'
shallow_ahead() { commits 2; reclone --depth 1; git -C $IK commit -q --allow-empty -m 'not pushed'; MEND=reset; }
misbehaves 'A shallow clone that is ahead' shallow_ahead 3 'main is ahead of origin by 1 commit'
shallow_of_more() { # origin goes back to a commit that the clone does not have
    commits 3
    reclone --depth 1
    git -C $ORIGIN update-ref refs/heads/main main~2
    MEND=reset
}
UNSAID='diverged' misbehaves 'A shallow clone that is ahead by what it does not have' shallow_of_more 3 \
    'is not what origin has' 'fetch, and compare'
shallow_diverged() { behind_of --depth 1; git -C $IK commit -q --allow-empty -m here; MEND=reset; }
misbehaves 'A shallow clone that has diverged' shallow_diverged 3 'is not what origin has' 'fetch, and compare'
shallow_origin() {
    commits 2
    git clone -q --bare --template= --depth 1 "file://$W/$ORIGIN" small
    cp small/shallow $ORIGIN/shallow
}
misbehaves 'A shallow origin' shallow_origin 0
shallow_both() { shallow_origin; reclone; released_is_head; }
misbehaves 'A shallow origin, and a clone of it' shallow_both 0
shallow_since_lock() { shallow; touch $IK/.git/shallow.lock; }
misbehaves 'A shallow clone with a shallow.lock that was left' shallow_since_lock 0
partial() { commits 2; reclone --filter=blob:none; }
misbehaves 'A partial clone without blobs' partial 0
partial_trees() { commits 2; reclone --filter=tree:0; }
misbehaves 'A partial clone without trees' partial_trees 0
partial_behind() { behind_of --filter=blob:none; }
misbehaves 'A partial clone that is behind' partial_behind 3 'main is behind origin by 2 commits'
partial_trees_behind() { behind_of --filter=tree:0; }
misbehaves 'A partial clone without trees that is behind' partial_trees_behind 3 'main is behind origin by 2 commits'
partial_ahead() { partial; git -C $IK commit -q --allow-empty -m 'not pushed'; MEND=reset; }
misbehaves 'A partial clone that is ahead' partial_ahead 3 'main is ahead of origin by 1 commit'
partial_diverged() { behind_of --filter=blob:none; git -C $IK commit -q --allow-empty -m here; MEND=reset; }
misbehaves 'A partial clone that has diverged' partial_diverged 3 'main has diverged from origin: 1 commit only here, 2 only there'
partial_renamed() {
    seq 99 >$IK/one
    git -C $IK add one
    git -C $IK commit -q -m one
    commits 1
    reclone --filter=blob:none --no-checkout
    git -C $IK read-tree HEAD
    git -C $IK update-index --force-remove one
    { seq 99; echo 100; } >$IK/two
    git -C $IK add two
    MEND=hard
}
hard() { git -C $IK reset -q --hard; git -C $IK clean -fdq; }
misbehaves 'A partial clone with a renamed file' partial_renamed 3 'the clone is not clean: '
partial_no_tree() {
    partial_trees
    echo more >>$IK/README
    git -C $IK commit -q -a -m more
    push
    rm -f "$(object_file 'HEAD^{tree}')"
    MEND=fetch_tree
}
fetch_tree() { git -C $IK ls-tree HEAD >/dev/null; }
misbehaves "A partial clone without the tree of HEAD" partial_no_tree 3 \
    'git could not tell the branch and state of the clone: ' \
    'see what this says: git -C '
partial_promisor_gone() { partial; git -C $IK config remote.origin.partialclonefilter nonsense; }
misbehaves 'A partial clone with a filter of nonsense' partial_promisor_gone 0

# --- Work trees
bare_worktree() {
    rm -rf $IK
    git clone -q --bare $ORIGIN bare
    git -C bare worktree add -q "$W/$IK" main
    RESUMES=never
}
misbehaves 'A work tree of a bare repository' bare_worktree 0
bare_clone() { rm -rf $IK; git clone -q --bare $ORIGIN $IK; RESUMES=never; }
misbehaves 'A bare clone' bare_clone 3 'is a bare repository, not a clone with a work tree'
main_worktree() { git -C $IK worktree add -q -b other "$W/other" HEAD; }
misbehaves 'A clone with another work tree' main_worktree 0
linked() {
    mv $IK main-tree
    git -C main-tree switch -q -c elsewhere
    git -C main-tree worktree add -q "$W/$IK" main
    RESUMES=never
}
linked_config() {
    linked
    git -C main-tree config extensions.worktreeConfig true
    git -C $IK config --worktree core.sparseCheckout false
    git -C main-tree config --worktree core.bare false
}
misbehaves 'A linked work tree with a configuration of its own' linked_config 0
linked_locked() { linked; git -C main-tree worktree lock "$W/$IK"; }
misbehaves 'A locked work tree' linked_locked 0
linked_pruned() { linked; rm -rf main-tree/.git/worktrees; }
misbehaves 'A linked work tree that was pruned' linked_pruned 3 \
    'installer-kernel is not a git clone: fatal: not a git repository: '
linked_homeless() { linked; rm -rf main-tree; }
misbehaves 'A linked work tree whose repository is gone' linked_homeless 3 \
    'installer-kernel is not a git clone: fatal: not a git repository: '
linked_moved() { linked; mv $IK away; mv away $IK; rm -f main-tree/.git/worktrees/*/gitdir; }
misbehaves 'A linked work tree that its repository does not find' linked_moved 0
held() { # FOLDER: of git
    cat >hold.py <<'PY'
import fcntl, os, subprocess, sys
file = open(sys.argv[1] + "/orchestrator.lock", "w")
fcntl.lockf(file, fcntl.LOCK_EX)
status = subprocess.call(sys.argv[2:])
os.unlink(file.name)
sys.exit(status)
PY
    under "exec python3 '$W/hold.py' '$W/$1' \"\$@\""
}
linked_held() { linked; held main-tree/.git; }
misbehaves 'Another release holds the repository of a linked work tree' linked_held 3 \
    'another orchestrator is at work in this clone: process '
linked_merge() { linked; git -C $IK rev-parse HEAD >"$(git -C $IK rev-parse --git-path MERGE_HEAD)"; }
misbehaves 'A merge is under way in a linked work tree' linked_merge 3 'a merge is under way'
merge_elsewhere() { linked; git -C $IK rev-parse HEAD >main-tree/.git/MERGE_HEAD; }
misbehaves 'A merge is under way in another work tree' merge_elsewhere 0
is_bare() { git -C $IK config core.bare true; }
misbehaves 'A clone that says it is bare' is_bare 3 'core.bare' 'git -C '
work_tree_elsewhere() { mkdir elsewhere; git -C $IK config core.worktree "$W/elsewhere"; }
misbehaves 'A clone whose work tree is elsewhere' work_tree_elsewhere 3 "$W/elsewhere" 'core.worktree'
work_tree_nowhere() { git -C $IK config core.worktree "$W/elsewhere"; }
misbehaves 'A clone whose work tree is nowhere' work_tree_nowhere 3 "$W/elsewhere" 'core.worktree'
work_tree_here() { git -C $IK config core.worktree "$W/$IK"; }
misbehaves 'A clone that names its own work tree' work_tree_here 0
git_file() {
    mv $IK/.git git-folder
    echo "gitdir: $W/git-folder" >$IK/.git
    RESUMES=never
}
misbehaves 'Its git folder is elsewhere' git_file 0
git_file_broken() { git_file; echo "gitdir: $W/none" >$IK/.git; }
misbehaves 'Its git folder is nowhere' git_file_broken 3 'installer-kernel is not a git clone: fatal: not a git repository: '
git_link() { mv $IK/.git git-folder; ln -s ../../git-folder $IK/.git; }
misbehaves 'Its git folder is a symbolic link' git_link 0
clone_link() { mv $IK away; ln -s ../away $IK; }
misbehaves 'The clone is a symbolic link' clone_link 0
clone_link_broken() { mv $IK away; ln -s ../nowhere $IK; RESUMES=never; }
misbehaves 'The clone is a symbolic link to nowhere' clone_link_broken 3 'there is no clone at '
clone_loop() { mv $IK away; ln -s installer-kernel $IK; RESUMES=never; }
misbehaves 'The clone is a symbolic link to itself' clone_loop 3 'there is no clone at '
sub() { # in the clone, pushed
    git init -q sub
    git -C sub commit -q --allow-empty -m sub
    git -C $IK -c protocol.file.allow=always submodule --quiet add "$W/sub" sub
    git -C $IK commit -q -m submodule
    push
}
sub_other() { sub; git -C $IK/sub commit -q --allow-empty -m other; MEND=sub_back; }
sub_back() { git -C $IK/sub checkout -q HEAD~1; }
sub_empty() { sub; git -C $IK submodule --quiet deinit sub; }
nested() {
    git init -q inner
    git -C inner commit -q --allow-empty -m inner
    sub
    git -C $IK/sub -c protocol.file.allow=always submodule --quiet add "$W/inner" inner
    git -C $IK/sub commit -q -m inner
    git -C $IK commit -q -a -m inner
    push
}
nested_dirty() { nested; echo x >$IK/sub/inner/new; MEND=nested_clean; }
nested_clean() { rm $IK/sub/inner/new; }
misbehaves 'A submodule' sub 0
misbehaves 'A submodule at another commit' sub_other 3 'the clone is not clean: 1 changed: sub'
misbehaves 'A submodule that was never cloned' sub_empty 0
misbehaves 'A submodule in a submodule' nested 0
misbehaves 'A dirty submodule in a submodule' nested_dirty 3 'the clone is not clean: 1 changed: sub'
sub_gone() { sub; rm -rf $IK/.git/modules; RESUMES=never; }
misbehaves 'A submodule whose repository is gone' sub_gone 3 'git could not tell the branch and state of the clone: '

# --- Formats
sha256() {
    rm -rf $IK $ORIGIN/objects $ORIGIN/refs/heads/main
    mv $ORIGIN old
    git init -q --template= --bare --object-format=sha256 $ORIGIN
    cp -pR old/hooks $ORIGIN
    git init -q --template= --object-format=sha256 $IK
    git -C $IK remote add origin "$W/$ORIGIN"
    world_commit installer-kernel First
    push
    RESUMES=never
}
misbehaves 'SHA-256' sha256 0
shared() { reclone --shared; }
misbehaves 'A clone that shares the objects of origin' shared 0
reference() { git clone -q --bare --template= $ORIGIN stock; reclone --reference stock; }
misbehaves 'A clone that refers to the objects of another' reference 0
reference_gone() { commits 1; reference; rm -rf stock; RESUMES=never; }
misbehaves 'The objects that a clone refers to are gone' reference_gone 3 \
    'git could not tell ' 'see what this says: git -C '
alternates_broken() { printf '/none\n\n# x\n\377\n"' >$IK/.git/objects/info/alternates; }
misbehaves 'Alternates of nonsense' alternates_broken 0
alternates_loop() { echo "$W/$IK/.git/objects" >$IK/.git/objects/info/alternates; }
misbehaves 'A clone that is its own alternate' alternates_loop 0
packed() { commits 2; git -C $IK gc -q; git -C $IK pack-refs --all --prune; }
misbehaves 'Packed refs and objects' packed 0
packed_by_then() {
    second_hook reference-transaction "[ \"\$1\" = prepared ] || exit 0
        unset GIT_DIR; git -C '$W/$IK' pack-refs --all; exit 1"
}
misbehaves 'The tag that has to be removed again is packed by then' packed_by_then 1 \
    "$NOTHING" 'removed again in installer-kernel'
packed_locked() {
    second_hook reference-transaction "[ \"\$1\" = prepared ] || exit 0
        unset GIT_DIR; git -C '$W/$IK' pack-refs --all; touch '$W/$IK/.git/packed-refs.lock'; exit 1"
    MEND=unlock
}
unlock() { rm $IK/.git/packed-refs.lock; }
misbehaves 'The tag that has to be removed again is packed, and the pack locked' packed_locked 1 \
    "$NOTHING" 'local tags: v1.2.3 stays in installer-kernel'
version_99() { git -C $IK config core.repositoryformatversion 99; }
misbehaves 'A repository of a format that is yet to come' version_99 3 'git cannot read ' 'found 99'
extension() { git -C $IK config core.repositoryformatversion 1; git -C $IK config extensions.none true; }
misbehaves 'A repository with an extension that is yet to come' extension 3 'git cannot read ' 'unknown repository extension found: none'

reftable() {
    git -C $IK refs migrate --ref-format=reftable
    git -C $IK config --get extensions.refStorage >/dev/null
    cp $IK/.git/config kept/installer-kernel.config
}
reftable_tag() { reftable; git -C $IK tag -a -m x v1.2.3; MEND=no_tag_of_git; }
no_tag_of_git() { git -C $IK tag -d v1.2.3 >/dev/null; }
misbehaves_with_reftable() {
    if git refs migrate -h 2>&1 | grep -q ref-format; then
        misbehaves "$@"
    else
        tap_skip "$1" 'this git has no git refs migrate'
    fi
}
misbehaves_with_reftable 'A clone with reftable' reftable 0
misbehaves_with_reftable 'A clone with reftable that has the tag' reftable_tag 3 'has a local tag v1.2.3 already (annotated'

# --- Taken up again
second_refuses() { second_server_hook pre-receive 'echo "tags are protected" >&2; exit 1'; }
HALF='public now: v1.2.3 is on origin of installer-kernel ('
shallow_again() { shallow; second_refuses; }
misbehaves 'A release that stopped goes on from a shallow clone' shallow_again 1 'installer: push: origin refused v1.2.3' "$HALF"
partial_again() { partial; second_refuses; }
misbehaves 'A release that stopped goes on from a partial clone' partial_again 1 'installer: push: origin refused v1.2.3' "$HALF"
replaced_again() { replaced_head; second_refuses; }
misbehaves 'A release that stopped goes on where HEAD is replaced' replaced_again 1 'installer: push: origin refused v1.2.3' "$HALF"
below_again() { second_refuses; MEND=unrelated_tags; }
unrelated_tags() { git -C $IK tag v1.2.3-rc.1; git -C $IK tag v1.2.30; git -C $IK tag x/v1.2.3; }
misbehaves 'A release that stopped goes on beside tags of like names' below_again 1 'installer: push: origin refused v1.2.3' "$HALF"
no_tag_again() { second_refuses; MEND=no_tag_of_git; }
misbehaves 'A release that stopped goes on where the local tag is gone' no_tag_again 1 'installer: push: origin refused v1.2.3' "$HALF"
partial_no_tag_again() { partial; second_refuses; MEND=no_tag_object; }
no_tag_object() {
    object=$(object_file v1.2.3)
    git -C $IK tag -d v1.2.3 >/dev/null
    rm -f "$object"
}
misbehaves 'A release that stopped goes on from a partial clone without the tag' partial_no_tag_again 1 'installer: push: origin refused v1.2.3' "$HALF"

# --- Refs
tag_below() { git -C $IK tag v1.2.3/x; MEND=no_tag_below; }
no_tag_below() { git -C $IK tag -d v1.2.3/x >/dev/null; }
misbehaves 'A local tag v1.2.3/x' tag_below 3 \
    'the clone has a tag v1.2.3/x, beside which git cannot make v1.2.3' 'installer-kernel tag -d v1.2.3/x'
tag_below_there() { git -C $ORIGIN tag v1.2.3/x main; RESUMES=never; }
misbehaves 'A tag v1.2.3/x on origin' tag_below_there 3 \
    'origin has a tag v1.2.3/x, beside which it cannot have v1.2.3' 'choose another version'
second_below_there() { git -C origins/Truthdb/installer.git tag v1.2.3/x main; RESUMES=never; }
misbehaves 'A tag v1.2.3/x on the second origin' second_below_there 3 \
    'origin has a tag v1.2.3/x, beside which it cannot have v1.2.3'
unseen_below_there() {
    server_hook pre-receive 'mkdir -p refs/tags/v1.2.3; echo "ref: refs/heads/none" >refs/tags/v1.2.3/x'
    MEND=no_tags_below_there
}
no_tags_below_there() { rm -r $ORIGIN/refs/tags/v1.2.3; }
misbehaves 'A tag v1.2.3/x on origin that is made meanwhile' unseen_below_there 1 \
    "origin refused v1.2.3: error: cannot lock ref 'refs/tags/v1.2.3': " 'blocking reference' \
    'first: have that tag removed on origin, or choose another version' "$NOTHING"
branch_of_that_name() { git -C $IK branch v1.2.3; git -C $IK push -q origin refs/heads/v1.2.3; }
misbehaves 'A branch called v1.2.3, here and there' branch_of_that_name 0
on_branch_of_that_name() { git -C $IK switch -q -c v1.2.3; git -C $IK push -q origin refs/heads/v1.2.3; }
misbehaves 'On a branch called v1.2.3' on_branch_of_that_name 0
symbolic() { git -C $IK symbolic-ref refs/tags/v1.2.3 refs/heads/main; MEND=no_tag; }
no_tag() { rm -f $IK/.git/refs/tags/v1.2.3; }
misbehaves 'The tag is a symbolic ref' symbolic 3 'has a local tag v1.2.3 already (lightweight'
symbolic_dangling() { git -C $IK symbolic-ref refs/tags/v1.2.3 refs/heads/none; MEND=no_tag; }
misbehaves 'The tag is a symbolic ref to nowhere' symbolic_dangling 3 \
    'the clone has a tag v1.2.3 that git cannot read: ' 'to do: rm '
tag_empty() { : >$IK/.git/refs/tags/v1.2.3; MEND=no_tag; }
misbehaves 'The tag is an empty file' tag_empty 3 \
    'the clone has a tag v1.2.3 that git cannot read: ' 'to do: rm '
tag_garbage() { echo garbage >$IK/.git/refs/tags/v1.2.3; MEND=no_tag; }
misbehaves 'The tag is a file of garbage' tag_garbage 3 \
    'the clone has a tag v1.2.3 that git cannot read: ' 'to do: rm '
tag_folder() { mkdir $IK/.git/refs/tags/v1.2.3; }
misbehaves 'The tag is an empty folder' tag_folder 0
tag_of_nothing() { echo 1234567890123456789012345678901234567890 >$IK/.git/refs/tags/v1.2.3; MEND=no_tag; }
misbehaves 'The tag leads to an object that is missing' tag_of_nothing 3 'missing object 1234567890123456789012345678901234567890 for refs/tags/v1.2.3'
old_empty() { : >$IK/.git/refs/tags/v0.1.0; }
misbehaves 'An old tag is an empty file' old_empty 0
old_garbage() { printf '\033[2Jgarbage\377\n' >$IK/.git/refs/tags/v0.1.0; }
misbehaves 'An old tag is a file of garbage' old_garbage 0
old_missing() { echo 1234567890123456789012345678901234567890 >$IK/.git/refs/tags/v0.1.0; MEND=no_old; }
no_old() { rm $IK/.git/refs/tags/v0.1.0; }
misbehaves 'An old tag leads to an object that is missing' old_missing 3 'missing object 1234567890123456789012345678901234567890 for refs/tags/v0.1.0'
branch_empty() { git -C $IK branch other; : >$IK/.git/refs/heads/other; }
misbehaves 'Another branch is an empty file' branch_empty 0
branch_missing() { echo 1234567890123456789012345678901234567890 >$IK/.git/refs/heads/other; MEND=no_other; }
no_other() { rm $IK/.git/refs/heads/other; }
misbehaves 'Another branch leads to an object that is missing' branch_missing 3 'missing object 1234567890123456789012345678901234567890 for refs/heads/other'
main_to() { # TEXT: in the file of HEAD's branch
    printf '%s' "$1" >$IK/.git/refs/heads/main
    MEND=main_back
}
main_back() { surveyed installer-kernel >$IK/.git/refs/heads/main; }
main_empty() { main_to ''; }
UNSAID='not clean' misbehaves "HEAD's branch is an empty file" main_empty 3 \
    '1 problem, in 1 of 2 repositories' 'git cannot read the ref that HEAD leads to: '
main_garbage() { main_to 'garbage'; }
UNSAID='not clean' misbehaves "HEAD's branch is a file of garbage" main_garbage 3 \
    '1 problem, in 1 of 2 repositories' 'git cannot read the ref that HEAD leads to: '
main_missing() { main_to 1234567890123456789012345678901234567890; }
misbehaves "HEAD's branch leads to an object that is missing" main_missing 3 'git could not tell '
main_is_tag() { git -C $IK tag -a -m x old; main_to "$(git -C $IK rev-parse old)"; }
misbehaves "HEAD's branch leads to a tag" main_is_tag 3 'is not what origin has' 'fetch, and compare'
main_zero() { main_to 0000000000000000000000000000000000000000; }
misbehaves "HEAD's branch is all zeros" main_zero 3 'fatal: bad object HEAD'
head_to() { # TEXT: in HEAD
    printf '%s\n' "$1" >$IK/.git/HEAD
    MEND=head_back
}
head_back() { echo 'ref: refs/heads/main' >$IK/.git/HEAD; }
head_empty() { head_to ''; }
misbehaves 'HEAD is empty' head_empty 3 'not a git repository'
head_garbage() { head_to garbage; }
misbehaves 'HEAD is garbage' head_garbage 3 'not a git repository'
head_dangling() { head_to 'ref: refs/heads/none'; }
misbehaves 'HEAD leads to a branch that is not there' head_dangling 3 'the clone has no commit yet'
head_remote() { head_to 'ref: refs/remotes/origin/main'; git -C $IK update-ref refs/remotes/origin/main main; }
misbehaves 'HEAD leads to a ref that is no branch' head_remote 3 'HEAD is detached at ' 'on no branch' 'check out the branch to be released'
head_tag() { git -C $IK tag old; head_to 'ref: refs/tags/old'; }
misbehaves 'HEAD leads to a tag' head_tag 3 'HEAD is detached at ' 'on no branch'
head_outside() { head_to 'ref: ../../README'; }
misbehaves 'HEAD leads out of the git folder' head_outside 3
head_loop() { head_to 'ref: HEAD'; }
misbehaves 'HEAD leads to itself' head_loop 3
head_link() { rm $IK/.git/HEAD; ln -s refs/heads/main $IK/.git/HEAD; }
misbehaves 'HEAD is a symbolic link' head_link 0
head_through() { git -C $IK symbolic-ref refs/heads/alias refs/heads/main; head_to 'ref: refs/heads/alias'; }
misbehaves 'HEAD leads to a branch by way of another' head_through 0
many_tags() {
    { cat $IK/.git/packed-refs 2>/dev/null || :; seq -f 'refs/tags/old-%05.0f' 20000 | sed "s/^/$(surveyed installer-kernel) /"; } >packed-refs
    cp packed-refs $IK/.git/packed-refs
}
misbehaves '20,000 tags' many_tags 0
many_branches() {
    { cat $ORIGIN/packed-refs 2>/dev/null || :; seq -f 'refs/heads/old-%05.0f' 5000 | sed "s/^/$(surveyed installer-kernel) /"; } >packed-refs
    cp packed-refs $ORIGIN/packed-refs
}
misbehaves 'An origin with 5,000 branches' many_branches 0
on_branch() { # NAME: here and there
    git -C $IK switch -q -c "$1"
    git -C $IK push -q origin HEAD
}
long_branch() {
    part=$(printf '%0200d' 0)
    on_branch "$part/$part/$part/$part"
}
misbehaves 'A branch whose name is very long' long_branch 0
odd_branch() { on_branch 'feature/ü;$(x)'\''"&|`y`'; }
misbehaves 'A branch with an odd name' odd_branch 0
odd_ahead() { odd_branch; git -C $IK commit -q --allow-empty -m 'not pushed'; MEND=reset; }
misbehaves 'Ahead on a branch with an odd name' odd_ahead 3 'is ahead of origin by 1 commit' \
    "push origin 'feature/ü;\$(x)'\\''\"&|\`y\`'"
odd_gone() { git -C $IK switch -q -c 'a;$(x)'; MEND=to_main; }
to_main() { git -C $IK switch -q main; }
misbehaves 'Origin does not have the branch with an odd name' odd_gone 3 "push origin 'a;\$(x)'"
bytes_branch() { on_branch "$(printf 'feature/\377\302\233')"; }
misbehaves 'A branch whose name is no UTF-8' bytes_branch 0
dash_branch() { git -C $IK update-ref refs/heads/-f HEAD; git -C $IK symbolic-ref HEAD refs/heads/-f; git -C $IK push -q origin refs/heads/-f; }
misbehaves 'A branch whose name begins with a dash' dash_branch 0
head_branch() { git -C $IK update-ref refs/heads/HEAD HEAD; git -C $IK symbolic-ref HEAD refs/heads/HEAD; git -C $IK push -q origin refs/heads/HEAD; }
misbehaves 'A branch called HEAD' head_branch 0
detached_branch() { on_branch '(detached)'; MEND=to_main; }
misbehaves 'A branch called (detached)' detached_branch 3 'HEAD is detached'
alike() { git -C $ORIGIN update-ref refs/tags/x/v1.2.3 main; git -C $ORIGIN update-ref refs/heads/x/main main; }
misbehaves 'Refs of origin whose names only end alike' alike 0
alike_behind() { alike; world_other_commit installer-kernel; MEND=pull; }
misbehaves 'Behind, with refs of origin whose names only end alike' alike_behind 3 'main is behind origin by 1 commit'
branch_in_branch() { git -C $ORIGIN update-ref refs/heads/refs/heads/main main; RESUMES=never; }
misbehaves 'A branch of origin called refs/heads/main' branch_in_branch 3 'dst refspec refs/heads/main matches more than one'
tag_in_tag() { git -C $ORIGIN update-ref refs/tags/refs/tags/v1.2.3 main; RESUMES=never; }
misbehaves 'A tag of origin called refs/tags/v1.2.3' tag_in_tag 3 \
    'git takes another ref of origin for refs/tags/v1.2.3' 'git -C '
origin_dangling() { git -C $ORIGIN symbolic-ref HEAD refs/heads/none; }
misbehaves "Origin's HEAD leads to nowhere" origin_dangling 0
lock_there() { mkdir -p $ORIGIN/refs/tags; touch $ORIGIN/refs/tags/v1.2.3.lock; MEND=no_lock_there; }
no_lock_there() { rm $ORIGIN/refs/tags/v1.2.3.lock; }
misbehaves 'A lock of the tag was left on origin' lock_there 1 'origin refused v1.2.3: ' 'who runs origin must remove that lock' "$NOTHING"

# --- Locks that were left
lock_here() { touch $IK/.git/refs/tags/v1.2.3.lock; MEND=no_lock_here; }
no_lock_here() { rm $IK/.git/refs/tags/v1.2.3.lock; }
misbehaves 'A lock of the tag was left' lock_here 3 "git's lock of the tag is there" 'refs/tags/v1.2.3.lock'
locks() {
    for name in index config HEAD packed-refs shallow refs/heads/main ORIG_HEAD; do
        touch "$IK/.git/$name.lock"
    done
}
misbehaves 'Other locks were left' locks 0

# --- Objects
lose() { # OBJECT
    object_file "$1" >lost-from
    cp "$(cat lost-from)" lost
    rm -f "$(cat lost-from)"
    MEND=find_again
}
find_again() { rm -f "$(cat lost-from)"; cp lost "$(cat lost-from)"; }
spoil() { # OBJECT
    lose "$1"
    head -c 20 /dev/zero >"$(cat lost-from)"
}
no_tree() { lose 'HEAD^{tree}'; MEND=find_again; }
misbehaves "HEAD's tree is missing" no_tree 3 'git could not tell '
no_blob() { lose HEAD:README; MEND=find_again; }
misbehaves 'A blob of HEAD is missing' no_blob 0
no_commit() { lose HEAD; MEND=find_again; }
misbehaves "HEAD's commit is missing" no_commit 3 'git could not tell '
no_parent() { commits 2; lose HEAD~1; MEND=find_again; }
misbehaves "The parent of HEAD is missing" no_parent 0
bad_commit() { spoil HEAD; MEND=find_again; }
misbehaves "HEAD's commit is spoilt" bad_commit 3 'git could not tell '
bad_tree() { spoil 'HEAD^{tree}'; MEND=find_again; }
misbehaves "HEAD's tree is spoilt" bad_tree 3 'git could not tell '
empty_commit_object() { lose HEAD; : >"$(cat lost-from)"; MEND=find_again; }
misbehaves "HEAD's commit is an empty file" empty_commit_object 3 'git could not tell '
bad_pack() {
    git -C $IK gc -q
    for pack in "$IK"/.git/objects/pack/*.pack; do
        chmod u+w "$pack"
        head -c 40 /dev/zero >"$pack"
    done
    RESUMES=never
}
misbehaves 'The pack is spoilt' bad_pack 3 'git could not tell '
no_tree_there() { rm -f "$ORIGIN/objects/$(git -C $ORIGIN rev-parse 'main^{tree}' | sed 's/^../&\//')"; }
misbehaves "The tree of origin's commit is missing there" no_tree_there 0

# --- Index and work tree
index_bad() { head -c 200 /dev/zero >$IK/.git/index; MEND=index_anew; }
index_anew() { rm -f $IK/.git/index; git -C $IK reset -q; }
misbehaves 'The index is spoilt' index_bad 3 'git could not tell the branch and state of the clone: '
index_gone() { rm $IK/.git/index; MEND=index_anew; }
misbehaves 'The index is missing' index_gone 3 'the clone is not clean: '
index_empty() { : >$IK/.git/index; MEND=index_anew; }
misbehaves 'The index is an empty file' index_empty 3 'index file smaller than expected'
index_folder() { rm $IK/.git/index; mkdir $IK/.git/index; MEND=index_from_folder; }
index_from_folder() { rmdir $IK/.git/index; git -C $IK reset -q; }
misbehaves 'The index is a folder' index_folder 3 'git could not tell the branch and state of the clone: '
assumed() { git -C $IK update-index --assume-unchanged README; echo x >>$IK/README; }
misbehaves 'A change that git is told to assume is none' assumed 0
skipped() { git -C $IK update-index --skip-worktree README; echo x >>$IK/README; }
misbehaves 'A change that git is told to skip' skipped 0
sparse() { git -C $IK sparse-checkout set --cone --sparse-index 2>/dev/null || git -C $IK sparse-checkout init --cone; }
misbehaves 'A sparse checkout' sparse 0
split() { git -C $IK update-index --split-index; }
misbehaves 'A split index' split 0
split_broken() { split; rm -f $IK/.git/sharedindex.*; MEND=index_anew; }
misbehaves 'A split index whose other half is gone' split_broken 3 'git could not tell the branch and state of the clone: '
untracked_cache() { git -C $IK update-index --untracked-cache; git -C $IK status >/dev/null; echo x >$IK/new; MEND=no_new; }
no_new() { rm $IK/new; }
misbehaves 'An untracked cache, and a new file' untracked_cache 3 'the clone is not clean: 1 untracked: new'
fsmonitor() {
    printf '#!/bin/sh\nprintf "token\\0"\n' >monitor
    chmod +x monitor
    git -C $IK config core.fsmonitor "$W/monitor"
    git -C $IK update-index --fsmonitor
    git -C $IK status >/dev/null
    echo x >>$IK/README
    is "$(git -C $IK status --porcelain)" '' 'what git tells of it'
    MEND=hard
}
misbehaves 'A change that a file system monitor does not tell' fsmonitor 3 'the clone is not clean: 1 changed: README'
bytes_file() {
    touch "$IK/$(printf 'a\377\033[2J')"
    git -C $IK add -A
    git -C $IK commit -q -m bytes
    push
}
misbehaves 'A file whose name is no UTF-8' bytes_file 0
bytes_new() { touch "$IK/$(printf 'a\377\033[2J')"; MEND=hard; }
misbehaves 'A new file whose name is no UTF-8' bytes_new 3 'the clone is not clean: 1 untracked: a\xff\x1b[2J'
excluded() { echo new >>$IK/.git/info/exclude; touch $IK/new; }
misbehaves 'A new file that the clone ignores' excluded 0
filter_fails() {
    echo '* filter=none' >$IK/.git/info/attributes
    git -C $IK config filter.none.clean false
    git -C $IK config filter.none.required true
    touch -d '2001-01-01' $IK/README
    MEND=no_attributes
}
no_attributes() { rm $IK/.git/info/attributes; }
misbehaves 'A filter that fails' filter_fails 3 'filter'
crlf() { git -C $IK config core.autocrlf true; touch -d '2001-01-01' $IK/README; }
misbehaves 'Line ends that git would change' crlf 0

# --- What a commit says
message() { # ARGS: of git commit
    git -C $IK commit -q --allow-empty "$@"
    push
}
no_message() { message --allow-empty-message -m ''; }
misbehaves 'A commit without a message' no_message 0
escapes() { message --cleanup=verbatim -m "$(printf '\033[2J\033]0;x\007\302\233 \377\r\b so')"; }
misbehaves 'A commit whose message writes to terminals' escapes 0
latin() { git -C $IK config i18n.commitEncoding ISO-8859-1; message -m "$(printf 'Gr\374\337e')"; }
misbehaves 'A commit in another encoding' latin 0
with_nul() {
    tree=$(git -C $IK rev-parse 'HEAD^{tree}')
    commit=$(printf 'tree %s\nparent %s\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\n\nso\0and so\n' "$tree" "$(head_of installer-kernel)" |
        git -C $IK hash-object -t commit -w --stdin --literally)
    git -C $IK update-ref refs/heads/main "$commit"
    push
}
misbehaves 'A commit whose message has a NUL byte' with_nul 0
long_subject() { message -m "$(printf '%05000d' 0)"; }
misbehaves 'A commit with a subject of 5,000 letters' long_subject 0

# --- Folders
dir_called() { # NAME: the clone is there, as its `dir` says
    mv $IK "clones/$1"
    ln -s "$1" $IK
    python3 -c 'import json, sys
plan = json.load(open("clones/orchestrator.json"))
plan["repos"][0]["dir"] = sys.argv[1]
json.dump(plan, open("clones/orchestrator.json", "w"))' "$1"
}
dir_blank() { dir_called 'a b "c" '\''d'\'' $(x) ü'; }
misbehaves 'The folder of a clone has blanks and quotes' dir_blank 0
dir_blank_behind() { dir_blank; world_other_commit installer-kernel; MEND=pull; }
misbehaves 'Behind, in a folder with blanks and quotes' dir_blank_behind 3 \
    "clones/a b \"c\" '\\''d'\\'' \$(x) ü' pull --ff-only"
dir_dash() { dir_called -rf; }
misbehaves 'The folder of a clone begins with a dash' dir_dash 0
root_called() { # NAME: the folder that holds the clones
    mv -- clones "$1"
    ln -s "./$1" clones
    printf '%s' "$1" >root
    cat >under <<'UNDER'
root=$(cat root; echo .)
for arg; do
    shift
    [ "$arg" != clones ] || arg=${root%.}
    set -- "$@" "$arg"
done
exec "$@"
UNDER
    UNDER=under
}
root_blank() { root_called 'a b "c"'; }
misbehaves 'The folder of the clones has blanks and quotes' root_blank 0
root_newline() { root_called "$(printf 'a\nb')"; RESUMES=never; }
misbehaves 'The folder of the clones has a line end' root_newline 3 \
    'a\nb/installer-kernel is, git tells in a way that makes no sense' 'if its path has a line end in it, rename that folder'
root_escape() { root_called "$(printf 'a\033[2J\377')"; }
misbehaves 'The folder of the clones has escapes' root_escape 0
root_dash() { root_called -x; }
misbehaves 'The folder of the clones begins with a dash' root_dash 0

# --- Owners and configuration
owned_in_run() { # FOLDER: another user's, while it runs
    under "chown -R 65534 '$W/$1'; \"\$@\"; status=\$?; chown -R 0 '$W/$1'; exit \$status"
}
owned() { owned_in_run $IK; MEND=:; }
owned_there() { owned_in_run $ORIGIN; }
misbehaves_as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        misbehaves "$@"
    else
        tap_skip "$1" 'only root can give files away'
    fi
}
misbehaves_as_root 'A clone of another user' owned 3 'git does not trust ' 'safe.directory'
misbehaves_as_root 'An origin of another user' owned_there 3 "git does not trust origin's folder"
config_bad() { echo '[core' >>$IK/.git/config; }
misbehaves 'A configuration that is none' config_bad 3 'git cannot read ' 'bad config line'
config_loop() { git -C $IK config include.path config; }
misbehaves 'A configuration that includes itself' config_loop 3 'git cannot read ' 'exceeded maximum include depth (10) while including .git/config'
config_folder() { rm $IK/.git/config; mkdir $IK/.git/config; RESUMES=never; }
misbehaves 'The configuration is a folder' config_folder 3
config_gone() { rm $IK/.git/config; }
misbehaves 'The configuration is missing' config_gone 3 'the clone has no remote called origin'
config_empty() { : >$IK/.git/config; }
misbehaves 'The configuration is empty' config_empty 3 'the clone has no remote called origin'
user_config_bad() {
    under "echo '[user' >>home/.gitconfig; \"\$@\"; status=\$?; cp kept/user home/.gitconfig; exit \$status"
    RESUMES=never
}
misbehaves "The user's configuration is none" user_config_bad 7 'git --version fails: fatal: bad config line'
table_end 'kinds of clones'

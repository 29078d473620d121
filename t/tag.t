#!/bin/sh
# Before anything is tagged: may a tag of this version be made of this commit?
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"

# with ENTRY: what the stand-in knows of installer
with() {
    world_origins
    echo "{\"installer\": $1}" >assets
    github_start --delay 0 --immutable --assets assets
}
refused() {
    exits 3 release --version "${VERSION:-1.2.3}"
    for words in "$@"; do
        says "$words"
    done
    says 'nothing was changed'
    nothing_public "v${VERSION:-1.2.3}"
    is "$(cat clones/*/.git/packed-refs 2>/dev/null | grep -c refs/tags/v1.2.3 || :)" 0 'local tags'
    no_leak
}

# Workflows
no_workflow() {
    ready
    git -C clones/installer mv .github/workflows/release.yml .github/workflows/build.yml
    echo 'on: push' >clones/installer/.github/workflows/lint.yml
    git -C clones/installer add -A
    git -C clones/installer commit -q -m 'Rename the workflow'
    git -C clones/installer push -q origin main
    refused "the workflow release.yml is not in the commit to be tagged ($(head_of installer | cut -c1-9)), so nothing would make the release; there are: build.yml, lint.yml" '"workflow" of installer in orchestrator.json'
    is "$(grep -c 'is not in the commit' err)" 1 'repositories it is said of'
}
no_workflow_at_all() {
    ready
    git -C clones/installer rm -q -r .github
    git -C clones/installer commit -q -m 'Drop the workflow'
    git -C clones/installer push -q origin main
    mkdir -p clones/installer/.github/workflows
    echo 'clones/installer/.github' >/dev/null
    echo .github >>clones/installer/.git/info/exclude
    echo 'on: push' >clones/installer/.github/workflows/release.yml
    refused 'the workflow release.yml is not in the commit to be tagged' 'there is none at all'
}

# Versions
older() {
    ready
    git -C clones/truthdb tag -a -m x v1.10.0
    refused 'v1.2.3 is not newer than v1.10.0, which is tagged already' '--allow-older'
    exits 0 release --version 1.2.3 --allow-older
}
older_on_github() {
    with '{"tags_only": ["v2.0.0", "v0.1.0", "nightly", "v2"]}'
    refused 'v1.2.3 is not newer than v2.0.0, which is tagged already'
    is "$(grep -c 'is not newer' err)" 1 'repositories it is said of'
    VERSION=2.0.0-rc.1 refused 'v2.0.0-rc.1 is not newer than v2.0.0'
    exits 0 release --version 2.0.1-rc.1
}
drafts_do_not_count() {
    world_origins
    echo '{"installer": {"draft": true}}' >assets
    git -C clones/installer tag -a -m x v9.0.0
    git -C clones/installer push -q origin v9.0.0
    git -C clones/installer tag -d v9.0.0 >/dev/null
    : >events-installer
    github_start --delay 0 --immutable --assets assets
    github_faults '[{"path": "/installer/tags\\?", "times": -1, "do": "body", "body": "[]"}]'
    exits 0 release --version 1.2.3 --dry-run
}
same_precedence() {
    ready
    git -C clones/truthdb tag -a -m x v1.2.3+build.1
    refused 'v1.2.3 is not newer than v1.2.3+build.1'
}
prereleases() {
    ready
    for tag in v1.2.3-rc.9 v1.2.3-alpha v1.2 vv9.9.9 x9.9.9 v9.9 v01.2.3 nightly; do
        git -C clones/truthdb tag -a -m x "$tag"
    done
    VERSION=1.2.3-rc.2 refused 'v1.2.3-rc.2 is not newer than v1.2.3-rc.9'
    exits 0 release --version 1.2.3-rc.10
}
REFUSING=origins/Truthdb/installer.git/hooks/pre-receive
installer_refuses() {
    printf '#!/bin/sh\nexit 1\n' >$REFUSING
    chmod +x $REFUSING
}
installer_agrees() { rm $REFUSING; }
resumed_is_not_older() {
    ready
    installer_refuses
    exits 1 release --version 1.2.3
    installer_agrees
    git -C clones/installer-kernel tag -a -m x v1.3.0
    exits 0 release --version 1.2.3 --resume
}
passed_while_it_was_stopped() {
    ready
    installer_refuses
    exits 1 release --version 1.2.3
    installer_agrees
    git -C clones/truthdb tag -a -m x v1.3.0
    exits 3 release --version 1.2.3 --resume
    says 'v1.2.3 is not newer than v1.3.0, which is tagged already'
    says 'to finish the older one all the same: --allow-older'
    is "$(grep -c 'choose a version' err)" 0 'times it is said to choose another'
    exits 0 release --version 1.2.3 --resume --allow-older
}
nothing_to_resume() {
    ready
    git -C clones/truthdb tag -a -m x v1.3.0
    exits 3 release --version 1.2.3 --resume
    says 'choose a version above 1.3.0'
}
allow_older_is_resumed() {
    ready
    git -C clones/truthdb tag -a -m x v1.10.0
    installer_refuses
    exits 1 release --version 1.2.3 --allow-older
    says ' --allow-older'
}
tags_unreadable() {
    ready
    github_faults '[{"path": "/tags\\?", "times": -1, "do": "forbidden"}]'
    exits 0 release --version 1.2.3
    is "$(grep -c 'the tags cannot be read' err)" 1 'times it is said'
}

# Rulesets
ruleset() { # RULESET WORDS...
    with "{\"rulesets\": [$1]}"
    shift
    refused "$@"
}
creation() {
    ruleset '{"name": "Release tags", "include": ["refs/tags/v*"], "rules": ["deletion", "creation"]}' \
        'the ruleset "Release tags" restricts who may create such tags, and you may not bypass it: origin would refuse v1.2.3 (GH013)' '/Truthdb/installer/rules' '--ignore-rulesets'
    is "$(grep -c 'the ruleset' err)" 1 'repositories it is said of'
    exits 0 release --version 1.2.3 --ignore-rulesets
}
everything() { ruleset '{"name": "All", "include": ["~ALL"], "bypass": "pull_requests_only"}' 'the ruleset "All" restricts who may create such tags'; }
name_pattern() { ruleset '{"name": "Names", "rules": [{"type": "tag_name_pattern", "parameters": {"operator": "starts_with", "pattern": "release-"}}]}' 'the ruleset "Names" wants the names of tags to start with "release-"'; }
allowed() {
    with '{"rulesets": [{"name": "a", "enforcement": "disabled"}, {"name": "b", "enforcement": "evaluate"}, {"name": "c", "target": "branch"}, {"name": "d", "bypass": "always"}, {"name": "e", "exclude": ["refs/tags/v1.*"]}, {"name": "f", "include": ["refs/tags/x*"]}, {"name": "g", "rules": ["deletion", "update", "non_fast_forward"]}]}'
    exits 0 release --version 1.2.3
    never_says ruleset
}
unsure() {
    with '{"rulesets": [{"name": "re", "rules": [{"type": "tag_name_pattern", "parameters": {"operator": "regex", "pattern": "^v"}}]}, {"name": "who", "bypass": null}]}'
    exits 0 release --version 1.2.3
    says 'installer: note: the ruleset "re" wants the names of tags to match "^v", which is not checked here'
    says 'installer: note: the ruleset "who" restricts who may create such tags; whether you may bypass it, GitHub does not tell this token'
}
rules_unreadable() {
    with '{"rulesets": [{"name": "a"}]}'
    github_faults '[{"path": "/rulesets/", "times": -1, "do": "forbidden"}]'
    exits 0 release --version 1.2.3
    says 'installer: a ruleset for tags cannot be read'
    github_faults '[{"path": "/rulesets", "times": -1, "do": "not_found"}]'
    exits 0 release --version 1.2.4
    is "$(grep -c 'the rulesets for tags cannot be read' err)" 1 'times it is said'
}

# The repository
archived() {
    with '{"archived": true}'
    refused 'installer' 'the repository is archived on GitHub: nothing can be pushed to it'
}
read_only() {
    with '{"permissions": {"push": false}}'
    exits 0 release --version 1.2.3
    says 'installer: note: the token (from GITHUB_TOKEN) may only read it; git pushes with its own credentials'
}
renamed() {
    with '{}'
    github_faults '[{"path": "/installer$", "times": -1, "do": "patch", "edits": [{"at": ["full_name"], "set": "Truthdb/setup"}]}]'
    exits 0 release --version 1.2.3
    says 'installer: note: GitHub calls it Truthdb/setup now'
}

# so many, with heads as long as GitHub's, that they do not fit into one answer
many_rulesets() {
    world_origins
    python3 - >assets <<'PY'
import json
fine = [{"name": f"r{i}", "include": ["refs/tags/other"],
         "rules": ["deletion"]} for i in range(75)]
bad = fine[1:] + [{"name": "closed", "include": ["~ALL"],
                   "rules": ["creation"]}]
names = ["installer-kernel", "installer", "truthdb", "installer-iso"]
print(json.dumps({name: {"rulesets": bad if name == names[-1] else fine}
                  for name in names}))
PY
    github_start --delay 0 --assets assets
    long=$(printf '%4000s' '' | tr ' ' x)
    github_faults "[{\"path\": \"/rulesets/\", \"times\": -1, \"do\": \"header\", \"headers\": {\"Content-Security-Policy\": \"$long\"}}]"
    exits 3 release --version 1.2.3
    never_says 'not known'
    says 'the ruleset "closed" '
}

# Locks of git
locked_by_git() {
    ready
    lock=clones/installer/.git/refs/tags/v1.2.3.lock
    : >"$lock"
    refused "git's lock of the tag is there: a git makes v1.2.3 just now, or was killed" \
        "once no git is at work in $W/clones/installer: rm $W/$lock"
    exits 3 release --version 1.2.3 --resume
    says "rm $W/$lock"
    [ -e "$lock" ] || fail 'it removed the lock'
    rm "$lock"
    exits 0 release --version 1.2.3 --resume
}

locked_by_git_meanwhile() {
    ready
    lock=$W/clones/installer/.git/refs/tags/v1.2.3.lock
    cat >clones/installer-kernel/.git/hooks/reference-transaction <<EOF
#!/bin/sh
: >'$lock'
EOF
    chmod +x clones/installer-kernel/.git/hooks/reference-transaction
    exits 1 release --version 1.2.3
    says "installer: tag: git could not make v1.2.3: fatal: cannot lock ref"
    says "first: once no git is at work in $W/clones/installer: rm $lock"
    says 'local tags: removed again in installer-kernel'
    nothing_public v1.2.3
    rm "$lock" clones/installer-kernel/.git/hooks/reference-transaction
    exits 0 release --version 1.2.3
}

tap "A lock that a killed git left is named before anything is tagged, and how to remove it" locked_by_git
tap 'Also where it comes only after the survey' locked_by_git_meanwhile
tap 'A workflow that is not in the commit is told, with those that are' no_workflow
tap 'A workflow that is only in the folder does not count' no_workflow_at_all
tap 'A version that is older than a tag of the clone is refused, unless allowed' older
tap 'A version that is older than a tag on GitHub is refused' older_on_github
tap 'A draft of a newer version does not count' drafts_do_not_count
tap 'A version that differs in build metadata only is refused' same_precedence
tap 'Pre-releases are ordered as SemVer says, and other tags do not count' prereleases
tap 'What is public already is not asked for its version when resumed' resumed_is_not_older
tap 'A release that was passed while it was stopped is finished with --allow-older' passed_while_it_was_stopped
tap 'One of which there is nothing to resume is told to be newer' nothing_to_resume
tap 'The line that resumes an older version allows it' allow_older_is_resumed
tap 'Tags that cannot be read are told once, and not fatal' tags_unreadable
tap 'A ruleset that restricts creating the tag is told by name, before anything is pushed' creation
tap 'A ruleset for all tags is told' everything
tap 'A ruleset for the names of tags is told' name_pattern
tap 'However many rulesets there are, all are looked at' many_rulesets
tap 'Rulesets that do not concern the tag are no hindrance' allowed
tap 'What a ruleset leaves open is told in a line' unsure
tap 'Rulesets that cannot be read are told once, and not fatal' rules_unreadable
tap 'An archived repository is told' archived
tap 'A token that may only read is told, for git has its own credentials' read_only
tap 'A repository that was renamed is told' renamed
tap_end

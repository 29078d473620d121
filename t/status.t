#!/bin/sh
# Where every repository stands: what is told, what it costs, and that nothing
# is changed.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"

# look ARGS: the state of the four clones
look() {
    "$TIMEOUT" --foreground "$HANGS" "$ORCHESTRATOR" status --repos-root clones "$@"
}
# row NAME: its last line in the table, "|" between two cells
row() {
    sed -n "s/^$1   *//p" out | tail -n 1 | sed 's/   */|/g'
}
# stands NAME CELLS: that line is so
stands() {
    [ "$(row "$1")" = "$2" ] && return 0
    show_output
    fail "$1 is \"$(row "$1")\", not \"$2\""
}
# tells NAME WORDS: that line has them
tells() {
    case $(row "$1") in
    *"$2"*) return 0 ;;
    esac
    show_output
    fail "$1 is \"$(row "$1")\", without \"$2\""
}
# tagged NAME TAG: in the clone and on origin
tagged() {
    git -C "clones/$1" tag -a -m "$2" "$2"
    git -C "clones/$1" push -q origin "$2"
}
# start_look ARGS: in the background, with the signals of a terminal; sets PID
start_look() {
    : >err
    python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
signal.alarm(int(sys.argv[1]))
os.execv(sys.argv[2], sys.argv[2:])' "$HANGS" "$ORCHESTRATOR" status \
        --repos-root clones --watch "$@" </dev/null >out 2>err &
    PID=$!
}
until_prints() { # N WORDS: in so many lines
    until_true "it does not come to print: $2" has_lines "$@"
}
has_lines() {
    [ "$(grep -cF -- "$2" out)" -ge "$1" ]
}
HEADS='REPOSITORY        '
OVERVIEW='BRANCH  CLONE'

in_step() {
    ready
    exits 0 look
    prints "$OVERVIEW"
    for name in $REPOS; do
        stands "$name" 'main|clean|same|-|-|-|-'
    done
    is "$(cat err)" '' 'standard error'
}
dirt() {
    ready
    echo x >>clones/installer/README
    echo x >clones/truthdb/new
    echo x >clones/installer-iso/new
    echo x >>clones/installer-iso/README
    exits 0 look
    stands installer-kernel 'main|clean|same|-|-|-|-'
    stands installer 'main|1 changed|same|-|-|-|-'
    stands truthdb 'main|1 untracked|same|-|-|-|-'
    stands installer-iso 'main|1 changed, 1 untracked|same|-|-|-|-'
}
conflict() {
    ready
    git -C clones/truthdb switch -q -c side
    world_commit truthdb 'on the side'
    git -C clones/truthdb switch -q main
    world_commit truthdb other
    git -C clones/truthdb merge -q side >/dev/null 2>&1 || :
    exits 0 look
    stands truthdb 'main|1 in conflict|1 ahead|-|-|-|-'
}
distances() {
    ready
    world_commit installer-kernel one
    world_commit installer-kernel two
    world_other_commit installer
    git -C clones/installer fetch -q
    world_other_commit truthdb
    world_commit installer-iso one
    world_other_commit installer-iso
    git -C clones/installer-iso fetch -q
    exits 0 look
    stands installer-kernel 'main|clean|2 ahead|-|-|-|-'
    stands installer 'main|clean|1 behind|-|-|-|-'
    stands truthdb 'main|clean|has more|-|-|-|-'
    stands installer-iso 'main|clean|1 ahead, 1 behind|-|-|-|-'
}
branches() {
    ready
    git -C clones/installer switch -q -c feature
    git -C clones/truthdb checkout -q --detach
    git -C clones/installer-iso switch -q --orphan fresh
    exits 0 look
    stands installer 'feature|clean|no such branch|-|-|-|-'
    stands truthdb '(detached)|clean|-|-|-|-|-'
    stands installer-iso 'fresh|clean|-|-|-|-|?'
}
clones_that_are_none() {
    ready
    rm -rf clones/installer
    rm -rf clones/truthdb/.git
    echo junk >clones/installer-iso/.git/index
    exits 0 look
    stands installer-kernel 'main|clean|same|-|-|-|-'
    stands installer '?|?|?|-|-|-|?'
    says "installer: there is no clone at $W/clones/installer; to do: orchestrator clone"
    stands truthdb '?|?|?|-|-|-|?'
    says "truthdb: $W/clones/truthdb is not a git clone"
    stands installer-iso '?|?|?|-|-|-|?'
    says 'installer-iso: git could not tell the branch and state of the clone: fatal: '
    exits 0 look --version 1.2.3
    stands installer '?|?|-|-|-|-|?'
    says 'next: mend what is said above; whether v1.2.3 was begun is not known'
}
origins_that_are_none() {
    ready
    mv origins/Truthdb/truthdb.git away
    git -C clones/installer remote remove origin
    git -C clones/installer-iso remote set-url origin https://github.com/NotTruthdb/x
    exits 0 look
    stands installer-kernel 'main|clean|same|-|-|-|-'
    stands truthdb 'main|clean|?|-|-|?|?'
    says 'truthdb: origin is not there, or these credentials may not see it: '
    stands installer 'main|clean|?|-|-|-|-'
    says 'installer: the clone has no remote called origin; to do: git -C '
    stands installer-iso 'main|clean|?|-|-|-|-'
    says "installer-iso: origin's fetch URL is https://github.com/NotTruthdb/x, not Truthdb/installer-iso"
}
odd_folder() {
    ready
    mv clones 'my clones'
    git -C 'my clones/truthdb' config remote.origin.uploadpack false
    exits 0 "$ORCHESTRATOR" status --repos-root 'my clones'
    stands installer 'main|clean|same|-|-|-|-'
    stands truthdb 'main|clean|?|-|-|-|-'
    exits 0 "$ORCHESTRATOR" status --repos-root 'my clones' --version 1.2.3
    says "next: mend what is said above"
    git -C 'my clones/truthdb' config --unset remote.origin.uploadpack
    exits 0 "$ORCHESTRATOR" status --repos-root 'my clones' --version 1.2.3
    says "release --version 1.2.3 --repos-root '$W/my clones' --dry-run"
}

tags() {
    ready
    tagged installer v1.9.0
    tagged installer v1.10.0
    tagged installer v2.0.0-rc.1
    tagged installer not-a-version
    tagged installer release-9.0.0
    world_commit installer one
    world_commit installer two
    git -C clones/installer-kernel tag v0.3.0
    git -C origins/Truthdb/truthdb.git tag v5.0.0 main
    git -C clones/truthdb tag v4.0.0
    git -C clones/installer-iso tag v1.0.0-rc.1
    git -C clones/installer-iso tag -a -m x v1.0.0
    github_faults '[{"path": "/actions/", "times": -1, "do": "body", "body": "{\"workflow_runs\": []}"}]'
    exits 0 look
    tells installer 'main|clean|2 ahead|v2.0.0-rc.1|2|'
    stands installer-kernel 'main|clean|same|v0.3.0|0|-|-'
    stands truthdb 'main|clean|same|v5.0.0|-|v5.0.0|-'
    stands installer-iso 'main|clean|same|v1.0.0|0|-|-'
}
prefix() {
    ready
    echo '{"owner": "Truthdb", "tag_prefix": "release-", "repos": [{"name": "installer", "assets": ["a"]}]}' >plan.json
    tagged installer v9.0.0
    tagged installer release-1.2.3
    tagged installer release-v5.0.0
    world_commit installer one
    exits 0 look --config plan.json
    tells installer 'main|clean|1 ahead|release-1.2.3|1|'
    exits 0 look --config plan.json --version 1.2.3
    tells installer 'yes|yes|'
    exits 0 look --config plan.json --version 9.0.0
    tells installer 'no|no|-|-|-|-|not tagged'
}
releases() {
    world_origins
    echo '{"truthdb": {"draft": true}, "installer-iso": {"release_delay": 900}}' >assets
    github_start --delay 0 --assets assets
    for name in $REPOS; do
        tagged "$name" v1.2.3
    done
    exits 0 look
    tells installer '|v1.2.3|0|v1.2.3|'
    tells truthdb '|v1.2.3|0|-|'
    tells installer-iso '|v1.2.3|0|-|'
}

# runs NAME RUNS: all that GitHub has of the commit's
runs() {
    printf '{"path": "/%s/actions/runs\\\\?head_sha=%s&", "times": -1, "do": "body", "body": "{\\"workflow_runs\\": [%s]}"}' \
        "$1" "$(head_of "$1")" "$2"
}
# a run: id, file of the workflow, its name, state
run() {
    printf '{\\"id\\": %s, \\"path\\": \\".github/workflows/%s\\", \\"name\\": \\"%s\\", %s}' "$@"
}
ENDED='\"status\": \"completed\", \"conclusion\": \"'
ci() {
    ready
    github_faults "[
        $(runs installer-kernel "$(run 1 ci.yml CI "${ENDED}success\\\"")"),
        $(runs installer "$(run 2 ci.yml CI "${ENDED}success\\\""), $(run 1 lint.yml Lint "${ENDED}failure\\\"")"),
        $(runs truthdb "$(run 3 ci.yml CI '\"status\": \"in_progress\"'), $(run 2 ci.yml CI "${ENDED}failure\\\"")"),
        $(runs installer-iso '')]"
    exits 0 look
    stands installer-kernel 'main|clean|same|-|-|-|passed'
    stands installer 'main|clean|same|-|-|-|failed: Lint'
    stands truthdb 'main|clean|same|-|-|-|running: CI'
    stands installer-iso 'main|clean|same|-|-|-|-'
    world_commit installer more
    exits 0 look
    stands installer 'main|clean|1 ahead|-|-|-|-'
}
no_actions() {
    ready
    github_faults '[{"path": "/actions/", "times": -1, "do": "forbidden", "permissions": "actions=read"}]'
    exits 0 look
    for name in $REPOS; do
        stands "$name" 'main|clean|same|-|-|-|?'
    done
    says 'GitHub: GitHub forbids it (403: Resource not accessible by personal access token); it wants the permission actions=read (installer-kernel and 3 more)'
    is "$(grep -c 'GitHub forbids' err)" 1 'times it is said'
    for name in $REPOS; do
        tagged "$name" v1.2.3
    done
    exits 0 look --version 1.2.3
    tells truthdb 'yes|yes|'
    tells truthdb '|?|2/2|1/1|complete'
    is "$(grep -c 'GitHub forbids' err)" 1 'times it is said'
}
no_token() {
    ready
    tagged installer v1.2.3
    unset GITHUB_TOKEN
    : >requests
    exits 0 look
    tells installer '|v1.2.3|0|v1.2.3|'
    exits 0 look --version 1.2.3
    tells installer '|success|2/2|1/1|complete'
    is "$(grep -c '"auth": "none"' requests)" "$(grep -c . requests)" 'requests without a token'
    never_says token
}
wrong_token() {
    ready
    tagged installer v1.2.3
    GITHUB_TOKEN=github_pat_thisIsNotTheRightOneAtAll
    export GITHUB_TOKEN
    exits 0 look
    stands installer 'main|clean|same|v1.2.3|0|?|?'
    says 'GitHub: GitHub does not accept the token (401: Bad credentials) (installer-kernel and 3 more)'
    exits 0 look --version 1.2.3
    tells installer 'yes|yes|'
    tells installer '|?|?|-|GitHub has not told yet how the release stands'
    says 'installer: GitHub: GitHub does not accept the token (401'
    never_says thisIsNotTheRightOneAtAll
    GITHUB_TOKEN='one two'
    exits 0 look
    says 'the token in GITHUB_TOKEN has a blank'
    stands installer 'main|clean|same|v1.2.3|0|v1.2.3|failed: Release'
}
unreachable() {
    ready
    tagged installer v1.2.3
    export GITHUB_API_URL=http://127.0.0.1:1
    exits 0 look
    stands installer 'main|clean|same|v1.2.3|0|?|?'
    says 'GitHub: no answer from GitHub: '
    exits 0 look --version 1.2.3
    tells installer '|?|?|-|GitHub has not told'
    says 'installer: GitHub: no answer from GitHub: '
}
hidden() {
    ready
    github_faults '[{"path": ".", "times": -1, "do": "not_found"}]'
    exits 0 look
    stands installer 'main|clean|same|-|-|?|?'
    says 'GitHub: it shows no such repository (404): there is none, or the token may not see it (installer-kernel and 3 more)'
    unset GITHUB_TOKEN
    exits 0 look
    says 'or it is private, and there is no token'
}
limited() {
    ready
    github_faults '[{"path": ".", "times": -1, "do": "rate_primary"}]'
    exits 0 look
    stands installer 'main|clean|same|-|-|?|?'
    says 'GitHub: a rate limit of GitHub (403: API rate limit exceeded for user ID 1.) (installer-kernel and 3 more)'
}
faults() {
    ready
    tagged installer v1.2.3
    github_faults '[{"path": "/installer-kernel/", "times": -1, "do": "status", "status": 502},
        {"path": "/installer/releases", "times": -1, "do": "body", "body": "[1, 2"},
        {"path": "/truthdb/actions", "times": -1, "do": "body", "body": "{\"workflow_runs\": {}}"},
        {"path": "/truthdb/releases", "do": "redirect", "location": "{self}/repos/Truthdb/installer-iso/releases"},
        {"path": "/installer-iso/releases", "do": "body", "times": -1, "body": "[{\"tag_name\": \"\\u001b[31mv9\\n\", \"assets\": []}]"}]'
    exits 0 look
    stands installer-kernel 'main|clean|same|-|-|?|?'
    says 'installer-kernel: GitHub: GitHub answered 502'
    stands installer 'main|clean|same|v1.2.3|0|?|failed: Release'
    says "installer: GitHub: GitHub's answer makes no sense: it is not JSON"
    stands truthdb 'main|clean|same|-|-|\x1b[31mv9\n|?'
    says "truthdb: GitHub: GitHub's answer makes no sense: workflow_runs is not an array"
    stands installer-iso 'main|clean|same|-|-|\x1b[31mv9\n|-'
    is "$(tr -d '\n\40-\176' <out | wc -c)" 0 'raw bytes on the terminal'
    no_leak
}
renamed() {
    ready
    tagged installer v1.2.3
    github_faults '[{"path": "^/repos/Truthdb/truthdb/", "times": -1, "do": "redirect", "location": "{self}/repos/Truthdb/installer/releases"}]'
    exits 0 look
    tells truthdb '|-|-|v1.2.3|'
}

nothing_begun() {
    ready
    exits 0 look --version 1.2.3
    prints 'HERE  ORIGIN'
    for name in $REPOS; do
        stands "$name" 'no|no|-|-|-|-|not tagged'
    done
    says "next, to see what keeps it from being released: GITHUB_API_URL=$GITHUB_API_URL orchestrator release --version 1.2.3 --repos-root $W/clones --dry-run"
    is "$(grep -c . requests 2>/dev/null || :)" 0 'requests'
    git -C clones/truthdb tag -a -m x v1.2.3
    exits 0 look --version v1.2.3
    stands truthdb "yes|no|$(head_of truthdb | cut -c1-9)|-|-|-|tagged, not pushed"
    says ' --dry-run'
}
at_work() {
    world_origins
    github_start --delay 900
    start_release --version 1.2.3
    until_says 'installer-kernel: pushed'
    "$ORCHESTRATOR" status --repos-root clones --version 1.2.3 2>told >/dev/null
    grep -q "next: wait, process $PID (release of v1.2.3, since [-0-9T:Z]*, on host [^ ]*) is at work" told || { cat told; fail 'it does not say who is at work'; }
    kill -INT "$PID"
    ends 130
}
next_can_be_pasted() {
    ready
    tagged installer-kernel v1.2.3
    exits 0 look --version 1.2.3
    sed -n 's/^.*next, to take it up, and wait: //p' err >next.sh
    sed -i "s|orchestrator release |\"$ORCHESTRATOR\" release |" next.sh
    (cd / && sh "$W/next.sh" >"$W/out" 2>"$W/err" </dev/null)
    released installer-iso v1.2.3 "$(head_of installer-iso)"
    exits 0 look --version 1.2.3
    says 'next: nothing; v1.2.3 is released'
    cp "$T/../examples/truthdb.json" 'my plan.json'
    exits 0 look --config 'my plan.json' --owner truthdb --version 1.2.4
    says "release --version 1.2.4 --repos-root $W/clones --config '$W/my plan.json' --owner truthdb --dry-run"
}
# each repository is in another state
releases_of_a_version() {
    world_origins
    echo '{"installer-kernel": {"delay": 900, "run": {"takes": 900, "jobs": [{"name": "build", "steps": ["Compile"]}]}},
        "installer": {"run": {"waiting": true}},
        "truthdb": {"run": {"takes": 0.1, "conclusion": "failure", "jobs": [{"name": "build", "steps": ["Compile"]}]}},
        "installer-iso": {"draft": true}}' >assets
    github_start --delay 0 --assets assets
    for name in $REPOS; do
        tagged "$name" v1.2.3
    done
    sleep 0.3
    exits 0 look --version 1.2.3
    tells installer-kernel "yes|yes|$(head_of installer-kernel | cut -c1-9)|in_progress|0/2|-|its run goes on, job build, step Compile"
    tells installer-kernel 'missing: BOOTX64.EFI, BOOTX64.EFI.sha256'
    tells installer '|waiting|0/2|-|its workflow run waits for an approval: someone must give it at https://github.com/Truthdb/installer/actions/runs/'
    tells truthdb '|failure|0/2|-|failed: its workflow run ended in failure in job "build", step "Compile": https://github.com/Truthdb/truthdb/actions/runs/'
    says 'truthdb: to do: see why; if it may pass the second time: gh run rerun '
    tells installer-iso '|success|2/2|-|'
    tells installer-iso 'a draft of its release is there, with all assets: someone must press "Publish" at https://github.com/Truthdb/installer-iso/releases/tag/untagged-'
    says "orchestrator release --version 1.2.3 --repos-root $W/clones --resume"
}
assets_of_a_version() {
    world_origins
    echo '{"installer-kernel": {"assets_missing": ["BOOTX64.EFI"]},
        "installer": {"immutable": true, "assets_missing": ["truthdb-installer-v{version}-x86_64-linux-musl.sha256"]},
        "truthdb": {"immutable": true},
        "installer-iso": {"sizes": {"truthdb-installer-v{version}.iso": 0}, "run": null}}' >assets
    github_start --delay 0 --assets assets
    for name in $REPOS; do
        tagged "$name" v1.2.3
    done
    exits 0 look --version 1.2.3
    tells installer-kernel '|success|1/2|-|'
    tells installer-kernel 'missing: BOOTX64.EFI'
    tells installer '|success|1/2|-|failed: the release is immutable, so it can never become complete; missing: truthdb-installer-v1.2.3-x86_64-linux-musl.sha256'
    says 'installer: to do: mend the workflow, and release a new version'
    says 'next: v1.2.3 can never be complete: a new version'
    tells truthdb '|success|2/2|1/1|complete'
    tells installer-iso '|none|1/2|-|its workflow run has not begun yet; uploaded but empty (0 bytes): truthdb-installer-v1.2.3.iso'
}
another_tag() {
    ready
    tagged installer v1.2.3
    git -C clones/installer tag -f -a -m mine v1.2.3 >/dev/null
    tagged truthdb v1.2.3
    git -C clones/truthdb tag -d v1.2.3 >/dev/null
    exits 0 look --version 1.2.3
    tells installer 'ANOTHER|yes|'
    says 'installer: the tag v1.2.3 of the clone is not that of origin; to do: git -C '
    tells truthdb 'no|yes|'
    tells truthdb '|success|2/2|1/1|complete'
    git -C clones/installer fetch -q --force origin tag v1.2.3
    exits 0 look --version 1.2.3
    tells installer 'yes|yes|'
    never_says 'not that of origin'
}
complete() {
    ready
    for name in $REPOS; do
        tagged "$name" v1.2.3
    done
    exits 0 look --version 1.2.3
    for name in $REPOS; do
        stands "$name" "yes|yes|$(head_of "$name" | cut -c1-9)|success|2/2|1/1|complete"
    done
    says 'next: nothing; v1.2.3 is released'
    exits 0 look --version 1.2.3 --quiet
    is "$(cat err)" '' 'what is said when quiet'
}

# json WORDS: Python that looks at `of`, the event of each repository, and at
# all `events`
json() {
    python3 - "$1" <<'PY' || { show_output; fail "$1"; }
import json, sys
events = [json.loads(line) for line in open("out")]
of = {e["repo"]: e for e in events if e["event"] == "status"}
assert list(of) == ["installer-kernel", "installer", "truthdb", "installer-iso"], list(of)
assert events[0]["event"] == "started" and events[-1]["event"] == "result"
assert events[-1]["status"] == 0
for line in sys.argv[1].splitlines():
    assert eval(line), (line, of)
PY
}
json_overview() {
    ready
    tagged installer v1.2.3
    world_commit installer more
    world_other_commit truthdb
    git -C clones/installer-iso checkout -q --detach
    echo x >clones/installer-iso/new
    rm -rf clones/installer-kernel
    github_faults '[{"path": "/truthdb/actions", "times": -1, "do": "status", "status": 502}]'
    exits 0 look --json
    json "of['installer']['clean'] is True and of['installer']['branch'] == 'main'
of['installer']['head'] == '$(head_of installer)'
of['installer']['dir'] == '$W/clones/installer'
of['installer']['origin'] == 'apart' and (of['installer']['ahead'], of['installer']['behind']) == (1, 0)
of['installer']['tag'] == 'v1.2.3' and of['installer']['commits_since'] == 1
of['installer']['release']['tag'] == 'v1.2.3'
of['installer']['release']['url'] == 'https://github.com/Truthdb/installer/releases/tag/v1.2.3'
of['installer']['ci'] == {'state': 'none', 'workflow': None, 'url': None}
of['installer']['trouble'] is None
of['truthdb']['origin'] == 'has more' and of['truthdb']['release'] is None and of['truthdb']['tag'] is None
of['truthdb']['ci']['state'] == 'unknown' and '502' in of['truthdb']['trouble']
of['installer-iso']['branch'] is None and of['installer-iso']['clean'] is False and of['installer-iso']['untracked'] == 1
of['installer-iso']['origin'] == 'unknown'
of['installer-kernel']['clean'] is None and of['installer-kernel']['head'] is None
any(e['event'] == 'note' and e.get('repo') == 'installer-kernel' and 'there is no clone' in e['message'] for e in events)"
}
json_version() {
    world_origins
    echo '{"truthdb": {"run": {"takes": 0.1, "conclusion": "failure"}}}' >assets
    github_start --delay 0 --immutable --assets assets
    tagged installer v1.2.3
    tagged truthdb v1.2.3
    git -C clones/installer-iso tag -a -m x v1.2.3
    sleep 0.3
    exits 0 look --version 1.2.3 --json
    json "all(e['tag'] == 'v1.2.3' for e in of.values())
of['installer']['complete'] is True and of['installer']['failed'] is None
of['installer']['commit'] == '$(head_of installer)'
of['installer']['local_tag'] == of['installer']['public_tag'] == '$(git -C clones/installer rev-parse v1.2.3)'
of['installer']['run']['state'] == 'passed' and of['installer']['release']['state'] == 'complete'
[a['name'] for a in of['installer']['assets']][0].startswith('truthdb-installer-v1.2.3')
of['truthdb']['complete'] is False and 'ended in failure' in of['truthdb']['failed'] and 'gh run rerun' in of['truthdb']['cure']
of['truthdb']['run']['state'] == 'failed' and of['truthdb']['run']['job'] == 'release'
of['installer-iso']['public_tag'] is None and of['installer-iso']['local_tag'] and of['installer-iso']['complete'] is False
of['installer-kernel']['commit'] is None
any(e['event'] == 'note' and e['message'].endswith(' --resume') for e in events)"
}

changes_nothing() {
    ready
    tagged installer v1.2.3
    world_commit installer one
    world_other_commit truthdb
    git -C clones/installer-iso checkout -q --detach
    touch -d '2030-01-01' clones/installer/README # the index is stale
    for name in $REPOS; do
        for hook in pre-push post-index-change reference-transaction fsmonitor-watchman; do
            printf '#!/bin/sh\necho %s >>"%s/hooked"\n' "$hook" "$W" >"clones/$name/.git/hooks/$hook"
            chmod +x "clones/$name/.git/hooks/$hook"
        done
        git -C "clones/$name" config core.fsmonitor .git/hooks/fsmonitor-watchman
    done
    rm -f hooked
    snapshot >before
    find origins -type f -print0 | LC_ALL=C sort -z | xargs -0 cksum >origins.before
    exits 0 look
    exits 0 look --version 1.2.3
    exits 0 look --version 1.2.3 --json
    snapshot >after
    cmp before after
    find origins -type f -print0 | LC_ALL=C sort -z | xargs -0 cksum >origins.after
    cmp origins.before origins.after
    [ ! -e hooked ] || fail "a hook ran: $(cat hooked)"
    is "$(find clones -name 'orchestrator.lock' -o -name FETCH_HEAD)" '' 'locks and fetches'
    is "$(ls tmp)" '' 'what is left in TMPDIR'
}
beside_a_release() {
    world_origins
    github_start --delay 900
    start_release --version 1.2.3
    until_says 'installer-kernel: pushed'
    mv err release.err
    exits 0 look
    tells installer-kernel 'main|clean|same|v1.2.3|0|'
    exits 0 look --version 1.2.3
    tells installer-kernel 'yes|yes|'
    tells installer 'yes|no|'
    tells installer '|tagged, not pushed'
    mv release.err err
    kill -INT "$PID"
    ends 130
}
usage() {
    ready
    for args in '--version nonsense' '--version 1.2' '--bogus' 'word' '--jobs 0' '--version'; do
        # shellcheck disable=SC2086 # words
        exits 2 look $args
    done
    exits 2 "$ORCHESTRATOR" status --repos-root nowhere
    mkdir none
    PATH=$W/none exits 7 "$ORCHESTRATOR" status --repos-root clones
    says 'git'
    exits 0 "$ORCHESTRATOR" help status
    prints 'look again and again'
}
terminal_for_one() {
    ready
    exits 0 look --log log
    grep -q 'GIT_TERMINAL_PROMPT=0 .*ls-remote' log || fail 'git might prompt'
    exits 0 look --log log1 --jobs 1
    grep -q 'ls-remote' log1
    ! grep -q 'GIT_TERMINAL_PROMPT' log1 || fail 'git may not prompt'
}

counted() {
    : >ran
    : >requests
    exits 0 "$@"
}
ran() {
    grep -c "^$1" ran || :
}
requests() {
    grep -c '"method": "GET"' requests || :
}
connections() {
    python3 -c 'import json; print(len({json.loads(l)["conn"] for l in open("requests")}))'
}
costs() {
    ready
    count_programs
    PATH=$SHIM_PATH
    counted look
    is "$(grep -c '^git -C .*clones/truthdb ' ran)" 5 'git commands in a repository'
    is "$(ran git)" 20 'git commands'
    is "$(ran 'git.* ls-remote ')" 4 'connections to origins'
    is "$(ran 'git.* \(fetch\|push\) ')" 0 'other network operations'
    is "$(ran curl)" 2 'curl processes'
    is "$(requests)" 8 'requests'
    is "$(connections)" 2 'connections'
    tagged installer v1.2.3
    world_commit installer more
    world_other_commit truthdb
    counted look
    is "$(ran git)" 23 'git commands: the distances of two, and the commits since one tag'
    is "$(ran 'git.* ls-remote ')" 4 'connections to origins'
    is "$(ran curl)" 2 'curl processes'
    is "$(requests)" 8 'requests'
}
costs_of_a_version() {
    world_origins
    github_start --delay 0 --immutable
    count_programs
    PATH=$SHIM_PATH
    counted look --version 1.2.3
    is "$(ran git)" 20 'git commands, nothing begun'
    is "$(ran 'git.* ls-remote ')" 4 'connections to origins'
    is "$(ran curl)" 0 'curl processes, nothing begun'
    for name in $REPOS; do
        tagged "$name" v1.2.3
    done
    counted look --version 1.2.3
    is "$(ran git)" 20 'git commands, all complete'
    is "$(ran 'git.* ls-remote ')" 4 'connections to origins'
    is "$(ran curl)" 3 'curl processes, all complete'
    is "$(requests)" 16 'requests, all complete: two each, where a checksum file is, and its bytes'
}
checksums_compared() {
    world_origins
    github_start --delay 0
    for name in installer-kernel installer truthdb; do
        tagged "$name" v1.2.3
    done
    zeros=0000000000000000000000000000000000000000000000000000000000000000
    github_faults '[{"path": "/truthdb/releases/tags", "times": -1, "do": "patch", "edits": [
        {"at": ["assets", 0, "digest"], "set": "sha256:'$zeros'"}]},
        {"path": "/installer/releases/assets/", "times": -1, "do": "status", "status": 403}]'
    exits 0 look --version 1.2.3
    tells installer-kernel '|2/2|1/1|complete'
    tells installer '|2/2|?|complete'
    tells truthdb '|2/2|WRONG|wrong checksum'
    tells installer-iso 'not tagged'
    says "truthdb: truthdb-v1.2.3-x86_64-linux-gnu.tar.gz: truthdb-v1.2.3-x86_64-linux-gnu.sha256 says sha256:"
    says "but GitHub has sha256:$zeros"
    says 'next: let nobody use v1.2.3'
    github_faults '[{"path": "/truthdb/releases/tags", "times": -1, "do": "patch", "edits": [
        {"at": ["assets", 0, "digest"], "set": null}]}]'
    exits 0 look --version 1.2.3
    tells truthdb '|2/2|?|complete'
    tells installer '|2/2|1/1|complete'
    says 'next, to take it up, and wait: '
}
costs_of_what_goes_on() {
    world_origins
    echo '{"truthdb": {"run": {"takes": 0.1, "conclusion": "failure"}}, "installer": {"run": {"takes": 0.1}, "assets_missing": ["truthdb-installer-v{version}-x86_64-linux-musl.sha256"]}}' >assets
    github_start --delay 900 --assets assets
    count_programs
    PATH=$SHIM_PATH
    for name in $REPOS; do
        tagged "$name" v1.2.3
    done
    sleep 0.3
    counted look --version 1.2.3
    is "$(ran git)" 20 'git commands'
    is "$(ran curl)" 2 'curl processes, with the second round'
    is "$(requests)" 14 'requests: two each, two more for what goes on or failed'
    is "$(ran 'git.* ls-remote ')" 4 'connections to origins'
}
costs_of_many() {
    world_hundred
    github_start --delay 0 --immutable --config plan.json
    count_programs
    PATH=$SHIM_PATH
    counted look --config plan.json
    is "$(grep -c '^r[0-9]*  *main *clean *same' out)" 100 'lines of the table'
    is "$(ran git)" 500 'git commands'
    is "$(ran 'git.* ls-remote ')" 100 'connections to origins'
    is "$(ran curl)" 8 'curl processes'
    is "$(requests)" 200 'requests'
    is "$(connections)" 8 'connections'
    for name in $REPOS; do
        git -C "origins/Many/$name.git" tag v1.2.3 main
    done
    counted look --config plan.json --version 1.2.3
    is "$(grep -c '^r[0-9]*  *no .*complete$' out)" 100 'releases that are complete'
    is "$(ran git)" 500 'git commands'
    is "$(ran curl)" 8 'curl processes'
    is "$(requests)" 200 'requests'
}

watch_until_complete() {
    world_origins
    github_start --delay 6
    for name in $REPOS; do
        tagged "$name" v1.2.3
    done
    exits 0 look --version 1.2.3 --watch
    is "$(grep -c "^$HEADS" out)" 2 'tables'
    tells truthdb '|success|2/2|1/1|complete'
    says 'next: nothing; v1.2.3 is released'
    python3 - <<'PY'
import json
at = [json.loads(line)["t"] for line in open("requests")]
gap = max(b - a for a, b in zip(at, at[1:]))
assert 9.5 < gap < 15, gap
PY
}
watch_without_runs() {
    world_origins
    github_start --delay 0 --no-actions
    for name in $REPOS; do
        tagged "$name" v1.2.3
    done
    exits 0 look --version 1.2.3
    tells truthdb '|?|2/2|1/1|all 2 assets present, settling'
    exits 0 look --version 1.2.3 --watch
    is "$(grep -c "^$HEADS" out)" 2 'tables'
    tells truthdb '|?|2/2|1/1|complete'
}
# what failed is run again, what is immutable stays failed, and an origin is
# away for a moment
watch_changes() {
    world_origins
    echo '{"truthdb": {"run": {"takes": 0.1, "conclusion": "failure"}},
        "installer-iso": {"immutable": true, "assets_missing": ["truthdb-installer-v{version}.iso"]}}' >assets
    github_start --delay 0 --assets assets
    for name in $REPOS; do
        tagged "$name" v1.2.3
    done
    sleep 0.3
    github_faults '[{"path": "/installer-kernel/actions/runs", "times": 1, "do": "status", "status": 502},
        {"path": "/installer/actions/runs", "times": 1, "do": "forbidden", "permissions": "actions=read"}]'
    start_look --version 1.2.3
    until_prints 1 'installer-iso '
    stands installer-kernel "yes|yes|$(head_of installer-kernel | cut -c1-9)|?|2/2|1/1|all 2 assets present"
    says 'installer-kernel: GitHub: GitHub answered 502'
    tells installer '|?|2/2|1/1|all 2 assets present, settling'
    says 'installer: GitHub: GitHub forbids it (403'
    tells truthdb '|failure|0/2|-|failed: '
    tells installer-iso '|success|1/2|-|failed: the release is immutable'
    git -C clones/installer config remote.origin.uploadpack false
    github_control '{"rerun": "truthdb"}'
    until_prints 2 'installer-iso '
    tells installer-kernel '|success|2/2|1/1|complete'
    tells installer 'yes|?|'
    tells installer '|success|2/2|1/1|complete'
    tells truthdb '|success|2/2|1/1|complete'
    tells installer-iso '|success|1/2|-|failed: the release is immutable'
    git -C clones/installer config --unset remote.origin.uploadpack
    other=$(git -C origins/Truthdb/installer.git commit-tree -m moved 'main^{tree}')
    git -C origins/Truthdb/installer.git tag -f v1.2.3 "$other" >/dev/null
    git -C origins/Truthdb/installer-kernel.git tag -d v1.2.3 >/dev/null
    until_prints 3 'installer-iso '
    tells installer "ANOTHER|yes|$(echo "$other" | cut -c1-9)|"
    tells installer-kernel 'yes|no|'
    tells installer-kernel '|tagged, not pushed'
    kill -INT "$PID"
    ends 130
}
ctrl_c() {
    ready
    start_look
    until_prints 1 'installer-iso '
    began=$(date +%s)
    kill -INT "$PID"
    ends 130
    [ $(($(date +%s) - began)) -le 3 ] || fail 'it took its time'
    says 'status: stopped by Ctrl-C (SIGINT)'
    is "$(grep -c "^$HEADS" out)" 1 'tables'
    is "$(requests)" 8 'requests'
}
# pause_is LEAST MOST: seconds until the next look, as they are told
pause_is() {
    python3 - "$@" <<'PY' || { show_output; fail "not a pause of $1 to $2 s"; }
import re, sys
text = re.search(r"the next look is in (?:(\d+) min )?(\d+) s", open("err").read())
secs = int(text[1] or 0) * 60 + int(text[2])
print("a pause of", secs, "s")
assert int(sys.argv[1]) <= secs <= int(sys.argv[2]), secs
PY
}
paced() {
    ready
    unset GITHUB_TOKEN
    github_control '{"quota": {"remaining": 40, "reset_in": 3600}}'
    start_look
    until_says 'GitHub: 32 requests are left for '
    pause_is 895 905
    kill -INT "$PID"
    ends 130
    github_control '{"quota": {"remaining": 12, "reset_in": 1800}}'
    start_look
    until_says 'GitHub: 4 requests are left for '
    pause_is 1795 1800
    kill -INT "$PID"
    ends 130
    github_control '{"quota": {"remaining": 5000, "reset_in": 3600}}'
    start_look
    until_prints 1 'installer-iso '
    kill -INT "$PID"
    ends 130
    never_says 'next look'
}
paced_with_version() {
    world_origins
    github_start --delay 900
    for name in $REPOS; do
        tagged "$name" v1.2.3
    done
    unset GITHUB_TOKEN
    github_control '{"quota": {"remaining": 56, "reset_in": 3600}}'
    start_look --version 1.2.3
    until_says 'GitHub: 40 requests are left for '
    pause_is 2155 2160
    kill -INT "$PID"
    ends 130
}
# the hour is half a minute here: after the first look there are 12 left, then
# 4, which are too few for another one
never_used_up() {
    ready
    unset GITHUB_TOKEN
    began=$(python3 -c 'import time; print(time.monotonic())')
    github_control '{"quota": {"remaining": 20, "reset_in": 25}}'
    start_look --log log
    until_prints 3 'installer-iso '
    kill -INT "$PID"
    ends 130
    python3 - "$began" <<'PY'
import json, re, sys
at = [json.loads(line)["t"] for line in open("requests")]
left = [int(n) for n in re.findall(r"(\d+) requests left", open("log").read())]
print("requests left:", left)
assert min(left) == 4, left
assert len(left) == 24 and left[-1] > 4000, left
waited = at[16] - float(sys.argv[1])
assert waited >= 24, waited
PY
}
left_alone() {
    ready
    github_faults '[{"path": "/truthdb/", "times": 1, "do": "rate_secondary", "seconds": 77}]'
    start_look
    until_says 'GitHub wants to be left alone: the next look is in 77 s'
    kill -INT "$PID"
    ends 130
    github_faults '[{"path": "/truthdb/", "times": 1, "do": "rate_secondary", "bare": true}]'
    start_look
    until_says 'GitHub wants to be left alone: the next look is in 60 s'
    kill -INT "$PID"
    ends 130
}

tap_beside 'Clean and in step: each repository is a line, and nothing else is said' in_step
tap_beside 'What is not committed is counted' dirt
tap_beside 'A conflict is told as that' conflict
tap_beside 'Ahead, behind, diverged: by how many commits; what only origin has is not fetched' distances
tap_beside 'A branch that origin lacks, a detached HEAD, a branch without a commit' branches
tap_beside 'A missing clone, a folder that is none and a broken one do not hide the others' clones_that_are_none
tap_beside 'An origin that is gone, no origin and a wrong one do not hide the others' origins_that_are_none
tap_beside 'Folders may have blanks in their names' odd_folder
tap_beside 'The newest tag is that of clone or origin by SemVer, with the commits since' tags
tap_beside 'Only tags of the configured prefix count' prefix
tap_beside 'The newest release is told; drafts do not count' releases
tap_beside 'CI passed, failed, running, none: the newest run of each workflow of HEAD' ci
tap_beside 'Where Actions cannot be read, CI is not known, which is said once' no_actions
tap_beside 'No token is needed' no_token
tap_beside 'A token that is not accepted is told, and what git knows is shown' wrong_token
tap_beside 'GitHub cannot be reached: what git knows is shown' unreachable
tap_beside 'A repository that GitHub hides is told as that' hidden
tap_beside 'A rate limit is told as that' limited
tap_beside 'Faults of GitHub are told of the repository that they are of' faults
tap_beside 'A renamed repository is followed' renamed
tap_beside 'A version of which nothing was begun, or only a tag here' nothing_begun
tap_beside 'A release that is at work is told' at_work
tap_beside 'The next command can be pasted anywhere' next_can_be_pasted
tap_beside 'Run going, waiting, failed, and a draft: what is awaited and what to do' releases_of_a_version
tap_beside 'Assets missing, immutable, empty, and no run' assets_of_a_version
tap_beside 'A tag that is another than on origin, or only on origin' another_tag
tap_beside 'A version that is complete' complete
tap_beside 'For programs: the overview' json_overview
tap_beside 'For programs: a version' json_version
tap_beside 'Nothing is changed, nothing is fetched, no lock is taken, no hook runs' changes_nothing
tap_beside 'It works while a release has the locks' beside_a_release
tap_beside 'Wrong usage ends with 2, a missing git with 7' usage
tap_beside 'With --jobs 1 git may prompt, else not' terminal_for_one
tap_beside 'It costs 5 git commands and 1 connection a repository, 2 curls, 8 requests' costs
tap_beside 'Checksum files are compared with the digests of GitHub' checksums_compared
tap_beside 'A version costs one curl more for the checksums, and none where nothing is public' costs_of_a_version
tap_beside 'A version that goes on costs 2 curls' costs_of_what_goes_on
tap_beside 'A hundred repositories cost 500 git commands, 8 curls and 200 requests' costs_of_many
tap_beside 'Watching ends by itself when the version is complete' watch_until_complete
tap_beside 'Watching without workflow runs ends when the assets stand still' watch_without_runs
tap_beside 'Watching sees what is run again, moved or gone, and forgets nothing for a moment' watch_changes
tap_beside 'Ctrl-C ends watching with 130' ctrl_c
tap_beside 'When few requests are left, it looks less often, and says so' paced
tap_beside 'A version asks more, so it looks even less often' paced_with_version
tap_beside 'The requests of an hour are never used up' never_used_up
tap_beside 'It leaves GitHub alone for as long as it is bidden' left_alone
tap_end

#!/bin/sh
# Whether this machine is able to release: what is told, what it costs, and
# that nothing is changed.
# shellcheck source=t/world.sh
. "$(dirname "$0")/world.sh"
# shellcheck source=t/tap.sh
. "$(dirname "$0")/tap.sh"

# look ARGS: the check of the four clones
look() {
    "$TIMEOUT" --foreground "$HANGS" "$ORCHESTRATOR" check --repos-root clones "$@"
}
# is_so STATE WHAT NAME DETAIL: there is a line that begins so
is_so() {
    sed 's/   */ /g; s/^\([a-z]*\) */\1 /' out | grep -qF -- "$1 $2 $3 $4" && return 0
    show_output
    fail "there is no line: $1 $2 $3 $4"
}
# all_ok BUT: no line is anything but ok, those with the words BUT excepted
all_ok() {
    ! sed 1d out | grep -vF -- "${1:-nothing at all}" | grep -v '^ok ' || {
        show_output
        fail 'something is not ok'
    }
}
# to_do WORDS: they are below a line
to_do() {
    grep -F -- "$1" out | grep -q '^  *to do: ' && return 0
    show_output
    fail "it does not say what to do: $1"
}
# lines STATE: how many there are
lines() {
    grep -c "^$1 " out || :
}
# bin NAME...: a folder bin with these programs and no other
bin() {
    mkdir -p bin
    for program in "$@"; do
        ln -s "$(command -v "$program")" bin/
    done
}
# date_in SECONDS: the header Date of then
date_in() {
    python3 -c 'import email.utils, sys, time
print(email.utils.formatdate(time.time() + int(sys.argv[1]), usegmt=True))' "$1"
}
# header NAME VALUE: that is in all of GitHub's answers
header() {
    github_faults "[{\"path\": \".\", \"times\": -1, \"do\": \"header\", \"headers\": {\"$1\": \"$2\"}}]"
}
# all that must not change, what git keeps for itself included
everything() {
    find clones origins -print0 | LC_ALL=C sort -z | xargs -0 ls -ld --time-style=full-iso
    snapshot
}

all_is_well() {
    ready
    everything >before
    exits 0 look
    all_ok
    is_so ok program git 'git version '
    is_so ok program curl 'curl '
    is_so ok configuration 'built in' "TruthDB's, 4 repositories of Truthdb"
    is_so ok token GITHUB_TOKEN accepted
    is_so ok api "$GITHUB_API_URL" 'answered 200 in '
    is_so ok api 'rate limit' '4980 of 5000 requests are left, for '
    is_so ok clock here "as GitHub's"
    for name in $REPOS; do
        is_so ok repository "$name" 'can be read, with its releases, workflow runs and rulesets'
        is_so ok clone "$name" "main at $(head_of "$name" | cut -c1-9), clean, as origin has it"
    done
    is "$(lines wrong)" 0 'wrong lines'
    is "$(cat err)" '' 'what is on standard error'
    everything >after
    cmp before after
    no_leak
}
clones_in_trouble() {
    ready
    rm -rf clones/installer-kernel
    echo more >>clones/installer/README
    : >clones/installer/new
    git -C clones/truthdb switch -q -c feature
    git -C clones/installer-iso remote set-url origin https://github.com/Other/installer-iso
    exits 3 look
    is_so wrong clone installer-kernel "there is no clone at $W/clones/installer-kernel"
    to_do "orchestrator clone --repos-root $W/clones"
    is_so wrong clone installer 'the clone is not clean: 1 changed, 1 untracked: README, new'
    to_do "git -C $W/clones/installer status"
    is_so wrong clone truthdb 'the clone is on the branch "feature", which origin does not have'
    is_so wrong clone installer-iso "origin's fetch URL is https://github.com/Other/installer-iso, not Truthdb/installer-iso"
    is "$(lines wrong)" 4 'wrong lines'
    says 'orchestrator: check: 4 of 17 things would keep a release from starting'
    # a release says the same
    sed -n 's/^wrong *clone *[a-z-]* *//p' out | sort >told
    exits 3 release --version 1.2.3 --dry-run
    sed -n 's/^  - //p' err | grep -v 'GitHub' | sort >refused
    cmp told refused || { diff told refused; fail 'a release is refused otherwise'; }
}
apart_from_origin() {
    ready
    world_commit installer-kernel one
    world_other_commit installer
    git -C clones/installer fetch -q
    world_other_commit truthdb
    before=$(snapshot)
    exits 3 look
    is_so wrong clone installer-kernel 'main is ahead of origin by 1 commit'
    is_so wrong clone installer 'main is behind origin by 1 commit'
    to_do "git -C $W/clones/installer pull --ff-only"
    is_so wrong clone truthdb 'main ('
    to_do "git -C $W/clones/truthdb fetch, and compare"
    is_so ok clone installer-iso 'main at '
    is "$(snapshot)" "$before" 'the clones'
}
what_a_release_needs() {
    ready
    git -C clones/installer switch -q --detach
    git -C clones/truthdb rm -q .github/workflows/release.yml
    git -C clones/truthdb commit -q -m 'without a workflow'
    git -C clones/truthdb push -q origin main
    mv origins/Truthdb/installer-iso.git away
    git config --file "$GIT_CONFIG_GLOBAL" --remove-section user
    unset EMAIL
    git config --file "$GIT_CONFIG_GLOBAL" user.useConfigOnly true
    exits 3 look
    is_so wrong clone installer 'HEAD is detached at '
    is_so wrong clone truthdb 'the workflow release.yml is not in the commit to be tagged'
    is_so wrong clone installer-iso 'origin is not there, or these credentials may not see it: '
    is_so wrong clone installer-kernel 'git knows no name and e-mail of yours'
}
configured_branch() {
    ready
    sed '/"name": "truthdb"/,/"branch"/s/"branch": null/"branch": "stable"/' "$T/../examples/truthdb.json" >clones/orchestrator.json
    exits 3 look
    is_so ok configuration "$W/clones/orchestrator.json" 'found, 4 repositories of Truthdb'
    is_so wrong clone truthdb 'the clone is on main; the configuration wants stable'
    to_do "git -C $W/clones/truthdb switch stable"
    sed 's/"stable"/null/' clones/orchestrator.json >'my plan.json'
    exits 0 look --config 'my plan.json'
    is_so ok configuration "$W/my plan.json" 'named, 4 repositories of Truthdb'
}
broken_configuration() {
    ready
    echo '{"owner": "Truthdb", "repos": [{"name": "x"' >clones/orchestrator.json
    exits 2 look
    is "$(cat out)" '' 'what is printed'
    says 'orchestrator: check: '
    rm clones/orchestrator.json
    echo '{"owner": "Truthdb", "api_url": "https://api.evil.example", "repos": [{"name": "truthdb", "assets": ["a"]}]}' >clones/orchestrator.json
    unset GITHUB_API_URL
    exits 2 look
    says 'the token would go to https://api.evil.example'
    exits 2 look --version 1.2.3
    says 'version'
}

no_token() {
    ready
    unset GITHUB_TOKEN
    exits 4 look
    is_so wrong token none 'there is no token to read the releases with: GITHUB_TOKEN and GH_TOKEN are not set, and gh has none'
    to_do 'export GITHUB_TOKEN=..., or: gh auth login'
    is_so ok api "$GITHUB_API_URL" 'answered 200 in '
    is_so ok clock here "as GitHub's"
    is_so ok clone truthdb 'main at '
    is "$(lines wrong)" 1 'wrong lines'
    is "$(grep -c . requests)" 1 'requests'
    GITHUB_TOKEN='one two' exits 4 look
    is_so wrong token none 'the token in GITHUB_TOKEN has a blank, a line break'
    is "$(lines wrong)" 1 'wrong lines'
}
token_of_gh() {
    ready
    unset GITHUB_TOKEN
    mkdir shim
    printf '#!/bin/sh\n[ "$1" = --version ] && echo "gh version 2.40.1 (2023-12-13)" && exit\necho %s\n' "$TOKEN" >shim/gh
    chmod +x shim/gh
    PATH="$W/shim:$PATH" exits 0 look --log log
    is_so ok program gh 'gh version 2.40.1'
    is_so ok token 'gh auth token' accepted
    no_leak
    ! grep -qF "$TOKEN" log || fail 'the token is in the log'
}
refused_token() {
    ready
    GITHUB_TOKEN=github_pat_thisIsNotTheRightOneAtAll
    export GITHUB_TOKEN
    exits 4 look --log log
    is_so wrong token GITHUB_TOKEN 'GitHub does not accept the token (401: Bad credentials)'
    to_do 'make a new token; this one comes from GITHUB_TOKEN'
    is_so ok api "$GITHUB_API_URL" 'answered 401 in '
    is "$(lines wrong)" 1 'wrong lines'
    ! grep thisIsNotTheRightOneAtAll out err log || fail 'the token is told'
}
hidden_repository() {
    ready
    github_faults '[{"path": "/truthdb", "times": -1, "do": "not_found"}]'
    exits 4 look
    is_so wrong repository truthdb 'GitHub shows no repository Truthdb/truthdb to this token (404)'
    to_do 'give the token (from GITHUB_TOKEN) access: resource owner Truthdb, repository truthdb, Metadata and Contents read-only'
    all_ok "$(grep -F -A1 '(404)' out)"
    is "$(lines wrong)" 1 'wrong lines'
    is_so ok repository installer 'can be read'
}
no_contents() {
    ready
    github_faults '[{"path": "/installer/releases", "times": -1, "do": "forbidden", "permissions": "contents=read"}]'
    exits 4 look
    is_so wrong repository installer 'cannot read the releases on GitHub: GitHub forbids it (403'
    is "$(lines wrong)" 1 'wrong lines'
}
no_actions() {
    ready
    github_faults '[{"path": "/actions/", "times": -1, "do": "forbidden", "permissions": "actions=read"}]'
    exits 0 look
    for name in $REPOS; do
        is_so warning repository "$name" 'the workflow runs cannot be read (GitHub forbids it (403: Resource not accessible by personal access token); it wants the permission actions=read)'
    done
    to_do 'give the token Actions, read-only'
    is "$(lines warning)" 4 'warnings'
    github_faults '[{"path": "/truthdb/rulesets", "times": -1, "do": "not_found"}]'
    exits 0 look
    is_so warning repository truthdb 'the rulesets for tags cannot be read (GitHub answered 404'
    is "$(lines warning)" 1 'warnings'
}
archived() {
    world_origins
    echo '{"truthdb": {"archived": true}}' >assets
    github_start --delay 0 --immutable --assets assets
    exits 3 look
    is_so wrong repository truthdb 'the repository is archived on GitHub'
    is "$(lines wrong)" 1 'wrong lines'
}
expiring() {
    ready
    header GitHub-Authentication-Token-Expiration "$(date -u -d '+10 days +1 hour' '+%Y-%m-%d %H:%M:%S UTC')"
    exits 0 look
    is_so warning token GITHUB_TOKEN "accepted; it expires $(date -u -d '+10 days +1 hour' +%Y-%m-%d), in 10 days"
    to_do 'make a new one before then'
    github_faults "[{\"path\": \".\", \"times\": -1, \"do\": \"header\", \"headers\": {\"X-OAuth-Scopes\": \"repo, read:org\",
        \"GitHub-Authentication-Token-Expiration\": \"$(date -u -d '+15 days +1 hour' '+%Y-%m-%d %H:%M:%S +0000')\"}}]"
    exits 0 look
    is_so ok token GITHUB_TOKEN 'accepted; scopes: repo, read:org; it expires '
    all_ok
}
little_left() {
    ready
    github_control '{"quota": {"remaining": 119, "reset_in": 600}}'
    exits 0 look
    is_so warning api 'rate limit' '99 of 5000 requests are left, for '
    to_do 'a release would have to wait; begin in '
    github_control '{"quota": {"remaining": 120, "reset_in": 600}}'
    exits 0 look
    is_so ok api 'rate limit' '100 of 5000 requests are left, for '
    github_faults '[{"path": ".", "times": -1, "do": "rate_primary"}]'
    exits 3 look
    is_so wrong api 'rate limit' 'a rate limit of GitHub (403: API rate limit exceeded'
    is "$(lines wrong)" 1 'wrong lines'
}

unreachable() {
    ready
    export GITHUB_API_URL=http://127.0.0.1:1
    exits 3 look
    is_so wrong api http://127.0.0.1:1 'no answer from GitHub: '
    to_do 'check the network, https://www.githubstatus.com, and '
    is_so warning token GITHUB_TOKEN 'GitHub was not asked with it'
    is_so ok clone truthdb 'main at '
    is "$(lines wrong)" 1 'wrong lines'
    is "$(grep -c 'repository  ' out || :)" 0 'lines of repositories'
    unset GITHUB_TOKEN
    exits 3 look
    is_so wrong api http://127.0.0.1:1 'no answer from GitHub: '
    is_so wrong token none 'there is no token'
}
passing_trouble() {
    ready
    github_faults '[{"path": "/truthdb/releases", "times": 1, "do": "status", "status": 502},
        {"path": "/installer/releases", "times": 1, "do": "redirect"}]'
    exits 0 look
    all_ok
    is_so ok repository truthdb 'can be read'
    is_so ok repository installer 'can be read'
    github_faults '[{"path": "/truthdb$", "times": -1, "do": "status", "status": 502}]'
    exits 3 look
    is_so wrong repository truthdb 'cannot read the repository on GitHub: GitHub answered 502'
}
clocks() {
    ready
    header Date "$(date_in -300)"
    exits 0 look
    grep -q "^warning  clock  *here  *\(299\|300\|301\) s ahead of GitHub's" out || { show_output; fail 'our clock is ahead'; }
    to_do 'set the clock'
    header Date "$(date_in 300)"
    exits 0 look
    grep -q "^warning  clock  *here  *\(29[0-9]\|30[01]\) s behind GitHub's" out || { show_output; fail 'our clock is behind'; }
    header Date "$(date_in -30)"
    exits 0 look
    grep -q "^ok  *clock  *here  *\(29\|30\|31\) s ahead of GitHub's" out || { show_output; fail 'our clock is a little ahead'; }
    header Date "$(date_in -3)"
    exits 0 look
    is_so ok clock here "as GitHub's"
}

no_git() {
    ready
    bin curl sha256sum
    PATH="$W/bin" exits 7 look
    is_so wrong program git 'cannot run git: it is not installed, or not in PATH'
    to_do 'install git 2.30 or newer'
    is_so ok program curl 'curl '
    is_so ok program sha256sum 'sha256sum (GNU coreutils) '
    is_so ok token GITHUB_TOKEN accepted
    is_so ok repository truthdb 'can be read'
    is "$(grep -c 'clone  ' out || :)" 0 'lines of clones'
    is "$(lines wrong)" 1 'wrong lines'
    # nothing tells then whose API it is that a file names which was found
    echo '{"owner": "Truthdb", "api_url": "https://api.evil.example", "repos": [{"name": "truthdb", "assets": ["a"]}]}' >clones/orchestrator.json
    unset GITHUB_API_URL
    PATH="$W/bin" exits 7 look
    is_so warning api API 'not asked: git is missing'
}
no_curl() {
    ready
    bin git sh openssl
    PATH="$W/bin" exits 7 look
    is_so wrong program curl 'cannot run curl: it is not installed, or not in PATH'
    to_do 'install curl 7.76 or newer'
    is_so warning api "$GITHUB_API_URL" 'not asked: curl is missing'
    is_so warning token GITHUB_TOKEN 'GitHub was not asked with it'
    is_so ok clone truthdb 'main at '
    is "$(lines wrong)" 1 'wrong lines'
}
too_old() {
    ready
    mkdir shim
    printf '#!/bin/sh\n[ "$1" = --version ] && echo "git version 2.29.9" && exit\nexec %s "$@"\n' "$(command -v git)" >shim/git
    printf '#!/bin/sh\n[ "$2" = --version ] && echo "curl 7.75.0 (x)" && exit\nexec %s "$@"\n' "$(command -v curl)" >shim/curl
    chmod +x shim/git shim/curl
    PATH="$W/shim:$PATH" exits 7 look
    is_so wrong program git 'git 2.30 or newer is needed; this one says: git version 2.29.9'
    is_so wrong program curl 'curl 7.76 or newer is needed; this one says: curl 7.75.0'
    is_so ok repository truthdb 'can be read'
    is_so ok clone truthdb 'main at '
}
no_digests() {
    ready
    bin git curl sh
    PATH="$W/bin" exits 0 look
    is_so warning program openssl 'none of openssl, sha256sum and shasum is in PATH: nothing can be verified'
    to_do 'install one of them'
}
signing() {
    ready
    bin git curl sh openssl
    git config --file "$GIT_CONFIG_GLOBAL" tag.gpgSign true
    PATH="$W/bin" exits 7 look
    is_so wrong program gpg 'tags are to be signed, and the program that signs them cannot be run'
    printf '#!/bin/sh\nexit 1\n' >bin/ssh-keygen
    chmod +x bin/ssh-keygen
    git config --file "$GIT_CONFIG_GLOBAL" gpg.format ssh
    PATH="$W/bin" exits 0 look
    is_so ok program ssh-keygen 'it signs the tags'
    git config --file "$GIT_CONFIG_GLOBAL" gpg.ssh.program /none/such
    PATH="$W/bin" exits 7 look
    is_so wrong program /none/such 'tags are to be signed'
    git config --file "$GIT_CONFIG_GLOBAL" --unset tag.gpgSign
    printf '[tag]\n\tgpgSign\n' >>"$GIT_CONFIG_GLOBAL"
    PATH="$W/bin" exits 7 look
    is_so wrong program /none/such 'tags are to be signed'
    git config --file "$GIT_CONFIG_GLOBAL" tag.gpgSign false
    PATH="$W/bin" exits 0 look
    sed 's/"sign": false/"sign": true/' "$T/../examples/truthdb.json" >plan.json
    grep -q '"sign": true' plan.json
    PATH="$W/bin" exits 7 look --config plan.json
    is_so wrong program /none/such 'tags are to be signed'
}
for_programs() {
    ready
    rm -rf clones/truthdb
    exits 3 look --json --log log
    python3 - "$W" <<'PY'
import json, sys
events = [json.loads(line) for line in open("out")]
checks = [e for e in events if e["event"] == "check"]
fields = {"event", "time", "subject", "name", "state", "detail", "cure"}
for e in checks:
    about = e["subject"] in ("repository", "clone")
    assert set(e) == fields | ({"repo"} if about else set()), e
    assert e["state"] == "ok" or e["cure"], e
bad = [e for e in checks if e["state"] != "ok"]
assert [(e["subject"], e["repo"], e["state"]) for e in bad] == [("clone", "truthdb", "wrong")], bad
assert bad[0]["detail"] == "there is no clone at %s/clones/truthdb" % sys.argv[1]
order = ["program", "configuration", "token", "api", "clock", "repository", "clone"]
seen = [e["subject"] for e in checks]
assert seen == sorted(seen, key=order.index) and set(seen) == set(order), seen
assert events[0]["event"] == "started" and events[0]["command"] == "check"
assert events[-1]["event"] == "result" and events[-1]["status"] == 3
assert events[-1]["cure"] == bad[0]["cure"]
PY
    no_leak
    ! grep -qF "$TOKEN" log || fail 'the token is in the log'
}
ran() {
    grep -c "^$1" ran || :
}
costs() {
    ready
    count_programs
    PATH="$SHIM_PATH" exits 0 look
    is "$(ran 'git.* ls-remote ')" 4 'connections to origins'
    is "$(ran 'git.* \(fetch\|push\|clone\) ')" 0 'other network operations'
    is "$(ran 'curl -q --version')" 1 'curls that tell their version'
    is "$(ran curl)" 3 'curl processes'
    is "$(ran git)" 30 'git commands: 7 a repository, its version, how tags are signed'
    is "$(grep -c . requests)" 20 'requests'
    rm -rf other-truthdb
    world_other_commit truthdb
    rm ran
    PATH="$SHIM_PATH" exits 3 look
    is "$(ran 'git.* ls-remote ')" 4 'connections to origins, one clone being behind'
    is "$(ran 'git.* \(fetch\|push\|clone\) ')" 0 'other network operations'
}
costs_of_many() {
    world_hundred
    github_start --delay 0 --immutable --config plan.json
    count_programs
    PATH="$SHIM_PATH" exits 0 look --config plan.json
    is "$(grep -c '^ok  *clone ' out)" 100 'clones that are right'
    is "$(grep -c '^ok  *repository ' out)" 100 'repositories that are right'
    is "$(ran 'git.* ls-remote ')" 100 'connections to origins'
    is "$(ran curl)" 17 'curl processes: its version, and two times 8'
    is "$(grep -c . requests)" 500 'requests'
    GITHUB_API_URL=http://127.0.0.1:1 exits 3 look --config plan.json
    is "$(lines wrong)" 1 'wrong lines'
}

tap 'All is well: a line for each thing, and nothing is changed' all_is_well
tap 'Clones that are missing, dirty, of another origin: as a release is refused' clones_in_trouble
tap 'Clones that are ahead of origin, or behind' apart_from_origin
tap 'What else a release needs of a clone' what_a_release_needs
tap 'The configuration: where from, and the branch that it wants' configured_branch
tap 'A configuration that is broken, or leads the token astray, ends with 2' broken_configuration
tap 'No token, or none that can be one: only that is wrong' no_token
tap 'The token that gh holds' token_of_gh
tap 'A token that GitHub refuses is told once' refused_token
tap 'A repository that the token may not see' hidden_repository
tap 'Releases that the token may not read' no_contents
tap 'Workflow runs and rulesets that it may not read are warnings' no_actions
tap 'A repository that is archived' archived
tap 'A token that expires soon, and the scopes of a classic one' expiring
tap 'Little is left of the rate limit, or nothing' little_left
tap 'GitHub cannot be reached: told once' unreachable
tap 'What passes is asked again' passing_trouble
tap 'A clock that is not as that of GitHub' clocks
tap 'Without git the rest is looked at' no_git
tap 'Without curl the rest is looked at' no_curl
tap 'Programs that are too old' too_old
tap 'Without a program for SHA-256' no_digests
tap 'What signs the tags, if they are to be signed' signing
tap 'For programs: one event a line, each with the same fields' for_programs
tap 'It costs 1 connection of git a repository, and 2 curls' costs
tap 'A hundred repositories' costs_of_many
tap_end

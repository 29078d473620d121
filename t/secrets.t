#!/bin/sh
# Secrets stay where they are: whatever is done and however it ends, the token
# and the passwords of remotes are in no argument, file, message or request that
# is not for them. Each situation is one line of `sealed`, which looks at all
# those places; shims record what each program that is started can see.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"
CHECK=$T/secrets_check.py

# Nothing but our knowing them tells that these are secret.
TOKEN=5f4dcc3b5aa765d61d8327deb882cf99aabbccdd
OTHER=0a1b2c3d4e5f60718293a4b5c6d7e8f901234567
PASSWORD=correct-horse-of-the-remote
PROGRAMS='git curl gh rm openssl sha256sum shasum gpg ssh ssh-keygen'

tap_after() {
    github_stop
    [ -z "${ELSEWHERE_PID:-}" ] || kill "$ELSEWHERE_PID" 2>/dev/null || :
}

# shim PROGRAM REAL: it runs REAL, once what it can see is written down, and
# what has been left in files so far
shim() {
    cat >"shim/$1" <<END
#!/bin/sh
{ printf '%s' "$1"; for word; do printf ' <%s>' "\$word"; done; echo; } >>"$W/seen/argv"
if [ -r /proc/\$\$/environ ]; then
    cat /proc/\$\$/environ >>"$W/seen/env"
    cat /proc/\$PPID/cmdline >>"$W/seen/parent"
    ls -l /proc/self/fd >>"$W/seen/fds"
    { ulimit -c; ulimit -Hc; } >>"$W/seen/core"
fi
(cd "$W" && grep -raF --exclude=config --exclude=.gitconfig -f forms $PLACES) 2>/dev/null >>"$W/seen/files"
exec "$2" "\$@"
END
    chmod +x "shim/$1"
}
# where programs may leave something; git's configuration is the test's own
PLACES='tmp home clones state work'

# guard SECRET...: these are looked for, from now on
guard() {
    python3 -SE "$CHECK" forms "$@" >"$W/forms"
}

# two repositories, which is enough for everything that is done
two() {
    cat >plan.json <<'END'
{"owner": "Truthdb", "repos": [
 {"name": "one", "assets": ["a-{version}.tar", "a-{version}.tar.sha256"],
  "checksums": {"a-{version}.tar": "a-{version}.tar.sha256"}},
 {"name": "two", "needs": ["one"], "assets": ["b"]}]}
END
    world_plan plan.json
    world_origins
    [ -s assets ] || echo '{}' >assets
    github_start --delay 0 --immutable --config plan.json --assets assets
    mkdir -p shim seen state work real
    export XDG_STATE_HOME="$W/state"
    for program in $PROGRAMS; do
        real=$(command -v "$program") || continue
        ln -s "$real" "real/$program"
        shim "$program" "$real"
    done
    guard "$TOKEN" "$OTHER" "$PASSWORD"
}

# elsewhere: a server that nothing may go to; what comes goes to ./elsewhere
elsewhere() {
    cat >elsewhere.py <<'END'
import socketserver
class H(socketserver.StreamRequestHandler):
    timeout = 5
    def handle(self):
        with open("elsewhere", "ab") as log:
            while (line := self.rfile.readline(65536)).strip():
                log.write(line)
                log.flush()
        self.wfile.write(b"HTTP/1.1 502 No\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
class S(socketserver.ThreadingTCPServer):
    daemon_threads = True
s = S(("127.0.0.1", 0), H)
open("elsewhere.new", "w").write(str(s.server_address[1]))
import os
os.rename("elsewhere.new", "elsewhere-port")
s.serve_forever()
END
    : >elsewhere
    python3 elsewhere.py >elsewhere.out 2>&1 &
    ELSEWHERE_PID=$!
    until_true 'no server' test -s elsewhere-port
    ELSEWHERE=http://127.0.0.1:$(cat elsewhere-port)
}

look() {
    # shellcheck disable=SC2086 # words
    python3 -SE "$CHECK" look forms seen out err requests elsewhere $PLACES >wrong || {
        cat wrong
        fail "a leak: $1"
    }
    # the API alone gets the token
    ! grep '"listener": "storage"' requests | grep -v '"auth": "none"' ||
        fail 'a token went to where the assets lie'
    tally 'situations without a leak' 1 1
}

# sealed STATUS CMD...: it ends with that status ("any": whatever it is), and
# no secret is anywhere
sealed() {
    want=$1
    shift
    rm -rf seen && mkdir seen
    for file in env fds core parent files; do : >"seen/$file"; done
    rm -f work/log work/manifest.json
    got=0
    env -0 PATH="$W/shim:$PATH" >seen/before
    ls -l /proc/self/fd >seen/fds.before 2>/dev/null || :
    PATH="$W/shim:$PATH" "$TIMEOUT" --foreground "$HANGS" "$@" >out 2>err </dev/null || got=$?
    [ "$want" = any ] || [ "$got" -eq "$want" ] || { show_output; fail "exit status $got, not $want: $*"; }
    look "$*"
}
orchestrator() { # STATUS COMMAND ARGS
    want=$1
    command=$2
    shift 2
    sealed "$want" "$ORCHESTRATOR" "$command" --repos-root clones --config plan.json \
        --log work/log -v "$@"
}
release() {
    want=$1
    shift
    orchestrator "$want" release --version 1.2.3 --poll-interval-secs 1 "$@"
}
# again: nothing was ever tagged
again() {
    for name in $REPOS; do
        git -C "clones/$name" tag -d v1.2.3 >again.out 2>&1 || :
        git -C "origins/$OWNER/$name.git" tag -d v1.2.3 >again.out 2>&1 || :
    done
}
faults() {
    github_faults "$1"
}

# What a server, a hook or a program says that is out to tell all it knows.
base64_of() { printf %s "$1" | base64 | tr -d '\n'; }
# padded N TEXT: so many bytes before it, in one word
padded() { printf "%0$1d" 0 | tr 0 y; printf %s "$2"; }
telling() { # STATUS: a fault that tells the token in every way
    cat <<END
{"path": "/releases/tags|/actions/", "times": -1, "do": "status", "status": $1,
 "headers": {"X-GitHub-SSO": "required; url=https://x/?token=$TOKEN", "X-Odd": "$TOKEN"},
 "json": {"message": "no: $TOKEN $(base64_of "x-access-token:$TOKEN") $(padded 120 "$TOKEN")", "documentation_url": "https://x/$TOKEN"}}
END
}

done_well() {
    two
    release 0 --dry-run
    release 0 --manifest "$W/work/manifest.json" --verify
    is "$(grep -c curl seen/argv)" "$(grep -c 'curl <-q>' seen/argv)" 'each curl has -q'
    release 0 --resume --json
    for json in '' --json; do
        # shellcheck disable=SC2086 # none, or one word
        orchestrator 0 status $json
        # shellcheck disable=SC2086
        orchestrator 0 status --version 1.2.3 $json
        # shellcheck disable=SC2086
        orchestrator 0 verify --version 1.2.3 $json
        rm -rf work/dl
        # shellcheck disable=SC2086
        orchestrator 0 verify --version 1.2.3 --download "$W/work/dl" $json
        # shellcheck disable=SC2086
        orchestrator any check $json
    done
    rm -rf clones/two
    orchestrator 0 clone
    is "$(grep -c '"auth": "right"' requests)" "$(grep -c '"listener": "api"' requests)" 'requests to the API with the token'
}


# Each exit status that the manual has.
usage() {
    two
    elsewhere
    sealed 2 "$ORCHESTRATOR" release --version "$TOKEN" --repos-root clones --config plan.json --log work/log
    sealed 2 "$ORCHESTRATOR" "$TOKEN"
    sealed 2 "$ORCHESTRATOR" status --"$TOKEN" --json
    sealed 2 "$ORCHESTRATOR" release --version 1.2.3 --jobs "$(padded 70 "$TOKEN")"
    GITHUB_API_URL="https://me:$PASSWORD@127.0.0.1:1/" release 2 --dry-run
    GITHUB_API_URL="$ELSEWHERE@127.0.0.1:1/?token=$TOKEN" release 2
    GITHUB_API_URL=http://example.org/ release 2
}
refused() {
    two
    echo x >clones/one/"$TOKEN"
    release 3
    release 3 --json
    rm clones/one/"$TOKEN"
    # a URL that is not that of the repository, and one that cannot be reached
    git -C clones/one remote set-url origin "https://me:$PASSWORD@127.0.0.1:1/o/other.git"
    git -C clones/two remote set-url origin "https://$TOKEN@127.0.0.1:1/Truthdb/two.git"
    release any
    orchestrator any status
    orchestrator any check
    orchestrator any check --json
    mv clones/two two.away
    orchestrator any clone --jobs 1
    orchestrator any clone --protocol https --json
    mv two.away clones/two
    # git puts it into the URL
    git -C clones/two remote set-url origin http://127.0.0.1:1/Truthdb/two.git
    git -C clones/two config "url.http://me:$PASSWORD@127.0.0.1:1/.insteadOf" http://127.0.0.1:1/
    git -C clones/two config "http.extraHeader" "Authorization: basic $(base64_of "me:$PASSWORD")"
    release any --json
    orchestrator any status
    mv clones/one one.away
    orchestrator any clone
}
denied() {
    two
    for fault in '"do": "unauthorized"' '"do": "sso"' '"do": "forbidden"' '"do": "not_found"' \
        '"do": "rate_primary"' '"do": "rate_secondary"' '"do": "status", "status": 500'; do
        faults "[{\"path\": \"repos\", \"times\": -1, $fault}]"
        release any
        orchestrator any check
    done
    faults "[$(telling 401 | sed 's/releases.tags/repos/')]"
    release 4
    orchestrator any check --json
    faults "[$(telling 403 | sed 's/releases.tags/repos/')]"
    release 4 --json
    # what is too long is cut, and not in a secret
    for words in "$(padded 181 "$TOKEN")" "x $(padded 179 "$TOKEN") x" "$(padded 150 "$(base64_of "$TOKEN")")"; do
        faults "[{\"path\": \"repos\", \"times\": -1, \"do\": \"status\", \"status\": 422, \"json\": {\"message\": \"$words\"}}]"
        release any
    done
    faults '[]'
    GITHUB_TOKEN=$OTHER release 4
    GITHUB_TOKEN='' GH_TOKEN=$OTHER release 4
    GITHUB_TOKEN='' GH_TOKEN='' release 4
}
denied_later() { # STATUS OF-GITHUB EXIT
    two
    for told in 401 403 422 500; do
        again
        faults "[$(telling $told)]"
        release any --timeout-secs 2
        release any --resume --timeout-secs 2 --json
        orchestrator any status --version 1.2.3
    done
}
time_up() {
    two
    for fault in '"do": "hang", "seconds": 30' '"do": "truncate_head"' '"do": "reset"' \
        '"do": "rate_primary"' '"do": "gzip"' \
        "\"do\": \"body\", \"body\": \"{\\\"tag_name\\\": $TOKEN\""; do
        again
        faults "[{\"path\": \"/releases/tags|/actions/runs\", \"times\": -1, $fault}]"
        release 5 --timeout-secs 2
    done
}
not_as_it_should_be() {
    printf '{"one": {"digest_of": {"a-{version}.tar": "sha256:%064d"}}}' 0 >assets
    two
    release 6 --verify
    orchestrator 6 verify --version 1.2.3
    orchestrator 6 verify --version 1.2.3 --download "$W/work/dl" --json
    faults "[{\"path\": \"github-production\", \"times\": -1, \"do\": \"redirect\", \"status\": 302, \"location\": \"http://127.0.0.1:1/$TOKEN\"}]"
    orchestrator any verify --version 1.2.3 --download "$W/work/dl2"
    faults "[{\"path\": \"github-production\", \"times\": -1, \"do\": \"status\", \"status\": 403, \"body\": \"$TOKEN\", \"headers\": {\"X\": \"$TOKEN\"}}]"
    orchestrator any verify --version 1.2.3 --download "$W/work/dl3"
}
# PATH is one folder, of links or shims
only() { # PROGRAM...
    rm -rf bin && mkdir bin
    for program in sh rm "$@"; do ln -s "$(command -v "$program")" "bin/$program"; done
}
missing() {
    two
    only git
    sealed any env PATH="$W/bin" "$ORCHESTRATOR" release --version 1.2.3 --repos-root clones --config plan.json --log work/log
    is "$got" 7 'exit status without curl'
    only curl
    sealed any env PATH="$W/bin" "$ORCHESTRATOR" check --repos-root clones --config plan.json --log work/log
    printf '#!/bin/sh\necho "curl 7.1 %s"; echo "%s" >&2\n' "$TOKEN" "$TOKEN" >bin/old
    chmod +x bin/old
    mv bin/old bin/curl
    ln -s "$(command -v git)" bin/git
    sealed any env PATH="$W/bin" "$ORCHESTRATOR" release --version 1.2.3 --repos-root clones --config plan.json --log work/log
    is "$got" 7 'exit status with an old curl'
}

# stopped SIGNAL STATUS WORDS ARGS: by a signal, once it has come to say that
stopped() {
    signal=$1
    want=$2
    words=$3
    shift 3
    rm -rf seen && mkdir seen
    for file in env fds core parent files; do : >"seen/$file"; done
    env -0 PATH="$W/shim:$PATH" >seen/before
    ls -l /proc/self/fd >seen/fds.before 2>/dev/null || :
    PATH="$W/shim:$PATH" python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
signal.signal(signal.SIGQUIT, signal.SIG_DFL)
signal.alarm(int(sys.argv[1]))
os.execv(sys.argv[2], sys.argv[2:])' "$HANGS" "$ORCHESTRATOR" release --version 1.2.3 --repos-root clones \
        --config plan.json --log work/log -v --poll-interval-secs 1 "$@" </dev/null >out 2>err &
    PID=$!
    until_says "$words"
    kill "-$signal" "$PID"
    ends "$want"
    look "$signal"
}
signals() {
    echo '{"one": {"delay": 900, "run": {"takes": 900}}}' >assets
    two
    stopped INT 130 'one: waiting: '
    stopped TERM 143 'one: waiting: ' --resume --json
    stopped HUP 129 'one: waiting: ' --resume
    again
    printf '#!/bin/sh\necho "$GITHUB_TOKEN" >&2; env >&2\nsleep 100\n' >clones/one/.git/hooks/pre-push
    chmod +x clones/one/.git/hooks/pre-push
    stopped TERM 143 'one: tagged'
}
# A crash leaves no memory behind: neither ours nor curl's.
crashes() {
    echo '{"one": {"delay": 900, "run": {"takes": 900}}}' >assets
    two
    # shellcheck disable=SC3045 # all shells that this runs in have it
    ulimit -c unlimited 2>/dev/null || :
    stopped QUIT 131 'one: waiting: '
    is "$(find . -name 'core*' ! -path './seen/*')" '' 'core files'
    # where the system pipes it to a program, Linux heeds 1 alone
    [ ! -r /proc/self/limits ] || printf '#!/bin/sh\ncat /proc/self/limits >"%s/limits"\nexec "%s/real/curl" "$@"\n' "$W" "$W" >shim/curl
    release any --resume --timeout-secs 2
    [ ! -s limits ] || is "$(awk '/^Max core/ { print $5, $6 }' limits)" '1 1' 'the limit of core files of curl'
}

# What the clone's hooks and origin say when they refuse.
# hook FILE SCRIPT: a hook that says that, and refuses; what it knows is kept
# where nothing is looked for
hook() {
    printf '%s\n' "$2" >tell
    printf '#!/bin/sh\n. "%s/tell" >&2\nexit 1\n' "$W" >"$1"
    chmod +x "$1"
}
HOOK=clones/one/.git/hooks/pre-push
pushes() {
    two
    origin=origins/Truthdb/one.git/hooks/pre-receive
    for file in "$HOOK" "$origin"; do
        rm -f "$HOOK" "$origin"
        for tells in 'echo "$GITHUB_TOKEN"' 'env' 'printf "x-access-token:%s" "$GITHUB_TOKEN" | base64' \
            'printf "%045d%s" 0 "$GITHUB_TOKEN" | base64' \
            'printf "%0900d%s\n" 0 "$GITHUB_TOKEN"' \
            'echo "fatal: https://me:$PASSWORD@example.org/"' \
            'echo "error: Authorization: Bearer $GITHUB_TOKEN"; echo "error: $GITHUB_TOKEN" | sed "s/./&/g"' \
            'printf "x\ty%s\033[31m%s\n" "$GITHUB_TOKEN" "$GITHUB_TOKEN"'; do
            hook "$file" "PASSWORD=$PASSWORD; $tells"
            again
            release any
            says ' push: '
        done
    done
    rm -f "$HOOK" "$origin"
    # the password alone, as some server might repeat it
    git -C clones/one config remote.origin.url "http://me:$PASSWORD@127.0.0.1:1/Truthdb/one.git"
    printf '#!/bin/sh\necho "the password of me is %s" >&2; exit 1\n' "$PASSWORD" >shim/git-remote-http
    chmod +x shim/git-remote-http
    git -C clones/one config remote.origin.vcs http
    release any
    orchestrator any status
}

# Whatever curl does, and says.
curls() {
    two
    cat >shim/curl <<END
#!/bin/sh
case "\$*" in *--version*) exec "$W/real/curl" "\$@" ;; esac
cat >"$W/config"
sed 's/^/> /' "$W/config" >&2
sed 's/^header = "\(Auth.*\)"/> \1/' "$W/config" >&2
cat "$W/config"
exit \$CODE
END
    export CODE
    for code in 0 1 2 3 5 6 7 18 22 23 26 28 35 43 47 52 55 56 60 61 63 77 78 92 127; do
        CODE=$code
        orchestrator any status
        grep -q "$TOKEN" config || fail "curl did not get the token: $code"
        rm config
    done
    for code in 0 2 7 22 28 60; do
        CODE=$code
        release any --json
        CODE=$code
        orchestrator any check
    done
    # only once something is public
    python3 - <<'END'
text = open("shim/curl").read()
text = text.replace("*) exec", "*) exec").replace('cat >"', '[ -e go ] || exec real/curl "$@"\ncat >"', 1)
open("shim/curl", "w").write(text)
END
    for code in 0 2 7 22 28 56; do
        rm -f go
        again
        printf '#!/bin/sh\n: >"%s/go"\n' "$W" >clones/one/.git/hooks/pre-push
        chmod +x clones/one/.git/hooks/pre-push
        CODE=$code
        release any --timeout-secs 2
    done
}
# The transfer of an asset is another curl.
curls_of_assets() {
    two
    release 0
    cat >shim/curl <<END
#!/bin/sh
config=\$(cat)
case "\$config" in *output*) ;; *) echo "\$config" | exec "$W/real/curl" "\$@"; exit ;; esac
echo "\$config" >&2
echo "\$config"
exit \$CODE
END
    sed -i '2i case "$*" in *--version*) exec "'"$W"'/real/curl" "$@" ;; esac' shim/curl
    export CODE
    for code in 0 2 18 22 23 28 33 56 63; do
        CODE=$code
        orchestrator any verify --version 1.2.3 --download "$W/work/dl$code"
        rm -rf work/dl*
    done
}

redirects() {
    two
    elsewhere
    port=${GITHUB_API_URL##*:}
    for to in "$ELSEWHERE/x" "http://127.0.0.1:$port@${ELSEWHERE#http://}/x" "//${ELSEWHERE#http://}/x" \
        "http://localhost:$port/x" "https://127.0.0.1:$port/x" "${GITHUB_API_URL}1/x" \
        "file:///etc/passwd" "$ELSEWHERE/x\\\"\\nurl = \\\"$ELSEWHERE/y"; do
        for status in 301 302 307; do
            faults "[{\"path\": \"repos/\", \"times\": -1, \"do\": \"redirect\", \"status\": $status, \"location\": \"$to\"}]"
            orchestrator any status
        done
        faults "[{\"path\": \"releases/tags|/actions/runs\", \"times\": -1, \"do\": \"redirect\", \"location\": \"$to\"}]"
        again
        release any --timeout-secs 2
    done
    is "$(cat elsewhere)" '' 'requests that went elsewhere'
    is "$(grep -c '"auth": "wrong"' requests || :)" 0 'requests with another token'
    # bytes may be elsewhere, and the token is not for there
    faults '[]'
    again
    release 0
    faults "[{\"path\": \"releases/assets/\", \"times\": -1, \"do\": \"redirect\", \"status\": 302, \"location\": \"$ELSEWHERE/bytes\"}]"
    orchestrator any verify --version 1.2.3 --download "$W/work/dl"
    grep -q bytes elsewhere || fail 'the bytes were not asked for elsewhere'
    ! grep -qi authorization elsewhere || fail 'the token went elsewhere'
}

# What a person or a system may have set.
surroundings() {
    two
    elsewhere
    printf 'proxy = "%s"\ntrace-ascii = "%s/work/curl-trace"\n' "$ELSEWHERE" "$W" >home/.curlrc
    export CURL_HOME="$W/home" SSLKEYLOGFILE="$W/work/keys" \
        http_proxy="$ELSEWHERE" https_proxy="$ELSEWHERE" HTTPS_PROXY="$ELSEWHERE" ALL_PROXY="$ELSEWHERE" all_proxy="$ELSEWHERE" \
        GIT_TRACE=1 GIT_TRACE_CURL=1 GIT_CURL_VERBOSE=1 GIT_TRACE2=1 GIT_TRACE2_EVENT=2 GIT_TRACE_SETUP=2 GIT_TRACE_PACKET=1
    release 0
    orchestrator 0 verify --version 1.2.3 --download "$W/work/dl"
    orchestrator 0 status --version 1.2.3 --json
    is "$(cat elsewhere)" '' 'requests that went to the proxy'
    [ ! -e work/curl-trace ] || fail 'curl wrote a trace'
    # the keys to what curl sends would be worth as much as the token
    ! grep -qa SSLKEYLOGFILE seen/env || fail 'programs may write their keys down'
    is "$(grep -c '"auth": "right"' requests)" "$(grep -c '"listener": "api"' requests)" 'requests to the API with the token'
    # the proxy of an API over https sees where, and no token
    again
    GITHUB_API_URL=https://127.0.0.2:1 no_proxy='' NO_PROXY='' orchestrator any status
    grep -q '^CONNECT 127.0.0.2:1 ' elsewhere || fail 'the proxy was not asked'
    ! grep -qi '^authorization' elsewhere || fail 'the proxy has the token'
}

# It is passed as it is, or refused.
odd_tokens() {
    for odd in '"quoted"-and-more-of-it' 'back\slash\n-and-more-of-it' "it's-#-a-comment-and-more" \
        '%{header_json}-@file-{a,b}[1-3]' '$(id)-`id`-;|&<>-and-more' "@--data-and-$(padded 2000 x)"; do
        TOKEN=$odd
        two
        release 0 --dry-run
        is "$(grep -c '"auth": "right"' requests)" "$(grep -c . requests)" "requests with the token $odd"
        github_stop
        rm -rf origins clones shim real seen requests state
    done
    TOKEN=$OTHER
    two
    elsewhere
    : >requests
    for odd in "$OTHER with a blank" "$OTHER$(printf '\ntwo')" "$(printf '%s\001' "$OTHER")" "$(printf '%s\303\251' "$OTHER")" \
        "$(printf 'x"\nurl = "%s/"\nheader = "A: %s' "$ELSEWHERE" "$OTHER")" "$(printf '%s\rX: y' "$OTHER")"; do
        GITHUB_TOKEN=$odd release 4
        says 'the token in GITHUB_TOKEN has a blank, a line break or another character that no token has'
        GITHUB_TOKEN='' GH_TOKEN=$odd orchestrator any status
        GITHUB_TOKEN=$odd orchestrator any check
    done
    is "$(cat elsewhere)" '' 'requests that went elsewhere'
    ! grep -q '"auth": "\(right\|wrong\)"' requests || fail 'a refused token was sent'
    for none in '' ' ' "$(printf '\t \n ')"; do
        GITHUB_TOKEN=$none release 4
        says 'there is no token to read the releases with'
    done
    GITHUB_TOKEN=$(printf '%s \n' "$OTHER") release 0 --dry-run
}

# The token that gh holds, which is not in the environment.
of_gh() {
    two
    unset GITHUB_TOKEN
    printf '#!/bin/sh\necho "%s"\necho "the token is %s" >&2\n' "$TOKEN" "$TOKEN" >gh.real
    chmod +x gh.real
    shim gh "$W/gh.real"
    release 0
    ! grep -qaF "$TOKEN" seen/env || fail 'a program got it in its environment'
    is "$(grep -c '"auth": "right"' requests)" "$(grep -c '"listener": "api"' requests)" 'requests to the API with the token'
    orchestrator 0 status --version 1.2.3
    orchestrator any check --json
    again
    hook "$HOOK" "echo it is $TOKEN"
    release any
    rm "$HOOK"
    again
    faults "[$(telling 403)]"
    release any --timeout-secs 2
    # gh fails, or prints more than the token
    printf '#!/bin/sh\necho "%s and more"\nexit 0\n' "$TOKEN" >gh.real
    release 4 --dry-run || :
    export GH_TOKEN="$OTHER" GITHUB_TOKEN="$TOKEN" GH_ENTERPRISE_TOKEN="$PASSWORD"
    faults '[]'
    again
    hook "$HOOK" env
    release any --json
}

# The program of a configuration that is told what happens.
told() {
    two
    sed -i "1s|{|{\"hooks\": {\"on_event\": \"$W/listener\"}, |" plan.json
    printf '#!/bin/sh\ncat >>"%s/work/heard"; env >&2; echo "it is $GITHUB_TOKEN"; exit 3\n' "$W" >listener
    chmod +x listener
    release 0
    says 'hook: hooks.on_event failed'
    again
    faults "[$(telling 403)]"
    release any --timeout-secs 2 --json
    grep -q failed work/heard || fail 'it was not told'
}

tap_beside 'Where all goes well' done_well
tap_beside 'Status 2: what was typed or set wrongly' usage
tap_beside 'Status 3: a survey that refuses, and passwords in the URLs of remotes' refused
tap_beside 'Status 4: GitHub refuses the token, and repeats it' denied
tap_beside 'The same while a release is awaited' denied_later
tap_beside 'Status 5: time is up' time_up
tap_beside 'Status 6: assets are not what they should be' not_as_it_should_be
tap_beside 'Status 7: programs are missing, or too old' missing
tap_beside 'Status 128 + n: signals' signals
tap_beside 'A crash leaves no core file, nor may one of curl' crashes
tap_beside 'Hooks and origins that refuse a push and tell all they know' pushes
tap_beside 'A curl that fails, and prints what it was given' curls
tap_beside 'The same for the bytes of assets' curls_of_assets
tap_beside 'Redirects elsewhere' redirects
tap_beside 'Proxies, traces and a hostile ~/.curlrc' surroundings
tap_beside 'Odd tokens go as they are, or not at all' odd_tokens
tap_beside 'The token that gh holds' of_gh
tap_beside 'A program that is told what happens' told
tap_end

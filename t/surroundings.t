#!/bin/sh
# Where it is run from: hooks, make, cron, no streams, no terminal.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"

all_released() {
    for name in $REPOS; do
        released "$name" v1.2.3 "$(head_of "$name")"
    done
}

leaked_git_variables() {
    ready
    git init -q elsewhere
    export GIT_DIR="$W/elsewhere/.git" GIT_WORK_TREE="$W/elsewhere" \
        GIT_INDEX_FILE="$W/elsewhere/.git/index" GIT_OBJECT_DIRECTORY="$W/elsewhere/.git/objects" \
        GIT_NAMESPACE=x GIT_CEILING_DIRECTORIES="$W" GIT_TRACE=1 GIT_CONFIG_PARAMETERS="'user.name'=''" \
        GIT_LITERAL_PATHSPECS=1 GIT_CURL_VERBOSE=1
    exits 0 release --version 1.2.3
    unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_NAMESPACE GIT_CEILING_DIRECTORIES GIT_TRACE GIT_CONFIG_PARAMETERS GIT_LITERAL_PATHSPECS
    all_released
}
from_a_hook() {
    ready
    git init -q control
    cat >control/.git/hooks/post-commit <<EOF
#!/bin/sh
cd "$W" && "$ORCHESTRATOR" release-iso --version 1.2.3 --repos-root clones --poll-interval-secs 1 >out 2>err
echo \$? >status
EOF
    chmod +x control/.git/hooks/post-commit
    git -C control commit -q --allow-empty -m go
    is "$(cat status)" 0 'exit status'
    all_released
}
from_make() {
    ready
    printf 'release:\n\t@+%s release-iso --version $(VERSION) --repos-root clones --poll-interval-secs 1\nother:\n\t@true\n' "$ORCHESTRATOR" >Makefile
    exits 0 make -j 4 other release VERSION=1.2.3
    all_released
}
closed_streams() {
    ready
    release --version 1.2.3 <&- >out 2>err || fail "without standard input: $?"
    all_released
    release --version 1.2.3 --resume <&- >&- 2>&- || fail "without any stream: $?"
}
ignored_signals() {
    ready
    (trap '' HUP INT PIPE CHLD; release --version 1.2.3 >out 2>err) || fail "status $?"
    all_released
}
bare_environment() {
    ready
    exits 0 env -i PATH="$PATH" HOME="$HOME" GITHUB_API_URL="$GITHUB_API_URL" GITHUB_TOKEN="$TOKEN" \
        "$ORCHESTRATOR" release-iso --repos-root clones --version 1.2.3 --poll-interval-secs 1
    all_released
}
hostile_configuration() {
    ready
    config="git config --file $GIT_CONFIG_GLOBAL"
    for key in alias.status=log alias.push=log alias.for-each-ref=log core.pager=false \
        pager.status=true color.ui=always color.status=always status.short=true \
        status.branch=false status.relativePaths=false status.renames=false column.ui=always \
        log.showSignature=true tag.sort=-taggerdate versionsort.suffix=-rc \
        core.editor=false core.quotePath=false advice.detachedHead=false \
        push.useForceIfIncludes=true core.commentChar=R i18n.logOutputEncoding=UTF-16 \
        format.pretty=raw fetch.prune=true fetch.all=true remote.origin.tagOpt=--tags \
        transfer.fsckObjects=true submodule.recurse=true push.recurseSubmodules=check; do
        $config "${key%%=*}" "${key#*=}"
    done
    exits 0 release --version 1.2.3
    all_released
    is "$(git -C origins/Truthdb/truthdb.git cat-file tag v1.2.3 | tail -n 1)" 'Release v1.2.3' 'the message'
}
replaced_head() {
    ready
    other=$(git -C clones/truthdb commit-tree -m evil "$(git -C clones/truthdb mktree </dev/null)")
    git -C clones/truthdb replace -f HEAD "$other"
    exits 0 release --version 1.2.3
    all_released
}
shallow() {
    ready
    world_other_commit truthdb
    rm -rf clones/truthdb
    git clone -q --depth 1 "file://$W/origins/Truthdb/truthdb.git" clones/truthdb
    exits 0 release --version 1.2.3
    all_released
}
# A terminal for the program, none for its children, unless --jobs 1.
prompts() {
    world_origins
    cat >askpassless <<'EOF'
#!/bin/sh
# a transport that asks on the terminal, as ssh does
if (: </dev/tty) 2>/dev/null; then echo asked >>"$HOME/../asked"; fi
exec git-receive-pack "$@"
EOF
    chmod +x askpassless
    for name in $REPOS; do
        git -C "clones/$name" config remote.origin.receivepack "$W/askpassless"
    done
    exits 0 in_terminal "$ORCHESTRATOR" release-iso --repos-root clones --version 1.2.3 --dry-run
    [ ! -e asked ] || fail 'a child had the terminal'
    exits 0 in_terminal "$ORCHESTRATOR" release-iso --repos-root clones --version 1.2.3 --dry-run --jobs 1
    is "$(wc -l <asked)" 4 'children that had the terminal with --jobs 1'
}
git_over_http() {
    ready
    # an origin that wants a password: git must not ask, and we say what to do
    cat >http401.py <<'EOF'
import http.server, os, sys
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(int(sys.argv[1]))
        self.send_header("WWW-Authenticate", 'Basic realm="git"')
        self.send_header("Content-Length", "0")
        self.end_headers()
    def log_message(self, *a):
        pass
s = http.server.HTTPServer(("127.0.0.1", 0), H)
open("git-port", "w").write(str(s.server_port))
s.serve_forever()
EOF
    for status in 401 403; do
        rm -f git-port
        python3 http401.py $status & server=$!
        until_true 'no server' test -s git-port
        for name in $REPOS; do
            git -C "clones/$name" remote set-url origin "http://127.0.0.1:$(cat git-port)/Truthdb/$name.git"
        done
        code=0
        exits 4 release --version 1.2.3 || code=1
        kill $server
        [ $code -eq 0 ]
        if [ $status -eq 401 ]; then
            says 'git would have to ask you for credentials'
            says '--jobs 1, which leaves git the terminal'
        else
            says 'origin denies us access'
            says 'The requested URL returned error: 403'
        fi
    done
}
push_fails_otherwise() {
    ready
    git -C clones/truthdb config remote.origin.receivepack 'echo "out of space" >&2; false'
    exits 3 release --version 1.2.3
    says 'origin can be read, but a push to it fails: '
    says 'push --dry-run origin HEAD'
    git -C clones/truthdb config remote.origin.receivepack \
        'echo "ERROR: Permission to Truthdb/truthdb.git denied to mallory." >&2; false'
    exits 4 release --version 1.2.3
    says 'origin can be read, but we may not push to it: ERROR: Permission to Truthdb/truthdb.git denied to mallory.'
    nothing_public v1.2.3
}
askpass() {
    world_origins
    printf '#!/bin/sh\necho asked >>"%s/asked"\n' "$W" >askpass
    chmod +x askpass
    for name in $REPOS; do
        git -C "clones/$name" config remote.origin.receivepack \
            "[ -z \"\$SSH_ASKPASS\" ] || \$SSH_ASKPASS >&2; git-receive-pack"
    done
    SSH_ASKPASS="$W/askpass" DISPLAY=:0 exits 0 release --version 1.2.3 --dry-run
    [ ! -e asked ] || fail 'a program asked for a password'
}
hanging_git() {
    world_origins
    # the time limit of a question is a minute; a signal ends it before that
    git_shim '*dry-run*' 'sleep 1000'
    PATH="$W/shim:$PATH" start_release --version 1.2.3 --dry-run -v
    until_says --dry-run
    kill -TERM "$PID"
    ends 143
    says 'stopped by SIGTERM'
    until_true 'a child is left' not pgrep -f "$W/shim/git"
}
leftover_grandchild() {
    ready
    printf '#!/bin/sh\n(sleep 30 & echo $! >"%s/sleeper") \n' "$W" >clones/truthdb/.git/hooks/pre-push
    chmod +x clones/truthdb/.git/hooks/pre-push
    from=$(date +%s)
    exits 0 release --version 1.2.3
    kill "$(cat sleeper)" 2>/dev/null || :
    [ $(($(date +%s) - from)) -lt 20 ] || fail 'it waited for a grandchild'
}

tap 'Variables that point at another repository do not matter' leaked_git_variables
tap 'It runs from a git hook' from_a_hook
tap 'It runs from make -j' from_make
tap 'It runs with closed streams' closed_streams
tap 'It runs with ignored signals' ignored_signals
tap 'It runs with next to no environment, as from cron' bare_environment
tap 'Configuration of the user does not change what is done' hostile_configuration
tap 'A replaced commit is not tagged' replaced_head
tap 'A shallow clone can be released from' shallow
tap 'Children have no terminal, unless with --jobs 1' prompts
tap 'Credentials that are missing or refused are told, without a prompt' git_over_http
tap 'A push that fails is not blamed on permission without reason' push_fails_otherwise
tap 'No window asks for a password, four times at once' askpass
tap 'A git that hangs is ended with us' hanging_git
tap 'A process that a hook leaves behind is not waited for' leftover_grandchild
tap_end

#!/bin/sh
# Origins, hooks and disks fail, each at each stage of a release.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/table.sh"
. "$(dirname "$0")/git_misbehave.sh"

IK=clones/installer-kernel
ORIGIN=origins/Truthdb/installer-kernel.git
SECOND=origins/Truthdb/installer.git
NOTHING='public now: nothing; v1.2.3 is on no origin'
GONE='local tags: removed again in installer-kernel, installer'
HALF='public now: v1.2.3 is on origin of installer-kernel ('

# --- A server that refuses
no_to_the_first() { server_hook pre-receive 'echo "tags are protected" >&2; exit 1'; }
misbehaves 'A hook of the server refuses the first tag' no_to_the_first 1 \
    'installer-kernel: push: origin refused v1.2.3: tags are protected' "$NOTHING" "$GONE" \
    'first: have the rule changed, or use credentials that may'
no_to_the_second() { second_server_hook pre-receive 'echo "tags are protected" >&2; exit 1'; }
misbehaves 'A hook of the server refuses the second tag' no_to_the_second 1 \
    'installer: push: origin refused v1.2.3: tags are protected' "$HALF" 'local tags: removed again in installer'
no_by_update() { server_hook update 'case $1 in refs/tags/*) echo "no tags here"; exit 1 ;; esac'; }
misbehaves 'An update hook refuses tags' no_by_update 1 'origin refused v1.2.3: no tags here'
no_by_rule() {
    server_hook pre-receive 'printf "error: GH013: Repository rule violations found for refs/tags/v1.2.3.\n\n- Cannot create ref due to creations being restricted.\n\n" >&2; exit 1'
}
misbehaves 'A ruleset refuses the tag' no_by_rule 1 \
    'origin refused v1.2.3: error: GH013: Repository rule violations found for refs/tags/v1.2.3. / - Cannot create ref due to creations being restricted.'
no_with_escapes() { server_hook pre-receive 'printf "\033[2J\033]0;x\007 \302\233 \377 no\n" >&2; exit 1'; }
misbehaves 'What the server says cannot write to the terminal' no_with_escapes 1 'origin refused v1.2.3: '
no_without_a_word() { server_hook pre-receive 'exit 1'; }
misbehaves 'A hook of the server refuses without a word' no_without_a_word 1 \
    'origin refused v1.2.3: pre-receive hook declined'
no_after_many_words() { server_hook pre-receive 'yes "testing, testing" | head -n 200000 >&2; echo "error: so no" >&2; exit 1'; }
misbehaves 'A hook of the server refuses after 3 MB of words' no_after_many_words 1 'origin refused v1.2.3: '
yes_after_many_words() { server_hook pre-receive 'yes "testing, testing" | head -n 200000 >&2'; }
misbehaves 'A hook of the server agrees after 3 MB of words' yes_after_many_words 0
no_by_signal() { server_hook pre-receive 'kill -9 $$'; }
misbehaves 'A hook of the server is killed' no_by_signal 1 'origin refused v1.2.3: '
no_interpreter() {
    server_hook pre-receive ''
    echo '#!/no/such/interpreter' >"$ORIGIN/hooks/pre-receive"
}
misbehaves 'A hook of the server cannot be run' no_interpreter 1 'origin refused v1.2.3: '
refuses_hidden() { git -C "$ORIGIN" config receive.hideRefs refs/tags; }
misbehaves 'The server hides its tags from pushes' refuses_hidden 1 'origin refused v1.2.3: ' 'deny updating a hidden ref'
too_large() { git -C "$ORIGIN" config receive.maxInputSize 10; }
misbehaves 'The server takes no pack of that size' too_large 1 'installer-kernel: push: '
no_atomic() { git -C "$ORIGIN" config receive.advertiseAtomic false; }
misbehaves 'A server that knows no atomic push is found out before' no_atomic 3 \
    'origin can be read, but a push to it fails: ' '--atomic'
after_fails() { server_hook post-update 'echo "mail was not sent" >&2; exit 1'; }
misbehaves 'What fails on the server after the tag is there does not matter' after_fails 0

# --- A server that dies or hangs
dies_before() { server_hook pre-receive 'kill -9 $PPID'; }
misbehaves 'The server dies before it takes the tag' dies_before 1 'installer-kernel: push: the push of v1.2.3 broke off' \
    'origin does not have it yet, but may still take it' 'unclear: whether v1.2.3 is on origin of installer-kernel'
dies_after() { server_hook reference-transaction '[ "$1" != committed ] || kill -9 $PPID'; }
UNHEARD=1 misbehaves 'The server dies once it has taken the tag' dies_after 0
dies_at_the_end() { server_hook post-update 'kill -9 $PPID'; }
misbehaves 'The server dies after its hooks' dies_at_the_end 0
kill_client() { # in a hook of the server
    cat <<'KILL'
p=$PPID
until [ "$p" -le 1 ]; do
    p=$(ps -o ppid= -p "$p" | tr -d ' ')
    case $(tr '\0' ' ' <"/proc/$p/cmdline") in *' push --porcelain '*) kill -9 "$p"; break ;; esac
done
KILL
}
killed_late() { server_hook post-update "$(kill_client)"; }
misbehaves 'The pushing git is killed once the tag is there' killed_late 0
killed_early() { server_hook pre-receive "$(kill_client); exit 1"; }
misbehaves 'The pushing git is killed before the tag is there' killed_early 1 \
    'the push of v1.2.3 broke off (signal 9 ended it)' 'unclear: whether v1.2.3 is on origin of installer-kernel'
UNCLEAR='unclear: whether v1.2.3 is on origin of installer-kernel'
killed_with_words() { server_hook pre-receive "echo 'linter not found' >&2; echo 'Permission denied (publickey)' >&2; sleep 0.2; $(kill_client); exit 1"; }
misbehaves 'What the server says is no proof that it is over' killed_with_words 1 "$UNCLEAR"
killed_after_words() { hook pre-push 'echo "warning: shellcheck: not found" >&2'; server_hook pre-receive "$(kill_client); exit 1"; }
misbehaves 'What a hook of the clone says is no proof that it is over' killed_after_words 1 "$UNCLEAR"
killed_after_nul() { hook pre-push 'printf "a\000b\n" >&2'; server_hook pre-receive "$(kill_client); exit 1"; }
misbehaves 'A NUL byte hides nothing of a push that is killed' killed_after_nul 1 "$UNCLEAR"
killed_between_words() {
    hook pre-push 'yes "testing, testing" | head -n 30000 >&2'
    server_hook pre-receive "yes 'testing, testing' | head -n 30000 >&2; sleep 0.2; $(kill_client); exit 1"
}
misbehaves 'Many words hide nothing of a push that is killed' killed_between_words 1 "$UNCLEAR"
hangs_before() { server_hook pre-receive "$STUCK"; }
SIGNAL=TERM misbehaves 'The server hangs before it takes the tag; SIGTERM' hangs_before 143 'stopped by SIGTERM'
hangs_after() { server_hook post-update "$STUCK"; }
SIGNAL=TERM misbehaves 'The server hangs once it has taken the tag; SIGTERM' hangs_after 143 'stopped by SIGTERM'
slow_server() { server_hook pre-receive 'sleep 2'; second_server_hook post-update 'sleep 2'; }
misbehaves 'A slow server is awaited' slow_server 0

# --- Over HTTP
http() { # FAULT
    FAULT=$1
    rm -f git-port
    python3 "$T/git_http.py" origins git-port "$FAULT" >git-http.out 2>&1 </dev/null &
    HTTP_PID=$!
    until_true 'no server' test -s git-port
    for name in $REPOS; do
        git -C "clones/$name" config http.proxy ''
        git -C "clones/$name" remote set-url origin "http://127.0.0.1:$(cat git-port)/Truthdb/$name.git"
    done
    trap 'kill $HTTP_PID 2>/dev/null; tap_after' EXIT
}
over_http() { http "$HTTP_FAULT"; }
PUSH='"path": "installer-kernel.git/git-receive-pack", "method": "POST"'
ASK='"path": "installer-kernel.git/info/refs?service=git-receive-pack"'
misbehaves_over_http() { # TITLE FAULT STATUS WORDS...
    title=$1 HTTP_FAULT="{$2}"
    shift 2
    misbehaves "$title" over_http "$@"
}
UNSURE='installer-kernel: push: the push of v1.2.3 broke off (error: RPC failed; '
misbehaves_over_http 'Over HTTP all goes well' '"do": "drop", "times": 0' 0
misbehaves_over_http 'A 500 for the push itself' "$PUSH, \"do\": \"status\", \"status\": 500" 1 "$UNSURE" 'error: 500'
misbehaves_over_http 'A 503 for the push itself' "$PUSH, \"do\": \"status\", \"status\": 503" 1 "$UNSURE" 'unclear: whether v1.2.3 is on origin of installer-kernel'
misbehaves_over_http 'A 403 for the push itself' "$PUSH, \"do\": \"status\", \"status\": 403" 4 'error: 403' "$GONE" 'first: ask for write access to this repository'
misbehaves_over_http 'A 401 for the push itself' "$PUSH, \"do\": \"status\", \"status\": 401, \"headers\": {\"WWW-Authenticate\": \"Basic realm=git\"}" 4 'installer-kernel: push: ' "$GONE"
misbehaves_over_http 'A 404 for the push itself' "$PUSH, \"do\": \"status\", \"status\": 404" 1 'installer-kernel: push: ' "first: check origin's URL (git -C "
misbehaves_over_http 'A 413 for the push itself' "$PUSH, \"do\": \"status\", \"status\": 413" 1 "$UNSURE"
misbehaves_over_http 'The connection is lost before the push' "$PUSH, \"do\": \"drop\", \"times\": 9" 1 "$UNSURE"
misbehaves_over_http 'The connection is lost once the tag is there' "$PUSH, \"do\": \"drop_after\"" 0
misbehaves_over_http 'Half the answer to the push comes' "$PUSH, \"do\": \"cut\"" 0
misbehaves_over_http 'The answer to the push is HTML' "$PUSH, \"do\": \"text\", \"text\": \"<html>Sign in</html>\"" 0
misbehaves_over_http 'The answer to the push is empty' "$PUSH, \"do\": \"text\", \"text\": \"\"" 0
misbehaves_over_http 'The answer to the push is slow' "$PUSH, \"do\": \"slow\", \"seconds\": 2" 0
SIGNAL=TERM misbehaves_over_http 'The answer to the push never comes; SIGTERM' "$PUSH, \"do\": \"hang\"" 143 'stopped by SIGTERM'
SIGNAL=INT misbehaves_over_http 'The tag is there, and the answer never comes; Ctrl-C' "$PUSH, \"do\": \"hang_after\"" 130 'stopped by Ctrl-C'
misbehaves_over_http 'A 500 in the survey' "$ASK, \"do\": \"status\", \"status\": 500, \"times\": -1" 3 'error: 500'
misbehaves_over_http 'A 403 in the survey' "$ASK, \"do\": \"status\", \"status\": 403, \"times\": -1" 4 'origin can be read, but we may not push to it: '
misbehaves_over_http 'A 401 in the survey' "$ASK, \"do\": \"status\", \"status\": 401, \"times\": -1, \"headers\": {\"WWW-Authenticate\": \"Basic realm=git\"}" 4 'origin can be read, but we may not push to it: '
misbehaves_over_http 'A lost connection in the survey' "$ASK, \"do\": \"drop\", \"times\": -1" 3 'origin can be read, but a push to it fails: '
misbehaves_over_http 'HTML in the survey' "$ASK, \"do\": \"text\", \"text\": \"<html>Sign in</html>\", \"times\": -1" 3 'origin can be read, but a push to it fails: '
misbehaves_over_http 'A redirect to itself in the survey' "$ASK, \"do\": \"status\", \"status\": 302, \"times\": -1, \"headers\": {\"Location\": \"/Truthdb/installer-kernel.git/info/refs?service=git-receive-pack\"}" 3
misbehaves_over_http 'A redirect to a file in the survey' "$ASK, \"do\": \"status\", \"status\": 302, \"times\": -1, \"headers\": {\"Location\": \"file:///etc/passwd\"}" 3
misbehaves_over_http 'All of origin is gone in the survey' '"path": "/", "do": "status", "status": 404, "times": -1' 3 'origin is not there, or these credentials may not see it'

# --- Hooks of the clone
hook_fails() { hook pre-push 'echo "error: the tests fail" >&2; exit 1'; }
misbehaves 'A pre-push hook refuses' hook_fails 1 'a pre-push hook of the clone refused v1.2.3: error: the tests fail' "$NOTHING" "$GONE" \
    'rev-parse --git-path hooks/pre-push'
second_hook_fails() { second_hook pre-push 'exit 7'; }
misbehaves 'A pre-push hook of the second refuses without a word' second_hook_fails 1 'a pre-push hook of the clone refused v1.2.3' "$HALF"
hook_escapes() { hook pre-push 'printf "\033[2J\033]52;c;x\007\302\233\377\n" >&2; exit 1'; }
misbehaves 'A pre-push hook cannot write to the terminal' hook_escapes 1 'a pre-push hook of the clone refused v1.2.3: \x1b[2J\x1b]52;c;x\x07\xc2\x9b\xff'
hook_much() { hook pre-push 'yes "ok 1 - testing" | head -n 300000; yes "ok 1 - testing" | head -n 300000 >&2; echo "error: one of them fails" >&2; exit 1'; }
misbehaves 'A pre-push hook refuses after 10 MB of words' hook_much 1 'a pre-push hook of the clone refused v1.2.3: error: one of them fails'
hook_much_and_well() { hook pre-push 'yes "ok 1 - testing" | head -n 300000 >&2'; }
misbehaves 'A pre-push hook agrees after 5 MB of words' hook_much_and_well 0
hook_nul() { hook pre-push 'printf "\000\nerror: the tests fail\n" >&2; exit 1'; }
misbehaves 'A pre-push hook refuses, with a NUL byte' hook_nul 1 'a pre-push hook of the clone refused v1.2.3: error: the tests fail' "$NOTHING"
hook_mirrors() {
    git init -q --bare mirror.git
    hook pre-push 'git push -q --no-verify --progress ../../mirror.git HEAD:refs/heads/x >&2; echo "remote: so says the mirror" >&2; echo "error: no" >&2; exit 1'
}
misbehaves 'A pre-push hook pushes elsewhere, and refuses' hook_mirrors 1 'a pre-push hook of the clone refused v1.2.3: error: no' "$NOTHING" "$GONE"
hook_tells() { hook pre-push 'echo "To be sure, read the log"; echo "error: no" >&2; exit 1'; }
misbehaves 'A pre-push hook prints what looks like git, and refuses' hook_tells 1 'a pre-push hook of the clone refused v1.2.3: error: no' "$NOTHING"
hook_and_server() { hook pre-push 'echo "remote: so says the mirror" >&2'; no_to_the_first; }
misbehaves 'Words of a hook are not taken for those of the server' hook_and_server 1 'origin refused v1.2.3: tags are protected'
hook_prints() { hook pre-push 'printf "=\trefs/tags/v1.2.3:refs/tags/v1.2.3\t[up to date]\nDone\n"; exit 1'; }
misbehaves 'A pre-push hook that prints what git would is not believed' hook_prints 1 "$NOTHING"
hook_hangs() { hook pre-push "$STUCK"; }
SIGNAL=INT misbehaves 'A pre-push hook hangs; Ctrl-C' hook_hangs 130 'stopped by Ctrl-C' "$NOTHING"
SIGNAL=HUP misbehaves 'A pre-push hook hangs; the terminal goes' hook_hangs 129 'stopped by SIGHUP' "$NOTHING"
hook_deaf() { hook pre-push 'trap "" TERM INT HUP; : >"$HOME/../hangs"; sleep 1000 & wait; sleep 1000'; }
SIGNAL=TERM misbehaves 'A pre-push hook hangs, and hears no signal; SIGTERM' hook_deaf 143 'stopped by SIGTERM' "$NOTHING"
hook_deletes() { hook pre-push 'unset GIT_DIR; git tag -d v1.2.3 >&2'; }
misbehaves 'A pre-push hook removes the tag' hook_deletes 0
hook_moves() { hook pre-push 'git tag -f -a -m other v1.2.3 HEAD >&2'; }
misbehaves 'A pre-push hook makes another tag of that name' hook_moves 0
hook_pushes() { hook pre-push 'git push --no-verify origin refs/tags/v1.2.3 >&2'; }
misbehaves 'A pre-push hook pushes the tag itself' hook_pushes 0
hook_commits() { hook pre-push 'unset GIT_DIR GIT_INDEX_FILE; cd "$(git rev-parse --show-toplevel)"; git commit -q --allow-empty -m more >&2'; }
misbehaves 'A pre-push hook makes a commit' hook_commits 0
hook_dirties() { second_hook pre-push 'echo x >>README; echo y >new'; }
# git says "fatal: cannot run", and then hangs.
hook_no_interpreter() {
    hook pre-push ''
    echo '#!/no/such/interpreter' >"$IK/.git/hooks/pre-push"
    shim ' --progress ' ': >"$W/hangs"'
}
SIGNAL=TERM misbehaves 'A pre-push hook cannot be run; SIGTERM' hook_no_interpreter 143 "$NOTHING"
hook_not_executable() { hook pre-push 'exit 1'; chmod -x "$IK/.git/hooks/pre-push"; }
misbehaves 'A pre-push hook that may not be run is none' hook_not_executable 0
transaction_refused() { hook reference-transaction '[ "$1" != prepared ] || { echo "no refs today" >&2; exit 1; }'; }
misbehaves 'A reference-transaction hook refuses the tag' transaction_refused 1 'installer-kernel: tag: git could not make v1.2.3: ' "$NOTHING"
transaction_of_second() { second_hook reference-transaction '[ "$1" != prepared ] || exit 1'; }
misbehaves 'A reference-transaction hook of the second refuses the tag' transaction_of_second 1 'installer: tag: git could not make v1.2.3: ' "$NOTHING" 'removed again in installer-kernel'
transaction_kills() { hook reference-transaction '[ "$1" != committed ] || kill -9 $PPID'; }
misbehaves 'git is killed once it has made the tag' transaction_kills 1 'installer-kernel: tag: git could not make v1.2.3: signal 9 ended it' "$NOTHING" \
    'local tags: removed again in installer-kernel'
transaction_hangs() { hook reference-transaction '[ "$1" != prepared ] || { '"$STUCK; }"; }
SIGNAL=TERM misbehaves 'A reference-transaction hook hangs; SIGTERM' transaction_hangs 143 'stopped by SIGTERM'
transaction_undoes() { hook reference-transaction '[ "$1" != committed ] || rm -f .git/refs/tags/v1.2.3 refs/tags/v1.2.3'; }
misbehaves 'A hook takes the tag away again' transaction_undoes 6 'the tag that git made is not an annotated tag of ' "$NOTHING"

# --- Signing
bad_gpg() {
    git config --file "$GIT_CONFIG_GLOBAL" tag.gpgSign true
    git config --file "$GIT_CONFIG_GLOBAL" gpg.program "$W/gpg"
    printf '#!/bin/sh\n%s\n' "$1" >gpg
    chmod +x gpg
}
gpg_fails() { bad_gpg 'echo "gpg: signing failed: No secret key" >&2; exit 2'; }
misbehaves 'gpg has no key' gpg_fails 1 'installer-kernel: tag: git could not make v1.2.3: ' 'first: see that this works: '
gpg_hangs() { bad_gpg "$STUCK"; }
SIGNAL=INT misbehaves 'gpg hangs; Ctrl-C' gpg_hangs 130 'stopped by Ctrl-C'
gpg_lies() { bad_gpg 'cat >/dev/null; echo "[GNUPG:] SIG_CREATED " >&2; echo nonsense'; }
misbehaves 'gpg makes nonsense of it' gpg_lies 6 'v1.2.3 was to be signed, and has no signature' "$NOTHING"
gpg_escapes() { bad_gpg 'printf "gpg: \033[2J\033]0;x\007\n" >&2; exit 2'; }
misbehaves 'gpg cannot write to the terminal' gpg_escapes 1 'git could not make v1.2.3: '

# --- Disks: full, and read-only
FULL='mount -t tmpfs -o size=256k none "$W/full" && cp -pR "$W/$PLACE/." "$W/full" &&
    mount --bind "$W/full" "$W/$PLACE" && { cat /dev/zero >"$W/full/filler" 2>/dev/null; :; }'
READ_ONLY='mount --bind "$W/$PLACE" "$W/$PLACE" && mount -o remount,ro,bind "$W/$PLACE"'
mounted() { # PLACE HOW: as the run sees it
    mkdir -p full
    { echo "W='$W' PLACE='$1'"; echo "$2 || exit 99"; echo 'exec "$@"'; } >mounts
    printf 'exec unshare --mount sh "%s/mounts" "$@"\n' "$W" >under
    UNDER=under
}
on_disk() { mounted "$DISK_PLACE" "$DISK_HOW"; }
misbehaves_on_disk() { # TITLE PLACE HOW STATUS WORDS...
    title=$1 DISK_PLACE=$2 DISK_HOW=$3
    shift 3
    if [ "$DISK_PLACE" = tmp ] && [ -n "${UNDER_VALGRIND:-}" ]; then
        tap_skip "$title" 'valgrind writes there, too'
    elif [ "$MAY_MOUNT" = yes ]; then
        misbehaves "$title" on_disk "$@"
    else
        tap_skip "$title" 'nothing may be mounted here'
    fi
}
MAY_MOUNT=no
unshare --mount sh -c 'mount -t tmpfs none /mnt' 2>/dev/null && MAY_MOUNT=yes
misbehaves_on_disk "The clone's folder of objects is full" $IK/.git/objects "$FULL" 1 'installer-kernel: tag: git could not make v1.2.3: ' 'No space left on device' "$NOTHING"
misbehaves_on_disk "The clone's folder of tags is full" $IK/.git/refs/tags "$FULL" 1 'installer-kernel: tag: git could not make v1.2.3: ' "$NOTHING"
misbehaves_on_disk "The second clone's folder of objects is full" clones/installer/.git/objects "$FULL" 1 'installer: tag: git could not make v1.2.3: ' "$NOTHING" 'removed again in installer-kernel'
misbehaves_on_disk "The clone is read-only" $IK "$READ_ONLY" 3 'cannot lock the clone: ' 'Read-only file system'
misbehaves_on_disk "The clone's folder of tags is read-only" $IK/.git/refs/tags "$READ_ONLY" 1 'installer-kernel: tag: git could not make v1.2.3: ' "$NOTHING"
misbehaves_on_disk "The clone's folder of objects is read-only" $IK/.git/objects "$READ_ONLY" 1 'installer-kernel: tag: git could not make v1.2.3: ' "$NOTHING"
misbehaves_on_disk "Origin's disk is full" $ORIGIN/objects "$FULL" 1 'installer-kernel: push: ' 'No space left on device' "$GONE"
misbehaves_on_disk "Origin's folder of tags is full" $ORIGIN/refs/tags "$FULL" 1 'installer-kernel: push: origin refused v1.2.3: ' "$GONE"
misbehaves_on_disk "The second origin's disk is full" $SECOND/objects "$FULL" 1 'installer: push: ' "$HALF"
misbehaves_on_disk "Origin is read-only" $ORIGIN "$READ_ONLY" 1 'installer-kernel: push: ' "$GONE"
misbehaves_on_disk "TMPDIR is full" tmp "$FULL" 0
misbehaves_on_disk "TMPDIR is read-only" tmp "$READ_ONLY" 0
table_end 'git behaviours'

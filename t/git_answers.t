#!/bin/sh
# git does not answer as it should: nothing, nonsense, half, too much, dead.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/table.sh"
. "$(dirname "$0")/git_misbehave.sh"

# What of a command line tells the questions apart; those for the clone of
# installer-kernel.
words_of() {
    case $1 in
    version) echo ' --version ' ;;
    where) echo 'installer-kernel rev-parse --is-bare-repository' ;;
    status) echo 'installer-kernel -c core.fsmonitor=false status' ;;
    refs) echo 'refs/tags refs/heads ' ;;
    remotes) echo 'installer-kernel remote -v' ;;
    committer) echo 'installer-kernel var' ;;
    workflows) echo 'installer-kernel ls-tree' ;;
    may-push) echo ' --dry-run --no-verify --force-with-lease=refs/tags/v1.2.3: ' ;;
    tag) echo 'installer-kernel tag --annotate' ;;
    local-tag) echo ' -- refs/tags/v1.2.3 ' ;;
    push) echo ' --progress --force-with-lease=refs/tags/v1.2.3: ' ;;
    esac
}

# What it does; `now` is what the real one prints.
script_of() {
    case $1 in
    nothing) printf '%s\n' 'exit 0' ;;
    one) printf '%s\n' 'exit 1' ;;
    words) printf '%s\n' 'echo I am no git, and I do not know what to say; exit 0' ;;
    bytes) printf '%s\n' 'printf "\033[2J\000\377\033]0;x\007\n\000\n"; exit 0' ;;
    escapes) printf '%s\n' 'printf "fatal: \033[2Jso \033]0;x\007\302\233 \377\n" >&2; exit 128' ;;
    killed) printf '%s\n' 'kill -9 $$' ;;
    crash) printf '%s\n' 'ulimit -c 0; kill -SEGV $$' ;;
    endless) printf '%s\n' ': >"$W/hangs"; exec yes nonsense' ;;
    zeros) printf '%s\n' ': >"$W/hangs"; exec cat /dev/zero' ;;
    loud) printf '%s\n' 'yes x | head -c 4000000 | tr -d "\\n" >&2; exit 1' ;;
    long) printf '%s\n' 'yes "fatal: so it is" | head -c 4000000 >&2; exit 1' ;;
    half) printf '%s\n' '"$REAL" "$@" >now.$$; set -- $(wc -c <now.$$); exec head -c $(($1 / 2)) now.$$' ;;
    twice) printf '%s\n' '"$REAL" "$@" >now.$$; exec cat now.$$ now.$$' ;;
    refusal) printf '%s\n' 'no=$(yes x | head -n 5000 | tr -d "\n"); printf "!\tHEAD:refs/tags/v1.2.3\t[remote rejected] (no %s)\nDone\n" "$no"; exit 1' ;;
    hangs) printf '%s\n' 'exec sleep 1000000' ;;
    echo) printf '%s\n' '"$REAL" "$@"; echo "fatal: so it seems" >&2; exit 128' ;;
    esac
}

answers() { # QUESTION KIND STATUS WORDS...
    QUESTION=$1 ANSWER=$2
    status=$3
    shift 3
    misbehaves "$QUESTION: $ANSWER" answer_so "$status" "$@"
}
answer_so() {
    shim "$(words_of "$QUESTION")" "$(script_of "$ANSWER")"
}

NO_SENSE='makes no sense'
for a in nothing one words bytes escapes killed crash loud long half; do
    answers version $a 7 'release: survey: git '
done
answers version endless 1 'git printed more than 1024 KiB and was ended'
answers version twice 0
answers version echo 7 'git --version fails: fatal: so it seems'

for a in nothing words bytes half twice; do
    answers where $a 3 'installer-kernel is, git tells in a way that makes no sense'
done
for a in one killed crash loud long; do
    answers where $a 3 'git cannot read the clone '
done
answers where escapes 3 'installer-kernel: fatal: \x1b[2Jso \x1b]0;x\x07\xc2\x9b \xff'
answers where endless 3 'git gave no answer in '
answers where zeros 3 'git gave no answer in '

for a in nothing words bytes half; do
    answers status $a 3 "what git tells of the branch and state of the clone $NO_SENSE" 'see what this says: git -C '
    answers refs $a 3 "what git tells of the HEAD's subject and the tags $NO_SENSE"
done
for q in status refs remotes; do
    answers $q one 3 'it said nothing'
    answers $q escapes 3 'fatal: \x1b[2Jso \x1b]0;x\x07\xc2\x9b \xff'
    answers $q killed 3 'signal 9 ended it'
    answers $q crash 3 'signal 11 ended it'
    answers $q long 3 ': fatal: so it is'
    answers $q echo 3 ': fatal: so it seems'
done
answers status endless 3 'the clone is not clean: more than can be listed'
answers status zeros 3 'the clone is not clean: more than can be listed'
answers refs endless 3 "git could not tell the HEAD's subject and the tags: it printed without end"
answers refs zeros 3 "git could not tell the HEAD's subject and the tags: it printed without end"
answers refs twice 3 "$NO_SENSE"

answers remotes nothing 3 'the clone has no remote called origin'
answers remotes words 3
answers remotes bytes 3
answers remotes half 3
answers remotes twice 3 'origin has 2 push URLs, and a release goes to one'
answers remotes endless 3 'it printed without end'

for a in one killed crash loud escapes echo; do
    answers committer $a 3 'git knows no name and e-mail of yours'
done
answers committer words 0
answers committer endless 3

for a in nothing words bytes; do
    answers workflows $a 3 'the workflow release.yml is not in the commit to be tagged'
done
answers workflows killed 3 'git could not tell the workflows in the commit to be tagged: signal 9 ended it'
answers workflows escapes 3 'fatal: \x1b[2Jso \x1b]0;x\x07\xc2\x9b \xff'
answers workflows half 3
answers workflows endless 3 'it printed without end'
answers workflows twice 0

for a in nothing one words bytes half; do
    answers may-push $a 3 'origin can be read, but a push to it fails: it said nothing'
done
answers may-push escapes 3 'but a push to it fails: fatal: \x1b[2Jso \x1b]0;x\x07\xc2\x9b \xff'
answers may-push killed 3 'but a push to it fails: signal 9 ended it'
answers may-push crash 3 'but a push to it fails: signal 11 ended it'
answers may-push endless 3 'but a push to it fails: it printed without end'
answers may-push loud 3 'but a push to it fails: ...'
answers may-push twice 0
answers may-push echo 3 'but a push to it fails: fatal: so it seems'

for a in nothing words bytes; do
    answers tag $a 6 'the tag that git made is not an annotated tag of '
done
answers tag one 1 'git could not make v1.2.3: it said nothing'
answers tag killed 1 'git could not make v1.2.3: signal 9 ended it'
answers tag crash 1 'git could not make v1.2.3: signal 11 ended it'
answers tag escapes 1 'git could not make v1.2.3: fatal: \x1b[2Jso \x1b]0;x\x07\xc2\x9b \xff'
answers tag endless 1 'installer-kernel: tag: git printed more than 1024 KiB and was ended'
answers tag zeros 1 'installer-kernel: tag: git printed more than 1024 KiB and was ended'
answers tag loud 1 'git could not make v1.2.3: '
answers tag half 0
answers tag echo 1 'git could not make v1.2.3: fatal: so it seems' 'v1.2.3 is, or may be, in installer-kernel, and it is not known who made it' '--resume'

# What cannot be read is not taken away.
STAYS='local tags: v1.2.3 stays in installer-kernel'
for a in one words bytes half; do
    answers local-tag $a 1 'git cannot read the local tag: ' "$STAYS" '--resume'
done
answers local-tag killed 1 'git cannot read the local tag: signal 9 ended it' "$STAYS"
answers local-tag escapes 1 'git cannot read the local tag: fatal: \x1b[2Jso \x1b]0;x\x07\xc2\x9b \xff' "$STAYS"
answers local-tag endless 1 'git printed more than 1024 KiB and was ended' "$STAYS"
answers local-tag twice 0
answers local-tag echo 1 'git cannot read the local tag: fatal: so it seems' "$STAYS"

for a in nothing words bytes; do
    answers push $a 1 'v1.2.3 was not pushed: it said nothing'
done
answers push one 1 'a pre-push hook of the clone refused v1.2.3: it said nothing'
answers push killed 1 'v1.2.3 was not pushed: signal 9 ended it'
answers push crash 1 'v1.2.3 was not pushed: signal 11 ended it'
answers push escapes 1 'v1.2.3 was not pushed: fatal: \x1b[2Jso \x1b]0;x\x07\xc2\x9b \xff'
for a in endless zeros; do # a hook may print much; it has its time limit
    SIGNAL=TERM answers push $a 143 'stopped by SIGTERM'
done
answers push refusal 1 'origin refused v1.2.3: no x' 'xxx...'
answers push loud 1 'v1.2.3: ...'
answers push long 1 'v1.2.3: fatal: so it is'
for a in half twice echo; do # it was pushed all the same
    answers push $a 0
done
# --- It does not answer at all. FAST times a second go by in one.
FAST=30
hangs() { # QUESTION STATUS WORDS...
    QUESTION=$1 ANSWER=hangs
    title="$QUESTION: hangs, and has a time limit"
    shift
    if ! command -v faketime >/dev/null; then
        tap_skip "$title" 'faketime is not installed'
    elif [ "$MOST_KIB" -eq 0 ]; then
        tap_skip "$title" 'faketime does not go with the sanitizers'
    else
        misbehaves "$title" hang_so "$@"
    fi
}
hang_so() {
    answer_so
    printf 'NO_FAKE_STAT=1 exec faketime -f "+0 x%s" "$@"\n' "$FAST" >fast
    UNDER=fast
}
SECS=60
hangs version 5 "git gave no answer within $SECS s and was ended"
hangs where 3 'git gave no answer in '
hangs status 3 "git gave no answer within $SECS s"
hangs refs 3 "git gave no answer within $SECS s"
hangs remotes 3 "git gave no answer within $SECS s"
hangs committer 3
hangs workflows 3 "it took more than $SECS s"
hangs may-push 3 'origin gave no answer within 120 s'
hangs tag 5 'git gave no answer within 120 s and was ended'
hangs local-tag 5 "git gave no answer within $SECS s and was ended" "$STAYS"
hangs push 5 'v1.2.3 was not pushed: it took more than 300 s' 'first: origin, or a pre-push hook of the clone, took all of that time'
table_end 'git answers'

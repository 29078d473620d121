# shellcheck shell=sh
# What is seen in a terminal. Sourced after tap.sh; the terminal is tmux, a
# server of its own for each test, which ends with it.
#
#   screen COLUMNS LINES CMD...  a pane with a shell in which CMD is typed; its
#                                words reach CMD as they are. The environment is
#                                the test's, with LOCALE (C.UTF-8) as LC_ALL
#                                and TERM_IS (screen) as TERM
#   types KEYS...                as tmux send-keys
#   tm ARGS                      any tmux command
#   shown, history               what is in the pane now; and what is above it
#   coloured                     the pane, with <green>, <dim>, ... and </>
#   raw                          all that was ever written to it (a file)
#   goes_on                      `echo after` leaves all that is there
#   until_shows TEXT             waits, at most 20 s
#   until_is_last TEXT           the same, as the last line that is not empty
#   is_shown NAME TEXT           waits until TEXT is there, then for the pane,
#                                from the board on, to be as in board/NAME.txt;
#                                with RECORD=1 that is written if it is missing
#   is_coloured NAME TEXT        the same with colours
#   same NAME                    is ./seen as in board/NAME.txt?
#   plain                        makes of standard input what is compared

BOARDS=$T/board
PATIENCE=100 # times 0.2 s

tap_after() {
    screen_stop
    github_stop
}

# A folder of its own for its socket, whose path must be short; and UTF-8,
# whatever the test has.
tm() {
    TMUX_TMPDIR="$TAP_DIR" LC_ALL=C.UTF-8 tmux -u -L "board-$TAP_N" -f /dev/null "$@"
}

screen_stop() {
    [ -n "${SCREEN:-}" ] || return 0
    SCREEN=
    tm kill-server 2>/dev/null || :
}

screen() {
    size="-x $1 -y $2"
    shift 2
    for word in "$@"; do
        printf " '%s'" "$(printf '%s' "$word" | sed "s/'/'\\\\''/g")"
    done >typed
    printf "PS1='\$ '\ngo() {\n%s\necho \"(exit status \$?)\"\n}\n" "$(cat typed)" >shell
    : >raw
    SCREEN=1
    # shellcheck disable=SC2086 # words
    tm new-session -d $size "env -u TMUX -u TMUX_PANE ENV=$W/shell LC_ALL=${LOCALE:-C.UTF-8} TERM=${TERM_IS:-screen} sh -i"
    until_shows '$'
    tm pipe-pane "cat >>'$W/raw'"
    types go Enter
}

types() { tm send-keys "$@"; }
shown() { tm capture-pane -p; }
history() { tm capture-pane -p -J -S - | sed 's/ *$//'; }
coloured() {
    tm capture-pane -p -e | python3 -c '
import re, sys
colours = {"2": "dim", "31": "red", "32": "green", "33": "yellow", "36": "cyan"}
now = told = ""
for part in re.split("(\033\\[[0-9;]*m|[^\033])", sys.stdin.read()):
    if part.startswith("\033"):
        for code in part[2:-1].split(";"):
            now = colours.get(code, "" if code in ("", "0", "39") else now)
    elif part:
        bare = part == "\n" or part == " " and now != told
        here = "" if bare else now
        if here != told:
            print(end="<%s>" % (here or "/"))
        told = here
        print(end=part)'
}

# types a command, as a person does then: nothing above may be overwritten
goes_on() {
    history | sed '/^\$$/,$d' >before
    types 'echo after' Enter
    until_shows 'echo after'
    until_is_last '$'
    printf '%s\n' '$ echo after' after '$' >>before
    history | sed '/^$/d' >now
    cmp -s before now || { diff before now; fail 'something is overwritten'; }
}

shows() { shown | grep -qF -- "$1"; }
# a prompt: nothing is below it, or beside it
is_last() { [ "$(shown | sed '/^$/d' | tail -n 1)" = "$1" ]; }
until_shows() { until_it shows "$1"; }
until_is_last() { until_it is_last "$1"; }

until_it() { # CONDITION TEXT
    tries=0
    until "$1" "$2"; do
        tries=$((tries + 1))
        if [ $tries -ge $PATIENCE ]; then
            echo '--- the terminal:'
            history
            fail "it does not come to show: $2"
            return 1
        fi
        sleep 0.2
    done
}

# What differs from run to run; from the last board on. Times, spinner, commit,
# numbers of runs and drafts.
plain() {
    LC_ALL=C sed -e "s/$(printf '\342\240')./*/" -e 's,^\(<[a-z]*>\)*[-|/\]\([ <]\),\1*\2,' \
        -e 's/[0-9]:[0-9][0-9]/0:00/g' -e 's/ [0-9]\{1,2\} s/ 9 s/g' \
        -e 's/\([ (]\)[0-9a-f]\{9\}\([ ,)]\)/\1123456789\2/g' \
        -e 's,runs/[0-9]*,runs/1,' -e 's/untagged-[0-9a-f]*/untagged-1/' |
        awk '/Release v.* of / { n = 0 }
            { line[n++] = $0 }
            END {
                while (n && line[n - 1] == "") n--
                for (i = 0; i < n; i++) print line[i]
            }'
}

same() {
    cmp -s seen "$BOARDS/$1.txt"
}

becomes() { # COMMAND NAME TEXT
    until_shows "$3"
    if [ -n "${RECORD:-}" ] && [ ! -e "$BOARDS/$2.txt" ]; then
        sleep 5 # until all has settled
        "$1" | plain >"$BOARDS/$2.txt"
    fi
    tries=0
    until "$1" | plain >seen && same "$2"; do
        tries=$((tries + 1))
        if [ $tries -ge 50 ]; then
            diff "$BOARDS/$2.txt" seen || :
            fail "the terminal does not become as in board/$2.txt (< is expected)"
            return 1
        fi
        sleep 0.2
    done
}
is_shown() { becomes shown "$@"; }
is_coloured() { becomes coloured "$@"; }

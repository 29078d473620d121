#!/bin/sh
# What a person sees in a terminal while a release goes on.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/screen.sh"

if ! command -v tmux >/dev/null; then
    if [ "${CI_STRICT:-}" = 1 ]; then
        echo 'Bail out! tmux is missing, and CI_STRICT is set'
        exit 1
    fi
    echo '1..0 # SKIP tmux is missing'
    exit 0
fi

# with PLAN ASSETS: its repositories, and how GitHub answers for each
with() {
    [ -z "$1" ] || world_plan "$1"
    world_origins
    echo "$2" >assets
    github_start --delay 0 --assets assets ${1:+--config "$1"}
    [ -z "$1" ] || cp "$1" clones/orchestrator.json
}

# on COLUMNS LINES ARGS: a release in a pane of that size
on() {
    size="$1 $2"
    shift 2
    command=release-iso
    [ ! -e clones/orchestrator.json ] || command=release
    # shellcheck disable=SC2086 # words
    screen $size "$ORCHESTRATOR" "$command" --repos-root clones --poll-interval-secs 1 --version 1.2.3 "$@"
}

# is_raw TEXT, is_never_raw TEXT: was it ever written to the terminal?
is_raw() {
    grep -qF -- "$1" raw || fail "never written to the terminal: $1"
}
is_never_raw() {
    ! grep -qF -- "$1" raw || fail "written to the terminal: $(printf '%s' "$1" | cat -v)"
}
ESC=$(printf '\033')
# what draws the board begins with it
DRAWN="${ESC}[?7l"

# how often the terminal has the text, in all that can be scrolled back to
is_there() { # N TEXT
    is "$(history | grep -cF -- "$2")" "$1" "the number of lines with: $2"
}

# one repository in each state that lasts; `handbook` lacks an asset for 60 s
STATES='{
    "firmware": {"run": {"takes": 0.1}},
    "driver": {"delay": 100, "release_delay": 100, "run": {"queued": 100, "takes": 200}},
    "storage-engine": {"delay": 100, "release_delay": 100, "run": {"takes": 100, "jobs": [
        {"name": "build", "steps": ["Compile"], "takes": 90}, {"name": "package", "steps": ["Pack"]}]}},
    "gateway": {"delay": 100, "release_delay": 100, "run": {"waiting": true}},
    "client": {"draft": true, "run": {"takes": 0.1}},
    "handbook": {"assets_missing": ["handbook-{version}.pdf"], "run": {"takes": 0.1}}}'
# what is there once all of them have come to it
SETTLED='needs publishing'
states() {
    with "$T/board/plan.json" "$STATES"
    on "$1" "${2:-24}" --parallel
}
# the four; the second one goes on for long
GOES='{"installer": {"delay": 100, "release_delay": 100, "run": {"takes": 100, "jobs": [{"name": "build", "steps": ["Compile"]}]}}}'
FAILS='{"installer": {"run": {"takes": 1, "conclusion": "failure", "jobs": [{"name": "build", "steps": ["Compile"]}]}}}'
STEP='step Comp'

at_60() {
    states 60
    is_shown states-60 "$SETTLED"
    # where a person must go is above the board, in full
    history | sed -e 's,runs/[0-9]*,runs/1,' -e 's/untagged-[0-9a-f]*/untagged-1/' >above
    for line in 'gateway: its workflow run waits for an approval: someone must give it at https://github.com/Truthdb/gateway/actions/runs/1' \
        'client: waiting: a draft of its release is there, with all assets: someone must press "Publish" at https://github.com/Truthdb/client/releases/tag/untagged-1'; do
        is "$(grep -cxF -- "$line" above)" 1 "the number of lines: $line"
    done
}
at_80() { states 80; is_shown states-80 "$SETTLED"; }
at_200() { states 200; is_shown states-200 "$SETTLED"; }

ascii() {
    LOCALE=C
    states 80
    is_shown ascii "$SETTLED"
    is "$(LC_ALL=C tr -d '\n\r\033\40-\176' <raw | wc -c)" 0 'bytes that are no ASCII'
}
colours() {
    states 80
    is_coloured colours "$SETTLED"
}
no_colour() {
    export NO_COLOR=1
    states 80
    is_coloured no-colour "$SETTLED"
    is "$(grep -c "$ESC\[[0-9;]*m" raw)" 0 'lines with colours'
}

small_window() {
    with "$T/../examples/farpoint-ground.json" '{
        "link-protocol": {"run": {"takes": 0.1}},
        "orbit-math": {"delay": 100, "release_delay": 100, "run": {"queued": 100}},
        "antenna-linux": {"delay": 100, "release_delay": 100, "run": {"workflow": "image.yml", "waiting": true}},
        "radio-firmware": {"delay": 100, "release_delay": 100, "run": {"workflow": "firmware.yml", "queued": 100}},
        "rotator-firmware": {"run": {"workflow": "firmware.yml", "takes": 0.1}},
        "telemetry-decoder": {"delay": 100, "release_delay": 100, "run": {"queued": 100}}}'
    on 80 8 --parallel
    is_shown twelve-8 '2 of 12 released'
    tm resize-window -x 80 -y 24
    is_shown twelve-24 'ground-segment'
    tm resize-window -x 80 -y 8
    is_shown twelve-8 'and '
}
resized() {
    RECORD= # a pane may be caught half-drawn
    states 80
    is_shown states-80 "$SETTLED"
    for columns in 60 200 80; do
        tm resize-window -x "$columns" -y 24
        is_shown "states-$columns" "$SETTLED"
        is_there 1 'Release v1.2.3 of Truthdb'
        is_there 1 'survey: 7 repositories are ready for v1.2.3'
        is_there 1 'handbook: to be tagged v1.2.3: main at '
        is_there 1 ' needs publishing'
    done
}

# a line that is shorter than the title of the board that was there
above() {
    with '' "$GOES"
    on 80 24
    is_shown running "$STEP"
    github_faults '[{"path": "/Truthdb/installer/", "times": 2, "do": "status", "status": 502}]'
    until_shows 'installer: GitHub answers again'
    is_shown running "$STEP"
    is "$(history | grep -cx 'installer: GitHub answers again')" 1 'the lines that say so alone'
    is_there 1 'Release v1.2.3 of Truthdb'
}

dumb() {
    TERM_IS=dumb
    with '' "$GOES"
    on 80 24
    until_shows 'installer: its workflow run goes on, job build'
    until_shows ' s so far: '
    is_never_raw "$ESC"
    is "$(grep -c '^\[' raw)" 0 'lines with a time'
}
no_board() {
    with '' "$GOES"
    on 80 24 --no-board
    until_shows 'installer: its workflow run goes on, job build'
    is_never_raw "$ESC"
}
verbose() {
    with '' "$GOES"
    on 200 24 --verbose
    until_shows 'installer: its workflow run goes on, job build'
    is_never_raw "$DRAWN"
    is_raw '+ git -C '
}
quiet() {
    with '' '{}'
    on 80 24 --quiet
    until_shows '(exit status 0)'
    shown | plain >seen
    is_never_raw "$ESC"
    sed -n 2p seen | grep -q '^REPOSITORY' || fail "the first line is: $(sed -n 2p seen)"
}
no_terminal() {
    with '' "$FAILS"
    printf '#!/bin/sh\nexec "$@" 2>err\n' >redirected
    chmod +x redirected
    screen 80 24 ./redirected "$ORCHESTRATOR" release-iso --repos-root clones --poll-interval-secs 1 --version 1.2.3
    until_shows '(exit status 1)'
    is "$(grep -c "$ESC" err)" 0 'lines with escapes'
    sed '/^orchestrator: /,$d' err >lines
    [ "$(wc -l <lines)" -gt 8 ] || fail 'there are few lines'
    is "$(grep -cv '^\[[0-2][0-9]:[0-5][0-9]:[0-6][0-9]\] [a-z]' lines)" 0 'lines without a time'
    is "$(sed '1,/^orchestrator: /d' err | grep -cv '^  ')" 0 'error lines that are not set in'
}
json() {
    with '' "$GOES"
    printf '#!/bin/sh\nexec "$@" >out\n' >redirected
    chmod +x redirected
    screen 80 24 ./redirected "$ORCHESTRATOR" release-iso --json --repos-root clones --poll-interval-secs 1 --version 1.2.3
    is_shown running "$STEP"
    types C-c
    until_shows '(exit status 130)'
    python3 -c 'import json; print([json.loads(l)["event"] for l in open("out")])'
}
json_beside() {
    with '' "$GOES"
    on 80 24 --json
    until_shows '"job":"build"'
    is_never_raw "$ESC"
}

pushes() {
    with '' "$GOES"
    : >held
    printf '#!/bin/sh\nwhile [ -e "%s/held" ]; do sleep 0.1; done\n' "$W" >clones/installer-kernel/.git/hooks/pre-push
    chmod +x clones/installer-kernel/.git/hooks/pre-push
    on 80 24
    is_shown pushing 'pushing the tag'
    rm held
    is_shown running "$STEP"
}

ends_well() {
    with '' '{}'
    on 80 24
    until_shows '(exit status 0)'
    is_shown ends '(exit status 0)'
    is_there 1 'Release v1.2.3 of Truthdb'
    is_there 1 'REPOSITORY '
    goes_on
}
fails() {
    with '' "$FAILS"
    on 80 40
    until_shows '(exit status 1)'
    history | plain | sed '/^orchestrator: /,$d' >seen
    same failed || { diff "$BOARDS/failed.txt" seen; fail 'it ends in another way'; }
    is_there 1 'orchestrator: release-iso: installer: wait: its workflow run ended in failure in job "build", step "Compile": '
    is_there 1 '  to go on: ' || is_there 1 '  then: '
    is_there 1 'Release v1.2.3 of Truthdb'
    goes_on
}
interrupted() {
    with '' "$GOES"
    on 80 40
    is_shown running "$STEP"
    types C-c
    until_shows '(exit status 130)'
    history | plain | sed '/^orchestrator: /,$d' >seen
    cmp -s seen "$BOARDS/interrupted.txt" || { diff "$BOARDS/interrupted.txt" seen; fail 'the board is another one'; }
    is_there 1 'orchestrator: release-iso: installer: wait: stopped by Ctrl-C (SIGINT)'
    is_there 1 '  public now: '
    is_there 1 'Release v1.2.3 of Truthdb'
    goes_on
}

# Ctrl-Z: nothing is drawn where the shell writes
stopped() {
    with '' "$GOES"
    on 80 40
    is_shown running "$STEP"
    types C-z
    until_shows '(exit status 148)'
    types "echo hel''lo" Enter
    until_is_last '$'
    is_there 1 'hello'
    is_there 0 'Release v1.2.3 of Truthdb'
    types fg Enter
    until_shows "$STEP"
    types C-c
    until_shows 'stopped by Ctrl-C'
}
# a signing program that asks on the terminal, and takes its time
asks_to_sign() {
    world_origins
    github_start --delay 0
    cat >gpg <<'SH'
#!/bin/sh
printf 'Passphrase: ' >/dev/tty
IFS= read -r answer </dev/tty
sleep 0.7
echo "[$answer]" >/dev/tty
cat >/dev/null
printf '\n[GNUPG:] SIG_CREATED D 1 8 00 1 A\n' >&2
printf -- '-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n'
SH
    chmod +x gpg
    git config --file "$GIT_CONFIG_GLOBAL" gpg.program "$W/gpg"
}
signs() {
    asks_to_sign
    # git is slow to tell what it made, so that the board is drawn in between
    git_shim '*for-each-ref*' 'sleep 0.5'
    PATH="$W/shim:$PATH"
    on 80 40 --sign
    for k in 1 2 3 4; do
        until_is_last 'Passphrase:'
        types "word$k" Enter
        until_shows "[word$k]"
    done
    until_shows '(exit status 0)'
    is_there 1 'Release v1.2.3 of Truthdb'
    for k in 1 2 3 4; do
        is_there 1 "[word$k]"
    done
}

# origin and git may ask on the terminal with --jobs 1: nothing is drawn
lends() {
    ready
    printf '#!/bin/sh\nprintf "Enter passphrase: " >/dev/tty\nsleep 0.7\necho >/dev/tty\nexec git-receive-pack "$@"\n' >asks
    chmod +x asks
    git -C clones/installer-kernel config remote.origin.receivepack "$W/asks"
    on 80 40 --jobs 1
    until_shows '(exit status 0)'
    is_never_raw "$ESC"
    is_there 2 'Enter passphrase:' # by the survey, and by the push
    is "$(grep -cv '^Enter passphrase: .$' raw | tr -d '\n' | wc -c)" 2 'lines'
}
# what origin says goes to the board: the token must not
leaks() {
    ready
    printf '#!/bin/sh\necho "$GITHUB_TOKEN is refused" >&2\nexit 1\n' >origins/Truthdb/installer.git/hooks/pre-receive
    chmod +x origins/Truthdb/installer.git/hooks/pre-receive
    on 200 24
    until_shows '(exit status 1)'
    is_there 1 '  failed: push: origin refused v1.2.3: *** is refused'
    is_never_raw github_pat
}

tap_beside 'A board of 60 columns' at_60
tap_beside 'A board of 80 columns' at_80
tap_beside 'A board of 200 columns' at_200
tap_beside 'When the window changes, the board is drawn again, and nothing is left or lost' resized
tap_beside 'Lines are printed above the board' above
tap_beside 'In a small window the rows that matter are shown' small_window
tap_beside 'Colours' colours
tap_beside 'NO_COLOR: no colours' no_colour
tap_beside 'Without UTF-8, ASCII' ascii
tap_beside 'A terminal that cannot redraw gets lines' dumb
tap_beside '--no-board: lines' no_board
tap_beside '--verbose: lines' verbose
tap_beside '--quiet: the table alone' quiet
tap_beside 'No terminal: lines with a time, no escapes' no_terminal
tap_beside '--json to a file: the board is on the terminal' json
tap_beside '--json to the terminal: no board' json_beside
tap_beside 'A push that takes long is told' pushes
tap_beside 'The end: the board stays, once, and the table follows' ends_well
tap_beside 'Failure: the board stays, then what went wrong' fails
tap_beside 'Ctrl-C: the board stays, then what is public' interrupted
tap_beside 'Ctrl-Z: the shell has the terminal, and fg draws anew' stopped
tap_beside 'A passphrase is asked for where nothing is drawn' signs
tap_beside 'With --jobs 1 nothing is drawn over what git asks' lends
tap_beside 'No secret is on the board' leaks
tap_end

#!/bin/sh
# Completion, in the shells themselves: what each offers, and what becomes of
# the line. A shell that is missing is skipped; with CI_STRICT set that is a
# failure.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"

# tap_in SHELL TITLE FUNCTION: a test that needs the shell
tap_in() {
    if command -v "$1" >/dev/null 2>&1; then
        tap "$2" "$3"
    elif [ -n "${CI_STRICT:-}" ]; then
        tap "$2" "no_$1"
    else
        tap_skip "$2" "there is no $1"
    fi
}
no_bash() { fail 'there is no bash'; }
no_zsh() { fail 'there is no zsh'; }
no_fish() { fail 'there is no fish'; }

# What is typed ends in a key: ^I is TAB, ^A puts in all matches. Within it, ^B
# goes back a word and ^F forward a character. An answer is "LINE^A MATCH|MATCH",
# in the order of bytes and without what a shell appends (/ or =); or "LINE^I
# [WHAT IT BECAME]".

# place: the folder that the shells are in, and beside it the scripts; fish
# completes only for programs that are there
place() {
    mkdir -p "place/a dir" place/clones place/a@b fpath bin "$HOME/.config/fish/completions"
    ln -s "$ORCHESTRATOR" bin/orchestrator
    PATH=$W/bin:$PATH
    : >'place/my file.json'
    : >place/other.json
    : >place/a@b/z.json
    "${PRINT:-print}" bash >orchestrator.bash
    "${PRINT:-print}" zsh >fpath/_orchestrator
    "${PRINT:-print}" fish >"$HOME/.config/fish/completions/orchestrator.fish"
}
print() {
    "$ORCHESTRATOR" completion "$1"
}
print_odd() { # the script for the table of odd help texts
    "${BUILD:-$T/../build}/t/completion_test" "$1"
}

# the function alone, with its words as bash would hand them over
ask_words() {
    cat >words.bash <<'EOF'
. ../orchestrator.bash
[[ $(complete -p orchestrator) == *'-F _orchestrator '* ]] || exit 1
while IFS= read -r line; do
    COMP_LINE=${line%'^A'}
    COMP_POINT=${#COMP_LINE}
    read -ra COMP_WORDS <<<"${COMP_LINE//=/ = }"
    [[ $COMP_LINE != *' ' ]] || COMP_WORDS+=('')
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    kept=${COMP_LINE##* }
    [[ $kept == *=* ]] && kept=${kept%%=*}= || kept=''
    _orchestrator
    answer=$(printf '%s\n' "${COMPREPLY[@]/#/"$kept"}" | LC_ALL=C sort | paste -s -d '|' -)
    echo "$line${answer:+ $answer}"
done
EOF
    (cd place && bash --norc ../words.bash)
}

# a shell on a terminal
type_into() {
    cat >typist.py <<'EOF'
import fcntl, os, pty, select, shlex, struct, sys, termios, time

KEYS = {"^I": "\t", "^A": "\x18a", "^B": "\x18b", "^F": "\x06"}
pid, fd = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 100, 250, 0, 0))
screen = open("../screen", "wb", 0)

def wait_for(name):
    end = time.monotonic() + 30
    while not os.path.exists(name):
        if time.monotonic() > end:
            sys.exit("no answer from " + sys.argv[2])
        if select.select([fd], [], [], 0.02)[0]:
            screen.write(os.read(fd, 65536))
    with open(name, encoding="utf-8") as file:
        text = file.read()
    os.unlink(name)
    return text

def draw(quiet, most=10):
    """Takes what is drawn, until nothing more comes for a while."""
    end = time.monotonic() + most
    while (time.monotonic() < end
           and select.select([fd], [], [], quiet)[0]):
        screen.write(os.read(fd, 65536))

def matches(before, after):
    if after == before:
        return ""
    n = len(shlex.split(before)) - (not before.endswith(" "))
    return "|".join(sorted(w.rstrip("/=") for w in shlex.split(after)[n:]))

os.write(fd, sys.argv[1].encode() + b"\n")
wait_for("../ready")
for line in sys.stdin:
    line = typed = line.rstrip("\n")
    for key in KEYS:
        typed = typed.replace(key, KEYS[key])
    os.write(fd, typed.encode())
    if "^I" in line:  # a list is not drawn if more has been typed by then
        draw(0.7)
    os.write(fd, b"\x18d")
    after = wait_for("../line")
    if line.endswith("^A"):
        print(line, matches(line[:-2], after), flush=True)
    else:
        print(f"{line} [{after}]", flush=True)
draw(0.1)
os.kill(pid, 9)
os.waitpid(pid, 0)
EOF
    (cd place && TERM=xterm INPUTRC=/dev/null python3 ../typist.py "$@" | sed 's/ $//')
}
ask_bash() {
    cat >bash.rc <<'EOF'
. ../orchestrator.bash
line() {
    printf '%s' "$READLINE_LINE" >../line.new
    mv ../line.new ../line
    READLINE_LINE='' READLINE_POINT=0
}
bind -x '"\C-xd": line'
bind '"\C-xa": insert-completions'
bind '"\C-xb": backward-word'
PS1='$ '
[[ -z $BREAKS ]] || COMP_WORDBREAKS=$BREAKS
: >../ready
EOF
    type_into '' bash --noprofile --rcfile ../bash.rc -i
}
ask_zsh() {
    cat >zsh.rc <<'EOF'
PS1='$ '
bindkey -e
[[ -z $ZSH_PATH ]] || fpath=($ZSH_PATH $fpath)
autoload -Uz compinit
compinit -u -D
[[ -n $ZSH_PATH ]] || . ../fpath/_orchestrator
all() {
    _main_complete
    compstate[insert]=all
}
line() {
    print -rn -- "$BUFFER" >../line.new
    mv ../line.new ../line
    BUFFER=''
}
zle -C all complete-word all
zle -N line
bindkey '^Xa' all '^Xd' line '^Xb' backward-word
LISTMAX=1000
: >../ready
EOF
    ZSH_PATH=${ZSH_PATH-../fpath} type_into '. ../zsh.rc' zsh -f -i
}
ask_fish() {
    cat >ask.fish <<'EOF'
cd place
while read -l line
    set -l found (complete -C (string replace '^A' '' -- $line) |
        string replace -r '\t.*' '' | string replace -r '/$' '' | LC_ALL=C sort)
    set found (string join -- '|' $found)
    echo (string trim -r -- "$line $found")
end
EOF
    fish ask.fish
}

# ask SHELL: the table on standard input holds
ask() {
    cat >table
    sed 's/\(\^[AI]\).*/\1/' table | "ask_$1" >answers 2>err || { cat err; return 1; }
    diff -u table answers
    is "$(cat err)" '' "what $1 says"
}

# what every command takes
COMMON='--help --json --log --no-board --quiet --verbose'
LETTERS='-h -q -v'
# in_order WORDS: "a|b|c"
in_order() {
    # shellcheck disable=SC2086 # words
    printf '%s\n' $1 | LC_ALL=C sort | paste -s -d '|' -
}

lists() {
    place
    ask "$1" <<EOF
orchestrator ^A $(in_order "$(commands)")
orchestrator rel^A release|release-iso
orchestrator release-^A release-iso
orchestrator x^A
orchestrator -^A $(in_order "$COMMON --version $LETTERS")
orchestrator --ver^A --verbose|--version
orchestrator -v ^A $(in_order "$(commands)")
orchestrator --quiet co^A completion|config
orchestrator release-iso --^A $(options_of release-iso --)
orchestrator -q release-iso --re^A --repos-root|--resume
orchestrator release-iso --version 1.2.3 --re^A --repos-root|--resume
orchestrator release-iso --version=1.2.3 --re^A --repos-root|--resume
orchestrator release-iso --dry-run --re^A --repos-root|--resume
orchestrator release-iso --x^A
orchestrator help ^A $(in_order "$(commands)")
orchestrator help co^A completion|config
orchestrator help -q co^A completion|config
orchestrator help -^A $(in_order "$COMMON $LETTERS")
orchestrator help release-iso --^A $(in_order "$COMMON")
orchestrator help release-iso rel^A
orchestrator completion ^A bash|fish|zsh
orchestrator completion z^A zsh
orchestrator completion zsh b^A
EOF
}
words_lists() { lists words; }
bash_lists() { lists bash; }
zsh_lists() { lists zsh; }
fish_lists() { lists fish; }

values() {
    place
    ask "$1" <<'EOF'
orchestrator config --config ^A a dir|a@b|clones|my file.json|other.json
orchestrator config --config my^A my file.json
orchestrator config --config=my^A --config=my file.json
orchestrator release --config o^A other.json
orchestrator release --config x^A
orchestrator release --config clones --repos-root ^A a dir|a@b|clones
orchestrator release --repos-root o^A
orchestrator release --repos-root c^A clones
orchestrator release --repos-root=c^A --repos-root=clones
orchestrator release --repos-root=o^A
orchestrator release --version ^A
orchestrator release --version o^A
orchestrator release --version=o^A
orchestrator release --jobs ^A
orchestrator release --owner=c^A
orchestrator release --dry-run=o^A
EOF
}
words_values() { values words; }
bash_values() { values bash; }
zsh_values() { values zsh; }
fish_values() { values fish; }

unknown() {
    place
    ask "$1" <<EOF
orchestrator bogus x^A
orchestrator bogus --^A $(in_order "$COMMON")
orchestrator bogus --bogus x^A
orchestrator bogus --bogus=x^A
orchestrator bogus --bogus --verb^A --verbose
orchestrator --bogus confi^A config
orchestrator release --bogus --conf^A --config
orchestrator = x^A
orchestrator * x^A
orchestrator conf^A config
EOF
}
words_unknown() { unknown words; }
bash_unknown() { unknown bash; }
zsh_unknown() { unknown zsh; }
fish_unknown() { unknown fish; }

# options_of COMMAND START: its options that start so, as help lists them
options_of() {
    "$ORCHESTRATOR" help "$1" | sed -n '/^options:$/,$p' |
        sed -n 's/^  \(-[a-z]\), \(--[a-z-]*\).*/\1\n\2/p; s/^      \(--[a-z-]*\).*/\1/p' |
        grep -e "^$2" | LC_ALL=C sort | paste -s -d '|' -
}
commands() {
    "$ORCHESTRATOR" help | sed -n '/^commands:$/,/^$/s/^  \([a-z-]*\)  .*/\1/p'
}
as_helped() {
    place
    for command in $(commands); do
        for start in - --; do
            echo "orchestrator $command $start^A $(options_of "$command" "$start")"
        done
    done >helped
    [ "$(wc -l <helped)" -ge 10 ] || fail 'help lists too little'
    ask "$1" <helped
}
words_as_helped() { as_helped words; }
bash_as_helped() { as_helped bash; }
zsh_as_helped() { ZSH_PATH='' as_helped zsh; }
fish_as_helped() { as_helped fish; }

# help_of COMMAND: the help of each of its options
help_of() {
    "$ORCHESTRATOR" help "$1" | sed -n '/^options:$/,$p' |
        sed -n 's/^  \(-.,\)\{0,1\} *\(--[a-z-]*\)\( [A-Z]*\)\{0,1\}   *\(.*\)/\2:\4/p'
}
# shows: each line of ./wanted is on the screen
shows() {
    while IFS= read -r line; do
        grep -qF -- "$line" screen || fail "not on the screen: $line"
    done <wanted
}
zsh_help() {
    place
    printf '%s\n' 'orchestrator ^I' 'orchestrator release --^I' | ask_zsh >answers
    "$ORCHESTRATOR" help | sed -n '/^commands:$/,/^$/s/^  [a-z-]*  *\(.*\)/-- \1/p' >wanted
    help_of release | sed 's/[^:]*:/-- /' >>wanted
    [ "$(wc -l <wanted)" -ge 20 ] || fail 'help lists too little'
    shows
}
fish_help() {
    place
    help_of release | sed "s/:/$(printf '\t')/" | LC_ALL=C sort >wanted
    [ "$(wc -l <wanted)" -ge 15 ] || fail 'help lists too little'
    fish -c 'complete -C "orchestrator release --"' | LC_ALL=C sort >got
    diff -u wanted got
    "$ORCHESTRATOR" help | sed -n '/^commands:$/,/^$/s/^  \([a-z-]*\)  */\1:/p' |
        sed "s/:/$(printf '\t')/" | LC_ALL=C sort >wanted
    fish -c 'complete -C "orchestrator "' | LC_ALL=C sort >got
    diff -u wanted got
}

bash_tab() {
    place
    : >"place/it's.json"
    : >place/'q$(touch pwned).json'
    ask bash <<'EOF'
orchestrator conf^I [orchestrator config ]
orchestrator rel^I [orchestrator release]
orchestrator release-iso --dr^I [orchestrator release-iso --dry-run ]
orchestrator 'release-iso' --dr^I [orchestrator 'release-iso' --dry-run ]
orchestrator cond^B^F^F^F^I [orchestrator configd]
orchestrator config --config my^I [orchestrator config --config my\ file.json ]
orchestrator config --config my\ f^I [orchestrator config --config my\ file.json ]
orchestrator config --config "my f^I [orchestrator config --config "my file.json" ]
orchestrator config --config 'my f^I [orchestrator config --config 'my file.json' ]
orchestrator config --config=my\ f^I [orchestrator config --config=my\ file.json ]
orchestrator config --config="my f^I [orchestrator config --config="my file.json" ]
orchestrator config "--config=my f^I [orchestrator config "--config=my file.json" ]
orchestrator config --config it\'^I [orchestrator config --config it\'s.json ]
orchestrator config --config "it'^I [orchestrator config --config "it's.json" ]
orchestrator config --config q^I [orchestrator config --config q\$\(touch\ pwned\).json ]
orchestrator config --config q\$\(^I [orchestrator config --config q\$\(touch\ pwned\).json ]
orchestrator config --config=a@b/^I [orchestrator config --config=a\@b/z.json ]
orchestrator config --config ../place/ot^I [orchestrator config --config ../place/other.json ]
orchestrator config --config ~/../place/ot^I [orchestrator config --config ~/../place/other.json ]
orchestrator config --repos-root cl^I [orchestrator config --repos-root clones/]
orchestrator config --repos-root=a\ ^I [orchestrator config --repos-root=a\ dir/]
orchestrator config > my^I [orchestrator config > my\ file.json ]
orchestrator config 2>ot^I [orchestrator config 2>other.json ]
true; orchestrator help conf^I [true; orchestrator help config ]
EOF
    [ ! -e place/pwned ] || fail 'a file name was run'
    BREAKS=$(printf ' \t\n"@><;|&(')
    export BREAKS
    ask bash <<'EOF'
orchestrator config --config=my^I [orchestrator config --config=my\ file.json ]
orchestrator config --config="my^I [orchestrator config --config="my file.json" ]
EOF
}
zsh_tab() {
    place
    ask zsh <<'EOF'
orchestrator conf^I [orchestrator config ]
orchestrator rel^I [orchestrator release]
orchestrator release-iso --dr^I [orchestrator release-iso --dry-run ]
orchestrator release-iso --own^I [orchestrator release-iso --owner=]
orchestrator config --config my^I [orchestrator config --config my\ file.json ]
orchestrator config --config "my f^I [orchestrator config --config "my file.json" ]
orchestrator config --config=my\ f^I [orchestrator config --config=my\ file.json ]
orchestrator config --repos-root cl^I [orchestrator config --repos-root clones/]
orchestrator config > my^I [orchestrator config > my\ file.json ]
EOF
}

odd_place() {
    command -v "${BUILD:-$T/../build}/t/completion_test" >/dev/null ||
        fail 'make test builds t/completion_test'
    PRINT=print_odd place
}
# the odd text in the table of t/completion_test.c
odd_text() {
    printf '%s\n' 'it'\''s [a] (b): c:d "e" $HOME ${HOME} $(touch pwned) `touch pwned` (touch pwned) \ \n %d %F{red} *~^? {f,g} #h !i ; | & < > -'
}
odd_table() {
    cat <<'EOF'
orchestrator ^A look-up|make|other|shell
orchestrator -^A --log|--version|-l
orchestrator --log o^A other.json
orchestrator -l o^A other.json
orchestrator make -^A --count|--into|--log|--odd|-i|-l
orchestrator make --into ^A a dir|a@b|clones
orchestrator make -i cl^A clones
orchestrator make --into=cl^A --into=clones
orchestrator make --log=o^A --log=other.json
orchestrator make -l o^A other.json
orchestrator make --count ^A
orchestrator look-up ^A look-up|make|other|shell
orchestrator shell ^A bash|fish|zsh
orchestrator other o^A
EOF
}
no_harm() {
    is "$(find . -name pwned)" '' 'what a help text made'
}
bash_odd() {
    odd_place
    odd_table | ask words
    echo 'orchestrator -l other.json ma^A make' | ask bash
    no_harm
}
zsh_odd() {
    odd_place
    odd_table | ask zsh
    echo 'orchestrator -l other.json ma^A make' | ask zsh
    printf '%s\n' 'orchestrator ^I' 'orchestrator make --^I' | ask_zsh >answers
    for who in command option valued common; do
        echo "-- $who $(odd_text)"
    done >wanted
    shows
    no_harm
}
fish_odd() {
    odd_place
    odd_table | ask fish
    fish -c 'complete -C "orchestrator mak"; complete -C "orchestrator make --"' >got
    {
        printf 'make\tcommand %s\n' "$(odd_text)"
        printf -- "--count\\t]:'\\n"
        printf -- '--into\tvalued %s\n' "$(odd_text)"
        printf -- '--log\tcommon %s\n' "$(odd_text)"
        printf -- '--odd\toption %s\n' "$(odd_text)"
    } >wanted
    diff -u wanted got
    no_harm
}

# refused WORDS ARGS...: one line with the words, and no script
refused() {
    words=$1
    shift
    exits 2 "$ORCHESTRATOR" completion "$@"
    says "$words"
    is "$(wc -l <err)" 1 'lines of the message'
    is "$(wc -c <out)" 0 'bytes on standard output'
}
shells() {
    refused 'bash, zsh or fish'
    refused 'bash, zsh or fish' tcsh
    refused 'bash, zsh or fish' ''
    refused 'bash, zsh or fish' /bin/bash
    refused '"zsh" is one word too many' bash zsh
    for shell in bash zsh fish; do
        exits 0 "$ORCHESTRATOR" completion "$shell"
        is "$(wc -c <err)" 0 'bytes on standard error'
        cp out "$shell"
        exits 0 env -i "$ORCHESTRATOR" -v completion "$shell"
        cmp out "$shell"
    done
    [ ! -w /dev/full ] || ! "$ORCHESTRATOR" completion bash >/dev/full 2>err
}

# make_here TARGET: of this very program, without building it again
make_here() {
    exits 0 make -C "$T/.." -o "$W/built/orchestrator" BUILD="$W/built" \
        PREFIX=/usr DESTDIR="$W/dest" "$1"
}
install() {
    mkdir built
    cp "$ORCHESTRATOR" built/orchestrator
    make_here install
    share=$W/dest/usr/share
    print bash | cmp - "$share/bash-completion/completions/orchestrator"
    print zsh | cmp - "$share/zsh/site-functions/_orchestrator"
    print fish | cmp - "$share/fish/vendor_completions.d/orchestrator.fish"
    make_here uninstall
    is "$(find dest -type f)" '' 'what is left'
}
found_by_zsh() {
    place
    echo 'orchestrator release-^A release-iso' | ask zsh
    echo 'orchestrator release-^A release-iso' | ZSH_PATH='' ask zsh
}
found_by_fish() {
    place
    mkdir -p share/fish/vendor_completions.d
    mv "$HOME/.config/fish/completions/orchestrator.fish" share/fish/vendor_completions.d/
    echo 'orchestrator release-^A release-iso' | XDG_DATA_DIRS="$W/share:/usr/share" ask fish
}

tap 'A script is printed for bash, zsh and fish, and for no other shell' shells
tap 'make install puts each script where its shell looks; uninstall removes it' install
tap_in bash 'bash: the function lists commands, options and operands' words_lists
tap_in bash 'bash: the function lists files and folders where they are wanted' words_values
tap_in bash 'bash: the function bears words that it does not know' words_unknown
tap_in bash 'bash: the function knows every option that help lists' words_as_helped
tap_in bash 'bash: a terminal lists commands, options and operands' bash_lists
tap_in bash 'bash: a terminal lists files and folders where they are wanted' bash_values
tap_in bash 'bash: a terminal bears words that it does not know' bash_unknown
tap_in bash 'bash: a terminal knows every option that help lists' bash_as_helped
tap_in bash 'bash: TAB puts in names, quoted as the line is' bash_tab
tap_in bash 'bash: help texts can hold anything' bash_odd
tap_in zsh 'zsh: the script works in $fpath, and sourced' found_by_zsh
tap_in zsh 'zsh: commands, options and operands are listed' zsh_lists
tap_in zsh 'zsh: files and folders are listed where they are wanted' zsh_values
tap_in zsh 'zsh: words that it does not know are borne' zsh_unknown
tap_in zsh 'zsh: every option that help lists is known' zsh_as_helped
tap_in zsh 'zsh: the help of commands and options is shown' zsh_help
tap_in zsh 'zsh: TAB puts in names, quoted as the line is' zsh_tab
tap_in zsh 'zsh: help texts can hold anything' zsh_odd
tap_in fish 'fish: the script works among the completions of packages' found_by_fish
tap_in fish 'fish: commands, options and operands are listed' fish_lists
tap_in fish 'fish: files and folders are listed where they are wanted' fish_values
tap_in fish 'fish: words that it does not know are borne' fish_unknown
tap_in fish 'fish: every option that help lists is known' fish_as_helped
tap_in fish 'fish: the help of commands and options is shown' fish_help
tap_in fish 'fish: help texts can hold anything' fish_odd
tap_end

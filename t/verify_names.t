#!/bin/sh
# The names of a release's assets, and what lies in the folder of verify
# --download: nothing leads out of that folder, hides in it or disguises itself.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/verify.sh"

DL=a/b/dl # so deep that ../../.. is in this world, too

# around FILE: everything of this world but what a run writes itself, with
# types, modes, contents
around() {
    python3 - "$DL" >"$1" <<'PY'
import hashlib, os, stat, sys
SELF = {"./out", "./err", "./requests", "./standin.out", "./argv", "./release.json",
        "./assets", "./before", "./after", "./said", "./home/.local", "./home/.cache"}
def look(path):
    for entry in sorted(os.scandir(path), key=lambda e: os.fsencode(e.name)):
        if entry.path in SELF or entry.path == "./" + sys.argv[1]:
            continue
        mode = entry.stat(follow_symlinks=False).st_mode
        what = ""
        if stat.S_ISREG(mode):
            what = hashlib.sha256(open(entry.path, "rb").read()).hexdigest()
        elif stat.S_ISLNK(mode):
            what = os.readlink(entry.path)
        print(oct(mode), ascii(entry.path), what)
        if stat.S_ISDIR(mode):
            look(entry.path)
look(".")
PY
}
before() {
    mkdir -p a/b outside
    echo precious >outside/precious
    around before
}
files() { # in the folder of app, in order
    (cd $DL/app && find . ! -name . | LC_ALL=C sort | cut -c 3- | paste -s -d ' ' -)
}
unchanged() {
    around after
    diff before after || fail 'something was written outside'
}

# The table: a name as JSON has it; what comes of it; the name as it is shown.
# made: it is a file; refused: none is made; twice: another has it; long: the
# file system does not take it. LONG is 300 bytes, PATH 4200.
table() {
    cat <<'END'
"../evil"               refused ../evil
"../../../../outside/x" refused ../../../../outside/x
"/OUTSIDE/evil"         refused /OUTSIDE/evil
"a/../../evil"          refused a/../../evil
"dir/evil"              refused dir/evil
"evil/"                 refused evil/
"/"                     refused /
".."                    refused ..
"."                     refused .
""                      refused
".hidden"               refused .hidden
"..."                   refused ...
".app.tar.1.part"       refused .app.tar.1.part
"con\u001b[2J"          refused con\x1b[2J
"bell\u0007"            refused bell\x07
"del\u007f"             refused del\x7f
"c1\u009b2J"            refused c1\xc2\x9b2J
"line\nbreak"           refused line\nbreak
"cr\rapp.tar"           refused cr\x0dapp.tar
"tab\tstop"             refused tab\tstop
"txt\u202egpj.exe"      refused txt\xe2\x80\xaegpj.exe
"iso\u2066x\u2069"      refused iso\xe2\x81\xa6x\xe2\x81\xa9
"app\u200b.tar"         refused app\xe2\x80\x8b.tar
"\ufeffapp.tar"         refused \xef\xbb\xbfapp.tar
"two\u2028lines"        refused two\xe2\x80\xa8lines
"tag\udb40\udc41"       refused tag\xf3\xa0\x81\x81
"app.tar"               twice app.tar
"LONG"                  long LONG
"PATH"                  long PATH
"-rf"                   made
"--output=x"            made
"@file"                 made
"~"                     made
"*"                     made
"a b"                   made
"trailing "             made
"trailing."             made
"back\\slash"           made
"..\\evil"              refused ..\evil
"$(touch evil)"         made
"`touch evil`"          made
"it's \"quoted\""       made
"a;b|c&d>e"             made
"%2e%2e%2fevil"         made
"{}"                    made
"APP.TAR"               made
"d\u00e9j\u00e0"        made
"de\u0301ja\u0300"      made
"\u5e83\u3044\ud83d\ude80" made
"app.tar.part"          made
"app.tar.copy"          made
"app.tar.1.part"        made
"orchestrator.lock"     made
"SUMS.sha256"           made
"con"                   made
END
}

# named_assets: v1.2.3 of app has the assets of ONE, and one of each name
named_assets() {
    table >names
    n=$(wc -l <names)
    extra=$(seq -f '"e%g"' -s ', ' 1 "$n")
    offers "$ONE" "{\"app\": {\"extra\": [$extra], \"digests\": ${1:-true}}}"
    python3 - >faults <<'PY'
import json, os
edits = []
for i, line in enumerate(open("names")):
    name = json.loads(line[:line.rindex('"') + 1])
    name = {"LONG": "n" * 300, "PATH": "p" * 4200}.get(name, name)
    name = name.replace("/OUTSIDE", os.getcwd() + "/outside")
    edits.append({"at": ["assets", 4 + i, "name"], "set": name})
print(json.dumps([{"path": "releases/tags", "times": -1, "do": "patch", "edits": edits}]))
PY
    github_faults "$(cat faults)"
    curl -q -s --noproxy '*' -H 'User-Agent: t' -H "Authorization: Bearer $TOKEN" \
        "$GITHUB_API_URL/repos/Truthdb/app/releases/tags/v1.2.3" >release.json
}

# as_told MADE: each name came to what the table says, was told so, and the
# folder holds those files alone, whole; prints how many
as_told() {
    python3 - "$DL" "$1" <<'PY'
import hashlib, json, os, sys
folder, made_words = sys.argv[1] + "/app", sys.argv[2]
assets = json.load(open("release.json"))["assets"]
err = open("err", errors="surrogateescape").read().split("\n")
made = {a["name"]: a["digest"] for a in assets[:4]}
bad = 0
def told(line):
    global bad
    if not any(line in l for l in err):
        print("it does not say:", ascii(line))
        bad += 1
WORDS = {"refused": "a file of such a name is not made",
         "twice": "there are two assets of that name or id",
         "long": "cannot be put in place: File name too long"}
n = 0
for asset, line in zip(assets[4:], open("names")):
    n += 1
    verdict, _, shown = line[line.rindex('"') + 1:].strip().partition(" ")
    shown = shown.replace("/OUTSIDE", os.getcwd() + "/outside")
    shown = {"LONG": "n" * 300, "PATH": "p" * 4200}.get(shown, shown)
    if verdict == "made":
        made[asset["name"]] = asset["digest"]
        told(f"app: {asset['name']}: {made_words}")
    else:
        told(f"app: {shown}: {WORDS[verdict]}")
there = {os.fsdecode(name) for name in os.listdir(os.fsencode(folder))}
for name in there ^ set(made):
    print("there, or not there:", ascii(name))
    bad += 1
for name in there & set(made):
    path = os.path.join(folder, name)
    sum = "sha256:" + hashlib.sha256(open(path, "rb").read()).hexdigest()
    if os.path.islink(path) or made[name] not in (None, sum):
        print("other bytes:", ascii(name))
        bad += 1
if os.listdir(sys.argv[1]) != ["app"]:
    print("beside it:", os.listdir(sys.argv[1]))
    bad += 1
print(n)
sys.exit(bad > 0)
PY
}

of_assets() {
    named_assets
    before
    exits 1 verify --download $DL
    as_told 'downloaded, and as GitHub has it' >said || { cat said; show_output; fail 'a name'; }
    unchanged
    is "$(cat said)" "$(wc -l <names)" 'names that were tried'
    no_raw_bytes
    tally 'asset names' "$(cat said)" "$(cat said)"
}
# Nothing on the terminal is a control byte; other letters than ASCII may be.
no_raw_bytes() {
    never_says "$TOKEN"
    is "$(tr -d '\n\40-\176\200-\377' <err | wc -c)" 0 'control bytes on the terminal'
    ! grep -q "$(printf '\342\200\256')" err || fail 'a mark that reorders text'
}
without_digests() {
    named_assets false
    before
    exits 1 verify --download $DL
    as_told 'downloaded, and nothing tells what it must be' >said || { cat said; show_output; fail 'a name'; }
    unchanged
    tally 'asset names' "$(cat said)" "$(cat said)"
}
# Without --download what a list tells is fetched aside.
aside() {
    named_assets false
    before
    exits 1 verify # two are called app.tar
    says 'app: app.zip: downloaded, and as its checksum file says'
    unchanged
    [ ! -e $DL ]
    is "$(find tmp ! -name tmp)" '' 'what is left'
}
again() {
    named_assets
    before
    exits 1 verify --download $DL
    : >requests
    exits 1 verify --download $DL
    as_told 'there already, and as GitHub has it' >said || { cat said; show_output; fail 'a name'; }
    unchanged
    is "$(grep '"listener": "storage"' requests | grep -c filename%3De || :)" 2 'requests for the ones that are too long'
    tally 'asset names' "$(cat said)" "$(cat said)"
}
# JSON that no text can be made of is none.
no_text() {
    one
    before
    for name in 'a\u0000b' '\ud800' '\udc00x'; do
        python3 - "$name" >faults <<'PY'
import json, sys
body = """{"tag_name": "v1.2.3", "assets": [{"id": 1, "size": 1, "name": "%s",
    "state": "uploaded", "updated_at": "x"}]}""" % sys.argv[1]
print(json.dumps([{"path": "releases/tags", "times": -1, "do": "body", "body": body,
                   "type": "application/json"}]))
PY
        github_faults "$(cat faults)"
        exits 1 verify --download $DL
        says "app: GitHub's answer makes no sense: it is not JSON"
        [ ! -e $DL/app ]
        rm faults
        unchanged
        tally 'asset names' 1 1
    done
}
# Two assets with one id would grow in one file.
same_id() {
    one
    before
    other=$(id app.tar)
    github_faults "[{\"path\": \"releases/tags\", \"times\": -1, \"do\": \"patch\", \"edits\": [{\"at\": [\"assets\", 3, \"id\"], \"set\": $other}]}]"
    exits 1 verify --download $DL
    says 'app: notes: there are two assets of that name or id'
    is "$(files)" 'SUMS app.tar app.zip' 'files'
    unchanged
    tally 'asset names' 1 1
}
# The names in a checksum file are compared, and nothing else.
in_lists() {
    one
    before
    tried=0
    while IFS= read -r name; do
        tried=$((tried + 1))
        replan "\"contents\": {\"SUMS\": \"$NOBODY  $name\\n\"}"
        rm -rf $DL
        exits 6 verify --download $DL
        says 'app.tar: SUMS does not tell its SHA-256: it has no line for app.tar'
        is "$(files)" 'SUMS notes' 'files'
        unchanged
        no_leak
        tally 'asset names' 1 1
    done <<'END'
../../../outside/precious
/etc/passwd
app.tar/..
app.tar/
..
-c
app.tar\u0000
\u001b[2Japp.tar\u001b[0m
APP.TAR
app\u200b.tar
*app.tar\u202e
END
    [ $tried -eq 11 ]
    replan "\"contents\": {\"SUMS\": \"$NOBODY  ../../outside/app.tar\\n\"}"
    exits 6 verify
    says 'app.tar: SUMS says sha256:0000'
    unchanged
}

# in_the_way COMMAND...: makes what takes the place of app.tar, whose path is
# its last word
in_the_way() {
    rm -rf $DL
    mkdir -p $DL/app
    "$@" "$DL/app/app.tar"
    exits 1 verify --download $DL
    says "app: app.tar: $W/$DL/app/app.tar is there, and is no file"
    [ -f $DL/app/app.zip ]
    unchanged
    tally 'asset names' 1 1
}
socket() {
    python3 -c 'import os, socket, sys
os.chdir(os.path.dirname(sys.argv[1]))
socket.socket(socket.AF_UNIX).bind(os.path.basename(sys.argv[1]))' "$1"
}
taken() {
    one
    before
    in_the_way ln -s "$W/outside/precious"
    in_the_way ln -s "$W/outside"
    in_the_way ln -s "$W/outside/none"
    in_the_way ln -s /dev/null
    in_the_way mkdir
    in_the_way mkfifo
    in_the_way socket
}
# Where a download grows, and where it is copied.
part_taken() {
    one
    before
    ID=$(id app.tar)
    for what in "ln -s $W/outside/precious" "ln -s $W/outside/none" "ln -s $W/outside" 'mkfifo'; do
        for name in ".app.tar.$ID.part" ".app.tar.$ID.part.copy"; do
            rm -rf $DL
            mkdir -p $DL/app
            head -c 100 /dev/zero >"$DL/app/.app.tar.$ID.part"
            rm -f "$DL/app/$name"
            $what "$DL/app/$name"
            exits 0 verify --download $DL
            is "$(files)" 'SUMS app.tar app.zip notes' 'files'
            [ ! -L $DL/app/app.tar ]
            unchanged
            tally 'asset names' 1 1
        done
    done
    rm -rf $DL
    mkdir -p "$DL/app/.app.tar.$ID.part/x"
    exits 1 verify --download $DL
    says 'app: app.tar: its download does not come to an end: curl: (23) '
    unchanged
}

# halts: a run that downloads app.tar has the first half of it; the rest of the
# files is there
halts() {
    random 300000
    one "\"files\": {\"app.tar\": \"$W/big\"}"
    before
    github_faults '[{"path": "filename%3Dapp.tar&", "do": "hang_body", "after": 131072}]'
    start_verify --download $DL
    for part in 'app.zip.*' 'notes.*' 'SUMS.*'; do
        until_there "$DL/app/.$part.part" 1
    done
    until_there "$DL/app/.app.tar.*.part" 131072
    until_true 'the other downloads do not end' one_downloads
}
one_downloads() {
    [ "$(pgrep -P "$PID" -x curl | wc -l)" -eq 1 ]
}
# goes_on: its curl ends, and another fetches the rest
goes_on() {
    kill "$(pgrep -P "$PID" -x curl)"
}
folder_replaced() {
    halts
    mv $DL/app "$W/moved"
    ln -s "$W/outside" $DL/app
    goes_on
    ends 1
    for name in app.tar app.zip notes SUMS; do
        says "app: $name: $W/$DL/app/$name is not made: its folder was replaced while it was downloaded"
    done
    is "$(ls -A moved)" '' 'what is left in the folder that was moved'
    rmdir moved
    unchanged
    tally 'asset names' 4 4
}
root_replaced() {
    halts
    mkdir -p "$W/outside/app"
    echo mine >"$W/outside/orchestrator.lock"
    around before
    mv $DL "$W/moved"
    ln -s "$W/outside" $DL
    goes_on
    ends 1
    says "app: app.tar: $W/$DL/app/app.tar is not made: its folder was replaced while it was downloaded"
    is "$(find moved ! -type d)" 'moved/orchestrator.lock' 'what is left in the folder that was moved'
    rm -r moved
    unchanged
    tally 'asset names' 4 4
}
part_replaced() {
    halts
    part=$(find $DL/app -name '.app.tar.*.part')
    mv "$part" half
    ln -s "$W/outside/precious" "$part"
    goes_on
    ends 0
    cmp big $DL/app/app.tar
    [ ! -L $DL/app/app.tar ]
    rm half
    unchanged
    tally 'asset names' 1 1
}
# As where two names are one to the file system, or someone else writes there.
came_to_be() {
    halts
    echo mine >$DL/app/app.tar
    ln -s "$W/outside/none" $DL/app/notes
    goes_on
    ends 1
    says "app: app.tar: $W/$DL/app/app.tar came to be while it was downloaded; it stays as it is"
    says "app: notes: $W/$DL/app/notes came to be while it was downloaded; it stays as it is"
    is "$(cat $DL/app/app.tar)" mine 'the file that was there'
    is "$(files)" 'SUMS app.tar app.zip notes' 'files'
    unchanged
    tally 'asset names' 2 2
}

tap_beside 'Names that lead elsewhere, hide, disguise or hold escapes make no file; others do' of_assets
tap_beside 'So they do where nothing tells a digest' without_digests
tap_beside 'Nothing of that is made where nothing is to be kept' aside
tap_beside 'A second run tells the same, and fetches nothing again' again
tap_beside 'A name that is no text is no answer of GitHub' no_text
tap_beside 'Two assets with one id do not grow in one file' same_id
tap_beside 'Names in a checksum file lead nowhere' in_lists
tap_beside 'A link, a folder, a FIFO, a socket under the name stay, and are told' taken
tap_beside 'What takes the place of a growing file is not followed' part_taken
tap_beside 'A folder that becomes a link while it is written to leads nowhere' folder_replaced
tap_beside 'So does the whole folder, and a lock that is not ours stays' root_replaced
tap_beside 'A growing file that becomes a link is not followed' part_replaced
tap_beside 'What came to be under the name meanwhile stays' came_to_be
tap_end

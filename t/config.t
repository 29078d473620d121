#!/bin/sh
# Which configuration is in force, and what is said of one that is wrong.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"

# config FILE OWNER: a small configuration
config() {
    cat >"$1" <<END
{"owner": "$2", "repos": [{"name": "lib", "assets": ["lib-{version}.tar.gz"]},
 {"name": "app", "needs": ["lib"], "assets": ["app-{version}.tar.gz"]}]}
END
}
in_force() {
    exits 0 "$ORCHESTRATOR" config "$@"
    python3 -c 'import json; print(json.load(open("out"))["owner"])'
}

where() {
    mkdir -p root/lib elsewhere
    config root/orchestrator.json InRoot
    config elsewhere/variable.json Variable
    config elsewhere/option.json Option
    is "$(in_force)" Truthdb
    says 'config: the built-in one'
    is "$(in_force --repos-root root)" InRoot
    says "config: $W/root/orchestrator.json"
    is "$(cd root && in_force)" InRoot
    is "$(cd root/lib && in_force)" InRoot
    is "$(cd root && ORCHESTRATOR_CONFIG=../elsewhere/variable.json in_force)" Variable
    is "$(cd root && ORCHESTRATOR_CONFIG='' in_force)" InRoot
    is "$(cd root && ORCHESTRATOR_CONFIG=../elsewhere/variable.json in_force --config ../elsewhere/option.json)" Option
}
whole() {
    exits 0 "$ORCHESTRATOR" config
    cmp out "$T/../examples/truthdb.json"
    cp out first
    exits 0 "$ORCHESTRATOR" config --config first
    cmp out first
    config mine.json Me
    exits 0 "$ORCHESTRATOR" config --config mine.json
    cp out whole.json
    exits 0 "$ORCHESTRATOR" config --config whole.json
    cmp out whole.json
    for word in api_url tag_prefix tag_message sign poll_interval timeout log hooks \
        dir branch checksums workflow needs; do
        prints "\"$word\":"
    done
}
into_place() {
    mkdir root
    cd root
    "$ORCHESTRATOR" config >orchestrator.json 2>../err
    cmp orchestrator.json "$T/../examples/truthdb.json"
    : >orchestrator.json
    exits 2 "$ORCHESTRATOR" config
    says 'it is empty'
}
all_mistakes() {
    cat >bad.json <<'END'
{"ownr": "Truthdb", "timeout": "45m", "timeout": 5,
 "repos": [
  {"name": "a", "assets": [], "needs": ["instaler"]},
  {"name": "installer", "assets": ["x", "x"], "dir": "../out", "needs": ["c"]},
  {"name": "c", "assets": [], "needs": ["installer"], "workflow": "release.txt"}
 ]}
END
    exits 2 "$ORCHESTRATOR" config --config bad.json
    says "config: $W/bad.json: "
    for words in 'ownr' 'did you mean "owner"?' 'timeout' 'is given twice' \
        'repos[0].needs[0]: no repository "instaler"; did you mean "installer"?' \
        'repos[1].assets[1]' 'repos[1].dir' 'repos[2].workflow' ': a cycle'; do
        says "$words"
    done
    is "$(cat out)" ''
    exits 2 "$ORCHESTRATOR" release --version 1.2.3 --config bad.json
    says "release: $W/bad.json: "
}
unreadable() {
    exits 2 "$ORCHESTRATOR" config --config nothing.json
    says 'nothing.json: cannot be read: No such file'
    exits 2 "$ORCHESTRATOR" config --config "$W"
    mkfifo pipe
    exits 2 "$ORCHESTRATOR" config --config pipe
    : >empty.json
    exits 2 "$ORCHESTRATOR" config --config empty.json
    says 'it is empty'
    printf '{"owner": "x",\n  "repos": [}\n' >syntax.json
    exits 2 "$ORCHESTRATOR" config --config syntax.json
    says 'line 2, column'
    printf '{"owner": "\033[31m", "repos": []}' >escape.json
    exits 2 "$ORCHESTRATOR" config --config escape.json
    no_leak
}
strangers() {
    mkdir root
    config root/orchestrator.json Stranger
    chmod o+w root/orchestrator.json
    exits 2 "$ORCHESTRATOR" config --repos-root root
    says 'orchestrator.json can be written by everybody, so it is not taken unasked'
    is "$(in_force --config root/orchestrator.json)" Stranger
    if [ "$(id -u)" -eq 0 ]; then
        chmod o-w root/orchestrator.json
        chown 12345 root/orchestrator.json
        exits 2 "$ORCHESTRATOR" config --repos-root root
        says 'orchestrator.json belongs to another user'
    fi
}
options_win() {
    ready
    sed -e 's/"poll_interval": 5/"poll_interval": 1000/' -e 's/"timeout": 2700/"timeout": 2000/' \
        -e 's/"owner": "Truthdb"/"owner": "Other"/' "$T/../examples/truthdb.json" >clones/orchestrator.json
    sed -i 's/"name": "truthdb"/"timeout": 1500, &/' clones/orchestrator.json
    exits 0 release --version 1.2.3 --owner Truthdb --dry-run
    prints 'Each release may take 2000 s; GitHub is asked every 1 s.'
    prints '     within 1500 s'
    exits 0 release --version 1.2.3 --owner Truthdb --timeout-secs 100 --dry-run
    prints 'Each release may take 100 s; GitHub is asked every 1 s.'
    ! grep -q within out || fail 'the file wins'
}
used() {
    ready
    mv clones/truthdb clones/database
    sed -e 's/"dir": "truthdb"/"dir": "database"/' -e 's/"tag_prefix": "v"/"tag_prefix": "rel-"/' \
        -e 's/"tag_message": "[^"]*"/"tag_message": "We ship {version} as {tag}"/' \
        "$T/../examples/truthdb.json" >clones/orchestrator.json
    exits 0 release --version 1.2.3 --dry-run
    prints 'rel-1.2.3, annotated, "We ship 1.2.3 as rel-1.2.3", on commit'
    sed -i '0,/"branch": null/s//"branch": "stable"/' clones/orchestrator.json
    exits 3 release --version 1.2.3 --dry-run
    says 'the clone is on main; the configuration wants stable'
    says "git -C $W/clones/installer-kernel switch stable"
}
api_url() {
    ready
    sed -e "s|\"api_url\": null|\"api_url\": \"$GITHUB_API_URL\"|" "$T/../examples/truthdb.json" >mine.json
    unset GITHUB_API_URL
    exits 0 release --version 1.2.3 --config mine.json
    sed -i 's|"api_url": "[^"]*"|"api_url": "http://example.org"|' mine.json
    exits 2 release --version 1.2.4 --config mine.json
    says 'api_url'
    says 'plain http, which would show the token'
}
leads_elsewhere() {
    ready
    : >requests
    sed -e "s|\"api_url\": null|\"api_url\": \"$GITHUB_API_URL\"|" "$T/../examples/truthdb.json" >clones/orchestrator.json
    elsewhere=$GITHUB_API_URL
    unset GITHUB_API_URL
    exits 2 release --version 1.2.3 --dry-run
    says "api_url in $W/clones/orchestrator.json, which was found and not named, is not the API of origin's host"
    says "the token would go to $elsewhere"
    says "--config $W/clones/orchestrator.json"
    is "$(cat requests)" '' 'the requests that were made'
    sed -i 's|"api_url": "[^"]*"|"api_url": "https://api.github.com"|' clones/orchestrator.json
    GITHUB_API_URL=$elsewhere exits 0 release --version 1.2.3 --dry-run
}
to_a_file() {
    exits 0 "$ORCHESTRATOR" config --output new.json
    cmp new.json "$T/../examples/truthdb.json"
    is "$(cat out)" '' 'standard output'
    echo mine >new.json
    exits 2 "$ORCHESTRATOR" config --output new.json
    says '--output new.json: it is there already, and is left as it is'
    is "$(cat new.json)" mine 'the file that was there'
    exits 1 "$ORCHESTRATOR" config --output nowhere/new.json
    says 'cannot write nowhere/new.json: No such file'
}
built_in_is_said() {
    ready
    exits 0 release --version 1.2.3 --dry-run
    says "no orchestrator.json in $W/clones: the plan is TruthDB's, which is built in"
}
broken_link() {
    mkdir root
    ln -s /nowhere/at/all root/orchestrator.json
    cd root
    exits 2 "$ORCHESTRATOR" config
    says 'root/orchestrator.json'
    says 'No such file'
}
controls() {
    printf '{"owner": "o", "tag_message": "x\\u009b31m\\u202e\\u007f{tag}", "repos": [{"name": "a", "assets": []}]}' >odd.json
    exits 0 "$ORCHESTRATOR" config --config odd.json
    is "$(tr -d '\n\40-\176' <out | wc -c)" 0 'bytes that are no printable ASCII'
    cp out again.json
    exits 0 "$ORCHESTRATOR" config --config again.json
    cmp out again.json
}
resume_line() {
    ready
    cp "$T/../examples/truthdb.json" 'my config.json'
    printf '#!/bin/sh\nexit 1\n' >origins/Truthdb/installer.git/hooks/pre-receive
    chmod +x origins/Truthdb/installer.git/hooks/pre-receive
    ORCHESTRATOR_CONFIG='my config.json' exits 1 "$ORCHESTRATOR" release --version 1.2.3 --repos-root clones
    says "release --version 1.2.3 --resume --repos-root $W/clones --config '$W/my config.json'"
}
signs() {
    ready
    git config --file "$GIT_CONFIG_GLOBAL" gpg.program "$W/gpg"
    printf '#!/bin/sh\ncat >/dev/null; printf "\\n[GNUPG:] SIG_CREATED x\\n" >&2; echo "-----BEGIN PGP SIGNATURE-----"; echo; echo "-----END PGP SIGNATURE-----"\n' >gpg
    chmod +x gpg
    sed 's/"sign": false/"sign": true/' "$T/../examples/truthdb.json" >clones/orchestrator.json
    exits 0 release --version 1.2.3 --dry-run
    prints 'annotated and signed'
    exits 0 release --version 1.2.3
    git -C origins/Truthdb/truthdb.git cat-file tag v1.2.3 | grep -q 'BEGIN PGP SIGNATURE' || fail 'not signed'
}
no_assets() {
    ready
    echo '{"installer-kernel": {"assets": []}}' >assets
    github_stop
    github_start --delay 0 --assets assets
    python3 - "$T/../examples/truthdb.json" >clones/orchestrator.json <<'END'
import json, sys
plan = json.load(open(sys.argv[1]))
plan["repos"][0]["assets"], plan["repos"][0]["checksums"] = [], {}
json.dump(plan, sys.stdout)
END
    exits 0 release --version 1.2.3
    says 'installer-kernel: released, after'
}
no_workflow() {
    world_origins
    github_start --delay 0
    rm -rf clones/truthdb/.github
    git -C clones/truthdb commit -q -a -m 'No workflow'
    git -C clones/truthdb push -q origin main
    sed 's/"workflow": "release.yml"/"workflow": null/' "$T/../examples/truthdb.json" >clones/orchestrator.json
    exits 0 release --version 1.2.3
    is "$(grep -c /actions/ requests || :)" 0 'requests for runs'
    is "$(looks truthdb)" 2 'looks, so that assets settle'
}

tap 'The configuration is looked for where the manual says, in that order' where
tap 'What is printed is whole, and can be read again' whole
tap 'It can be printed to where it is looked for; one that is empty is told' into_place
tap 'Every mistake is told at once' all_mistakes
tap 'A file that cannot be read, or is no JSON, is told in one line' unreadable
tap 'A file of a stranger is not taken unasked' strangers
tap 'Options win over the file' options_win
tap 'Folder, branch, prefix and message are used' used
tap 'A configuration that was only found cannot lead the token elsewhere' leads_elsewhere
tap 'It is written to a new file, never over another' to_a_file
tap 'The plan that is built in is told as that' built_in_is_said
tap 'A link to nowhere is not taken for no configuration' broken_link
tap 'What is printed of a configuration is plain ASCII' controls
tap 'The address of the API is used, and must be safe' api_url
tap 'The line that resumes names the configuration' resume_line
tap 'Tags are signed where the configuration says so' signs
tap 'A repository without assets is released once its release is there' no_assets
tap 'Where no workflow makes the releases, none is looked for' no_workflow
tap_end

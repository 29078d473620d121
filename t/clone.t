#!/bin/sh
# Cloning what is missing.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"

clone() {
    timeout --foreground "$HANGS" "$ORCHESTRATOR" clone --repos-root clones "$@"
}
like_the_others() {
    world_origins
    rm -rf clones/installer clones/truthdb
    before=$(snapshot)
    exits 0 clone
    says "installer: cloned to $W/clones/installer"
    says "truthdb: cloned to $W/clones/truthdb"
    says "installer-iso: $W/clones/installer-iso is there already"
    is "$(git -C clones/installer remote get-url origin)" "$W/origins/Truthdb/installer.git" 'the URL of the new clone'
    is "$(head_of truthdb)" "$(git -C origins/Truthdb/truthdb.git rev-parse main)" 'HEAD of the new clone'
    rm -rf clones/installer clones/truthdb
    is "$(snapshot)" "$before" 'what was there'
}
one_fails() {
    world_origins
    rm -rf clones/installer clones/truthdb origins/Truthdb/installer.git
    exits 1 clone
    says 'orchestrator: clone: installer: cannot be cloned: fatal: repository'
    says "truthdb: cloned to $W/clones/truthdb"
    [ ! -e clones/installer ] || fail 'a folder is left'
}
by_protocol() {
    mkdir shim clones
    cat >shim/git <<EOF
#!/bin/sh
echo "\$*" >>"$W/calls"
exit 1
EOF
    chmod +x shim/git
    PATH="$W/shim:$PATH" exits 1 clone --jobs 2
    grep -qx "clone --quiet --origin origin -- https://github.com/Truthdb/truthdb.git $W/clones/truthdb\.[0-9]*\.part" calls || fail "$(cat calls)"
    PATH="$W/shim:$PATH" exits 1 clone --protocol ssh --owner Other
    grep -qx "clone --quiet --origin origin -- git@github.com:Other/truthdb.git $W/clones/truthdb\.[0-9]*\.part" calls || fail "$(cat calls)"
    exits 2 clone --protocol git
    says '--protocol is https or ssh, not "git"'
}
# what git's insteadOf makes of a URL may hold a token
as_typed() {
    world_origins
    rm -rf clones/truthdb
    for name in installer-kernel installer installer-iso; do
        git -C "clones/$name" remote set-url origin "hub:Truthdb/$name.git"
    done
    git config --file "$GIT_CONFIG_GLOBAL" "url.file://me:hunter2@$W/origins/.insteadOf" hub:
    "$ORCHESTRATOR" clone --repos-root clones --log log >out 2>err || :
    grep -q 'clone --quiet --origin origin -- hub:Truthdb/truthdb.git' log || { cat log; fail 'the URL is another one'; }
    ! grep -q hunter2 log out err || fail 'the password is told'
}
without_user() {
    world_origins
    rm -rf clones/truthdb
    for scheme in https HTTPS; do
        git -C clones/installer-kernel remote set-url origin "$scheme://me:hunter2@example.invalid/Truthdb/installer-kernel.git"
        rm -f log
        "$ORCHESTRATOR" clone --repos-root clones --log log >out 2>err || :
        grep -q "origin -- $scheme://example.invalid/Truthdb/truthdb.git" log || { cat log; fail 'the URL is another one'; }
    done
}
# a git that does not heed a signal, and leaves what it began
cut_off() {
    world_origins
    rm -rf clones/truthdb
    # shellcheck disable=SC2016 # of the shim
    git_shim 'clone" "*' '
        trap "" TERM INT
        for dir; do :; done
        mkdir -p "$dir/.git"
        : >"$W/begun"
        while :; do sleep 1; done'
    PATH="$W/shim:$PATH" "$ORCHESTRATOR" clone --repos-root clones >out 2>err &
    PID=$!
    until_true 'git was not run' test -e begun
    kill -TERM $PID
    ends 143
    is "$(find clones -maxdepth 1 -name '*truthdb*' | wc -l)" 0 'what is left'
}
with_branch() {
    world_origins
    git -C clones/truthdb push -q origin main:stable
    rm -rf clones/truthdb
    sed '/"name": "truthdb"/,/"branch"/s/"branch": null/"branch": "stable"/' "$T/../examples/truthdb.json" >clones/orchestrator.json
    exits 0 clone
    is "$(git -C clones/truthdb branch --show-current)" stable 'the branch'
}
something_else() {
    world_origins
    rm -rf clones/truthdb
    echo mine >clones/truthdb
    exits 0 clone
    says "truthdb: $W/clones/truthdb is there already"
    is "$(cat clones/truthdb)" mine 'the file that was there'
}
no_token_is_needed() {
    world_origins
    rm -rf clones/truthdb
    unset GITHUB_TOKEN
    exits 0 clone --log log
    ! grep -q curl log || fail 'GitHub was asked'
}

tap 'What is missing is cloned, from where the others come from' like_the_others
tap 'A clone that fails leaves nothing, and the others are made' one_fails
tap 'Where there is none, the protocol can be chosen' by_protocol
tap 'The URL is the one that was typed, not what git makes of it' as_typed
tap 'A user and password in it are left out' without_user
tap 'What a signal cuts off leaves nothing behind' cut_off
tap 'The branch of the configuration is checked out' with_branch
tap 'Whatever is there is left alone' something_else
tap 'GitHub is not asked for it' no_token_is_needed
tap_end

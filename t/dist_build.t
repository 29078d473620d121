#!/bin/sh
# dist/build.sh: what it takes of a commit, what it makes again, and what not.
# The container is a folder of this machine, and the build writes one line.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"

clone() {
    git clone -q "$T/.." clone
    cp -R "$T/../dist/"*.sh "$T/../dist/lib" clone/dist
    git -C clone config user.name build
    git -C clone config user.email build@example.org
    cat >clone/dist/do-build.sh <<'BUILD'
#!/bin/sh
. "${0%/*}/lib/script.sh"
. "${0%/*}/lib/version.sh"
v=$(version_of_package "$(version_of_source .)" "$1" "$2" "$SOURCE_DATE_EPOCH" "$COMMIT")
find . -type f -exec sha256sum {} + | sort >"$OUT/orchestrator_${v}_amd64.deb"
printf 'machine=aarch64\nsystem=none\nversion=0\n' >"$OUT/tools"
BUILD
    git -C clone add -A
    git -C clone commit -q -m 'A build of one line'
    key_begin
    engine
    export DIST_BUCKET=bucket AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none
}
key_begin() {
    export GNUPGHOME="$W/gnupg"
    mkdir -m 700 gnupg
    trap 'gpgconf --kill all; tap_after' EXIT
    gpg --batch --quiet --pinentry-mode loopback --passphrase '' \
        --quick-generate-key 'build <build@example.org>' ed25519 sign 1y 2>/dev/null
    gpg --batch --export build >ring.gpg
    export DIST_KEYRING="$W/ring.gpg" DIST_KEY=build
}
# It knows the images whose names are in ./images, and their digests in registries
# by ./digests; what it is told goes to ./engine.
engine() {
    mkdir shim
    cat >shim/podman <<'ENGINE'
#!/bin/bash
echo "$*" >>"$W/engine"
case $1 in
--version) cat "$W/version" ;;
info) cat "$W/info" ;;
image)
    grep -qxF -- "${*: -1}" "$W/images" || exit 1
    case $* in *RepoDigests*) cat "$W/digests" ;; *) echo sha256:0123 ;; esac
    ;;
pull)
    ps -o pgid= -p $$ >"$W/group-of-pull"
    exit 1
    ;;
push)
    [ ! -e "$W/push-fails" ] || exit 125
    [ "$2" != --digestfile ] || echo sha256:abcd >"$3"
    ;;
run)
    while [ $# -gt 0 ]; do
        case $1 in
        -v) case $2 in *:/source) source=${2%:*} ;; *:/out) out=${2%:*} ;; esac ;;
        -e) case $2 in OUT=*) ;; *) export "${2?}" ;; esac ;;
        */do-build.sh) break ;;
        esac
        shift
    done
    cd "$source" && OUT=$out exec "$@"
    ;;
esac
ENGINE
    chmod +x shim/podman
    export W
    PATH=$W/shim:$PATH
    echo 'podman version 4.3.1' >version
    echo fine >info
    echo localhost/orchestrator-build:debian-12 >images
}
engine_is_docker() {
    mv shim/podman shim/docker
    echo 'Docker version 20.10.24+dfsg1, build 297e128' >version
    export CONTAINER_ENGINE=docker
}
build() { # OPTION...
    clone/dist/build.sh debian 12 "$@"
}
runs() { # how often a container was started
    grep -c '^run ' engine || :
}
made() { # the package
    echo clone/pkg/*.deb
}

# What is signed already is what an upload that stopped needs.
not_again() {
    clone
    exits 0 build --no-upload
    cp "$(made)" first.deb
    cp "$(made).asc" first.asc
    exits 0 build --no-upload
    prints 'is made and signed already'
    is "$(runs)" 1 'containers'
    cmp first.asc "$(made).asc"
    exits 1 build --no-sign
    says 'is made and signed already; remove it to make it without a signature'
    rm "$(made).build.json"
    exits 0 build --no-upload
    is "$(runs)" 2 'containers'
    cmp first.deb "$(made)"
    test -f "$(made).build.json"
}
unsigned_leaves_no_signature() {
    clone
    exits 0 build --no-upload
    echo more >>"$(made)"
    exits 0 build --no-sign
    test ! -e "$(made).asc"
}
# The pointer names this one, for the machine it was built for.
pointer() {
    clone
    exits 0 build --no-upload
    first=$(basename "$(made)")
    git -C clone commit -q --allow-empty -m later
    GIT_COMMITTER_DATE=2030-01-01T00:00:00Z git -C clone commit -q --allow-empty -m later
    exits 0 build --no-upload
    git -C clone checkout -q HEAD~2
    exits 0 build --no-upload
    is "$(cat clone/pkg/debian-12.aarch64.latest.txt)" "$first"
    is "$(runs)" 2 'containers'
}
of_the_commit() {
    clone
    exits 0 build --no-sign
    cp "$(made)" first.deb
    rm -r clone/pkg
    sed -i 's/ORCHESTRATOR_VERSION .*/ORCHESTRATOR_VERSION "9.9.9"/' clone/version.h
    git config --global core.autocrlf true
    git config --global core.attributesFile "$W/attributes"
    echo '* eol=crlf' >attributes
    echo 't export-ignore' >clone/.git/info/attributes
    exits 0 build --no-sign
    says 'what is not committed is not in it'
    cmp first.deb "$(made)"
    is "$(made | grep -c 9.9.9)" 0 'packages of a version that is not committed'
    rm -r clone/pkg
    GIT_DEFAULT_HASH=sha256 exits 0 build --no-sign
    cmp first.deb "$(made)"
    : >clone/version.h
    git -C clone commit -q -a -m 'No version'
    exits 1 build --no-sign
    says 'version.h of the commit names no version'
}
container() {
    clone
    cp -R clone/dist/debian/12 clone/dist/debian/14
    exits 1 clone/dist/build.sh debian 14 --no-sign
    says 'dist/debian/14 is not in the commit'
    rm -r clone/dist/debian/14
    exits 2 build --nosign
    says 'it does not know the option --nosign'
    named=registry.example.org/orchestrator-build@sha256:0123
    echo "$named" >clone/dist/debian/12/base
    exits 0 build --no-sign
    says 'dist/debian/12/base is not committed'
    git -C clone add dist/debian/12/base
    git -C clone commit -q -m 'The base container'
    exits 1 build --no-sign
    says "the base container $named, which the commit names, cannot be pulled"
    is "$(cat group-of-pull)" "$(ps -o pgid= -p $$)" 'who hears Ctrl-C'
    echo "$named" >>images
    exits 0 build --no-sign
    grep -q "^run .* $named dist/do-build.sh debian 12$" engine
    : >images
    git -C clone rm -q dist/debian/12/base
    git -C clone commit -q -m 'No base container'
    exits 1 build --no-sign
    says 'dist/build-base.sh debian 12 --no-push'
    echo 'echo Cannot connect to the daemon >&2; exit 1' >info-fails
    sed -i "s,^info) .*,info) . $W/info-fails ;;," shim/podman
    exits 2 build --no-sign
    says 'podman does not work: Cannot connect to the daemon'
    # shellcheck disable=SC2016
    printf '#!/bin/sh\ncase "$*" in *" true") ;; *) exit 124 ;; esac\n' >shim/timeout
    chmod +x shim/timeout
    exits 2 build --no-sign
    says 'podman does not answer, for a minute'
}
its_time() {
    clone
    for wrong in yesterday -5 1e9 ' ' 99999999999999999999; do
        SOURCE_DATE_EPOCH=$wrong exits 2 build --no-sign
        says 'seconds since 1970 are meant'
    done
    git -C clone config user.signingkey "$(gpg --list-keys --with-colons | awk -F: '/^fpr/ { print $10; exit }')"
    git -C clone commit -q -S --allow-empty -m signed
    git config --global log.showSignature true
    exits 0 build --no-sign
    exits 0 env GIT_DIR="$W/nowhere" clone/dist/build.sh debian 12 --no-sign
}

# Files of the container are those of the person who calls.
runs_as() { # WORDS, or none
    : >engine
    exits 0 build --no-sign
    is "$(sed -n 's/^run .*\(--user [0-9]*:[0-9]*\( --userns keep-id\)\?\).*/\1/p' engine)" "$1"
}
whose_files() {
    clone
    runs_as ''
    engine_is_docker
    runs_as "--user 0:0"
    echo ' rootless' >>info
    runs_as ''
    unset CONTAINER_ENGINE
    mv shim/docker shim/podman
    echo 'podman version 4.3.1' >version
    printf '#!/bin/sh\necho 1000\n' >shim/id
    chmod +x shim/id
    runs_as '--user 1000:1000 --userns keep-id'
}
push() { # DIGEST
    exits 0 clone/dist/build-base.sh debian 12
    prints "pushed; commit dist/debian/12/base"
    is "$(cat clone/dist/debian/12/base)" "$DIST_REGISTRY/orchestrator-build@$1"
    rm clone/dist/debian/12/base
}
pushed() {
    clone
    export DIST_REGISTRY=registry.example.org/us
    echo "$DIST_REGISTRY/orchestrator-build:debian-12" >images
    push sha256:abcd
    engine_is_docker
    {
        echo "elsewhere.example.org/us/orchestrator-build@sha256:1111"
        echo "$DIST_REGISTRY/orchestrator-build@sha256:2222"
    } >digests
    push sha256:2222
    sed -i '$d' digests
    exits 1 clone/dist/build-base.sh debian 12
    says 'it was pushed, but docker does not say its digest'
    test ! -e clone/dist/debian/12/base
}
# As Ctrl-C does: all that runs there hears it.
signalled() { # SIGNAL STATUS
    rm -f began
    setsid clone/dist/build.sh debian 12 --no-upload >out 2>err </dev/null &
    pid=$!
    until_true 'nothing is built' test -e began
    kill -s "$1" -- "-$pid"
    status=0
    wait "$pid" || status=$?
    is "$status" "$2" 'the status'
    is "$(ls "$TMPDIR")" '' 'what is left'
}
interrupted() {
    clone
    echo 'echo >"$W/began"; sleep 60' >>clone/dist/do-build.sh
    git -C clone commit -q -a -m 'A build that lasts'
    signalled TERM 143
    signalled HUP 129
    test ! -e clone/pkg
}
of_all() {
    clone
    exits 2 env -u DIST_KEYRING clone/dist/for-all.sh build
    is "$(grep -c 'trustedkeys.gpg, so nobody could check' err)" 1 'what is in the way of all'
    is "$(runs)" 0 'containers'
    exits 1 clone/dist/for-all.sh build --no-sign
    says 'it failed for amazon-linux/2023 debian/13 rocky/8 rocky/9 ubuntu/22.04 ubuntu/24.04'
    test -f "$(made)"
    : >push-fails
    DIST_REGISTRY=registry.example.org exits 1 clone/dist/for-all.sh build-base
    is "$(grep -c 'could not be pushed' err)" 7 'targets'
    says 'it failed for amazon-linux/2023 debian/12 debian/13'
}
# As when nobody gives the passphrase; gpg ends with 2.
not_signed() {
    clone
    # shellcheck disable=SC2016
    printf '#!/bin/sh\ncase "$*" in *--detach-sign*orchestrator_*) echo Cancelled >&2; exit 2 ;; esac\nexec %s "$@"\n' \
        "$(command -v gpg)" >shim/gpg
    chmod +x shim/gpg
    exits 1 build --no-upload
    says Cancelled
    says '_amd64.deb could not be signed'
    test ! -e clone/pkg
}

tap 'What was made and signed is not made again' not_again
tap 'What is made without a signature has none beside it' unsigned_leaves_no_signature
tap 'The pointer names what was asked for, whatever else was made' pointer
tap 'It takes what was committed, as it was committed' of_the_commit
tap 'The container is the one that the commit names' container
tap 'Its time is that of the commit, or one that makes sense' its_time
tap 'What it makes is of the person who calls, with podman and docker' whose_files
tap 'A base container is named by the digest that its registry has' pushed
tap 'A signal leaves nothing' interrupted
tap 'For all targets: one that fails is passed over, what fails all is told once' of_all
tap 'What could not be signed after all is not left' not_signed
tap_end

# shellcheck shell=sh
# What the parts of e2e.sh share. Sourced by it, after world.sh and tap.sh of
# the tests: containers, keys, a bucket and a source of its own, and systems in
# which packages are installed. `dist` is the folder, BOXES one that goes.
# shellcheck disable=SC2154,SC2034
# A test, and how long it took, for dist/README.md.
step() { # TITLE FUNCTION
    began=$(date +%s)
    tap "$@"
    printf '# %s s\n' "$(($(date +%s) - began))"
}

why_skipped() {
    [ "$(id -u)" -eq 0 ] || { echo 'it needs root'; return; }
    for program in podman runc mmdebstrap gpg gpgv curl python3 unshare rpmbuild createrepo_c docker-registry; do
        command -v "$program" >/dev/null || { echo "$program is not installed"; return; }
    done
}

# --- Containers of our own

containers_begin() {
    cat >"$BOXES/containers.conf" <<'CONF'
[containers]
netns = "host"
default_ulimits = ["nofile=1024:4096", "nproc=1024:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
CONF
    driver=overlay
    mkdir -p "$BOXES/l" "$BOXES/u" "$BOXES/w" "$BOXES/m"
    mount -t overlay -o "lowerdir=$BOXES/l,upperdir=$BOXES/u,workdir=$BOXES/w" none "$BOXES/m" 2>/dev/null &&
        umount "$BOXES/m" || driver=vfs
    cat >"$BOXES/storage.conf" <<CONF
[storage]
driver = "$driver"
runroot = "$BOXES/run"
graphroot = "$BOXES/graph"
CONF
    export CONTAINERS_CONF="$BOXES/containers.conf" CONTAINERS_STORAGE_CONF="$BOXES/storage.conf"
}

# Of our own storage alone, whatever the environment says by then.
ours_alone() { # WORDS OF podman
    podman --root "$BOXES/graph" --runroot "$BOXES/run" "$@" >/dev/null 2>&1
}
all_end() {
    if [ -s "$BOXES/storage.conf" ]; then
        ours_alone rm -f -a
        ours_alone rmi -f -a
    fi
    GNUPGHOME=$BOXES/gnupg gpgconf --kill all 2>/dev/null
    [ -z "${BUCKET_PID:-}" ] || kill "$BUCKET_PID"
    rm -rf "$BOXES"
    tap_clean
}

# The suite of a Debian, as an image under the name that Dockerfiles use.
base_image() { # NUMBER
    case $1 in 12) suite=bookworm ;; 13) suite=trixie ;; esac
    ! podman image exists "docker.io/library/debian:$1" || return 0
    mkdir -p "$BASES"
    if [ ! -s "$BASES/$suite.tar" ]; then
        mmdebstrap -q --format=tar --variant=minbase --include=ca-certificates "$suite" "$BASES/$suite.$$"
        mv "$BASES/$suite.$$" "$BASES/$suite.tar" # others make it as well
    fi
    podman import -q "$BASES/$suite.tar" "docker.io/library/debian:$1"
}

# --- A key, a bucket and a source of our own

keys_begin() { # as SIGNING.md says, for a year
    export GNUPGHOME="$BOXES/gnupg"
    mkdir -m 700 "$GNUPGHOME"
    KEY=$(new_key 'orchestrator e2e' 1y)
    gpg --batch --export "$KEY" >"$BOXES/trustedkeys.gpg"
    export DIST_KEYRING="$BOXES/trustedkeys.gpg" DIST_KEY="$KEY"
}
new_key() { # NAME EXPIRY: prints its fingerprint
    gpg --batch --quiet --pinentry-mode loopback --passphrase '' \
        --quick-generate-key "$1 <e2e@example.org>" ed25519 sign "$2" 2>/dev/null
    gpg --batch --with-colons --list-keys "$1" | awk -F: '$1 == "fpr" { f = $10 } END { print f }'
}

bucket_begin() {
    mkdir -p "$BOXES/s3/bucket"
    python3 "$T/s3_standin.py" --dir "$BOXES/s3" --port-file "$BOXES/s3-port" --parent $$ \
        >"$BOXES/s3-said" 2>&1 &
    BUCKET_PID=$!
    until_true 'no bucket' test -s "$BOXES/s3-port" || exit 1
    export DIST_BUCKET=bucket AWS_ACCESS_KEY_ID=standin-key AWS_SECRET_ACCESS_KEY=standin/secret+key
    AWS_ENDPOINT_URL=http://127.0.0.1:$(cat "$BOXES/s3-port")
    export AWS_ENDPOINT_URL
    URL=$AWS_ENDPOINT_URL/bucket
}

# Two versions: two commits of a clone, a day apart. `own` is a distribution with
# a file in /etc and a script.
source_begin() {
    SOURCE=$BOXES/source
    git clone -q "$dist/.." "$SOURCE"
    git -C "$SOURCE" config user.name e2e
    git -C "$SOURCE" config user.email e2e@example.org
    own_with 'first=1'
    commit_at '2026-02-01T00:00:00Z' 'A target of our own'
    own_with 'second=2'
    commit_at '2026-02-02T00:00:00Z' 'What is in /etc'
    OLD=$(git -C "$SOURCE" rev-parse HEAD^) NEW=$(git -C "$SOURCE" rev-parse HEAD)
}
own_with() { # LINE of its file in /etc
    for relative in debian/12 debian/13 rocky/9; do
        own=$SOURCE/dist/own/${relative#*/}
        mkdir -p "$own/inc/etc/orchestrator"
        cp "$SOURCE/dist/$relative/Dockerfile" "$SOURCE/dist/$relative/fpm.cmd" "$own"
        echo "$1" >>"$own/inc/etc/orchestrator/own.conf"
        # shellcheck disable=SC2016
        printf '#!/bin/sh\necho "$1" >>/var/tmp/own-removed\n' >"$own/after-remove.sh"
    done
}
commit_at() { # DATE SUBJECT
    git -C "$SOURCE" add -A
    GIT_COMMITTER_DATE=$1 GIT_AUTHOR_DATE=$1 git -C "$SOURCE" commit -q -m "$2"
}

# build COMMIT DIST VER OPTION...: PACKAGE is what was made
build() {
    git -C "$SOURCE" checkout -q "$1"
    shift
    "$SOURCE/dist/build.sh" "$@" >build-said 2>&1 || { cat build-said; return 1; }
    cat build-said
    PACKAGE=$SOURCE/$(sed -n 's/^build.sh: \(pkg\/.*\)/\1/p' build-said)
    [ -f "$PACKAGE" ]
}

FAKETIME=$(find /usr/lib -name libfaketime.so.1 2>/dev/null | head -n 1)

# built_elsewhere DIST VER: by another user, in another folder, with another
# mask, on another day; the package goes to ./out
built_elsewhere() {
    [ -n "$FAKETIME" ] || fail 'libfaketime is not installed'
    git clone -q "$SOURCE" source
    git -C source checkout -q "$NEW"
    chown -R 12345:12345 source
    mkdir -m 777 out
    podman run --rm --network none --user 12345:12345 \
        -v "$W/source:/some/where/else" -w /some/where/else -v "$W/out:/out" \
        -v "$FAKETIME:/faketime.so:ro" -e LD_PRELOAD=/faketime.so -e FAKETIME=+400d \
        -e OUT=/out -e SOURCE_DATE_EPOCH="$(git -C "$SOURCE" log -1 --format=%ct "$NEW")" \
        -e COMMIT="$NEW" "localhost/orchestrator-build:$1-$2" \
        sh -c 'umask 077; date >/out/day; exec dist/do-build.sh "$@"' sh "$1" "$2"
    grep -qv "$(date +%Y)" out/day || fail 'the clock was not faked'
}

# --- A fresh system, in which steps are taken

box_begin() { # IMAGE
    BOX=$(podman run -d --rm -v "$dist:/dist:ro" -v "$BOXES:$BOXES:ro" "$1" sleep 1000)
    trap 'podman rm -f -t 0 $BOX >/dev/null 2>&1; tap_after' EXIT
}
in_box() { # SCRIPT
    podman exec "$BOX" sh -c "$1"
}
install_in_box() { # OPTION...: what install.sh says is in ./said
    podman exec "$BOX" /dist/install.sh --url "$URL" --keyring "$DIST_KEYRING" "$@" >said 2>&1
}
# What there is, but for what package managers keep for themselves.
tree_of_box() {
    in_box 'find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /dist -o -path /run \
        -o -path /tmp -o -path /var/lib/apt -o -path /var/lib/dnf -o -path /var/lib/rpm -o -path /var/cache -o -path /var/log \
        -o -path "/var/lib/dpkg/*-old" -o -path /var/lib/dpkg/lock\* -o -path /var/lib/dpkg/triggers \
        -o -path /var/lib/systemd \) -prune -o -print' | grep -v "^$BOXES" | LC_ALL=C sort
}
nothing_installed() {
    in_box '! command -v orchestrator' || fail 'it is installed'
}
same_tree() { # BEFORE AFTER: two lists of what there is
    diff "$1" "$2" >differs || {
        head -n 40 differs
        return 1
    }
}
refuses() { # WORDS
    exits 1 install_in_box
    grep -qF "$1" said || {
        cat said
        fail "it does not say: $1"
    }
    grep -qF 'nothing was installed' said
    nothing_installed
}

# The pointer of a target, put back as no upload would.
point_at() { # DIST VER PACKAGE
    echo "${3##*/}" >"$BOXES/s3/bucket/orchestrator/$1/$1-$2.x86_64.latest.txt"
}
version_said() {
    printf 'orchestrator %s\n' "$(sed -n 's/^#define ORCHESTRATOR_VERSION "\(.*\)"/\1/p' "$SOURCE/version.h")"
}

# Clones and GitHub are those of the tests.
dry_run() {
    world_origins
    github_start --delay 0
    tar -cf - origins clones | podman exec -i "$BOX" sh -c "mkdir -p $W && tar -xf - -C $W"
    podman exec -e GITHUB_TOKEN="$GITHUB_TOKEN" -e GITHUB_API_URL="$GITHUB_API_URL" "$BOX" \
        sh -c "git config --system safe.directory '*'; git config --system user.name e2e
            git config --system user.email e2e@example.org
            orchestrator release-iso --version 1.2.3 --dry-run --repos-root $W/clones" >dry
    grep -q 'refs/tags/v1.2.3' dry
    in_box "rm -rf ${W%/*}; rm -f /etc/gitconfig; rm -rf /root/.local"
}

# kept_when_edited IMAGE NUMBER WORD: by the target own/NUMBER; its script is
# called with WORD by an upgrade.
kept_when_edited() {
    build "$OLD" own "$2"
    old=$PACKAGE
    build "$NEW" own "$2"
    box_begin "$1"
    point_at own "$2" "$old"
    install_in_box --target "own/$2" || { cat said; return 1; }
    in_box 'echo edited=3 >>/etc/orchestrator/own.conf'
    point_at own "$2" "$PACKAGE"
    install_in_box --target "own/$2" || { cat said; return 1; }
    is "$(in_box 'cat /etc/orchestrator/own.conf')" 'first=1
edited=3' 'what is in /etc'
    is "$(in_box 'cat /var/tmp/own-removed')" "$3" 'how the script was called'
}

# tampered_with DIST VER OLD NEW: two packages that were published; the pointer,
# the package and the signature are changed in every way, and put back.
tampered_with() {
    folder=$BOXES/s3/bucket/orchestrator/$1
    pointer=$folder/$1-$2.x86_64.latest.txt name=${4##*/}
    echo "$name" >"$pointer"
    cp -p "$folder/$name" "$folder/$name.asc" .
    printf '../../etc/passwd\n%s' "$name" >"$pointer"
    refuses "names no package of $1/$2"
    echo '../../etc/passwd' >"$pointer"
    refuses "names no package of $1/$2"
    echo "$name" | sed 's/_amd64/_arm64/; s/x86_64/aarch64/' >"$pointer"
    refuses 'could not be downloaded'
    echo "$name" >"$pointer"
    printf x >>"$folder/$name"
    refuses 'the package or the signature was changed'
    cp -p "$name" "$folder"
    another_letter "$name.asc" >"$folder/$name.asc"
    refuses 'the signature is not believed'
    rm "$folder/$name.asc"
    refuses 'could not be downloaded'
    cp "$3" "$folder/$name"
    cp "$3.asc" "$folder/$name.asc"
    refuses 'is in truth orchestrator'
    cp -p "$name" "$folder"
    other=$(new_key "somebody else $1 $2" 1y)
    gpg --batch --yes --local-user "$other" --armor --detach-sign --output "$folder/$name.asc" "$name"
    refuses 'the key is not in the keyring'
    expired "expired $1 $2"
    cp -p "$name.asc" "$folder"
}
another_letter() { # SIGNATURE: one is changed
    sed '5{
        s/^\(.\{9\}\)A/\1B/
        t
        s/^\(.\{9\}\)./\1A/
    }' "$1"
}
# A signature that was good when it was made.
expired() { # NAME of the key
    then=20200101T000000
    gpg --batch --quiet --faked-system-time "$then" --pinentry-mode loopback --passphrase '' \
        --quick-generate-key "$1 <expired@example.org>" ed25519 sign 1y 2>/dev/null
    gpg --batch --export "$1" >"$BOXES/expired.gpg"
    gpg --batch --quiet --faked-system-time "$then" --yes --local-user "$1" --armor --detach-sign \
        --output "$folder/$name.asc" "$name"
    kept=$DIST_KEYRING DIST_KEYRING=$BOXES/expired.gpg
    refuses 'the key has expired'
    DIST_KEYRING=$kept
}

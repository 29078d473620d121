#!/bin/sh
# e2e.sh [deb-12|deb-13|rpm]...: packages from beginning to end, in containers:
# built, signed, uploaded to a service on loopback, installed by dist/install.sh
# in a fresh system, upgraded, removed. Prints TAP. `make dist-test` runs it.
#
# Base images are Debian's, made by mmdebstrap and kept in E2E_BASES
# (build/dist-bases). Nothing of the caller's containers is seen or changed.
dist=$(cd "$(dirname "$0")" && pwd)
T_FOLDER=$dist/../t
# shellcheck source=t/world.sh
. "$T_FOLDER/world.sh"
# shellcheck source=t/tap.sh
. "$T_FOLDER/tap.sh"
# shellcheck source=dist/sign.sh
. "$dist/sign.sh"
BASES=${E2E_BASES:-$dist/../build/dist-bases}
BOXES=$(mktemp -d /var/tmp/orchestrator-e2e.XXXXXX) || exit 1

why_skipped() {
    [ "$(id -u)" -eq 0 ] || { echo 'it needs root'; return; }
    for program in podman runc mmdebstrap gpg gpgv curl python3 unshare; do
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
    rm -rf "$BOXES"
    tap_clean
}

# The suite of a Debian, as an image under the name that Dockerfiles use.
base_image() { # NUMBER
    case $1 in 12) suite=bookworm ;; 13) suite=trixie ;; esac
    ! podman image exists "docker.io/library/debian:$1" || return 0
    mkdir -p "$BASES"
    if [ ! -s "$BASES/$suite.tar" ]; then
        mmdebstrap -q --format=tar --variant=minbase --include=ca-certificates "$suite" "$BASES/$suite.new"
        mv "$BASES/$suite.new" "$BASES/$suite.tar"
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
    python3 "$T/s3_standin.py" --dir "$BOXES/s3" --port-file "$BOXES/s3-port" --parent $$ &
    tries=0
    until [ -s "$BOXES/s3-port" ]; do
        tries=$((tries + 1))
        [ $tries -lt 200 ] || { echo 'e2e.sh: no bucket' >&2; exit 1; }
        sleep 0.1
    done
    export DIST_BUCKET=bucket AWS_ACCESS_KEY_ID=standin-key AWS_SECRET_ACCESS_KEY=standin/secret+key
    AWS_ENDPOINT_URL=http://127.0.0.1:$(cat "$BOXES/s3-port")
    export AWS_ENDPOINT_URL
    URL=$AWS_ENDPOINT_URL/bucket
}

# Two versions: two commits of a clone, a day apart. `own` is a target with a
# file in /etc and a script.
source_begin() {
    SOURCE=$BOXES/source
    git clone -q "$dist/.." "$SOURCE"
    git -C "$SOURCE" config user.name e2e
    git -C "$SOURCE" config user.email e2e@example.org
    own=$SOURCE/dist/own/1
    mkdir -p "$own/inc/etc/orchestrator"
    cp "$SOURCE/dist/debian/12/Dockerfile" "$SOURCE/dist/debian/12/fpm.cmd" "$own"
    echo 'first=1' >"$own/inc/etc/orchestrator/own.conf"
    # shellcheck disable=SC2016
    printf '#!/bin/sh\necho "$1" >>/var/tmp/own-removed\n' >"$own/after-remove.sh"
    commit_at '2026-02-01T00:00:00Z' 'A target of our own'
    echo 'second=2' >>"$own/inc/etc/orchestrator/own.conf"
    commit_at '2026-02-02T00:00:00Z' 'What is in /etc'
    OLD=$(git -C "$SOURCE" rev-parse HEAD^) NEW=$(git -C "$SOURCE" rev-parse HEAD)
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

# --- A fresh system, in which steps are taken

box_begin() { # IMAGE
    BOX=$(podman run -d --rm -v "$dist:/dist:ro" -v "$BOXES:$BOXES:ro" "$1" sleep 1000)
    trap 'podman rm -f -t 0 $BOX >/dev/null 2>&1; tap_after' EXIT
}
in_box() { # SCRIPT
    podman exec "$BOX" sh -c "$1"
}
install_in_box() { # what install.sh says is in ./said
    podman exec "$BOX" /dist/install.sh --url "$URL" --keyring "$DIST_KEYRING" >said 2>&1
}
# What there is, but for what package managers keep for themselves.
tree_of_box() {
    in_box 'find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /dist -o -path /run \
        -o -path /tmp -o -path /var/lib/apt -o -path /var/cache -o -path /var/log \
        -o -path "/var/lib/dpkg/*-old" -o -path /var/lib/dpkg/lock\* -o -path /var/lib/dpkg/triggers \
        -o -path /var/lib/systemd \) -prune -o -print' | grep -v "^$BOXES" | LC_ALL=C sort
}
nothing_installed() {
    in_box '! dpkg -s orchestrator 2>/dev/null' || fail 'it is installed'
}

# --- Debian

debian() { # NUMBER
    N=$1
    tap "debian/$N: the base container is built" base_container
    tap "debian/$N: two versions are built, signed and uploaded" two_versions
    tap "debian/$N: the same bytes by another user, elsewhere, on another day" same_bytes
    tap "debian/$N: lintian has nothing to say" lintian_is_silent
    tap "debian/$N: installed, used, upgraded, removed; nothing is left" whole_life
    tap "debian/$N: what is in /etc is kept when edited, scripts act on removal alone" etc_is_kept
    tap "debian/$N: what was changed, or is signed by another, is refused" tampered
    tap "debian/$N: apt follows the repository" apt_follows
    tap "debian/$N: a target is added as dist/README.md says" own_target
}

base_container() {
    base_image "$N"
    git -C "$SOURCE" checkout -q "$NEW"
    "$SOURCE/dist/build-base.sh" debian "$N" --no-push
    sed -i "s/^FROM .*/FROM debian:$N/" "$SOURCE/dist/own/1/Dockerfile"
    "$SOURCE/dist/build-base.sh" own 1 --no-push
    git -C "$SOURCE" checkout -q -f "$NEW"
    podman image exists "localhost/orchestrator-system:$N" || printf 'FROM debian:%s\nRUN apt-get update\n' "$N" |
        podman build -q --tag "localhost/orchestrator-system:$N" -
}

two_versions() {
    build "$OLD" debian "$N"
    echo "$PACKAGE" >"$BOXES/old-$N"
    build "$NEW" debian "$N"
    echo "$PACKAGE" >"$BOXES/new-$N"
    for file in "$PACKAGE" "$PACKAGE.asc" "$PACKAGE.spdx.json" "$PACKAGE.build.json"; do
        cmp "$file" "$BOXES/s3/bucket/orchestrator/debian/${file##*/}"
    done
    is "$(cat "$BOXES/s3/bucket/orchestrator/debian/debian-$N.x86_64.latest.txt")" "${PACKAGE##*/}" 'what the pointer names'
    sign_is_good "$DIST_KEYRING" "$PACKAGE"
    python3 -m json.tool "$PACKAGE.spdx.json" >/dev/null
    python3 -m json.tool "$PACKAGE.build.json" >/dev/null
    exits 1 "$SOURCE/dist/publish.sh" debian "$(cat "$BOXES/old-$N")" "$(pointer_to "$(cat "$BOXES/old-$N")")"
    says 'the pointer does not go back'
    exits 1 env AWS_SECRET_ACCESS_KEY=wrong "$SOURCE/dist/publish.sh" debian "$PACKAGE" "$(pointer_to "$PACKAGE")"
    says 'SignatureDoesNotMatch'
}
pointer_to() { # PACKAGE: a file, as build.sh leaves it
    mkdir -p pointers
    echo "${1##*/}" >"pointers/debian-$N.x86_64.latest.txt"
    echo "pointers/debian-$N.x86_64.latest.txt"
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

same_bytes() {
    built_elsewhere debian "$N"
    cmp out/*.deb "$(cat "$BOXES/new-$N")"
}

lintian_is_silent() {
    command -v lintian >/dev/null || fail 'lintian is not installed'
    is "$(lintian --allow-root --display-info --pedantic --tag-display-limit 0 "$(cat "$BOXES/new-$N")" 2>&1)" '' 'what lintian says'
}

whole_life() {
    box_begin "localhost/orchestrator-system:$N"
    in_box 'command -v gpgv || apt-get install -q -y gpgv' >/dev/null 2>&1
    echo 'APT::Install-Recommends "false";' >only-needed # with what it depends on
    podman cp only-needed "$BOX:/etc/apt/apt.conf.d/only-needed"
    tree_of_box >before
    point_at "$(cat "$BOXES/old-$N")"
    install_in_box || { cat said; return 1; }
    grep -F 'its signature is by a key of' said
    in_box 'orchestrator --version' >version
    grep -qx "orchestrator $(sed -n 's/^#define ORCHESTRATOR_VERSION "\(.*\)"/\1/p' "$SOURCE/version.h")" version
    in_box 'dpkg -V orchestrator'
    dry_run
    point_at "$(cat "$BOXES/new-$N")"
    install_in_box || { cat said; return 1; }
    is "$(in_box "dpkg-query -W -f '\${Version}' orchestrator")" "$(dpkg-deb -f "$(cat "$BOXES/new-$N")" Version)" 'the version that is installed'
    point_at "$(cat "$BOXES/old-$N")"
    exits 1 install_in_box
    grep -qF 'which is installed; nothing was installed' said
    podman exec "$BOX" /dist/install.sh --purge
    in_box 'apt-get autoremove --purge -q -y' >/dev/null
    tree_of_box >after
    diff before after
}
# The pointer, put back as no upload would.
point_at() { # PACKAGE
    echo "${1##*/}" >"$BOXES/s3/bucket/orchestrator/debian/debian-$N.x86_64.latest.txt"
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

etc_is_kept() {
    build "$OLD" own 1 --no-upload
    old=$PACKAGE
    build "$NEW" own 1 --no-upload
    cp "$old" "$PACKAGE" "$BOXES"
    box_begin "localhost/orchestrator-system:$N"
    in_box "apt-get install -q -y $BOXES/${old##*/}" >/dev/null 2>&1
    in_box 'echo edited=3 >>/etc/orchestrator/own.conf'
    in_box "DEBIAN_FRONTEND=noninteractive apt-get install -q -y -o Dpkg::Options::=--force-confold $BOXES/${PACKAGE##*/}" >/dev/null 2>&1
    is "$(in_box 'cat /etc/orchestrator/own.conf')" 'first=1
edited=3' 'what is in /etc'
    is "$(in_box 'cat /var/tmp/own-removed' | tr '\n' ' ')" "upgrade " 'how the script was called'
    in_box 'apt-get remove -q -y orchestrator' >/dev/null 2>&1
    in_box 'test -f /etc/orchestrator/own.conf'
    in_box 'apt-get purge -q -y orchestrator' >/dev/null 2>&1
    in_box 'test ! -e /etc/orchestrator'
}

tampered() {
    folder=$BOXES/s3/bucket/orchestrator/debian
    new=$(cat "$BOXES/new-$N") name=$(basename "$(cat "$BOXES/new-$N")")
    point_at "$new"
    cp -p "$folder/$name" "$folder/$name.asc" .
    box_begin "localhost/orchestrator-system:$N"
    in_box 'command -v gpgv || apt-get install -q -y gpgv' >/dev/null 2>&1
    printf '../../etc/passwd\n%s' "$name" >"$folder/debian-$N.x86_64.latest.txt"
    refuses 'names no package of debian/'
    point_at "$new"
    printf x >>"$folder/$name"
    refuses 'the package or the signature was changed'
    cp -p "$name" "$folder"
    sed -i '5s/./A/10' "$folder/$name.asc"
    refuses 'the signature is not believed'
    cp -p "$name.asc" "$folder"
    sed -i 's/_amd64/_arm64/' "$folder/debian-$N.x86_64.latest.txt"
    refuses 'could not be downloaded'
    echo '../../etc/passwd' >"$folder/debian-$N.x86_64.latest.txt"
    refuses 'names no package of debian/'
    point_at "$new"
    old=$(cat "$BOXES/old-$N")
    cp "$old" "$folder/$name"
    cp "$old.asc" "$folder/$name.asc"
    refuses 'is in truth orchestrator_'
    other=$(new_key 'somebody else' 1y)
    cp -p "$name" "$folder"
    gpg --batch --yes --local-user "$other" --armor --detach-sign --output "$folder/$name.asc" "$name"
    refuses 'the key is not in the keyring'
    expired
    cp -p "$name" "$name.asc" "$folder"
}
refuses() { # WORDS
    exits 1 install_in_box
    grep -qF "$1" said || { cat said; fail "it does not say: $1"; }
    grep -qF 'nothing was installed' said
    nothing_installed
}
# A signature that was good when it was made.
expired() {
    then=20200101T000000
    gpg --batch --quiet --faked-system-time "$then" --pinentry-mode loopback --passphrase '' \
        --quick-generate-key 'expired <expired@example.org>' ed25519 sign 1y 2>/dev/null
    gpg --batch --export 'expired' >"$BOXES/expired.gpg"
    gpg --batch --quiet --faked-system-time "$then" --yes --local-user expired --armor --detach-sign \
        --output "$folder/$name.asc" "$name"
    kept=$DIST_KEYRING DIST_KEYRING=$BOXES/expired.gpg
    refuses 'the key has expired'
    DIST_KEYRING=$kept
}

# By its own lines; of the image alone another must be taken.
own_target() {
    git clone -q "$SOURCE" source
    cd source
    git config user.name e2e
    git config user.email e2e@example.org
    sed -n '/^### Adding one/,/^A script/s/^    //p' dist/README.md >lines
    is "$(wc -l <lines)" 5 'lines of README'
    sed "s,linuxmintd.*amd64,debian:$N," lines | sed 's/^\(dist.build-base\)/git add dist; git commit -q -m "A target"; \1/' >run
    sh -e run
    ls pkg/orchestrator_*-mint-22-*.deb
}

apt_follows() {
    old=$(cat "$BOXES/old-$N") new=$(cat "$BOXES/new-$N")
    export DIST_URL="$URL"
    "$SOURCE/dist/apt-repo.sh" repo debian "$N" "$old"
    "$SOURCE/dist/publish.sh" --tree repo apt
    box_begin "localhost/orchestrator-system:$N"
    podman cp repo/orchestrator.gpg "$BOX:/usr/share/keyrings/orchestrator.gpg"
    podman cp "repo/orchestrator-debian-$N.sources" "$BOX:/etc/apt/sources.list.d/orchestrator.sources"
    in_box "apt-get update -q && apt-get install -q -y orchestrator" >said 2>&1 || { cat said; return 1; }
    is "$(in_box "dpkg-query -W -f '\${Version}' orchestrator")" "$(dpkg-deb -f "$old" Version)" 'the version that is installed'
    "$SOURCE/dist/apt-repo.sh" repo debian "$N" "$old" "$new"
    "$SOURCE/dist/publish.sh" --tree repo apt
    in_box "apt-get update -q && apt-get upgrade -q -y" >said 2>&1 || { cat said; return 1; }
    is "$(in_box "dpkg-query -W -f '\${Version}' orchestrator")" "$(dpkg-deb -f "$new" Version)" 'the version after apt upgrade'
    sed -i 's/^Suite: .*/Suite: other/' "$BOXES/s3/bucket/orchestrator/apt/dists/debian-$N/InRelease"
    exits 100 in_box "apt-get update -q -o APT::Update::Error-Mode=any"
}

# --- rpm: no image of Rocky Linux is to be had without a registry, so its
# packages are built by Debian's rpmbuild, and go into a root of their own.

rpms() {
    tap 'rpm: the base container is built' rpm_base
    tap 'rpm: two versions are built, signed and uploaded' rpm_versions
    tap 'rpm: the same bytes by another user, elsewhere, on another day' rpm_same_bytes
    tap 'rpm: rpmlint has nothing to say' rpmlint_is_silent
    tap 'rpm: installed, verified, upgraded, removed; nothing is left' rpm_life
    tap 'rpm: the repository is signed, and names what is there' yum_repository
}

rpm_base() {
    base_image 12
    mkdir base
    {
        echo 'FROM debian:12'
        echo 'RUN apt-get update && apt-get install -y --no-install-recommends' \
            'binutils gcc libc6-dev libjansson-dev make pkg-config rpm'
    } | podman build --tag localhost/orchestrator-build:rocky-9 -
}

rpm_versions() {
    build "$OLD" rocky 9
    echo "$PACKAGE" >"$BOXES/old-rpm"
    build "$NEW" rocky 9
    echo "$PACKAGE" >"$BOXES/new-rpm"
    sign_is_good "$DIST_KEYRING" "$PACKAGE"
    gpg --batch --armor --export "$KEY" >key.asc
    rpm --dbpath "$W/keys" --import key.asc
    rpm --dbpath "$W/keys" -K "$PACKAGE" | grep -qF 'digests signatures OK'
    is "$(cat "$BOXES/s3/bucket/orchestrator/rocky/rocky-9.x86_64.latest.txt")" "${PACKAGE##*/}" 'what the pointer names'
}

# A signature has its time in it, so those without one are compared.
rpm_same_bytes() {
    built_elsewhere rocky 9
    git clone -q "$SOURCE" here
    git -C here checkout -q "$NEW"
    here/dist/build.sh rocky 9 --no-sign
    cmp out/*.rpm here/pkg/*.rpm
    rpm -qp --qf '%{SHA256HEADER} %{PAYLOADDIGEST}\n' out/*.rpm >unsigned 2>/dev/null
    rpm -qp --qf '%{SHA256HEADER} %{PAYLOADDIGEST}\n' "$(cat "$BOXES/new-rpm")" >signed 2>/dev/null
    diff unsigned signed
}

rpmlint_is_silent() {
    command -v rpmlint >/dev/null || fail 'rpmlint is not installed'
    gpg --batch --armor --export "$KEY" >key.asc
    echo "%_dbpath $W/keys" >"$HOME/.rpmmacros"
    rpm --import key.asc
    rpmlint -c "$dist/rpmlint.toml" "$(cat "$BOXES/new-rpm")" >lint 2>&1 || { cat lint; return 1; }
    grep -q ' 0 errors, 0 warnings' lint || { cat lint; return 1; }
}

rpm_life() {
    in_root() { rpm --root "$W/root" "$@"; }
    # The folders that packages of the system own.
    mkdir -p root/usr/bin root/usr/share/doc root/usr/share/man/man1 root/usr/share/man/man5 \
        root/usr/share/bash-completion/completions root/usr/share/fish/vendor_completions.d \
        root/usr/share/zsh/site-functions
    in_root --initdb
    (cd root && find . -path ./var -prune -o -print | LC_ALL=C sort) >before
    in_root -i --nodeps "$(cat "$BOXES/old-rpm")"
    in_root -V --nodeps orchestrator
    is "$(root/usr/bin/orchestrator --version)" "orchestrator $(sed -n 's/^#define ORCHESTRATOR_VERSION "\(.*\)"/\1/p' "$SOURCE/version.h")" 'its version'
    in_root -U --nodeps "$(cat "$BOXES/new-rpm")"
    is "$(in_root -q orchestrator)" "$(rpm -qp "$(cat "$BOXES/new-rpm")" 2>/dev/null)" 'what is installed'
    exits 2 in_root -U --nodeps "$(cat "$BOXES/old-rpm")"
    says 'which is newer than'
    in_root -e --nodeps orchestrator
    (cd root && find . -path ./var -prune -o -print | LC_ALL=C sort) >after
    diff before after
}

yum_repository() {
    export DIST_URL="$URL"
    "$SOURCE/dist/yum-repo.sh" repo rocky 9 "$(cat "$BOXES/old-rpm")" "$(cat "$BOXES/new-rpm")"
    "$SOURCE/dist/publish.sh" --tree repo yum
    folder=$BOXES/s3/bucket/orchestrator/yum/rocky-9
    gpgv --keyring "$DIST_KEYRING" "$folder/repodata/repomd.xml.asc" "$folder/repodata/repomd.xml"
    zcat "$folder"/repodata/*-primary.xml.gz | grep -o 'href="[^"]*\.rpm"' | sed 's/href="\(.*\)"/\1/' >named
    is "$(wc -l <named)" 2 'packages that it names'
    while read -r name; do
        test -f "$folder/$name"
    done <named
}

# --- All of it

reason=$(why_skipped)
if [ -n "$reason" ]; then
    tap_skip 'Packages from beginning to end' "$reason"
    tap_end
    exit
fi
trap all_end EXIT
[ $# -gt 0 ] || set -- deb-12 deb-13 rpm
containers_begin
keys_begin
bucket_begin
source_begin
for part; do
    case $part in
    deb-*) debian "${part#deb-}" ;;
    rpm) rpms ;;
    *) echo "e2e.sh: there is no part $part: deb-12, deb-13, rpm" >&2; exit 2 ;;
    esac
done
tap_end

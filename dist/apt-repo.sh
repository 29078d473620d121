#!/bin/sh
# usage: dist/apt-repo.sh [--local-user KEY] OUT DIST VER PACKAGE...
#
# Makes a signed apt repository, which is static files, of packages that were
# published: each has its signature beside it. OUT may have one of other targets,
# or of this one, which is made anew. Then:
#
#     dist/publish.sh --tree OUT apt
#
# apt takes it by OUT/orchestrator-DIST-VER.sources. PACKAGE... is all that there
# is of the target then.
#
#     DIST_URL             where the bucket is read
#     DIST_KEY             the key to sign with, as --local-user
#     SOURCE_DATE_EPOCH    its date (now)
set -eu
umask 022
base=$(CDPATH='' cd "$(dirname "$0")" && pwd)
# shellcheck source=dist/lib/script.sh
. "$base/lib/script.sh"
script_help "$@"
# shellcheck source=dist/lib/sign.sh
. "$base/lib/sign.sh"
keyring=$(sign_keyring "$base")
# shellcheck source=dist/lib/target.sh
. "$base/lib/target.sh"
# shellcheck source=dist/lib/repo.sh
. "$base/lib/repo.sh"

repo_begin deb "$@"
shift "$repo_words"
command -v apt-ftparchive >/dev/null || refuse 'there is no apt-ftparchive (Debian: apt-utils)'

mkdir -p "$new/pool/$suite"
cp "$@" "$new/pool/$suite"

cd "$new"
machines=$(for package in "pool/$suite"/*.deb; do dpkg-deb -f "$package" Architecture; done | sort -u)
for machine in $machines; do
    lists=dists/$suite/main/binary-$machine
    mkdir -p "$lists/by-hash/SHA256"
    apt-ftparchive --arch "$machine" packages "pool/$suite" >"$lists/Packages"
    gzip -9nk "$lists/Packages"
    xz -k "$lists/Packages"
    for list in "$lists"/Packages*; do
        sum=$(sha256sum "$list")
        cp "$list" "$lists/by-hash/SHA256/${sum%% *}"
    done
done
(
    cd "dists/$suite"
    apt-ftparchive \
        -o APT::FTPArchive::Release::Origin=orchestrator \
        -o APT::FTPArchive::Release::Label=orchestrator \
        -o APT::FTPArchive::Release::Suite="$suite" \
        -o APT::FTPArchive::Release::Codename="$suite" \
        -o APT::FTPArchive::Release::Components=main \
        -o APT::FTPArchive::Release::Acquire-By-Hash=yes \
        -o APT::FTPArchive::Release::Architectures="$(printf '%s' "$machines" | tr '\n' ' ')" \
        -o APT::FTPArchive::DoByHash=false release . >"$new/Release"
    mv "$new/Release" Release
    sign_gpg --yes --local-user "$sign_fpr!" --clearsign --output InRelease Release
    sign_detached Release "$sign_fpr" Release.gpg
)
cp "$keyring" orchestrator.gpg
cat >"orchestrator-$suite.sources" <<SOURCES
# Into /etc/apt/sources.list.d, and orchestrator.gpg into /usr/share/keyrings.
Types: deb
URIs: ${DIST_URL%/}/orchestrator/apt
Suites: $suite
Components: main
Signed-By: /usr/share/keyrings/orchestrator.gpg
SOURCES
repo_end "pool/$suite" "dists/$suite" orchestrator.gpg "orchestrator-$suite.sources"
say "$out/dists/$suite/InRelease"

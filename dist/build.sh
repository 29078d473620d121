#!/bin/sh
# build.sh DIST VER [--no-sign] [--no-upload] [--local-user KEY]
#
# Makes the package of a target from the commit that HEAD is, in the target's
# base container, then signs it and uploads it. What was made is in pkg/:
#
#     PACKAGE              the .deb or .rpm
#     PACKAGE.asc          its signature, detached and armoured
#     PACKAGE.spdx.json    what it is made of
#     PACKAGE.build.json   how it was made: commit, image, tools
#     DIST-VER.ARCH.latest.txt
#                          the name of the package
#
#     CONTAINER_ENGINE     podman, or docker (podman)
#     SOURCE_DATE_EPOCH    the time of the package (that of the commit)
#     DIST_KEY             the key to sign with, as --local-user
#     DIST_REGISTRY        where base containers are (localhost)
#     and those of dist/publish.sh
set -eu
base=$(cd "$(dirname "$0")" && pwd)
source=$(dirname "$base")
. "$base/target.sh"
. "$base/version.sh"
. "$base/sign.sh"
engine=${CONTAINER_ENGINE:-podman}
keyring=$(sign_keyring "$base")
pkg=$source/pkg

die() {
    printf 'build.sh: %s\n' "$*" >&2
    exit "${status:-1}"
}

usage() {
    status=2
    die 'usage: dist/build.sh DIST VER [--no-sign] [--no-upload] [--local-user KEY]'
}

sign=yes upload=yes key=${DIST_KEY:-} places=
while [ $# -gt 0 ]; do
    case $1 in
    --no-sign) sign='' upload='' ;;
    --no-upload) upload='' ;;
    --local-user)
        [ $# -gt 1 ] || usage
        key=$2
        shift
        ;;
    -*) usage ;;
    *) places="$places $1" ;;
    esac
    shift
done
# shellcheck disable=SC2086 # words
set -- $places
[ $# -eq 2 ] || usage
target_of "$1" "$2"

# What could fail later is looked at first.
command -v "$engine" >/dev/null ||
    die "there is no $engine; install it, or name another as CONTAINER_ENGINE"
image=$(target_image)
image_id=$("$engine" image inspect --format '{{.Id}}' "$image" 2>/dev/null) ||
    if "$engine" pull "$image" >/dev/null 2>&1; then
        image_id=$("$engine" image inspect --format '{{.Id}}' "$image")
    else
        [ ! -f "$target/base" ] || die "the base container $image cannot be pulled"
        die "there is no base container $image: dist/build-base.sh $dist $ver --no-push"
    fi
[ -z "$sign" ] || sign_check "$keyring" "$key"
[ -z "$upload" ] || "$base/publish.sh" --check

commit=$(git -C "$source" rev-parse HEAD)
epoch=${SOURCE_DATE_EPOCH:-$(git -C "$source" log -1 --format=%ct)}
[ -z "$(git -C "$source" status --porcelain)" ] ||
    echo "build.sh: what is not committed is not in the package, which is of $(printf '%.7s' "$commit")" >&2

# Signatures have their time in them: what was made and signed is not made
# again, so that an upload that stopped half-way can be repeated.
v=$(version_of_package "$(version_of_source "$source")" "$dist" "$ver" "$epoch" "$commit")
[ "$target_type" = deb ] || v=$(printf '%s' "$v" | tr - _)
for made in "$pkg/orchestrator"[_-]"$v"[_-]*."$target_type"; do
    if [ -n "$upload" ] && [ -f "$made" ] && sign_is_good "$keyring" "$made"; then
        printf 'build.sh: pkg/%s is made and signed already\n' "${made##*/}"
        exec "$base/publish.sh" "$dist" "$made" "$pkg/$dist-$ver.$(uname -m).latest.txt"
    fi
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/source" "$work/out"
git -C "$source" archive "$commit" | tar -xf - -C "$work/source"

# As the person who calls, also where podman has users of its own.
set -- run --rm --network none --security-opt label=disable \
    --user "$(id -u):$(id -g)" \
    -v "$work/source:/source" -v "$work/out:/out" -w /source \
    -e OUT=/out -e SOURCE_DATE_EPOCH="$epoch" -e COMMIT="$commit"
case $("$engine" --version) in podman*) [ "$(id -u)" -eq 0 ] || set -- "$@" --userns keep-id ;; esac
"$engine" "$@" "$image" dist/do-build.sh "$dist" "$ver" ||
    die "the build in $image failed"

made=$(cd "$work/out" && ls ./*."$target_type")
made=${made#./}
[ -z "$sign" ] || sign_rpm "$work/out/$made" "$sign_fpr"
"$base/notes.sh" "$work/out/$made" "$work/out/tools" "$image" "$image_id" "$engine" \
    "$commit" "$epoch"
if [ -n "$sign" ]; then
    sign_detached "$work/out/$made" "$sign_fpr"
    sign_is_good "$keyring" "$work/out/$made" || die "the signature of $made is not good by $keyring"
fi
arch=$(sed -n 's/^machine=//p' "$work/out/tools")
pointer=$dist-$ver.$arch.latest.txt
printf '%s\n' "$made" >"$work/out/$pointer"
rm "$work/out/tools"

mkdir -p "$pkg"
cp "$work/out"/* "$pkg"
printf 'build.sh: pkg/%s\n' "$made"
[ -z "$upload" ] || "$base/publish.sh" "$dist" "$pkg/$made" "$pkg/$pointer"

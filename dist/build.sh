#!/bin/sh
# usage: dist/build.sh DIST VER [--no-sign] [--no-upload] [--local-user KEY]
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
#
# It ends with 2 where nothing was begun, as it would come to nothing for any
# target, and with 1 where it came to nothing for this one.
set -eu
base=$(CDPATH='' cd "$(dirname "$0")" && pwd)
source=$(dirname "$base")
. "$base/lib/script.sh"
script_help "$@"
. "$base/lib/target.sh"
. "$base/lib/version.sh"
. "$base/lib/sign.sh"
. "$base/lib/commit.sh"
keyring=$(sign_keyring "$base")
pkg=$source/pkg

sign=yes upload=yes key=${DIST_KEY:-} places=
while [ $# -gt 0 ]; do
    case $1 in
    --no-sign) sign='' upload='' ;;
    --no-upload) upload='' ;;
    --local-user)
        [ $# -gt 1 ] || usage '--local-user needs a key'
        key=$2
        shift
        ;;
    -*) usage "it does not know the option $1" ;;
    *) places="$places $1" ;;
    esac
    shift
done
# shellcheck disable=SC2086 # words
set -- $places
[ $# -eq 2 ] || usage 'a target is DIST and VER, as dist/for-all.sh --list has them'
target_of "$1" "$2"

# What could fail later is looked at first.
target_engine
script_work
[ -z "$sign" ] || sign_check "$keyring" "$key"
[ -z "$sign" ] || [ "$target_type" = deb ] || command -v rpmsign >/dev/null ||
    die 'there is no rpmsign, which an rpm is signed with'
[ -z "$upload" ] || "$base/publish.sh" --check || exit 2
commit_begin
commit_file "dist/$dist/$ver/fpm.cmd" >/dev/null ||
    die "dist/$dist/$ver is not in the commit, of which the package is to be: commit it first"
version=$(commit_version)
v=$(version_of_package "$version" "$dist" "$ver" "$epoch" "$commit")
[ "$target_type" = deb ] || v=$(printf '%s' "$v" | tr - _)

# The name of the newest, for those who install.
point_to() { # PACKAGE
    machine=$(sed -n 's/^  "machine": "\(.*\)",$/\1/p' "$pkg/$1.build.json")
    pointer=$pkg/$dist-$ver.$machine.latest.txt
    printf '%s\n' "$1" >"$pointer"
}
finish() { # PACKAGE
    point_to "$1"
    [ -z "$upload" ] || "$base/publish.sh" "$dist" "$pkg/$1" "$pointer" ||
        die "pkg/$1 is made, but not published; the same command goes on with that"
    exit
}

# Signatures have their time in them: what was made and signed is not made
# again, so that an upload that stopped half-way can be repeated.
for made in "$pkg/orchestrator"[_-]"$v"[_-]*."$target_type"; do
    if [ -f "$made" ] && [ -f "$made.spdx.json" ] && [ -f "$made.build.json" ] &&
        [ -f "$keyring" ] && sign_is_good "$keyring" "$made"; then
        [ -n "$sign" ] ||
            die "pkg/${made##*/} is made and signed already; remove it to make it without a signature"
        say "pkg/${made##*/} is made and signed already"
        finish "${made##*/}"
    fi
done

# The base container that the commit names, or else that of this machine.
if image=$(commit_file "dist/$dist/$ver/base"); then
    absent="the base container $image, which the commit names, cannot be pulled"
else
    [ ! -f "$target/base" ] ||
        say "dist/$dist/$ver/base is not committed, so what it names is not taken" >&2
    image=$(target_tag)
    absent="there is no base container $image: dist/build-base.sh $dist $ver --no-push"
fi
if ! image_id=$("$engine" image inspect --format '{{.Id}}' "$image" 2>/dev/null); then
    case $image in localhost/*) die "$absent" ;; esac
    say "pulls $image" >&2
    script_limit 1800 "$engine" pull "$image" >&2 || die "$absent"
    image_id=$("$engine" image inspect --format '{{.Id}}' "$image") || die "$absent"
fi

mkdir "$work/source" "$work/out"
commit_archive '' "$work/tar"
tar -xf "$work/tar" -C "$work/source" || die "$work/source cannot be written"
rm "$work/tar"

# As the person who calls, also where the engine has users of its own.
set -- run --rm --network none --security-opt label=disable \
    -v "$work/source:/source" -v "$work/out:/out" -w /source \
    -e OUT=/out -e SOURCE_DATE_EPOCH="$epoch" -e COMMIT="$commit"
case $("$engine" --version)-$(id -u)-$engine_said in
podman*-0-*) ;;
podman*) set -- "$@" --user "$(id -u):$(id -g)" --userns keep-id ;;
*rootless*) ;; # its root is who calls
*) set -- "$@" --user "$(id -u):$(id -g)" ;;
esac
say "builds $dist/$ver of $(printf '%.7s' "$commit") in $image" >&2
"$engine" "$@" "$image" dist/do-build.sh "$dist" "$ver" ||
    die "the build in $image failed"

made=$(cd "$work/out" && ls ./*."$target_type") || die "the build left no .$target_type"
made=${made#./}
[ -z "$sign" ] || sign_rpm "$work/out/$made" "$sign_fpr" || die "$made could not be signed"
"$base/notes.sh" "$work/out/$made" "$work/out/tools" "$image" "$image_id" "$engine" \
    "$commit" "$epoch"
rm "$work/out/tools"
if [ -n "$sign" ]; then
    sign_detached "$work/out/$made" "$sign_fpr" || die "$made could not be signed"
    sign_is_good "$keyring" "$work/out/$made" || die "the signature of $made is not good by $keyring"
fi

# The signature comes last: with it there, all is there.
mkdir -p "$pkg"
rm -f "$pkg/$made" "$pkg/$made".*
cp "$work/out/$made" "$work/out/$made".*.json "$pkg"
[ -z "$sign" ] || cp "$work/out/$made.asc" "$pkg"
[ -n "$sign" ] || say 'without a signature' >&2
say "pkg/$made"
finish "$made"

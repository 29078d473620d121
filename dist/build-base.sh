#!/bin/sh
# usage: dist/build-base.sh DIST VER [--no-push]
#
# Builds the container in which packages of a target are built, from
# dist/DIST/VER/Dockerfile, and pushes it; its digest is written to
# dist/DIST/VER/base, and with that committed, everyone builds in the same one.
#
#     CONTAINER_ENGINE   podman, or docker (podman)
#     DIST_REGISTRY      where it is pushed to, such as ghcr.io/truthdb
set -eu
base=$(CDPATH='' cd "$(dirname "$0")" && pwd)
. "$base/lib/script.sh"
script_help "$@"
. "$base/lib/target.sh"

push=yes
for word; do
    case $word in
    --no-push) push= ;;
    -*) usage "it does not know the option $word" ;;
    *) set -- "$@" "$word" ;;
    esac
    shift
done
[ $# -eq 2 ] || usage 'a target is DIST and VER, as dist/for-all.sh --list has them'
target_of "$1" "$2"
target_engine
[ -z "$push" ] || [ -n "${DIST_REGISTRY:-}" ] ||
    refuse 'no registry is named to push it to: set DIST_REGISTRY, or give --no-push'

image=$(target_tag)
"$engine" build --tag "$image" "$target" || die "$target/Dockerfile does not build"
say "$image"
if [ -z "$push" ]; then
    [ ! -f "$target/base" ] ||
        say "dist/build.sh takes $(cat "$target/base"), as dist/$dist/$ver/base of the commit says, until that is removed" >&2
    exit
fi

# Of the image as it is in the registry, which may be compressed otherwise.
script_work
case $("$engine" --version) in
podman*)
    "$engine" push --digestfile "$work/digest" "$image" || die "$image could not be pushed"
    digest=$(cat "$work/digest")
    ;;
*)
    "$engine" push "$image" || die "$image could not be pushed"
    digest=$("$engine" image inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$image" |
        sed -n "s|^$(printf '%s' "${image%:*}" | sed 's|^docker\.io/||')@||p" | head -n 1)
    ;;
esac
case $digest in
sha256:*) ;;
*) die "it was pushed, but $engine does not say its digest" ;;
esac
printf '%s@%s\n' "${image%:*}" "$digest" >"$target/base"
say "pushed; commit dist/$dist/$ver/base, and all build in this one"

#!/bin/sh
# build-base.sh DIST VER [--no-push]: builds the container in which packages of
# a target are built, from dist/DIST/VER/Dockerfile, and pushes it, so that it
# need not be built by everyone.
#
#     CONTAINER_ENGINE   podman, or docker (podman)
#     DIST_REGISTRY      where it is pushed to, such as ghcr.io/truthdb
set -eu
base=$(cd "$(dirname "$0")" && pwd)
. "$base/target.sh"
engine=${CONTAINER_ENGINE:-podman}

push=yes
for word; do
    case $word in
    --no-push) push= ;;
    -*) echo "build-base.sh: it does not know the option $word" >&2; exit 2 ;;
    *) set -- "$@" "$word" ;;
    esac
    shift
done
[ $# -eq 2 ] || { echo 'usage: dist/build-base.sh DIST VER [--no-push]' >&2; exit 2; }
target_of "$1" "$2"
command -v "$engine" >/dev/null || {
    echo "build-base.sh: there is no $engine; install it, or name another as CONTAINER_ENGINE" >&2
    exit 2
}
if [ -n "$push" ] && [ -z "${DIST_REGISTRY:-}" ]; then
    echo 'build-base.sh: no registry is named to push it to: set DIST_REGISTRY, or give --no-push' >&2
    exit 2
fi

image=$(target_image)
"$engine" build --tag "$image" "$target"
[ -z "$push" ] || "$engine" push "$image"
printf 'build-base.sh: %s\n' "$image"

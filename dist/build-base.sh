#!/bin/sh
# build-base.sh DIST VER [--no-push]: builds the container in which packages of
# a target are built, from dist/DIST/VER/Dockerfile, and pushes it; its digest is
# written to dist/DIST/VER/base, and with that committed, everyone builds in the
# same container.
#
#     CONTAINER_ENGINE   podman, or docker (podman)
#     DIST_REGISTRY      where it is pushed to, such as ghcr.io/truthdb
set -eu
base=$(cd "$(dirname "$0")" && pwd)
. "$base/target.sh"

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
target_engine
if [ -n "$push" ] && [ -z "${DIST_REGISTRY:-}" ]; then
    echo 'build-base.sh: no registry is named to push it to: set DIST_REGISTRY, or give --no-push' >&2
    exit 2
fi

image=$(target_tag)
"$engine" build --tag "$image" "$target"
printf 'build-base.sh: %s\n' "$image"
if [ -z "$push" ]; then
    [ ! -f "$target/base" ] || printf 'build-base.sh: %s\n' \
        "dist/build.sh takes $(cat "$target/base"), as dist/$dist/$ver/base of the commit says, until that is removed" >&2
    exit
fi

# Of the image as it is in the registry, which may be compressed otherwise.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
case $("$engine" --version) in
podman*)
    "$engine" push --digestfile "$work/digest" "$image"
    digest=$(cat "$work/digest")
    ;;
*)
    "$engine" push "$image"
    digest=$("$engine" image inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$image" |
        sed -n "s|^$(printf '%s' "${image%:*}" | sed 's|^docker\.io/||')@||p" | head -n 1)
    ;;
esac
case $digest in
sha256:*) ;;
*)
    echo "build-base.sh: it was pushed, but $engine does not say its digest" >&2
    exit 1
    ;;
esac
printf '%s@%s\n' "${image%:*}" "$digest" >"$target/base"
printf 'build-base.sh: pushed; commit dist/%s/%s/base, and all build in this one\n' "$dist" "$ver"

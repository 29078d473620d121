#!/bin/sh
# The release by hand: what a careful person would write with git, curl and
# jq instead of orchestrator. `make bench` compares the two.
#
#   release.sh [--dry-run] [--poll SECONDS] VERSION CLONES
#
# Reads GITHUB_API_URL and GITHUB_TOKEN.
set -eu

OWNER=Truthdb
REPOS="installer-kernel installer truthdb installer-iso"
API=${GITHUB_API_URL:-https://api.github.com}
TIMEOUT=2700

die() {
    echo "release.sh: $*" >&2
    exit 1
}

usage() {
    echo 'usage: release.sh [--dry-run] [--poll SECONDS] VERSION CLONES'
}

# the assets of a repository, one a line
assets() {
    case $1 in
    installer-kernel) set -- BOOTX64.EFI BOOTX64.EFI.sha256 ;;
    installer) set -- "truthdb-installer-v$VERSION-x86_64-linux-musl.tar.gz" \
        "truthdb-installer-v$VERSION-x86_64-linux-musl.sha256" ;;
    truthdb) set -- "truthdb-v$VERSION-x86_64-linux-gnu.tar.gz" \
        "truthdb-v$VERSION-x86_64-linux-gnu.sha256" ;;
    installer-iso) set -- "truthdb-installer-v$VERSION.iso" \
        "truthdb-installer-v$VERSION.iso.sha256" ;;
    esac
    printf '%s\n' "$@"
}

# clean, in step with origin, and the tag nowhere yet
check() {
    dir=$CLONES/$1
    dirt=$(git -C "$dir" status --porcelain)
    [ -z "$dirt" ] || die "$1: there are changes that are not committed"
    branch=$(git -C "$dir" symbolic-ref --quiet --short HEAD) ||
        die "$1: no branch is checked out"
    git -C "$dir" fetch --quiet origin "$branch" || die "$1: cannot fetch"
    head=$(git -C "$dir" rev-parse HEAD)
    upstream=$(git -C "$dir" rev-parse "refs/remotes/origin/$branch")
    [ "$head" = "$upstream" ] || die "$1: $branch is not in step with origin"
    if git -C "$dir" rev-parse --quiet --verify "refs/tags/$TAG" >/dev/null
    then
        die "$1: there is a tag $TAG"
    fi
    public=$(git -C "$dir" ls-remote origin "refs/tags/$TAG") ||
        die "$1: cannot ask origin"
    [ -z "$public" ] || die "$1: there is a tag $TAG on origin"
    echo "$1: $branch at $head" >&2
}

tag_and_push() {
    git -C "$CLONES/$1" tag -a -m "Release $TAG" "$TAG"
    git -C "$CLONES/$1" push --quiet origin "refs/tags/$TAG"
    echo "$1: pushed $TAG" >&2
}

# (id, size, digest, updated_at) of all expected assets in $BODY; nothing if
# one of them is missing, empty or still on its way
stand() {
    # shellcheck disable=SC2046,SC2016 # one word a line; the $ are jq's
    jq -c '$ARGS.positional as $want
        | [.assets[]
           | select(.state == "uploaded" and .size > 0)
           | select(.name | IN($want[]))
           | [.name, .id, .size, .digest, .updated_at]]
        | if length == ($want | length) then sort else empty end' \
        "$BODY" --args $(assets "$1")
}

# for curl's --config, so that the token is on no command line
headers() {
    echo 'header = "Accept: application/vnd.github+json"'
    if [ -n "${GITHUB_TOKEN:-}" ]; then
        echo "header = \"Authorization: Bearer $GITHUB_TOKEN\""
    fi
}

# until two answers in a row show the same complete release
await() {
    deadline=$(($(date +%s) + TIMEOUT))
    before=
    while :; do
        status=$(headers | curl -q -sS --max-time 30 --config - \
            -o "$BODY" -w '%{http_code}' \
            "$API/repos/$OWNER/$1/releases/tags/$TAG") || status=000
        now=
        case $status in
        200) now=$(stand "$1") ;;
        401 | 403) die "$1: GitHub answered $status" ;;
        esac
        [ -z "$now" ] || [ "$now" != "$before" ] || break
        before=$now
        [ "$(date +%s)" -lt "$deadline" ] || die "$1: no release in time"
        sleep "$POLL"
    done
    echo "$1: released" >&2
}

DRY_RUN=
POLL=5
while [ $# -gt 0 ]; do
    case $1 in
    --dry-run) DRY_RUN=1 ;;
    --poll)
        POLL=$2
        shift
        ;;
    --help)
        usage
        exit
        ;;
    *) break ;;
    esac
    shift
done
if [ $# -ne 2 ]; then
    usage >&2
    exit 2
fi
VERSION=$1
TAG=v$VERSION
CLONES=$2

for name in $REPOS; do
    check "$name"
done
[ -z "$DRY_RUN" ] || exit 0
BODY=$(mktemp)
trap 'rm -f "$BODY"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
for name in $REPOS; do
    tag_and_push "$name"
    await "$name"
done

#!/bin/sh
# usage: dist/e2e.sh [debian-12|debian-13|rpm|registry|rootless|docker]...
#
# Packages from beginning to end, in containers: built, signed, uploaded to a
# service on loopback, installed by dist/install.sh in a fresh system, upgraded,
# removed. Prints TAP, and how long each took. `make dist-test` runs it.
#
# Base images are Debian's, made by mmdebstrap and kept in E2E_BASES
# (build/dist-bases). With CI_STRICT set it fails where it would skip, but for
# rootless and docker, which not every machine lets run. Nothing of
# the caller's containers is seen or changed.
dist=$(CDPATH='' cd "$(dirname "$0")" && pwd)
# shellcheck source=dist/lib/script.sh
. "$dist/lib/script.sh"
script_help "$@"
T_FOLDER=$dist/../t
# shellcheck source=t/world.sh
. "$T_FOLDER/world.sh"
# shellcheck source=t/tap.sh
. "$T_FOLDER/tap.sh"
# shellcheck source=dist/lib/sign.sh
. "$dist/lib/sign.sh"
BASES=${E2E_BASES:-$dist/../build/dist-bases}
# shellcheck source=dist/e2e/world.sh
. "$dist/e2e/world.sh"
# shellcheck source=dist/e2e/debian.sh
. "$dist/e2e/debian.sh"
# shellcheck source=dist/e2e/rpm.sh
. "$dist/e2e/rpm.sh"
# shellcheck source=dist/e2e/registry.sh
. "$dist/e2e/registry.sh"
# shellcheck source=dist/e2e/engines.sh
. "$dist/e2e/engines.sh"

[ $# -gt 0 ] || set -- debian-12 debian-13 rpm registry rootless docker
for part; do
    case $part in
    debian-12 | debian-13 | rpm | registry | rootless | docker) ;;
    *) usage "there is no part $part" ;;
    esac
done
reason=$(why_skipped)
if [ -n "$reason" ]; then
    [ -z "${CI_STRICT:-}" ] || die "$reason"
    tap_skip 'Packages from beginning to end' "$reason"
    tap_end
    exit
fi
BOXES=$(mktemp -d /var/tmp/orchestrator-e2e.XXXXXX) || exit 1
trap all_end EXIT
containers_begin
keys_begin
bucket_begin
source_begin
for part; do
    case $part in
    debian-12 | debian-13) debian "${part#debian-}" ;;
    rpm) rpms ;;
    registry | rootless) "$part" ;;
    docker) docker_engine ;;
    esac
done
tap_end

#!/bin/sh
# usage: dist/yum-repo.sh [--local-user KEY] OUT DIST VER PACKAGE...
#
# Makes a signed yum repository, which is static files, of packages that were
# published: each has its signature beside it. OUT may have those of other
# targets, or of this one, which is made anew. Then:
#
#     dist/publish.sh --tree OUT yum
#
# dnf takes it by OUT/orchestrator-DIST-VER.repo. PACKAGE... is all that there is
# of the target then.
#
#     DIST_URL             where the bucket is read
#     DIST_KEY             the key to sign with, as --local-user
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

repo_begin rpm "$@"
shift "$repo_words"
command -v createrepo_c >/dev/null || refuse 'there is no createrepo_c'

mkdir "$new/$suite"
cp "$@" "$new/$suite"
createrepo_c --quiet ${SOURCE_DATE_EPOCH:+--revision "$SOURCE_DATE_EPOCH" --set-timestamp-to-revision} "$new/$suite"
sign_detached "$new/$suite/repodata/repomd.xml" "$sign_fpr"
sign_armoured "$keyring" >"$new/orchestrator.asc"
cat >"$new/orchestrator-$suite.repo" <<REPO
[orchestrator]
name=orchestrator for $dist $ver
baseurl=${DIST_URL%/}/orchestrator/yum/$suite
enabled=1
gpgcheck=1
repo_gpgcheck=1
gpgkey=${DIST_URL%/}/orchestrator/yum/orchestrator.asc
REPO
repo_end "$suite" orchestrator.asc "orchestrator-$suite.repo"
say "$out/$suite/repodata/repomd.xml"

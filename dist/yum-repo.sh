#!/bin/sh
# yum-repo.sh [--local-user KEY] OUT DIST VER PACKAGE...: makes a signed yum
# repository, which is static files, of packages that were published: each has
# its signature beside it. OUT may have those of other targets. Then:
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
base=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=dist/sign.sh
. "$base/sign.sh"
keyring=$(sign_keyring "$base")
# shellcheck source=dist/target.sh
. "$base/target.sh"
# shellcheck source=dist/repo.sh
. "$base/repo.sh"

repo_begin rpm "$@"
shift "$repo_words"
command -v createrepo_c >/dev/null || sign_die 'there is no createrepo_c'

rm -rf "${out:?}/$suite"
mkdir -p "$out/$suite"
cp "$@" "$out/$suite"
createrepo_c --quiet ${SOURCE_DATE_EPOCH:+--revision "$SOURCE_DATE_EPOCH" --set-timestamp-to-revision} "$out/$suite"
gpg --batch --yes --local-user "$sign_fpr!" --armor --detach-sign \
    --output "$out/$suite/repodata/repomd.xml.asc" "$out/$suite/repodata/repomd.xml"
sign_armoured "$keyring" >"$out/orchestrator.asc"
cat >"$out/orchestrator-$suite.repo" <<REPO
[orchestrator]
name=orchestrator for $dist $ver
baseurl=${DIST_URL%/}/orchestrator/yum/$suite
enabled=1
gpgcheck=1
repo_gpgcheck=1
gpgkey=${DIST_URL%/}/orchestrator/yum/orchestrator.asc
REPO
printf 'yum-repo.sh: %s\n' "$out/$suite/repodata/repomd.xml"

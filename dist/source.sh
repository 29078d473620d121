#!/bin/sh
# usage: dist/source.sh [--no-sign] [--local-user KEY]
#
# The sources of the commit that HEAD is, for those who build by themselves.
# `make dist` runs it. What was made is in pkg/:
#
#     orchestrator-VERSION.tar.gz    the sources
#     SHA256SUMS, SHA256SUMS.asc     their sum, and its signature
#     orchestrator.rb                a Homebrew formula
#
# Where HEAD is not the tag vVERSION, the name ends with the commit, and there is
# no formula: nothing can be taken for a release that is none.
#
#     DIST_KEY    the key to sign with, as --local-user
set -eu
umask 022
base=$(CDPATH='' cd "$(dirname "$0")" && pwd)
source=$(dirname "$base")
# shellcheck source=dist/lib/script.sh
. "$base/lib/script.sh"
script_help "$@"
# shellcheck source=dist/lib/version.sh
. "$base/lib/version.sh"
# shellcheck source=dist/lib/sign.sh
. "$base/lib/sign.sh"
# shellcheck source=dist/lib/commit.sh
. "$base/lib/commit.sh"
keyring=$(sign_keyring "$base")
pkg=$source/pkg
project=https://github.com/Truthdb/orchestrator

sign=yes key=${DIST_KEY:-}
while [ $# -gt 0 ]; do
    case $1 in
    --no-sign) sign= ;;
    --local-user)
        [ $# -gt 1 ] || usage '--local-user needs a key'
        key=$2
        shift
        ;;
    *) usage "it does not know $1" ;;
    esac
    shift
done
script_work
[ -z "$sign" ] || sign_check "$keyring" "$key"

commit_begin
version=$(commit_version)
[ -n "$version" ] || die 'version.h of the commit names no version'
released=yes
if [ "$(git -C "$source" rev-parse -q --verify "refs/tags/v$version^{commit}")" != "$commit" ]; then
    released=
    say "HEAD is not the tag v$version: its name ends with the commit, and there is no formula" >&2
    version=$version-$(printf '%.7s' "$commit")
fi
name=orchestrator-$version

made=$work/made
mkdir "$made"
commit_archive "$name" "$work/tar"
# neither name nor time
gzip -9nc "$work/tar" >"$made/$name.tar.gz"
(cd "$made" && sha256sum "$name.tar.gz" >SHA256SUMS)
[ -z "$sign" ] || sign_detached "$made/SHA256SUMS" "$sign_fpr" || die 'SHA256SUMS could not be signed'

formula() { # SHA256
    cat <<RUBY
class Orchestrator < Formula
  desc "$(sed -n '1s/^./\U&/p' "$base/description")"
  homepage "$project"
  url "$project/releases/download/v$version/$name.tar.gz"
  sha256 "$1"
  license "MIT"

  depends_on "pkgconf" => :build
  depends_on "jansson"

  uses_from_macos "curl"

  def install
    system "make", "install", "PREFIX=#{prefix}"
  end

  test do
    assert_equal "orchestrator #{version}", shell_output("#{bin}/orchestrator --version").strip
  end
end
RUBY
}
[ -z "$released" ] || formula "$(cut -d ' ' -f 1 "$made/SHA256SUMS")" >"$made/orchestrator.rb"

# What is left of one that was signed, or was a release, is not taken for this.
mkdir -p "$pkg"
rm -f "$pkg/SHA256SUMS.asc" "$pkg/orchestrator.rb"
cp "$made"/* "$pkg"
for file in "$made"/*; do
    say "pkg/${file##*/}"
done

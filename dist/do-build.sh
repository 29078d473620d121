#!/bin/sh
# usage: dist/do-build.sh DIST VER
#
# What runs in the container of a target, in a copy of the source. Builds,
# installs into a tree, and wraps that; the package is left in OUT. dist/build.sh
# starts it.
#
# Takes from the environment:
#     OUT                  the folder for the package
#     SOURCE_DATE_EPOCH    when it is built, for the version and all in it
#     COMMIT               of which the source is
#     FPM                  what wraps (dist/pack)
set -eu
umask 022
base=$(CDPATH='' cd "$(dirname "$0")" && pwd)
source=$(dirname "$base")
# shellcheck source=dist/lib/script.sh
. "$base/lib/script.sh"
script_help "$@"
# shellcheck source=dist/lib/target.sh
. "$base/lib/target.sh"
# shellcheck source=dist/lib/version.sh
. "$base/lib/version.sh"
target_of "$@"

script_work
tree=$work/tree
mkdir "$tree"
export LC_ALL=C TZ=UTC HOME="$work"

# Where completions and documents are looked for.
case $target_type in
rpm) zsh=/usr/share/zsh/site-functions ;;
*) zsh=/usr/share/zsh/vendor-completions ;;
esac
cd "$source"
make -s -j "$(getconf _NPROCESSORS_ONLN)" all completions PREFIX=/usr
make -s install DESTDIR="$tree" PREFIX=/usr ZSH_HOME="$tree$zsh"
strip --strip-unneeded --remove-section=.comment --remove-section=.note \
    "$tree/usr/bin/orchestrator"
docs=$tree/usr/share/doc/orchestrator
install -m 644 "$base/copyright" README.md "$docs"
gzip -9nc CHANGELOG.md >"$docs/changelog.gz"
if [ -d "$target/inc" ]; then
    cp -R -P "$target/inc/." "$tree"
fi

set -f
# shellcheck disable=SC2046 # words, and no patterns
set -- $(target_words)
set +f
for script in before-install after-install before-remove after-remove; do
    if [ -f "$target/$script.sh" ]; then
        set -- "$@" "--$script" "$target/$script.sh"
    fi
done
v=$(version_of_package "$(version_of_source .)" "$dist" "$ver" "$SOURCE_DATE_EPOCH" "$COMMIT")
"${FPM:-$base/pack}" -s dir "$@" -n orchestrator -v "$v" -a native \
    --license MIT --url https://github.com/Truthdb/orchestrator --vendor TruthDB \
    -m 'orchestrator maintainers <orchestrator@truthdb.org>' \
    --description "$(cat "$base/description")" \
    -C "$tree" -p "$OUT" .

# What it was made with, for the notes beside the package.
{
    printf 'machine=%s\n' "$(uname -m)"
    printf 'system=%s\n' "$(sed -n 's/^PRETTY_NAME=//p' /etc/os-release | tr -d '"')"
    printf 'compiler=%s\n' "$(cc --version | head -n 1)"
    printf 'linker=%s\n' "$(ld --version | head -n 1)"
    printf 'make=%s\n' "$(make --version | head -n 1)"
    printf 'libc=%s\n' "$(getconf GNU_LIBC_VERSION)"
    printf 'jansson=%s\n' "$(pkg-config --modversion jansson)"
    printf 'version=%s\n' "$(version_of_source .)"
} >"$OUT/tools"

#!/bin/sh
# usage: dist/jansson-musl.sh FOLDER
#
# jansson built for musl as a static library, from the sources of this Debian or
# Ubuntu, whose signatures apt checks; `make static LIBC=musl` needs it. It makes
# nothing but FOLDER, and nothing where that has one.
set -eu
# shellcheck source=dist/lib/script.sh
. "$(dirname "$0")/lib/script.sh"
script_help "$@"

case $#:${1-} in
1:-*) usage "it does not know $1" ;;
1:*) ;;
*) usage 'it takes one folder' ;;
esac
[ ! -f "$1/lib/libjansson.a" ] || exit 0
for program in apt-get dpkg-source cmake musl-gcc; do
    command -v "$program" >/dev/null ||
        die "there is no $program (make deps-dist); where all is of musl, \`make static\` is enough"
done

script_work
mkdir -p "$work/lists/partial" "$work/source"
chmod -R go+rX "$work" # apt downloads as another user

# The distribution's own archives, with their sources.
case $(sed -n 's/^ID=//p' /etc/os-release) in
debian) origin=Debian ring=/usr/share/keyrings/debian-archive-keyring.gpg ;;
ubuntu) origin=Ubuntu ring=/usr/share/keyrings/ubuntu-archive-keyring.gpg ;;
*) die 'it knows the archives of Debian and Ubuntu alone' ;;
esac
# shellcheck disable=SC2016 # apt's
apt-get indextargets --format '$(SITE) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' "Origin: $origin" |
    sort -u | sed "s,^,deb-src [signed-by=$ring] ," >"$work/sources.list"
[ -s "$work/sources.list" ] || die 'apt knows no archive: apt-get update'
apt() {
    apt-get -q -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=/dev/null \
        -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work" "$@" >"$work/said" 2>&1 || {
        cat "$work/said" >&2
        die "apt-get $1 failed"
    }
}
apt update
(cd "$work/source" && apt source --only-source jansson)
set -- "$1" "$work/source/"jansson-*/
[ -d "$2" ] || die 'apt brought no sources of jansson'

{
    cmake -S "$2" -B "$work/build" -DCMAKE_C_COMPILER=musl-gcc -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_C_FLAGS="-fPIE -ffile-prefix-map=$2=." \
        -DCMAKE_INSTALL_PREFIX="$work/jansson" -DCMAKE_INSTALL_LIBDIR=lib \
        -DJANSSON_BUILD_DOCS=OFF -DJANSSON_WITHOUT_TESTS=ON -DJANSSON_EXAMPLES=OFF &&
        cmake --build "$work/build" && cmake --install "$work/build"
} >"$work/said" 2>&1 || {
    cat "$work/said" >&2
    die 'jansson does not build for musl'
}
# TMPDIR may be another file system: there at once, or not at all.
mkdir -p "$(dirname "$1")"
rm -rf "$1" "$1.new"
cp -R "$work/jansson" "$1.new"
mv "$1.new" "$1"

#!/bin/sh
# Builds and installs twice from copies of the sources, in folders, time zones,
# languages and with masks that differ: what is installed must not.
#
#     t/reproducible.sh FOLDER    which is made anew
set -eu
sources=$(cd "$(dirname "$0")/.." && pwd)
rm -rf "$1"
mkdir -p "$1"
cd "$1"
PATH=$PATH:/usr/sbin:/sbin
unset MAKEFLAGS MAKELEVEL CFLAGS CPPFLAGS LDFLAGS BUILD 2>/dev/null || :

copy() { # TO: what a clone would have, or a tarball
    mkdir -p "$1"
    (cd "$sources" && tar -cf - --exclude='./build*' --exclude=./.git .) | tar -xf - -C "$1"
}

copy one
copy another/with-a-longer-name
(
    cd one
    umask 022
    TZ=UTC LC_ALL=C make -s -j 2 install DESTDIR="$PWD/root" PREFIX=/usr
) &
(
    cd another/with-a-longer-name
    umask 077
    TZ=Asia/Kathmandu LC_ALL=C.UTF-8 HOME=/nowhere make -s BUILD=elsewhere install \
        DESTDIR="$PWD/root" PREFIX=/usr
)
wait $!

sums() {
    (cd "$1/root" && find . -type f -exec sha256sum {} + | LC_ALL=C sort -k 2)
}
sums one >one.sums
sums another/with-a-longer-name >another.sums
if ! diff one.sums another.sums; then
    echo "not reproducible: see $PWD" >&2
    exit 1
fi
echo "reproducible: $(wc -l <one.sums) files, the same bytes twice;" \
    "$(grep '/bin/orchestrator$' one.sums | cut -c1-16)... orchestrator"

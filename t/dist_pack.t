#!/bin/sh
# dist/pack: what is in a package, and what is refused.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"
PACK=$T/../dist/pack

# A tree such as `make install` makes, of a program that needs jansson.
tree() {
    export SOURCE_DATE_EPOCH=1800000000
    mkdir -p tree/usr/bin tree/usr/share/man/man1 tree/usr/share/doc/thing tree/etc/thing
    printf '#include <jansson.h>\nint main(void) { return !json_true(); }\n' >thing.c
    cc -g0 -Wl,--build-id=none -o tree/usr/bin/thing thing.c -ljansson
    echo '.Dd today' >tree/usr/share/man/man1/thing.1
    echo 'licence' >tree/usr/share/doc/thing/copyright
    echo 'a=1' >tree/etc/thing/thing.conf
    ln -s thing tree/usr/bin/other-thing
}
pack() { # OPTION...
    "$PACK" -s dir -t deb -n thing -v 1.0-1 -m 'Some One <one@example.org>' \
        --description "one line
More lines,

and a last one." -C tree -p thing.deb "$@" .
}
deb() {
    tree
    umask 077
    pack -d git -d libc6 --deb-recommends gh --provides a-thing --category vcs --url https://example.org
    dpkg-deb -f thing.deb >control
    is "$(sed -n 's/^Depends: //p' control | tr -d '()=>.0-9 ')" 'libc,libjansson,git' 'what it needs'
    grep -qx 'Recommends: gh' control
    grep -qx 'Provides: a-thing' control
    grep -qx 'Section: vcs' control
    grep -qx 'Homepage: https://example.org' control
    is "$(sed -n '/^Description/,$p' control)" 'Description: one line
 More lines,
 .
 and a last one.' 'its description'
    is "$(dpkg-deb --ctrl-tarfile thing.deb | tar -xO ./conffiles)" /etc/thing/thing.conf 'what is kept'
    dpkg-deb -c thing.deb | awk '{ print $1, $2, $6 $7 $8 }' >list
    ! grep -v ' root/root ' list || fail 'an owner'
    ! grep -Ev '^(drwxr-xr-x|-rw-r--r--|lrwxrwxrwx) |/bin/thing$' list || fail 'a mode'
    grep -q '^-rwxr-xr-x root/root ./usr/bin/thing' list
    grep -q './usr/share/man/man1/thing.1.gz$' list
    dpkg-deb -x thing.deb out
    (cd out && dpkg-deb --ctrl-tarfile ../thing.deb | tar -xO ./md5sums | md5sum -c --quiet)
    zcat out/usr/share/doc/thing/changelog.Debian.gz | grep -qx 'thing (1.0-1) stable; urgency=medium'
}
scripts() {
    tree
    for script in before-install after-install before-remove after-remove; do
        printf '#!/bin/sh\necho %s\n' $script >$script.sh
        set -- "$@" --$script $script.sh
    done
    pack "$@"
    for pair in preinst:before-install postinst:after-install prerm:before-remove postrm:after-remove; do
        dpkg-deb --ctrl-tarfile thing.deb | tar -xO "./${pair%:*}" >script
        cmp script "${pair#*:}.sh"
    done
}
same() { # twice, with other masks, times and folders
    tree
    pack -a native
    mv thing.deb first.deb
    cp -R tree again
    find again -exec touch -h -d 2020-02-02 {} +
    mkdir moved
    mv again moved/tree
    cd moved
    umask 027
    TZ=Asia/Kathmandu pack
    cmp thing.deb ../first.deb
}
refused() { # WORDS OPTION...
    words=$1
    shift
    exits 2 pack "$@"
    says "$words"
    test ! -e thing.deb
}
refusals() {
    tree
    refused 'it does not know the option --deb-compression' --deb-compression xz
    refused 'it does not know the option --inputs' --inputs=x
    refused '-d libc6>=2.34: a name alone' -d 'libc6>=2.34'
    refused 'there is no tree nowhere' -C nowhere
    refused '--config-files /etc/none: there is no such file' --config-files /etc/none
    refused 'it packs for the machine it runs on' -a arm64
    refused 'it packs a tree of files alone' -s gem
    refused 'it makes deb and rpm, not apk' -t apk
    refused 'usr: all of the tree is packed' usr
    exits 2 "$PACK" -s dir -t
    says '-t needs a value'
    unset SOURCE_DATE_EPOCH
    refused 'SOURCE_DATE_EPOCH must be set'
}
unknown_library() { # one that no package has
    tree
    echo 'int f(void) { return 0; }' >f.c
    echo 'int f(void); int main(void) { return f(); }' >main.c
    cc -shared -fPIC -Wl,-soname,libnowhere.so.1 -o libnowhere.so f.c
    cc -o tree/usr/bin/thing main.c -L. -lnowhere
    exits 1 pack
    says 'libnowhere.so.1'
    test ! -e thing.deb
}
rpm_made() {
    tree
    pack -t rpm -p thing.rpm -d git --rpm-tag Recommends:gh --license MIT --category Tools
    rpm -qp --qf '%{NAME} %{VERSION} %{LICENSE} %{SUMMARY}\n' thing.rpm >about 2>/dev/null
    is "$(cat about)" 'thing 1.0_1 MIT One line'
    rpm -qpR thing.rpm >needs 2>/dev/null
    grep -qx git needs
    grep -q '^libjansson.so.4' needs
    is "$(rpm -qp --recommends thing.rpm 2>/dev/null)" gh
    is "$(rpm -qpc thing.rpm 2>/dev/null)" /etc/thing/thing.conf 'what is kept'
    is "$(rpm -qp --qf '[%{FILEMODES:perms} %{FILEUSERNAME} %{FILENAMES}\n]' thing.rpm 2>/dev/null |
        grep -Ev '^(drwxr-xr-x|-rw-r--r--|lrwxrwxrwx) root |^-rwxr-xr-x root /usr/bin/thing$')" '' 'other modes and owners'
    is "$(rpm -qpl thing.rpm 2>/dev/null | grep -xE '/usr|/usr/bin|/etc|/usr/share|/usr/share/man')" '' 'folders that are not its own'
    is "$(rpm -qp --qf '%{BUILDTIME} %{BUILDHOST}' thing.rpm 2>/dev/null)" '1800000000 reproducible'
}
rpm_same() {
    tree
    pack -t rpm -p one.rpm --license MIT
    cp -R tree again
    mkdir moved
    mv again moved/tree
    cd moved
    umask 027
    TZ=Asia/Kathmandu pack -t rpm -p two.rpm --license MIT
    cmp two.rpm ../one.rpm
}

if command -v dpkg-shlibdeps >/dev/null; then
    tap 'A deb has what Debian wants, whatever the mask was' deb
    tap 'Scripts go where dpkg looks for them' scripts
    tap 'The same tree is the same deb' same
    tap 'What it does not know, or could misread, it refuses' refusals
    tap 'A program whose library no package has is refused' unknown_library
else
    tap_skip 'A deb' 'there is no dpkg-shlibdeps'
fi
if command -v rpmbuild >/dev/null; then
    tap 'An rpm has its needs by libraries, and its own folders alone' rpm_made
    tap 'The same tree is the same rpm' rpm_same
else
    tap_skip 'An rpm' 'there is no rpmbuild'
fi
tap_end

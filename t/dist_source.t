#!/bin/sh
# dist/source.sh and `make static`: for those who build by themselves.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"
unset MAKEFLAGS MAKELEVEL CFLAGS CPPFLAGS LDFLAGS BUILD

# A clone as a release manager has it, with a key; its commit is the release.
clone() {
    export GNUPGHOME="$W/gnupg"
    mkdir -m 700 gnupg
    trap 'gpgconf --kill all; tap_after' EXIT
    git clone -q "$T/.." clone
    git -C clone config user.name source
    git -C clone config user.email source@example.org
    gpg --batch --quiet --pinentry-mode loopback --passphrase '' \
        --quick-generate-key 'source <source@example.org>' ed25519 sign 1y 2>/dev/null
    gpg --batch --export source >ring.gpg
    export DIST_KEYRING="$W/ring.gpg" DIST_KEY=source
    VERSION=$(sed -n 's/^#define ORCHESTRATOR_VERSION "\(.*\)"$/\1/p' clone/version.h)
}
of_release() {
    git -C clone tag -f -a -m release "v$VERSION" >/dev/null
}

released() {
    clone
    of_release
    exits 0 make -s -C clone dist
    cd clone/pkg
    is "$(echo *)" "SHA256SUMS SHA256SUMS.asc orchestrator-$VERSION.tar.gz orchestrator.rb" 'what was made'
    sha256sum -c --quiet SHA256SUMS
    gpgv --keyring "$DIST_KEYRING" SHA256SUMS.asc SHA256SUMS
    grep -qx "  sha256 \"$(sha256sum "orchestrator-$VERSION.tar.gz" | cut -d ' ' -f 1)\"" orchestrator.rb
    grep -qx "  url \"https://.*/v$VERSION/orchestrator-$VERSION.tar.gz\"" orchestrator.rb
}

# By another person, in another folder, whose git checks out otherwise.
same_bytes() {
    clone
    of_release
    exits 0 make -s -C clone dist
    mkdir elsewhere
    mv clone/pkg pkg
    cp -R clone elsewhere/other
    find elsewhere -exec touch -h -d 2030-02-02 {} +
    git config --global core.autocrlf true
    git config --global tar.umask 0077
    git config --global core.attributesFile "$W/attributes"
    echo '* text eol=crlf export-ignore' >attributes
    echo 't export-ignore' >elsewhere/other/.git/info/attributes
    (umask 077 && TZ=Asia/Kathmandu exits 0 make -s -C elsewhere/other dist DIST_OPTIONS=--no-sign)
    cmp "pkg/orchestrator-$VERSION.tar.gz" "elsewhere/other/pkg/orchestrator-$VERSION.tar.gz"
    tar -tvf "pkg/orchestrator-$VERSION.tar.gz" >list
    ! grep -Ev '^(drwxr-xr-x|-rw-r--r--|-rwxr-xr-x|lrwxrwxrwx) root/root ' list || fail 'a mode or an owner'
}

no_release() {
    clone
    of_release
    exits 0 make -s -C clone dist
    git -C clone commit -q --allow-empty -m later
    rm "clone/pkg/orchestrator-$VERSION.tar.gz"
    echo more >>clone/README.md
    exits 0 make -s -C clone dist DIST_OPTIONS=--no-sign
    says "HEAD is not the tag v$VERSION"
    says 'what is not committed is not in it'
    name=orchestrator-$VERSION-$(git -C clone rev-parse --short=7 HEAD).tar.gz
    is "$(cd clone/pkg && echo *)" "SHA256SUMS $name" 'what is there'
    ! tar -xOf "clone/pkg/$name" "${name%.tar.gz}/README.md" | grep -qx more
}

# Of the version that its own version.h has.
version_of_commit() {
    clone
    sed -i 's/ORCHESTRATOR_VERSION .*/ORCHESTRATOR_VERSION "9.9.9"/' clone/version.h
    git -C clone tag v9.9.9
    exits 0 make -s -C clone dist
    says "HEAD is not the tag v$VERSION"
    is "$(cd clone/pkg && echo *.tar.gz *.rb)" "orchestrator-$VERSION-$(git -C clone rev-parse --short=7 HEAD).tar.gz *.rb"
}
unsigned() {
    clone
    rm ring.gpg
    exits 2 make -s -C clone dist
    says 'nobody could check a signature'
    test ! -e clone/pkg
    exits 2 clone/dist/source.sh --nosign
    says 'usage: dist/source.sh'
}

# What it needs is in it.
builds() {
    clone
    of_release
    exits 0 make -s -C clone dist DIST_OPTIONS=--no-sign
    tar -xf "clone/pkg/orchestrator-$VERSION.tar.gz"
    cd "orchestrator-$VERSION"
    exits 0 make -s -j 2 install PREFIX="$W/installed"
    is "$("$W/installed/bin/orchestrator" --version)" "orchestrator $VERSION"
    test -f "$W/installed/share/man/man1/orchestrator.1"
}

formula() {
    clone
    of_release
    exits 0 make -s -C clone dist DIST_OPTIONS=--no-sign
    exits 0 ruby -c clone/pkg/orchestrator.rb
    prints 'Syntax OK'
    ruby -e 'class Formula
            def self.method_missing(name, *words) = puts([name, *words].join(" "))
            def self.test = nil
        end
        load ARGV[0]' clone/pkg/orchestrator.rb >said
    grep -qx 'depends_on jansson' said
    grep -qx 'license MIT' said
}

# static MAKE-WORDS: needs nothing where it runs, and releases.
static() {
    git clone -q "$T/.." clone
    exits 0 make -s -C clone -j 2 static "$@"
    built=$(echo "$W"/clone/build-*/orchestrator)
    readelf -d "$built" >dynamic
    ! grep NEEDED dynamic || fail 'it needs a library'
    readelf -l "$built" >segments
    ! grep INTERP segments || fail 'it needs a loader'
    grep -q GNU_RELRO segments
    ONLY='A release makes one' ORCHESTRATOR=$built sh "$T/release.t" >released 2>&1 || { cat released; return 1; }
    grep -v SKIP released | grep '^ok'
}
static_musl() {
    static LIBC=musl
}
# apt and cmake that write down what they are asked.
jansson_tools() {
    mkdir shim
    ln -s "$(command -v true)" shim/dpkg-source
    ln -s "$(command -v true)" shim/musl-gcc
    cat >shim/apt-get <<'APT'
#!/bin/sh
echo "$*" >>"$W/asked"
for word; do
    case $word in Dir::Etc::SourceList=*) cp "${word#*=}" "$W/archives" ;; esac
done
case "$*" in
indextargets*) printf 'http://a.example.org/d stable main\nhttp://a.example.org/d stable main\n' ;;
*' source '*) mkdir jansson-9.9 ;;
esac
APT
    cat >shim/cmake <<'CMAKE'
#!/bin/sh
for word; do
    case $word in -DCMAKE_INSTALL_PREFIX=*) echo "${word#*=}" >"$W/prefix" ;; esac
done
case $1 in
--install)
    [ ! -e "$W/broken" ] || exit 1
    mkdir -p "$(cat "$W/prefix")/lib"
    echo a >"$(cat "$W/prefix")/lib/libjansson.a"
    ;;
esac
CMAKE
    chmod +x shim/apt-get shim/cmake
    export W
    PATH=$W/shim:$PATH
}
# What another archive has, that the person added, is not taken.
jansson() {
    jansson_tools
    id=$(sed -n 's/^ID=//p' /etc/os-release)
    : >broken
    exits 1 "$T/../dist/jansson-musl.sh" made/jansson
    says 'jansson does not build for musl'
    test ! -e made
    rm broken
    mkdir -p made/jansson/include # as one that was stopped left it
    exits 0 "$T/../dist/jansson-musl.sh" made/jansson
    is "$(find made -type f)" made/jansson/lib/libjansson.a
    test ! -e made/jansson/include
    is "$(cat archives)" "deb-src [signed-by=/usr/share/keyrings/$id-archive-keyring.gpg] http://a.example.org/d stable main"
    grep -iq "^indextargets .*Origin: $id\$" asked
    is "$(ls "$TMPDIR")" '' 'what is left'
    : >asked
    exits 0 "$T/../dist/jansson-musl.sh" made/jansson
    is "$(cat asked)" '' 'what apt is asked again'
}
# The sources alone, or below a clone, are no commit.
no_clone() {
    clone
    of_release
    exits 0 make -s -C clone dist DIST_OPTIONS=--no-sign
    tar -xf "clone/pkg/orchestrator-$VERSION.tar.gz"
    exits 2 "orchestrator-$VERSION/dist/source.sh" --no-sign
    says 'not a git repository'
    mv "orchestrator-$VERSION" clone/pkg/inner
    exits 2 clone/pkg/inner/dist/source.sh --no-sign
    says 'inner is no clone, but in that of '
    test ! -e clone/pkg/inner/pkg
}

tap 'The sources of a release are one file, whose sum is signed' released
tap 'They are the same bytes, whoever makes them' same_bytes
tap 'What is no release is not called one' no_release
tap 'Nor is what was not committed' version_of_commit
tap 'Nor is anything made of what is no clone' no_clone
tap 'Without a key nothing is made, unless that was said' unsigned
tap 'They build and install without git' builds
if command -v ruby >/dev/null; then
    tap 'The formula is good Ruby' formula
else
    tap_skip 'The formula is good Ruby' 'ruby is not installed'
fi
tap 'A static one needs no library, and releases' static
if grep -Eqx 'ID=(debian|ubuntu)' /etc/os-release; then
    tap 'Its jansson is of the distribution, and whole' jansson
else
    tap_skip 'Its jansson is of the distribution, and whole' 'this is neither Debian nor Ubuntu'
fi
if command -v musl-gcc >/dev/null && command -v cmake >/dev/null; then
    tap 'So does one of musl' static_musl
else
    tap_skip 'So does one of musl' 'musl-gcc or cmake is not installed'
fi
tap_end

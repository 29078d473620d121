#!/bin/sh
# Keys that packages are signed with, and that those who install believe.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"
DIST=$T/../dist
# shellcheck source=dist/lib/script.sh
. "$DIST/lib/script.sh"
# shellcheck source=dist/lib/sign.sh
. "$DIST/lib/sign.sh"
AHEAD=$((90 * 24 * 3600)) # seconds before a key expires, in which this fails

# keys_last KEYRING: so long, and longer
keys_last() {
    work=$W
    sign_keys "$1" >keys
    [ -s keys ] || fail "$1 has no key"
    late=
    while read -r fpr expires; do
        [ "$expires" -eq 0 ] || [ "$expires" -gt $(($(date +%s) + AHEAD)) ] || {
            late=yes
            echo "the key $fpr expires at $(date -u -d "@$expires" +%F): dist/SIGNING.md, Rotating it"
        }
    done <keys
    [ -z "$late" ]
}
ours_last() {
    keys_last "$DIST/trustedkeys.gpg"
}
agent() {
    export GNUPGHOME="$W/gnupg"
    mkdir -m 700 gnupg
    trap 'gpgconf --kill all; tap_after' EXIT
}
key() { # NAME EXPIRY OPTION...: prints its fingerprint
    name=$1 expiry=$2
    shift 2
    gpg --batch --quiet "$@" --pinentry-mode loopback --passphrase '' \
        --quick-generate-key "$name <$name@example.org>" ed25519 sign "$expiry" 2>/dev/null
    gpg --batch --with-colons --list-keys "$name" | awk -F: '$1 == "fpr" { print $10; exit }'
}
soon() {
    agent
    key soon 85d >fpr
    key longer 95d >/dev/null
    key never never >/dev/null
    gpg --batch --export longer never >ring.gpg
    exits 0 keys_last ring.gpg
    is "$(wc -l <keys)" 2 'keys'
    gpg --batch --export >ring.gpg
    exits 1 keys_last ring.gpg
    prints "the key $(cat fpr) expires at "
    # nobody has used gpg here before
    GNUPGHOME='' HOME=$W/nobody exits 1 keys_last ring.gpg
    prints "the key $(cat fpr) expires at "
}
# By its own lines; gpg asks a person for a passphrase.
documented() {
    agent
    printf 'batch\npinentry-mode loopback\npassphrase ""\nquiet\n' >gnupg/gpg.conf
    mkdir -p copy/dist
    cp "$DIST/SIGNING.md" copy/dist
    cd copy
    git init -q .
    git config user.name sign
    git config user.email sign@example.org
    lines 'Making the key' >making
    is "$(wc -l <making)" 5 'lines'
    sed -n 1,2p making >first
    sh -e first >fpr 2>/dev/null
    grep -Eqx '[0-9A-F]{40}' fpr
    sed -n '3,$p' making | sed "s/FINGERPRINT/$(cat fpr)/; s/ *#.*//" >rest
    sh -e rest >secret 2>&1
    grep -qx -e '-----BEGIN PGP PRIVATE KEY BLOCK-----' secret
    is "$(git ls-files)" dist/trustedkeys.gpg
    exits 0 check dist/trustedkeys.gpg packages@example.org
    keys_last dist/trustedkeys.gpg
    echo text >package
    sign_detached package "$(cat fpr)"
    lines 'Checking a signature' | sed 's/PACKAGE/package/g' >verify
    is "$(wc -l <verify)" 1 'lines'
    exits 0 sh -e verify
    GNUPGHOME=$W/gnupg gpg --quick-set-expire "$(cat fpr)" 80d
    gpg --export "$(cat fpr)" >dist/trustedkeys.gpg
    exits 1 keys_last dist/trustedkeys.gpg
    lines 'Rotating it' | sed "s/FINGERPRINT/$(cat fpr)/; /OLD NEW/d" >prolong
    is "$(wc -l <prolong)" 2 'lines'
    exits 0 sh -e prolong
    keys_last dist/trustedkeys.gpg
}
lines() { # HEADING: its commands
    awk -v heading="## $1" '/^## / { here = $0 == heading } here && sub(/^    /, "")' dist/SIGNING.md
}
# build.sh asks this before it builds.
check() { # KEYRING KEY
    (
        work=$W
        sign_check "$@"
    )
}
checked() {
    agent
    exits 2 check none.gpg alice
    says 'there is no none.gpg, so nobody could check a signature'
    says 'dist/SIGNING.md'
    alice=$(key alice 1y) bob=$(key bob 1y)
    former=$(key former 1d --faked-system-time 20200101T000000)
    gpg --batch --export alice former >ring.gpg
    exits 2 check ./ring.gpg ''
    says 'no key is named to sign with: --local-user KEY, or DIST_KEY'
    exits 2 check ./ring.gpg nobody
    says 'gpg has no secret key nobody'
    exits 2 check ./ring.gpg bob
    says "the key bob ($bob) is not in ./ring.gpg"
    exits 2 check ./ring.gpg former
    says "the key former ($former) has expired"
    exits 0 check ./ring.gpg alice
    exits 0 check ./ring.gpg "$alice"
    gpg --armor --export alice former >armoured.gpg
    exits 2 check ./armoured.gpg alice
    says 'the keyring ./armoured.gpg is armoured: gpg --dearmor'
    PATH=$(without gpgv) exits 2 check ./ring.gpg alice
    says 'there is no gpgv'
}
# One that certifies alone, and has another to sign with.
cannot_sign() {
    agent
    alone=$(key alone 1y)
    gpg --batch --quiet --pinentry-mode loopback --passphrase '' \
        --quick-generate-key 'certifies <certifies@example.org>' ed25519 cert 1y 2>/dev/null
    gpg --batch --export >ring.gpg
    exits 0 check ./ring.gpg alone
    exits 2 check ./ring.gpg certifies
    says 'the key certifies ('
    says ') cannot sign: '
    rm gnupg/private-keys-v1.d/*
    exits 2 check ./ring.gpg "$alone"
    says "gpg has no secret key $alone"
}
# After a rotation, both have the same name.
of_one_name() {
    agent
    old=$(key ours 1y)
    key ours 1y --yes >fpr
    gpg --batch --export ours >ring.gpg
    exits 2 check ./ring.gpg ours
    says 'gpg has several secret keys ours: name one by its fingerprint: '
    says "$old"
    for fpr in $(gpg --batch --with-colons --list-secret-keys | awk -F: '/^sec/ { s = 1 } /^fpr/ && s { print $10; s = 0 }'); do
        exits 0 check ./ring.gpg "$fpr"
    done
}
# What is uploaded stays for ever.
signs_for_ever() {
    agent
    ours=$(key ours 1y)
    echo 'default-sig-expire 1d' >gnupg/gpg.conf
    echo 1 >file
    sign_detached file "$ours"
    gpg --batch --list-packets file.asc >packets
    grep -q 'keyid' packets
    ! grep 'sig expires' packets || fail 'it expires'
}
without() { # PROGRAM: a PATH of all others
    mkdir -p others
    for folder in /usr/local/bin /usr/bin /bin; do
        for program in "$folder"/*; do
            [ "${program##*/}" = "$1" ] || ln -sf "$program" others 2>/dev/null || :
        done
    done
    echo "$W/others"
}
believed() {
    agent
    alice=$(key alice 1y)
    key former 1d --faked-system-time 20200101T000000 >/dev/null
    mallory=$(key mallory 1y)
    gpg --batch --export alice former >ring.gpg
    echo text >file
    sign_detached file "$alice"
    sign_is_good ./ring.gpg file
    echo more >>file
    ! sign_is_good ./ring.gpg file || fail 'what was changed is believed'
    sign_detached file "$mallory"
    ! sign_is_good ./ring.gpg file || fail 'another is believed'
    gpg --batch --quiet --faked-system-time 20200101T000000 --yes --local-user former --armor \
        --detach-sign --output file.asc file
    gpgv -q --keyring ./ring.gpg file.asc file 2>/dev/null || fail 'gpgv has learned; mend SIGNING.md'
    ! sign_is_good ./ring.gpg file || fail 'a key that has expired is believed'
}

if [ -f "$DIST/trustedkeys.gpg" ]; then
    tap 'No key that we are believed by expires within 90 days' ours_last
else
    tap_skip 'No key that we are believed by expires within 90 days' 'the project has no key yet'
fi
tap 'A key that does is found out' soon
tap 'A key that nobody would believe signs nothing' checked
tap 'One that cannot sign is found out before anything is built' cannot_sign
tap 'Of keys of one name none is taken for the other' of_one_name
tap 'What it signs does not expire, whatever is in gpg.conf' signs_for_ever
tap 'A signature is believed if its key is in the keyring, and valid' believed
tap 'A key is made, checked and prolonged by the lines of SIGNING.md' documented
tap_end

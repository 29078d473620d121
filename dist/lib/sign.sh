# shellcheck shell=sh
# Signatures by GnuPG. Sourced after script.sh, with the folder `work`;
# dist/SIGNING.md says how they are made and checked.
# shellcheck disable=SC2154

# Fingerprints of a keyring's keys, and when they expire (0: never).
sign_keys() { # KEYRING
    gpg --batch --with-colons --show-keys "$1" |
        awk -F: '$1 == "pub" { expires = $7 ? $7 : 0; first = $2 != "r" }
            $1 == "fpr" && first { print $10, expires; first = 0 }'
}

# Can that key sign, which is tried, and would those who check it by the keyring
# believe it?
# Sets sign_fpr, by which it is to be named then: others may have the same name.
sign_check() { # KEYRING KEY
    [ -f "$1" ] || refuse "there is no $1, so nobody could check a signature:" \
        'a maintainer makes a key and commits its public half, as dist/SIGNING.md says; until then: --no-sign'
    sign_ring_is_plain "$1" || refuse "the keyring $1 is armoured: gpg --dearmor makes a plain one"
    [ -n "$2" ] || refuse 'no key is named to sign with: --local-user KEY, or DIST_KEY'
    sign_fpr=$(gpg --batch --with-colons --list-secret-keys "$2" 2>/dev/null |
        awk -F: '$1 == "fpr" { print $10; exit }')
    [ -n "$sign_fpr" ] || refuse "gpg has no secret key $2"
    sign_expires=$(sign_keys "$1" | sed -n "s/^$sign_fpr //p")
    [ -n "$sign_expires" ] || refuse "the key $2 ($sign_fpr) is not in $1: see dist/SIGNING.md"
    [ "$sign_expires" -eq 0 ] || [ "$sign_expires" -gt "$(date +%s)" ] ||
        refuse "the key $2 ($sign_fpr) has expired in $1: see dist/SIGNING.md"
    command -v gpgv >/dev/null || refuse 'there is no gpgv to check signatures by; install it'
    : >"$work/nothing"
    sign_bad=
    sign_said=$(sign_detached "$work/nothing" "$sign_fpr" 2>&1) && sign_is_good "$1" "$work/nothing" ||
        sign_bad=yes
    rm -f "$work/nothing" "$work/nothing.asc"
    case $sign_said in *ioctl*) sign_said="$sign_said (to be asked for its passphrase: export GPG_TTY=\$(tty))" ;; esac
    [ -z "$sign_bad" ] || refuse "the key $2 ($sign_fpr) cannot sign: $(printf '%s' "$sign_said" | tail -n 1)"
}

sign_ring_is_plain() { # KEYRING
    [ "$(head -c 5 "$1" | tr -d '\000')" != ----- ]
}

sign_detached() { # FILE FINGERPRINT
    gpg --batch --yes --local-user "$2!" --armor --detach-sign --output "$1.asc" "$1"
}

# rpm looks for a signature within.
sign_rpm() { # FILE FINGERPRINT
    case $1 in *.rpm) ;; *) return 0 ;; esac
    command -v rpmsign >/dev/null || die 'there is no rpmsign, which an rpm is signed with'
    rpmsign --addsign --define "_gpg_name $2" --define '__gpg /usr/bin/gpg' \
        --define "_gpg_path ${GNUPGHOME:-$HOME/.gnupg}" "$1" >/dev/null
}

# Is the signature beside a file by a key of the keyring that is valid now?
sign_is_good() { # KEYRING FILE
    gpgv --keyring "$1" --status-fd 1 "$2.asc" "$2" 2>/dev/null |
        awk '$2 == "VALIDSIG" { valid = 1 }
            $2 ~ /^(EXPKEYSIG|EXPSIG|REVKEYSIG|BADSIG|ERRSIG)$/ { bad = 1 }
            END { exit !valid || bad }'
}

# The keyring that is believed, with its folder: gpgv looks for one without a
# slash elsewhere.
sign_keyring() { # FOLDER
    sign_ring=${DIST_KEYRING:-$1/trustedkeys.gpg}
    case $sign_ring in /*) ;; *) sign_ring=$(pwd)/$sign_ring ;; esac
    printf '%s\n' "$sign_ring"
}

# All its keys, as dnf reads them.
sign_armoured() { # KEYRING
    sign_home=$work/armoured
    mkdir -m 700 "$sign_home"
    gpg --homedir "$sign_home" --batch --quiet --import "$1" 2>/dev/null
    gpg --homedir "$sign_home" --batch --armor --export
    rm -rf "$sign_home"
}

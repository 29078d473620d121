# shellcheck shell=sh
# Signatures by GnuPG. Sourced after script.sh, with the folder `work`;
# dist/SIGNING.md says how they are made and checked.
# shellcheck disable=SC2154

# Whatever a person has in gpg.conf: a signature that expires soon, say.
sign_gpg() {
    gpg --no-options --batch "$@"
}

# Fingerprints of a keyring's keys, and when they expire (0: never).
sign_keys() { # KEYRING
    sign_home=$work/shown
    mkdir -m 700 "$sign_home"
    sign_gpg --homedir "$sign_home" --quiet --with-colons --show-keys "$1" |
        awk -F: '$1 == "pub" { expires = $7 ? $7 : 0; first = $2 != "r" }
            $1 == "fpr" && first { print $10, expires; first = 0 }'
    rm -rf "$sign_home"
}

# Can that key sign, which is tried, and would those who check it by the keyring
# believe it?
# Sets sign_fpr, by which it is to be named then: others may have the same name.
sign_check() { # KEYRING KEY
    [ -f "$1" ] || refuse "there is no $1, so nobody could check a signature:" \
        'a maintainer makes a key and commits its public half, as dist/SIGNING.md says;' \
        'DIST_KEYRING names another, and what is built by --no-sign is not signed'
    sign_ring_is_plain "$1" || refuse "the keyring $1 is armoured: gpg --dearmor makes a plain one"
    [ -n "$2" ] || refuse 'no key is named to sign with: --local-user KEY, or DIST_KEY'
    sign_fpr=$(sign_gpg --with-colons --list-secret-keys "$2" 2>/dev/null |
        awk -F: '$1 == "sec" { first = 1 } $1 == "fpr" && first { print $10; first = 0 }')
    case $sign_fpr in
    '') refuse "gpg has no secret key $2" ;;
    *[!0-9A-F]*) refuse "gpg has several secret keys $2: name one by its fingerprint: $(printf '%s' "$sign_fpr" | tr '\n' ' ')" ;;
    esac
    sign_expires=$(sign_keys "$1" | sed -n "s/^$sign_fpr //p")
    case $sign_expires in
    '') refuse "the key $2 ($sign_fpr) is not in $1: see dist/SIGNING.md" ;;
    *[!0-9]*) refuse "the key $2 ($sign_fpr) is in $1 twice: gpg --export $sign_fpr... makes it anew" ;;
    esac
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

sign_detached() { # FILE FINGERPRINT [SIGNATURE]
    sign_gpg --yes --local-user "$2!" --armor --detach-sign --output "${3:-$1.asc}" "$1"
}

# rpm looks for a signature within.
sign_rpm() { # FILE FINGERPRINT
    case $1 in *.rpm) ;; *) return 0 ;; esac
    rpmsign --addsign --define "_gpg_name $2" --define '__gpg /usr/bin/gpg' \
        --define '_gpg_sign_cmd_extra_args --no-options' \
        --define "_gpg_path ${GNUPGHOME:-$HOME/.gnupg}" "$1" >/dev/null
}

# Is the signature beside a file by a key of the keyring that is valid now?
sign_is_good() { # KEYRING FILE [SIGNATURE]
    gpgv --keyring "$1" --status-fd 1 "${3:-$2.asc}" "$2" 2>/dev/null | sign_judged
}
# And that of a file which has it in itself? Writes what is signed.
sign_inner_is_good() { # KEYRING FILE SIGNED
    gpgv --keyring "$1" --status-fd 1 --output "$3" "$2" 2>/dev/null | sign_judged
}
sign_judged() {
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
    sign_gpg --homedir "$sign_home" --quiet --import "$1" 2>/dev/null
    sign_gpg --homedir "$sign_home" --armor --export
    rm -rf "$sign_home"
}

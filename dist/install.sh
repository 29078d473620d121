#!/bin/sh
# usage: dist/install.sh --url URL [--keyring FILE] [--target DIST/VER]
#        dist/install.sh --remove | --purge
#
# Installs the newest package of orchestrator for this system, or removes it.
# Nothing is installed whose signature is not by a key of the keyring
# (trustedkeys.gpg beside this script), or that is not what its name says, or
# that is older than what is installed. It asks nothing.
#
#     --url URL            where packages are published, up to and with the
#                          bucket: what is below is orchestrator/DIST/...
#     --keyring FILE       the keys that are believed
#     --target DIST/VER    the package of another system than this
#     --remove, --purge    removes it; --purge what was edited in /etc as well,
#                          which rpm keeps as .rpmsave
set -eu
umask 022

die() {
    printf 'install.sh: %s; nothing was installed\n' "$*" >&2
    exit 1
}
say() {
    printf 'install.sh: %s\n' "$*"
}
manual() { # the comment above
    sed -n '1d; /^#/!q; s/^# \{0,1\}//p' "$0"
}
usage() { # WHAT IS WRONG
    say "$*" >&2
    manual | sed -n '/^$/q; p' >&2
    exit 2
}

# How it is to be used is in it, and its keyring beside it.
[ -f "$0" ] || { echo 'install.sh: it must be a file: sh install.sh' >&2; exit 2; }
url='' keyring=$(CDPATH='' cd "$(dirname "$0")" && pwd)/trustedkeys.gpg target='' act=install
while [ $# -gt 0 ]; do
    case $1 in
    --url | --keyring | --target) [ $# -gt 1 ] || usage "$1 needs a value" ;;
    esac
    case $1 in
    --url) url=${2%/}; shift ;;
    --keyring) # gpgv looks for one without a slash elsewhere
        case $2 in */*) keyring=$2 ;; *) keyring=./$2 ;; esac
        shift
        ;;
    --target) target=$2; shift ;;
    --remove | --purge) act=${1#--} ;;
    --help | -h) manual; exit ;;
    *) usage "it does not know $1" ;;
    esac
    shift
done

has() {
    command -v "$1" >/dev/null 2>&1
}

root_or_sudo() {
    [ "$(id -u)" -eq 0 ] || has sudo || die 'this needs root, and there is no sudo'
}
as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# --- What this system is

# The folder of dist/ whose packages it takes.
find_target() {
    [ -r /etc/os-release ] || die 'there is no /etc/os-release to know the distribution by; give --target'
    os=$(sed -n 's/^ID=//p' /etc/os-release | tr -d '"'"'")
    release=$(sed -n 's/^VERSION_ID=//p' /etc/os-release | tr -d '"'"'")
    case $os in
    debian | ubuntu) target=$os/$release ;;
    rocky | almalinux | rhel | centos) target=rocky/${release%%.*} ;;
    amzn) target=amazon-linux/$release ;;
    '') die 'etc/os-release names no ID; --target takes the packages of a relative' ;;
    *) target=$os/${release:-rolling} ;; # one that was added
    esac
}

type_of_system() {
    if has dpkg && has apt-get; then
        echo deb
    elif has rpm && has dnf; then
        echo rpm
    else
        die 'it has neither apt-get nor dnf'
    fi
}

# --- What is downloaded

# At most 15 minutes and 100 MiB, by whatever is there.
fetch() { # URL FILE [WHAT IT MEANS]
    (
        ulimit -f 204800 # 512 bytes each
        if has curl; then
            curl -q -fsS --proto '=https,http' --retry 3 --connect-timeout 20 --max-time 900 \
                --speed-limit 1000 --speed-time 30 --retry-max-time 300 --max-filesize 104857600 -o "$2" -- "$1"
        elif has wget; then
            timeout --foreground 900 wget -q --tries=3 --timeout=60 -O "$2" -- "$1"
        elif [ -x /usr/lib/apt/apt-helper ]; then
            timeout --foreground 900 /usr/lib/apt/apt-helper -qq download-file "$1" "$2"
        else
            echo 'install.sh: there is none of curl, wget and apt-helper to download with' >&2
            exit 1
        fi
    ) || die "$1 could not be downloaded${3:+: $3}"
}

check_url() {
    case $url in
    '') die 'where packages are published is not said: --url' ;;
    *@*) die '--url has a name or a password in it, for which there is no place' ;;
    https://*) ;;
    http://127.0.0.1:* | http://localhost:*) ;;
    *) die "--url $url: only https is trusted, so it must begin with https://" ;;
    esac
}

# The pointer names a package of this target, and nothing else.
read_pointer() { # FILE
    name=$(head -c 300 "$1")
    case $target in
    */*) label=$(printf '%s' "$target" | tr / -) ;;
    esac
    case $type in
    deb) wanted="^orchestrator_[0-9][0-9A-Za-z.~-]*-$label-[0-9]{10}-[0-9a-f]{7}_[a-z0-9]+\\.deb\$" ;;
    rpm) wanted="^orchestrator-[0-9][0-9A-Za-z.~_]*_$(printf '%s' "$label" | tr - _)_[0-9]{10}_[0-9a-f]{7}-1\\.[a-z0-9_]+\\.rpm\$" ;;
    esac
    case $name in *[!0-9A-Za-z.~_-]*) name= ;; esac # one line, and no path
    printf '%s\n' "$name" | LC_ALL=C grep -Eq "$wanted" ||
        die "$pointer names no package of $target"
}

# --- What is believed

# sqv, which newer systems have instead, believes keys that have expired.
checker() {
    has gpgv || die 'there is no gpgv to check the signature by; install it'
}

# gpgv alone would take a signature by a key that has expired.
check_by_gpgv() { # SIGNATURE FILE
    gpgv --keyring "$keyring" --status-fd 1 "$1" "$2" >"$work/status" 2>"$work/said" || return 1
    grep -q '^\[GNUPG:\] VALIDSIG ' "$work/status" &&
        grep -q '^\[GNUPG:\] GOODSIG ' "$work/status" &&
        ! grep -Eq '^\[GNUPG:\] (EXPKEYSIG|EXPSIG|REVKEYSIG|BADSIG|ERRSIG) ' "$work/status"
}

why_not() {
    case $(cat "$work/status" 2>/dev/null) in
    *EXPKEYSIG*) echo 'the key has expired' ;;
    *EXPSIG*) echo 'the signature has expired' ;;
    *REVKEYSIG*) echo 'the key was revoked' ;;
    *NO_PUBKEY*) echo 'the key is not in the keyring' ;;
    *BADSIG*) echo 'the package or the signature was changed' ;;
    *) tail -n 1 "$work/said" ;;
    esac
}

check_signature() { # SIGNATURE FILE
    check_by_gpgv "$1" "$2" ||
        die "$name: the signature is not believed: $(why_not)"
}

# An old package under a new name is signed as well.
check_name() { # FILE
    case $type in
    deb) is=$(dpkg-deb -f "$1" Package)_$(dpkg-deb -f "$1" Version)_$(dpkg-deb -f "$1" Architecture).deb ;;
    rpm) is=$(rpm -qp --qf '%{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}.rpm' "$1" 2>/dev/null) || is='no rpm' ;;
    esac
    [ "$is" = "$name" ] || die "$name is in truth $is"
}

# Sets have, the version that is installed or was to be, and state: "installed",
# "half" of one that a package manager left half-way, or "absent".
look_at_system() {
    have='' state=absent
    case $type in
    deb)
        have=$(dpkg-query -W -f '${db:Status-Status} ${Version}' orchestrator 2>/dev/null) || have=
        case $have in
        '' | not-installed* | config-files*) have= ;;
        installed\ *) state=installed ;;
        *) state=half ;;
        esac
        have=${have#* }
        ;;
    rpm)
        have=$(rpm -q --qf '%{VERSION}-%{RELEASE}\n' orchestrator 2>/dev/null) || have=
        case $have in
        '') ;;
        *[[:space:]]*) die 'rpm has several versions of orchestrator, as one that was stopped leaves it: dnf remove --duplicates orchestrator' ;;
        *) state=installed ;;
        esac
        ;;
    esac
}

check_age() { # FILE
    case $type in
    deb)
        is=$(dpkg-deb -f "$1" Version)
        [ -z "$have" ] || ! dpkg --compare-versions "$is" lt "$have" ||
            die "$is is older than $have, which is installed"
        ;;
    rpm)
        is=$(rpm -qp --qf '%{VERSION}-%{RELEASE}' "$1" 2>/dev/null)
        [ -z "$have" ] || [ "$(rpm --eval "%{lua:print(rpm.vercmp('$is', '$have'))}")" -ge 0 ] ||
            die "$is is older than $have, which is installed"
        ;;
    esac
}

# --- What is done

install_it() {
    check_url
    [ -n "$target" ] || find_target
    case $target in
    *[!a-z0-9./-]* | */*/* | *..* | /* | */) die "--target $target: it has the form DIST/VER" ;;
    */*) ;;
    *) die "--target $target: it has the form DIST/VER" ;;
    esac
    type=$(type_of_system)
    [ -f "$keyring" ] || die "there is no keyring $keyring to check signatures by; --keyring names one"
    [ "$(head -c 5 "$keyring" | tr -d '\000')" != ----- ] ||
        die "the keyring $keyring is armoured: gpg --dearmor makes a plain one"
    checker
    root_or_sudo
    pointer=$(printf '%s' "$target" | tr / -).$(uname -m).latest.txt
    say "looks for the newest at $url"
    folder=$url/orchestrator/${target%/*}
    fetch "$folder/$pointer" "$work/pointer" "it cannot be reached, or has none for $target (--target takes the packages of a relative)"
    read_pointer "$work/pointer"
    fetch "$folder/$name.asc" "$work/$name.asc"
    fetch "$folder/$name" "$work/$name"
    check_signature "$work/$name.asc" "$work/$name"
    say "$name: its signature is by a key of $keyring"
    check_name "$work/$name"
    look_at_system
    check_age "$work/$name"
    if [ "$state" = installed ] && [ "$is" = "$have" ]; then
        say "$is is installed already"
        return
    fi
    say 'the package manager installs it, with what it depends on'
    case $type in
    deb) # what was edited in /etc stays; apt has no lists in a fresh container
        ls /var/lib/apt/lists/*Packages* >/dev/null 2>&1 || as_root apt-get update -q
        [ "$state" != half ] || as_root env DEBIAN_FRONTEND=noninteractive dpkg --force-confdef --force-confold --configure -a
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --reinstall \
            -o APT::Sandbox::User=root -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$work/$name"
        ;;
    rpm) as_root dnf install -y --setopt=exit_on_lock=1 "$work/$name" ;;
    esac >"$work/log" 2>&1 </dev/null || {
        cat "$work/log" >&2
        echo 'install.sh: the package manager failed; what it did is above' >&2
        exit 1
    }
    case $type in
    deb) is=$(dpkg-query -W -f '${Version}' orchestrator) ;;
    rpm) is=$(rpm -q --qf '%{VERSION}' orchestrator) ;;
    esac
    /usr/bin/orchestrator --version >"$work/log" 2>&1 || {
        echo "install.sh: $is is installed, but it does not run: $(head -n 1 "$work/log")" >&2
        exit 1
    }
    say "installed: $(cat "$work/log"), as $is"
}

remove_it() {
    root_or_sudo
    type=$(type_of_system)
    look_at_system
    case $state-$type-$act in
    absent-deb-purge) dpkg-query -W orchestrator >/dev/null 2>&1 ;;
    absent-*) false ;;
    esac || {
        say 'it is not installed'
        return
    }
    case $type-$act in
    deb-remove) as_root env DEBIAN_FRONTEND=noninteractive apt-get remove -q -y orchestrator ;;
    deb-purge) as_root env DEBIAN_FRONTEND=noninteractive apt-get purge -q -y orchestrator ;;
    rpm-*) as_root dnf remove -y --setopt=exit_on_lock=1 orchestrator ;;
    esac
    say 'removed'
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
chmod 755 "$work" # apt reads it as another user
case $act in
install) install_it ;;
*) remove_it ;;
esac

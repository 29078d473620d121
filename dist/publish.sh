#!/bin/sh
# publish.sh DIST PACKAGE POINTER: uploads a package to DIST_BUCKET, with what is
# beside it, and at last the pointer, so that it never names what is not there.
# publish.sh --tree FOLDER PREFIX: uploads a repository that dist/apt-repo.sh or
# dist/yum-repo.sh made: packages first, what is signed last.
# publish.sh --check: is all set that an upload needs, and does the bucket answer?
#
# What is there already is left alone, and with other bytes it is an error; the
# pointer alone changes, and never to an older package, and so do the lists of a
# repository. Nothing is uploaded whose signature is not good by the keyring.
#
#     DIST_KEYRING                the keys that are believed (trustedkeys.gpg)
#     DIST_BUCKET                 the bucket; objects are below orchestrator/
#     AWS_ENDPOINT_URL            the service (that of AWS_REGION at Amazon)
#     AWS_REGION                  or AWS_DEFAULT_REGION (us-east-1)
#     AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN
set -eu
base=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=dist/version.sh
. "$base/version.sh"
# shellcheck source=dist/sign.sh
. "$base/sign.sh"
# shellcheck source=dist/target.sh
. "$base/target.sh"
keyring=$(sign_keyring "$base")

die() {
    printf 'publish.sh: %s\n' "$*" >&2
    exit 1
}

region=${AWS_REGION:-${AWS_DEFAULT_REGION:-us-east-1}}
endpoint=${AWS_ENDPOINT_URL:-https://s3.$region.amazonaws.com}
endpoint=${endpoint%/}
EMPTY=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 # SHA-256

# curl signs what was uploaded, not an empty body, since 7.87.
check_programs() {
    curl -q --version 2>/dev/null | sed -n '1s/^curl \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' |
        awk '{ good = $1 > 7 || $1 == 7 && $2 >= 87 } END { exit !good }' ||
        die 'it needs curl 7.87 or newer, which signs uploads rightly; or --no-upload'
    command -v sha256sum >/dev/null || die 'there is no sha256sum (GNU coreutils)'
    version_is_older a-1.9 a-1.10 || die 'sort knows no -V (GNU coreutils), by which versions are compared'
}

check() {
    check_programs
    [ -n "${DIST_BUCKET:-}" ] || die 'no bucket is named to upload to: set DIST_BUCKET, or give --no-upload'
    if [ -z "${AWS_ACCESS_KEY_ID:-}" ] || [ -z "${AWS_SECRET_ACCESS_KEY:-}" ]; then
        die 'there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'
    fi
    case $endpoint in
    *@*) die "AWS_ENDPOINT_URL is $endpoint: there is no place for a name or a password" ;;
    https://*) ;;
    http://127.0.0.1 | http://127.0.0.1:* | http://localhost | http://localhost:*) ;;
    *) die "AWS_ENDPOINT_URL is $endpoint: credentials go over https alone, so it must begin with https://" ;;
    esac
}

# What curl is told on its standard input, so that nobody sees it.
quoted() { # TEXT
    printf '%s' "$1" | sed 's/[\\"]/\\&/g'
}
secrets() {
    printf 'user = "%s:%s"\n' "$(quoted "$AWS_ACCESS_KEY_ID")" "$(quoted "$AWS_SECRET_ACCESS_KEY")"
    [ -z "${AWS_SESSION_TOKEN:-}" ] ||
        printf 'header = "x-amz-security-token: %s"\n' "$(quoted "$AWS_SESSION_TOKEN")"
}

# Services read other signs in different ways.
check_name() { # KEY
    case $1 in *[!0-9A-Za-z._~/-]*) die "$1: a name with other signs than letters, digits and . _ ~ -" ;; esac
}

# Prints the status; the answer is in $work/head and $work/body.
request() { # SHA256 KEY OPTION...
    sum=$1 key=$2
    shift 2
    secrets | curl -q -g -sS -K - --proto '=https,http' --connect-timeout 20 --max-time 900 \
        --speed-limit 1000 --speed-time 30 --retry 4 --retry-max-time 300 --retry-all-errors --aws-sigv4 "aws:amz:$region:s3" \
        -H "x-amz-content-sha256: $sum" -D "$work/head" -o "$work/body" -w '%{http_code}' "$@" \
        -- "$endpoint/$DIST_BUCKET/$key" || die "$key: $endpoint cannot be reached: see AWS_ENDPOINT_URL"
}

refused() { # KEY STATUS
    die "$1: the service answered $2: $(tr -d '\000-\037' <"$work/body" | cut -c 1-300)$(cure)"
}
# What a person can do about it.
cure() {
    case $(cat "$work/body") in
    *NoSuchBucket*) printf '; there is no bucket %s at %s: see DIST_BUCKET' "$DIST_BUCKET" "$endpoint" ;;
    *SignatureDoesNotMatch*) printf '; see AWS_SECRET_ACCESS_KEY' ;;
    *InvalidAccessKeyId*) printf '; see AWS_ACCESS_KEY_ID' ;;
    *InvalidToken* | *ExpiredToken*) printf '; see AWS_SESSION_TOKEN' ;;
    *RequestTimeTooSkewed*) printf '; see the clock of this machine' ;;
    esac
}

# One request, so that nothing is built for a bucket that takes nothing.
try_bucket() {
    status=$(request $EMPTY orchestrator/)
    case $status in
    200 | 403 | 404) [ -z "$(cure)" ] || refused "bucket $DIST_BUCKET" "$status" ;;
    *) refused "bucket $DIST_BUCKET" "$status" ;;
    esac
}

# "absent", "same" or "other"
compare() { # KEY FILE
    status=$(request $EMPTY "$1")
    case $status in
    200) if cmp -s "$work/body" "$2"; then echo same; else echo other; fi ;;
    403 | 404) echo absent ;; # 403: we may not list; If-None-Match then tells
    *) refused "$1" "$status" ;;
    esac
}

type_of() { # FILE
    case $1 in
    *.deb) echo application/vnd.debian.binary-package ;;
    *.rpm) echo application/x-rpm ;;
    *.json) echo application/json ;;
    *.asc) echo application/pgp-signature ;;
    *.txt) echo text/plain ;;
    *) echo application/octet-stream ;;
    esac
}

put() { # KEY FILE OPTION...
    put_key=$1 put_file=$2
    shift 2
    put_sum=$(sha256sum "$put_file")
    request "${put_sum%% *}" "$put_key" -T "$put_file" \
        -H "Content-Type: $(type_of "$put_file")" "$@"
}

is_there() { # KEY
    printf 'publish.sh: %s: is there already\n' "$1"
}
is_other() { # KEY
    die "$1: is there with other bytes, and is not overwritten; build a new version"
}

# What is there stays as it is for ever.
put_new() { # KEY FILE
    how=$(compare "$1" "$2")
    case $how in
    same) is_there "$1"; return ;;
    other) is_other "$1" ;;
    *) put_absent "$1" "$2" ;;
    esac
}
put_absent() { # KEY FILE
    status=$(put "$1" "$2" -H 'If-None-Match: *' -H 'Cache-Control: public, max-age=31536000, immutable')
    case $status in
    200 | 201 | 204) printf 'publish.sh: %s\n' "$1" ;;
    409 | 412) # it came meanwhile, or was our own, and the answer was lost
        how=$(compare "$1" "$2")
        [ "$how" = same ] || is_other "$1"
        printf 'publish.sh: %s\n' "$1"
        ;;
    *) refused "$1" "$status" ;;
    esac
}

put_over() { # KEY FILE
    how=$(compare "$1" "$2")
    [ "$how" != same ] || { is_there "$1"; return; }
    status=$(put "$1" "$2" -H 'Cache-Control: public, max-age=60')
    case $status in
    200 | 201 | 204) printf 'publish.sh: %s\n' "$1" ;;
    *) refused "$1" "$status" ;;
    esac
}

# The package that it names must not be older than the one that it named. It is
# put in the place of what was read alone: others may publish meanwhile.
put_pointer() { # KEY FILE
    for look in 1 2 3 4 5; do
        status=$(request $EMPTY "$1")
        case $status in
        404) condition='If-None-Match: *' ;;
        200)
            was=$(head -c 300 "$work/body") is=$(cat "$2")
            [ "$was" != "$is" ] || { is_there "$1"; return; }
            ! version_is_older "$is" "$was" ||
                die "$1: names $was, which is newer; the pointer does not go back"
            condition="If-Match: $(etag)"
            ;;
        *) die "$1: what it names cannot be read ($status), so it is left alone" ;;
        esac
        status=$(put "$1" "$2" -H "$condition" -H 'Cache-Control: public, max-age=60')
        case $status in
        200 | 201 | 204) printf 'publish.sh: %s\n' "$1"; return ;;
        409 | 412) [ "$look" -lt 5 ] || die "$1: others change it all the time; it was left alone" ;;
        *) refused "$1" "$status" ;;
        esac
    done
}
etag() {
    tr -d '\r' <"$work/head" | sed -n 's/^[Ee][Tt][Aa][Gg]: *//p' | tail -n 1
}

publish() { # DIST PACKAGE POINTER
    folder=orchestrator/$1 package=${2##*/} pointer=${3##*/}
    for file in "$2" "$2.asc" "$2.spdx.json" "$2.build.json" "$3"; do
        [ -f "$file" ] || die "there is no $file; dist/build.sh makes it"
        check_name "$folder/${file##*/}"
    done
    [ "$(cat "$3")" = "$package" ] || die "$3 does not name $package"
    ver=${pointer#"$1"-}
    ver=${ver%.*.latest.txt}
    if [ "$1-$ver" = "$pointer" ] || ! target_has "$1" "$ver" "$package"; then
        die "$pointer is no pointer of $1 to $package"
    fi
    is_signed "$2"
    put_new "$folder/$package" "$2"
    for file in "$2.asc" "$2.spdx.json" "$2.build.json"; do
        put_beside "$folder/${file##*/}" "$file" "$2"
    done
    put_pointer "$folder/$pointer" "$3"
}
# What is beside a package that is there differs where it was signed or made
# elsewhere: the same bytes have another signature each time.
put_beside() { # KEY FILE PACKAGE
    how=$(compare "$1" "$2")
    case $how in
    same) is_there "$1" ;;
    absent) put_absent "$1" "$2" ;;
    other)
        is_of "$2" "$3" || is_other "$1"
        printf 'publish.sh: %s: is there already, of another who made the same\n' "$1"
        ;;
    esac
}
# Is what was answered as good beside the package as the file is?
is_of() { # FILE PACKAGE
    case $1 in *.asc) ;; *) return 0 ;; esac
    cp "$2" "$work/signed"
    cp "$work/body" "$work/signed.asc"
    sign_is_good "$keyring" "$work/signed"
}
is_signed() { # FILE, with its signature beside it
    [ -f "$keyring" ] || die "there is no $keyring to check signatures by: see dist/SIGNING.md"
    command -v gpgv >/dev/null || die 'there is no gpgv to check signatures by; install it'
    sign_is_good "$keyring" "$1" ||
        die "$1: its signature is not good by $keyring; nothing was uploaded"
}

# A file's place in the order: packages, then what is named by its sum, then the
# lists, then what is signed and leads to them.
rank() { # FILE
    case $1 in
    *.deb | *.rpm) echo 1 ;;
    */by-hash/* | */repodata/*-*) echo 2 ;;
    */Release | */InRelease | */Release.gpg | */repodata/repomd.xml*) echo 4 ;;
    *) echo 3 ;;
    esac
}

# When a list that leads to all else was made; the newer the greater.
list_time() { # FILE
    case $1 in
    */repomd.xml) sed -n 's,.*<revision>\([0-9]*\)</revision>.*,\1,p' "$2" ;;
    *)
        list_date=$(sed -n 's/^Date: //p' "$2")
        [ -z "$list_date" ] || date -u -d "$list_date" +%s
        ;;
    esac
}

# A list is read before anything is uploaded; it is put in the place of that one
# alone. Its ETag is kept in $work/conditions, by its key.
look_at_list() { # KEY FILE
    status=$(request $EMPTY "$1")
    case $status in
    404) condition='If-None-Match: *' ;;
    200)
        there=$(list_time "$1" "$work/body") here=$(list_time "$1" "$2")
        [ "${here:-0}" -ge "${there:-0}" ] ||
            die "$1: what is there was made later; nothing was uploaded. Make the repository anew, of all packages"
        condition="If-Match: $(etag)"
        ;;
    *) die "$1: what is there cannot be read ($status); nothing was uploaded" ;;
    esac
    printf '%s %s\n' "$1" "$condition" >>"$work/conditions"
}
put_list() { # KEY FILE
    condition=$(sed -n "s|^$1 ||p" "$work/conditions")
    status=$(put "$1" "$2" -H "$condition" -H 'Cache-Control: public, max-age=60')
    case $status in
    200 | 201 | 204) printf 'publish.sh: %s\n' "$1" ;;
    409 | 412)
        [ "$(compare "$1" "$2")" = same ] ||
            die "$1: somebody else published meanwhile. Make the repository anew, of all packages"
        printf 'publish.sh: %s\n' "$1"
        ;;
    *) refused "$1" "$status" ;;
    esac
}
is_list() { # FILE: the first of what is signed
    case $1 in */InRelease | */repomd.xml) ;; *) return 1 ;; esac
}

publish_tree() { # FOLDER PREFIX
    [ -d "$1" ] || die "there is no folder $1"
    (cd "$1" && find . -type f) | sed 's,^\./,,' | while read -r file; do
        printf '%s %s\n' "$(rank "$file")" "$file"
    done | LC_ALL=C sort >"$work/files"
    [ -s "$work/files" ] || die "there is nothing in $1"
    : >"$work/conditions"
    while read -r rank file; do
        check_name "orchestrator/$2/$file"
        ! is_list "$file" || look_at_list "orchestrator/$2/$file" "$1/$file"
    done <"$work/files"
    while read -r rank file; do
        case $rank in
        1 | 2) put_new "orchestrator/$2/$file" "$1/$file" ;;
        *)
            if is_list "$file"; then
                put_list "orchestrator/$2/$file" "$1/$file"
            else
                put_over "orchestrator/$2/$file" "$1/$file"
            fi
            ;;
        esac
    done <"$work/files"
}

usage() {
    echo 'usage: dist/publish.sh DIST PACKAGE POINTER | --tree FOLDER PREFIX | --check' >&2
    exit 2
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
case ${1-}:$# in
--check:1)
    check
    try_bucket
    ;;
--tree:3)
    check
    publish_tree "$2" "$3"
    ;;
-*) usage ;;
*:3)
    check
    publish "$@"
    ;;
*) usage ;;
esac

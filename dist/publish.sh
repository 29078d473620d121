#!/bin/sh
# usage: dist/publish.sh DIST PACKAGE POINTER
#        dist/publish.sh --tree FOLDER PREFIX
#        dist/publish.sh --check
#
# Uploads a package to DIST_BUCKET, with what is beside it, and at last the
# pointer, so that it never names what is not there. --tree: a repository that
# dist/apt-repo.sh or dist/yum-repo.sh made, packages first, what is signed last.
# --check: is all set that an upload needs, and does the bucket answer?
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
base=$(CDPATH='' cd "$(dirname "$0")" && pwd)
# shellcheck source=dist/lib/script.sh
. "$base/lib/script.sh"
script_help "$@"
# shellcheck source=dist/lib/version.sh
. "$base/lib/version.sh"
# shellcheck source=dist/lib/sign.sh
. "$base/lib/sign.sh"
# shellcheck source=dist/lib/target.sh
. "$base/lib/target.sh"
# shellcheck source=dist/lib/tree.sh
. "$base/lib/tree.sh"
keyring=$(sign_keyring "$base")
# shellcheck source=dist/lib/bucket.sh
. "$base/lib/bucket.sh"

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
            condition=$(etag "$1")
            condition="If-Match: $condition"
            ;;
        *) bad_answer "$1" "$status" ;;
        esac
        status=$(put "$1" "$2" -H "$condition" -H 'Cache-Control: public, max-age=60')
        case $status in
        200 | 201 | 204) say "$1"; return ;;
        409 | 412) [ "$look" -lt 5 ] || die "$1: others change it all the time; it was left alone" ;;
        *) bad_answer "$1" "$status" ;;
        esac
    done
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
    # The same bytes have another signature each time, and other notes elsewhere.
    for file in "$2.asc" "$2.spdx.json" "$2.build.json"; do
        put_new "$folder/${file##*/}" "$file" is_of "$file" "$2"
    done
    put_pointer "$folder/$pointer" "$3"
}
check_keyring() {
    [ -f "$keyring" ] || refuse "there is no $keyring to check signatures by: see dist/SIGNING.md"
    command -v gpgv >/dev/null || refuse 'there is no gpgv to check signatures by; install it'
}
# Is what was answered as good beside the package as the file is?
is_of() { # FILE PACKAGE
    case $1 in *.asc) ;; *) return 0 ;; esac
    cp "$2" "$work/signed"
    cp "$work/body" "$work/signed.asc"
    sign_is_good "$keyring" "$work/signed"
}
is_signed() { # FILE, with its signature beside it
    sign_is_good "$keyring" "$1" ||
        die "$1: its signature is not good by $keyring; nothing was uploaded"
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

# What is signed is read before anything is uploaded; it is put in the place of
# that alone. Its ETag is kept in $work/conditions, by its key.
look_at_list() { # KEY FILE
    status=$(request $EMPTY "$1")
    case $status in
    404) condition='If-None-Match: *' ;;
    200)
        if tree_is_list "$1"; then
            there=$(list_time "$1" "$work/body") here=$(list_time "$1" "$2")
            [ "${here:-0}" -ge "${there:-0}" ] ||
                die "$1: what is there was made later; nothing was uploaded. Make the repository anew, of all packages"
        fi
        condition=$(etag "$1")
        condition="If-Match: $condition"
        ;;
    *) bad_answer "$1" "$status" ;;
    esac
    printf '%s %s\n' "$1" "$condition" >>"$work/conditions"
}
put_list() { # KEY FILE
    how=$(compare "$1" "$2")
    [ "$how" != same ] || { is_there "$1"; return; }
    condition=$(sed -n "s|^$1 ||p" "$work/conditions")
    status=$(put "$1" "$2" -H "$condition" -H 'Cache-Control: public, max-age=60')
    case $status in
    200 | 201 | 204) say "$1" ;;
    409 | 412)
        [ "$(compare "$1" "$2")" = same ] ||
            die "$1: somebody else published meanwhile. Make the repository anew, of all packages"
        say "$1"
        ;;
    *) bad_answer "$1" "$status" ;;
    esac
}
publish_tree() { # FOLDER PREFIX
    [ -d "$1" ] || die "there is no folder $1"
    (cd "$1" && find . -type f) | sed 's,^\./,,' | while read -r file; do
        printf '%s %s\n' "$(tree_rank "$file")" "$file"
    done | LC_ALL=C sort >"$work/files"
    [ -s "$work/files" ] || die "there is nothing in $1"
    while read -r rank file; do
        check_name "orchestrator/$2/$file"
    done <"$work/files"
    tree_check "$1" "$work/files"
    : >"$work/conditions"
    while read -r rank file; do
        [ "$rank" != 3 ] || look_at_list "orchestrator/$2/$file" "$1/$file"
    done <"$work/files"
    while read -r rank file; do
        case $rank in
        1 | 2) put_new "orchestrator/$2/$file" "$1/$file" ;;
        3) put_list "orchestrator/$2/$file" "$1/$file" ;;
        *) put_over "orchestrator/$2/$file" "$1/$file" ;;
        esac
    done <"$work/files"
}

script_work
case ${1-}:$# in
--check:1)
    check
    try_bucket
    ;;
--tree:3)
    check
    check_keyring
    publish_tree "$2" "$3"
    ;;
--tree:*) usage '--tree takes FOLDER and PREFIX' ;;
-*) usage "it does not know $*" ;;
*:3)
    check
    check_keyring
    publish "$@"
    ;;
*) usage 'it takes DIST, a package and its pointer' ;;
esac

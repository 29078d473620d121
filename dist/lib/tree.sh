# shellcheck shell=sh
# A repository in a folder: is it whole, so that what is signed leads to all that
# is there? Sourced after script.sh and sign.sh, with `keyring` and the folder
# `work`.
# shellcheck disable=SC2154

# A file's place in the order of upload: packages, then what is named by its sum,
# then what is signed and leads to that, which may be found to be another's; then
# the rest.
tree_rank() { # FILE
    case $1 in
    *.deb | *.rpm) echo 1 ;;
    */by-hash/* | */repodata/*-*) echo 2 ;;
    */Release | */InRelease | */Release.gpg | */repodata/repomd.xml*) echo 3 ;;
    *) echo 4 ;;
    esac
}
# The first of what is signed: it leads to all else.
tree_is_list() { # FILE
    case $1 in */InRelease | */repodata/repomd.xml) ;; *) return 1 ;; esac
}

tree_wrong() { # WHAT
    die "$*; nothing was uploaded. Make the repository anew"
}

# Of FOLDER, whose files are named in FILES, a line RANK NAME each.
tree_check() { # FOLDER FILES
    : >"$work/known"
    tree_lists=0
    while read -r rank file; do
        case $file in
        *.new | *.new/*) tree_wrong "$1/$file: is left of one whose making was stopped" ;;
        */Release) [ -f "$1/${file%/*}/InRelease" ] || tree_wrong "$1/$file: there is no InRelease beside it" ;;
        */InRelease) tree_check_apt "$1/${file%/*}" ;;
        */repodata/repomd.xml) tree_check_yum "$1/${file%/*}" ;;
        esac
        ! tree_is_list "$file" || tree_lists=$((tree_lists + 1))
    done <"$2"
    [ "$tree_lists" -gt 0 ] || die "there is no repository in $1"
    while read -r rank file; do
        case $rank in
        1) grep -qx "$(tree_sum "$1/$file")" "$work/known" ||
            tree_wrong "$1/$file: no list names it as it is" ;;
        2) tree_is_named_so "$1/$file" || tree_wrong "$1/$file: its sum is not that of its name" ;;
        esac
    done <"$2"
}
tree_sum() { # FILE
    sha256sum <"$1" | cut -d ' ' -f 1
}
tree_is_named_so() { # FILE
    case ${1##*/} in "$(tree_sum "$1")" | "$(tree_sum "$1")"-*) ;; *) return 1 ;; esac
}

# Its three signatures are good, its lists as they say; what those name is known.
tree_check_apt() { # FOLDER with InRelease
    rm -f "$work/inner"
    if ! sign_inner_is_good "$keyring" "$1/InRelease" "$work/inner" ||
        ! cmp -s "$work/inner" "$1/Release" ||
        ! sign_is_good "$keyring" "$1/Release" "$1/Release.gpg"; then
        tree_wrong "$1/InRelease: its signature is not good by $keyring"
    fi
    awk '/^[^ ]/ { here = $1 == "SHA256:" } /^ / && here { print $1 "  " $3 }' "$work/inner" >"$work/sums"
    (cd "$1" && sha256sum --quiet --strict -c "$work/sums") >"$work/said" 2>&1 ||
        tree_wrong "$1/Release: $(head -n 1 "$work/said")"
    cut -c 67- "$work/sums" | sed -n '/\/Packages$/p' | while read -r list; do
        sed -n 's/^SHA256: //p' "$1/$list"
    done >>"$work/known"
}
tree_check_yum() { # FOLDER with repomd.xml
    sign_is_good "$keyring" "$1/repomd.xml" ||
        tree_wrong "$1/repomd.xml: its signature is not good by $keyring"
    sed -n 's,.*<location href="repodata/\([^"/]*\)".*,\1,p' "$1/repomd.xml" >"$work/sums"
    while read -r list; do
        [ -f "$1/$list" ] || tree_wrong "$1/repomd.xml: there is no $list beside it"
        case $list in *-primary.xml.*) tree_unpack "$1/$list" | sed -n 's,.*<checksum type="sha256" pkgid="YES">\([0-9a-f]*\)<.*,\1,p' ;; esac
    done <"$work/sums" >>"$work/known"
}
tree_unpack() { # FILE
    case $1 in
    *.gz) gzip -dc "$1" ;;
    *.xz) xz -dc "$1" ;;
    *.zst) zstd -dc "$1" ;;
    *.bz2) bzip2 -dc "$1" ;;
    *) cat "$1" ;;
    esac
}

# shellcheck shell=sh
# What makers of repositories have in common. Sourced after script.sh, sign.sh
# and target.sh, with `keyring`.
# shellcheck disable=SC2154,SC2034

# repo_begin TYPE [--local-user KEY] OUT DIST VER PACKAGE...: makes sure of the
# key, the target and the signature of each package. Sets out, a folder that is
# there, new, one in which to make what goes there, suite, and repo_words: how
# many words come before the packages.
repo_begin() {
    repo_type=$1
    shift
    repo_words=3 repo_key=${DIST_KEY:-}
    if [ "${1-}" = --local-user ] && [ $# -gt 1 ]; then
        repo_words=5 repo_key=$2
        shift 2
    fi
    if [ $# -lt 4 ]; then
        usage 'it takes a folder, a target and its packages'
    fi
    out=$1
    target_of "$2" "$3"
    shift 3
    [ "$target_type" = "$repo_type" ] ||
        refuse "$dist $ver has packages of another kind: $target_type"
    script_work
    sign_check "$keyring" "$repo_key"
    case ${DIST_URL:-} in *@*) refuse 'DIST_URL has a name or a password in it, which all would read' ;; esac
    [ -n "${DIST_URL:-}" ] ||
        refuse 'where the bucket is read is not said: set DIST_URL, such as https://packages.example.org'
    for package; do
        [ -f "$package" ] || refuse "there is no $package"
        target_has "$dist" "$ver" "${package##*/}" ||
            refuse "$package: that is no package of $dist $ver"
        sign_is_good "$keyring" "$package" ||
            refuse "$package: no signature beside it that is good by $keyring"
    done
    suite=$dist-$ver
    mkdir -p "$out"
    out=$(cd "$out" && pwd)
    new=$work/new
    mkdir "$new"
}

# Only what is whole and signed takes the place of what was there.
repo_end() { # PATH...
    for repo_path; do
        mkdir -p "$(dirname "$out/$repo_path")"
        rm -rf "${out:?}/$repo_path.new"
        cp -R "$new/$repo_path" "$out/$repo_path.new"
    done
    for repo_path; do
        rm -rf "${out:?}/$repo_path"
        mv "$out/$repo_path.new" "$out/$repo_path"
    done
}

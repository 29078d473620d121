# shellcheck shell=sh
# What is taken of a commit, whatever is in the folder beside it, and whatever
# the person's git does to what it checks out or prints. Sourced after script.sh
# and version.sh; `source` is the clone, `work` a folder.
# shellcheck disable=SC2154

# A hook's git has a clone of its own in mind.
# shellcheck disable=SC2046 # words
unset $(git rev-parse --local-env-vars)
export GIT_NO_REPLACE_OBJECTS=1

# Sets commit, which HEAD is, and epoch, its time or SOURCE_DATE_EPOCH.
commit_begin() {
    top=$(git -C "$source" rev-parse --show-toplevel 2>&1) || refuse "$source: $top"
    [ "$(cd "$top" && pwd -P)" = "$(cd "$source" && pwd -P)" ] ||
        refuse "$source is no clone, but in that of $top: packages and tarballs are made of commits"
    commit=$(git -C "$source" rev-parse --verify HEAD)
    epoch=${SOURCE_DATE_EPOCH:-$(git -C "$source" -c log.showSignature=false log -1 --format=%ct "$commit")}
    case $epoch in
    '' | *[!0-9]* | ????????????*) refuse "SOURCE_DATE_EPOCH is $epoch: seconds since 1970 are meant" ;;
    esac
    [ -z "$(git -C "$source" status --porcelain)" ] ||
        say "what is not committed is not in it, which is of $(printf '%.7s' "$commit")" >&2
}

# Prints a file of it; fails where there is none.
commit_file() { # PATH
    git -C "$source" cat-file blob "$commit:$1" 2>/dev/null
}

# orchestrator's version, as it has it.
commit_version() {
    commit_file version.h | version_in
}

# A tar file of all of it. No attributes are heeded but those in the commit: it
# is made in a repository without any of its own.
commit_archive() { # PREFIX FILE
    bare=$work/bare
    objects=$(cd "$source" && cd "$(git rev-parse --git-path objects)" && pwd)
    git init -q --bare --template= \
        --object-format="$(git -C "$source" rev-parse --show-object-format)" "$bare"
    printf '%s\n' "$objects" >"$bare/objects/info/alternates"
    GIT_ATTR_NOSYSTEM=1 GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null git -C "$bare" \
        -c tar.umask=0022 -c core.attributesFile=/dev/null \
        archive --format=tar ${1:+--prefix="$1/"} -o "$2" "$commit" ||
        die 'git does not give what is in the commit'
    rm -rf "$bare"
}

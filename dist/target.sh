# shellcheck shell=sh
# What is known of a target, which is a folder dist/DIST/VER. Sourced; `base` is
# the folder dist.
# shellcheck disable=SC2154

target_all() { # prints DIST VER, a line each
    (cd "$base" && ls -d ./*/*/fpm.cmd) | sed -n 's,^\./\(.*\)/\(.*\)/fpm\.cmd$,\1 \2,p' |
        LC_ALL=C sort
}

# Sets target, dist, ver and target_type; ends with 2 if there is none.
target_of() { # DIST VER
    dist=${1-} ver=${2-}
    case $dist/$ver in
    *[!a-z0-9./-]* | */*/* | *..*) target_unknown ;;
    esac
    target=$base/$dist/$ver
    if [ ! -f "$target/fpm.cmd" ] || [ ! -f "$target/Dockerfile" ]; then
        target_unknown
    fi
    target_type=$(target_words | tr -s '[:space:]' '\n' | sed -n '/^-t$/{n;p;}')
    case $target_type in
    deb | rpm) ;;
    *)
        printf '%s: %s/fpm.cmd says neither -t deb nor -t rpm\n' "${0##*/}" "$target" >&2
        exit 2
        ;;
    esac
}

target_unknown() {
    printf '%s: there is no target %s %s; there are:\n' "${0##*/}" "$dist" "$ver" >&2
    target_all | sed 's/^/    /' >&2
    exit 2
}

# fpm's words, without the comments.
target_words() {
    sed 's/^[[:space:]]*#.*//' "$target/fpm.cmd"
}

# The image in which it is built: the one that its folder names, by the digest
# that dist/build-base.sh wrote when it pushed it, or else that of this machine.
target_image() {
    if [ -f "$target/base" ]; then
        cat "$target/base"
    else
        target_tag
    fi
}
target_tag() {
    printf '%s/orchestrator-build:%s-%s\n' "${DIST_REGISTRY:-localhost}" "$dist" "$ver"
}

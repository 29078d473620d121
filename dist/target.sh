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

# Sets engine, and ends with 2 where it does not work.
target_engine() {
    engine=${CONTAINER_ENGINE:-podman}
    command -v "$engine" >/dev/null || {
        printf '%s: there is no %s; install it, or name another as CONTAINER_ENGINE\n' "${0##*/}" "$engine" >&2
        exit 2
    }
    engine_said=$("$engine" info 2>&1) || {
        printf '%s: %s does not work: %s\n' "${0##*/}" "$engine" "$(printf '%s' "$engine_said" | tail -n 1)" >&2
        exit 2
    }
}

# The image in which it is built, under the name that it has on this machine.
target_tag() {
    printf '%s/orchestrator-build:%s-%s\n' "${DIST_REGISTRY:-localhost}" "$dist" "$ver"
}

# Is this a name that a package of DIST VER has?
target_has() { # DIST VER NAME
    case $3 in
    *.deb) printf '%s\n' "$3" | grep -q "^orchestrator_[^/]*-$1-$2-[0-9]*-[0-9a-f]*_[a-z0-9]*\.deb\$" ;;
    *.rpm) printf '%s\n' "$3" | grep -q "^orchestrator-[^/]*_$(printf '%s' "$1" | tr - _)_$2_[0-9]*_[0-9a-f]*-1\.[a-z0-9_]*\.rpm\$" ;;
    *) return 1 ;;
    esac
}

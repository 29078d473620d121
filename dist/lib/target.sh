# shellcheck shell=sh
# What is known of a target, which is a folder dist/DIST/VER. Sourced after
# script.sh; `base` is the folder dist.
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
        die "$target/fpm.cmd says neither -t deb nor -t rpm" ;;
    esac
}

target_unknown() {
    say "there is no target $dist $ver; there are:" >&2
    target_all | sed 's/^/    /' >&2
    exit 2
}

# fpm's words, without the comments.
target_words() {
    sed 's/^[[:space:]]*#.*//' "$target/fpm.cmd"
}

# Sets engine, and engine_said, what it says of itself.
target_engine() {
    engine=${CONTAINER_ENGINE:-podman}
    command -v "$engine" >/dev/null ||
        refuse "there is no $engine; install it, or name another as CONTAINER_ENGINE"
    engine_status=0
    engine_said=$(script_limit 60 "$engine" info 2>&1) || engine_status=$?
    case $engine_status in
    0) ;;
    124) refuse "$engine does not answer, for a minute" ;;
    *) refuse "$engine does not work: $(printf '%s' "$engine_said" | tail -n 1)" ;;
    esac
}

# The image in which it is built, under the name that it has on this machine.
target_tag() {
    printf '%s/orchestrator-build:%s-%s\n' "${DIST_REGISTRY:-localhost}" "$dist" "$ver"
}

# Is this a name that a package of DIST VER has?
target_has() { # DIST VER NAME
    case $3 in
    *.deb) printf '%s\n' "$3" | grep -q "^orchestrator_[^/]*-$1-$2-[0-9]*-[0-9a-f]*_[a-z0-9]*\.deb\$" ;;
    *.rpm) printf '%s\n' "$3" | grep -q "^orchestrator-[^/]*_$(printf '%s' "$1-$2" | tr - _)_[0-9]*_[0-9a-f]*-1\.[a-z0-9_]*\.rpm\$" ;;
    *) return 1 ;;
    esac
}

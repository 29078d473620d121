#!/bin/sh
# Installs what is missing for building and testing (test), for t/openapi.t
# (openapi), for `make lint` and valgrind (lint), for `make bench` (bench), for
# `make fuzz` (fuzz), for making packages and `make dist-test` (dist), and the
# docker that this tries beside podman (docker), with the system's package
# manager.
set -eu

manager=
for m in apt-get dnf pacman apk brew; do
    if command -v "$m" >/dev/null 2>&1; then
        manager=$m
        break
    fi
done

# names of the packages for one group, by package manager
packages() {
    case $manager-$1 in
    apt-get-test) echo gcc libc6-dev make pkg-config libjansson-dev git curl \
        ca-certificates python3 python3-jsonschema perl procps gnupg zsh fish tmux faketime ;;
    apt-get-openapi) echo npm ;;
    apt-get-lint) echo clang clang-format clang-tidy cppcheck \
        shellcheck mandoc valgrind ;;
    apt-get-bench) echo jq time ;;
    apt-get-fuzz) echo clang libclang-rt-dev llvm ;;
    apt-get-docker) echo docker.io ;;
    apt-get-dist) echo podman runc uidmap mmdebstrap docker-registry gpgv dpkg-dev lintian apt-utils \
        xz-utils rpm rpmlint createrepo-c musl-tools cmake ruby ;;
    dnf-test) echo gcc make pkgconf-pkg-config jansson-devel git curl python3 \
        python3-jsonschema perl-Test-Harness procps-ng gnupg2 zsh fish tmux \
        libfaketime ;;
    dnf-openapi) echo npm ;;
    dnf-lint) echo clang clang-tools-extra cppcheck ShellCheck mandoc \
        valgrind ;;
    dnf-bench) echo jq time ;;
    dnf-fuzz) echo clang compiler-rt llvm ;;
    dnf-dist) echo podman runc gnupg2 rpm-build rpm-sign rpmlint createrepo_c ;;
    pacman-test) echo gcc make pkgconf jansson git curl python python-jsonschema perl \
        procps-ng gnupg zsh fish tmux libfaketime ;;
    pacman-openapi) echo npm ;;
    pacman-lint) echo clang cppcheck shellcheck mandoc valgrind ;;
    pacman-bench) echo jq time ;;
    pacman-dist) echo podman runc gnupg ;;
    pacman-fuzz) echo clang compiler-rt llvm ;;
    apk-test) echo gcc musl-dev make pkgconf jansson-dev git curl python3 \
        py3-jsonschema perl-utils procps gnupg bash zsh fish tmux \
        libfaketime ;;
    apk-openapi) echo npm ;;
    apk-lint) echo clang clang-extra-tools cppcheck shellcheck mandoc \
        valgrind ;;
    apk-bench) echo jq coreutils ;;
    apk-dist) echo podman runc gnupg ;;
    apk-fuzz) echo clang compiler-rt llvm ;;
    brew-test) echo pkg-config jansson git curl python3 gnupg bash zsh fish tmux libfaketime ;; # no jsonschema
    brew-openapi) echo node ;;
    brew-lint) echo llvm cppcheck shellcheck mandoc ;; # no valgrind
    brew-bench) echo jq ;;
    brew-dist) echo podman gnupg ;;
    brew-fuzz) echo llvm ;; # Apple's clang has no libFuzzer
    esac
}

is_installed() {
    case $1 in
    npm | node) command -v npm >/dev/null 2>&1 && return ;; # from elsewhere
    zsh | fish) command -v "$1" >/dev/null 2>&1 && return ;;
    esac
    case $manager in
    apt-get) [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ] ;;
    dnf) rpm -q --whatprovides "$1" >/dev/null 2>&1 ;;
    pacman) pacman -Qi "$1" >/dev/null 2>&1 ;;
    apk) apk info -e "$1" >/dev/null 2>&1 ;;
    brew) brew list "$1" >/dev/null 2>&1 ;;
    esac
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        echo "deps.sh: this needs root, and there is no sudo: $*" >&2
        exit 1
    fi
}

if [ -z "$manager" ]; then
    echo "deps.sh: found none of apt-get, dnf, pacman, apk, brew;" \
        "install a C compiler, make, pkg-config, jansson, git, curl," \
        "python3, perl's prove, zsh, fish and tmux yourself" >&2
    exit 1
fi

missing=
for group in "$@"; do
    for package in $(packages "$group"); do
        is_installed "$package" || missing="$missing $package"
    done
done
if [ -z "$missing" ]; then
    echo "deps: nothing is missing"
    exit 0
fi

echo "deps: installing$missing"
# shellcheck disable=SC2086 # a list of words
case $manager in
apt-get)
    as_root apt-get update -q
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y \
        --no-install-recommends $missing
    ;;
dnf) as_root dnf install -y $missing ;;
pacman) as_root pacman -S --needed --noconfirm $missing ;;
apk) as_root apk add $missing ;;
brew) brew install $missing ;;
esac

#!/bin/sh
# Format, analysers, manuals, scripts: anything found is a failure. Takes the
# C files to look at.
set -u
cd "$(dirname "$0")/.." || exit 1
bad=0
step() {
    printf 'lint: %s\n' "$1"
    shift
    "$@" || { bad=1; echo "lint: failed: $*" >&2; }
}
flags="-std=c11 -D_POSIX_C_SOURCE=200809L -I. $(pkg-config --cflags jansson)"

# shellcheck disable=SC2317 # called by step
tidy() { # one file each: given several, version 14 reports false errors
    # shellcheck disable=SC2016 # for the shell that is started
    printf '%s\n' "$@" | grep -v '^t/' | FLAGS=$flags xargs -P "$(getconf _NPROCESSORS_ONLN)" -n 1 \
        sh -c 'clang-tidy --quiet --warnings-as-errors="*" "$1" -- $FLAGS 2>/dev/null' tidy
}

# shellcheck disable=SC2317 # called by step
manuals() { # what mandoc says is an error, whatever its exit status
    said=$(mandoc -Tlint -W style "$@" 2>&1)
    [ -z "$said" ] || { echo "$said"; return 1; }
}

step 'clang-format' clang-format --dry-run --Werror "$@" ./*.h cmd/*.h t/*.h fuzz/*.[ch]
step 'clang-tidy' tidy "$@"
# varFuncNullUB: POSIX.1-2008 makes NULL a (void *), so it ends a list
step 'cppcheck' cppcheck --quiet --std=c11 --error-exitcode=1 --inline-suppr \
    --enable=warning,performance,portability,unusedFunction \
    --suppress=missingIncludeSystem --suppress=varFuncNullUB \
    -D_POSIX_C_SOURCE=200809L "$@"
step 'shellcheck' shellcheck -x -S style deps.sh .ci/run t/*.sh t/*.t bench/*.sh fuzz/*.sh \
    dist/*.sh dist/lib/*.sh dist/e2e/*.sh dist/pack
step 'mandoc' manuals orchestrator.1 orchestrator.json.5 orchestrator-events.5
step 'python' python3 -m py_compile t/*.py bench/*.py
rm -rf t/__pycache__ bench/__pycache__
exit $bad

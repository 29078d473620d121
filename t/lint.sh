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
tidy() { # one at a time: given several, version 14 reports false errors
    status=0
    for file in "$@"; do
        case $file in t/*) continue ;; esac
        # shellcheck disable=SC2086 # flags are words
        clang-tidy --quiet --warnings-as-errors='*' "$file" -- $flags 2>/dev/null || status=1
    done
    return "$status"
}

# shellcheck disable=SC2317 # called by step
manuals() { # what mandoc says is an error, whatever its exit status
    said=$(mandoc -Tlint -W style "$@" 2>&1)
    [ -z "$said" ] || { echo "$said"; return 1; }
}

step 'clang-format' clang-format --dry-run --Werror "$@" ./*.h cmd/*.h t/*.h
step 'clang-tidy' tidy "$@"
# varFuncNullUB: POSIX.1-2008 makes NULL a (void *), so it ends a list
step 'cppcheck' cppcheck --quiet --std=c11 --error-exitcode=1 --inline-suppr \
    --enable=warning,performance,portability,unusedFunction \
    --suppress=missingIncludeSystem --suppress=varFuncNullUB \
    -D_POSIX_C_SOURCE=200809L "$@"
step 'shellcheck' shellcheck -S style deps.sh .ci/run t/*.sh t/*.t bench/*.sh
step 'mandoc' manuals orchestrator.1 orchestrator.json.5
step 'python' python3 -m py_compile t/github_standin.py t/github_documents.py t/github_actions.py t/github_storage.py \
    t/openapi_check.py bench/measure.py
rm -rf t/__pycache__ bench/__pycache__
exit $bad

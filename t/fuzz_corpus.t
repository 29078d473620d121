#!/bin/sh
# What is kept of hostile input (fuzz/corpus), given once to each reader. `make
# fuzz` looks for more.
cd "$(dirname "$0")/.." || exit 1
BUILD=${BUILD:-build}
n=0
bad=0
said=$(mktemp) || exit 1
trap 'rm -f "$said"' EXIT
for target in fuzz/*_fuzz.c; do
    name=$(basename "$target" _fuzz.c)
    n=$((n + 1))
    if "$BUILD/fuzz/${name}_fuzz" "fuzz/corpus/$name"/* >"$said" 2>&1 &&
        grep -q '^ok 1 ' "$said"; then
        echo "ok $n - What is given to $name holds: $(grep -c '^ok ' "$said") inputs"
    else
        bad=$((bad + 1))
        echo "not ok $n - What is given to $name holds"
        tail -n 30 "$said" | sed 's/^/# /' >&2
    fi
done
echo "1..$n"
[ "$bad" -eq 0 ] && [ "$n" -gt 0 ]

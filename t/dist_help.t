#!/bin/sh
# What the commands of dist/ say of themselves.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"
DIST=$T/../dist

commands() {
    find "$DIST" -maxdepth 1 -type f -perm -100 | LC_ALL=C sort
}
help() {
    commands >list
    is "$(wc -l <list)" 13 'commands'
    while read -r command; do
        exits 0 "$command" --help
        is "$(head -n 1 out | cut -d ' ' -f 1,2)" "usage: dist/${command##*/}"
        is "$(sed -n '/^usage:/,/^$/d; p' out | head -c 20 | wc -c)" 20 'of what it does'
        is "$(grep -c '^#' out || :)" 0 'signs of comments'
    done <list
}
unknown() {
    commands | grep -v e2e.sh >list
    while read -r command; do
        exits 2 "$command" --nothing-like-that
        says "${command##*/}: "
        never_says 'set -eu'
    done <list
}
# A person may have it exported.
cdpath() {
    ln -s "$DIST" dist
    for path in . "$W" dist; do
        CDPATH=$path exits 0 dist/for-all.sh --list
        prints 'debian 12'
        CDPATH=$path exits 1 dist/install.sh --url https://127.0.0.1:1
    done
}

tap 'Each says what it does and how it is called' help
tap 'What it does not know ends it with 2, and one line says so' unknown
tap 'Where CDPATH leads makes no difference' cdpath
tap_end

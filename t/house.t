#!/bin/sh
# How the source is laid out: what README's "How it is built" promises.
cd "$(dirname "$0")/.." || exit 1
n=0
bad=0
found=$(mktemp) || exit 1
trap 'rm -f "$found"' EXIT
check() { # TITLE; what speaks against it is in the file $found
    n=$((n + 1))
    if [ ! -s "$found" ]; then
        echo "ok $n - $1"
    else
        bad=$((bad + 1))
        echo "not ok $n - $1"
        sed 's/^/# /' "$found"
    fi
}

# Rooms from left to right; a room includes only rooms to its left.
order="str bytes err version spelling api_url json_read date secret secret_parts terminal board
table document event checksum log semver runner run run_beside run_parts lock aside sha256 report report_parts hook config
config_parts workspace origin_url http_head git_cause git_answer git_origin git_exec
gh_access gh_api trace gh_judge gh_batch gh_retry gh_bytes gh_repository gh_ruleset gh_tag
gh_release gh_run gh_ci gh_watch watch_parts gh_pace gh_poll problem survey
survey_parts clones check check_parts verify verify_parts
status status_parts plan release release_parts
manifest cmd completion
completion_parts options begin command_line orchestrator"
place() {
    i=0
    for room in $order; do
        i=$((i + 1))
        [ "$room" = "$1" ] && echo $i && return
    done
    echo 0
}
room_of() { # a file's room; the parts of the survey are one
    case $1 in
    config_*.c | config.c) echo config_parts ;;
    survey_*.c | survey.c) echo survey_parts ;;
    release_*.c | release.c) echo release_parts ;;
    gh_watch.c | watch_*.c) echo watch_parts ;;
    check_*.c | check.c) echo check_parts ;;
    status_*.c | status.c) echo status_parts ;;
    verify_*.c | verify.c) echo verify_parts ;;
    report_write.c | report.c) echo report_parts ;;
    run_child.c | run_answer.c | run_beside.c | run.c) echo run_parts ;;
    secret_*.c | secret.c) echo secret_parts ;;
    completion_*.c | completion.c) echo completion_parts ;;
    orchestrator.c | cmd/*) echo orchestrator ;;
    *) basename "$1" | sed 's/\.[ch]$//' ;;
    esac
}

for file in *.c *.h cmd/*.[ch]; do
    room=$(room_of "$file")
    at=$(place "$room")
    [ "$at" -gt 0 ] || echo "$file: the room $room has no place in the order"
    sed -n 's/^#include "\(\.\.\/\)\{0,1\}\([a-z_]*\)\.h"/\2/p' "$file" | while read -r other; do
        [ "$other" = "$room" ] && continue
        [ "$(place "$other")" -lt "$at" ] && [ "$(place "$other")" -gt 0 ] ||
            echo "$file includes $other.h, which is not to its left"
    done
done >"$found"
check 'A room includes only rooms to its left'

grep -nE '\b(fork|vfork|exec[lv]p?e?|posix_spawnp?)\(' -- *.c cmd/*.c | grep -v '^run_child\.c:' >"$found"
check 'Only run_child.c forks or execs'
grep -nE '\b(exit|_exit|_Exit|quick_exit|errx?|warnx?)\(' -- *.c cmd/*.c |
    grep -v '^orchestrator\.c:' | grep -v '^run_child\.c:.*_exit(' >"$found"
check 'Nothing but orchestrator.c exits'
grep -nE '\b(system|popen|mktemp|tmpnam|gets|strcpy|strcat|sprintf|strtok|atoi)\(' -- *.c cmd/*.c >"$found"
check 'Nothing goes through a shell, and no function is called that cannot be called safely'
grep -nE '^static [a-z_ ]*\**[a-z_]+( = .*)?;' -- *.c cmd/*.c | grep -v const |
    grep -v '^runner\.c:.*volatile sig_atomic_t' >"$found"
check 'No variable at file scope can change, the signal flags excepted'
grep -nE 'fprintf\(stderr|perror\(' -- *.c cmd/*.c >"$found"
check 'What a person is told goes through report.c'
grep -n 'json_t' -- *.c *.h cmd/*.c | grep -vE '^(gh_(judge|release|repository|ruleset|run|ci)|json_read|document|config_[a-z]*)\.[ch]:' >"$found"
check 'JSON is decoded at the door'
awk 'length > 80 { print FILENAME ":" FNR }' ./*.c ./*.h cmd/*.c t/*.c t/*.h >"$found"
check 'No line of C is longer than 80 columns'
wc -l -- *.c cmd/*.c | awk '$2 != "total" && $1 > 460 { print $2 ": " $1 " lines" }' >"$found"
check 'No room is overfull'
{
    sed -n 's/^ *{\.name = "\([a-z-]*\)",[ \\]*$/Fl -\1/p' cmd/*.[ch] cmd.c
    sed -n 's/^ *\.name = "\([a-z-]*\)",$/Ss \1/p' cmd/*.c
} | sort -u |
    while read -r macro name; do
        grep -qE "$macro $name( |\$)" orchestrator.1 || echo "$macro $name"
    done >"$found"
check 'Every option and command is in the manual'
grep -rnE '\b(T[O]DO|F[I]XME|X[X]X)\b' --include='*.[ch]' --include='*.sh' --include='*.py' --include='*.t' . >"$found"
check 'Nothing is left to do'

echo "1..$n"
[ "$bad" -eq 0 ]

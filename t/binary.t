#!/bin/sh
# What the compiler and the linker were asked for is in the binary.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"

BUILD=${BUILD:-$T/../build}

# Flags that this compiler, or this machine, may lack are left out of a build
# (see the Makefile); on Linux with gcc 12 or clang 14, x86-64, all are there.
lacking() {
    case $(uname -sm) in
    'Linux x86_64') ;;
    *) echo "for Linux on x86-64, not $(uname -sm)"; return ;;
    esac
    command -v readelf >/dev/null || { echo 'there is no readelf'; return; }
    ! nm "$ORCHESTRATOR" 2>/dev/null | grep -q '__asan_init\|__gcov_init' ||
        echo 'a build for tests, which is not hardened'
}

headers() {
    readelf --wide --program-headers "$ORCHESTRATOR" >headers
}
dynamic() {
    readelf --wide --dynamic "$ORCHESTRATOR" >dynamic
}
has() { # FILE REGEX
    grep -q -- "$2" "$1" || { cat "$1"; fail "no $2 in $1"; }
}
has_not() {
    ! grep -- "$2" "$1" || fail "$2 in $1"
}

position_independent() {
    headers
    dynamic
    has headers '^Elf file type is DYN'
    has dynamic 'FLAGS_1.*PIE'
    has_not dynamic TEXTREL
}
no_code_that_can_be_written() {
    headers
    has headers 'GNU_STACK .* RW  *0x'
    is "$(grep -c '^  LOAD ' headers)" "$(grep '^  LOAD ' headers | grep -vc 'RWE')" \
        'segments that cannot be written and run'
    [ "$(grep -c '^  LOAD ' headers)" -gt 2 ] || fail 'there are no segments'
}
links_are_read_only() {
    headers
    dynamic
    has headers GNU_RELRO
    has dynamic BIND_NOW
    has dynamic 'FLAGS_1.* NOW'
}
libraries() {
    dynamic
    is "$(sed -n 's/.*(NEEDED).*\[\(.*\)\.so.*/\1/p' dynamic | sort | paste -s -d ' ')" \
        'libc libjansson' 'what is linked'
    has_not dynamic 'RPATH\|RUNPATH'
}
checked_functions() {
    nm --dynamic --undefined-only "$ORCHESTRATOR" >symbols
    has symbols __stack_chk_fail
    has symbols '__v\?[a-z]*printf_chk'
    # POSIX's, which have no place here
    has_not symbols ' \(gets\|strcpy\|strcat\|sprintf\|system\|popen\|mktemp\|tmpnam\)@'
}

# gcc writes them into the debugging information of each file that it compiled.
producers() {
    readelf --debug-dump=info --wide "$ORCHESTRATOR" 2>/dev/null |
        sed -n 's/.*DW_AT_producer.*: \([^(].*\)/\1/p'
}
flags_of_each_file() {
    producers >compiled
    set -- "$T"/../*.c "$T"/../cmd/*.c
    is "$(wc -l <compiled)" $# 'files that were compiled'
    for flag in -O2 -fstack-protector-strong -fstack-clash-protection -fPIE; do
        is "$(grep -c -- "$flag" compiled)" $# "files compiled with $flag"
    done
}

reason=$(lacking)
hardened() { # TITLE FUNCTION
    if [ -n "$reason" ]; then
        tap_skip "$1" "$reason"
    else
        tap "$1" "$2"
    fi
}
hardened 'It can be loaded anywhere' position_independent
hardened 'Nothing can be written and run: no segment, no stack' no_code_that_can_be_written
hardened 'What is linked cannot be redirected later' links_are_read_only
hardened 'It links jansson and libc, from where the system has them' libraries
hardened 'Overflows of the stack and of buffers end it; unsafe functions are not used' checked_functions
case $(producers | sed -n 1p) in
GNU*) ;;
*) reason=${reason:-'only gcc, with -g, tells its flags'} ;;
esac
hardened 'Each file was compiled with the hardening flags' flags_of_each_file
tap_end

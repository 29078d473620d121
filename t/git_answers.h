/* Answers of git's in the tests: parts of them, and ids in these. */
#ifndef T_GIT_ANSWERS_H
#define T_GIT_ANSWERS_H

#include "tap.h"

#define A "0123456789abcdef0123456789abcdef01234567"
#define B "89abcdef0123456789abcdef0123456789abcdef"
#define A256 A "0123456789abcdef01234567"

/* Entries of git status; a path follows the last two. */
#define HEAD "# branch.oid " A "\0# branch.head main\0"
#define CHANGED "1 .M N... 100644 100644 100644 " A " " A " "
#define UNMERGED "u UU N... 100644 100644 100644 100644 " A " " A " " A " "

/* A line of git for-each-ref: types and ids of a tag and what it leads to. */
#define TAG(name, type, id, ptype, pid)                                        \
    "refs/tags/" name "\0" type "\0" id "\0" ptype "\0" pid "\n"

#endif

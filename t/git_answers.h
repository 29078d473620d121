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

/* A line of git for-each-ref: types and ids of a tag and what it leads to,
 * "signed" where it is, and its subject. */
#define TAG(name, type, id, ptype, pid, mark, subject)                         \
    "refs/tags/" name "\0" type "\0" id "\0" ptype "\0" pid "\0" mark          \
    "\0" subject "\n"

/* Each with a blank after it; owned by the caller. */
static inline char *all_names(const struct argv *names)
{
    struct str all = {0};

    for (size_t i = 0; i < names->n; i++)
        str_addf(&all, "%s ", names->v[i]);
    return str_take(&all);
}

#endif

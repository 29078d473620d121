/*
 * A folder for what is not to reach the clones, nor to stay. A run that is
 * killed leaves its own; the next one removes it.
 */
#ifndef ASIDE_H
#define ASIDE_H

#include "lock.h"
#include "run.h"

#include <stdbool.h>

/* One at a time: a lock is its process's. All-zero: none. */
struct aside {
    char *path; /* owned */
    struct lock lock;
};

/* Makes one under $TMPDIR, else /tmp, for us alone; false with errno. */
bool aside_make(struct aside *aside);
/* Removes it, also after a signal; nothing if there is none. `says`: what was
 * in it. */
struct err *aside_clear(const struct runner *runner, struct aside *aside,
                        const char *says) MUST_CHECK;
/* Removes any folder, in the same way. */
struct err *aside_remove(const struct runner *runner, const char *path,
                         const char *says) MUST_CHECK;
/* Removes those of runs that are no more. */
void aside_sweep(const struct runner *runner);

#endif

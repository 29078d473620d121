/*
 * A folder for what is not to reach the clones, nor to stay.
 */
#ifndef ASIDE_H
#define ASIDE_H

#include "run.h"

/* Makes one under $TMPDIR, else /tmp, for us alone; owned by the caller. NULL
 * with errno. */
char *aside_make(void);
/* Removes it, also after a signal. `says`: what was in it. */
struct err *aside_remove(const struct runner *runner, const char *aside,
                         const char *says) MUST_CHECK;

#endif

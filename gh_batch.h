/*
 * Many requests, shared out over some curls that run at the same time, and
 * together with other children: fill, run, take.
 */
#ifndef GH_BATCH_H
#define GH_BATCH_H

#include "gh_api.h"

#define GH_BATCH_PER_CURL 80 /* requests, so that its answers stay small */

/* All-zero is empty. */
struct gh_batch {
    struct gh_get **gets; /* not owned */
    size_t n, cap;
    struct run *curls; /* to be run; owned */
    size_t n_curls;
};

void gh_batch_add(struct gh_batch *b, struct gh_get *get);
/* Makes `wanted` curls of the requests, more where they are too many for
 * that. All together may take `limit_ms`. */
void gh_batch_fill(struct gh_batch *b, const struct gh *gh, size_t wanted,
                   unsigned limit_ms);
/* Takes the answers of curls that were run. */
void gh_batch_take(struct gh_batch *b, const struct runner *runner);
void gh_batch_clear(struct gh_batch *b);

#endif

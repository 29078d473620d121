/*
 * Waiting for releases on GitHub: a small state machine for each watched
 * release, one loop and one curl a round over all of them.
 *
 * A release is complete when every expected asset is there, its `state` is
 * "uploaded", its size is above 0, and (id, size, digest, updated_at) of all
 * of them stood still between two answers at least one interval apart. An
 * immutable release cannot change any more: complete at once, or never.
 */
#ifndef GH_POLL_H
#define GH_POLL_H

#include "gh_judge.h"
#include "report.h"

struct watch {
    /* You fill; the pointers must outlive the watch: */
    const char *owner, *name, *tag;
    const struct argv *assets; /* names that the release must have */
    unsigned interval_ms;      /* between two answers */
    unsigned timeout_ms;       /* from gh_poll() on */
    /* You read: */
    bool done;
    unsigned took_ms;
    char *url; /* of the release, for a browser; NULL: not told */
    /* Its state: */
    struct gh_get get;
    uint64_t began, deadline, next; /* clock in ms */
    char *state; /* what is awaited, a clause: "missing: a, b" */
    char *heard; /* the last thing that GitHub said */
    char *stand; /* (id, size, digest, updated_at) of all; NULL: not all
                    there */
    uint64_t stood_since;
    unsigned faults; /* in a row */
    unsigned jitter; /* state of a small random generator */
};

/* Waits until all are done. The first that fails ends it, with "name: wait:
 * cause": EXIT_TIMEOUT (also when GitHub bids us wait past the deadline),
 * EXIT_AUTH, EXIT_FAILED, or a signal. */
struct err *gh_poll(const struct runner *runner, const struct gh *gh,
                    struct report *rep, struct watch *watches,
                    size_t n) MUST_CHECK;
void watch_clear(struct watch *w);

#endif

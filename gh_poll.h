/*
 * Waiting for releases on GitHub: one loop, and one curl a round, over all
 * that is awaited (GH_POLL_AT_ONCE releases a curl).
 */
#ifndef GH_POLL_H
#define GH_POLL_H

#include "gh_watch.h"

#define GH_POLL_AT_ONCE 50 /* so that one curl's answers stay small */

struct poll {
    /* You fill; the pointers must outlive it: */
    const struct runner *runner;
    const struct gh *gh;
    struct report *report;
    struct watch *watches;
    size_t n;
    /* Its state: who is looked at first, so that all have their turn though
     * one round does not take all; and what was said already. */
    size_t first;
    bool told_runs, told_pace;
};

/* Of the watches that are begun and not done: waits until at least one is
 * done; returns at once where there is none. What is certain to fail ends it,
 * with "name: wait: cause" (others that failed at the same time are notes):
 * EXIT_TIMEOUT (also when GitHub bids us wait past the deadline), EXIT_AUTH,
 * EXIT_FAILED, or a signal. */
struct err *gh_poll(struct poll *poll) MUST_CHECK;
/* Of the watches that are begun: waits until it is known of each how its
 * release, and its run, stands. Errors as gh_poll(). */
struct err *gh_poll_heard(struct poll *poll) MUST_CHECK;

#endif

/*
 * When GitHub is asked again: after a fault, a rate limit, or when few of its
 * requests are left. docs.github.com, "Rate limits for the REST API" and "Best
 * practices for using the REST API".
 */
#ifndef GH_PACE_H
#define GH_PACE_H

#include "gh_watch.h"

/* Milliseconds between two rounds of `cost` requests each, so that the `left`
 * ones of a rate limit last for `for_ms`; 0: as often as one likes. */
uint64_t pace_ms(uint64_t cost, int64_t left, uint64_t for_ms);

/* Set the time of the next look, and tell why. EXIT_TIMEOUT: it would be past
 * the watch's deadline. */
struct err *pace_limited(struct watch *w, struct report *rep,
                         const struct gh_judgement *j) MUST_CHECK;
struct err *pace_fault(struct watch *w, struct report *rep,
                       const struct gh_judgement *j) MUST_CHECK;
/* The newest of the heads that tell how much of the rate limit is left, or
 * NULL. */
const struct http_head *pace_head(const struct watch *w);
/* If the last request of this hour was ours. */
struct err *pace_limit(struct watch *w,
                       const struct http_head *head) MUST_CHECK;
/* What is left must last, for all that is awaited, until the limit is reset or
 * the wait is over; `told` once that this makes it slower. */
void pace_keep(struct watch *w, struct report *rep, bool *told,
               const struct http_head *head, uint64_t cost);
/* One more look before the time is up. */
void pace_last_look(struct watch *w, uint64_t now);

#endif

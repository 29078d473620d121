/*
 * Requests that are made again, a moment later, where what went wrong may
 * pass.
 */
#ifndef GH_RETRY_H
#define GH_RETRY_H

#include "gh_judge.h"
#include "report.h"

#define GH_TRIES 4        /* of what may pass */
#define GH_PAUSE_MS 1000u /* between two of them */

struct gh_retry {
    const struct runner *runner;
    const struct gh *gh;
    unsigned tries;    /* of each request, at most */
    unsigned limit_ms; /* for all requests of one try */
    /* Is it worth another try? NULL: gh_judge() says so. */
    bool (*may_pass)(const struct gh_get *get);
    struct report *report; /* told of each try but the first; NULL: not */
};

/* Makes the requests of a list, as gh_fetch() does, and again those that may
 * pass; the list's order is lost. */
struct err *gh_retry(const struct gh_retry *how, struct gh_get **list,
                     size_t n) MUST_CHECK;
/* What is left of that once each was made, by a gh_batch for example: follows
 * redirects, too. */
struct err *gh_retry_rest(const struct gh_retry *how, struct gh_get **list,
                          size_t n) MUST_CHECK;

#endif

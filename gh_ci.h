/*
 * How the workflow runs of a commit stand, all workflows together: "List
 * workflow runs for a repository" of the REST API. JSON comes in here and goes
 * no further.
 */
#ifndef GH_CI_H
#define GH_CI_H

#include <stddef.h>

#define GH_CI_RUNS 100 /* of a list are looked at, the first ones */

/* The newest run of each workflow counts. */
struct gh_ci {
    size_t passed, failed, going; /* workflows */
    char *worst; /* the name of one that failed, else of one that goes on;
                    NULL: none; owned */
    char *url;   /* of its run; NULL: not told; owned */
};

/* NULL, or what was wrong where, owned by the caller; `ci` is empty then. */
char *gh_ci_read(struct gh_ci *ci, const char *json, size_t n);
void gh_ci_clear(struct gh_ci *ci);

#endif

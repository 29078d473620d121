/*
 * What GitHub tells of a repository: "Get a repository", "List repository
 * tags", "List releases", "Get a tag" of the REST API. JSON comes in here and
 * goes no further.
 */
#ifndef GH_REPOSITORY_H
#define GH_REPOSITORY_H

#include "str.h"

#include <stdbool.h>

struct gh_repository {
    char *full_name;      /* NULL: not told; owned */
    char *default_branch; /* NULL: not told; owned */
    bool archived;
    bool read_only; /* it tells that the token's user may not push */
};

/* Decodes; NULL, or what was wrong where, owned by the caller. */
char *gh_repository_read(struct gh_repository *r, const char *json, size_t n);
void gh_repository_clear(struct gh_repository *r);

/* Who made an annotated tag, and when: "Get a tag". */
struct gh_tagger {
    char *name; /* NULL: not told; owned, as is the other */
    char *date; /* "2026-11-21T16:20:02Z"; NULL: not told */
};
/* Decodes, as above. */
char *gh_tagger_read(struct gh_tagger *t, const char *json, size_t n);
void gh_tagger_clear(struct gh_tagger *t);

/* Adds the text that each object of an array has in `field`, those before what
 * is wrong included; drafts of releases are left out, for they may never be. */
char *gh_names_read(struct argv *names, const char *field, const char *json,
                    size_t n);

#endif

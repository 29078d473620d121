/*
 * Who made a tag that is on origin. GitHub is asked, for that costs one request
 * and fetches nothing into a clone.
 */
#ifndef GH_TAG_H
#define GH_TAG_H

#include "gh_api.h"

/* "Jane Doe, 2026-11-21T16:20:02Z", of an annotated tag by its object id; NULL:
 * GitHub does not say, or not now; owned by the caller. */
char *gh_tag_maker(const struct runner *runner, const struct gh *gh,
                   const char *owner, const char *repo, const char *object);

#endif

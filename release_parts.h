/* The parts of applying a plan; for release*.c alone. */
#ifndef RELEASE_PARTS_H
#define RELEASE_PARTS_H

#include "release.h"

/* release_tags.c: local tags. */
struct err *release_make_tags(struct release *rel) MUST_CHECK;
/* NULL if the local tag of step i still is what was made or found. */
struct err *release_check_tag(const struct release *rel, size_t i) MUST_CHECK;
/* Removes the local tag of step i that this run made; false: it stays. */
bool release_drop_tag(struct release *rel, size_t i);

/* release_push.c: pushes the tag of step i, and makes sure of how that ended:
 * sets is_public, unclear or others of its outcome. */
struct err *release_push(struct release *rel, size_t i) MUST_CHECK;

#endif

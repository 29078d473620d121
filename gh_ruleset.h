/*
 * Rulesets for tags: "Get all repository rulesets" and "Get a repository
 * ruleset" of the REST API; "Creating rulesets for a repository" for how the
 * patterns are matched. JSON comes in here and goes no further.
 */
#ifndef GH_RULESET_H
#define GH_RULESET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The ids of those in a list that are active and for tags. */
struct gh_rulesets {
    int64_t *ids;
    size_t n;
};
/* Decodes; NULL, or what was wrong where, owned by the caller. */
char *gh_rulesets_read(struct gh_rulesets *list, const char *json, size_t n);
void gh_rulesets_clear(struct gh_rulesets *list);

enum gh_bypass { GH_BYPASS_UNKNOWN, GH_BYPASS_NO, GH_BYPASS_YES };

/* What one ruleset has against the creation of a tag. */
struct gh_ruleset {
    char *name;            /* owned */
    char *forbids;         /* a clause; NULL: nothing; owned */
    char *unsure;          /* what we cannot judge; NULL: nothing; owned */
    enum gh_bypass bypass; /* of the user that the token is of */
};
char *gh_ruleset_read(struct gh_ruleset *set, const char *tag, const char *json,
                      size_t n);
void gh_ruleset_clear(struct gh_ruleset *set);

#endif

/*
 * The plan: what will be done in which order, made of configuration and
 * facts. Pure; what is printed by a dry run is what would be applied.
 */
#ifndef PLAN_H
#define PLAN_H

#include "survey.h"

#include <stdio.h>

enum tag_state {
    TAG_MAKE,  /* make it, push it */
    TAG_LEFT,  /* a stopped run left it in the clone: push it */
    TAG_PUBLIC /* it is on origin: nothing to push */
};

struct step {
    const char *name, *dir;
    const char *branch, *head, *subject; /* of the clone; NULL: unknown */
    char *url;                           /* of origin, to be shown; owned */
    const char *host;                    /* that it names; NULL: a path */
    enum tag_state tag;
    const char *commit; /* that the tag leads to */
    const char *object; /* of a tag that there is; NULL: TAG_MAKE */
    bool annotated;
    struct argv assets;   /* to be awaited, by name */
    const char *workflow; /* whose run makes them; NULL: none does */
    unsigned timeout_secs;
    struct gh_history history; /* of the workflow */
    const size_t *needs;       /* steps that must be released before */
    size_t n_needs;
};

struct plan {
    char *tag;
    char *message; /* of the tags that will be made */
    bool sign, resume, parallel, ignore_runs;
    struct step *steps;
    size_t n;
};

/* How a person wants it. */
struct plan_wish {
    bool parallel;    /* what needs nothing that is not released goes together,
                         else one after the other */
    bool ignore_runs; /* go by releases alone */
};

/* Makes the plan of a survey without problems; the survey must outlive it. */
void plan_make(struct plan *plan, const struct survey *s,
               const struct plan_wish *wish);
void plan_print(const struct plan *plan, const struct config *config,
                struct str *out);
/* The same in a line for each repository, to be seen while it happens. */
void plan_tell(const struct plan *plan, struct report *rep);
void plan_clear(struct plan *plan);

#endif

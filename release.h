/*
 * Applying a plan: make the tags, all of them before the first push; then
 * for each repository, when its turn has come, push, and wait for its release.
 * In order, its turn comes when all before it are released; in parallel, when
 * all that it needs are. What is public already is only waited for.
 *
 * Nothing on origin is ever forced, moved or deleted. When it fails or is
 * stopped, the local tags that it made and that are not public are removed
 * again, and the error's notes say what is public and how to go on.
 */
#ifndef RELEASE_H
#define RELEASE_H

#include "gh_poll.h"
#include "plan.h"

/* How far one repository came. */
struct outcome {
    char *object;   /* the tag object, once there is one; owned */
    bool tried;     /* this run made the local tag, or perhaps did; */
    bool denied;    /* git said that it did not, and may have all the same */
    bool is_public; /* the tag is on origin */
    bool unclear;   /* a push ended so that nobody knows */
    bool others;    /* origin has a tag of that name from someone else */
    bool adopted;   /* and this run goes on with that one */
    bool released;  /* its release is complete */
    bool pushing;   /* just now */
    char *failed;   /* why tagging or pushing failed; NULL: not; owned */
};

struct release {
    /* You fill; the pointers must outlive the release: */
    const struct plan *plan;
    const struct config *config;
    const struct runner *runner;
    const struct gh *gh;
    struct report *report;
    const char *resume_line;
    const char *patient_line; /* the same, with more time */
    /* You read: */
    struct outcome *outcomes; /* one for each step */
    /* Its state: */
    struct watch *watches; /* one for each step */
    size_t n_done;
    /* Its board: */
    bool over;      /* nothing is awaited any more */
    uint64_t began; /* clock in ms */
    struct board_source source;
    struct board_row *rows;
    char **doing; /* what a row says; owned */
    char *title;
};

struct err *release_apply(struct release *rel) MUST_CHECK;
/* The table of a finished release. */
void release_print(const struct release *rel, struct str *out);
void release_clear(struct release *rel);

#endif

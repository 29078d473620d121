/*
 * Will this machine be able to release? Programs, configuration, token, GitHub
 * and every clone, each looked at once; nothing is changed, no lock is taken.
 * What cannot be asked keeps nothing else from being looked at.
 */
#ifndef CHECK_H
#define CHECK_H

#include "survey.h"

/* In the order in which they are told. */
enum check_subject {
    CHECK_PROGRAM,
    CHECK_CONFIGURATION,
    CHECK_TOKEN,
    CHECK_API,
    CHECK_CLOCK,
    CHECK_REPOSITORY, /* on GitHub, as the token sees it */
    CHECK_CLONE,
    CHECK_SUBJECTS
};

enum check_state {
    CHECK_OK,
    CHECK_WARNING, /* a release can be made all the same */
    CHECK_WRONG
};

/* One line. */
struct finding {
    enum check_subject subject;
    enum check_state state;
    size_t repo; /* index; PROBLEM_OF_ALL: not of one repository */
    int code;    /* the exit status that it is worth, if it is wrong */
    char *name, *detail;
    char *cure; /* NULL: there is nothing to do */
};

/* What the answers of GitHub tell together. */
struct heard {
    size_t answers;
    int status; /* of the first; and what it took: */
    unsigned took_ms;
    char *fault; /* why the first one that did not come did not; owned */
    bool dated;
    int64_t ahead, behind;      /* seconds that our clock is so, at least */
    int64_t limit, left, reset; /* as http_head.h */
    int64_t expires;            /* the token: seconds since 1970; -1 */
    char *scopes;               /* of the token; owned */
};

struct check {
    /* You fill; all that survey.h says, but for version and resume_line: */
    struct survey survey;
    /* You read: */
    struct finding *v;
    size_t n, cap;
    /* Its own: */
    bool git, curl; /* they are there */
    struct heard heard;
    struct problems of_github;
};

/* An error only where a signal came, or the configuration would lead the token
 * astray (EXIT_USAGE). */
struct err *check_run(struct check *c) MUST_CHECK;
/* A line for each finding, and what to do below it. */
void check_print(const struct check *c, struct str *out);
/* The same for programs. */
void check_tell(const struct check *c);
/* NULL, or what would keep a release from starting: EXIT_MISSING, EXIT_REFUSED,
 * or EXIT_AUTH where nothing else is in the way. */
struct err *check_verdict(const struct check *c) MUST_CHECK;
void check_clear(struct check *c);

#endif

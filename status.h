/*
 * Where every repository stands: clone, origin and GitHub, asked all at once.
 * Nothing is changed, no lock is taken, and a token is not needed. What cannot
 * be asked is said, and keeps nothing else from being shown.
 */
#ifndef STATUS_H
#define STATUS_H

#include "gh_ci.h"
#include "gh_release.h"
#include "gh_watch.h"
#include "survey.h"
#include "verify.h"

enum origin_stand {
    ORIGIN_UNKNOWN,
    ORIGIN_NO_BRANCH, /* it does not have the clone's branch */
    ORIGIN_SAME,
    ORIGIN_APART, /* by `ahead` and `behind` commits */
    ORIGIN_BEYOND /* it has commits that the clone does not have */
};

/* Of one repository. All that is char * is owned, and NULL where it is not
 * known or there is none. */
struct stand {
    char *trouble; /* why something could not be asked */
    bool asked;    /* origin answered */
    enum origin_stand origin;
    unsigned long ahead, behind; /* commits of the clone, of origin's branch */
    char *newest; /* tag, by SemVer, of the clone and of origin */
    bool since_known;
    unsigned long since; /* commits after it */
    struct gh_get newest_get, ci_get;
    bool newest_known, ci_known; /* GitHub told of the next two */
    struct gh_release release;   /* the newest one */
    struct gh_ci ci;             /* of HEAD */
    /* With a version: */
    const char *commit; /* that its tag leads to; NULL: there is no such tag */
    struct argv assets; /* that its release must have */
    struct watch watch; /* begun where the tag is public */
    char *watched;      /* the commit that it was begun for */
    char *cure;         /* of what failed */
    bool hopeless;      /* this version can never be complete */
    char *summed;       /* the assets whose checksums were compared, in marks */
    size_t right;       /* checksums that are GitHub's digests */
    char *mismatch;     /* what is not, a sentence */
    bool sums_known;    /* all checksum files could be read */
};

struct status {
    /* You fill; all that survey.h says, and `survey.tag`, "" where no version
     * is asked for: */
    struct survey survey;
    /* You read: */
    struct stand *stands;            /* one for each of survey.config->repos */
    int64_t limit_left, limit_reset; /* as http_head.h; -1: not told */
    int64_t wait_secs;               /* GitHub bids us wait; 0: it does not */
};

/* May be called again, and then looks again. An error only where nothing can
 * be said: no git, a signal. */
struct err *status_look(struct status *st) MUST_CHECK;
/* How many requests that costs at most. */
size_t status_cost(const struct status *st);
/* The table for people. */
void status_print(const struct status *st, struct str *out);
/* The same for programs. */
void status_tell(const struct status *st);
void status_clear(struct status *st);

#endif

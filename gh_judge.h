/*
 * What an answer of GitHub's is worth: good, absent, to be tried again, to be
 * waited for, or final. Pure.
 */
#ifndef GH_JUDGE_H
#define GH_JUDGE_H

#include "gh_api.h"

enum gh_verdict {
    GH_OK,      /* 200 */
    GH_SAME,    /* 304: what we hold still holds */
    GH_ABSENT,  /* 404: not there, or hidden from this token */
    GH_RETRY,   /* may pass: network, 408, 5xx, no sense */
    GH_LIMITED, /* a rate limit: wait */
    GH_DENIED,  /* 401 and other 403: it will not pass */
    GH_BROKEN   /* anything else that will not pass */
};

struct gh_judgement {
    enum gh_verdict verdict;
    int64_t wait_secs; /* at least; -1: not said */
    char *says;        /* in words, "" for GH_OK and GH_SAME; owned */
};

void gh_judge(struct gh_judgement *j, const struct gh_get *g);
/* Says that the body of a 200 made no sense, and why: GH_RETRY. */
void gh_judge_body(struct gh_judgement *j, const char *why);
/* Whatever it was, it is to be tried again. */
void gh_judge_again(struct gh_judgement *j);
void gh_judgement_clear(struct gh_judgement *j);

#endif

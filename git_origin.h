/*
 * Reading what git tells of origin. Pure, as git_answer.h; *_clear() frees.
 */
#ifndef GIT_ORIGIN_H
#define GIT_ORIGIN_H

#include "git_answer.h"

struct git_remotes {
    char *fetch;      /* NULL: there is no origin */
    struct argv push; /* every URL that a push goes to */
};
bool git_read_remotes(struct git_remotes *r, const struct str *out);
void git_remotes_clear(struct git_remotes *r);

/* What `git push --porcelain` says of one ref: ' ', '+', '-', '*', '!', '='
 * as documented, or 0 if it does not speak of it. */
char git_read_push(const struct str *out, const char *ref);
/* Why the ref was refused, as that says; NULL: it was not, or how it ended is
 * not known; owned by the caller. */
char *git_read_refusal(const struct str *out, const char *ref);

struct git_origin {
    char *head; /* of the branch; NULL: it has none */
    struct git_tag tag;
};
bool git_read_origin(struct git_origin *o, const struct str *out,
                     const char *branch, const char *tag);
void git_origin_clear(struct git_origin *o);

/* Adds the name of each tag that `git ls-remote` lists. */
void git_read_origin_tags(struct argv *names, const struct str *out);

#endif

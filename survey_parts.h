/* The parts of the survey, by whom they ask; for survey*.c alone. */
#ifndef SURVEY_PARTS_H
#define SURVEY_PARTS_H

#include "gh_batch.h"
#include "gh_retry.h"
#include "survey.h"

/* Adds a problem of repository i; both texts become its own. */
void survey_problem(struct survey *s, size_t i, char *what, char *cure);
void survey_auth_problem(struct survey *s, size_t i, char *what, char *cure);
/* Runs every question that is filled in and was not asked yet. */
struct err *survey_ask(struct survey *s) MUST_CHECK;
/* The same, together with n runs of the caller's. */
struct err *survey_ask_with(struct survey *s, struct run *more,
                            size_t n_more) MUST_CHECK;
/* The command to be tried by hand: then a git may fetch what a partial clone
 * does not have; owned by the caller. */
char *survey_by_hand(const struct run *r);

#define SURVEY_MS 60000u /* for all that one curl asks of GitHub */
/* How often GitHub is asked for what may pass. */
struct gh_retry survey_patience(const struct survey *s);

/* EXIT_MISSING: what `git --version` or the like said is none of at least
 * `least`, or there is no such program. */
struct err *survey_version(const struct run *r, const char *least) MUST_CHECK;

/* survey_where.c: the folder, and what git takes it for. */
struct err *clone_find_all(struct survey *s) MUST_CHECK;
/* Takes what ASK_WHERE said; is it a work tree's top level? */
void clone_find(struct survey *s, size_t i);

/* survey_clone.c: branch, dirt, local tag, identity. */
/* In order, and none after one that another run has: so of two runs, one
 * gets them all. */
void clone_lock(struct survey *s, size_t i);
void clone_ask(struct survey *s, size_t i);
void clone_read(struct survey *s, size_t i);
void clone_judge(struct survey *s, size_t i);
/* That a git in the clone gave no answer that can be read. */
void clone_tell_no_sense(struct survey *s, size_t i, const struct run *r);

/* survey_origin.c: URLs, what is on origin, may we push. */
void origin_read_urls(struct survey *s, size_t i);
/* That a git could not talk to origin, and why; `readable`: another could. */
void origin_tell_failure(struct survey *s, size_t i, const struct run *r,
                         bool readable);
/* Asks all of them, and judges: at most two connections a repository, and
 * more only where something is wrong. */
struct err *origin_survey(struct survey *s) MUST_CHECK;
/* The first round of that, so that others can be asked meanwhile. */
void origin_ask_first(struct survey *s, size_t i);
/* Only what is there, in one connection; origin_survey() judges it. */
void origin_ask(struct survey *s, size_t i);

/* survey_aside.c: what only origin has is fetched into a folder of its own
 * that is removed again, so that the clone stays as it is. */
struct distance {
    bool known;
    unsigned long ours, theirs; /* commits that only one side has */
};
/* How far HEAD and origin's branch are apart. */
struct err *aside_measure(const struct survey *s, const struct facts *f,
                          struct distance *d) MUST_CHECK;
/* Does the tag on origin lead to a commit? */
struct err *aside_is_commit(const struct survey *s, size_t i,
                            bool *right) MUST_CHECK;

/* survey_github.c: API base, token, can each repository be read. Repositories
 * from..to-1 are asked for together: */
struct err *github_connect(struct survey *s) MUST_CHECK;
struct span {
    size_t from, to;
};
/* Fills a batch, if GitHub is asked at all. */
void github_ask(struct survey *s, struct span span, struct gh_batch *batch);
/* Once its answers are taken. */
struct err *github_judge(struct survey *s, struct span span) MUST_CHECK;
/* The parts of that: repeats what may pass, or was redirected; */
struct err *github_ask_again(struct survey *s, struct span span) MUST_CHECK;
/* takes the facts and problems out of the answers; */
void github_tell(struct survey *s, struct span span);
/* frees the answers. */
void github_forget(struct survey *s, struct span span);
/* The problem that there is no token. */
void github_tell_no_token(struct survey *s);

/* survey_tag.c: may a tag of this version be made of this commit? */
void tag_ask_workflows(struct survey *s, size_t i);
/* Asks for the rulesets that were listed, in one curl. */
struct err *tag_ask_rulesets(struct survey *s, struct span span) MUST_CHECK;
void tag_judge(struct survey *s, size_t i);
/* What of that holds for every version: is it archived, does the commit have
 * its workflow? */
void tag_judge_archived(struct survey *s, size_t i);
void tag_judge_workflow(struct survey *s, size_t i);

#endif

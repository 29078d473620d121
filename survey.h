/*
 * The survey: what is so, in every clone, on every origin and on GitHub,
 * before anything is changed. It collects facts and problems and decides
 * nothing; plan.h does.
 */
#ifndef SURVEY_H
#define SURVEY_H

#include "config.h"
#include "gh_judge.h"
#include "gh_repository.h"
#include "gh_ruleset.h"
#include "gh_run.h"
#include "git_cause.h"
#include "git_exec.h"
#include "git_origin.h"
#include "lock.h"
#include "origin_url.h"
#include "problem.h"
#include "report.h"
#include "semver.h"

/* The questions to git of which each repository has its own. */
enum ask {
    ASK_WHERE,
    ASK_STATUS,
    ASK_REFS,
    ASK_REMOTES,
    ASK_COMMITTER,
    ASK_WORKFLOWS,
    ASK_ORIGIN,
    ASK_MAY_PUSH,
    ASKS
};

/* The questions to GitHub. Without an answer to the last three, a release goes
 * on. */
enum {
    GET_REPOSITORY,
    GET_RELEASES,
    GET_TAGS,
    GET_RULESETS,
    GET_RUNS, /* the last ones of its workflow that tags started */
    GETS
};

/* What was seen of one repository. */
struct facts {
    char *dir;      /* the clone, absolute */
    bool is_clone;  /* git knows it, and `dir` is its top level */
    char *git_dir;  /* absolute */
    char *lock_dir; /* the git folder that all its worktrees share */
    char *objects;  /* its folder of objects, absolute */
    struct git_status status;
    bool status_known;
    struct git_refs refs;
    struct git_remotes remotes;
    struct origin_url origin_url;    /* where a push goes; empty: not right */
    struct git_origin origin;        /* known once ASK_ORIGIN is answered */
    bool is_public;                  /* the tag is on origin */
    struct gh_repository repository; /* as GitHub tells it */
    struct argv tags;            /* what GitHub tells of tags, some of them */
    struct gh_history history;   /* of its workflow */
    struct gh_rulesets rulesets; /* that may concern the tag */
    struct gh_ruleset *rules;    /* what each of them says, if it was read */
    struct lock lock;
    struct run asked[ASKS];
    struct gh_get gets[GETS];
    struct gh_judgement heard[GETS]; /* what came of these */
};

struct survey {
    /* You fill; the pointers must outlive the survey: */
    const struct config *config;
    const struct runner *runner;
    struct report *report;
    const char *root; /* the folder that holds the clones, absolute */
    const char *tag;
    const struct semver *version;
    const char *resume_line;  /* the command that takes up a stopped release */
    const char *patient_line; /* the same, with more time */
    uint64_t began;           /* clock in ms */
    bool resume;
    bool look_only;       /* a dry run: takes no lock, needs no token */
    bool allow_older;     /* there may be a newer version already */
    bool ignore_rulesets; /* do not ask for them */
    bool ignore_runs;     /* nor for workflow runs */
    bool fetch_nothing;   /* how far behind a clone is stays unknown where it
                             would have to be fetched */
    /* You may fill its base; the survey completes it: */
    struct gh gh;
    /* You read: */
    struct facts *facts; /* one for each of config->repos */
    struct problems problems;
    bool github_asked;
    bool told_tags, told_rulesets; /* that they cannot be read */
    bool locked_out; /* another run has a clone; nothing more was asked */
};

/* An error only where nothing can be said of the repositories: a program is
 * missing or too old, a signal came. What is wrong with the repositories is
 * in `problems`. */
struct err *survey_run(struct survey *s) MUST_CHECK;
/* Only finds the base of the API, after the origins of the clones that there
 * are, and the token; no clone, and no token, is no error. */
struct err *survey_connect(struct survey *s) MUST_CHECK;
/* Forgets what was seen, so that it can be looked at again. */
void survey_forget(struct survey *s);
/* Gives up the locks, frees. */
void survey_clear(struct survey *s);

#endif

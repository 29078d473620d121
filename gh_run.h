/*
 * The workflow run of GitHub Actions that a tag started, and its jobs: "List
 * workflow runs for a repository", "List jobs for a workflow run" of the REST
 * API. JSON comes in here and goes no further.
 */
#ifndef GH_RUN_H
#define GH_RUN_H

#include <stddef.h>
#include <stdint.h>

enum gh_run_state {
    GH_RUN_NONE,    /* there is none */
    GH_RUN_QUEUED,  /* requested, pending or queued */
    GH_RUN_WAITING, /* someone must approve it */
    GH_RUN_GOES,    /* in progress, or in a state that we do not know */
    GH_RUN_PASSED,  /* success, neutral */
    GH_RUN_SKIPPED, /* ended without having done anything, or stale */
    GH_RUN_FAILED   /* failure, cancelled, timed_out, startup_failure, ... */
};

/* Of the two words that GitHub has for it; `conclusion` may be NULL. */
enum gh_run_state gh_run_state(const char *status, const char *conclusion);

/* Of the newest attempt. */
struct gh_run {
    enum gh_run_state state;
    int64_t id, attempt;
    char *word; /* GitHub's for it: "queued", "cancelled"; owned */
    char *url;  /* for a browser; NULL: not told; owned */
    char *started_at, *updated_at; /* RFC 3339; NULL: not told; owned */
};

/* Which run is looked for: a push of `tag`, which leads to `commit`, that
 * started `workflow`, the name of a file in .github/workflows; younger than the
 * run `after`, for the tag may have been there before, and been deleted. */
struct gh_run_key {
    const char *tag, *commit, *workflow;
    int64_t after; /* its id; 0: any */
};

/* Finds the newest such run in a list. NULL, or what was wrong where, owned by
 * the caller; `run` stays empty then. */
char *gh_run_read(struct gh_run *run, const struct gh_run_key *key,
                  const char *json, size_t n);
void gh_run_clear(struct gh_run *run);

/* Of the last runs of a workflow, "List workflow runs for a workflow". */
struct gh_history {
    int64_t newest;    /* id; 0: there is none. Ids go up with time */
    unsigned usual_ms; /* how long the newest that succeeded took; 0: unknown */
};

char *gh_history_read(struct gh_history *history, const char *json, size_t n);

/* The job of a run that says most: one that failed, else one that goes on. */
struct gh_job {
    char *name;      /* NULL: there is none; owned */
    char *step;      /* that failed or goes on; NULL: none; owned */
    char *word;      /* GitHub's: "in_progress", "failure"; owned */
    int64_t started; /* seconds since 1970; -1: not told */
    size_t done, n;  /* how many jobs ended, of how many */
};

char *gh_job_read(struct gh_job *job, const char *json, size_t n);
void gh_job_clear(struct gh_job *job);

#endif

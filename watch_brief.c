#include "watch_parts.h"

#include <stdlib.h>

#define NEAR 4 /* the last part of the time limit, of so many, is told */

static bool sees_run(const struct watch *w)
{
    return watch_sees_runs(w) && w->run_seen;
}

static bool is_under_way(const struct watch *w)
{
    return sees_run(w) &&
           (w->run.state == GH_RUN_QUEUED || w->run.state == GH_RUN_GOES);
}

static bool needs_approval(const struct watch *w)
{
    return sees_run(w) && w->run.state == GH_RUN_WAITING;
}

/* A workflow that is at work may publish its draft yet. */
bool watch_needs_publishing(const struct watch *w)
{
    return w->stand == WATCH_ABSENT && w->draft && w->draft_full &&
           !is_under_way(w);
}

static bool needs_making(const struct watch *w)
{
    return w->stand == WATCH_ABSENT && w->by_hand && !w->draft;
}

bool watch_needs_person(const struct watch *w)
{
    return !w->done && !w->failed &&
           (needs_approval(w) || watch_needs_publishing(w) || needs_making(w));
}

/* What is left of the time limit, once it is near; NULL: it is not. */
static char *time_left(const struct watch *w, uint64_t now)
{
    uint64_t left = w->deadline > now ? w->deadline - now : 0;

    return left > w->timeout_ms / NEAR ? NULL : report_secs(left);
}

static void add_person(struct str *out, const struct watch *w, uint64_t now)
{
    char *left = time_left(w, now);
    const char *url = needs_approval(w)           ? w->run.url
                      : watch_needs_publishing(w) ? w->url
                                                  : NULL;

    str_add(out, needs_approval(w) ? "needs approval"
                 : watch_needs_publishing(w)
                     ? "needs publishing"
                     : "needs someone to make the release");
    if (left)
        str_addf(out, " within %s", left);
    if (url)
        str_addf(out, ": %s", url);
    free(left);
}

/* "run ended in failure in job build, step Compile" */
static void add_failure(struct str *out, const struct watch *w)
{
    str_addf(out, "run ended in %s", w->run.word);
    if (w->job.name)
        str_addf(out, " in job %s", w->job.name);
    if (w->job.step)
        str_addf(out, ", step %s", w->job.step);
}

static void add_job(struct str *out, const struct gh_job *job)
{
    if (!job->name)
        return;
    str_addf(out, ": job %s", job->name);
    if (job->step)
        str_addf(out, ", step %s", job->step);
    if (job->n > 1)
        str_addf(out, ", %zu of %zu jobs done", job->done, job->n);
}

static void add_run(struct str *out, const struct watch *w, uint64_t now)
{
    uint64_t waited = now - w->began;

    switch (w->run.state) {
    case GH_RUN_NONE:
        str_add(out, "no workflow run yet");
        if (waited >= WATCH_NO_RUN_MS)
            str_addf(out, "; is %s started by %s?", w->workflow, w->tag);
        break;
    case GH_RUN_QUEUED:
        str_addf(out, "run %s", w->run.word);
        break;
    case GH_RUN_GOES:
        str_add(out, w->run.attempt > 1 ? "running again" : "running");
        add_job(out, &w->job);
        break;
    case GH_RUN_PASSED:
        str_add(out, "run passed");
        break;
    case GH_RUN_WAITING: /* add_person() tells it */
    case GH_RUN_SKIPPED:
    case GH_RUN_FAILED:
        add_failure(out, w);
        break;
    }
}

/* What the release lacks, where the number of assets does not say it. */
static const char *lack(const struct watch *w)
{
    switch (w->stand) {
    case WATCH_UNSEEN:
        return "asking for its release";
    case WATCH_ABSENT:
        return w->draft ? "only a draft" : "no release";
    case WATCH_UNREADY:
        return w->unready;
    case WATCH_READY:
        return watch_run_ended(w) && w->run.state == GH_RUN_PASSED
                   ? "looking once more"
                   : "settling";
    case WATCH_FINAL:
        break;
    }
    return NULL;
}

/* While a run is at work, only assets that it has not made yet are news. */
static void add_lack(struct str *out, const struct watch *w, uint64_t now)
{
    const char *text = lack(w);
    uint64_t end = w->ended_at + WATCH_GRACE_MS;
    bool gives_up = watch_run_ended(w) && w->ended_at &&
                    w->stand <= WATCH_UNREADY && !w->draft_full;
    char *secs;

    if (!text || (sees_run(w) && !watch_run_ended(w) &&
                  w->stand != WATCH_UNREADY && out->len))
        return;
    str_add(out, out->len ? "; " : "");
    if (gives_up) {
        secs = report_secs(end > now ? end - now : 0);
        str_addf(out, "gives up in %s: ", secs);
        free(secs);
    }
    str_add(out, text);
}

static void add_failed(struct str *out, const struct watch *w)
{
    str_add(out, "failed: ");
    if (watch_run_failed(w))
        add_failure(out, w);
    else
        str_add(out, w->failed);
}

/* "10 min 5 s left; run queued" */
static void add_stand(struct str *out, const struct watch *w, uint64_t now)
{
    char *left = time_left(w, now);
    struct str stand = {0};

    if (sees_run(w))
        add_run(&stand, w, now);
    add_lack(&stand, w, now);
    if (left)
        str_addf(out, "%s left; ", left);
    str_add(out, str_text(&stand));
    str_clear(&stand);
    free(left);
}

char *watch_brief(const struct watch *w, uint64_t now)
{
    struct str out = {0};

    if (w->failed)
        add_failed(&out, w);
    else if (watch_needs_person(w))
        add_person(&out, w, now);
    else
        add_stand(&out, w, now);
    return str_take(&out);
}

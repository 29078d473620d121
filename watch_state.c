#include "watch_parts.h"

#include <stdlib.h>
#include <string.h>

static bool is_ready(const struct watch *w)
{
    return w->stand == WATCH_READY || w->stand == WATCH_FINAL;
}

/* Where no run tells, assets must stand still for a while. One that goes on
 * may still replace them, so it is awaited; one that waits for a person may do
 * so for days. */
static bool must_settle(const struct watch *w)
{
    if (!watch_sees_runs(w))
        return true;
    return w->run_seen &&
           (w->run.state == GH_RUN_NONE || w->run.state == GH_RUN_WAITING ||
            w->run.state == GH_RUN_SKIPPED);
}

static bool is_complete(const struct watch *w)
{
    if (w->stand != WATCH_READY)
        return w->stand == WATCH_FINAL;
    if (must_settle(w))
        return w->stand_at >= w->stood_since + w->interval_ms;
    return w->run.state == GH_RUN_PASSED && !watch_is_stale(w);
}

static struct err *run_failed(const struct watch *w, const struct gh *gh)
{
    bool again = strcmp(w->run.word, "cancelled") == 0 ||
                 strcmp(w->run.word, "startup_failure") == 0;
    struct str where = {0};
    char *repo = gh_repo(gh, w->owner, w->name);
    struct err *e;

    if (w->job.name)
        str_addf(&where, " in job \"%s\"", w->job.name);
    if (w->job.step)
        str_addf(&where, ", step \"%s\"", w->job.step);
    e = err_new(EXIT_FAILED, "its workflow run ended in %s%s: %s", w->run.word,
                str_text(&where), w->run.url ? w->run.url : "no URL is told");
    err_cure(e,
             "see why; if it may pass the second time: gh run rerun %lld%s -R "
             "%s; if the commit or its workflow is wrong: mend it, and release "
             "a new version%s",
             (long long)w->run.id, again ? "" : " --failed", repo,
             is_ready(w) ? " (all assets are there, though; --ignore-runs "
                           "takes them as they are)"
                         : "");
    str_clear(&where);
    free(repo);
    return e;
}

static struct err *run_made_nothing(const struct watch *w, const struct gh *gh)
{
    char *repo = gh_repo(gh, w->owner, w->name);
    char *web = gh_web(gh, w->owner, w->name);
    char *page = str_fmt("%s/releases", web);
    struct err *e = err_new(
        EXIT_FAILED, "its workflow run ended in %s %u s ago, but %s; see %s",
        w->run.word, WATCH_GRACE_MS / 1000,
        w->draft     ? w->draft
        : w->unready ? w->unready
                     : "there is no release of the tag (a draft is only "
                       "shown to tokens that may push)",
        w->run.url ? w->run.url : "its page");

    if (!w->draft && !w->unready)
        err_cure(e,
                 "look at %s: publish the draft if there is one; else make the "
                 "release: gh release create %s FILE --verify-tag -R %s; or "
                 "mend the workflow, and release a new version",
                 page, w->tag, repo);
    else
        err_cure(
            e,
            "upload what is missing: gh release upload %s FILE -R %s; or mend "
            "the names under \"assets\" of %s in the configuration; or mend "
            "the workflow, and release a new version (a run that is started "
            "again, gh run rerun %lld -R %s, does what it did)",
            w->tag, repo, w->name, (long long)w->run.id, repo);
    free(repo);
    free(web);
    free(page);
    return e;
}

static void add_release(struct str *out, const struct watch *w)
{
    if (is_ready(w) && !w->assets->n)
        str_add(out, "its release is there");
    else if (is_ready(w) && w->assets->n == 1)
        str_add(out, "its asset is present");
    else if (is_ready(w))
        str_addf(out, "all %zu assets present", w->assets->n);
    else if (w->draft && w->stand == WATCH_ABSENT)
        str_add(out, w->draft);
    else if (w->unready)
        str_add(out, w->unready);
    else if (w->stand == WATCH_UNSEEN)
        str_add(out, "GitHub has not told yet how the release stands");
    else if (w->by_hand)
        str_add(out, "no release on GitHub yet, and no workflow makes it: "
                     "someone must");
    else
        str_add(out, "no release on GitHub yet");
    if (is_ready(w) && must_settle(w))
        str_add(out, ", settling");
}

static void add_run(struct str *out, const struct watch *w, bool late)
{
    const char *url = w->run.url ? w->run.url : "";

    switch (w->run.state) {
    case GH_RUN_NONE:
        if (late)
            str_addf(out,
                     "no workflow run has begun in %u s: perhaps %s is not "
                     "started by this tag, Actions are disabled, or the tag "
                     "was pushed with a GITHUB_TOKEN, which starts none",
                     WATCH_NO_RUN_MS / 1000, w->workflow);
        else
            str_add(out, "its workflow run has not begun yet");
        break;
    case GH_RUN_QUEUED:
        str_addf(out, "its workflow run is %s: %s", w->run.word, url);
        break;
    case GH_RUN_WAITING:
        str_addf(out,
                 "its workflow run waits for an approval: someone must give "
                 "it at %s",
                 url);
        break;
    case GH_RUN_GOES:
        str_addf(out, "its workflow run goes on%s%s%s: %s",
                 w->run.attempt > 1 ? " (run again)" : "",
                 w->job.name ? ", job " : "", w->job.name ? w->job.name : "",
                 url);
        break;
    case GH_RUN_PASSED:
    case GH_RUN_SKIPPED:
    case GH_RUN_FAILED:
        str_addf(out, "its workflow run ended in %s", w->run.word);
        break;
    }
}

static void describe(struct watch *w, uint64_t now)
{
    struct str awaits = {0}, run = {0};

    add_release(&awaits, w);
    if (watch_sees_runs(w) && w->run_seen)
        add_run(&run, w, now - w->began >= WATCH_NO_RUN_MS);
    watch_set(&w->awaits, str_take(&awaits));
    watch_set(&w->run_says, run.len ? str_take(&run) : NULL);
}

static void sooner(struct watch *w, uint64_t at, uint64_t now)
{
    if (at > now && at < w->next)
        w->next = at;
}

/* Is something to be asked at once, of a run that ended just now? */
static bool must_look(const struct watch *w)
{
    return (watch_run_failed(w) && !w->names_asked) ||
           (watch_is_stale(w) && !w->faults);
}

/* What to do about a run that ended though the release is not complete. */
static struct err *mind_end(struct watch *w, const struct gh *gh, uint64_t now)
{
    if (watch_run_failed(w))
        return run_failed(w, gh);
    if (is_ready(w) || w->draft_full)
        return NULL;
    sooner(w, w->ended_at + WATCH_GRACE_MS, now);
    return now - w->ended_at >= WATCH_GRACE_MS ? run_made_nothing(w, gh) : NULL;
}

struct err *watch_conclude(struct watch *w, const struct gh *gh, uint64_t now)
{
    if (!watch_run_ended(w))
        w->ended_at = 0;
    else if (!w->ended_at)
        w->ended_at = now;
    if (is_complete(w)) {
        w->done = true;
        w->took_ms = (unsigned)(now - w->began);
        watch_set(&w->awaits, NULL);
        watch_set(&w->run_says, NULL);
        return NULL;
    }
    if (must_look(w)) {
        w->next = now;
        return NULL;
    }
    describe(w, now);
    if (watch_run_ended(w))
        return mind_end(w, gh, now);
    sooner(w, w->began + WATCH_NO_RUN_MS, now);
    return NULL;
}

bool watch_is_heard(const struct watch *w)
{
    bool looks_on = !watch_sees_runs(w) || w->run_seen;

    return w->done || (w->stand != WATCH_UNSEEN && looks_on && !must_look(w));
}

/* What a person can do so that it becomes complete at all. */
static void cure_lateness(const struct watch *w, const struct gh *gh,
                          struct err *e)
{
    char *web = gh_web(gh, w->owner, w->name),
         *repo = gh_repo(gh, w->owner, w->name);
    bool sees = watch_sees_runs(w) && w->run_seen;

    if (w->draft)
        err_cure(e, "press \"Publish\" at %s", w->url ? w->url : web);
    else if (sees && w->run.state == GH_RUN_WAITING && w->run.url)
        err_cure(e, "give the approval at %s", w->run.url);
    else if (w->by_hand && w->stand == WATCH_ABSENT)
        err_cure(e, "make it: gh release create %s -R %s FILES", w->tag, repo);
    else if (sees && w->run.state == GH_RUN_NONE)
        err_cure(e,
                 "see that tags like %s start %s, and that Actions are "
                 "enabled: %s/actions",
                 w->tag, w->workflow, web);
    else if (w->run.url)
        err_cure(e,
                 "see what its workflow run does: %s; --timeout-secs gives "
                 "it more time",
                 w->run.url);
    else
        err_cure(e, "look at %s/releases; --timeout-secs gives it more time",
                 web);
    free(web);
    free(repo);
}

struct err *watch_time_is_up(const struct watch *w, const struct gh *gh)
{
    char *secs = report_secs(w->timeout_ms);
    struct err *e = err_new(
        EXIT_TIMEOUT, "time is up after %s; %s%s%s; GitHub last said: %s", secs,
        w->awaits ? w->awaits : "it never said how the release stands",
        w->run_says ? "; " : "", w->run_says ? w->run_says : "",
        w->heard ? w->heard : "nothing");

    cure_lateness(w, gh, e);
    free(secs);
    return e;
}

/* What a line that is cut at its end should say first. */
static void add_job(struct str *out, const struct gh_job *job, int64_t wall)
{
    char *secs;

    if (!job->name)
        return;
    str_addf(out, ", job %s", job->name);
    if (job->step)
        str_addf(out, ", step %s", job->step);
    if (job->n > 1)
        str_addf(out, ", %zu of %zu jobs done", job->done, job->n);
    if (job->started < 0 || wall <= job->started)
        return;
    secs = report_secs((uint64_t)(wall - job->started) * 1000);
    str_addf(out, ", for %s", secs);
    free(secs);
}

char *watch_live(const struct watch *w, int64_t wall)
{
    struct str out = {0};

    if (w->run_says && watch_run_goes(w)) {
        str_add(&out, "its run goes on");
        add_job(&out, &w->job, wall);
        str_add(&out, "; ");
    } else if (w->run_says) {
        str_addf(&out, "%s; ", w->run_says);
    }
    str_add(&out, w->awaits ? w->awaits : "asking for the release");
    return str_take(&out);
}

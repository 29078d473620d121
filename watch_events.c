#include "watch_parts.h"

#include <stdlib.h>

static const char *const run_states[] = {
    [GH_RUN_NONE] = "none",       [GH_RUN_QUEUED] = "queued",
    [GH_RUN_WAITING] = "waiting", [GH_RUN_GOES] = "running",
    [GH_RUN_PASSED] = "passed",   [GH_RUN_SKIPPED] = "skipped",
    [GH_RUN_FAILED] = "failed",
};

/* Of a run that ended well, or goes again, what is known is from before. */
static bool has_job(const struct watch *w)
{
    return w->run.state == GH_RUN_GOES || w->run.state == GH_RUN_FAILED;
}

void watch_describe_run(const struct watch *w, struct document *d)
{
    if (!watch_sees_runs(w) || !w->run_seen) {
        document_null(d, "run");
        return;
    }
    document_object(d, "run");
    document_text(d, "state", run_states[w->run.state]);
    if (w->run.state != GH_RUN_NONE) {
        document_text(d, "status", w->run.word);
        document_number(d, "id", w->run.id);
        document_number(d, "attempt", w->run.attempt);
        document_text(d, "url", w->run.url);
        document_text(d, "started_at", w->run.started_at);
        document_text(d, "updated_at", w->run.updated_at);
    }
    if (w->job.name && has_job(w)) {
        document_text(d, "job", w->job.name);
        document_text(d, "step", w->job.step);
        document_number(d, "jobs_done", (int64_t)w->job.done);
        document_number(d, "jobs", (int64_t)w->job.n);
    }
    document_end(d);
}

void watch_describe_assets(const struct watch *w, struct document *d)
{
    size_t n = w->stand < WATCH_UNREADY ? 0 : w->release.n;

    document_list(d, "assets");
    for (size_t i = 0; i < n; i++) {
        const struct gh_asset *a = &w->release.assets[i];

        document_object(d, NULL);
        document_text(d, "name", a->name);
        document_number(d, "size", a->size);
        document_text(d, "digest", a->digest);
        document_text(d, "created_at", a->created_at);
        document_text(d, "updated_at", a->updated_at);
        document_text(d, "url", a->url);
        document_end(d);
    }
    document_end(d);
}

void watch_describe_release(const struct watch *w, struct document *d)
{
    static const char *const stands[] = {[WATCH_UNSEEN] = "unknown",
                                         [WATCH_ABSENT] = "absent",
                                         [WATCH_UNREADY] = "incomplete",
                                         [WATCH_READY] = "settling",
                                         [WATCH_FINAL] = "complete"};
    bool draft = w->draft && w->stand == WATCH_ABSENT;

    document_object(d, "release");
    document_text(d, "state",
                  w->done ? "complete"
                  : draft ? "draft"
                          : stands[w->stand]);
    document_number(d, "assets",
                    w->stand < WATCH_UNREADY && !draft ? 0
                                                       : (int64_t)w->n_there);
    document_number(d, "expected", (int64_t)w->assets->n);
    document_text(d, "url", w->url);
    document_end(d);
}

/* Where a person must act the board has no room for the whole URL. */
static void tell(const struct watch *w, struct report *rep, const char *name,
                 bool on_board, const char *text)
{
    struct event ev;

    report_begin(rep, &ev, name, w->name);
    ev.on_board = on_board;
    watch_describe_run(w, &ev.fields);
    watch_describe_release(w, &ev.fields);
    report_event(rep, &ev, "%s", text);
}

void watch_tell_run(const struct watch *w, struct report *rep)
{
    bool waits = w->run.state == GH_RUN_WAITING;

    tell(w, rep, waits ? "approval" : "run", !waits, w->run_says);
}

void watch_tell_release(const struct watch *w, struct report *rep)
{
    char *text = str_fmt("waiting: %s", w->awaits);

    tell(w, rep, w->draft && w->stand == WATCH_ABSENT ? "draft" : "waiting",
         !watch_needs_publishing(w), text);
    free(text);
}

#include "gh_watch.h"

#include "watch_parts.h"

#include <stdlib.h>
#include <string.h>

void watch_set(char **to, char *text)
{
    free(*to);
    *to = text;
}

bool watch_sees_runs(const struct watch *w)
{
    return w->workflow && !w->runs_off;
}

bool watch_run_goes(const struct watch *w)
{
    return watch_sees_runs(w) && w->run.state == GH_RUN_GOES;
}

bool watch_run_ended(const struct watch *w)
{
    return watch_sees_runs(w) && w->run.state >= GH_RUN_PASSED;
}

bool watch_run_failed(const struct watch *w)
{
    return watch_run_ended(w) && w->run.state == GH_RUN_FAILED;
}

bool watch_is_stale(const struct watch *w)
{
    return watch_run_ended(w) && w->stand_at < w->ended_at;
}

void watch_begin(struct watch *w, const struct gh *gh, unsigned number,
                 uint64_t now)
{
    char *tag = gh_escape(w->tag);

    w->begun = true;
    w->began = now;
    w->deadline = now + w->timeout_ms;
    w->next = now;
    w->jitter = (unsigned)now + number;
    gh_get_init(&w->gets[WATCH_RUN], gh,
                "/repos/%s/%s/actions/runs?event=push&head_sha=%s&per_page=20",
                w->owner, w->name, w->commit);
    gh_get_init(&w->gets[WATCH_RELEASE], gh, "/repos/%s/%s/releases/tags/%s",
                w->owner, w->name, tag);
    gh_get_init(&w->gets[WATCH_DRAFT], gh, "/repos/%s/%s/releases?per_page=5",
                w->owner, w->name);
    free(tag);
}

/* Two questions a round: the run, and in turns what else can have changed. A
 * draft is only shown in the list of releases. */
void watch_ask(struct watch *w, const struct gh *gh)
{
    bool odd = w->round++ % 2 != 0, stale = watch_is_stale(w);
    bool jobs = watch_run_failed(w) || (watch_run_goes(w) && odd);
    bool draft = !jobs && !stale && odd && w->stand == WATCH_ABSENT;

    w->asked[WATCH_RUN] = watch_sees_runs(w) && !watch_run_failed(w) && !stale;
    w->asked[WATCH_JOBS] = jobs;
    w->asked[WATCH_DRAFT] = draft;
    w->asked[WATCH_RELEASE] = watch_run_failed(w) || (!jobs && !draft);
    if (jobs && !w->gets[WATCH_JOBS].url)
        gh_get_init(&w->gets[WATCH_JOBS], gh,
                    "/repos/%s/%s/actions/runs/%lld/jobs?filter=latest"
                    "&per_page=100",
                    w->owner, w->name, (long long)w->run.id);
}

/* The assets that are not as they must be, each kind in words of its own;
 * empty: all are. */
static void list_unready(struct str *out, struct watch *w,
                         const struct gh_release *release)
{
    struct str missing = {0}, uploading = {0}, empty = {0};

    w->n_there = w->assets->n;
    for (size_t i = 0; i < w->assets->n; i++) {
        const char *name = w->assets->v[i];
        const struct gh_asset *a = gh_release_asset(release, name);
        struct str *to = !a                                  ? &missing
                         : strcmp(a->state, "uploaded") != 0 ? &uploading
                         : a->size == 0                      ? &empty
                                                             : NULL;

        if (!to)
            continue;
        w->n_there--;
        str_addf(to, "%s%s", to->len ? ", " : "", name);
        if (to == &uploading)
            str_addf(to, " (state \"%s\")", a->state);
    }
    if (missing.len)
        str_addf(out, "missing: %s", missing.s);
    if (uploading.len)
        str_addf(out, "%sstill uploading: %s", out->len ? "; " : "",
                 uploading.s);
    if (empty.len)
        str_addf(out, "%suploaded but empty (0 bytes): %s",
                 out->len ? "; " : "", empty.s);
    str_clear(&missing);
    str_clear(&uploading);
    str_clear(&empty);
}

static char *marks_of(const struct watch *w, const struct gh_release *release)
{
    struct str marks = {0};

    for (size_t i = 0; i < w->assets->n; i++) {
        const struct gh_asset *a = gh_release_asset(release, w->assets->v[i]);

        str_addf(&marks, "%lld %lld %s %s\n", (long long)a->id,
                 (long long)a->size, a->digest ? a->digest : "-",
                 a->updated_at);
    }
    return str_take(&marks);
}

/* All are there: since when have they stood as they stand now? */
static void note_marks(struct watch *w, const struct gh_release *release,
                       uint64_t now)
{
    char *marks = marks_of(w, release);

    w->stand = release->immutable ? WATCH_FINAL : WATCH_READY;
    if (w->marks && strcmp(w->marks, marks) == 0) {
        free(marks);
        return;
    }
    watch_set(&w->marks, marks);
    w->stood_since = now;
}

static struct err *never_complete(const char *unready)
{
    struct err *e = err_new(EXIT_FAILED,
                            "the release is immutable, so it can never become "
                            "complete; %s",
                            unready);

    err_cure(e, "mend the workflow, and release a new version");
    e->hopeless = 1;
    return e;
}

static void forget_release(struct watch *w, enum watch_stand stand)
{
    w->stand = stand;
    watch_set(&w->marks, NULL);
    watch_set(&w->unready, NULL);
    watch_set(&w->gets[WATCH_RELEASE].etag, NULL);
}

static struct err *note_release(struct watch *w,
                                const struct gh_release *release, uint64_t now)
{
    struct str unready = {0};

    watch_set(&w->url, release->url ? str_dup(release->url) : NULL);
    watch_set(&w->draft, NULL);
    w->draft_full = false;
    list_unready(&unready, w, release);
    if (release->draft)
        str_addf(&unready, "%sa draft: someone must press \"Publish\"",
                 unready.len ? "; " : "");
    watch_set(&w->heard, str_fmt("a release with %zu asset%s%s", release->n,
                                 release->n == 1 ? "" : "s",
                                 release->draft ? ", a draft" : ""));
    if (!unready.len) {
        note_marks(w, release, now);
        return NULL;
    }
    watch_set(&w->marks, NULL);
    w->stand = WATCH_UNREADY;
    watch_set(&w->unready, str_take(&unready));
    return release->immutable ? never_complete(w->unready) : NULL;
}

static struct err *read_release(struct watch *w, struct gh_judgement *j,
                                uint64_t now)
{
    const struct gh_get *g = &w->gets[WATCH_RELEASE];
    struct gh_release release;
    struct err *e = NULL;
    char *wrong = gh_release_read(&release, str_text(&g->body), g->body.len);

    if (!wrong && strcmp(release.tag, w->tag) != 0)
        wrong = str_fmt("it is the release of the tag %s", release.tag);
    if (wrong)
        gh_judge_body(j, wrong);
    else
        e = note_release(w, &release, now);
    if (!wrong) {
        gh_release_clear(&w->release);
        w->release = release;
    } else {
        gh_release_clear(&release);
    }
    free(wrong);
    return e;
}

static void read_draft(struct watch *w, struct gh_judgement *j)
{
    const struct gh_get *g = &w->gets[WATCH_DRAFT];
    struct gh_release draft;
    struct str unready = {0};
    char *wrong =
        gh_draft_read(&draft, w->tag, str_text(&g->body), g->body.len);

    watch_set(&w->draft, NULL);
    w->draft_full = false;
    if (draft.tag) {
        list_unready(&unready, w, &draft);
        w->draft_full = !unready.len;
        watch_set(&w->url, draft.url ? str_dup(draft.url) : NULL);
        watch_set(
            &w->draft,
            str_fmt("a draft of its release is there%s%s: someone must press "
                    "\"Publish\"%s%s",
                    unready.len ? ", " : ", with all assets",
                    str_text(&unready), w->url ? " at " : "",
                    w->url ? w->url : ""));
    }
    if (wrong)
        gh_judge_body(j, wrong);
    free(wrong);
    str_clear(&unready);
    gh_release_clear(&draft);
}

static void read_run(struct watch *w, struct gh_judgement *j)
{
    const struct gh_run_key key = {w->tag, w->commit, w->workflow, w->after};
    const struct gh_get *g = &w->gets[WATCH_RUN];
    struct gh_run run;
    char *wrong = gh_run_read(&run, &key, str_text(&g->body), g->body.len);

    if (wrong) {
        gh_judge_body(j, wrong);
        free(wrong);
        return;
    }
    if (w->run.id && !run.id) {
        gh_judge_body(j, "the workflow run is not listed any more");
        gh_run_clear(&run);
        return;
    }
    if (run.id != w->run.id || run.attempt != w->run.attempt) {
        gh_get_clear(&w->gets[WATCH_JOBS]);
        w->asked[WATCH_JOBS] = false; /* that was of another run */
        gh_job_clear(&w->job);
        w->names_asked = false;
        w->ended_at = 0;
    }
    gh_run_clear(&w->run);
    w->run = run;
}

static void read_jobs(struct watch *w, struct gh_judgement *j)
{
    const struct gh_get *g = &w->gets[WATCH_JOBS];
    struct gh_job job;
    char *wrong = gh_job_read(&job, str_text(&g->body), g->body.len);

    if (wrong) {
        gh_judge_body(j, wrong);
        free(wrong);
        return;
    }
    gh_job_clear(&w->job);
    w->job = job;
}

static void keep_etag(struct gh_get *g)
{
    watch_set(&g->etag, g->head.etag ? str_dup(g->head.etag) : NULL);
}

struct err *watch_take(struct watch *w, enum watch_get which,
                       struct gh_judgement *j, uint64_t now)
{
    struct err *e = NULL;

    if (j->verdict == GH_OK) {
        if (which == WATCH_RUN)
            read_run(w, j);
        else if (which == WATCH_JOBS)
            read_jobs(w, j);
        else if (which == WATCH_DRAFT)
            read_draft(w, j);
        else
            e = read_release(w, j, now);
        if (j->verdict == GH_OK)
            keep_etag(&w->gets[which]);
    } else if (j->verdict == GH_ABSENT && which == WATCH_RELEASE) {
        forget_release(w, WATCH_ABSENT);
    }
    if (which == WATCH_RUN && (j->verdict == GH_OK || j->verdict == GH_SAME))
        w->run_seen = true;
    if (which == WATCH_JOBS)
        w->names_asked = watch_run_ended(w);
    if (which == WATCH_RELEASE && j->verdict <= GH_ABSENT)
        w->stand_at = now;
    if (which == WATCH_RELEASE && *j->says)
        watch_set(&w->heard, str_dup(j->says));
    return e;
}

void watch_clear(struct watch *w)
{
    for (size_t g = 0; g < WATCH_GETS; g++)
        gh_get_clear(&w->gets[g]);
    gh_run_clear(&w->run);
    gh_job_clear(&w->job);
    free(w->url);
    free(w->unready);
    free(w->marks);
    free(w->draft);
    free(w->awaits);
    free(w->run_says);
    free(w->heard);
    free(w->failed);
    gh_release_clear(&w->release);
    *w = (struct watch){0};
}

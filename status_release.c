#include "status_parts.h"

#include <stdlib.h>
#include <string.h>

static void expand_assets(const struct survey *s, size_t i, struct argv *assets)
{
    const struct repo *repo = &s->config->repos[i];

    for (size_t k = 0; k < repo->assets.n; k++) {
        char *name = config_expand(repo->assets.v[k], s->version->text, s->tag);

        argv_push(assets, name);
        free(name);
    }
}

/* Does the tag on origin still lead to the commit that is watched? */
static bool is_watched(const struct stand *stand, const struct facts *f)
{
    return stand->watched && f->origin.tag.object &&
           strcmp(stand->watched, f->origin.tag.peeled) == 0;
}

static void forget(struct stand *stand)
{
    watch_clear(&stand->watch);
    argv_clear(&stand->assets);
    free(stand->watched);
    free(stand->cure);
    checksums_forget(stand);
    stand->watched = stand->cure = NULL;
    stand->hopeless = false;
}

/* A release is looked for where the tag is public; what is known of it stays,
 * where origin cannot be asked for a moment. */
static void begin(struct status *st, size_t i)
{
    const struct survey *s = &st->survey;
    const struct facts *f = &s->facts[i];
    struct stand *stand = &st->stands[i];
    struct watch *w = &stand->watch;

    if (stand->asked && !is_watched(stand, f))
        forget(stand);
    stand->commit =
        f->origin.tag.object ? f->origin.tag.peeled : f->refs.tag.peeled;
    if (w->begun || !f->origin.tag.object)
        return;
    w->commit = stand->watched = str_dup(stand->commit);
    expand_assets(s, i, &stand->assets);
    w->owner = s->config->owner;
    w->name = s->config->repos[i].name;
    w->tag = s->tag;
    w->workflow = s->ignore_runs ? NULL : s->config->repos[i].workflow;
    w->assets = &stand->assets;
    w->timeout_ms = s->config->timeout_secs * 1000;
    w->interval_ms = s->config->poll_secs * 1000;
    watch_begin(w, &s->gh, (unsigned)i, clock_ms());
}

/* Is there more to be asked of it, after the first round? */
static bool has_more(const struct watch *w)
{
    return !w->done && !w->failed &&
           (w->stand == WATCH_ABSENT || w->run.state == GH_RUN_GOES ||
            w->run.state == GH_RUN_FAILED);
}

static bool is_asked(const struct watch *w)
{
    for (size_t g = 0; g < WATCH_GETS; g++)
        if (w->asked[g])
            return true;
    return false;
}

/* That an immutable release is not complete is told once: an answer that is
 * the same as before does not tell it again. */
static void note_failure(struct stand *stand, const struct err *e)
{
    struct watch *w = &stand->watch;

    if (!e && w->failed && w->stand == WATCH_UNREADY && w->release.immutable)
        return;
    free(w->failed);
    free(stand->cure);
    w->failed = e ? str_dup(e->text) : NULL;
    stand->hopeless = e && e->hopeless;
    stand->cure = e && e->cure ? str_dup(e->cure) : NULL;
}

/* Runs that cannot be read for a moment are not off. */
static bool is_off(const struct gh_judgement *j)
{
    return j->verdict == GH_ABSENT || j->verdict == GH_DENIED ||
           j->verdict == GH_BROKEN;
}

static void take(struct status *st, size_t i, uint64_t now)
{
    struct watch *w = &st->stands[i].watch;
    struct err *e = NULL;

    for (int g = 0; !e && g < WATCH_GETS; g++) {
        struct gh_judgement j;

        if (!w->asked[g])
            continue;
        status_judge(st, i, &w->gets[g], &j);
        w->runs_off |= is_off(&j) && g == WATCH_RUN;
        e = watch_take(w, (enum watch_get)g, &j, now);
        gh_judgement_clear(&j);
        str_clear(&w->gets[g].body);
    }
    w->done = false; /* a release may be taken away again */
    if (!e)
        e = watch_conclude(w, &st->survey.gh, now);
    note_failure(&st->stands[i], e);
    err_free(e);
}

/* A run that failed may have been started again since the last look. */
static void ask(struct watch *w, const struct gh *gh, int round)
{
    if (!round)
        w->runs_off = false;
    watch_ask(w, gh);
    if (!round && w->workflow && w->run.state == GH_RUN_FAILED)
        w->asked[WATCH_RUN] = true;
}

static struct err *look_once(struct status *st, int round)
{
    struct survey *s = &st->survey;
    struct gh_batch batch = {0};
    struct err *e;
    uint64_t now;

    for (size_t i = 0; i < s->config->n; i++) {
        struct watch *w = &st->stands[i].watch;

        memset(w->asked, 0, sizeof(w->asked));
        if (w->begun && (!round || has_more(w)))
            ask(w, &s->gh, round);
        for (size_t g = 0; g < WATCH_GETS; g++)
            if (w->asked[g])
                gh_batch_add(&batch, &w->gets[g]);
    }
    gh_batch_fill(&batch, &s->gh, status_curls(st), STATUS_MS);
    e = survey_ask_with(s, batch.curls, batch.n_curls);
    if (!e)
        e = status_take(st, &batch);
    now = clock_ms();
    for (size_t i = 0; !e && batch.n && i < s->config->n; i++)
        if (is_asked(&st->stands[i].watch))
            take(st, i, now);
    gh_batch_clear(&batch);
    return e;
}

struct err *release_look(struct status *st)
{
    struct err *e = NULL;

    for (size_t i = 0; i < st->survey.config->n; i++)
        begin(st, i);
    for (int round = 0; !e && round < STATUS_ROUNDS; round++)
        e = look_once(st, round);
    return e ? e : checksums_look(st);
}

#include "release_parts.h"

#include <stdlib.h>
#include <string.h>

static void note_watch(struct release *rel, size_t i, struct watch *w)
{
    struct outcome *o = &rel->outcomes[i];
    char *secs = report_secs(w->took_ms);

    o->released = w->done;
    o->took_ms = w->took_ms;
    o->url = w->url;
    w->url = NULL;
    if (w->done)
        report_line(rel->report, rel->plan->steps[i].name,
                    "released, all %zu assets are there, after %s",
                    w->assets->n, secs);
    free(secs);
}

/* Waits for the releases of steps from..to-1, all of them public. */
static struct err *wait_for_releases(struct release *rel, size_t from,
                                     size_t to)
{
    struct watch *watches = mem_zero(to - from, sizeof(*watches));
    struct err *e;

    for (size_t i = from; i < to; i++) {
        struct watch *w = &watches[i - from];

        w->owner = rel->config->owner;
        w->name = rel->plan->steps[i].name;
        w->tag = rel->plan->tag;
        w->assets = &rel->plan->steps[i].assets;
        w->interval_ms = rel->config->poll_secs * 1000;
        w->timeout_ms = rel->config->timeout_secs * 1000;
    }
    e = gh_poll(rel->runner, rel->gh, rel->report, watches, to - from);
    for (size_t i = from; i < to; i++) {
        note_watch(rel, i, &watches[i - from]);
        watch_clear(&watches[i - from]);
    }
    free(watches);
    return e;
}

/* In order; what is public already is awaited together with the one before
 * it, for nothing is pushed in between. */
static struct err *push_and_wait(struct release *rel)
{
    struct err *e = NULL;

    for (size_t i = 0, next; !e && i < rel->plan->n; i = next) {
        next = i + 1;
        while (next < rel->plan->n && rel->outcomes[next].is_public)
            next++;
        if (!rel->outcomes[i].is_public)
            e = release_push(rel, i);
        if (!e)
            e = wait_for_releases(rel, i, next);
    }
    return e;
}

static void add_name(struct str *list, const char *name)
{
    str_addf(list, "%s%s", list->len ? ", " : "", name);
}

static void drop_tags(struct release *rel, struct err *e)
{
    struct str gone = {0}, kept = {0};

    for (size_t i = 0; i < rel->plan->n; i++) {
        const struct outcome *o = &rel->outcomes[i];

        if (!o->tried || o->is_public || o->unclear)
            continue;
        add_name(release_drop_tag(rel, i) ? &gone : &kept,
                 rel->plan->steps[i].name);
    }
    if (gone.len)
        err_note(e, "  local tags: removed again in %s", gone.s);
    if (kept.len)
        err_note(e,
                 "  local tags: %s stays in %s, where it was changed or "
                 "could not be removed",
                 rel->plan->tag, kept.s);
    str_clear(&gone);
    str_clear(&kept);
}

/* "v1.2.3 is on origin of a (1a2b3c4d5), of b (...)", and what is not so
 * clear. */
static void note_public(const struct release *rel, struct err *e)
{
    const char *tag = rel->plan->tag;
    struct str list = {0};
    bool all_told = true;

    for (size_t i = 0; i < rel->plan->n; i++) {
        const struct outcome *o = &rel->outcomes[i];
        const struct step *step = &rel->plan->steps[i];

        if (o->unclear)
            err_note(e,
                     "  unclear: whether %s is on origin of %s; to ask it: "
                     "git -C %s ls-remote origin refs/tags/%s",
                     tag, step->name, step->dir, tag);
        if (o->others)
            err_note(e, "  not ours: the %s on origin of %s", tag, step->name);
        all_told = all_told && !o->unclear && !o->others;
        if (o->is_public)
            str_addf(&list, list.len ? ", of %s (%.*s)" : "%s (%.*s)",
                     step->name, GIT_SHORT, step->commit);
    }
    if (list.len)
        err_note(e, "  public now: %s is on origin of %s; %s", tag, list.s,
                 all_told ? "nothing else is public"
                          : "nothing else of this run is public");
    else
        err_note(e, "  public now: nothing%s; %s is on no %sorigin",
                 all_told ? "" : " that is sure", tag,
                 all_told ? "" : "other ");
    str_clear(&list);
}

static void note_released(const struct release *rel, struct err *e)
{
    struct str list = {0};

    for (size_t i = 0; i < rel->plan->n; i++)
        if (rel->outcomes[i].released)
            add_name(&list, rel->plan->steps[i].name);
    if (list.len)
        err_note(e, "  complete: %s", list.s);
    str_clear(&list);
}

static bool is_begun(const struct release *rel)
{
    for (size_t i = 0; i < rel->plan->n; i++)
        if (rel->outcomes[i].is_public || rel->outcomes[i].unclear ||
            rel->outcomes[i].others)
            return true;
    return false;
}

static void note_next(const struct release *rel, struct err *e)
{
    const char *then = e->cure ? "then" : "to go on";

    if (e->cure)
        err_note(e, "  first: %s", e->cure);
    if (e->hopeless)
        err_note(e, "  %s stays as it is; to look at it again: %s",
                 rel->plan->tag, rel->resume_line);
    else if (is_begun(rel))
        err_note(e, "  %s: %s", then, rel->resume_line);
    else
        err_note(e, "  %s: give the same command again", then);
}

static void start_outcomes(struct release *rel)
{
    rel->outcomes = mem_zero(rel->plan->n, sizeof(*rel->outcomes));
    for (size_t i = 0; i < rel->plan->n; i++) {
        const struct step *step = &rel->plan->steps[i];

        if (step->object)
            rel->outcomes[i].object = str_dup(step->object);
        rel->outcomes[i].is_public = step->tag == TAG_PUBLIC;
    }
}

struct err *release_apply(struct release *rel)
{
    struct err *e;

    start_outcomes(rel);
    e = release_make_tags(rel);
    if (!e)
        e = push_and_wait(rel);
    if (e) {
        note_public(rel, e);
        note_released(rel, e);
        drop_tags(rel, e);
        note_next(rel, e);
    }
    return e;
}

void release_print(const struct release *rel, FILE *to)
{
    int width = (int)strlen("REPOSITORY");

    for (size_t i = 0; i < rel->plan->n; i++) {
        int n = (int)strlen(rel->plan->steps[i].name);

        width = n > width ? n : width;
    }
    fprintf(to, "%-*s  %-*s  %-*s  %6s  %-6s  %s\n", width, "REPOSITORY",
            GIT_SHORT, "COMMIT", (int)strlen(rel->plan->tag), "TAG", "ASSETS",
            "TIME", "RELEASE");
    for (size_t i = 0; i < rel->plan->n; i++) {
        const struct step *step = &rel->plan->steps[i];
        const char *at = rel->outcomes[i].url;
        char *secs = report_secs(rel->outcomes[i].took_ms);
        struct str url = {0};

        str_add_printable(&url, at ? at : "-", at ? strlen(at) : 1);
        fprintf(to, "%-*s  %.*s  %s  %6zu  %-6s  %s\n", width, step->name,
                GIT_SHORT, step->commit, rel->plan->tag, step->assets.n, secs,
                str_text(&url));
        str_clear(&url);
        free(secs);
    }
}

void release_clear(struct release *rel)
{
    for (size_t i = 0; rel->outcomes && i < rel->plan->n; i++) {
        free(rel->outcomes[i].object);
        free(rel->outcomes[i].url);
    }
    free(rel->outcomes);
    rel->outcomes = NULL;
}

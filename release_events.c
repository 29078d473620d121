#include "release_parts.h"

#include <stdlib.h>
#include <string.h>

static void begin(const struct release *rel, size_t i, const char *name,
                  struct event *ev)
{
    const struct step *step = &rel->plan->steps[i];

    report_begin(rel->report, ev, name, step->name);
    ev->on_board = true;
    document_text(&ev->fields, "tag", rel->plan->tag);
    document_text(&ev->fields, "commit", step->commit);
    document_text(&ev->fields, "tag_object", rel->outcomes[i].object);
}

void release_tell_tagged(const struct release *rel, size_t i)
{
    struct event ev;

    begin(rel, i, "tagged", &ev);
    report_event(rel->report, &ev, "tagged %.*s as %s", GIT_SHORT,
                 rel->plan->steps[i].commit, rel->plan->tag);
}

void release_tell_pushed(const struct release *rel, size_t i)
{
    const struct step *step = &rel->plan->steps[i];
    struct event ev;

    begin(rel, i, "pushed", &ev);
    document_text(&ev.fields, "to", step->url);
    report_event(rel->report, &ev, "pushed %s (on commit %.*s) to %s",
                 rel->plan->tag, GIT_SHORT, step->commit, step->url);
}

void release_tell_failed(struct release *rel, size_t i, const struct err *e)
{
    const char *name = rel->plan->steps[i].name, *why = e->text;

    if (str_starts(why, name))
        why += strlen(name) + strlen(": ");
    free(rel->outcomes[i].failed);
    rel->outcomes[i].failed = str_dup(why);
    report_failed(rel->report, name, e);
}

void release_tell_released(const struct release *rel, size_t i)
{
    const struct watch *w = &rel->watches[i];
    char *secs = report_secs(w->took_ms);
    struct event ev;

    begin(rel, i, "released", &ev);
    document_number(&ev.fields, "took_ms", w->took_ms);
    watch_describe_run(w, &ev.fields);
    watch_describe_assets(w, &ev.fields);
    if (w->assets->n > 1)
        report_event(rel->report, &ev,
                     "released, all %zu assets are there, after %s",
                     w->assets->n, secs);
    else
        report_event(rel->report, &ev, "released%s, after %s",
                     w->assets->n ? ", its asset is there" : "", secs);
    free(secs);
}

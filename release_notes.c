#include "release_parts.h"

#include <stdlib.h>

static void add_name(struct str *list, const char *name)
{
    str_addf(list, "%s%s", list->len ? ", " : "", name);
}

/* False: one of this run's stays. */
static bool drop_tags(struct release *rel, struct err *e)
{
    struct str gone = {0}, kept = {0}, found = {0};
    bool all;

    for (size_t i = 0; i < rel->plan->n; i++) {
        const struct outcome *o = &rel->outcomes[i];

        if (o->denied && release_has_tag(rel, i))
            add_name(&found, rel->plan->steps[i].name);
        if (!o->tried || o->is_public || o->unclear)
            continue;
        if (!release_drop_tag(rel, i))
            add_name(&kept, rel->plan->steps[i].name);
        else if (o->object)
            add_name(&gone, rel->plan->steps[i].name);
    }
    if (gone.len)
        err_note(e, "  local tags: removed again in %s", gone.s);
    if (kept.len)
        err_note(e,
                 "  local tags: %s stays in %s, where it was changed or "
                 "could not be removed",
                 rel->plan->tag, kept.s);
    if (found.len)
        err_note(e,
                 "  local tags: %s is, or may be, in %s, and it is not known "
                 "who made it",
                 rel->plan->tag, found.s);
    all = !kept.len && !found.len;
    str_clear(&found);
    str_clear(&gone);
    str_clear(&kept);
    return all;
}

/* "v1.2.3 is on origin of a (1a2b3c4d5), of b (...)", and what is not so
 * clear. */
static void note_public(const struct release *rel, struct err *e)
{
    const char *tag = rel->plan->tag;
    struct str list = {0};
    bool all_told = true, others = false;

    for (size_t i = 0; i < rel->plan->n; i++) {
        const struct outcome *o = &rel->outcomes[i];
        const struct step *step = &rel->plan->steps[i];

        char *dir = str_shell(step->dir);

        if (o->unclear)
            err_note(e,
                     "  unclear: whether %s is on origin of %s; to ask it: "
                     "git -C %s ls-remote origin refs/tags/%s",
                     tag, step->name, dir, tag);
        free(dir);
        if (o->others)
            err_note(e, "  not ours: the %s on origin of %s", tag, step->name);
        others |= o->others;
        all_told = all_told && !o->unclear && !o->others;
        if (o->is_public)
            str_addf(&list, list.len ? ", of %s (%.*s)" : "%s (%.*s)",
                     step->name, GIT_SHORT, step->commit);
    }
    if (list.len)
        err_note(e, "  public now: %s is on origin of %s; %s", tag, list.s,
                 all_told ? "nothing else is public"
                          : "nothing else of this run is public");
    else if (others)
        err_note(e, "  public now: nothing of this run");
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

/* What was awaited beside that which failed. */
static void note_awaited(const struct release *rel, struct err *e)
{
    for (size_t i = 0; i < rel->plan->n; i++) {
        const struct watch *w = &rel->watches[i];

        if (w->begun && !w->done && !w->failed && w->awaits)
            err_note(e, "  not complete: %s: %s%s%s", w->name, w->awaits,
                     w->run_says ? "; " : "", w->run_says ? w->run_says : "");
    }
}

static bool is_begun(const struct release *rel)
{
    for (size_t i = 0; i < rel->plan->n; i++)
        if (rel->outcomes[i].is_public || rel->outcomes[i].unclear ||
            rel->outcomes[i].others)
            return true;
    return false;
}

static void note_next(const struct release *rel, struct err *e, bool begun)
{
    const char *then = e->cure ? "then" : "to go on";
    const char *resume =
        e->code == EXIT_TIMEOUT ? rel->patient_line : rel->resume_line;

    if (e->cure)
        err_note(e, "  first: %s", e->cure);
    if (begun)
        err_next(e, resume);
    if (e->hopeless)
        err_note(e, "  %s stays as it is; to look at it again: %s",
                 rel->plan->tag, resume);
    else if (begun)
        err_note(e, "  %s: %s", then, resume);
    else
        err_note(e, "  %s: give the same command again", then);
}

void release_note(struct release *rel, struct err *e)
{
    bool all_gone;

    note_public(rel, e);
    note_released(rel, e);
    note_awaited(rel, e);
    all_gone = drop_tags(rel, e);
    note_next(rel, e, is_begun(rel) || !all_gone);
    release_note_undo(rel, e);
}

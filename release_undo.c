#include "release_parts.h"

#include <stdlib.h>

/* How a person takes back what is public of one repository. */
static void note_one(const struct release *rel, size_t i, struct err *e)
{
    const struct step *step = &rel->plan->steps[i];
    const struct watch *w = &rel->watches[i];
    const char *tag = rel->plan->tag;
    char *dir = str_shell(step->dir), *repo;

    if (w->release.tag && w->release.immutable) {
        err_note(e,
                 "    %s: cannot be undone: its release is immutable, and %s "
                 "stays taken",
                 step->name, tag);
    } else if (w->release.tag || w->draft) {
        repo = gh_repo(rel->gh, rel->config->owner, step->name);
        err_note(e,
                 "    %s: gh release delete %s -R %s --cleanup-tag --yes && "
                 "git -C %s tag -d %s",
                 step->name, tag, repo, dir, tag);
        free(repo);
    } else {
        err_note(
            e,
            "    %s: git -C %s push origin --delete refs/tags/%s && git -C "
            "%s tag -d %s",
            step->name, dir, tag, dir, tag);
    }
    free(dir);
}

static bool is_or_may_be_public(const struct outcome *o)
{
    return o->is_public || o->unclear;
}

/* Someone else's run goes on from what is public. */
static bool is_shared(const struct release *rel)
{
    for (size_t i = 0; i < rel->plan->n; i++)
        if (rel->outcomes[i].others)
            return true;
    return false;
}

/* Nothing on origin is ever taken away by us. */
void release_note_undo(const struct release *rel, struct err *e)
{
    size_t n = 0;

    for (size_t i = 0; i < rel->plan->n; i++)
        n += is_or_may_be_public(&rel->outcomes[i]);
    if (!n || e->code >= EXIT_SIGNAL || is_shared(rel))
        return;
    err_note(e, "  to give %s up instead, by hand:", rel->plan->tag);
    for (size_t i = 0; i < rel->plan->n; i++)
        if (is_or_may_be_public(&rel->outcomes[i]))
            note_one(rel, i, e);
}

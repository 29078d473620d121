#include "status_parts.h"

#include <stdlib.h>
#include <string.h>

void checksums_forget(struct stand *stand)
{
    free(stand->summed);
    free(stand->mismatch);
    stand->summed = stand->mismatch = NULL;
    stand->right = 0;
    stand->sums_known = false;
}

/* All assets are there, and are not those that were compared before. */
static bool is_due(const struct status *st, size_t i)
{
    const struct stand *stand = &st->stands[i];
    const struct watch *w = &stand->watch;

    return st->survey.config->repos[i].n_checksums > 0 && w->begun &&
           w->stand >= WATCH_READY && w->marks &&
           !(stand->summed && stand->sums_known &&
             strcmp(stand->summed, w->marks) == 0);
}

static void take_asset(struct stand *stand, const struct verify_asset *a)
{
    if (a->listed && a->digest && strcmp(a->listed, a->digest) == 0)
        stand->right++;
    if (!a->wrong)
        return;
    if (a->code != EXIT_VERIFY)
        stand->sums_known = false;
    else if (!stand->mismatch)
        stand->mismatch = str_fmt("%s: %s", a->asset->name, a->wrong);
}

static void take(struct stand *stand, const struct verify_repo *r)
{
    checksums_forget(stand);
    stand->summed = str_dup(stand->watch.marks);
    stand->sums_known = true;
    for (size_t k = 0; k < r->n; k++)
        take_asset(stand, &r->assets[k]);
}

struct err *checksums_look(struct status *st)
{
    const struct survey *s = &st->survey;
    struct verify v = {.config = s->config,
                       .runner = s->runner,
                       .gh = &s->gh,
                       .report = s->report,
                       .tag = s->tag,
                       .version = s->version->text};
    const struct gh_release **due = mem_zero(s->config->n, sizeof(*due));
    struct err *e = NULL;
    size_t n = 0;

    for (size_t i = 0; i < s->config->n; i++) {
        due[i] = is_due(st, i) ? &st->stands[i].watch.release : NULL;
        n += due[i] != NULL;
    }
    if (n)
        e = verify_lists(&v, due);
    for (size_t i = 0; !e && i < s->config->n; i++)
        if (due[i])
            take(&st->stands[i], &v.repos[i]);
    verify_clear(&v);
    free(due);
    return e;
}

#include "status_parts.h"

#include "table.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static char *clone_in_words(const struct facts *f)
{
    const struct git_status *g = &f->status;
    struct str text = {0};

    if (!f->is_clone || !f->status_known)
        return str_dup("?");
    if (g->changed)
        str_addf(&text, "%u changed", g->changed);
    if (g->untracked)
        str_addf(&text, "%s%u untracked", text.len ? ", " : "", g->untracked);
    if (g->conflicts)
        str_addf(&text, "%s%u in conflict", text.len ? ", " : "", g->conflicts);
    return text.len ? str_take(&text) : str_dup("clean");
}

static char *origin_in_words(const struct facts *f, const struct stand *stand)
{
    switch (stand->origin) {
    case ORIGIN_UNKNOWN:
        return str_dup(stand->asked && f->status_known ? "-" : "?");
    case ORIGIN_NO_BRANCH:
        return str_dup("no such branch");
    case ORIGIN_SAME:
        return str_dup("same");
    case ORIGIN_BEYOND:
        return str_dup("has more");
    case ORIGIN_APART:
        break;
    }
    if (!stand->behind)
        return str_fmt("%lu ahead", stand->ahead);
    if (!stand->ahead)
        return str_fmt("%lu behind", stand->behind);
    return str_fmt("%lu ahead, %lu behind", stand->ahead, stand->behind);
}

static char *ci_in_words(const struct stand *stand)
{
    const struct gh_ci *ci = &stand->ci;

    if (ci->failed)
        return str_fmt("failed: %s", ci->worst);
    if (ci->going)
        return str_fmt("running: %s", ci->worst);
    return str_dup(!stand->ci_known ? "?" : ci->passed ? "passed" : "-");
}

static void add_overview(const struct status *st, size_t i, struct table *t)
{
    const struct facts *f = &st->survey.facts[i];
    const struct stand *stand = &st->stands[i];

    table_add(t, st->survey.config->repos[i].name);
    table_add(t, f->status.branch ? f->status.branch
                 : f->status.head ? "(detached)"
                                  : "?");
    table_take(t, clone_in_words(f));
    table_take(t, origin_in_words(f, stand));
    table_add(t, stand->newest ? stand->newest : "-");
    table_take(t, stand->since_known ? str_fmt("%lu", stand->since)
                                     : str_dup("-"));
    table_add(t, !stand->newest_known ? "?"
                 : stand->release.tag ? stand->release.tag
                                      : "-");
    table_take(t, ci_in_words(stand));
}

/* The tag in the clone, against that on origin. */
static const char *here_in_words(const struct facts *f)
{
    const char *here = f->refs.tag.object, *there = f->origin.tag.object;

    if (!here)
        return "no";
    return there && strcmp(here, there) != 0 ? "ANOTHER" : "yes";
}

static const char *run_in_words(const struct watch *w)
{
    if (!w->begun || !w->workflow)
        return "-";
    return w->runs_off || !w->run_seen   ? "?"
           : w->run.state == GH_RUN_NONE ? "none"
                                         : w->run.word;
}

static char *assets_in_words(const struct watch *w)
{
    if (!w->begun)
        return str_dup("-");
    if (w->stand == WATCH_UNSEEN)
        return str_dup("?");
    return str_fmt("%zu/%zu", w->n_there, w->assets->n);
}

static char *checksums_in_words(const struct stand *stand,
                                const struct repo *repo)
{
    if (!repo->n_checksums || stand->watch.stand < WATCH_READY)
        return str_dup("-");
    if (stand->mismatch)
        return str_dup("WRONG");
    return stand->sums_known && stand->right == repo->n_checksums
               ? str_fmt("%zu/%zu", stand->right, repo->n_checksums)
               : str_dup("?");
}

static char *release_in_words(const struct stand *stand)
{
    const struct watch *w = &stand->watch;

    if (!w->begun)
        return str_dup(!stand->asked   ? "?"
                       : stand->commit ? "tagged, not pushed"
                                       : "not tagged");
    if (w->failed)
        return str_fmt("failed: %s", w->failed);
    if (stand->mismatch)
        return str_dup("wrong checksum");
    if (w->done)
        return str_dup("complete");
    return w->awaits ? watch_live(w, (int64_t)time(NULL)) : str_dup("?");
}

static void add_release(const struct status *st, size_t i, struct table *t)
{
    const struct facts *f = &st->survey.facts[i];
    const struct stand *stand = &st->stands[i];
    const struct watch *w = &stand->watch;

    table_add(t, st->survey.config->repos[i].name);
    table_add(t, f->is_clone ? here_in_words(f) : "?");
    table_add(t, !stand->asked ? "?" : f->origin.tag.object ? "yes" : "no");
    table_take(t, stand->commit ? str_fmt("%.*s", GIT_SHORT, stand->commit)
                                : str_dup("-"));
    table_add(t, run_in_words(w));
    table_take(t, assets_in_words(w));
    table_take(t, checksums_in_words(stand, &st->survey.config->repos[i]));
    table_take(t, release_in_words(stand));
}

void status_print(const struct status *st, struct str *out)
{
    static const char *const overview[] = {"REPOSITORY", "BRANCH", "CLONE",
                                           "ORIGIN",     "TAG",    "SINCE",
                                           "RELEASE",    "CI",     NULL};
    static const char *const release[] = {"REPOSITORY", "HERE",    "ORIGIN",
                                          "COMMIT",     "RUN",     "ASSETS",
                                          "CHECKSUMS",  "RELEASE", NULL};
    bool has_version = status_has_version(st);
    struct table t = {0};

    table_begin(&t, has_version ? release : overview);
    for (size_t i = 0; i < st->survey.config->n; i++)
        (has_version ? add_release : add_overview)(st, i, &t);
    table_print(&t, out);
    table_clear(&t);
}

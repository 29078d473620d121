#include "release_parts.h"

#include <stdlib.h>
#include <string.h>

/* What begins together has the same `now`, so that its time is up together. */
static void start_watch(struct release *rel, size_t i, uint64_t now)
{
    const struct step *step = &rel->plan->steps[i];
    struct watch *w = &rel->watches[i];

    w->owner = rel->config->owner;
    w->name = step->name;
    w->tag = rel->plan->tag;
    w->commit = step->commit;
    w->workflow = rel->plan->ignore_runs ? NULL : step->workflow;
    w->by_hand = !step->workflow;
    w->after = step->tag == TAG_PUBLIC ? 0 : step->history.newest;
    w->assets = &step->assets;
    w->timeout_ms = step->timeout_secs * 1000;
    w->interval_ms = rel->config->poll_secs * 1000;
    watch_begin(w, rel->gh, (unsigned)i, now);
}

static bool has_needs(const struct release *rel, size_t i)
{
    const struct step *step = &rel->plan->steps[i];

    for (size_t k = 0; k < step->n_needs; k++)
        if (!rel->outcomes[step->needs[k]].released)
            return false;
    return true;
}

static bool are_all_before_released(const struct release *rel, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (!rel->outcomes[k].released)
            return false;
    return true;
}

/* What is public is waited for from the beginning. */
static bool is_turn(const struct release *rel, size_t i)
{
    if (rel->watches[i].begun)
        return false;
    if (rel->outcomes[i].is_public)
        return true;
    return rel->plan->parallel ? has_needs(rel, i)
                               : are_all_before_released(rel, i);
}

/* Pushes whatever has its turn, and begins to wait for it. */
static struct err *start_steps(struct release *rel)
{
    size_t *due = mem_zero(rel->plan->n, sizeof(*due)), n = 0;
    uint64_t now = clock_ms();
    struct err *e = NULL;

    for (size_t i = 0; i < rel->plan->n; i++) {
        if (!is_turn(rel, i))
            continue;
        if (rel->outcomes[i].is_public)
            start_watch(rel, i, now);
        else
            due[n++] = i;
    }
    if (n)
        e = release_push(rel, due, n);
    now = clock_ms();
    for (size_t k = 0; k < n; k++)
        if (rel->outcomes[due[k]].is_public)
            start_watch(rel, due[k], now);
    free(due);
    return e;
}

/* Takes over what the watches have come to. */
static void note_watches(struct release *rel)
{
    for (size_t i = 0; i < rel->plan->n; i++) {
        struct outcome *o = &rel->outcomes[i];
        struct watch *w = &rel->watches[i];

        if (!w->done || o->released)
            continue;
        o->released = true;
        rel->n_done++;
        release_tell_released(rel, i);
    }
}

/* What is public already is looked at before anything else becomes so: it may
 * have come to an end that no release can get over. */
static struct err *look_back(struct release *rel, struct poll *poll)
{
    uint64_t now = clock_ms();
    struct err *e;

    for (size_t i = 0; i < rel->plan->n; i++)
        if (rel->outcomes[i].is_public)
            start_watch(rel, i, now);
    e = gh_poll_heard(poll);
    note_watches(rel);
    return e;
}

static struct err *push_and_wait(struct release *rel, struct poll *poll)
{
    struct err *e = NULL;

    while (!e && rel->n_done < rel->plan->n) {
        e = start_steps(rel);
        if (!e)
            e = gh_poll(poll);
        note_watches(rel);
    }
    return e;
}

static void start_outcomes(struct release *rel)
{
    rel->outcomes = mem_zero(rel->plan->n, sizeof(*rel->outcomes));
    rel->watches = mem_zero(rel->plan->n, sizeof(*rel->watches));
    for (size_t i = 0; i < rel->plan->n; i++) {
        const struct step *step = &rel->plan->steps[i];

        if (step->object)
            rel->outcomes[i].object = str_dup(step->object);
        rel->outcomes[i].is_public = step->tag == TAG_PUBLIC;
    }
}

struct err *release_apply(struct release *rel)
{
    struct poll poll = {.runner = rel->runner,
                        .gh = rel->gh,
                        .report = rel->report,
                        .n = rel->plan->n};
    struct err *e;

    start_outcomes(rel);
    poll.watches = rel->watches;
    release_begin_board(rel);
    e = look_back(rel, &poll);
    if (!e)
        e = release_make_tags(rel);
    if (!e)
        e = push_and_wait(rel, &poll);
    rel->over = true;
    report_end_board(rel->report);
    if (e)
        release_note(rel, e);
    return e;
}

void release_print(const struct release *rel, struct str *out)
{
    int width = (int)strlen("REPOSITORY");

    for (size_t i = 0; i < rel->plan->n; i++) {
        int n = (int)strlen(rel->plan->steps[i].name);

        width = n > width ? n : width;
    }
    str_addf(out, "%-*s  %-*s  %-*s  %6s  %-6s  %s\n", width, "REPOSITORY",
             GIT_SHORT, "COMMIT", (int)strlen(rel->plan->tag), "TAG", "ASSETS",
             "TIME", "RELEASE");
    for (size_t i = 0; i < rel->plan->n; i++) {
        const struct step *step = &rel->plan->steps[i];
        const char *at = rel->watches[i].url;
        char *secs = step->tag == TAG_PUBLIC
                         ? str_dup("-") /* it was released, or begun, before */
                         : report_secs(rel->watches[i].took_ms);
        struct str url = {0};

        str_add_printable(&url, at ? at : "-", at ? strlen(at) : 1);
        str_addf(out, "%-*s  %.*s  %s  %6zu  %-6s  %s\n", width, step->name,
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
        free(rel->outcomes[i].failed);
        watch_clear(&rel->watches[i]);
    }
    release_clear_board(rel);
    free(rel->outcomes);
    free(rel->watches);
    rel->outcomes = NULL;
    rel->watches = NULL;
}

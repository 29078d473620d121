#include "release_parts.h"

#include <stdlib.h>

/* "waits for installer, truthdb" */
static char *waits_for(const struct release *rel, size_t i)
{
    const struct step *step = &rel->plan->steps[i];
    struct str names = {0};

    for (size_t k = 0; rel->plan->parallel && k < step->n_needs; k++)
        if (!rel->outcomes[step->needs[k]].released)
            str_addf(&names, "%s%s", names.len ? ", " : "waits for ",
                     rel->plan->steps[step->needs[k]].name);
    if (!names.len && !rel->plan->parallel && i > 0 &&
        !rel->outcomes[i - 1].released)
        str_addf(&names, "waits for %s", rel->plan->steps[i - 1].name);
    if (!names.len)
        str_add(&names, rel->outcomes[i].object ? "tagged, to be pushed"
                                                : "to be tagged");
    return str_take(&names);
}

/* What goes on without us once we end. */
static char *left_behind(const struct watch *w, uint64_t now)
{
    char *brief = watch_brief(w, now);
    char *text = str_fmt("not awaited: %s", brief);

    free(brief);
    return text;
}

static void set_state(const struct release *rel, size_t i, uint64_t now,
                      struct board_row *row)
{
    const struct outcome *o = &rel->outcomes[i];
    const struct watch *w = &rel->watches[i];
    char **doing = &rel->doing[i];

    row->sign = BOARD_GOES;
    if (o->released) {
        row->sign = BOARD_DONE;
        *doing = str_dup("released");
    } else if (o->failed) {
        row->sign = BOARD_FAILED;
        *doing = str_fmt("failed: %s", o->failed);
    } else if (w->begun) {
        row->sign = w->failed               ? BOARD_FAILED
                    : watch_needs_person(w) ? BOARD_ASKS
                    : rel->over             ? BOARD_WAITS
                                            : BOARD_GOES;
        *doing =
            rel->over && !w->failed ? left_behind(w, now) : watch_brief(w, now);
    } else if (o->pushing) {
        *doing = str_dup("pushing the tag");
    } else {
        row->sign = BOARD_WAITS;
        *doing = rel->over ? str_dup("not begun") : waits_for(rel, i);
    }
}

static void set_row(struct release *rel, size_t i, uint64_t now)
{
    const struct step *step = &rel->plan->steps[i];
    const struct outcome *o = &rel->outcomes[i];
    const struct watch *w = &rel->watches[i];
    struct board_row *row = &rel->rows[i];

    free(rel->doing[i]);
    *row = (struct board_row){
        .name = step->name,
        .commit = step->commit,
        .tag = o->object || o->is_public ? rel->plan->tag : NULL,
        .there = o->released ? step->assets.n : w->n_there,
        .expected = step->assets.n,
        .usual_ms = step->history.usual_ms};
    set_state(rel, i, now, row);
    row->doing = rel->doing[i];
    if (w->begun)
        row->ms = w->done ? w->took_ms : now - w->began;
}

/* One after the other, or the longest way through what needs what; 0: it is
 * not known of all. */
static uint64_t usual_of_all(const struct release *rel)
{
    const struct plan *plan = rel->plan;
    uint64_t *ends = mem_zero(plan->n, sizeof(*ends)), last = 0;
    bool known = true;

    for (size_t i = 0; i < plan->n; i++) {
        const struct step *step = &plan->steps[i];
        uint64_t from = plan->parallel ? 0 : last;

        for (size_t k = 0; plan->parallel && k < step->n_needs; k++)
            if (ends[step->needs[k]] > from)
                from = ends[step->needs[k]];
        ends[i] = from + step->history.usual_ms;
        last = ends[i] > last ? ends[i] : last;
        known = known && step->history.usual_ms;
    }
    free(ends);
    return known ? last : 0;
}

static void look(void *ctx, struct board *board, uint64_t now)
{
    struct release *rel = ctx;

    for (size_t i = 0; i < rel->plan->n; i++)
        set_row(rel, i, now);
    *board = (struct board){.title = rel->title,
                            .rows = rel->rows,
                            .n = rel->plan->n,
                            .ms = now - rel->began,
                            .usual_ms = usual_of_all(rel)};
}

void release_begin_board(struct release *rel)
{
    rel->rows = mem_zero(rel->plan->n, sizeof(*rel->rows));
    rel->doing = mem_zero(rel->plan->n, sizeof(*rel->doing));
    rel->title =
        str_fmt("Release %s of %s", rel->plan->tag, rel->config->owner);
    rel->began = clock_ms();
    rel->source = (struct board_source){look, rel};
    report_board(rel->report, &rel->source);
}

void release_clear_board(struct release *rel)
{
    for (size_t i = 0; rel->doing && i < rel->plan->n; i++)
        free(rel->doing[i]);
    free(rel->doing);
    free(rel->rows);
    free(rel->title);
    rel->doing = NULL;
    rel->rows = NULL;
    rel->title = NULL;
}

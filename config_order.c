#include "config_parts.h"

#include <stdint.h>
#include <stdlib.h>

#define PLACED SIZE_MAX
#define CYCLES_MAX 100 /* told; so many are not made by accident */

/* A walk along the needs, depth first, with a stack of its own: a chain of
 * needs may be as long as the file. */
struct walk {
    struct config *config;
    size_t *stack, depth;   /* from where it began to where it is */
    size_t *at;             /* of each: 0, place in the stack + 1, or PLACED */
    size_t *next;           /* of each: the need to look at next */
    size_t *order, n_order; /* what is needed first */
    size_t cycles;
};

static void start(struct walk *w, struct config *config)
{
    *w = (struct walk){.config = config};
    w->stack = mem_zero(config->n, sizeof(*w->stack));
    w->at = mem_zero(config->n, sizeof(*w->at));
    w->next = mem_zero(config->n, sizeof(*w->next));
    w->order = mem_zero(config->n, sizeof(*w->order));
}

static void end(struct walk *w)
{
    free(w->stack);
    free(w->at);
    free(w->next);
    free(w->order);
}

static void add_name(struct str *to, const struct walk *w, size_t i)
{
    char *name = config_short(w->config->repos[i].name);

    str_add(to, name);
    free(name);
}

/* Those on the stack from `first` on need one another in a circle. */
static void tell_cycle(struct json_reader *rd, struct walk *w, size_t first)
{
    size_t from = w->at[first] - 1;
    struct str text = {0};

    if (w->cycles++ >= CYCLES_MAX)
        return;
    for (size_t k = from; k < w->depth; k++) {
        str_add(&text, k > from ? ", " : "");
        add_name(&text, w, w->stack[k]);
        str_add(&text, " needs ");
        add_name(&text, w, k + 1 < w->depth ? w->stack[k + 1] : first);
    }
    json_wrong(rd, ": ", "%s: a cycle", str_text(&text));
    str_clear(&text);
}

static void enter(struct walk *w, size_t i)
{
    w->stack[w->depth++] = i;
    w->at[i] = w->depth;
}

static void step(struct json_reader *rd, struct walk *w)
{
    size_t i = w->stack[w->depth - 1], need;
    const struct repo *repo = &w->config->repos[i];

    if (w->next[i] == repo->n_needs) {
        w->at[i] = PLACED;
        w->order[w->n_order++] = i;
        w->depth--;
        return;
    }
    need = repo->needs[w->next[i]++];
    if (!w->at[need])
        enter(w, need);
    else if (w->at[need] != PLACED)
        tell_cycle(rd, w, need);
}

static void sort(const struct walk *w)
{
    struct config *config = w->config;
    struct repo *sorted = mem_zero(config->n, sizeof(*sorted));
    size_t *place = w->next; /* which has done its work */

    for (size_t k = 0; k < config->n; k++) {
        sorted[k] = config->repos[w->order[k]];
        place[w->order[k]] = k;
    }
    free(config->repos);
    config->repos = sorted;
    for (size_t i = 0; i < config->n; i++)
        for (size_t k = 0; k < sorted[i].n_needs; k++)
            sorted[i].needs[k] = place[sorted[i].needs[k]];
}

void config_order(struct json_reader *rd, struct config *config)
{
    struct walk w;

    start(&w, config);
    for (size_t i = 0; i < config->n; i++) {
        if (!w.at[i])
            enter(&w, i);
        while (w.depth)
            step(rd, &w);
    }
    if (!rd->wrong.n)
        sort(&w);
    end(&w);
}

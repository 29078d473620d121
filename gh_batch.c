#include "gh_batch.h"

#include <stdlib.h>

void gh_batch_add(struct gh_batch *b, struct gh_get *get)
{
    if (b->n == b->cap) {
        b->cap = b->cap ? 2 * b->cap : 16;
        b->gets = mem_grow(b->gets, b->cap, sizeof(struct gh_get *));
    }
    get->redirects = 0;
    get->away = false;
    b->gets[b->n++] = get;
}

/* The requests of curl k are those from this one up to that of k + 1. */
static size_t first_of(const struct gh_batch *b, size_t k)
{
    return b->n * k / b->n_curls;
}

void gh_batch_fill(struct gh_batch *b, const struct gh *gh, size_t wanted,
                   unsigned limit_ms)
{
    size_t least = (b->n + GH_BATCH_PER_CURL - 1) / GH_BATCH_PER_CURL;

    if (!b->n)
        return;
    b->n_curls = wanted > least ? wanted : least;
    b->n_curls = b->n_curls < b->n ? b->n_curls : b->n;
    b->curls = mem_zero(b->n_curls, sizeof(*b->curls));
    for (size_t k = 0; k < b->n_curls; k++)
        gh_fill(&b->curls[k], gh, b->gets + first_of(b, k),
                first_of(b, k + 1) - first_of(b, k), limit_ms);
}

void gh_batch_take(struct gh_batch *b, const struct runner *runner)
{
    for (size_t k = 0; k < b->n_curls; k++) {
        gh_take(runner, &b->curls[k], b->gets + first_of(b, k),
                first_of(b, k + 1) - first_of(b, k));
        str_clear(&b->curls[k].out); /* it is in the bodies now */
    }
}

void gh_batch_clear(struct gh_batch *b)
{
    for (size_t k = 0; k < b->n_curls; k++)
        run_clear(&b->curls[k]);
    free(b->curls);
    free(b->gets);
    *b = (struct gh_batch){0};
}

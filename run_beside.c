#include "run_beside.h"

#include "run_parts.h"

#include <signal.h>
#include <stdlib.h>

/* Longer than between two of their ticks. */
#define GAP_MS (UINT64_C(2) * RUNNER_TICK_MS)

struct run_beside {
    struct batch batch; /* of all that were added and are not over */
    size_t most;
    uint64_t minded; /* when they last were */
    void (*over)(void *ctx, const struct run *run);
    void *ctx;
};

struct run_beside *run_beside_make(const struct runner *runner, unsigned most,
                                   void (*over)(void *ctx,
                                                const struct run *run),
                                   void *ctx)
{
    struct run_beside *b = mem_zero(1, sizeof(*b));

    b->batch.runner = runner;
    b->batch.cleaning = true; /* they hear of no signal to us */
    b->batch.children = mem_zero(most, sizeof(*b->batch.children));
    b->most = most;
    b->over = over;
    b->ctx = ctx;
    return b;
}

static void start(struct run_beside *b)
{
    struct batch *batch = &b->batch;

    while (batch->next < batch->n && batch->live < b->most)
        batch_start(batch, batch->runs[batch->next++]);
}

static bool is_live(const struct batch *batch, const struct run *run)
{
    for (size_t i = 0; i < batch->live; i++)
        if (batch->children[i].run == run)
            return true;
    return false;
}

static void drop(struct run_beside *b, size_t i)
{
    struct batch *batch = &b->batch;
    struct run *run = batch->runs[i];

    for (size_t k = i + 1; k < batch->n; k++)
        batch->runs[k - 1] = batch->runs[k];
    batch->n--;
    batch->next -= i < batch->next;
    b->over(b->ctx, run);
    run_clear(run);
    free(run);
}

/* Those that were started and are no child any more are over. */
static void drop_over(struct run_beside *b)
{
    for (size_t i = b->batch.next; i-- > 0;)
        if (!is_live(&b->batch, b->batch.runs[i]))
            drop(b, i);
}

void run_beside_add(struct run_beside *b, struct run *run)
{
    struct batch *batch = &b->batch;
    struct run *own = mem_zero(1, sizeof(*own));

    *own = *run;
    *run = (struct run){0};
    batch->runs = mem_grow(batch->runs, batch->n + 1, sizeof(*batch->runs));
    batch->runs[batch->n++] = own;
    start(b);
}

/* While nobody minded them, as we were stopped or a child had the terminal,
 * they may have waited for us. */
static void give_time(struct run_beside *b)
{
    uint64_t now = clock_ms(), gap = b->minded ? now - b->minded : 0;

    for (size_t i = 0; gap > GAP_MS && i < b->batch.live; i++) {
        struct child *c = &b->batch.children[i];

        c->deadline += gap < now - c->start ? gap : now - c->start;
    }
    b->minded = now;
}

void run_beside_mind(struct run_beside *b)
{
    give_time(b);
    batch_drain(&b->batch);
    batch_mind(&b->batch);
    drop_over(b);
    start(b);
}

size_t run_beside_left(const struct run_beside *b)
{
    return b->batch.n;
}

static void end_all(struct run_beside *b)
{
    struct batch *batch = &b->batch;

    while (batch->n > batch->next)
        drop(b, batch->n - 1);
    for (size_t i = 0; i < batch->live; i++)
        child_ask_to_end(&batch->children[i], RUN_TIMED_OUT, SIGTERM);
    while (batch->live) {
        batch_listen(batch, clock_ms() + RUNNER_TICK_MS);
        batch_mind(batch);
    }
    drop_over(b);
}

void run_beside_finish(struct run_beside *b, uint64_t until)
{
    const struct runner *runner = b->batch.runner;
    unsigned signals = runner_signals();

    run_beside_mind(b);
    while (b->batch.n && clock_ms() < until && runner_signals() == signals) {
        uint64_t tick = clock_ms() + RUNNER_TICK_MS;

        batch_listen(&b->batch, tick < until ? tick : until);
        run_beside_mind(b);
        if (runner->tick)
            runner->tick(runner->ctx);
    }
    end_all(b);
}

void run_beside_free(struct run_beside *b)
{
    if (!b)
        return;
    end_all(b);
    free(b->batch.runs);
    free(b->batch.children);
    free(b);
}

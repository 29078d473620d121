#include "run_parts.h"

#include <stdlib.h>

/* Whole, before anybody takes a line out of it: half a secret would not be
 * known for one. */
static void cleanse(const struct runner *runner, struct run *r)
{
    r->err_cut |= r->err.len >= RUN_ERR_CAP;
    if (runner->cleanse && !r->err_is_data)
        runner->cleanse(runner->ctx, &r->err);
}

static void end_child(struct batch *b, struct child *c)
{
    const struct runner *runner = b->runner;

    child_close(c);
    cleanse(runner, c->run);
    c->run->took_ms = (unsigned)(clock_ms() - c->start);
    if (runner->ended)
        runner->ended(runner->ctx, c->run);
    *c = b->children[--b->live];
}

void batch_start(struct batch *b, struct run *r)
{
    struct child *c = &b->children[b->live++];

    *c = (struct child){.run = r, .fd = {-1, -1, -1}, .start = clock_ms()};
    c->deadline = c->start + (r->limit_ms ? r->limit_ms : RUN_LIMIT_MS);
    r->start_errno = child_spawn(b->runner, c);
    r->end = r->start_errno ? RUN_NO_START : RUN_ENDED;
    if (b->runner->started)
        b->runner->started(b->runner->ctx, r);
    if (r->start_errno)
        end_child(b, c);
}

void batch_listen(struct batch *b, uint64_t until)
{
    fd_set in, out;
    int max = -1;

    FD_ZERO(&in);
    FD_ZERO(&out);
    for (size_t i = 0; i < b->live; i++) {
        const struct child *c = &b->children[i];
        uint64_t look = child_next_look(c);

        until = look < until ? look : until;
        for (int s = 0; s < STREAMS; s++) {
            if (c->fd[s] >= 0)
                FD_SET(c->fd[s], s == IN ? &out : &in);
            max = c->fd[s] > max ? c->fd[s] : max;
        }
    }
    if (runner_wait(b->runner, max, &in, &out, until) < 0) {
        FD_ZERO(&in);
        FD_ZERO(&out);
    }
    for (size_t i = 0; i < b->live; i++) {
        struct child *c = &b->children[i];

        if (c->fd[IN] >= 0 && FD_ISSET(c->fd[IN], &out))
            child_feed(c);
        for (int s = OUT; s <= ERR; s++)
            if (c->fd[s] >= 0 && FD_ISSET(c->fd[s], &in))
                child_drain(c, s);
    }
}

/* What one prints without end must not keep us. */
#define PIECES 256

void batch_drain(struct batch *b)
{
    for (size_t i = 0; i < b->live; i++) {
        struct child *c = &b->children[i];

        if (c->fd[IN] >= 0)
            child_feed(c);
        for (int s = OUT; s <= ERR; s++)
            for (int k = 0; k < PIECES && c->fd[s] >= 0; k++)
                if (!child_drain(c, s))
                    break;
    }
}

/* What cleans up is let alone: it has its own limits. */
static void pass_on_signal(struct batch *b)
{
    if (b->cleaning || !runner_signals())
        return;
    for (size_t i = 0; i < b->live; i++)
        child_ask_to_end(&b->children[i], RUN_CUT_SHORT, runner_signal());
    b->next = b->n;
}

/* A child that has the terminal may be asking something on it. */
static bool terminal_is_lent(const struct batch *b)
{
    for (size_t i = 0; i < b->live; i++)
        if (b->children[i].run->terminal)
            return true;
    return false;
}

static void tick(struct batch *b)
{
    if (clock_ms() < b->tick_at)
        return;
    b->tick_at = clock_ms() + RUNNER_TICK_MS;
    if (b->runner->tick && !terminal_is_lent(b))
        b->runner->tick(b->runner->ctx);
}

/* What ended is reaped before anything is held against it: we may have been
 * stopped ourselves meanwhile. */
void batch_mind(struct batch *b)
{
    for (size_t i = 0; i < b->live; i++)
        child_reap(&b->children[i]);
    pass_on_signal(b);
    for (size_t i = b->live; i-- > 0;) {
        struct child *c = &b->children[i];

        child_mind_time(c);
        if (child_is_over(c))
            end_child(b, c);
    }
}

struct err *run_all(const struct runner *runner, struct run **runs, size_t n)
{
    size_t jobs = runner->jobs ? runner->jobs : 1;
    struct batch b = {.runner = runner, .runs = runs, .n = n};
    struct err *e = NULL;

    b.cleaning = n > 0 && runs[0]->after_signal;
    if (!b.cleaning)
        e = runner_check(runner);
    if (e)
        return e;
    b.children = mem_zero(jobs, sizeof(*b.children));
    b.tick_at = clock_ms() + RUNNER_TICK_MS;
    while (b.next < n || b.live) {
        while (b.next < n && b.live < jobs)
            batch_start(&b, runs[b.next++]);
        if (b.live)
            batch_listen(&b, b.tick_at);
        batch_mind(&b);
        tick(&b);
    }
    free(b.children);
    return b.cleaning ? NULL : runner_check(runner);
}

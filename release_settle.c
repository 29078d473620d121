#include "release_parts.h"

#include <stdlib.h>

#define SETTLE_TRIES 3 /* questions about a push that broke off */
#define SETTLE_PAUSE_MS 1000u

bool release_hook_refused(const struct release *rel, const struct run *push)
{
    char *ref = str_fmt("refs/tags/%s", rel->plan->tag);
    bool told = git_read_push(&push->out, ref) ||
                str_ends(str_text(&push->out), "Done\n");

    free(ref);
    return push->end == RUN_ENDED && push->status == 1 && !told;
}

/* Did the push end so that origin cannot take the tag any more? One that was
 * ended from outside, or lost its connection, may still be under way there,
 * unless it had not begun to send. What hooks and the server say is no proof.
 */
static bool is_conclusive(const struct release *rel, const struct run *push)
{
    char *ref = str_fmt("refs/tags/%s", rel->plan->tag);
    char *refusal = git_read_refusal(&push->out, ref);
    bool refused = refusal || git_is_turned_away(&push->err);

    free(ref);
    free(refusal);
    if (release_hook_refused(rel, push) ||
        (!git_has_sent(&push->err) && !push->err_cut))
        return true;
    return push->end == RUN_ENDED && !push->signalled && refused;
}

static void begin(const struct release *rel, struct settling *t)
{
    t->conclusive = is_conclusive(rel, t->push);
    t->pending =
        !t->over && t->push->end != RUN_NO_START && t->push->end != RUN_NEVER;
}

static void fill(const struct release *rel, const struct settling *t,
                 struct run *ask)
{
    ask->after_signal = true;
    ask->terminal = rel->runner->jobs <= 1;
    git_ask_origin(ask, rel->plan->steps[t->step].dir, NULL, rel->plan->tag);
    ask->limit_ms = GIT_SETTLE_MS;
}

/* Where the tag may yet come, there is more to be asked. */
static void take(const struct release *rel, struct settling *t,
                 const struct run *ask)
{
    git_origin_clear(&t->origin);
    t->known = run_ok(ask) &&
               git_read_origin(&t->origin, &ask->out, NULL, rel->plan->tag);
    t->pending = t->known && !t->conclusive && !t->origin.tag.object;
}

/* Asks all that are pending, at once; how many still are. */
static size_t ask_once(const struct release *rel, struct settling *all,
                       size_t n)
{
    struct run *asks = mem_zero(n, sizeof(*asks));
    struct run **due = mem_zero(n, sizeof(*due));
    size_t m = 0, left = 0;

    for (size_t k = 0; k < n; k++) {
        if (!all[k].pending)
            continue;
        fill(rel, &all[k], &asks[k]);
        due[m++] = &asks[k];
    }
    if (m)
        err_free(run_all(rel->runner, due, m));
    for (size_t k = 0; k < n; k++) {
        if (asks[k].argv.n)
            take(rel, &all[k], &asks[k]);
        left += all[k].pending;
        run_clear(&asks[k]);
    }
    free(asks);
    free(due);
    return left;
}

void release_settle(const struct release *rel, struct settling *all, size_t n)
{
    unsigned signals = runner_signals();

    for (size_t k = 0; k < n; k++)
        begin(rel, &all[k]);
    for (int try = 1; ask_once(rel, all, n) && try < SETTLE_TRIES; try++) {
        uint64_t until = clock_ms() + SETTLE_PAUSE_MS;

        while (runner_signals() == signals && clock_ms() < until)
            runner_wait(rel->runner, -1, NULL, NULL, until);
        if (runner_signals() != signals)
            break;
    }
}

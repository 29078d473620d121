#include "gh_poll.h"

#include "gh_pace.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUND_MS 30000u /* for a round, so that silence is told soon, */
#define MORE_MS 1000u   /* and for each request in it */

static void runs_off(struct poll *p, struct watch *w,
                     const struct gh_judgement *j)
{
    w->runs_off = true;
    if (!p->told_runs)
        report_note(p->report, w->name,
                    "workflow runs cannot be read (%s): going by releases "
                    "alone",
                    j->says);
    p->told_runs = true;
}

static struct err *denied(const struct watch *w, const struct gh_judgement *j)
{
    struct err *e = err_new(EXIT_AUTH, "%s", j->says);

    err_cure(e, "set a token that may read the releases of %s/%s", w->owner,
             w->name);
    return e;
}

static struct err *broken(const struct gh_get *get,
                          const struct gh_judgement *j)
{
    struct err *e = err_new(EXIT_FAILED, "%s", j->says);

    err_cure(e, "see that %s is GitHub's API, and answers as such", get->url);
    return e;
}

/* An answer that will not get better. Only that for the release must be had;
 * a token that is not accepted is the end of all. */
static struct err *mind_final(struct poll *p, struct watch *w,
                              enum watch_get which,
                              const struct gh_judgement *j)
{
    if (j->verdict == GH_DENIED &&
        (which == WATCH_RELEASE || w->gets[which].head.status == 401))
        return denied(w, j);
    if (j->verdict == GH_BROKEN && which == WATCH_RELEASE)
        return broken(&w->gets[which], j);
    if (which == WATCH_RUN)
        runs_off(p, w, j);
    return NULL;
}

/* How the requests of one watch went in this round. */
struct tally {
    uint64_t now;
    bool fault;                /* the one for the release was not answered */
    bool heard;                /* one of them was answered */
    struct gh_judgement worst; /* of those to be tried again */
};

static void note_worst(struct tally *t, struct gh_judgement *j)
{
    if (t->worst.verdict == GH_LIMITED ||
        (t->worst.verdict == GH_RETRY && j->verdict == GH_RETRY &&
         t->worst.wait_secs >= j->wait_secs))
        return;
    gh_judgement_clear(&t->worst);
    t->worst = *j;
    *j = (struct gh_judgement){.wait_secs = -1};
}

static struct err *take_answer(struct poll *p, struct watch *w,
                               enum watch_get which, struct tally *t)
{
    struct gh_judgement j;
    struct err *e;

    gh_judge(&j, &w->gets[which]);
    if (which == WATCH_RUN && w->run_seen && j.verdict > GH_SAME)
        gh_judge_again(&j);
    e = watch_take(w, which, &j, t->now);
    t->heard |= j.verdict <= GH_ABSENT;
    t->fault |= which == WATCH_RELEASE && j.verdict == GH_RETRY;
    if (!e && (j.verdict == GH_RETRY || j.verdict == GH_LIMITED))
        note_worst(t, &j);
    else if (!e && j.verdict > GH_SAME)
        e = j.verdict == GH_ABSENT && which != WATCH_RUN
                ? NULL
                : mind_final(p, w, which, &j);
    gh_judgement_clear(&j);
    str_clear(&w->gets[which].body);
    return e;
}

/* One question was not answered, but another was: that is no pause. */
static void note_fault(struct poll *p, struct watch *w, const struct tally *t)
{
    if (!w->told_fault && t->worst.verdict == GH_RETRY)
        report_note(p->report, w->name, "%s; going on with the rest",
                    t->worst.says);
    w->told_fault = t->worst.verdict == GH_RETRY;
}

/* When is the next look? */
static struct err *set_next(struct poll *p, struct watch *w,
                            const struct tally *t, uint64_t cost)
{
    const struct http_head *head = pace_head(w);

    if (t->worst.verdict == GH_LIMITED)
        return pace_limited(w, p->report, &t->worst);
    if ((t->fault || !t->heard) && t->worst.verdict == GH_RETRY)
        return pace_fault(w, p->report, &t->worst);
    if (w->faults)
        report_note(p->report, w->name, "GitHub answers again");
    w->faults = 0;
    note_fault(p, w, t);
    w->next = t->now + w->interval_ms;
    pace_keep(w, p->report, &p->told_pace, head, cost);
    pace_last_look(w, t->now);
    return pace_limit(w, head);
}

static bool is_news(const char *before, const char *now)
{
    return now && (!before || strcmp(before, now) != 0);
}

/* `now` is the same for all of a round, so that they stay together. */
static struct err *take_answers(struct poll *p, struct watch *w, uint64_t cost,
                                uint64_t now)
{
    struct tally t = {.now = now, .worst = {.wait_secs = -1}};
    char *awaits = w->awaits ? str_dup(w->awaits) : NULL;
    char *run_says = w->run_says ? str_dup(w->run_says) : NULL;
    struct err *stop, *e = NULL;

    for (int g = 0; !e && g < WATCH_GETS; g++)
        if (w->asked[g])
            e = take_answer(p, w, (enum watch_get)g, &t);
    stop = e ? NULL : set_next(p, w, &t, cost);
    if (!e)
        e = watch_conclude(w, p->gh, t.now);
    if (is_news(run_says, w->run_says))
        watch_tell_run(w, p->report);
    if (is_news(awaits, w->awaits))
        watch_tell_release(w, p->report);
    free(run_says);
    free(awaits);
    if (e || w->done) {
        err_free(stop);
        stop = NULL;
    }
    gh_judgement_clear(&t.worst);
    return e ? e : stop;
}

struct round {
    struct watch **due;
    struct gh_get **gets;
    size_t n, n_gets;
    size_t active;  /* all that are awaited */
    uint64_t wake;  /* when there is next something to do */
    uint64_t limit; /* the first deadline of them */
};

static void add_due(struct round *round, struct watch *w, const struct gh *gh)
{
    watch_ask(w, gh);
    round->due[round->n++] = w;
    for (size_t g = 0; g < WATCH_GETS; g++)
        if (w->asked[g])
            round->gets[round->n_gets++] = &w->gets[g];
}

/* It is certain to fail, which is told at once. */
static struct err *end_watch(struct poll *p, struct watch *w, struct err *e)
{
    free(w->failed);
    w->failed = str_dup(e->text);
    e = err_wrap(e, "%s: wait", w->name);
    report_failed(p->report, w->name, e);
    return e;
}

/* Who is due now, and when the next one is. Who is due but finds no room comes
 * first in the next round. */
static struct err *gather(struct poll *p, struct round *round)
{
    uint64_t now = clock_ms();
    size_t first = p->first;
    struct err *e = NULL;

    round->n = round->n_gets = round->active = 0;
    round->wake = round->limit = UINT64_MAX;
    for (size_t k = 0; k < p->n; k++) {
        size_t i = (first + k) % p->n;
        struct watch *w = &p->watches[i];
        uint64_t at = w->next > w->not_before ? w->next : w->not_before;

        if (!w->begun || w->done)
            continue;
        round->active++;
        if (w->deadline < round->limit)
            round->limit = w->deadline;
        if (now >= w->deadline) {
            e = err_join(e, end_watch(p, w, watch_time_is_up(w, p->gh)));
            continue;
        }
        if (now >= at && round->n < GH_POLL_AT_ONCE) {
            add_due(round, w, p->gh);
            p->first = i + 1;
        }
        at = at < w->deadline ? at : w->deadline;
        round->wake = at < round->wake ? at : round->wake;
    }
    if (round->n < GH_POLL_AT_ONCE)
        p->first = 0;
    return e;
}

/* The first that is awaited, and how many more. */
static void show_wait(const struct poll *p, size_t active)
{
    for (size_t i = 0; i < p->n; i++) {
        const struct watch *w = &p->watches[i];
        char *live, *who;

        if (!w->begun || w->done)
            continue;
        live = watch_live(w, (int64_t)time(NULL));
        who = active > 1 ? str_fmt("%s and %zu more", w->name, active - 1)
                         : str_dup(w->name);
        report_wait(p->report, who, live, w->began);
        free(live);
        free(who);
        return;
    }
}

/* An error that comes from no answer: named after who is awaited first. */
static struct err *blame(struct err *e, const struct poll *p)
{
    for (size_t i = 0; e && i < p->n; i++)
        if (p->watches[i].begun && !p->watches[i].done)
            return err_wrap(e, "%s: wait", p->watches[i].name);
    return e;
}

/* What a round costs of the rate limit, were all asked in it: answers that
 * changed nothing are free. */
static uint64_t cost_of(const struct round *round)
{
    uint64_t cost = 1;

    for (size_t i = 0; i < round->n_gets; i++)
        cost += round->gets[i]->answered && round->gets[i]->head.status != 304;
    return cost * round->active / round->n;
}

static struct err *ask(struct poll *p, struct round *round)
{
    uint64_t now = clock_ms(), cost;
    uint64_t left = round->limit > now ? round->limit - now : 1;
    uint64_t most = ROUND_MS + (uint64_t)MORE_MS * round->n_gets;
    struct err *e = gh_fetch(p->runner, p->gh, round->gets, round->n_gets,
                             (unsigned)(left < most ? left : most));

    if (e && e->code < EXIT_SIGNAL)
        return end_watch(p, round->due[0], e);
    if (e)
        return err_wrap(e, "%s: wait", round->due[0]->name);
    cost = cost_of(round);
    now = clock_ms();
    for (size_t i = 0; i < round->n; i++) {
        struct err *one = take_answers(p, round->due[i], cost, now);

        e = err_join(e, one ? end_watch(p, round->due[i], one) : NULL);
    }
    return e;
}

static size_t count_done(const struct poll *p)
{
    size_t n = 0;

    for (size_t i = 0; i < p->n; i++)
        n += p->watches[i].done;
    return n;
}

static bool is_one_more_done(const struct poll *p, size_t before)
{
    return count_done(p) > before;
}

static bool are_all_heard(const struct poll *p, size_t unused)
{
    (void)unused;
    for (size_t i = 0; i < p->n; i++)
        if (p->watches[i].begun && !watch_is_heard(&p->watches[i]))
            return false;
    return true;
}

static struct err *poll_until(struct poll *p,
                              bool (*enough)(const struct poll *, size_t))
{
    struct round round = {.due = mem_zero(p->n, sizeof(*round.due)),
                          .gets =
                              mem_zero(p->n * WATCH_GETS, sizeof(*round.gets))};
    size_t before = count_done(p);
    struct err *e = NULL;

    while (!e && !enough(p, before)) {
        e = gather(p, &round);
        if (!e && !round.active)
            break;
        show_wait(p, round.active);
        if (!e && round.n)
            e = ask(p, &round);
        else if (!e)
            e = blame(runner_sleep(p->runner, round.wake), p);
    }
    report_wait(p->report, NULL, NULL, 0);
    free(round.due);
    free(round.gets);
    return e;
}

struct err *gh_poll(struct poll *p)
{
    return poll_until(p, is_one_more_done);
}

struct err *gh_poll_heard(struct poll *p)
{
    return poll_until(p, are_all_heard);
}

#include "gh_poll.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PAUSE_MS 1000u /* after the first fault; doubles with each */
#define PAUSE_MAX_MS 60000u
#define LIMIT_MS 60000u    /* after a rate limit that says no time */
#define LAST_LOOK_MS 1000u /* before the deadline, one more try */
#define ROUND_MS 30000u    /* for a round, so that silence is told soon, */
#define MORE_MS 1000u      /* and for each request in it */
#define DOUBLINGS 6
#define PLENTY 1000 /* requests; a limit that has more left needs no pacing */

uint64_t gh_pace(uint64_t cost, int64_t left, uint64_t for_ms)
{
    if (left <= 0 || left > PLENTY)
        return 0;
    return cost * for_ms / (uint64_t)left;
}

/* Three quarters to five quarters of it, so that two who wait do not knock
 * together. */
static uint64_t jittered(struct watch *w, uint64_t ms)
{
    w->jitter = w->jitter * 1103515245u + 12345u;
    return ms * 3 / 4 + ms / 2 * ((w->jitter >> 16) & 0x3ff) / 1024;
}

/* "14:03:20 UTC", that many seconds from now. */
static char *time_of_day(int64_t in_secs)
{
    time_t at = time(NULL) + (time_t)in_secs;
    struct tm tm = {0};
    char text[32] = "";

    localtime_r(&at, &tm);
    strftime(text, sizeof(text), "%H:%M:%S %Z", &tm);
    return str_dup(text);
}

static struct err *past_deadline(const struct watch *w, const char *why,
                                 int64_t secs)
{
    char *until = time_of_day(secs);
    struct err *e = err_new(EXIT_TIMEOUT,
                            "%s: nothing can be asked before %s, in %lld s, "
                            "which is past the time limit of %u s",
                            why, until, (long long)secs, w->timeout_ms / 1000);

    err_cure(e, "wait until %s", until);
    free(until);
    return e;
}

/* GitHub bids us wait; past the deadline there is no point in it. */
static struct err *wait_out_limit(struct watch *w, struct report *rep,
                                  const struct gh_judgement *j)
{
    unsigned k = w->faults < DOUBLINGS ? w->faults : DOUBLINGS;
    int64_t secs =
        j->wait_secs >= 0 ? j->wait_secs : (int64_t)((LIMIT_MS << k) / 1000);
    int64_t least = w->faults ? (int64_t)((PAUSE_MS << k) / 1000) : 0;
    char *until;

    secs = secs > least ? secs : least;
    w->faults++;
    w->next = clock_ms() + (uint64_t)secs * 1000 + jittered(w, PAUSE_MS);
    w->not_before = w->next;
    if (w->next >= w->deadline)
        return past_deadline(w, j->says, secs);
    until = time_of_day(secs);
    report_line(rep, w->name, "%s: waiting until %s", j->says, until);
    free(until);
    return NULL;
}

/* One more look before the time is up. */
static void look_in_time(struct watch *w, uint64_t now)
{
    if (w->next >= w->deadline &&
        w->deadline > now + LAST_LOOK_MS + LAST_LOOK_MS)
        w->next = w->deadline - LAST_LOOK_MS;
}

static struct err *wait_out_fault(struct watch *w, struct report *rep,
                                  const struct gh_judgement *j)
{
    uint64_t now = clock_ms(), pause;
    unsigned k = w->faults < DOUBLINGS ? w->faults : DOUBLINGS;

    if (j->wait_secs > 0)
        return wait_out_limit(w, rep, j);
    w->faults++;
    pause = jittered(w, (PAUSE_MS << k) < PAUSE_MAX_MS ? PAUSE_MS << k
                                                       : PAUSE_MAX_MS);
    w->next = now + pause;
    look_in_time(w, now);
    if (w->next < w->deadline)
        report_line(rep, w->name, "%s; trying again in %.1f s", j->says,
                    (double)(w->next - now) / 1000);
    return NULL;
}

/* The newest of the heads that tell how much of the rate limit is left. */
static const struct http_head *limit_of(const struct watch *w)
{
    const struct http_head *last = NULL;

    for (size_t g = 0; g < WATCH_GETS; g++)
        if (w->asked[g] && w->gets[g].answered &&
            w->gets[g].head.limit_left >= 0)
            last = &w->gets[g].head;
    return last;
}

/* The last request of this hour was ours: the next is not before the reset. */
static struct err *mind_limit(struct watch *w, const struct http_head *head)
{
    int64_t secs = head ? head->limit_reset : 0;

    if (!head || head->limit_left != 0 || secs <= 0)
        return NULL;
    w->not_before = clock_ms() + (uint64_t)secs * 1000 + jittered(w, PAUSE_MS);
    return w->not_before < w->deadline
               ? NULL
               : past_deadline(w, "the rate limit of GitHub is used up", secs);
}

/* What is left must last, for all that is awaited, until the limit is reset or
 * the wait is over. */
static void keep_pace(struct poll *p, struct watch *w,
                      const struct http_head *head, uint64_t cost)
{
    uint64_t left_ms = w->deadline > w->next ? w->deadline - w->next : 0;
    uint64_t ms = head ? (uint64_t)head->limit_reset * 1000 : 0;
    char *until;

    if (!head || head->limit_reset <= 0)
        return;
    ms = gh_pace(cost, head->limit_left, ms < left_ms ? ms : left_ms);
    if (ms <= w->interval_ms)
        return;
    w->next += ms - w->interval_ms;
    if (p->told_pace)
        return;
    p->told_pace = true;
    until = time_of_day(head->limit_reset);
    report_line(p->report, "GitHub",
                "%lld requests are left until %s, so it is only asked every "
                "%llu s now",
                (long long)head->limit_left, until,
                (unsigned long long)(ms + 999) / 1000);
    free(until);
}

static void runs_off(struct poll *p, struct watch *w,
                     const struct gh_judgement *j)
{
    w->runs_off = true;
    if (!p->told_runs)
        report_line(p->report, w->name,
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
        report_line(p->report, w->name, "%s; going on with the rest",
                    t->worst.says);
    w->told_fault = t->worst.verdict == GH_RETRY;
}

/* When is the next look? */
static struct err *set_next(struct poll *p, struct watch *w,
                            const struct tally *t, uint64_t cost)
{
    const struct http_head *head = limit_of(w);

    if (t->worst.verdict == GH_LIMITED)
        return wait_out_limit(w, p->report, &t->worst);
    if ((t->fault || !t->heard) && t->worst.verdict == GH_RETRY)
        return wait_out_fault(w, p->report, &t->worst);
    if (w->faults)
        report_line(p->report, w->name, "GitHub answers again");
    w->faults = 0;
    note_fault(p, w, t);
    w->next = t->now + w->interval_ms;
    keep_pace(p, w, head, cost);
    look_in_time(w, t->now);
    return mind_limit(w, head);
}

static void tell_change(struct poll *p, const struct watch *w, char *before,
                        const char *what, const char *now)
{
    if (now && (!before || strcmp(before, now) != 0))
        report_line(p->report, w->name, "%s%s", what, now);
    free(before);
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
    tell_change(p, w, run_says, "", w->run_says);
    tell_change(p, w, awaits, "waiting: ", w->awaits);
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

/* Who is due now, and when the next one is. Who is due but finds no room comes
 * first in the next round. */
static struct err *gather(struct poll *p, struct round *round)
{
    uint64_t now = clock_ms();
    size_t first = p->first;

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
        if (now >= w->deadline)
            return err_wrap(watch_time_is_up(w, p->gh), "%s: wait", w->name);
        if (now >= at && round->n < GH_POLL_AT_ONCE) {
            add_due(round, w, p->gh);
            p->first = i + 1;
        }
        at = at < w->deadline ? at : w->deadline;
        round->wake = at < round->wake ? at : round->wake;
    }
    if (round->n < GH_POLL_AT_ONCE)
        p->first = 0;
    return NULL;
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

    if (e)
        return err_wrap(e, "%s: wait", round->due[0]->name);
    cost = cost_of(round);
    now = clock_ms();
    for (size_t i = 0; i < round->n; i++) {
        struct err *one = take_answers(p, round->due[i], cost, now);

        if (one)
            one = err_wrap(one, "%s: wait", round->due[i]->name);
        e = err_join(e, one);
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

struct err *gh_poll(struct poll *p)
{
    struct round round = {.due = mem_zero(p->n, sizeof(*round.due)),
                          .gets =
                              mem_zero(p->n * WATCH_GETS, sizeof(*round.gets))};
    size_t before = count_done(p);
    struct err *e = NULL;

    while (!e && count_done(p) == before) {
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

#include "gh_pace.h"

#include <stdlib.h>
#include <time.h>

#define PAUSE_MS 1000u /* after the first fault; doubles with each */
#define PAUSE_MAX_MS 60000u
#define LIMIT_MS 60000u    /* after a rate limit that says no time */
#define LAST_LOOK_MS 1000u /* before the deadline, one more try */
#define DOUBLINGS 6
#define DAY_SECS 86400
#define PLENTY 1000 /* requests; a limit that has more left needs no pacing */

uint64_t pace_ms(uint64_t cost, int64_t left, uint64_t for_ms)
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

/* "14:03:20 UTC", that many seconds from now; a day or more, with its date. */
static char *time_of_day(int64_t in_secs)
{
    time_t at = time(NULL) + (time_t)in_secs;
    struct tm tm = {0};
    char text[32] = "";

    localtime_r(&at, &tm);
    strftime(text, sizeof(text),
             in_secs < DAY_SECS ? "%H:%M:%S %Z" : "%Y-%m-%d %H:%M:%S %Z", &tm);
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
struct err *pace_limited(struct watch *w, struct report *rep,
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
    report_note(rep, w->name, "%s: waiting until %s", j->says, until);
    free(until);
    return NULL;
}

/* One more look before the time is up. */
void pace_last_look(struct watch *w, uint64_t now)
{
    if (w->next >= w->deadline &&
        w->deadline > now + LAST_LOOK_MS + LAST_LOOK_MS)
        w->next = w->deadline - LAST_LOOK_MS;
}

struct err *pace_fault(struct watch *w, struct report *rep,
                       const struct gh_judgement *j)
{
    uint64_t now = clock_ms(), pause;
    unsigned k = w->faults < DOUBLINGS ? w->faults : DOUBLINGS;

    if (j->wait_secs > 0)
        return pace_limited(w, rep, j);
    w->faults++;
    pause = jittered(w, (PAUSE_MS << k) < PAUSE_MAX_MS ? PAUSE_MS << k
                                                       : PAUSE_MAX_MS);
    w->next = now + pause;
    pace_last_look(w, now);
    if (w->next < w->deadline)
        report_note(rep, w->name, "%s; trying again in %.1f s", j->says,
                    (double)(w->next - now) / 1000);
    return NULL;
}

/* The newest of the heads that tell how much of the rate limit is left. */
const struct http_head *pace_head(const struct watch *w)
{
    const struct http_head *last = NULL;

    for (size_t g = 0; g < WATCH_GETS; g++)
        if (w->asked[g] && w->gets[g].answered &&
            w->gets[g].head.limit_left >= 0)
            last = &w->gets[g].head;
    return last;
}

/* The last request of this hour was ours: the next is not before the reset. */
struct err *pace_limit(struct watch *w, const struct http_head *head)
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
void pace_keep(struct watch *w, struct report *rep, bool *told,
               const struct http_head *head, uint64_t cost)
{
    uint64_t left_ms = w->deadline > w->next ? w->deadline - w->next : 0;
    uint64_t ms = head ? (uint64_t)head->limit_reset * 1000 : 0;
    char *until;

    if (!head || head->limit_reset <= 0)
        return;
    ms = pace_ms(cost, head->limit_left, ms < left_ms ? ms : left_ms);
    if (ms <= w->interval_ms)
        return;
    w->next += ms - w->interval_ms;
    if (*told)
        return;
    *told = true;
    until = time_of_day(head->limit_reset);
    report_note(
        rep, NULL,
        "GitHub: %lld requests are left until %s, so it is only asked every "
        "%llu s now",
        (long long)head->limit_left, until,
        (unsigned long long)(ms + 999) / 1000);
    free(until);
}

#include "gh_poll.h"

#include "gh_release.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PAUSE_MS 1000u /* after the first fault; doubles with each */
#define PAUSE_MAX_MS 60000u
#define LIMIT_MS 60000u    /* after a rate limit that says no time */
#define LAST_LOOK_MS 1000u /* before the deadline, one more try */
#define DOUBLINGS 6

static void set(char **to, char *text)
{
    free(*to);
    *to = text;
}

static void set_state(struct watch *w, struct report *rep, char *state)
{
    if (w->state && strcmp(w->state, state) == 0) {
        free(state);
        return;
    }
    set(&w->state, state);
    report_line(rep, w->name, "waiting: %s", state);
}

/* Three quarters to five quarters of it, so that two who wait do not knock
 * together. */
static uint64_t jittered(struct watch *w, uint64_t ms)
{
    w->jitter = w->jitter * 1103515245u + 12345u;
    return ms * 3 / 4 + ms / 2 * ((w->jitter >> 16) & 0x3ff) / 1024;
}

static void begin(struct watch *w, const struct gh *gh, unsigned number)
{
    char *tag = gh_escape(w->tag);

    w->began = clock_ms();
    w->deadline = w->began + w->timeout_ms;
    w->next = w->began;
    w->jitter = (unsigned)w->began + number;
    gh_get_init(&w->get, gh, "/repos/%s/%s/releases/tags/%s", w->owner, w->name,
                tag);
    free(tag);
}

/* The assets that are not as they must be, each kind in words of its own;
 * empty: all are. */
static void list_unready(struct str *out, const struct watch *w,
                         const struct gh_release *release)
{
    struct str missing = {0}, uploading = {0}, empty = {0};

    for (size_t i = 0; i < w->assets->n; i++) {
        const char *name = w->assets->v[i];
        const struct gh_asset *a = gh_release_asset(release, name);
        struct str *to = !a                                  ? &missing
                         : strcmp(a->state, "uploaded") != 0 ? &uploading
                         : a->size == 0                      ? &empty
                                                             : NULL;

        if (to)
            str_addf(to, "%s%s", to->len ? ", " : "", name);
        if (to == &uploading)
            str_addf(to, " (state \"%s\")", a->state);
    }
    if (missing.len)
        str_addf(out, "missing: %s", missing.s);
    if (uploading.len)
        str_addf(out, "%sstill uploading: %s", out->len ? "; " : "",
                 uploading.s);
    if (empty.len)
        str_addf(out, "%suploaded but empty (0 bytes): %s",
                 out->len ? "; " : "", empty.s);
    str_clear(&missing);
    str_clear(&uploading);
    str_clear(&empty);
}

static char *stand_of(const struct watch *w, const struct gh_release *release)
{
    struct str stand = {0};

    for (size_t i = 0; i < w->assets->n; i++) {
        const struct gh_asset *a = gh_release_asset(release, w->assets->v[i]);

        str_addf(&stand, "%lld %lld %s %s\n", (long long)a->id,
                 (long long)a->size, a->digest ? a->digest : "-",
                 a->updated_at);
    }
    return str_take(&stand);
}

/* All are there: since when have they stood as they stand now? */
static void note_stand(struct watch *w, struct report *rep,
                       const struct gh_release *release)
{
    char *stand = stand_of(w, release);

    if (w->stand && strcmp(w->stand, stand) == 0) {
        free(stand);
        return;
    }
    set(&w->stand, stand);
    w->stood_since = clock_ms();
    w->done = release->immutable;
    if (!w->done)
        set_state(w, rep,
                  str_fmt("all %zu assets present, settling", w->assets->n));
}

static struct err *hopeless(const struct str *unready)
{
    struct err *e = err_new(EXIT_FAILED,
                            "the release is immutable, so it can never become "
                            "complete; %s",
                            unready->s);

    err_cure(e, "mend the workflow, and release a new version");
    e->hopeless = 1;
    return e;
}

static struct err *note_release(struct watch *w, struct report *rep,
                                const struct gh_release *release)
{
    struct str unready = {0};
    struct err *e = NULL;

    set(&w->url, release->url ? str_dup(release->url) : NULL);
    list_unready(&unready, w, release);
    if (release->draft)
        str_addf(&unready, "%sa draft: someone must press \"Publish\"",
                 unready.len ? "; " : "");
    if (!unready.len) {
        set(&w->heard, str_dup("a release with all assets"));
        note_stand(w, rep, release);
        return NULL;
    }
    set(&w->stand, NULL);
    set(&w->heard,
        str_fmt("a release with %zu asset%s%s", release->n,
                release->n == 1 ? "" : "s", release->draft ? ", a draft" : ""));
    if (release->immutable)
        e = hopeless(&unready);
    set_state(w, rep, str_take(&unready));
    return e;
}

/* A 200: the release, or a body that makes no sense. */
static struct err *read_release(struct watch *w, struct report *rep,
                                struct gh_judgement *j)
{
    struct gh_release release;
    struct err *e = NULL;
    char *wrong =
        gh_release_read(&release, str_text(&w->get.body), w->get.body.len);

    if (!wrong && strcmp(release.tag, w->tag) != 0)
        wrong = str_fmt("it is the release of the tag %s", release.tag);
    if (wrong) {
        gh_judge_body(j, wrong);
    } else {
        set(&w->get.etag, w->get.head.etag ? str_dup(w->get.head.etag) : NULL);
        e = note_release(w, rep, &release);
    }
    free(wrong);
    gh_release_clear(&release);
    return e;
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
    char *until;

    w->faults++;
    w->next = clock_ms() + (uint64_t)secs * 1000 + jittered(w, PAUSE_MS);
    if (w->next >= w->deadline)
        return past_deadline(w, j->says, secs);
    until = time_of_day(secs);
    report_line(rep, w->name, "%s: waiting until %s", j->says, until);
    free(until);
    return NULL;
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
    if (w->next >= w->deadline &&
        w->deadline > now + LAST_LOOK_MS + LAST_LOOK_MS)
        w->next = w->deadline - LAST_LOOK_MS;
    if (w->next < w->deadline)
        report_line(rep, w->name, "%s; trying again in %.1f s", j->says,
                    (double)(w->next - now) / 1000);
    return NULL;
}

/* An answer that says how it stands; the next look is an interval away. */
static void note_answer(struct watch *w, struct report *rep)
{
    uint64_t now = clock_ms();

    if (w->faults)
        report_line(rep, w->name, "GitHub answers again");
    w->faults = 0;
    w->next = now + w->interval_ms;
    if (w->stand && now - w->stood_since >= w->interval_ms)
        w->done = true;
}

/* The last request of this hour was ours: the next is not before the reset. */
static struct err *mind_limit(struct watch *w)
{
    int64_t secs = w->get.head.limit_reset;
    uint64_t reset = clock_ms() + (uint64_t)(secs > 0 ? secs : 0) * 1000;

    if (w->done || w->get.head.limit_left != 0 || secs <= 0)
        return NULL;
    if (w->next < reset)
        w->next = reset + jittered(w, PAUSE_MS);
    return w->next < w->deadline
               ? NULL
               : past_deadline(w, "the rate limit of GitHub is used up", secs);
}

static struct err *act_on(struct watch *w, struct report *rep,
                          struct gh_judgement *j)
{
    struct err *e;

    switch (j->verdict) {
    case GH_ABSENT:
        set(&w->get.etag, NULL);
        set(&w->stand, NULL);
        set_state(w, rep, str_dup("no release on GitHub yet"));
        note_answer(w, rep);
        return mind_limit(w);
    case GH_OK:
    case GH_SAME:
        note_answer(w, rep);
        return mind_limit(w);
    case GH_RETRY:
        return wait_out_fault(w, rep, j);
    case GH_LIMITED:
        return wait_out_limit(w, rep, j);
    case GH_DENIED:
        e = err_new(EXIT_AUTH, "%s", j->says);
        err_cure(e, "set a token that may read the releases of %s/%s", w->owner,
                 w->name);
        return e;
    case GH_BROKEN:
        break;
    }
    e = err_new(EXIT_FAILED, "%s", j->says);
    err_cure(e, "see that %s is GitHub's API, and answers as such", w->get.url);
    return e;
}

static struct err *take_answer(struct watch *w, struct report *rep)
{
    struct gh_judgement j;
    struct err *e = NULL;

    gh_judge(&j, &w->get);
    if (j.verdict == GH_OK)
        e = read_release(w, rep, &j);
    if (*j.says)
        set(&w->heard, str_dup(j.says));
    if (!e)
        e = act_on(w, rep, &j);
    gh_judgement_clear(&j);
    if (w->done) {
        w->took_ms = (unsigned)(clock_ms() - w->began);
        set(&w->state, NULL);
    }
    return e;
}

static struct err *time_is_up(const struct watch *w, const struct gh *gh)
{
    char *web = gh_web(gh, w->owner, w->name);
    char *secs = report_secs(w->timeout_ms);
    struct err *e = err_new(
        EXIT_TIMEOUT, "time is up after %s; %s; GitHub last said: %s", secs,
        w->state ? w->state : "it never said how the release stands",
        w->heard ? w->heard : "nothing");

    err_cure(e,
             "see what its workflow does: %s/actions; --timeout-secs gives "
             "it more time",
             web);
    free(web);
    free(secs);
    return e;
}

struct round {
    struct watch **due;
    struct gh_get **gets;
    size_t n;
    uint64_t wake;  /* when there is next something to do */
    uint64_t limit; /* the first deadline of those that are due */
};

/* Who is due now, and when the next one is. */
static struct err *gather(struct round *round, const struct gh *gh,
                          struct watch *watches, size_t n)
{
    uint64_t now = clock_ms();

    round->n = 0;
    round->wake = round->limit = UINT64_MAX;
    for (size_t i = 0; i < n; i++) {
        struct watch *w = &watches[i];
        uint64_t at = w->next < w->deadline ? w->next : w->deadline;

        if (w->done)
            continue;
        if (now >= w->deadline)
            return err_wrap(time_is_up(w, gh), "%s: wait", w->name);
        if (now >= w->next) {
            round->due[round->n] = w;
            round->gets[round->n++] = &w->get;
            if (w->deadline < round->limit)
                round->limit = w->deadline;
        }
        round->wake = at < round->wake ? at : round->wake;
    }
    return NULL;
}

static void show_wait(struct report *rep, const struct watch *watches, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!watches[i].done) {
            report_wait(rep, watches[i].name,
                        watches[i].state ? watches[i].state
                                         : "asking for the release",
                        watches[i].began);
            return;
        }
    report_wait(rep, NULL, NULL, 0);
}

/* An error that comes from no answer: named after who is awaited first. */
static struct err *blame(struct err *e, const struct watch *watches, size_t n)
{
    for (size_t i = 0; e && i < n; i++)
        if (!watches[i].done)
            return err_wrap(e, "%s: wait", watches[i].name);
    return e;
}

static struct err *ask(const struct runner *runner, const struct gh *gh,
                       struct report *rep, struct round *round)
{
    uint64_t now = clock_ms();
    uint64_t left = round->limit > now ? round->limit - now : 1;
    uint64_t most = (uint64_t)GH_REQUEST_MS * round->n;
    struct err *e = gh_fetch(runner, gh, round->gets, round->n,
                             (unsigned)(left < most ? left : most));

    if (e)
        return err_wrap(e, "%s: wait", round->due[0]->name);
    for (size_t i = 0; !e && i < round->n; i++) {
        e = take_answer(round->due[i], rep);
        if (e)
            e = err_wrap(e, "%s: wait", round->due[i]->name);
    }
    return e;
}

struct err *gh_poll(const struct runner *runner, const struct gh *gh,
                    struct report *rep, struct watch *watches, size_t n)
{
    struct round round = {.due = mem_zero(n, sizeof(*round.due)),
                          .gets = mem_zero(n, sizeof(*round.gets))};
    struct err *e = NULL;

    for (size_t i = 0; i < n; i++)
        begin(&watches[i], gh, (unsigned)i);
    while (!e) {
        e = gather(&round, gh, watches, n);
        if (!e && round.wake == UINT64_MAX)
            break;
        show_wait(rep, watches, n);
        if (!e && round.n)
            e = ask(runner, gh, rep, &round);
        else if (!e)
            e = blame(runner_sleep(runner, round.wake), watches, n);
    }
    report_wait(rep, NULL, NULL, 0);
    free(round.due);
    free(round.gets);
    return e;
}

void watch_clear(struct watch *w)
{
    gh_get_clear(&w->get);
    free(w->url);
    free(w->state);
    free(w->heard);
    free(w->stand);
    *w = (struct watch){0};
}

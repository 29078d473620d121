/* The head of an answer, as `curl --dump-header` writes it: when is GitHub
 * asked again? */
#include "../gh_pace.h"
#include "fuzz.h"

#define COST 4             /* requests a round */
#define PATIENCE 86400000u /* ms: the longest time limit, a day */

static FILE *nowhere(void)
{
    static FILE *file;

    if (!file)
        file = fopen("/dev/null", "w");
    must(file, "there is /dev/null");
    return file;
}

static void begin(struct watch *w)
{
    uint64_t now = clock_ms();

    *w = (struct watch){.name = "r",
                        .interval_ms = 7000,
                        .timeout_ms = PATIENCE,
                        .deadline = now + PATIENCE,
                        .next = now};
}

static void check_wait(const struct watch *w, struct err *e, int64_t secs)
{
    uint64_t least = secs > 0 ? (uint64_t)secs * 1000 : 0;

    must(e ? e->code == EXIT_TIMEOUT : w->next < w->deadline,
         "a wait ends before the time limit, or is none");
    must(e || w->next + 100 >= clock_ms() + least || !least,
         "what GitHub bids is waited for");
    must(!e || !has_control(e->text), "what is said is one line");
    err_free(e);
}

static void check_answer(struct report *rep, const struct gh_get *g)
{
    struct gh_judgement j;
    struct watch w;

    gh_judge(&j, g);
    begin(&w);
    if (j.verdict == GH_LIMITED)
        check_wait(&w, pace_limited(&w, rep, &j), j.wait_secs);
    begin(&w);
    if (j.verdict == GH_RETRY)
        check_wait(&w, pace_fault(&w, rep, &j), j.wait_secs);
    gh_judgement_clear(&j);
}

static void check_limit(struct report *rep, const struct http_head *head)
{
    bool told = false;
    struct watch w;
    uint64_t next;
    struct err *e;

    begin(&w);
    e = pace_limit(&w, head);
    must(head->limit_left != 0 || e || head->limit_reset <= 0 ||
             w.not_before >= clock_ms(),
         "who has no requests left waits");
    err_free(e);
    begin(&w);
    next = w.next;
    pace_keep(&w, rep, &told, head, COST);
    must(w.next >= next, "few requests make it slower, never quicker");
    must(w.next - next <= (uint64_t)COST * PATIENCE, "and not for ever");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    struct gh_get g = {.answered = true};
    struct report rep = {.level = REPORT_QUIET, .to = nowhere()};
    size_t n;
    char *bytes = input_bytes(&in, &n);

    http_head_read(&g.head, bytes, n, 1790000000);
    check_answer(&rep, &g);
    check_limit(&rep, &g.head);
    http_head_clear(&g.head);
    free(bytes);
    return 0;
}

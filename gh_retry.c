#include "gh_retry.h"

static bool may_pass(const struct gh_get *get)
{
    struct gh_judgement j;
    bool may;

    gh_judge(&j, get);
    may = j.verdict == GH_RETRY;
    gh_judgement_clear(&j);
    return may;
}

/* Moves those that are to be made again to the list's beginning. */
static size_t keep(const struct gh_retry *how, struct gh_get **list, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++)
        if (gh_redirect(list[i], how->gh) ||
            (how->may_pass ? how->may_pass : may_pass)(list[i]))
            list[kept++] = list[i];
    return kept;
}

struct err *gh_retry_rest(const struct gh_retry *how, struct gh_get **list,
                          size_t n)
{
    struct err *e = NULL;
    size_t left = n;

    for (unsigned try = 1; !e && try < how->tries; try++) {
        left = keep(how, list, left);
        if (!left)
            break;
        if (how->report)
            report_note(how->report, NULL,
                        "GitHub: %zu of %zu requests failed; asking again",
                        left, n);
        e = runner_sleep(how->runner, clock_ms() + GH_PAUSE_MS);
        if (!e)
            e = gh_fetch(how->runner, how->gh, list, left, how->limit_ms);
    }
    return e;
}

struct err *gh_retry(const struct gh_retry *how, struct gh_get **list, size_t n)
{
    struct err *e =
        n ? gh_fetch(how->runner, how->gh, list, n, how->limit_ms) : NULL;

    return e ? e : gh_retry_rest(how, list, n);
}

#include "survey_parts.h"

#include <stdlib.h>

#define TRIES 3 /* of a request that fails in a way that passes */

void survey_problem(struct survey *s, size_t i, char *what, char *cure)
{
    problem_add(&s->problems, i, EXIT_REFUSED, what, cure);
}

void survey_auth_problem(struct survey *s, size_t i, char *what, char *cure)
{
    problem_add(&s->problems, i, EXIT_AUTH, what, cure);
}

static bool is_pending(const struct run *r)
{
    return r->argv.n && r->end == RUN_NEVER;
}

struct err *survey_ask_with(struct survey *s, struct run *more, size_t n_more)
{
    size_t n = 0, most = s->config->n * ASKS + n_more;
    struct run **runs = mem_zero(most, sizeof(*runs));
    struct err *e = NULL;

    for (size_t a = 0; a < ASKS; a++)
        for (size_t i = 0; i < s->config->n; i++)
            if (is_pending(&s->facts[i].asked[a]))
                runs[n++] = &s->facts[i].asked[a];
    for (size_t k = 0; k < n_more; k++)
        if (is_pending(&more[k]))
            runs[n++] = &more[k];
    if (n)
        e = run_all(s->runner, runs, n);
    for (size_t k = 0; !e && k < n; k++)
        if (runs[k]->end == RUN_NO_START)
            e = run_answer(runs[k]);
    free(runs);
    return e;
}

struct err *survey_ask(struct survey *s)
{
    return survey_ask_with(s, NULL, 0);
}

char *survey_by_hand(const struct run *r)
{
    struct run plain = *r;

    plain.env = (struct argv){0};
    return run_line(&plain);
}

struct gh_retry survey_patience(const struct survey *s)
{
    return (struct gh_retry){.runner = s->runner,
                             .gh = &s->gh,
                             .tries = TRIES,
                             .limit_ms = SURVEY_MS};
}

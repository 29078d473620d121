#include "problem.h"

#include <stdlib.h>
#include <string.h>

static int is_known(const struct problems *p, size_t repo, const char *what)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->v[i].repo == repo && strcmp(p->v[i].what, what) == 0)
            return 1;
    return 0;
}

void problem_add(struct problems *p, size_t repo, int code, char *what,
                 char *cure)
{
    if (is_known(p, repo, what)) {
        free(what);
        free(cure);
        return;
    }
    if (p->n == p->cap) {
        p->cap = p->cap ? 2 * p->cap : 8;
        p->v = mem_grow(p->v, p->cap, sizeof(*p->v));
    }
    p->v[p->n++] = (struct problem){repo, code, what, cure};
}

size_t problems_of(const struct problems *p, size_t repo)
{
    size_t n = 0;

    for (size_t i = 0; i < p->n; i++)
        n += p->v[i].repo == repo;
    return n;
}

static void tell(struct err *e, const struct problems *p, size_t repo,
                 const char *name)
{
    if (!problems_of(p, repo))
        return;
    err_note(e, "%s", name);
    for (size_t i = 0; i < p->n; i++) {
        if (p->v[i].repo != repo)
            continue;
        err_note(e, "  - %s", p->v[i].what);
        if (*p->v[i].cure)
            err_note(e, "    to do: %s", p->v[i].cure);
    }
}

struct err *problems_refusal(const struct problems *p, const char *const *names,
                             size_t n)
{
    int code = EXIT_AUTH;
    size_t repos = 0;
    struct err *e;

    if (!p->n)
        return NULL;
    for (size_t i = 0; i < p->n; i++)
        if (p->v[i].code != EXIT_AUTH)
            code = EXIT_REFUSED;
    for (size_t i = 0; i < n; i++)
        repos += problems_of(p, i) > 0;
    if (repos)
        e = err_new(code,
                    "survey: refused, nothing was changed: %zu problem%s, in "
                    "%zu of %zu repositories",
                    p->n, p->n == 1 ? "" : "s", repos, n);
    else
        e = err_new(code, "survey: refused, nothing was changed");
    tell(e, p, PROBLEM_OF_ALL, "GitHub");
    for (size_t i = 0; i < n; i++)
        tell(e, p, i, names[i]);
    return e;
}

void problems_clear(struct problems *p)
{
    for (size_t i = 0; i < p->n; i++) {
        free(p->v[i].what);
        free(p->v[i].cure);
    }
    free(p->v);
    *p = (struct problems){0};
}

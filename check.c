#include "check_parts.h"

#include <stdlib.h>
#include <string.h>

struct finding *check_add(struct check *c, enum check_subject subject,
                          const char *name, char *detail)
{
    if (c->n == c->cap) {
        c->cap = c->cap ? 2 * c->cap : 32;
        c->v = mem_grow(c->v, c->cap, sizeof(*c->v));
    }
    c->v[c->n] = (struct finding){.subject = subject,
                                  .repo = PROBLEM_OF_ALL,
                                  .name = str_dup(name),
                                  .detail = detail};
    return &c->v[c->n++];
}

void check_warn(struct finding *f, char *cure)
{
    f->state = CHECK_WARNING;
    f->cure = cure;
}

void check_wrong(struct finding *f, int code, char *cure)
{
    f->state = CHECK_WRONG;
    f->code = code;
    f->cure = cure;
}

struct finding *check_add_of(struct check *c, enum check_subject subject,
                             size_t repo, char *detail)
{
    struct finding *f =
        check_add(c, subject, c->survey.config->repos[repo].name, detail);

    f->repo = repo;
    return f;
}

size_t check_add_problems(struct check *c, enum check_subject subject,
                          const struct problems *from, size_t repo)
{
    size_t n = 0;

    for (size_t i = 0; i < from->n; i++) {
        const struct problem *p = &from->v[i];

        if (p->repo != repo)
            continue;
        check_wrong(check_add_of(c, subject, repo, str_dup(p->what)), p->code,
                    *p->cure ? str_dup(p->cure) : NULL);
        n++;
    }
    return n;
}

static void check_configuration(struct check *c)
{
    const struct config *config = c->survey.config;

    check_add(c, CHECK_CONFIGURATION, config->file ? config->file : "built in",
              str_fmt("%s, %zu repositor%s of %s",
                      !config->file   ? "TruthDB's"
                      : config->named ? "named"
                                      : "found",
                      config->n, config->n == 1 ? "y" : "ies", config->owner));
}

/* Without git no clone tells its host, and the token must not go to another
 * than the configuration means. */
static bool knows_host(const struct check *c)
{
    return c->git || c->survey.gh.base || !c->survey.config->api_url;
}

struct err *check_run(struct check *c)
{
    struct survey *s = &c->survey;
    struct err *e;

    s->facts = mem_zero(s->config->n, sizeof(*s->facts));
    c->heard.limit = c->heard.left = c->heard.reset = c->heard.expires = -1;
    /* a check has no use for rulesets but that they can be read, and says so
     * itself */
    s->told_rulesets = s->told_tags = s->fetch_nothing = true;
    report_wait(s->report, "check", "looking at programs and clones",
                clock_ms());
    e = check_programs(c);
    check_configuration(c);
    if (!e && c->git)
        e = check_near(c);
    if (!e)
        e = check_signing(c);
    if (!e && knows_host(c))
        e = github_connect(s);
    if (!c->curl)
        s->github_asked = false;
    report_wait(s->report, "check", "asking origin and GitHub", clock_ms());
    if (!e)
        e = check_far(c);
    if (!e)
        check_github(c);
    if (!e && c->git)
        e = check_clones(c);
    report_wait(s->report, NULL, NULL, 0);
    return e;
}

static int code_of(const struct check *c)
{
    int code = EXIT_AUTH;

    for (size_t i = 0; i < c->n; i++) {
        if (c->v[i].state != CHECK_WRONG)
            continue;
        if (c->v[i].code == EXIT_MISSING)
            return EXIT_MISSING;
        if (c->v[i].code != EXIT_AUTH)
            code = EXIT_REFUSED;
    }
    return code;
}

struct err *check_verdict(const struct check *c)
{
    const char *cure = NULL;
    size_t wrong = 0;
    struct err *e;

    for (size_t i = 0; i < c->n; i++) {
        wrong += c->v[i].state == CHECK_WRONG;
        if (c->v[i].state == CHECK_WRONG && !cure)
            cure = c->v[i].cure;
    }
    if (!wrong)
        return NULL;
    e = err_new(code_of(c),
                "%zu of %zu things would keep a release from "
                "starting",
                wrong, c->n);
    if (cure)
        err_cure(e, "%s", cure);
    return e;
}

void check_clear(struct check *c)
{
    for (size_t i = 0; i < c->n; i++) {
        free(c->v[i].name);
        free(c->v[i].detail);
        free(c->v[i].cure);
    }
    free(c->v);
    free(c->heard.fault);
    free(c->heard.scopes);
    problems_clear(&c->of_github);
    survey_clear(&c->survey);
    c->v = NULL;
    c->n = c->cap = 0;
    c->heard = (struct heard){0};
}

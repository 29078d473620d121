#include "survey_parts.h"

#include "aside.h"

#include <stdlib.h>
#include <string.h>

#define FAR_AT_ONCE 64 /* repositories */

struct err *survey_version(const struct run *r, const char *least)
{
    const char *name = r->argv.v[0];
    const char *said = r->out.len ? str_text(&r->out) : "nothing";

    if (r->end != RUN_ENDED)
        return run_answer(r);
    if (run_ok(r) && version_at_least(said, least))
        return NULL;
    if (!run_ok(r)) {
        char *words = git_last_words(r);
        struct err *e =
            err_new(EXIT_MISSING, "%s --version fails: %s", name, words);

        free(words);
        return e;
    }
    return err_new(EXIT_MISSING,
                   "%s %s or newer is needed; this one says: "
                   "%.*s",
                   name, least, (int)strcspn(said, "\n"), said);
}

static struct err *check_programs(struct survey *s)
{
    struct run r[2] = {{.says = NULL}, {.says = NULL}};
    struct err *e;

    git_ask_version(&r[0]);
    curl_ask_version(&r[1]);
    e = survey_ask_with(s, r, 2);
    if (!e)
        e = survey_version(&r[0], GIT_LEAST);
    if (!e)
        e = survey_version(&r[1], CURL_LEAST);
    run_clear(&r[0]);
    run_clear(&r[1]);
    return e;
}

/* Origin and GitHub at the same time: both are far away. */
static struct err *ask_far(struct survey *s, struct span span)
{
    struct gh_batch batch = {0};
    struct err *e;

    for (size_t i = span.from; i < span.to; i++) {
        origin_ask_first(s, i);
        tag_ask_workflows(s, i);
    }
    github_ask(s, span, &batch);
    e = survey_ask_with(s, batch.curls, batch.n_curls);
    if (!e && batch.n) {
        gh_batch_take(&batch, s->runner);
        e = github_judge(s, span);
    }
    gh_batch_clear(&batch);
    return e;
}

/* A part after the other, so that not all answers are held at once. */
static struct err *ask_all_far(struct survey *s)
{
    struct span span = {0, 0};
    struct err *e = NULL;

    while (!e && span.to < s->config->n) {
        span.from = span.to;
        span.to = s->config->n - span.from > FAR_AT_ONCE
                      ? span.from + FAR_AT_ONCE
                      : s->config->n;
        e = ask_far(s, span);
    }
    return e ? e : origin_survey(s);
}

static void show(struct survey *s, const char *what)
{
    report_wait(s->report, "survey", what, clock_ms());
}

static struct err *survey_steps(struct survey *s)
{
    struct err *e;

    show(s, "looking at the clones");
    e = clone_find_all(s);
    for (size_t i = 0; !e && !s->locked_out && i < s->config->n; i++) {
        clone_lock(s, i);
        clone_ask(s, i);
    }
    if (e || s->locked_out)
        return e;
    if (!s->look_only)
        aside_sweep(s->runner);
    e = check_programs(s);
    for (size_t i = 0; !e && i < s->config->n; i++) {
        clone_read(s, i);
        origin_read_urls(s, i);
    }
    if (!e)
        e = github_connect(s);
    show(s, "asking origin and GitHub");
    if (!e)
        e = ask_all_far(s);
    for (size_t i = 0; !e && i < s->config->n; i++) {
        clone_judge(s, i);
        tag_judge(s, i);
    }
    return e;
}

struct err *survey_run(struct survey *s)
{
    struct err *e;

    s->facts = mem_zero(s->config->n, sizeof(*s->facts));
    e = survey_steps(s);
    report_wait(s->report, NULL, NULL, 0);
    return e ? err_wrap(e, "survey") : NULL;
}

struct err *survey_connect(struct survey *s)
{
    struct err *e;

    s->facts = mem_zero(s->config->n, sizeof(*s->facts));
    e = clone_find_all(s);
    for (size_t i = 0; !e && i < s->config->n; i++) {
        struct facts *f = &s->facts[i];

        clone_find(s, i);
        if (f->is_clone)
            git_ask_remotes(&f->asked[ASK_REMOTES], f->dir);
    }
    if (!e)
        e = survey_ask(s);
    for (size_t i = 0; !e && i < s->config->n; i++) {
        struct facts *f = &s->facts[i];

        if (f->is_clone && run_ok(&f->asked[ASK_REMOTES]) &&
            git_read_remotes(&f->remotes, &f->asked[ASK_REMOTES].out))
            origin_read_urls(s, i);
    }
    return e ? e : github_connect(s);
}

static void facts_clear(struct facts *f)
{
    lock_clear(&f->lock);
    free(f->dir);
    free(f->git_dir);
    free(f->lock_dir);
    free(f->objects);
    git_status_clear(&f->status);
    git_refs_clear(&f->refs);
    git_remotes_clear(&f->remotes);
    git_origin_clear(&f->origin);
    origin_url_clear(&f->origin_url);
    argv_clear(&f->tags);
    for (size_t k = 0; f->rules && k < f->rulesets.n; k++)
        gh_ruleset_clear(&f->rules[k]);
    free(f->rules);
    gh_rulesets_clear(&f->rulesets);
    for (size_t a = 0; a < ASKS; a++)
        run_clear(&f->asked[a]);
    gh_repository_clear(&f->repository);
    for (size_t g = 0; g < GETS; g++) {
        gh_get_clear(&f->gets[g]);
        gh_judgement_clear(&f->heard[g]);
    }
}

void survey_forget(struct survey *s)
{
    for (size_t i = 0; s->facts && i < s->config->n; i++)
        facts_clear(&s->facts[i]);
    free(s->facts);
    s->facts = NULL;
    problems_clear(&s->problems);
}

void survey_clear(struct survey *s)
{
    survey_forget(s);
    gh_clear(&s->gh);
}

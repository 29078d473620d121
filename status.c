#include "status_parts.h"

#include <stdlib.h>
#include <string.h>

#define LIMITED_SECS 60 /* to be waited where a rate limit says no time */

bool status_has_version(const struct status *st)
{
    return *st->survey.tag != '\0';
}

/* A release is asked for in more rounds. */
size_t status_curls(const struct status *st)
{
    size_t each = status_has_version(st) ? 4 : 2;
    size_t n = (st->survey.config->n + each - 1) / each;
    size_t jobs = st->survey.runner->jobs ? st->survey.runner->jobs : 1;

    return n < jobs ? n : jobs;
}

/* Answers of curls that ran together come in no order: the least is last. */
static void note_limit(struct status *st, const struct http_head *head)
{
    if (head->limit_left < 0 ||
        (st->limit_left >= 0 && st->limit_left < head->limit_left))
        return;
    st->limit_left = head->limit_left;
    st->limit_reset = head->limit_reset;
}

static void note_wait(struct status *st, const struct gh_judgement *j)
{
    int64_t secs = j->wait_secs >= 0 ? j->wait_secs : LIMITED_SECS;

    if (j->verdict == GH_LIMITED && secs > st->wait_secs)
        st->wait_secs = secs;
}

bool status_judge(struct status *st, size_t i, const struct gh_get *get,
                  struct gh_judgement *j)
{
    struct stand *stand = &st->stands[i];

    gh_judge(j, get);
    note_limit(st, &get->head);
    note_wait(st, j);
    if (j->verdict > GH_ABSENT && !stand->trouble)
        stand->trouble = str_dup(j->says);
    return j->verdict == GH_OK;
}

/* What the clones say of themselves. */
static struct err *look_near(struct status *st)
{
    struct survey *s = &st->survey;
    struct err *e = clone_find_all(s);

    for (size_t i = 0; !e && i < s->config->n; i++) {
        struct facts *f = &s->facts[i];

        clone_find(s, i);
        if (!f->is_clone)
            continue;
        git_ask_status(&f->asked[ASK_STATUS], f->dir);
        git_ask_refs(&f->asked[ASK_REFS], f->dir, s->tag);
        git_ask_remotes(&f->asked[ASK_REMOTES], f->dir);
    }
    if (!e)
        e = survey_ask(s);
    for (size_t i = 0; !e && i < s->config->n; i++) {
        clone_read(s, i);
        if (s->facts[i].is_clone && !s->facts[i].status_known)
            clone_tell_no_sense(s, i, &s->facts[i].asked[ASK_STATUS]);
        origin_read_urls(s, i);
    }
    return e;
}

static void ask_origin(struct status *st, size_t i)
{
    struct facts *f = &st->survey.facts[i];
    struct run *r = &f->asked[ASK_ORIGIN];

    r->terminal = st->survey.runner->jobs <= 1;
    if (f->origin_url.name)
        git_ask_origin_tags(r, f->dir, f->status.branch,
                            st->survey.config->tag_prefix);
}

static void read_origin(struct status *st, size_t i)
{
    struct facts *f = &st->survey.facts[i];
    const struct run *r = &f->asked[ASK_ORIGIN];

    if (r->end == RUN_NEVER)
        return;
    st->stands[i].asked =
        run_ok(r) &&
        git_read_origin(&f->origin, &r->out, f->status.branch, st->survey.tag);
    if (!st->stands[i].asked)
        origin_tell_failure(&st->survey, i, r, false);
}

struct err *status_take(struct status *st, struct gh_batch *batch)
{
    struct gh_get **away = mem_zero(batch->n, sizeof(*away));
    struct err *e = NULL;
    size_t n = 0;

    gh_batch_take(batch, st->survey.runner);
    for (size_t k = 0; k < batch->n; k++)
        if (gh_redirect(batch->gets[k], &st->survey.gh))
            away[n++] = batch->gets[k];
    if (n)
        e = gh_fetch(st->survey.runner, &st->survey.gh, away, n, STATUS_MS);
    free(away);
    return e;
}

/* Origins and GitHub at the same time. */
static struct err *look_far(struct status *st)
{
    struct survey *s = &st->survey;
    struct gh_batch batch = {0};
    struct err *e;

    for (size_t i = 0; i < s->config->n; i++)
        ask_origin(st, i);
    if (!status_has_version(st))
        overview_ask(st, &batch);
    gh_batch_fill(&batch, &s->gh, status_curls(st), STATUS_MS);
    e = survey_ask_with(s, batch.curls, batch.n_curls);
    if (!e)
        e = status_take(st, &batch);
    gh_batch_clear(&batch);
    for (size_t i = 0; !e && i < s->config->n; i++)
        read_origin(st, i);
    return e;
}

static void forget(struct status *st)
{
    for (size_t i = 0; i < st->survey.config->n; i++) {
        struct stand *stand = &st->stands[i];

        free(stand->trouble);
        free(stand->newest);
        stand->trouble = stand->newest = NULL;
        stand->asked = false;
        stand->origin = ORIGIN_UNKNOWN;
        stand->since_known = false;
        stand->commit = NULL;
    }
    survey_forget(&st->survey);
}

struct err *status_look(struct status *st)
{
    struct survey *s = &st->survey;
    struct err *e;

    if (st->stands)
        forget(st);
    else
        st->stands = mem_zero(s->config->n, sizeof(*st->stands));
    st->limit_left = st->limit_reset = -1;
    st->wait_secs = 0;
    s->facts = mem_zero(s->config->n, sizeof(*s->facts));
    e = look_near(st);
    if (!e && !s->gh.token)
        e = github_connect(s);
    if (!e)
        e = look_far(st);
    if (!e && status_has_version(st))
        return release_look(st);
    if (!e)
        overview_read(st);
    return e ? e : overview_count(st);
}

size_t status_cost(const struct status *st)
{
    const struct config *config = st->survey.config;
    size_t each = status_has_version(st) ? 2 * STATUS_ROUNDS + 1 : 2;
    size_t cost = each * config->n;

    for (size_t i = 0; status_has_version(st) && i < config->n; i++)
        cost += st->stands[i].summed ? 0 : config->repos[i].n_checksums;
    return cost;
}

void status_clear(struct status *st)
{
    for (size_t i = 0; st->stands && i < st->survey.config->n; i++) {
        struct stand *stand = &st->stands[i];

        free(stand->trouble);
        free(stand->newest);
        gh_get_clear(&stand->newest_get);
        gh_get_clear(&stand->ci_get);
        gh_release_clear(&stand->release);
        gh_ci_clear(&stand->ci);
        argv_clear(&stand->assets);
        watch_clear(&stand->watch);
        free(stand->watched);
        free(stand->cure);
        checksums_forget(stand);
    }
    free(st->stands);
    st->stands = NULL;
    survey_clear(&st->survey);
}

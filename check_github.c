#include "check_parts.h"

#include "date.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define AT_ONCE 64      /* repositories, so that not all answers are held */
#define PROBE_MS 15000u /* for one request without a token */
#define CLOCK_SAME 5    /* seconds that clocks may be apart, unsaid */
#define CLOCK_APART 60  /* from here on it may do harm */
#define EXPIRES_SOON 14 /* days */
#define DAY INT64_C(86400)
#define RELEASE_COST 25 /* requests that a release makes of a repository */

static void hear_limit(struct heard *h, const struct http_head *head)
{
    /* curls that ran together come in no order: the least is last */
    if (head->limit_left < 0 || (h->left >= 0 && h->left < head->limit_left))
        return;
    h->left = head->limit_left;
    h->limit = head->limit;
    h->reset = head->limit_reset;
}

/* An answer came between `from` and `to` by our clock: its date is as late,
 * unless the clocks are apart. */
static void hear_date(struct heard *h, int64_t date, int64_t from, int64_t to)
{
    if (date < from && from - date > h->ahead)
        h->ahead = from - date;
    if (date > to && date - to > h->behind)
        h->behind = date - to;
    h->dated = true;
}

static void hear_fault(struct heard *h, const struct gh_get *get)
{
    struct gh_judgement j;

    if (h->fault)
        return;
    gh_judge(&j, get);
    h->fault = str_dup(j.says);
    gh_judgement_clear(&j);
}

static void hear(struct heard *h, const struct gh_get *get, int64_t from)
{
    const struct http_head *head = &get->head;

    if (!get->answered) {
        hear_fault(h, get);
        return;
    }
    if (!h->answers++) {
        h->status = head->status;
        h->took_ms = get->took_ms;
    }
    hear_limit(h, head);
    hear_date(h, head->date, from, (int64_t)time(NULL));
    if (head->expires >= 0)
        h->expires = head->expires;
    if (head->scopes && !h->scopes)
        h->scopes = str_dup(head->scopes);
}

static void hear_all(struct check *c, const struct gh_batch *batch,
                     int64_t from)
{
    for (size_t k = 0; k < batch->n; k++)
        hear(&c->heard, batch->gets[k], from);
}

/* Keeps what GitHub said apart from what the clones did. */
static void move_problems(struct problems *from, size_t first,
                          struct problems *to)
{
    for (size_t i = first; i < from->n; i++) {
        struct problem *p = &from->v[i];

        problem_add(to, p->repo, p->code, p->what, p->cure);
    }
    from->n = first;
}

/* A release goes on without these. False: it was not read. */
static bool mind_optional(struct check *c, size_t i, int which)
{
    const struct facts *f = &c->survey.facts[i];
    const struct gh_judgement *j = &f->heard[which];
    bool runs = which == GET_RUNS, right = j->verdict == GH_OK;

    if (!f->gets[which].url)
        return true;
    if (!right)
        check_warn(
            check_add_of(c, CHECK_REPOSITORY, i,
                         str_fmt("the %s cannot be read (%s): %s",
                                 runs ? "workflow runs" : "rulesets for tags",
                                 j->says,
                                 runs ? "a release cannot tell why it waits, "
                                        "nor fail early"
                                      : "whether they allow a tag is not "
                                        "known before it is pushed")),
            runs ? str_fmt("give the token Actions, read-only; or push %s to "
                           "the default branch, if it is not there",
                           c->survey.config->repos[i].workflow)
                 : str_dup("give the token Metadata, read-only"));
    return right;
}

/* Could the two be read that a release cannot do without? */
static bool was_read(const struct facts *f)
{
    return f->heard[GET_REPOSITORY].verdict == GH_OK &&
           f->heard[GET_RELEASES].verdict == GH_OK;
}

/* What is said of all, as of a refused token, is not said of each. */
static void judge_repository(struct check *c, size_t i)
{
    const struct facts *f = &c->survey.facts[i];
    bool all;

    if (check_add_problems(c, CHECK_REPOSITORY, &c->of_github, i) ||
        !was_read(f))
        return;
    all = mind_optional(c, i, GET_RULESETS);
    all = mind_optional(c, i, GET_RUNS) && all;
    if (all)
        check_add_of(c, CHECK_REPOSITORY, i,
                     str_fmt("can be read, with its releases%s and rulesets",
                             f->gets[GET_RUNS].url ? ", workflow runs" : ""));
}

static struct err *judge_span(struct check *c, struct span span)
{
    struct survey *s = &c->survey;
    size_t first = s->problems.n;
    struct err *e = github_ask_again(s, span);

    if (e)
        return e;
    github_tell(s, span);
    for (size_t i = span.from; i < span.to; i++)
        tag_judge_archived(s, i);
    move_problems(&s->problems, first, &c->of_github);
    for (size_t i = span.from; i < span.to; i++)
        judge_repository(c, i);
    return NULL;
}

/* Without a token one request tells whether GitHub can be reached, and it is
 * one that does not count. */
static void ask_probe(struct check *c, struct gh_get *probe,
                      struct gh_batch *batch)
{
    if (!c->curl || !c->survey.gh.base || c->survey.gh.token ||
        c->heard.answers || c->heard.fault)
        return;
    gh_get_init(probe, &c->survey.gh, "/rate_limit");
    gh_batch_add(batch, probe);
    gh_batch_fill(batch, &c->survey.gh, 1, PROBE_MS);
}

/* Origins and GitHub at the same time. Once GitHub is silent, it is not asked
 * again. */
static struct err *ask_span(struct check *c, struct span span)
{
    struct survey *s = &c->survey;
    struct gh_batch batch = {0};
    struct gh_get probe = {0};
    int64_t from = (int64_t)time(NULL);
    struct err *e;

    for (size_t i = span.from; i < span.to; i++) {
        origin_ask(s, i);
        tag_ask_workflows(s, i);
    }
    github_ask(s, span, &batch);
    ask_probe(c, &probe, &batch);
    e = survey_ask_with(s, batch.curls, batch.n_curls);
    if (!e) {
        gh_batch_take(&batch, s->runner);
        hear_all(c, &batch, from);
    }
    if (c->heard.fault && !c->heard.answers)
        s->github_asked = false;
    if (!e && s->github_asked)
        e = judge_span(c, span);
    github_forget(s, span);
    gh_batch_clear(&batch);
    gh_get_clear(&probe);
    return e;
}

struct err *check_far(struct check *c)
{
    struct span span = {0, 0};
    struct err *e = NULL;

    while (!e && span.to < c->survey.config->n) {
        size_t left = c->survey.config->n - span.to;

        span.from = span.to;
        span.to += left < AT_ONCE ? left : AT_ONCE;
        e = ask_span(c, span);
    }
    return e;
}

/* "from GITHUB_TOKEN; scopes repo; expires 2026-12-01"; owned by the caller. */
static char *describe_token(const struct check *c)
{
    const struct heard *h = &c->heard;
    struct str text = {0};
    char *day;

    str_add(&text, h->answers ? "accepted"
                              : "GitHub was not asked with it, so whether it "
                                "is accepted is not known");
    if (h->scopes)
        str_addf(&text, "; scopes: %s", h->scopes);
    if (h->expires >= 0) {
        day = date_text(h->expires, 0);
        str_addf(&text, "; it expires %.10s, in %lld days", day,
                 (long long)((h->expires - (int64_t)time(NULL)) / DAY));
        free(day);
    }
    return str_take(&text);
}

/* Those that are of no repository: of the token, and rate limits. */
static size_t add_of_all(struct check *c, const struct problems *from)
{
    const char *source = c->survey.gh.token_from;
    size_t n = 0;

    for (size_t i = 0; i < from->n; i++) {
        const struct problem *p = &from->v[i];
        bool token = p->code == EXIT_AUTH;

        if (p->repo != PROBLEM_OF_ALL)
            continue;
        check_wrong(check_add(c, token ? CHECK_TOKEN : CHECK_API,
                              !token   ? "rate limit"
                              : source ? source
                                       : "none",
                              str_dup(p->what)),
                    p->code, str_dup(p->cure));
        n += token;
    }
    return n;
}

static void judge_token(struct check *c)
{
    struct survey *s = &c->survey;
    const struct heard *h = &c->heard;
    struct finding *f;

    if (!s->gh.token && !problems_of(&s->problems, PROBLEM_OF_ALL))
        github_tell_no_token(s);
    if (add_of_all(c, &s->problems) + add_of_all(c, &c->of_github))
        return;
    f = check_add(c, CHECK_TOKEN, s->gh.token_from, describe_token(c));
    if (h->expires >= 0 &&
        h->expires - (int64_t)time(NULL) < EXPIRES_SOON * DAY)
        check_warn(f, str_dup("make a new one before then"));
    else if (!h->answers)
        check_warn(f, NULL);
}

static void judge_limit(struct check *c)
{
    const struct heard *h = &c->heard;
    struct finding *f;
    char *secs;

    if (h->left < 0 || problems_of(&c->of_github, PROBLEM_OF_ALL))
        return;
    secs = report_secs(h->reset > 0 ? (uint64_t)h->reset * 1000 : 0);
    f = check_add(c, CHECK_API, "rate limit",
                  h->limit < 0
                      ? str_fmt("%lld requests are left, for %s",
                                (long long)h->left, secs)
                      : str_fmt("%lld of %lld requests are left, for "
                                "%s",
                                (long long)h->left, (long long)h->limit, secs));
    if (c->survey.gh.token &&
        h->left < RELEASE_COST * (int64_t)c->survey.config->n)
        check_warn(f,
                   str_fmt("a release would have to wait; begin in %s", secs));
    free(secs);
}

static void judge_api(struct check *c)
{
    const struct heard *h = &c->heard;
    const char *base = c->survey.gh.base;

    if (h->answers)
        check_add(c, CHECK_API, base,
                  str_fmt("answered %d in %u ms", h->status, h->took_ms));
    else if (h->fault)
        check_wrong(check_add(c, CHECK_API, base, str_dup(h->fault)),
                    EXIT_REFUSED,
                    str_dup("check the network, https://www.githubstatus.com, "
                            "and the API's address: GITHUB_API_URL sets "
                            "another, which is needed where origin's host is "
                            "an alias of ssh's"));
    else
        check_warn(check_add(c, CHECK_API, base ? base : "API",
                             str_fmt("not asked: %s is missing",
                                     c->curl ? "git" : "curl")),
                   NULL);
}

static void judge_clock(struct check *c)
{
    const struct heard *h = &c->heard;
    int64_t apart = h->ahead > h->behind ? h->ahead : h->behind;
    struct finding *f;

    if (!h->dated)
        return;
    f = check_add(c, CHECK_CLOCK, "here",
                  apart <= CLOCK_SAME
                      ? str_dup("as GitHub's")
                      : str_fmt("%lld s %s GitHub's", (long long)apart,
                                h->ahead > h->behind ? "ahead of" : "behind"));
    if (apart > CLOCK_APART)
        check_warn(f, str_dup("set the clock, or have it set (NTP): when a "
                              "token expires and a rate limit is lifted is "
                              "told by it"));
}

void check_github(struct check *c)
{
    if (c->survey.gh.base)
        judge_token(c);
    judge_api(c);
    judge_limit(c);
    judge_clock(c);
}

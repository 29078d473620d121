#include "survey_parts.h"

#include "gh_release.h"

#include <stdlib.h>
#include <string.h>

#define TRIES 3 /* of a request that fails in a way that passes */
#define TRY_AGAIN_MS 1000u
#define SURVEY_MS 60000u /* for all that one curl asks */

/* The base for the host that the origins are on; they must agree. */
static void find_base(struct survey *s)
{
    for (size_t i = 0; i < s->config->n; i++) {
        const char *host = s->facts[i].origin_url.host;
        struct gh other = {0};

        if (!s->facts[i].origin_url.name)
            continue;
        gh_set_host(&other, host);
        if (!s->gh.base)
            gh_set_host(&s->gh, host);
        else if (strcmp(other.base, s->gh.base) != 0)
            survey_problem(s, i,
                           str_fmt("origin is on another host than the "
                                   "repositories before it: %s",
                                   host ? host : "a local folder"),
                           str_dup("set GITHUB_API_URL to the API of all of "
                                   "them, such as https://api.github.com"));
        gh_clear(&other);
    }
}

static struct err *find_token(struct survey *s)
{
    struct run r = {0}, *one = &r;
    struct err *e = gh_token_from_env(&s->gh);

    if (e || s->gh.token)
        return e;
    gh_ask_token(&r, &s->gh);
    e = run_all(s->runner, &one, 1);
    if (!e && run_ok(&r))
        e = gh_set_token(&s->gh, str_text(&r.out), "gh auth token");
    run_clear(&r);
    return e;
}

static void tell_no_token(struct survey *s)
{
    survey_auth_problem(
        s, PROBLEM_OF_ALL,
        str_dup("there is no token to read the releases with: GITHUB_TOKEN "
                "and GH_TOKEN are not set, and gh has none"),
        str_dup("export GITHUB_TOKEN=..., or: gh auth login"));
}

struct err *github_connect(struct survey *s)
{
    bool given = s->gh.base != NULL;
    struct err *e;

    if (!given)
        find_base(s);
    if (!s->gh.base)
        gh_set_host(&s->gh, NULL);
    e = find_token(s);
    if (e && e->code == EXIT_AUTH) {
        survey_auth_problem(s, PROBLEM_OF_ALL, str_dup(e->text),
                            str_dup("set it again, without quotes or line "
                                    "breaks in it"));
        err_free(e);
        return NULL;
    }
    if (!e && !s->gh.token && !s->look_only)
        tell_no_token(s);
    s->github_asked = !e && s->gh.token != NULL;
    return e;
}

size_t github_curls(const struct survey *s)
{
    size_t n = (s->config->n + 1) / 2;
    size_t jobs = s->runner->jobs ? s->runner->jobs : 1;

    return n < jobs ? n : jobs;
}

/* The requests of curl number k of n; the caller frees. */
static struct gh_get **share_of(struct survey *s, size_t k, size_t n,
                                size_t *count)
{
    size_t from = s->config->n * k / n, to = s->config->n * (k + 1) / n;
    struct gh_get **gets = mem_zero((to - from) * GETS, sizeof(*gets));

    *count = 0;
    for (size_t i = from; i < to; i++)
        for (size_t g = 0; g < GETS; g++)
            gets[(*count)++] = &s->facts[i].gets[g];
    return gets;
}

void github_ask_all(struct survey *s, struct run *curls, size_t n)
{
    for (size_t i = 0; n && i < s->config->n; i++) {
        struct facts *f = &s->facts[i];
        const char *owner = s->config->owner;
        const char *name = s->config->repos[i].name;

        gh_get_init(&f->gets[GET_REPOSITORY], &s->gh, "/repos/%s/%s", owner,
                    name);
        gh_get_init(&f->gets[GET_RELEASES], &s->gh,
                    "/repos/%s/%s/releases?per_page=1", owner, name);
    }
    for (size_t k = 0; k < n; k++) {
        size_t count;
        struct gh_get **gets = share_of(s, k, n, &count);

        gh_fill(&curls[k], &s->gh, gets, count, SURVEY_MS);
        free(gets);
    }
}

/* What is the answer worth, its body included? The body of a repository
 * goes to `r`, which may be NULL. */
static void judge(struct gh_judgement *j, const struct gh_get *get, int which,
                  struct gh_repository *r)
{
    struct gh_repository unused = {0};
    char *wrong = NULL;

    gh_judge(j, get);
    if (j->verdict != GH_OK)
        return;
    if (which == GET_RELEASES)
        wrong = gh_list_read(str_text(&get->body), get->body.len);
    else
        wrong = gh_repository_read(r ? r : &unused, str_text(&get->body),
                                   get->body.len);
    if (wrong)
        gh_judge_body(j, wrong);
    gh_repository_clear(&unused);
    free(wrong);
}

/* Nothing forbids to release another branch, but it may be a mistake. */
static void mind_branch(struct survey *s, size_t i,
                        const struct gh_repository *r)
{
    const char *branch = s->facts[i].status.branch;

    if (branch && r->default_branch && strcmp(branch, r->default_branch) != 0)
        report_line(s->report, s->config->repos[i].name,
                    "note: the clone is on %s, not on the default branch %s",
                    branch, r->default_branch);
}

/* Requests that are worth another try, or that a redirect sends on. */
static size_t gather_again(struct survey *s, struct gh_get **again)
{
    size_t n = 0;

    for (size_t i = 0; i < s->config->n * GETS; i++) {
        struct gh_get *get = &s->facts[i / GETS].gets[i % GETS];
        struct gh_judgement j;

        judge(&j, get, (int)(i % GETS), NULL);
        if (gh_redirect(get, &s->gh) || j.verdict == GH_RETRY)
            again[n++] = get;
        gh_judgement_clear(&j);
    }
    return n;
}

static struct err *ask_again(struct survey *s)
{
    struct gh_get **again = mem_zero(s->config->n * GETS, sizeof(*again));
    struct err *e = NULL;

    for (int try = 1; !e && try < TRIES; try++) {
        size_t n = gather_again(s, again);

        if (!n)
            break;
        report_line(s->report, "GitHub",
                    "%zu of %zu requests failed; asking again", n,
                    s->config->n * GETS);
        e = runner_sleep(s->runner, clock_ms() + TRY_AGAIN_MS);
        if (!e)
            e = gh_fetch(s->runner, &s->gh, again, n, SURVEY_MS);
    }
    free(again);
    return e;
}

static char *what_to_do(const struct survey *s, size_t i, int which,
                        const struct gh_judgement *j)
{
    const char *sso = s->facts[i].gets[which].head.sso;

    switch (j->verdict) {
    case GH_ABSENT:
    case GH_DENIED:
        if (sso)
            return str_fmt("authorise the token (from %s) at the address "
                           "above",
                           s->gh.token_from);
        return str_fmt("give the token (from %s) access: resource owner %s, "
                       "repository %s, Metadata and Contents read-only",
                       s->gh.token_from, s->config->owner,
                       s->config->repos[i].name);
    case GH_LIMITED:
        return j->wait_secs >= 0
                   ? str_fmt("try again in %lld s", (long long)j->wait_secs)
                   : str_dup("try again in some minutes");
    case GH_RETRY:
        if (s->facts[i].gets[which].head.status >= 500)
            return str_dup("GitHub has trouble (https://www.githubstatus.com); "
                           "try again in some minutes");
        break;
    case GH_BROKEN:
        break;
    case GH_OK:
    case GH_SAME:
        return str_dup("");
    }
    return str_fmt("check the network, https://www.githubstatus.com, and the "
                   "API's address (%s): GITHUB_API_URL sets another, which is "
                   "needed where origin's host is an alias of ssh's",
                   s->gh.base);
}

static char *what_is_wrong(const struct survey *s, size_t i, int which,
                           const struct gh_judgement *j)
{
    const char *name = s->config->repos[i].name, *owner = s->config->owner;

    if (j->verdict == GH_ABSENT && which == GET_REPOSITORY)
        return str_fmt("GitHub shows no repository %s/%s to this token (404): "
                       "there is none, or the token may not see it",
                       owner, name);
    if (j->verdict == GH_ABSENT)
        return str_fmt("the token may not read the releases of %s/%s (404)",
                       owner, name);
    return str_fmt("cannot read %s%s: %s",
                   which == GET_REPOSITORY ? "the repository" : "the releases",
                   " on GitHub", j->says);
}

static void judge_repository(struct survey *s, size_t i)
{
    for (int g = 0; g < GETS; g++) {
        const struct gh_get *get = &s->facts[i].gets[g];
        struct gh_repository r = {0};
        struct gh_judgement j;
        bool told = true;

        judge(&j, get, g, &r);
        mind_branch(s, i, &r);
        gh_repository_clear(&r);
        if (j.verdict == GH_DENIED && get->head.status == 401)
            survey_auth_problem(
                s, PROBLEM_OF_ALL, str_dup(j.says),
                str_fmt("make a new token; this one comes from %s",
                        s->gh.token_from));
        else if (j.verdict == GH_DENIED || j.verdict == GH_ABSENT)
            survey_auth_problem(s, i, what_is_wrong(s, i, g, &j),
                                what_to_do(s, i, g, &j));
        else if (j.verdict == GH_LIMITED)
            survey_problem(s, PROBLEM_OF_ALL, str_dup(j.says),
                           what_to_do(s, i, g, &j));
        else if (j.verdict != GH_OK)
            survey_problem(s, i, what_is_wrong(s, i, g, &j),
                           what_to_do(s, i, g, &j));
        else
            told = false;
        gh_judgement_clear(&j);
        if (told)
            return;
    }
}

struct err *github_judge_all(struct survey *s, struct run *curls, size_t n)
{
    struct err *e;

    for (size_t k = 0; k < n; k++) {
        size_t count;
        struct gh_get **gets = share_of(s, k, n, &count);

        gh_take(&curls[k], gets, count);
        free(gets);
    }
    e = ask_again(s);
    for (size_t i = 0; !e && i < s->config->n; i++)
        judge_repository(s, i);
    return e;
}

#include "survey_parts.h"

#include "gh_repository.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

/* A configuration that nobody named may not lead the token elsewhere. */
static struct err *check_base(struct survey *s)
{
    const char *url = s->config->api_url;
    struct gh other = {0};
    struct err *e = url ? gh_set_base(&other, url, "api_url") : NULL;

    if (!e && url && strcmp(other.base, s->gh.base) != 0) {
        e = err_new(EXIT_USAGE,
                    "api_url in %s, which was found and not named, is not the "
                    "API of origin's host (%s): the token would go to %s",
                    s->config->file, s->gh.base, other.base);
        err_note(e, "  if that is right: --config %s, or GITHUB_API_URL",
                 s->config->file);
    }
    gh_clear(&other);
    return e;
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

void github_tell_no_token(struct survey *s)
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
    struct err *e = NULL;

    if (!given)
        find_base(s);
    if (!s->gh.base)
        gh_set_host(&s->gh, NULL);
    if (!given)
        e = check_base(s);
    if (e)
        return e;
    e = find_token(s);
    if (e && e->code == EXIT_AUTH) {
        survey_auth_problem(s, PROBLEM_OF_ALL, str_dup(e->text),
                            str_dup("set it again, without quotes or line "
                                    "breaks in it"));
        err_free(e);
        return NULL;
    }
    report_hide(s->report, s->gh.token);
    if (!e && !s->gh.token && !s->look_only)
        github_tell_no_token(s);
    s->github_asked = !e && s->gh.token != NULL;
    return e;
}

/* Two repositories a curl, as many curls as children may run. */
static size_t curls_for(const struct survey *s, struct span span)
{
    size_t n = (span.to - span.from + 1) / 2;
    size_t jobs = s->runner->jobs ? s->runner->jobs : 1;

    return n < jobs ? n : jobs;
}

/* What does the body of a 200 say? */
static char *read_body(struct facts *f, const struct gh_get *get, size_t which)
{
    const char *body = str_text(&get->body);

    if (which == GET_REPOSITORY)
        return gh_repository_read(&f->repository, body, get->body.len);
    if (which == GET_RELEASES)
        return gh_names_read(&f->tags, "tag_name", body, get->body.len);
    if (which == GET_TAGS)
        return gh_names_read(&f->tags, "name", body, get->body.len);
    if (which == GET_RULESETS)
        return gh_rulesets_read(&f->rulesets, body, get->body.len);
    return gh_history_read(&f->history, body, get->body.len);
}

/* Reads an answer as it comes, so that bodies are not kept. */
static void hear(struct gh_get *get, void *of)
{
    struct facts *f = of;
    size_t which = (size_t)(get - f->gets);
    struct gh_judgement *j = &f->heard[which];
    char *wrong = NULL;

    gh_judgement_clear(j);
    gh_judge(j, get);
    if (j->verdict == GH_OK)
        wrong = read_body(f, get, which);
    if (wrong)
        gh_judge_body(j, wrong);
    free(wrong);
    str_clear(&get->body);
}

static void make_gets(struct survey *s, size_t i)
{
    static const char *const paths[GET_RUNS] = {
        [GET_REPOSITORY] = "",
        [GET_RELEASES] = "/releases?per_page=1",
        [GET_TAGS] = "/tags?per_page=100",
        [GET_RULESETS] = "/rulesets?targets=tag&per_page=100"};
    const struct repo *repo = &s->config->repos[i];
    const char *owner = s->config->owner;
    char *workflow = repo->workflow ? gh_escape(repo->workflow) : NULL;
    struct gh_get *gets = s->facts[i].gets;

    for (size_t g = 0; g < GET_RUNS; g++)
        if (g != GET_RULESETS || !s->ignore_rulesets)
            gh_get_init(&gets[g], &s->gh, "/repos/%s/%s%s", owner, repo->name,
                        paths[g]);
    if (workflow && !s->ignore_runs)
        gh_get_init(&gets[GET_RUNS], &s->gh,
                    "/repos/%s/%s/actions/workflows/%s/runs?event=push"
                    "&per_page=5",
                    owner, repo->name, workflow);
    for (size_t g = 0; g < GETS; g++) {
        gets[g].hear = hear;
        gets[g].of = &s->facts[i];
        s->facts[i].heard[g] = (struct gh_judgement){
            .verdict = GH_RETRY, .says = str_dup("it was not asked")};
    }
    free(workflow);
}

void github_ask(struct survey *s, struct span span, struct gh_batch *batch)
{
    for (size_t i = span.from; s->github_asked && i < span.to; i++) {
        make_gets(s, i);
        for (size_t g = 0; g < GETS; g++)
            if (s->facts[i].gets[g].url)
                gh_batch_add(batch, &s->facts[i].gets[g]);
    }
    gh_batch_fill(batch, &s->gh, curls_for(s, span), SURVEY_MS);
}

/* Nothing forbids these, but they may be a mistake. */
static void mind_repository(struct survey *s, size_t i,
                            const struct gh_repository *r)
{
    const char *branch = s->facts[i].status.branch;
    const char *name = s->config->repos[i].name;
    char *ours = str_fmt("%s/%s", s->config->owner, name);

    if (branch && r->default_branch && !s->config->repos[i].branch &&
        strcmp(branch, r->default_branch) != 0)
        report_note(s->report, name,
                    "note: the clone is on %s, not on the default branch %s",
                    branch, r->default_branch);
    if (r->full_name && strcasecmp(r->full_name, ours) != 0)
        report_note(s->report, name,
                    "note: GitHub calls it %s now; mend origin and the "
                    "configuration",
                    r->full_name);
    if (r->read_only)
        report_note(s->report, name,
                    "note: the token (from %s) may only read it; git pushes "
                    "with its own credentials",
                    s->gh.token_from);
    free(ours);
}

/* As heard, for a body that makes no sense is worth another try, too. */
static bool may_pass(const struct gh_get *get)
{
    const struct facts *f = get->of;

    return f->heard[get - f->gets].verdict == GH_RETRY;
}

struct err *github_ask_again(struct survey *s, struct span span)
{
    struct gh_retry how = survey_patience(s);
    struct gh_get **list =
        mem_zero((span.to - span.from) * GETS, sizeof(*list));
    struct err *e;
    size_t n = 0;

    for (size_t i = span.from; i < span.to; i++)
        for (size_t g = 0; g < GETS; g++)
            if (s->facts[i].gets[g].url)
                list[n++] = &s->facts[i].gets[g];
    how.may_pass = may_pass;
    how.report = s->report;
    e = gh_retry_rest(&how, list, n);
    free(list);
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

/* Adds the problem that an answer is; false: it is none. */
static bool tell_problem(struct survey *s, size_t i, int g,
                         const struct gh_judgement *j)
{
    if (j->verdict == GH_OK)
        return false;
    if (j->verdict == GH_DENIED && s->facts[i].gets[g].head.status == 401)
        survey_auth_problem(s, PROBLEM_OF_ALL, str_dup(j->says),
                            str_fmt("make a new token; this one comes from %s",
                                    s->gh.token_from));
    else if (j->verdict == GH_DENIED || j->verdict == GH_ABSENT)
        survey_auth_problem(s, i, what_is_wrong(s, i, g, j),
                            what_to_do(s, i, g, j));
    else if (j->verdict == GH_LIMITED)
        survey_problem(s, PROBLEM_OF_ALL, str_dup(j->says),
                       what_to_do(s, i, g, j));
    else
        survey_problem(s, i, what_is_wrong(s, i, g, j), what_to_do(s, i, g, j));
    return true;
}

/* A release goes on without these; that they are not known is said once. */
static void tell_unknown(struct survey *s, size_t i, int g,
                         const struct gh_judgement *j)
{
    const char *name = s->config->repos[i].name;

    if (j->verdict == GH_OK)
        return;
    if (g == GET_TAGS && !s->told_tags)
        report_note(s->report, name,
                    "the tags cannot be read (%s): newer versions are only "
                    "looked for in the clone",
                    j->says);
    if (g == GET_RULESETS && !s->told_rulesets)
        report_note(s->report, name,
                    "the rulesets for tags cannot be read (%s): whether they "
                    "allow %s is not known",
                    j->says, s->tag);
    s->told_tags |= g == GET_TAGS;
    s->told_rulesets |= g == GET_RULESETS;
}

static void judge_repository(struct survey *s, size_t i)
{
    struct facts *f = &s->facts[i];
    bool is_problem = false;

    for (int g = 0; g < GETS && !is_problem; g++) {
        if (!f->gets[g].url)
            continue;
        if (f->gets[g].away) /* which is not known as it comes */
            hear(&f->gets[g], f);
        if (g == GET_REPOSITORY || g == GET_RELEASES)
            is_problem = tell_problem(s, i, g, &f->heard[g]);
        else
            tell_unknown(s, i, g, &f->heard[g]);
    }
    mind_repository(s, i, &f->repository);
}

void github_tell(struct survey *s, struct span span)
{
    for (size_t i = span.from; i < span.to; i++)
        judge_repository(s, i);
}

void github_forget(struct survey *s, struct span span)
{
    for (size_t i = span.from; i < span.to; i++)
        for (size_t g = 0; g < GETS; g++)
            gh_get_clear(&s->facts[i].gets[g]);
}

struct err *github_judge(struct survey *s, struct span span)
{
    struct err *e = github_ask_again(s, span);

    if (!e)
        github_tell(s, span);
    github_forget(s, span);
    return e ? e : tag_ask_rulesets(s, span);
}

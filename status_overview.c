#include "status_parts.h"

#include <stdlib.h>
#include <string.h>

/* A request is made once, so that its ETag is kept from look to look; the
 * commit that the runs are of may be another one by then. */
static void make_gets(struct status *st, size_t i)
{
    const struct survey *s = &st->survey;
    struct stand *stand = &st->stands[i];
    const char *head = s->facts[i].status.head;
    const char *owner = s->config->owner, *name = s->config->repos[i].name;

    if (!stand->newest_get.url)
        gh_get_init(&stand->newest_get, &s->gh,
                    "/repos/%s/%s/releases?per_page=5", owner, name);
    if (stand->ci_get.url && head && strstr(stand->ci_get.url, head))
        return;
    gh_get_clear(&stand->ci_get);
    gh_ci_clear(&stand->ci);
    stand->ci_known = false;
    if (head)
        gh_get_init(&stand->ci_get, &s->gh,
                    "/repos/%s/%s/actions/runs?head_sha=%s&per_page=20", owner,
                    name, head);
}

void overview_ask(struct status *st, struct gh_batch *batch)
{
    for (size_t i = 0; i < st->survey.config->n; i++) {
        struct stand *stand = &st->stands[i];

        make_gets(st, i);
        gh_batch_add(batch, &stand->newest_get);
        if (stand->ci_get.url)
            gh_batch_add(batch, &stand->ci_get);
    }
}

/* What could not be read is asked for whole again. */
static void keep_etag(struct gh_get *get, bool is_read)
{
    free(get->etag);
    get->etag = is_read && get->head.etag ? str_dup(get->head.etag) : NULL;
    str_clear(&get->body);
}

static void note_wrong(struct stand *stand, char *wrong)
{
    if (wrong && !stand->trouble)
        stand->trouble = str_fmt("GitHub's answer makes no sense: %s", wrong);
    free(wrong);
}

/* There is a list of releases, if an empty one, wherever there is a repository
 * that we may see. */
static void note_absent(struct stand *stand, const struct gh *gh)
{
    if (!stand->trouble)
        stand->trouble =
            str_fmt("it shows no such repository (404): there is none, or %s",
                    gh->token ? "the token may not see it"
                              : "it is private, and there is no token");
}

static void read_newest(struct status *st, size_t i)
{
    struct stand *stand = &st->stands[i];
    struct gh_get *get = &stand->newest_get;
    struct gh_judgement j;
    char *wrong;

    if (status_judge(st, i, get, &j)) {
        gh_release_clear(&stand->release);
        wrong = gh_newest_read(&stand->release, str_text(&get->body),
                               get->body.len);
        stand->newest_known = !wrong;
        note_wrong(stand, wrong);
        keep_etag(get, stand->newest_known);
    } else if (j.verdict == GH_ABSENT) {
        note_absent(stand, &st->survey.gh);
    }
    gh_judgement_clear(&j);
}

/* Where Actions cannot be read, there is no CI to be shown. */
static void read_ci(struct status *st, size_t i)
{
    struct stand *stand = &st->stands[i];
    struct gh_get *get = &stand->ci_get;
    struct gh_judgement j;
    char *wrong;

    if (!get->url)
        return;
    if (status_judge(st, i, get, &j)) {
        gh_ci_clear(&stand->ci);
        wrong = gh_ci_read(&stand->ci, str_text(&get->body), get->body.len);
        stand->ci_known = !wrong;
        note_wrong(stand, wrong);
        keep_etag(get, stand->ci_known);
    }
    gh_judgement_clear(&j);
}

static void find_newest_tag(struct status *st, size_t i)
{
    struct facts *f = &st->survey.facts[i];
    const char *prefix = st->survey.config->tag_prefix;
    struct semver newest = {0};
    struct argv there = {0};

    if (st->stands[i].asked)
        git_read_origin_tags(&there, &f->asked[ASK_ORIGIN].out);
    semver_find_newest(&newest, &f->refs.tags, prefix);
    semver_find_newest(&newest, &there, prefix);
    if (newest.text)
        st->stands[i].newest = str_fmt("%s%s", prefix, newest.text);
    semver_clear(&newest);
    argv_clear(&there);
}

void overview_read(struct status *st)
{
    for (size_t i = 0; i < st->survey.config->n; i++) {
        read_newest(st, i);
        read_ci(st, i);
        find_newest_tag(st, i);
    }
}

static bool has_tag(const struct argv *tags, const char *tag)
{
    for (size_t k = 0; k < tags->n; k++)
        if (strcmp(tags->v[k], tag) == 0)
            return true;
    return false;
}

/* The two questions whose answers depend on what origin has. */
struct counts {
    struct run apart, since;
};

static void ask_counts(struct status *st, size_t i, struct counts *c)
{
    struct facts *f = &st->survey.facts[i];
    struct stand *stand = &st->stands[i];

    if (!f->status.head || !stand->asked)
        return;
    if (!f->origin.head)
        stand->origin = f->status.branch ? ORIGIN_NO_BRANCH : ORIGIN_UNKNOWN;
    else if (strcmp(f->origin.head, f->status.head) == 0)
        stand->origin = ORIGIN_SAME;
    else
        git_ask_counts(&c->apart, f->dir, NULL, f->status.head, f->origin.head);
    if (stand->newest && has_tag(&f->refs.tags, stand->newest))
        git_ask_since(&c->since, f->dir, stand->newest);
}

static void read_counts(struct stand *stand, const struct counts *c)
{
    if (run_ok(&c->apart) &&
        git_read_counts(&c->apart.out, &stand->ahead, &stand->behind))
        stand->origin = ORIGIN_APART;
    else if (c->apart.end != RUN_NEVER)
        stand->origin = ORIGIN_BEYOND;
    stand->since_known =
        run_ok(&c->since) && git_read_count(&c->since.out, &stand->since);
}

struct err *overview_count(struct status *st)
{
    size_t n = st->survey.config->n;
    struct counts *counts = mem_zero(n, sizeof(*counts));
    struct run **runs = mem_zero(2 * n, sizeof(*runs));
    struct err *e = NULL;
    size_t m = 0;

    for (size_t i = 0; i < n; i++) {
        ask_counts(st, i, &counts[i]);
        if (counts[i].apart.argv.n)
            runs[m++] = &counts[i].apart;
        if (counts[i].since.argv.n)
            runs[m++] = &counts[i].since;
    }
    if (m)
        e = run_all(st->survey.runner, runs, m);
    for (size_t i = 0; i < n; i++) {
        read_counts(&st->stands[i], &counts[i]);
        run_clear(&counts[i].apart);
        run_clear(&counts[i].since);
    }
    free(counts);
    free(runs);
    return e;
}

#include "survey_parts.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void tag_ask_workflows(struct survey *s, size_t i)
{
    struct facts *f = &s->facts[i];

    if (f->is_clone && f->status.head && s->config->repos[i].workflow)
        git_ask_workflows(&f->asked[ASK_WORKFLOWS], f->dir, f->status.head);
}

static bool has_name(const struct argv *names, const char *name)
{
    for (size_t k = 0; k < names->n; k++)
        if (strcmp(names->v[k], name) == 0)
            return true;
    return false;
}

/* "there are ci.yml, build.yml" */
static char *list_workflows(const struct argv *names)
{
    struct str list = {0};

    for (size_t k = 0; k < names->n; k++)
        str_addf(&list, "%s%s", k ? ", " : "there are: ", names->v[k]);
    if (!names->n)
        str_add(&list, "there is none at all");
    return str_take(&list);
}

void tag_judge_workflow(struct survey *s, size_t i)
{
    const char *want = s->config->repos[i].workflow;
    struct facts *f = &s->facts[i];
    const struct run *r = &f->asked[ASK_WORKFLOWS];
    struct argv names = {0};
    char *list;

    if (r->end == RUN_NEVER)
        return;
    if (!run_ok(r)) {
        list = git_last_words(r);
        survey_problem(s, i,
                       str_fmt("git could not tell the workflows in the commit "
                               "to be tagged: %s",
                               list),
                       survey_by_hand(r));
        free(list);
        return;
    }
    git_read_names(&names, &r->out);
    if (!has_name(&names, want)) {
        list = list_workflows(&names);
        survey_problem(
            s, i,
            str_fmt("the workflow %s is not in the commit to be tagged "
                    "(%.*s), so nothing would make the release; %s",
                    want, GIT_SHORT, f->status.head, list),
            str_fmt("commit and push it; or name the right one, or null for "
                    "none, as \"workflow\" of %s in " CONFIG_FILE
                    " (orchestrator config prints one to start from)",
                    s->config->repos[i].name));
        free(list);
    }
    argv_clear(&names);
}

/* Those that are not the one to be made. */
static void find_newest(const struct survey *s, const struct argv *tags,
                        struct semver *newest)
{
    struct argv others = {0};

    for (size_t k = 0; k < tags->n; k++)
        if (strcmp(tags->v[k], s->tag) != 0)
            argv_push(&others, tags->v[k]);
    semver_find_newest(newest, &others, s->config->tag_prefix);
    argv_clear(&others);
}

/* Is there something of this version that can be resumed? */
static bool is_begun(const struct survey *s)
{
    for (size_t k = 0; k < s->config->n; k++)
        if (s->facts[k].is_public || s->facts[k].refs.tag.object)
            return true;
    return false;
}

static void judge_version(struct survey *s, size_t i)
{
    struct facts *f = &s->facts[i];
    struct semver newest = {0};

    find_newest(s, &f->refs.tags, &newest);
    find_newest(s, &f->tags, &newest);
    if (newest.text && !s->allow_older && semver_cmp(s->version, &newest) <= 0)
        survey_problem(
            s, i,
            str_fmt("%s is not newer than %s%s, which is tagged already",
                    s->tag, s->config->tag_prefix, newest.text),
            s->resume && is_begun(s)
                ? str_dup("to finish the older one all the same: "
                          "--allow-older")
                : str_fmt("choose a version above %s; or, for an older "
                          "line, --allow-older",
                          newest.text));
    semver_clear(&newest);
}

/* The requests for all rulesets of some repositories. */
static void make_gets(struct survey *s, struct span span, struct gh_get *gets)
{
    size_t n = 0;

    for (size_t i = span.from; i < span.to; i++)
        for (size_t k = 0; k < s->facts[i].rulesets.n; k++)
            gh_get_init(&gets[n++], &s->gh, "/repos/%s/%s/rulesets/%lld",
                        s->config->owner, s->config->repos[i].name,
                        (long long)s->facts[i].rulesets.ids[k]);
}

/* One ruleset; what cannot be read stays without a name. */
static void read_ruleset(struct survey *s, size_t i, const struct gh_get *get,
                         struct gh_ruleset *rules)
{
    struct gh_judgement j;
    char *wrong = NULL;

    gh_judge(&j, get);
    if (j.verdict == GH_OK)
        wrong =
            gh_ruleset_read(rules, s->tag, str_text(&get->body), get->body.len);
    if (wrong)
        gh_judge_body(&j, wrong);
    if (j.verdict != GH_OK && !s->told_rulesets) {
        report_note(s->report, s->config->repos[i].name,
                    "a ruleset for tags cannot be read (%s): whether it allows "
                    "%s is not known",
                    j.says, s->tag);
        s->told_rulesets = true;
    }
    free(wrong);
    gh_judgement_clear(&j);
}

static void read_rulesets(struct survey *s, struct span span,
                          const struct gh_get *gets)
{
    for (size_t i = span.from; i < span.to; i++) {
        struct facts *f = &s->facts[i];

        f->rules = mem_zero(f->rulesets.n + 1, sizeof(*f->rules));
        for (size_t k = 0; k < f->rulesets.n; k++)
            read_ruleset(s, i, gets++, &f->rules[k]);
    }
}

struct err *tag_ask_rulesets(struct survey *s, struct span span)
{
    struct gh_retry how = survey_patience(s);
    struct gh_get *gets, **list;
    struct err *e;
    size_t n = 0;

    for (size_t i = span.from; i < span.to; i++)
        n += s->facts[i].rulesets.n;
    gets = mem_zero(n + 1, sizeof(*gets));
    list = mem_zero(n + 1, sizeof(*list));
    make_gets(s, span, gets);
    for (size_t k = 0; k < n; k++)
        list[k] = &gets[k];
    e = gh_retry(&how, list, n);
    if (!e)
        read_rulesets(s, span, gets);
    for (size_t k = 0; k < n; k++)
        gh_get_clear(&gets[k]);
    free(gets);
    free(list);
    return e;
}

/* The push would die with GH013: better told before anything is pushed. */
static void judge_ruleset(struct survey *s, size_t i,
                          const struct gh_ruleset *r)
{
    const char *name = s->config->repos[i].name;
    char *web;

    if (r->unsure && r->bypass != GH_BYPASS_YES)
        report_note(s->report, name,
                    "note: the ruleset \"%s\" %s, which is not checked here",
                    r->name, r->unsure);
    if (!r->forbids || r->bypass == GH_BYPASS_YES)
        return;
    if (r->bypass == GH_BYPASS_UNKNOWN) {
        report_note(s->report, name,
                    "note: the ruleset \"%s\" %s; whether you may bypass it, "
                    "GitHub does not tell this token",
                    r->name, r->forbids);
        return;
    }
    web = gh_web(&s->gh, s->config->owner, name);
    survey_problem(s, i,
                   str_fmt("the ruleset \"%s\" %s, and you may not bypass it: "
                           "origin would refuse %s (GH013)",
                           r->name, r->forbids, s->tag),
                   str_fmt("have it changed, or be put on its bypass list: "
                           "%s/rules; if git pushes as another than the "
                           "token's user, who may: --ignore-rulesets",
                           web));
    free(web);
}

/* docs.github.com, "Upload a release asset": it renames what has special
 * characters, and such an asset would be awaited in vain. */
static void mind_assets(const struct survey *s, size_t i)
{
    const struct argv *assets = &s->config->repos[i].assets;

    for (size_t k = 0; k < assets->n; k++)
        if (strpbrk(assets->v[k], "~()$#%&'\"<>[]^`|;:*?!"))
            report_note(s->report, s->config->repos[i].name,
                        "note: GitHub gives an asset with such characters "
                        "another name: %s",
                        assets->v[k]);
}

void tag_judge_archived(struct survey *s, size_t i)
{
    if (s->facts[i].repository.archived)
        survey_problem(s, i,
                       str_dup("the repository is archived on GitHub: nothing "
                               "can be pushed to it"),
                       str_fmt("have it unarchived (in its settings), or take "
                               "%s out of the configuration",
                               s->config->repos[i].name));
}

/* Is one of them a folder in which the other would be? */
static bool is_in_way(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);

    return n < m ? b[n] == '/' && str_starts(b, a)
                 : n > m && a[m] == '/' && str_starts(a, b);
}

/* No git can have both. */
static void judge_neighbours(struct survey *s, size_t i)
{
    struct facts *f = &s->facts[i];
    char *dir = str_shell(f->dir), *word;

    for (size_t k = 0; k < f->refs.tags.n; k++)
        if (is_in_way(f->refs.tags.v[k], s->tag)) {
            word = str_shell(f->refs.tags.v[k]);
            survey_problem(s, i,
                           str_fmt("the clone has a tag %s, beside which git "
                                   "cannot make %s",
                                   f->refs.tags.v[k], s->tag),
                           str_fmt("if nobody needs it: git -C %s tag -d %s; "
                                   "else choose another version",
                                   dir, word));
            free(word);
        }
    for (size_t k = 0; k < f->tags.n; k++)
        if (is_in_way(f->tags.v[k], s->tag))
            survey_problem(s, i,
                           str_fmt("origin has a tag %s, beside which it "
                                   "cannot have %s",
                                   f->tags.v[k], s->tag),
                           str_dup("have it removed there, or choose another "
                                   "version"));
    free(dir);
}

/* What git passes over when it lists the tags is in the way of a new one. */
static void judge_broken(struct survey *s, size_t i)
{
    struct facts *f = &s->facts[i];
    char *file = str_fmt("%s/refs/tags/%s", f->lock_dir, s->tag);
    char *word = str_shell(file);
    struct stat st;

    if (run_ok(&f->asked[ASK_REFS]) && !f->refs.tag.object &&
        lstat(file, &st) == 0 && !S_ISDIR(st.st_mode))
        survey_problem(s, i,
                       str_fmt("the clone has a tag %s that git cannot read: "
                               "it is empty, no object's name, or leads to a "
                               "ref that is not there",
                               s->tag),
                       str_fmt("rm %s", word));
    free(file);
    free(word);
}

/* Nothing tells whether the git that locked the tag is still at work, so the
 * lock is never removed by us. */
static void judge_lock(struct survey *s, size_t i)
{
    struct facts *f = &s->facts[i];
    char *file, *dir, *word;
    struct stat st;

    file = str_fmt("%s/refs/tags/%s.lock", f->lock_dir, s->tag);
    dir = str_shell(f->dir);
    word = str_shell(file);
    if (lstat(file, &st) == 0)
        survey_problem(s, i,
                       str_fmt("git's lock of the tag is there: a git makes %s "
                               "just now, or was killed while it did",
                               s->tag),
                       str_fmt(GIT_LOCK_CURE, dir, word));
    free(file);
    free(dir);
    free(word);
}

void tag_judge(struct survey *s, size_t i)
{
    struct facts *f = &s->facts[i];

    if (f->is_public)
        return;
    tag_judge_archived(s, i);
    mind_assets(s, i);
    tag_judge_workflow(s, i);
    judge_version(s, i);
    judge_neighbours(s, i);
    if (f->is_clone) {
        judge_lock(s, i);
        judge_broken(s, i);
    }
    for (size_t k = 0; f->rules && k < f->rulesets.n; k++)
        judge_ruleset(s, i, &f->rules[k]);
}

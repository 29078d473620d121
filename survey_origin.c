#include "survey_parts.h"

#include "gh_tag.h"

#include <stdlib.h>
#include <string.h>

/* May this URL be origin's? Adds the problem if not. */
static bool is_right_url(struct survey *s, size_t i, const char *url,
                         const char *use, struct origin_url *u)
{
    const char *owner = s->config->owner, *name = s->config->repos[i].name;
    char *shown, *dir;

    if (origin_url_parse(u, url, s->facts[i].dir) &&
        origin_url_is(u, owner, name))
        return true;
    origin_url_clear(u);
    shown = origin_url_shown(url);
    dir = str_shell(s->facts[i].dir);
    survey_problem(
        s, i,
        str_fmt("origin's %s URL is %s, not %s/%s", use, shown, owner, name),
        str_fmt("if the clone is one of %s/%s all the same: git -C %s remote "
                "set-url %sorigin https://github.com/%s/%s.git; if another "
                "owner is meant: --owner; else clone the right one there",
                owner, name, dir, strcmp(use, "push") == 0 ? "--push " : "",
                owner, name));
    free(shown);
    free(dir);
    return false;
}

/* What is asked must be what is pushed to. */
static bool is_one_place(struct survey *s, size_t i,
                         const struct origin_url *fetch,
                         const struct origin_url *push)
{
    const struct git_remotes *r = &s->facts[i].remotes;
    char *from, *to, *dir;

    if (origin_url_same(fetch, push))
        return true;
    from = origin_url_shown(r->fetch);
    to = origin_url_shown(r->push.v[0]);
    dir = str_shell(s->facts[i].dir);
    survey_problem(s, i,
                   str_fmt("origin is fetched from %s, but pushed to %s: two "
                           "places",
                           from, to),
                   str_fmt("let both be one: git -C %s config --unset-all "
                           "remote.origin.pushurl (or look for "
                           "url.*.pushInsteadOf)",
                           dir));
    free(from);
    free(to);
    free(dir);
    return false;
}

void origin_read_urls(struct survey *s, size_t i)
{
    struct facts *f = &s->facts[i];
    const struct git_remotes *r = &f->remotes;
    struct origin_url fetch = {0}, push = {0};
    char *dir;

    if (!f->is_clone || !run_ok(&f->asked[ASK_REMOTES]))
        return;
    dir = str_shell(f->dir);
    if (!r->fetch || !r->push.n) {
        survey_problem(s, i, str_dup("the clone has no remote called origin"),
                       str_fmt("git -C %s remote add origin "
                               "https://github.com/%s/%s.git",
                               dir, s->config->owner,
                               s->config->repos[i].name));
    } else if (r->push.n > 1) {
        survey_problem(s, i,
                       str_fmt("origin has %zu push URLs, and a release goes "
                               "to one",
                               r->push.n),
                       str_fmt("git -C %s config --get-all "
                               "remote.origin.pushurl",
                               dir));
    } else if (is_right_url(s, i, r->fetch, "fetch", &fetch) &&
               is_right_url(s, i, r->push.v[0], "push", &push) &&
               is_one_place(s, i, &fetch, &push)) {
        f->origin_url = push;
        push = (struct origin_url){0};
    }
    origin_url_clear(&fetch);
    origin_url_clear(&push);
    free(dir);
}

static struct run *network_ask(struct survey *s, size_t i, enum ask ask)
{
    struct run *r = &s->facts[i].asked[ask];

    r->terminal = s->runner->jobs <= 1;
    return r;
}

static void ask_may_push(struct survey *s, size_t i)
{
    struct facts *f = &s->facts[i];

    if (f->origin_url.name && f->status.head)
        git_ask_may_push(network_ask(s, i, ASK_MAY_PUSH), f->dir,
                         f->status.head, f->status.branch, s->tag);
}

void origin_ask(struct survey *s, size_t i)
{
    struct facts *f = &s->facts[i];

    if (f->origin_url.name)
        git_ask_origin(network_ask(s, i, ASK_ORIGIN), f->dir, f->status.branch,
                       s->tag);
}

void origin_ask_first(struct survey *s, size_t i)
{
    if (s->resume || !s->facts[i].status.head)
        origin_ask(s, i);
    else
        ask_may_push(s, i);
}

/* "origin cannot be reached", from a git that failed. */
void origin_tell_failure(struct survey *s, size_t i, const struct run *r,
                         bool readable)
{
    static const char *const words[] = {
        [GIT_CAUSE_OTHER] = "origin cannot be asked",
        [GIT_CAUSE_PROMPT] = "git would have to ask you for credentials",
        [GIT_CAUSE_KEY] = "ssh has no key that origin accepts",
        [GIT_CAUSE_HOST_KEY] = "ssh does not know origin's host key",
        [GIT_CAUSE_DENIED] = "origin denies us access",
        [GIT_CAUSE_NOT_FOUND] =
            "origin is not there, or these credentials may not see it",
        [GIT_CAUSE_UNREACHABLE] = "origin cannot be reached",
        [GIT_CAUSE_OWNERSHIP] = "git does not trust origin's folder"};
    enum git_cause cause = git_cause(&r->err);
    char *line = git_last_words(r);
    char *what;
    char *cure =
        git_cause_cure(cause, s->facts[i].dir, s->facts[i].origin_url.host);

    if (r->end == RUN_TIMED_OUT)
        what = str_fmt("origin gave no answer within %u s", r->limit_ms / 1000);
    else if (readable && git_cause_is_access(cause))
        what =
            str_fmt("origin can be read, but we may not push to it: %s", line);
    else if (readable)
        what = str_fmt("origin can be read, but a push to it fails: %s", line);
    else
        what = str_fmt("%s: %s", words[cause], line);
    if (git_cause_is_access(cause))
        survey_auth_problem(s, i, what, cure);
    else
        survey_problem(s, i, what, cure);
    free(line);
}

static void tell_distance(struct survey *s, size_t i, const struct distance *d)
{
    struct facts *f = &s->facts[i];
    const char *branch = f->status.branch;
    char *dir = str_shell(f->dir), *word = str_shell(branch);

    if (!d->known)
        survey_problem(s, i,
                       str_fmt("%s (%.*s) is not what origin has (%.*s)",
                               branch, GIT_SHORT, f->status.head, GIT_SHORT,
                               f->origin.head),
                       str_fmt("git -C %s fetch, and compare", dir));
    else if (!d->ours)
        survey_problem(s, i,
                       str_fmt("%s is behind origin by %lu commit%s", branch,
                               d->theirs, d->theirs == 1 ? "" : "s"),
                       str_fmt("git -C %s pull --ff-only", dir));
    else if (!d->theirs)
        survey_problem(s, i,
                       str_fmt("%s is ahead of origin by %lu commit%s", branch,
                               d->ours, d->ours == 1 ? "" : "s"),
                       str_fmt("push: git -C %s push origin %s; or drop what "
                               "is not to be released",
                               dir, word));
    else
        survey_problem(s, i,
                       str_fmt("%s has diverged from origin: %lu commit%s "
                               "only here, %lu only there",
                               branch, d->ours, d->ours == 1 ? "" : "s",
                               d->theirs),
                       str_fmt("git -C %s pull --rebase, then push", dir));
    free(dir);
    free(word);
}

static struct err *judge_branch(struct survey *s, size_t i)
{
    struct facts *f = &s->facts[i];
    struct distance d = {0};
    struct err *e;
    char *dir, *word;

    if (!f->status.branch || !f->status.head)
        return NULL;
    if (!f->origin.head) {
        dir = str_shell(f->dir);
        word = str_shell(f->status.branch);
        survey_problem(
            s, i,
            str_fmt("the clone is on the branch \"%s\", which origin does "
                    "not have",
                    f->status.branch),
            str_fmt("check out a branch that origin has, or: git "
                    "-C %s push origin %s",
                    dir, word));
        free(dir);
        free(word);
        return NULL;
    }
    if (strcmp(f->origin.head, f->status.head) == 0)
        return NULL;
    e = aside_measure(s, f, &d);
    if (!e)
        tell_distance(s, i, &d);
    return e;
}

static void tell_public(struct survey *s, size_t i)
{
    const struct git_tag *t = &s->facts[i].origin.tag;
    char *maker = s->github_asked && t->annotated
                      ? gh_tag_maker(s->runner, &s->gh, s->config->owner,
                                     s->config->repos[i].name, t->object)
                      : NULL;

    survey_problem(
        s, i,
        str_fmt("the tag %s is on origin already (%s, leads to %.*s%s%s)",
                s->tag, t->annotated ? "annotated" : "lightweight", GIT_SHORT,
                t->peeled, maker ? "; made by " : "", maker ? maker : ""),
        t->annotated
            ? str_fmt(
                  "if that release was stopped: %s; if its run goes on, wait "
                  "until it has ended; else choose another version",
                  s->resume_line)
            : str_dup("no release of ours made it: choose another version"));
    free(maker);
}

/* Is all as it must be for a push? Then nothing more is asked. */
static bool may_push(const struct survey *s, const struct facts *f)
{
    const struct run *r = &f->asked[ASK_MAY_PUSH];
    char *tag = str_fmt("refs/tags/%s", s->tag);
    char *head =
        str_fmt("refs/heads/%s", f->status.branch ? f->status.branch : "");
    bool right = run_ok(r) && git_read_push(&r->out, tag) == '*' &&
                 (!f->status.branch || git_read_push(&r->out, head) == '=');

    free(tag);
    free(head);
    return right;
}

/* Done, and nothing of the ref that was meant: git took one of origin whose
 * name ends alike. */
static bool is_elsewhere(const struct survey *s, const struct run *push)
{
    char *ref = str_fmt("refs/tags/%s", s->tag);
    bool elsewhere = run_ok(push) && str_ends(str_text(&push->out), "Done\n") &&
                     !git_read_push(&push->out, ref);

    free(ref);
    return elsewhere;
}

static void tell_no_push(struct survey *s, size_t i, const struct run *push)
{
    char *line;

    if (!is_elsewhere(s, push)) {
        origin_tell_failure(s, i, push, true);
        return;
    }
    line = survey_by_hand(push);
    survey_problem(
        s, i,
        str_fmt("git takes another ref of origin for refs/tags/%s", s->tag),
        str_fmt("have that one removed; it is told by: %s", line));
    free(line);
}

/* Which of the many things a refused dry run can mean is it? */
static struct err *diagnose(struct survey *s, size_t i)
{
    struct facts *f = &s->facts[i];
    const struct run *push = &f->asked[ASK_MAY_PUSH];
    const struct run *ls = &f->asked[ASK_ORIGIN];
    size_t before = problems_of(&s->problems, i);
    bool refused = push->end == RUN_ENDED && push->status <= 1;
    struct err *e;

    if (!run_ok(ls) ||
        !git_read_origin(&f->origin, &ls->out, f->status.branch, s->tag)) {
        origin_tell_failure(s, i, ls, false);
        return NULL;
    }
    if (f->origin.tag.object)
        tell_public(s, i);
    e = judge_branch(s, i);
    if (!e && push->end != RUN_NEVER &&
        (!refused || problems_of(&s->problems, i) == before))
        tell_no_push(s, i, push);
    return e;
}

/* With --resume: the tag is public. It must lead to a commit, and the clone
 * must not have another of the same name. */
static struct err *judge_public(struct survey *s, size_t i)
{
    struct facts *f = &s->facts[i];
    struct git_tag *there = &f->origin.tag, *here = &f->refs.tag;
    struct err *e = NULL;
    char *dir;

    if (here->object && strcmp(here->object, there->object) != 0) {
        dir = str_shell(f->dir);
        survey_problem(
            s, i,
            str_fmt("the tag %s of the clone (tag %.*s, on %.*s) is not the "
                    "one on origin (tag %.*s, on %.*s)",
                    s->tag, GIT_SHORT, here->object, GIT_SHORT, here->peeled,
                    GIT_SHORT, there->object, GIT_SHORT, there->peeled),
            str_fmt("if origin's is right: git -C %s tag -d %s; if the clone's "
                    "is, choose another version, for what is public stays",
                    dir, s->tag));
        free(dir);
        return NULL;
    }
    there->commit = here->object && here->commit;
    if (!there->commit)
        e = aside_is_commit(s, i, &there->commit);
    if (!e && !there->commit)
        survey_problem(s, i,
                       str_fmt("the tag %s on origin leads to no commit, but "
                               "to %.*s",
                               s->tag, GIT_SHORT, there->peeled),
                       str_dup("this is not a release's tag: choose another "
                               "version"));
    return e;
}

/* With --resume: what does origin have? The rest is asked whether we may
 * push. */
static struct err *sort_resumed(struct survey *s)
{
    struct err *e = NULL;

    for (size_t i = 0; !e && i < s->config->n; i++) {
        struct facts *f = &s->facts[i];
        const struct run *r = &f->asked[ASK_ORIGIN];

        if (r->end == RUN_NEVER)
            continue;
        if (!run_ok(r) ||
            !git_read_origin(&f->origin, &r->out, f->status.branch, s->tag)) {
            origin_tell_failure(s, i, r, false);
            continue;
        }
        f->is_public = f->origin.tag.object != NULL;
        if (f->is_public)
            e = judge_public(s, i);
        else
            ask_may_push(s, i);
    }
    return e ? e : survey_ask(s);
}

struct err *origin_survey(struct survey *s)
{
    struct err *e = s->resume ? sort_resumed(s) : NULL;

    for (size_t i = 0; !e && i < s->config->n; i++) {
        struct facts *f = &s->facts[i];

        if (f->asked[ASK_MAY_PUSH].end != RUN_NEVER && !may_push(s, f)) {
            run_clear(&f->asked[ASK_ORIGIN]); /* a push may have come by now */
            origin_ask(s, i);
        }
    }
    if (!e)
        e = survey_ask(s);
    for (size_t i = 0; !e && i < s->config->n; i++) {
        struct facts *f = &s->facts[i];
        bool asked = f->asked[ASK_MAY_PUSH].end != RUN_NEVER;

        if (f->is_public || f->asked[ASK_ORIGIN].end == RUN_NEVER)
            continue;
        if (s->resume ? asked && !may_push(s, f) : true) {
            git_origin_clear(&f->origin);
            e = diagnose(s, i);
        }
    }
    return e;
}

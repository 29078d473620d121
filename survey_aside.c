#include "survey_parts.h"

#include "aside.h"

#include <stdlib.h>
#include <unistd.h>

#define OBJECTS "the objects fetched aside"

/* One more question of a repository that is in trouble. */
static struct err *ask_one(const struct survey *s, struct run *r)
{
    struct err *e = run_all(s->runner, &r, 1);

    return e ? e : r->end == RUN_NO_START ? run_answer(r) : NULL;
}

static struct err *fetch_aside(const struct survey *s, const struct facts *f,
                               const char *aside, const char *ref)
{
    struct run r = {.terminal = s->runner->jobs <= 1};
    struct err *e;

    git_fetch_aside(&r, f->dir, f->objects, aside, ref);
    e = ask_one(s, &r);
    run_clear(&r);
    return e;
}

static struct err *count(const struct survey *s, const struct facts *f,
                         const char *aside, struct distance *d)
{
    struct run r = {0};
    struct err *e;

    git_ask_counts(&r, f->dir, aside, f->status.head, f->origin.head);
    e = ask_one(s, &r);
    d->known =
        !e && run_ok(&r) && git_read_counts(&r.out, &d->ours, &d->theirs);
    run_clear(&r);
    return e;
}

struct err *aside_measure(const struct survey *s, const struct facts *f,
                          struct distance *d)
{
    struct err *e = count(s, f, NULL, d);
    struct err *rm;
    char *aside, *ref;

    if (e || d->known || s->fetch_nothing)
        return e;
    aside = aside_make();
    if (!aside)
        return NULL;
    ref = str_fmt("refs/heads/%s", f->status.branch);
    e = fetch_aside(s, f, aside, ref);
    if (!e)
        e = count(s, f, aside, d);
    rm = aside_remove(s->runner, aside, OBJECTS);
    free(ref);
    free(aside);
    if (e) {
        err_free(rm);
        return e;
    }
    return rm;
}

struct err *aside_is_commit(const struct survey *s, size_t i, bool *right)
{
    const struct facts *f = &s->facts[i];
    const struct git_tag *t = &f->origin.tag;
    char *aside = aside_make(), *ref = str_fmt("refs/tags/%s", s->tag);
    struct run here = {0}, there = {0};
    struct err *e, *rm;

    git_ask_commit(&here, f->dir, t->peeled);
    git_ask_commit(&there, f->dir, t->peeled);
    if (aside)
        argv_pushf(&there.env, "GIT_ALTERNATE_OBJECT_DIRECTORIES=%s", aside);
    e = ask_one(s, &here);
    if (!e && !run_ok(&here) && aside)
        e = fetch_aside(s, f, aside, ref);
    if (!e && !run_ok(&here) && aside)
        e = ask_one(s, &there);
    *right = run_ok(&here) || run_ok(&there);
    rm = aside ? aside_remove(s->runner, aside, OBJECTS) : NULL;
    if (e)
        err_free(rm);
    else
        e = rm;
    run_clear(&here);
    run_clear(&there);
    free(aside);
    free(ref);
    return e;
}

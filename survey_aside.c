#include "survey_parts.h"

#include "aside.h"

#include <stdlib.h>
#include <sys/stat.h>
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

/* gitrepository-layout(5): the file lists commits whose parents are left out.
 */
static bool is_shallow(const struct facts *f)
{
    char *file = str_fmt("%s/shallow", f->lock_dir);
    struct stat st;
    bool shallow = stat(file, &st) == 0;

    free(file);
    return shallow;
}

/* Of a shallow clone not all is known that it has: what looks diverged may be
 * ahead, or behind. */
static bool is_certain(const struct facts *f, const struct distance *d)
{
    return d->ours && d->theirs ? !is_shallow(f) : d->ours || d->theirs;
}

static struct err *count(const struct survey *s, const struct facts *f,
                         const char *aside, struct distance *d)
{
    struct run r = {0};
    struct err *e;

    git_ask_counts(&r, f->dir, aside, f->status.head, f->origin.head);
    e = ask_one(s, &r);
    d->known = !e && run_ok(&r) &&
               git_read_counts(&r.out, &d->ours, &d->theirs) &&
               is_certain(f, d);
    run_clear(&r);
    return e;
}

struct err *aside_measure(const struct survey *s, const struct facts *f,
                          struct distance *d)
{
    struct err *e = count(s, f, NULL, d);
    struct aside aside;
    char *ref;

    if (e || d->known || s->fetch_nothing || !aside_make(&aside))
        return e;
    ref = str_fmt("refs/heads/%s", f->status.branch);
    e = fetch_aside(s, f, aside.path, ref);
    if (!e)
        e = count(s, f, aside.path, d);
    free(ref);
    return err_first(e, aside_clear(s->runner, &aside, OBJECTS));
}

/* Is it a commit, for one who has the objects aside too? */
static struct err *is_commit(const struct survey *s, const struct facts *f,
                             const char *aside, bool *right)
{
    struct run r = {0};
    struct err *e;

    git_ask_commit(&r, f->dir, f->origin.tag.peeled);
    if (aside)
        argv_pushf(&r.env, "GIT_ALTERNATE_OBJECT_DIRECTORIES=%s", aside);
    e = ask_one(s, &r);
    *right = run_ok(&r);
    run_clear(&r);
    return e;
}

struct err *aside_is_commit(const struct survey *s, size_t i, bool *right)
{
    const struct facts *f = &s->facts[i];
    struct err *e = is_commit(s, f, NULL, right);
    struct aside aside;
    char *ref;

    if (e || *right || !aside_make(&aside))
        return e;
    ref = str_fmt("refs/tags/%s", s->tag);
    e = fetch_aside(s, f, aside.path, ref);
    if (!e)
        e = is_commit(s, f, aside.path, right);
    free(ref);
    return err_first(e, aside_clear(s->runner, &aside, OBJECTS));
}

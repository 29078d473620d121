#include "verify_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What is left of a run before may be large and the disk slow. */
#define COPY_MS 3600000u

void verify_in_the_way(const struct transfer *x)
{
    const struct verify_asset *a = x->asset;
    bool other = a->digest && strcmp(a->digest, x->held) != 0;
    const char *who = other ? "GitHub" : a->listed ? a->list : NULL;
    const char *wanted = other ? a->digest : a->listed;

    verify_wrong(x->asset, EXIT_VERIFY,
                 str_fmt("%s is another file, with sha256:%s, but %s has "
                         "sha256:%s; it stays as it is",
                         x->file, x->held, who ? who : "what was downloaded",
                         wanted ? wanted : a->computed));
}

/* A folder or the like where the file belongs. */
static bool is_blocked(const struct transfer *x)
{
    const char *name = x->asset->asset->name;

    return verify_is_there(x, name) && verify_size(x, name) < 0;
}

static const char *file_there(const struct transfer *x)
{
    const char *name = x->asset->asset->name;

    return verify_size(x, name) < 0 ? NULL : name;
}

static void take_hash(struct transfer *x, const struct sha256 *sum)
{
    if (sum->hex)
        x->held = str_dup(sum->hex);
    else
        verify_wrong(x->asset, EXIT_FAILED,
                     str_fmt("%s is there, but %s", x->file, sum->wrong));
}

/* Is there nothing to be fetched, as the file is there, or cannot be? */
static bool is_settled(struct transfer *x)
{
    struct verify_asset *a = x->asset;

    if (is_blocked(x)) {
        verify_wrong(a, EXIT_FAILED,
                     str_fmt("%s is there, and is no file", x->file));
        return true;
    }
    if (!x->held)
        return verify_size(x, a->asset->name) >= 0;
    if (!a->digest && !a->listed)
        return false;
    if (!verify_is_right(a, x->held)) {
        verify_in_the_way(x);
        return true;
    }
    free(a->computed);
    a->computed = str_dup(x->held);
    a->path = str_dup(x->file);
    a->was_there = true;
    return true;
}

static void leave_out_settled(struct transfers *t)
{
    size_t kept = 0;

    for (size_t i = 0; i < t->n; i++) {
        if (is_settled(&t->all[i]))
            verify_transfer_clear(&t->all[i]);
        else
            t->all[kept++] = t->all[i];
    }
    t->n = kept;
}

/* A run that was killed leaves its curl, which may still write to what it has
 * open. So we go on with a copy; on some file systems that costs nothing. */
static void fill_copy(struct run *r, const struct transfer *x)
{
    r->says = "what is there of a download";
    r->limit_ms = COPY_MS;
    r->folder = x->folder;
    argv_pushl(&r->argv, "cp", "--", x->part, NULL);
    argv_pushf(&r->argv, "%s.copy", x->part);
    unlinkat(x->folder, r->argv.v[3], 0);
}

static void take_copy(struct transfer *x, const struct run *r)
{
    const char *copy = r->argv.v[3];

    if (!run_ok(r) || renameat(x->folder, copy, x->folder, x->part) != 0) {
        unlinkat(x->folder, x->part, 0);
        x->resumed = false;
    }
    unlinkat(x->folder, copy, 0);
}

static struct err *copy_parts(struct transfers *t)
{
    struct run *runs = mem_zero(t->n + 1, sizeof(*runs));
    struct run **due = mem_zero(t->n + 1, sizeof(*due));
    struct err *e = NULL;
    size_t n = 0;

    for (size_t i = 0; i < t->n; i++) {
        if (!t->all[i].resumed)
            continue;
        fill_copy(&runs[i], &t->all[i]);
        due[n++] = &runs[i];
    }
    if (n)
        e = run_all(t->v->runner, due, n);
    for (size_t i = 0; i < t->n; i++) {
        if (t->all[i].resumed && !e)
            take_copy(&t->all[i], &runs[i]);
        else if (t->all[i].resumed)
            unlinkat(t->all[i].folder, runs[i].argv.v[3], 0);
        run_clear(&runs[i]);
    }
    free(runs);
    free(due);
    return e;
}

/* What is no file, or too large, is none of ours. */
static struct err *look_at_parts(struct transfers *t)
{
    struct err *e;

    for (size_t i = 0; i < t->n; i++) {
        struct transfer *x = &t->all[i];
        int64_t size = verify_size(x, x->part);

        /* nothing would tell that it is the beginning of another file */
        if (!x->asset->digest && !x->asset->listed)
            size = -1;
        if (size < 0 || size > x->asset->asset->size)
            unlinkat(x->folder, x->part, 0);
        x->resumed = size > 0 && size <= x->asset->asset->size;
    }
    e = copy_parts(t);
    for (size_t i = 0; i < t->n; i++) {
        struct transfer *x = &t->all[i];

        x->there = verify_size(x, x->part) == x->asset->asset->size;
    }
    return e;
}

struct err *verify_look(struct transfers *t)
{
    struct err *e = verify_hash(t, file_there, take_hash);

    if (e)
        return e;
    leave_out_settled(t);
    return look_at_parts(t);
}

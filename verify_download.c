#include "verify_parts.h"

#include "aside.h"
#include "lock.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PART_NAME 200 /* bytes of a name; a file's may have 255 */

/* GitHub has no such names, but what it says must not lead out of the folder,
 * nor hide a file in it, nor look like another name. */
static bool is_safe(const char *name)
{
    struct str shown = {0};
    bool right;

    str_add_printable(&shown, name, strlen(name));
    right = strcmp(str_text(&shown), name) == 0;
    str_clear(&shown);
    return right && *name && *name != '.' && !strchr(name, '/');
}

static bool is_wanted(const struct verify *v, const struct verify_asset *a)
{
    return verify_is_uploaded(a->asset) &&
           (v->folder || (a->listed && !a->digest));
}

static bool is_any_wanted(const struct verify *v)
{
    for (size_t i = 0; i < v->config->n; i++)
        for (size_t k = 0; k < v->repos[i].n; k++)
            if (is_wanted(v, &v->repos[i].assets[k]))
                return true;
    return false;
}

/* Two with one id have one part, if their names begin alike. */
static bool is_taken(const struct transfers *t, const struct verify_repo *r,
                     const struct gh_asset *a)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->all[i].repo == r &&
            (t->all[i].asset->asset->id == a->id ||
             strcmp(t->all[i].asset->asset->name, a->name) == 0))
            return true;
    return false;
}

static void add(struct transfers *t, struct verify_repo *r,
                struct verify_asset *a)
{
    struct transfer *x = &t->all[t->n];
    bool safe = is_safe(a->asset->name);

    if (!safe || is_taken(t, r, a->asset)) {
        verify_wrong(a, EXIT_FAILED,
                     str_dup(safe ? "there are two assets of that name or id"
                                  : "a file of such a name is not made"));
        return;
    }
    *x = (struct transfer){.repo = r, .asset = a};
    x->bytes.owner = t->v->config->owner;
    x->bytes.repo = r->repo->name;
    x->bytes.id = a->asset->id;
    x->bytes.size = a->asset->size;
    x->file = str_fmt("%s/%s/%s", t->folder, r->repo->name, a->asset->name);
    x->part =
        str_fmt(".%.*s.%lld.part", (int)str_fit(a->asset->name, PART_NAME),
                a->asset->name, (long long)a->asset->id);
    x->name = str_fmt("%s/%s", r->repo->name, a->asset->name);
    t->n++;
}

static void gather(struct transfers *t)
{
    struct verify *v = t->v;
    size_t most = 0;

    for (size_t i = 0; i < v->config->n; i++)
        most += v->repos[i].n;
    t->all = mem_zero(most + 1, sizeof(*t->all));
    for (size_t i = 0; i < v->config->n; i++)
        for (size_t k = 0; k < v->repos[i].n; k++)
            if (is_wanted(v, &v->repos[i].assets[k]))
                add(t, &v->repos[i], &v->repos[i].assets[k]);
}

/* "512 of 1024 MiB" */
static char *progress(const struct transfer *x)
{
    int64_t size = verify_size(x, x->part);

    if (x->there)
        return str_dup(x->asset->computed ? "compared" : "comparing");
    return str_fmt("%lld of %lld MiB", (long long)((size < 0 ? 0 : size) >> 20),
                   (long long)(x->asset->asset->size >> 20));
}

static void look(void *ctx, struct board *board, uint64_t now)
{
    struct transfers *t = ctx;

    for (size_t i = 0; i < t->n; i++) {
        const struct transfer *x = &t->all[i];

        free(t->doing[i]);
        t->doing[i] = progress(x);
        t->rows[i] = (struct board_row){.sign = x->asset->computed ? BOARD_DONE
                                                                   : BOARD_GOES,
                                        .name = x->name,
                                        .doing = t->doing[i]};
    }
    *board = (struct board){.title = "Downloads",
                            .done = "downloaded",
                            .rows = t->rows,
                            .n = t->n,
                            .ms = now - t->began};
}

static const char *part_of(const struct transfer *x)
{
    return x->there ? x->part : NULL;
}

static const char *part_anew(const struct transfer *x)
{
    return x->asset->computed ? NULL : part_of(x);
}

static void take_hash(struct transfer *x, const struct sha256 *sum)
{
    free(x->asset->computed);
    x->asset->computed = sum->hex ? str_dup(sum->hex) : NULL;
    if (!sum->hex)
        verify_wrong(x->asset, EXIT_FAILED, str_dup(sum->wrong));
}

bool verify_is_right(const struct verify_asset *a, const char *hex)
{
    return (!a->digest || !strcmp(a->digest, hex)) &&
           (!a->listed || !strcmp(a->listed, hex));
}

static bool is_right(const struct verify_asset *a)
{
    return a->computed && verify_is_right(a, a->computed);
}

/* What was begun by a run before and is wrong now is fetched once anew. */
static struct err *fetch_anew(struct transfers *t)
{
    struct err *e = NULL;
    size_t n = 0;

    for (size_t i = 0; i < t->n; i++) {
        struct transfer *x = &t->all[i];

        if (!x->there || !x->resumed || is_right(x->asset))
            continue;
        unlinkat(x->folder, x->part, 0);
        free(x->asset->computed);
        x->asset->computed = NULL;
        x->there = x->resumed = false;
        n++;
    }
    if (n)
        e = verify_fetch(t);
    return e || !n ? e : verify_hash(t, part_anew, take_hash);
}

/* Nothing that is there is replaced: the file system may take two names for
 * one, and others may write to the folder. */
static void give_name(const struct transfers *t, struct transfer *x)
{
    struct verify_asset *a = x->asset;

    if (x->held && strcmp(x->held, a->computed) != 0)
        verify_in_the_way(x);
    else if (!verify_folder_stays(t, x))
        verify_wrong(a, EXIT_FAILED,
                     str_fmt("%s is not made: its folder was replaced while it "
                             "was downloaded",
                             x->file));
    else if (!x->held && verify_is_there(x, a->asset->name))
        verify_wrong(a, EXIT_FAILED,
                     str_fmt("%s came to be while it was downloaded; it stays "
                             "as it is",
                             x->file));
    else if (renameat(x->folder, x->part, x->folder, a->asset->name) == 0)
        a->path = str_dup(x->file);
    else
        verify_wrong(a, EXIT_FAILED,
                     str_fmt("cannot be put in place: %s", strerror(errno)));
}

/* Only what is right gets its name; what is wrong goes. What could not be
 * looked at is kept for the next run. */
static void put_in_place(const struct transfers *t, struct transfer *x)
{
    if (!x->there)
        verify_not_there(x);
    else if (t->v->folder && is_right(x->asset) && !x->asset->wrong)
        give_name(t, x);
    if (x->there && x->asset->computed)
        unlinkat(x->folder, x->part, 0);
}

static struct err *download_all(struct transfers *t)
{
    const struct board_source source = {look, t};
    struct err *e;

    t->rows = mem_zero(t->n, sizeof(*t->rows));
    t->doing = mem_zero(t->n, sizeof(*t->doing));
    t->began = clock_ms();
    report_board(t->v->report, &source);
    e = verify_fetch(t);
    if (!e)
        e = verify_hash(t, part_of, take_hash);
    if (!e)
        e = fetch_anew(t);
    report_end_board(t->v->report);
    for (size_t i = 0; !e && i < t->n; i++)
        put_in_place(t, &t->all[i]);
    return e;
}

/* Two runs at once would write to the same files. */
static struct err *lock_folder(struct lock *lock, const struct transfers *t)
{
    char *says = str_fmt("verify %s", t->v->tag), *why;
    enum lock_end end = lock_take(lock, t->folder, says, &why);
    struct err *e = NULL;

    if (end != LOCK_TAKEN)
        e = err_new(EXIT_FAILED,
                    end == LOCK_HELD ? "another run downloads into %s: %s"
                                     : "cannot lock %s: %s",
                    t->folder, why);
    free(says);
    free(why);
    return e;
}

static struct err *download(struct transfers *t)
{
    struct lock lock = {0};
    struct err *e = verify_open_folders(t);

    report_wait(t->v->report, "verify", "downloading", clock_ms());
    if (!e && t->v->folder) /* else it has a lock, and is swept by it */
        e = lock_folder(&lock, t);
    if (!e)
        e = verify_look(t);
    if (!e && t->n)
        e = download_all(t);
    lock_clear(&lock);
    verify_close_folders(t);
    return e;
}

void verify_transfer_clear(struct transfer *x)
{
    gh_bytes_clear(&x->bytes);
    run_clear(&x->run);
    free(x->part);
    free(x->file);
    free(x->held);
    free(x->name);
    *x = (struct transfer){0};
}

static void transfers_clear(struct transfers *t)
{
    for (size_t i = 0; i < t->n; i++) {
        verify_transfer_clear(&t->all[i]);
        if (t->doing)
            free(t->doing[i]);
    }
    free(t->all);
    free(t->rows);
    free(t->doing);
}

struct err *verify_download(struct verify *v)
{
    struct transfers t = {.v = v, .folder = v->folder};
    struct err *e = NULL;
    struct aside aside = {0};

    if (!is_any_wanted(v))
        return NULL;
    if (!v->folder && !aside_make(&aside))
        return err_new(EXIT_FAILED, "cannot make a folder for downloads: %s",
                       strerror(errno));
    if (aside.path)
        t.folder = aside.path;
    gather(&t);
    if (t.n)
        e = download(&t);
    transfers_clear(&t);
    return err_first(e, aside_clear(v->runner, &aside, "the downloads"));
}

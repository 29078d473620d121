#include "verify_parts.h"

#include "checksum.h"

#include <stdlib.h>
#include <string.h>

/* A checksum file of a release that must be read. */
struct list {
    struct verify_repo *repo;
    struct verify_asset *asset;
    struct gh_bytes bytes;
    bool altered; /* GitHub has other bytes of it: it tells nothing */
};

struct lists {
    struct list *v;
    size_t n;
};

static struct verify_asset *find(struct verify_repo *r, const char *name)
{
    for (size_t i = 0; i < r->n; i++)
        if (strcmp(r->assets[i].asset->name, name) == 0)
            return &r->assets[i];
    return NULL;
}

static struct verify_asset *find_expanded(const struct verify *v,
                                          struct verify_repo *r,
                                          const char *pattern)
{
    char *name = config_expand(pattern, v->version, v->tag);
    struct verify_asset *a = find(r, name);

    free(name);
    return a;
}

static struct list *find_list(struct lists *all, const struct verify_asset *a)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].asset == a)
            return &all->v[i];
    return NULL;
}

static void add(const struct verify *v, struct lists *all,
                struct verify_repo *r, struct verify_asset *a)
{
    struct list *list;

    if (!a || !verify_is_uploaded(a->asset) || find_list(all, a))
        return;
    if (a->asset->size > GH_TEXT_MAX) {
        verify_wrong(a, EXIT_VERIFY,
                     str_fmt("it has %lld bytes, too many for a checksum file",
                             (long long)a->asset->size));
        return;
    }
    list = &all->v[all->n++];
    *list = (struct list){.repo = r, .asset = a};
    list->bytes.owner = v->config->owner;
    list->bytes.repo = r->repo->name;
    list->bytes.id = a->asset->id;
    list->bytes.size = a->asset->size;
}

static void gather(struct verify *v, struct lists *all)
{
    size_t most = 0;

    for (size_t i = 0; i < v->config->n; i++)
        most += v->config->repos[i].n_checksums;
    all->v = mem_zero(most + 1, sizeof(*all->v));
    for (size_t i = 0; i < v->config->n; i++) {
        struct verify_repo *r = &v->repos[i];

        for (size_t k = 0; k < r->repo->n_checksums; k++)
            add(v, all, r, find_expanded(v, r, r->repo->checksums[k].file));
    }
}

static void take_sum(struct list *list, const char *hex)
{
    list->altered = strcmp(hex, list->asset->digest) != 0;
    list->asset->computed = str_dup(hex);
    if (list->altered)
        verify_wrong(list->asset, EXIT_VERIFY,
                     str_fmt("what was read has sha256:%s, but GitHub has "
                             "sha256:%s",
                             hex, list->asset->digest));
}

/* The file itself must be what GitHub has. */
static struct err *hash(const struct verify *v, struct lists *all)
{
    struct sha256 *sums = mem_zero(all->n + 1, sizeof(*sums));
    struct list **of = mem_zero(all->n + 1, sizeof(*of));
    struct err *e;
    size_t n = 0;

    for (size_t i = 0; i < all->n; i++) {
        if (all->v[i].bytes.wrong || !all->v[i].asset->digest)
            continue;
        of[n] = &all->v[i];
        sums[n++].bytes = &all->v[i].bytes.text;
    }
    e = sha256_all(v->runner, sums, n);
    for (size_t i = 0; i < n; i++) {
        if (sums[i].hex)
            take_sum(of[i], sums[i].hex);
        else if (!e)
            verify_wrong(of[i]->asset, EXIT_FAILED, str_dup(sums[i].wrong));
        sha256_clear(&sums[i]);
    }
    free(sums);
    free(of);
    return e;
}

static void take(const struct verify *v, struct lists *all,
                 struct verify_repo *r, const struct checksum *pair)
{
    struct verify_asset *of = find_expanded(v, r, pair->of);
    struct verify_asset *file = find_expanded(v, r, pair->file);
    const struct list *list = file ? find_list(all, file) : NULL;
    char *wrong = NULL;

    if (!of || !list || list->bytes.wrong || list->altered)
        return;
    of->list = str_dup(file->asset->name);
    of->listed = sha256_in_file(str_text(&list->bytes.text),
                                list->bytes.text.len, of->asset->name, &wrong);
    if (!of->listed)
        verify_wrong(of, EXIT_VERIFY,
                     str_fmt("%s does not tell its SHA-256: %s",
                             file->asset->name, wrong));
    free(wrong);
}

static void take_all(struct verify *v, struct lists *all)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].bytes.wrong)
            verify_wrong(all->v[i].asset, all->v[i].bytes.code,
                         str_dup(all->v[i].bytes.wrong));
    for (size_t i = 0; i < v->config->n; i++)
        for (size_t k = 0; k < v->repos[i].repo->n_checksums; k++)
            take(v, all, &v->repos[i], &v->repos[i].repo->checksums[k]);
}

struct err *verify_read_lists(struct verify *v)
{
    struct lists all = {0};
    struct gh_bytes **bytes;
    struct err *e;

    gather(v, &all);
    bytes = mem_zero(all.n + 1, sizeof(*bytes));
    for (size_t i = 0; i < all.n; i++)
        bytes[i] = &all.v[i].bytes;
    e = gh_bytes_read(v->runner, v->gh, bytes, all.n);
    if (!e)
        e = hash(v, &all);
    if (!e)
        take_all(v, &all);
    for (size_t i = 0; i < all.n; i++)
        gh_bytes_clear(&all.v[i].bytes);
    free(bytes);
    free(all.v);
    return e;
}

#include "config_parts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define ASSETS_MAX 1000 /* GitHub gives a release no more */

/* A version that nobody puts into the name of an asset. */
#define SAMPLE "10.20.30-rc.40"

/* GitHub compares names of repositories without regard to case. */
static char *small_letters(const char *name)
{
    char *small = str_dup(name);

    for (char *p = small; *p; p++)
        *p = (char)tolower((unsigned char)*p);
    return small;
}

/* The index that the first to take a key got. */
static size_t take(json_t *indices, const char *key, size_t i)
{
    const json_t *index = json_object_get(indices, key);

    if (index)
        return (size_t)json_integer_value(index);
    json_object_set_new(indices, key, json_integer((json_int_t)i));
    return i;
}

static char *sample_tag(const json_t *root)
{
    const char *prefix = json_string_value(json_object_get(root, "tag_prefix"));
    bool usable = prefix && !config_prefix_wrong(prefix);

    return str_fmt("%s" SAMPLE, usable ? prefix : "v");
}

void config_index_names(struct reading *r, const json_t *repos)
{
    r->sample_tag = sample_tag(r->root);
    r->names = json_object();
    r->dirs = json_object();
    r->all_named = true;
    for (size_t i = 0; i < json_array_size(repos); i++) {
        const json_t *repo = json_array_get(repos, i);
        const char *name = json_string_value(json_object_get(repo, "name"));
        char *small = name ? small_letters(name) : NULL;

        if (small)
            take(r->names, small, i);
        else
            r->all_named = false;
        free(small);
    }
}

/* The repository of that name, in small letters, or config->n. */
static size_t named(const struct reading *r, const char *small)
{
    const json_t *index = json_object_get(r->names, small);

    return index ? (size_t)json_integer_value(index) : r->config->n;
}

/* Is the name good, and has no repository before it the same? */
static bool has_own_name(const struct reading *r)
{
    const char *name = r->config->repos[r->i].name;
    char *small = small_letters(name);
    bool own = !config_name_wrong(name) && named(r, small) == r->i;

    free(small);
    return own;
}

void config_check_name(struct reading *r, json_t *name)
{
    char *small = small_letters(json_string_value(name));
    size_t first = named(r, small);

    if (first != r->i)
        config_wrong_text(&r->rd, json_string_value(name),
                          "is repos[%zu] already", first);
    free(small);
}

void config_check_dir(struct reading *r, json_t *dir)
{
    const char *path = r->config->repos[r->i].dir;
    size_t first, mark = r->rd.path.len;

    if (!dir && !has_own_name(r))
        return; /* that is told */
    first = take(r->dirs, path, r->i);
    if (!dir)
        json_enter(&r->rd, ".dir");
    if (first != r->i)
        config_wrong_text(&r->rd, path, "is the folder of repos[%zu] already",
                          first);
    json_leave(&r->rd, mark);
}

/* The n-th of a list, in order, as text; NULL: it is none, which is told. */
static const char *text_at(struct reading *r, const json_t *list, size_t k)
{
    const json_t *value = json_array_get(list, k);

    if (!json_is_string(value))
        config_wrong_type(&r->rd, "a string", value);
    return json_string_value(value);
}

static void read_asset(struct reading *r, const char *text, size_t k,
                       json_t *taken)
{
    char *filled = config_expand(text, SAMPLE, r->sample_tag);
    const char *wrong = config_asset_wrong(text, filled);
    size_t first = wrong ? k : take(taken, filled, k);

    argv_push(&r->config->repos[r->i].assets, text);
    if (wrong)
        config_wrong_text(&r->rd, text, "%s", wrong);
    else if (first != k)
        config_wrong_text(&r->rd, text, "is assets[%zu] already", first);
    free(filled);
}

void config_read_assets(struct reading *r, json_t *list)
{
    json_t *taken = json_object();

    if (json_array_size(list) > ASSETS_MAX)
        json_wrong(&r->rd, ": ", "has %zu assets; GitHub takes %d at most",
                   json_array_size(list), ASSETS_MAX);
    for (size_t k = 0; k < json_array_size(list); k++) {
        size_t mark = json_enter(&r->rd, "[%zu]", k);
        const char *text = text_at(r, list, k);

        if (text)
            read_asset(r, text, k, taken);
        json_leave(&r->rd, mark);
    }
    json_decref(taken);
}

/* The same field of the repository, as it is in the file. */
static json_t *field_of(const struct reading *r, size_t i, const char *field)
{
    const json_t *repos = json_object_get(r->root, "repos");

    return json_object_get(json_array_get(repos, i), field);
}

/* The assets' names as keys, or NULL where there is no list of them. */
static json_t *index_assets(const struct reading *r)
{
    const json_t *list = field_of(r, r->i, "assets");
    json_t *index = json_is_array(list) ? json_object() : NULL;

    for (size_t k = 0; index && k < json_array_size(list); k++) {
        const char *text = json_string_value(json_array_get(list, k));

        if (text)
            take(index, text, k);
    }
    return index;
}

static void tell_none(struct reading *r, const char *what, const char *name,
                      const char *meant)
{
    char *quoted = config_quote(name);
    char *other = meant ? config_quote(meant) : NULL;

    if (meant)
        json_wrong(&r->rd, ": ", "no %s %s; did you mean %s?", what, quoted,
                   other);
    else
        json_wrong(&r->rd, ": ", "no %s %s is listed", what, quoted);
    free(quoted);
    free(other);
}

static void check_listed(struct reading *r, json_t *assets, const char *name,
                         const char *other)
{
    if (assets && !json_object_get(assets, name))
        tell_none(r, "asset", name,
                  config_near_key(&r->rd, assets, name, other));
}

static void read_checksum(struct reading *r, json_t *assets, const char *of,
                          const json_t *value)
{
    struct repo *repo = &r->config->repos[r->i];
    const char *file = json_string_value(value);

    if (file && strcmp(of, file) == 0) {
        config_wrong_text(&r->rd, of, "cannot hold its own SHA-256");
        return;
    }
    check_listed(r, assets, of, file ? file : "");
    if (!file) {
        config_wrong_type(&r->rd, "a string", value);
        return;
    }
    check_listed(r, assets, file, of);
    repo->checksums[repo->n_checksums].of = str_dup(of);
    repo->checksums[repo->n_checksums++].file = str_dup(file);
}

void config_read_checksums(struct reading *r, json_t *object)
{
    struct repo *repo = &r->config->repos[r->i];
    json_t *assets = index_assets(r), *value;
    const char *of;

    repo->checksums =
        mem_zero(json_object_size(object), sizeof(*repo->checksums));
    json_object_foreach(object, of, value)
    {
        size_t mark;

        if (config_enter(&r->rd, object, of, &mark))
            read_checksum(r, assets, of, value);
        json_leave(&r->rd, mark);
    }
    json_decref(assets);
}

/* Where a repository has no name, it may be the one that is needed. */
static void tell_unknown(struct reading *r, const char *need, const char *small)
{
    const char *name = json_string_value(field_of(r, r->i, "name"));
    char *own = small_letters(name ? name : "");
    const char *near = config_near_key(&r->rd, r->names, small, own);
    size_t i = near ? named(r, near) : 0;

    if (near)
        tell_none(r, "repository", need,
                  json_string_value(field_of(r, i, "name")));
    else if (r->all_named)
        tell_none(r, "repository", need, NULL);
    free(own);
}

static void tell_itself(struct reading *r, const char *need)
{
    char *name = config_short(need);

    json_wrong(&r->rd, ": ", "%s needs itself", name);
    free(name);
}

static void read_need(struct reading *r, const char *need, size_t k,
                      json_t *given)
{
    struct repo *repo = &r->config->repos[r->i];
    char *small = small_letters(need);
    size_t i = named(r, small), first = take(given, small, k);

    if (first != k)
        config_wrong_text(&r->rd, need, "is needs[%zu] already", first);
    else if (i == r->config->n)
        tell_unknown(r, need, small);
    else if (i == r->i)
        tell_itself(r, need);
    else
        repo->needs[repo->n_needs++] = i;
    free(small);
}

void config_read_needs(struct reading *r, json_t *list)
{
    struct repo *repo = &r->config->repos[r->i];
    size_t n = json_array_size(list);
    json_t *given = json_object();

    repo->needs = mem_zero(n, sizeof(*repo->needs));
    for (size_t k = 0; k < n; k++) {
        size_t mark = json_enter(&r->rd, "[%zu]", k);
        const char *need = text_at(r, list, k);

        if (need)
            read_need(r, need, k, given);
        json_leave(&r->rd, mark);
    }
    json_decref(given);
}

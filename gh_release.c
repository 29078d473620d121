#include "gh_release.h"

#include "str.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* Reads typed fields, and remembers the path of the first that is wrong. */
struct reader {
    char *wrong;
    const char *where; /* "", or "assets[2]." */
};

static void complain(struct reader *rd, const char *field, const char *why)
{
    if (!rd->wrong)
        rd->wrong = str_fmt("%s%s %s", rd->where, field, why);
}

static char *read_text(struct reader *rd, const json_t *from, const char *field)
{
    const char *text = json_string_value(json_object_get(from, field));

    if (!text)
        complain(rd, field, "is not a string");
    return text ? str_dup(text) : NULL;
}

/* NULL as well where the field is null or absent. */
static char *read_text_if(struct reader *rd, const json_t *from,
                          const char *field)
{
    const json_t *value = json_object_get(from, field);

    return value && !json_is_null(value) ? read_text(rd, from, field) : NULL;
}

static int64_t read_count(struct reader *rd, const json_t *from,
                          const char *field)
{
    const json_t *value = json_object_get(from, field);

    if (!json_is_integer(value) || json_integer_value(value) < 0)
        complain(rd, field, "is not a number of 0 or more");
    return (int64_t)json_integer_value(value);
}

/* 0 as well where the field is null or absent. */
static int64_t read_count_if(struct reader *rd, const json_t *from,
                             const char *field)
{
    const json_t *value = json_object_get(from, field);

    return value && !json_is_null(value) ? read_count(rd, from, field) : 0;
}

/* False as well where the field is null or absent (older servers). */
static bool read_flag_if(struct reader *rd, const json_t *from,
                         const char *field)
{
    const json_t *value = json_object_get(from, field);

    if (value && !json_is_null(value) && !json_is_boolean(value))
        complain(rd, field, "is neither true nor false");
    return json_is_true(value);
}

static void read_asset(struct reader *rd, struct gh_asset *a,
                       const json_t *from)
{
    a->id = read_count(rd, from, "id");
    a->size = read_count(rd, from, "size");
    a->name = read_text(rd, from, "name");
    a->state = read_text(rd, from, "state");
    a->digest = read_text_if(rd, from, "digest");
    a->updated_at = read_text(rd, from, "updated_at");
}

static void read_assets(struct reader *rd, struct gh_release *release,
                        const json_t *list)
{
    if (!json_is_array(list)) {
        complain(rd, "assets", "is not an array");
        return;
    }
    release->n = json_array_size(list);
    release->assets = mem_zero(release->n, sizeof(*release->assets));
    for (size_t i = 0; i < release->n; i++) {
        char *where = str_fmt("assets[%zu].", i);

        rd->where = where;
        read_asset(rd, &release->assets[i], json_array_get(list, i));
        rd->where = "";
        free(where);
    }
}

/* The parsed document, or NULL with what is wrong in rd. */
static json_t *parse(struct reader *rd, const char *json, size_t n)
{
    json_error_t error = {.line = 0};
    json_t *root = json_loadb(json, n, JSON_REJECT_DUPLICATES, &error);

    if (!root && n == 0)
        rd->wrong = str_dup("it is empty");
    else if (!root)
        rd->wrong = str_fmt("it is not JSON (line %d, column %d: %s)",
                            error.line, error.column, error.text);
    return root;
}

char *gh_release_read(struct gh_release *release, const char *json, size_t n)
{
    struct reader rd = {.where = ""};
    json_t *root = parse(&rd, json, n);

    *release = (struct gh_release){0};
    if (!root)
        return rd.wrong;
    if (!json_is_object(root)) {
        complain(&rd, "it", "is not an object");
    } else {
        release->id = read_count_if(&rd, root, "id");
        release->tag = read_text(&rd, root, "tag_name");
        release->url = read_text_if(&rd, root, "html_url");
        release->draft = read_flag_if(&rd, root, "draft");
        release->immutable = read_flag_if(&rd, root, "immutable");
        read_assets(&rd, release, json_object_get(root, "assets"));
    }
    json_decref(root);
    if (rd.wrong)
        gh_release_clear(release);
    return rd.wrong;
}

const struct gh_asset *gh_release_asset(const struct gh_release *release,
                                        const char *name)
{
    const struct gh_asset *found = NULL;

    for (size_t i = 0; i < release->n; i++) {
        if (strcmp(release->assets[i].name, name) != 0)
            continue;
        if (found)
            return NULL;
        found = &release->assets[i];
    }
    return found;
}

void gh_release_clear(struct gh_release *release)
{
    for (size_t i = 0; i < release->n; i++) {
        free(release->assets[i].name);
        free(release->assets[i].state);
        free(release->assets[i].digest);
        free(release->assets[i].updated_at);
    }
    free(release->assets);
    free(release->tag);
    free(release->url);
    *release = (struct gh_release){0};
}

char *gh_repository_read(struct gh_repository *r, const char *json, size_t n)
{
    struct reader rd = {.where = ""};
    json_t *root = parse(&rd, json, n);

    *r = (struct gh_repository){0};
    if (root) {
        if (!json_is_object(root))
            complain(&rd, "it", "is not an object");
        r->full_name = read_text_if(&rd, root, "full_name");
        r->default_branch = read_text_if(&rd, root, "default_branch");
    }
    json_decref(root);
    if (rd.wrong)
        gh_repository_clear(r);
    return rd.wrong;
}

void gh_repository_clear(struct gh_repository *r)
{
    free(r->full_name);
    free(r->default_branch);
    *r = (struct gh_repository){0};
}

char *gh_list_read(const char *json, size_t n)
{
    struct reader rd = {.where = ""};
    json_t *root = parse(&rd, json, n);

    if (root && !json_is_array(root))
        complain(&rd, "it", "is not an array");
    json_decref(root);
    return rd.wrong;
}

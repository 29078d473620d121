#include "gh_release.h"

#include "json_read.h"

#include <stdlib.h>
#include <string.h>

static void read_asset(struct json_reader *rd, struct gh_asset *a,
                       const json_t *from)
{
    a->id = json_count(rd, from, "id");
    a->size = json_count(rd, from, "size");
    a->name = json_text(rd, from, "name");
    a->state = json_text(rd, from, "state");
    a->digest = json_text_if(rd, from, "digest");
    a->updated_at = json_text(rd, from, "updated_at");
    a->created_at = json_text_if(rd, from, "created_at");
    a->url = json_text_if(rd, from, "browser_download_url");
}

static void read_assets(struct json_reader *rd, struct gh_release *release,
                        const json_t *list)
{
    release->n = json_array_size(list);
    release->assets = mem_zero(release->n, sizeof(*release->assets));
    for (size_t i = 0; i < release->n; i++) {
        size_t mark = json_enter(rd, "assets[%zu].", i);

        read_asset(rd, &release->assets[i], json_array_get(list, i));
        json_leave(rd, mark);
    }
}

static void read_release(struct json_reader *rd, struct gh_release *release,
                         const json_t *from)
{
    release->id = json_count_if(rd, from, "id");
    release->tag = json_text(rd, from, "tag_name");
    release->url = json_text_if(rd, from, "html_url");
    release->published_at = json_text_if(rd, from, "published_at");
    release->draft = json_flag_if(rd, from, "draft");
    release->immutable = json_flag_if(rd, from, "immutable");
    read_assets(rd, release, json_list(rd, from, "assets"));
}

char *gh_release_read(struct gh_release *release, const char *json, size_t n)
{
    struct json_reader rd = {.wrong = {0}};
    json_t *root = json_read_object(&rd, json, n);
    char *wrong;

    *release = (struct gh_release){0};
    if (root)
        read_release(&rd, release, root);
    json_decref(root);
    wrong = json_reader_end(&rd);
    if (wrong)
        gh_release_clear(release);
    return wrong;
}

/* A draft of that tag; without a tag, any that is no draft. */
static bool is_wanted(const json_t *from, const char *tag)
{
    const char *name = json_string_value(json_object_get(from, "tag_name"));
    bool draft = json_is_true(json_object_get(from, "draft"));

    return tag ? draft && name && strcmp(name, tag) == 0
               : json_is_object(from) && !draft;
}

/* The first in a list that is wanted. */
static char *read_from_list(struct gh_release *found, const char *tag,
                            const char *json, size_t n)
{
    struct json_reader rd = {.wrong = {0}};
    json_t *root = json_read(&rd, json, n);
    bool is_read = false;
    char *wrong;

    *found = (struct gh_release){0};
    if (root && !json_is_array(root))
        json_wrong(&rd, "it", " is not an array");
    for (size_t i = 0; i < json_array_size(root) && !is_read; i++) {
        const json_t *from = json_array_get(root, i);
        size_t mark = json_enter(&rd, "[%zu].", i);

        is_read = is_wanted(from, tag);
        if (is_read)
            read_release(&rd, found, from);
        json_leave(&rd, mark);
    }
    json_decref(root);
    wrong = json_reader_end(&rd);
    if (wrong)
        gh_release_clear(found);
    return wrong;
}

char *gh_draft_read(struct gh_release *draft, const char *tag, const char *json,
                    size_t n)
{
    return read_from_list(draft, tag, json, n);
}

char *gh_newest_read(struct gh_release *release, const char *json, size_t n)
{
    return read_from_list(release, NULL, json, n);
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
        free(release->assets[i].created_at);
        free(release->assets[i].url);
    }
    free(release->assets);
    free(release->tag);
    free(release->url);
    free(release->published_at);
    *release = (struct gh_release){0};
}

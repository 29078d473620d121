#include "gh_repository.h"

#include "json_read.h"

#include <stdlib.h>

char *gh_repository_read(struct gh_repository *r, const char *json, size_t n)
{
    struct json_reader rd = {.wrong = {0}};
    json_t *root = json_read_object(&rd, json, n);
    char *wrong;

    *r = (struct gh_repository){0};
    if (root) {
        r->full_name = json_text_if(&rd, root, "full_name");
        r->default_branch = json_text_if(&rd, root, "default_branch");
        r->archived = json_flag_if(&rd, root, "archived");
        r->read_only = json_is_false(
            json_object_get(json_object_get(root, "permissions"), "push"));
    }
    json_decref(root);
    wrong = json_reader_end(&rd);
    if (wrong)
        gh_repository_clear(r);
    return wrong;
}

void gh_repository_clear(struct gh_repository *r)
{
    free(r->full_name);
    free(r->default_branch);
    *r = (struct gh_repository){0};
}

char *gh_tagger_read(struct gh_tagger *t, const char *json, size_t n)
{
    struct json_reader rd = {.wrong = {0}};
    json_t *root = json_read(&rd, json, n);
    const json_t *tagger = json_object_get(root, "tagger");
    char *wrong;

    *t = (struct gh_tagger){0};
    if (json_is_object(tagger)) {
        json_enter(&rd, "tagger.");
        t->name = json_text_if(&rd, tagger, "name");
        t->date = json_text_if(&rd, tagger, "date");
    } else if (root) {
        json_wrong(&rd, "tagger", " is not an object");
    }
    json_decref(root);
    wrong = json_reader_end(&rd);
    if (wrong)
        gh_tagger_clear(t);
    return wrong;
}

void gh_tagger_clear(struct gh_tagger *t)
{
    free(t->name);
    free(t->date);
    *t = (struct gh_tagger){0};
}

char *gh_names_read(struct argv *names, const char *field, const char *json,
                    size_t n)
{
    struct json_reader rd = {.wrong = {0}};
    json_t *root = json_read(&rd, json, n);

    if (root && !json_is_array(root))
        json_wrong(&rd, "it", " is not an array");
    for (size_t i = 0; i < json_array_size(root); i++) {
        const json_t *from = json_array_get(root, i);
        size_t mark = json_enter(&rd, "[%zu].", i);
        char *name = json_text(&rd, from, field);

        if (name && !json_is_true(json_object_get(from, "draft")))
            argv_push(names, name);
        free(name);
        json_leave(&rd, mark);
    }
    json_decref(root);
    return json_reader_end(&rd);
}

#include "gh_ci.h"

#include "gh_run.h"
#include "json_read.h"

#include <stdlib.h>
#include <string.h>

static json_int_t id_of(const json_t *from)
{
    return json_integer_value(json_object_get(from, "id"));
}

/* The newest come first; more than a page of them is no answer of GitHub's. */
static size_t size_of(const json_t *list)
{
    size_t n = json_array_size(list);

    return n < GH_CI_RUNS ? n : GH_CI_RUNS;
}

/* Is there none of the same workflow that is newer? The same run twice counts
 * once. */
static bool is_newest(const json_t *list, size_t at)
{
    const json_t *from = json_array_get(list, at);
    const char *path = json_word(from, "path");

    for (size_t i = 0; i < size_of(list); i++) {
        const json_t *other = json_array_get(list, i);

        if (strcmp(json_word(other, "path"), path) == 0 &&
            (id_of(other) > id_of(from) ||
             (id_of(other) == id_of(from) && i < at)))
            return false;
    }
    return true;
}

static void note_worst(struct gh_ci *ci, const json_t *from)
{
    const char *name = json_word(from, "name"),
               *url = json_word(from, "html_url");

    free(ci->worst);
    free(ci->url);
    ci->worst = str_dup(*name ? name : json_word(from, "path"));
    ci->url = *url ? str_dup(url) : NULL;
}

static void count(struct gh_ci *ci, const json_t *from)
{
    if (!*json_word(from, "status"))
        return;
    switch (
        gh_run_state(json_word(from, "status"),
                     json_string_value(json_object_get(from, "conclusion")))) {
    case GH_RUN_PASSED:
        ci->passed++;
        break;
    case GH_RUN_FAILED:
        if (!ci->failed++)
            note_worst(ci, from);
        break;
    case GH_RUN_QUEUED:
    case GH_RUN_WAITING:
    case GH_RUN_GOES:
        if (!ci->going++ && !ci->failed)
            note_worst(ci, from);
        break;
    case GH_RUN_NONE:
    case GH_RUN_SKIPPED:
        break;
    }
}

char *gh_ci_read(struct gh_ci *ci, const char *json, size_t n)
{
    struct json_reader rd = {.wrong = {0}};
    json_t *root = json_read(&rd, json, n);
    const json_t *list = root ? json_list(&rd, root, "workflow_runs") : NULL;
    char *wrong;

    *ci = (struct gh_ci){0};
    for (size_t i = 0; i < size_of(list); i++)
        if (is_newest(list, i))
            count(ci, json_array_get(list, i));
    json_decref(root);
    wrong = json_reader_end(&rd);
    if (wrong)
        gh_ci_clear(ci);
    return wrong;
}

void gh_ci_clear(struct gh_ci *ci)
{
    free(ci->worst);
    free(ci->url);
    *ci = (struct gh_ci){0};
}

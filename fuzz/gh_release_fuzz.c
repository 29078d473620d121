/* "Get a release by tag name", and "List releases". */
#include "../gh_release.h"
#include "fuzz.h"

#define TAG "v1.2.3"

static void check_asset(const struct gh_release *r, const struct gh_asset *a,
                        size_t n)
{
    size_t same = 0;

    must(a->id >= 0 && a->size >= 0, "numbers are 0 or more");
    must(a->name && a->state && a->updated_at, "what must be told is there");
    must(strlen(a->name) <= n && strlen(a->state) <= n, "no text is made up");
    for (size_t i = 0; i < r->n; i++)
        same += strcmp(r->assets[i].name, a->name) == 0;
    must((gh_release_asset(r, a->name) == a) == (same == 1),
         "an asset is found by its name, if there is one of it");
}

static void check(const struct gh_release *r, size_t n)
{
    must(r->tag && strlen(r->tag) <= n, "a release has a tag");
    must(r->id >= 0 && r->n <= n, "numbers are in range");
    for (size_t i = 0; i < r->n && i < 32; i++)
        check_asset(r, &r->assets[i], n);
}

static void check_empty(const struct gh_release *r)
{
    must(!r->tag && !r->url && !r->published_at && !r->assets && !r->n &&
             !r->draft && !r->immutable && !r->id,
         "what is wrong leaves it empty");
}

/* Takes over what a reader said and filled. */
static bool conclude(struct gh_release *r, char *wrong, size_t n)
{
    bool found = !wrong && r->tag;

    must(!wrong || *wrong, "what is wrong is told");
    if (found)
        check(r, n);
    else
        check_empty(r);
    free(wrong);
    return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    struct gh_release r;
    size_t n;
    char *json = input_bytes(&in, &n);

    conclude(&r, gh_release_read(&r, json, n), n);
    gh_release_clear(&r);
    if (conclude(&r, gh_draft_read(&r, TAG, json, n), n))
        must(r.draft && strcmp(r.tag, TAG) == 0, "a draft of that tag");
    gh_release_clear(&r);
    if (conclude(&r, gh_newest_read(&r, json, n), n))
        must(!r.draft, "the newest is no draft");
    gh_release_clear(&r);
    free(json);
    return 0;
}

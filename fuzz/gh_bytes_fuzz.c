/* Two lines: the base of the API, and where it redirects for an asset's bytes.
 * Where are they fetched, and does the token go there? */
#include "../gh_bytes.c" /* what it asks about a place is its own */
#include "fuzz.h"

#include <strings.h>

#define ASKED "https://api.github.com/repos/o/r/releases/assets/7"

static void check_where(const struct gh *gh, const char *where)
{
    must(is_graphic(where) && !strpbrk(where, "\"\\<>^`{|}"),
         "a place has no odd characters");
    must(!memchr(where, '@', api_url_origin(where)),
         "and no user that hides its host");
    must(str_starts(where, "https://") ||
             (str_starts(gh->base, "http:") &&
              str_starts(where, "http://127.0.0.1:")),
         "it is https, or on this machine as the API is");
}

static void check_token(const struct gh *gh, const struct gh_bytes *b)
{
    struct run r = {0};
    bool has;

    gh_bytes_fill(&r, gh, b, "/d/.a.7.part", 0);
    has = strstr(str_text(&r.input), "Authorization: Bearer ") != NULL;
    must(has == b->from_api, "only the API itself is given the token");
    must(!has || same_text(b->where, b->ask.url), "and is where it was asked");
    run_clear(&r);
}

static void check(const struct gh *gh, int status, const char *location)
{
    struct gh_bytes b = {.owner = "o", .repo = "r", .id = 7, .size = 5};

    b.ask = (struct gh_get){.answered = true, .url = str_dup(ASKED)};
    b.ask.head.status = status;
    b.ask.head.location = location ? str_dup(location) : NULL;
    b.ask.head.limit_left = b.ask.head.retry_after = -1;
    take_place(&b, gh);
    must(!b.where == !!b.wrong, "there is a place, or why not");
    must(b.where || !b.from_api, "no place is not the API's");
    if (b.where && !b.from_api)
        check_where(gh, b.where);
    if (b.where)
        check_token(gh, &b);
    gh_bytes_clear(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    char *base = input_line(&in), *location = input_line(&in);
    struct gh gh = {.token = str_dup("github_pat_11ABCDEFGHIJKLMNOP")};
    struct err *e = gh_set_base(&gh, base, "a test");

    if (!e) {
        check(&gh, 302, location);
        check(&gh, 200, location);
        check(&gh, 302, NULL);
        check(&gh, (int)(200 + input_number(&in, 400)), location);
    }
    err_free(e);
    gh_clear(&gh);
    free(base);
    free(location);
    return 0;
}

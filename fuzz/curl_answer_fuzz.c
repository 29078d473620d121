/* A line: how many requests there were, and how the curl ended. Then what it
 * wrote on standard error, a line "====", and its standard output. */
#include "../api_url.h"
#include "../gh_judge.h"
#include "fuzz.h"

#include <strings.h>

#define MOST 6
#define SPLIT "\n====\n"

static const char base[] = "https://api.github.com/v3";

static struct run run_of(struct input *in, unsigned end)
{
    struct run r = {.end = (enum run_end)(1 + end % 5)};
    size_t n = (size_t)(in->end - in->at), first = n;
    const char *split = find_bytes(in->at, n, SPLIT, strlen(SPLIT));

    if (split)
        first = (size_t)(split - in->at) + 1;
    str_addn(&r.err, in->at, first);
    if (split)
        str_addn(&r.out, split + strlen(SPLIT),
                 (size_t)(in->end - split) - strlen(SPLIT));
    return r;
}

static void check_get(const struct gh_get *g)
{
    struct gh_judgement j;

    must(g->answered != (g->fault != NULL), "answered, or why not");
    must(!g->answered || (g->head.status >= 100 && g->head.status <= 599),
         "an answer has a status");
    must(!g->answered || g->curl_status == 0, "an answer is a whole one");
    must(g->took_ms <= 4 * GH_REQUEST_MS, "a time is in range");
    gh_judge(&j, g);
    must(j.verdict != GH_OK || (g->answered && g->head.status == 200),
         "only a whole 200 is good");
    gh_judgement_clear(&j);
}

/* Where a redirect leads is on the host that the token is for. */
static void check_redirect(struct gh_get *g, const struct gh *gh)
{
    size_t origin = api_url_origin(base);
    char *before = str_dup(g->url);

    if (gh_redirect(g, gh)) {
        must(api_url_origin(g->url) == origin &&
                 strncasecmp(g->url, base, origin) == 0,
             "no other host is followed to");
        must(!strpbrk(g->url, " \"\\<>"), "a URL has no odd characters");
        must(g->redirects <= GH_REDIRECTS, "not without an end");
    } else {
        must(same_text(before, g->url), "what is not followed changes nothing");
    }
    free(before);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    unsigned how = input_number(&in, 1000);
    struct run r = run_of(&in, how / 10);
    struct gh gh = {.base = str_dup(base)};
    struct runner runner = {0};
    struct gh_get gets[MOST] = {{0}}, *all[MOST];
    size_t n = how % 10 % MOST, bytes = 0;

    for (size_t i = 0; i < n; i++) {
        gh_get_init(&gets[i], &gh, "/x");
        all[i] = &gets[i];
    }
    gh_take(&runner, &r, all, n);
    for (size_t i = 0; i < n; i++) {
        must(!gets[i].body.len ||
                 memcmp(gets[i].body.s, r.out.s + bytes, gets[i].body.len) == 0,
             "each body is the next part of the output");
        bytes += gets[i].body.len;
        must(bytes <= r.out.len, "no byte is counted twice");
        check_get(&gets[i]);
        check_redirect(&gets[i], &gh);
        gh_get_clear(&gets[i]);
    }
    run_clear(&r);
    gh_clear(&gh);
    return 0;
}

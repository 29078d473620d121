#include "../gh_bytes.h"
#include "tap.h"

#define BASE "https://api.github.com"
#define STORAGE "https://objects.example/asset/7?sig=0123456789"
#define TOKEN "ghp_0123456789abcdefghij"

/* What curl is told of a download. */
static const struct {
    const char *where;
    bool from_api;
    long long size, from;
    const char *holds, *lacks, *what;
} fills[] = {
    {STORAGE, false, 10, 0, "url = \"" STORAGE "\"\n", "Authorization",
     "the token is not for the storage host"},
    {BASE "/assets/7", true, 10, 0,
     "header = \"Authorization: Bearer " TOKEN "\"\n", NULL,
     "the token is for the API"},
    {STORAGE, false, 10, 0, "proto = \"=https\"\n", "noproxy",
     "only https is spoken"},
    {"http://127.0.0.1:80/a", false, 10, 0, "proto = \"=http\"\n", NULL,
     "plain http is spoken where it was told"},
    {STORAGE, false, 10, 0, "output = \"/dir/.a \\\"b\\\\.part\"\n",
     "continue-at", "the name of the file is quoted"},
    {STORAGE, false, 5000000000, 4999999999, "continue-at = \"4999999999\"\n",
     NULL, "it goes on from where it was"},
    {STORAGE, false, 5000000000, 0, "max-filesize = \"5000000000\"\n",
     "location\n", "no more is taken than there is, from nowhere else"},
    {STORAGE, false, 0, 0, "max-filesize = \"1\"\n", NULL,
     "of an asset that is empty nothing is taken"},
    {STORAGE, false, 10, 0, "speed-time = \"60\"\n", "max-time",
     "it may take its time, but not stand still"},
    {STORAGE, false, 10, 0, "fail\n", "X-GitHub-Api-Version",
     "an error's page is not taken"},
};

static void test_fills(void)
{
    char base[] = BASE, token[] = TOKEN;
    const struct gh gh = {.base = base, .token = token};

    for (size_t i = 0; i < ARRAY_LEN(fills); i++) {
        struct gh_bytes b = {.size = fills[i].size,
                             .from_api = fills[i].from_api,
                             .where = str_dup(fills[i].where)};
        struct run r = {0};
        const char *told;

        gh_bytes_fill(&r, &gh, &b, "/dir/.a \"b\\.part", fills[i].from);
        told = str_text(&r.input);
        if (!ok(strstr(told, fills[i].holds) &&
                    (!fills[i].lacks || !strstr(told, fills[i].lacks)),
                "%s", fills[i].what))
            tap_note("told", told);
        ok(r.argv.n == 4 && same(r.argv.v[3], "-"),
           "and nothing of it is among the words of the command");
        run_clear(&r);
        gh_bytes_clear(&b);
        gh_bytes_clear(&b);
    }
}

int main(void)
{
    tap_start();
    test_fills();
    return tap_end();
}

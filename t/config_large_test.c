#include "config_files.h"

#include <time.h>

/* Each of n needs all others: so many cycles are not told. */
static void test_many_cycles(size_t n)
{
    struct str json = {0};
    struct config c;
    struct err *e;

    for (size_t i = 0; i < n; i++) {
        str_addf(&json, "%s{'name':'r%zu','assets':[],'needs':[",
                 i ? "," : "{'owner':'o','repos':[", i);
        for (size_t k = 1; k < n; k++)
            str_addf(&json, "%s'r%zu'", k > 1 ? "," : "", (i + k) % n);
        str_add(&json, "]}");
    }
    str_add(&json, "]}");
    e = parse(&c, str_text(&json));
    ok(e && e->notes.n == 100, "of many cycles, 100 are told");
    err_free(e);
    config_clear(&c);
    str_clear(&json);
}

/* n repositories, each of which needs up to three of those behind it. */
static char *many(size_t n)
{
    struct str json = {0};

    str_add(&json, "{\"owner\":\"o\",\"repos\":[");
    for (size_t i = 0; i < n; i++) {
        str_addf(&json,
                 "%s{\"name\":\"repo-%zu\",\"assets\":[\"a\",\"b\"],"
                 "\"checksums\":{\"a\":\"b\"},\"needs\":[",
                 i ? "," : "", i);
        for (size_t k = 1; k <= 3 && i + k * k < n; k++)
            str_addf(&json, "%s\"REPO-%zu\"", k > 1 ? "," : "", i + k * k);
        str_add(&json, "]}");
    }
    str_add(&json, "]}");
    return str_take(&json);
}

/* Returns the processor's time that it took, in ms. */
static double test_many(size_t n, const char *wrong)
{
    char *json = many(n), *want = expected(wrong, "x.json"), *got;
    clock_t before = clock();
    double took;
    struct config c;
    struct err *e = config_parse(&c, json, strlen(json), "x.json");

    took = (double)(clock() - before) * 1e3 / (double)CLOCKS_PER_SEC;
    got = told(e);
    is(got, *wrong ? want : "nothing is wrong", "%zu repositories are %s", n,
       *wrong ? "refused" : "taken");
    ok(*wrong ? c.n == 0 : c.n == n && !c.repos[0].n_needs,
       "and the one that needs nothing is first, if any");
    err_free(e);
    config_clear(&c);
    free(json);
    free(want);
    free(got);
    return took;
}

/* A clock may tick every 10 ms only, so what is shorter counts as 20. */
static void test_growth(void)
{
    double few = test_many(1000, ""), lots = test_many(10000, "");

    printf("# 1000 repositories: %.1f ms; 10000: %.1f ms\n", few, lots);
    ok(lots < 50 * (few < 20 ? 20 : few),
       "ten times as many take far less than a hundred times as long");
}

static void test_many_assets(size_t n, const char *wrong)
{
    char *want = expected(wrong, "x.json"), *got;
    struct str json = {0};
    struct config c;
    struct err *e;

    str_add(&json, "{'owner':'o','repos':[{'name':'a','assets':[");
    for (size_t i = 0; i < n; i++)
        str_addf(&json, "%s'a%zu'", i ? "," : "", i);
    str_add(&json, "]}]}");
    e = parse(&c, str_text(&json));
    got = told(e);
    is(got, *wrong ? want : "nothing is wrong", "%zu assets are %s", n,
       *wrong ? "refused" : "taken");
    err_free(e);
    config_clear(&c);
    str_clear(&json);
    free(want);
    free(got);
}

static void test_size(size_t n, const char *wrong)
{
    char *json = padded(n), *want = expected(wrong, "x.json"), *got;
    struct config c;
    struct err *e = config_parse(&c, json, n, "x.json");

    got = told(e);
    is(got, *wrong ? want : "nothing is wrong", "%zu bytes are %s", n,
       *wrong ? "too many" : "taken");
    err_free(e);
    config_clear(&c);
    free(json);
    free(want);
    free(got);
}

/* Twice the same key in n objects: all are told. */
static void test_many_twice(size_t n)
{
    struct str json = {0};
    struct config c;
    struct err *e;

    str_add(&json, "{'owner':'o','repos':[");
    for (size_t i = 0; i < n; i++)
        str_addf(&json, "%s{'name':'a%zu','dir':'b%zu','dir':'c','assets':[]}",
                 i ? "," : "", i, i);
    str_add(&json, "]}");
    e = parse(&c, str_text(&json));
    ok(e && e->notes.n == n &&
           same(e->notes.v[n - 1], "  repos[2999].dir: is given twice"),
       "%zu keys given twice are all told", n);
    err_free(e);
    config_clear(&c);
    str_clear(&json);
}

static void test_limits(void)
{
    test_growth();
    test_many(10001, "repos: has 10001 repositories; at most 10000 are taken");
    test_many_assets(1000, "");
    test_many_assets(1001, "repos[0].assets: has 1001 assets; GitHub takes "
                           "1000 at most");
    test_size(CONFIG_MAX, "");
    test_size(CONFIG_MAX + 1, "it has more than 4194304 bytes");
    test_many_twice(3000);
    test_many_cycles(20);
}

int main(void)
{
    tap_start();
    test_limits();
    return tap_end();
}

#include "../gh_batch.h"
#include "tap.h"

/* So many requests, so many curls wanted: how many there are. */
static const struct {
    size_t n, wanted, curls;
} shares[] = {
    {0, 1, 0},   {0, 8, 0},   {1, 1, 1},     {1, 8, 1},     {2, 1, 1},
    {2, 2, 2},   {3, 2, 2},   {8, 2, 2},     {8, 4, 4},     {5, 8, 5},
    {80, 1, 1},  {81, 1, 2},  {160, 1, 2},   {161, 1, 3},   {161, 2, 3},
    {161, 8, 8}, {200, 8, 8}, {2000, 8, 25}, {2001, 8, 26},
};

static struct gh_get *make_gets(const struct gh *gh, size_t n)
{
    struct gh_get *gets = mem_zero(n, sizeof(*gets));

    for (size_t i = 0; i < n; i++)
        gh_get_init(&gets[i], gh, "/repos/o/%zu/", i);
    return gets;
}

static size_t count(const char *text, const char *word)
{
    size_t n = 0;

    for (const char *p = strstr(text, word); p; p = strstr(p + 1, word))
        n++;
    return n;
}

/* Is each request in exactly one curl, in order, and are their shares of the
 * same size, give or take one? */
static bool is_fair(const struct gh_batch *b)
{
    size_t next = 0, least = (size_t)-1, most = 0;

    for (size_t k = 0; k < b->n_curls; k++) {
        const char *input = str_text(&b->curls[k].input);
        size_t n = count(input, "url = \"https://h/repos/");

        for (size_t i = 0; i < n; i++, next++)
            if (next >= b->n || !strstr(input, b->gets[next]->url))
                return false;
        least = n < least ? n : least;
        most = n > most ? n : most;
    }
    return next == b->n && (!b->n || (least && most - least <= 1)) &&
           most <= GH_BATCH_PER_CURL;
}

static void test_share(size_t i)
{
    struct gh gh = {.base = str_dup("https://h")};
    struct gh_get *gets = make_gets(&gh, shares[i].n);
    struct gh_batch b = {0};

    for (size_t k = 0; k < shares[i].n; k++)
        gh_batch_add(&b, &gets[k]);
    gh_batch_fill(&b, &gh, shares[i].wanted, 5000);
    ok(b.n == shares[i].n && b.n_curls == shares[i].curls,
       "%zu requests for %zu curls are given to %zu", shares[i].n,
       shares[i].wanted, shares[i].curls);
    ok(is_fair(&b), "all of them once, and to each as many as to the others");
    gh_batch_clear(&b);
    gh_batch_clear(&b);
    ok(!b.gets && !b.n && !b.curls && !b.n_curls, "it can be cleared twice");
    for (size_t k = 0; k < shares[i].n; k++)
        gh_get_clear(&gets[k]);
    free(gets);
    gh_clear(&gh);
}

static void give(struct run *r, const struct gh_get *gets, size_t from,
                 size_t to)
{
    r->end = RUN_ENDED;
    for (size_t i = from; i < to; i++) {
        str_addf(&r->out, "body %zu", i);
        str_addf(&r->err,
                 "HTTP/1.1 200 OK\r\nETag: \"%zu\"\r\n\r\n"
                 "orchestrator-transfer-%s 0 %d 0.1 \n",
                 i, gets[i].mark, i < 10 ? 6 : 7);
    }
}

/* Each request gets the answer of its own, out of whichever curl. */
static void test_take(void)
{
    static const size_t first[] = {0, 4, 8, 13};
    struct gh gh = {.base = str_dup("https://h")};
    struct gh_get *gets = make_gets(&gh, 13);
    struct gh_batch b = {0};
    struct runner runner = {0};
    size_t right = 0;

    for (size_t k = 0; k < 13; k++)
        gh_batch_add(&b, &gets[k]);
    gh_batch_fill(&b, &gh, 3, 5000);
    for (size_t k = 0; k < b.n_curls && k < 3; k++)
        give(&b.curls[k], gets, first[k], first[k + 1]);
    gh_batch_take(&b, &runner);
    for (size_t i = 0; i < 13; i++) {
        char *body = str_fmt("body %zu", i), *etag = str_fmt("\"%zu\"", i);

        right += gets[i].answered && same(str_text(&gets[i].body), body) &&
                 same(gets[i].head.etag, etag);
        free(body);
        free(etag);
    }
    ok(right == 13, "each request gets its answer");
    gh_batch_clear(&b);
    for (size_t k = 0; k < 13; k++)
        gh_get_clear(&gets[k]);
    free(gets);
    gh_clear(&gh);
}

/* One curl dies half-way: those of the others are kept. */
static void test_lost(void)
{
    struct gh gh = {.base = str_dup("https://h")};
    struct gh_get *gets = make_gets(&gh, 4);
    struct gh_batch b = {0};
    struct runner runner = {0};

    gets[0].away = true;
    gets[0].redirects = 5;
    for (size_t k = 0; k < 4; k++)
        gh_batch_add(&b, &gets[k]);
    ok(!gets[0].away && !gets[0].redirects,
       "where it led the last time is forgotten");
    gh_batch_fill(&b, &gh, 2, 5000);
    give(&b.curls[0], gets, 0, 1);
    b.curls[0].end = RUN_TIMED_OUT;
    give(&b.curls[1], gets, 2, 4);
    gh_batch_take(&b, &runner);
    ok(gets[0].answered && gets[2].answered && gets[3].answered,
       "what came whole is kept");
    ok(!gets[1].answered && same(gets[1].fault, "no whole answer in time"),
       "what did not come has a reason");
    gh_batch_clear(&b);
    for (size_t k = 0; k < 4; k++)
        gh_get_clear(&gets[k]);
    free(gets);
    gh_clear(&gh);
}

int main(void)
{
    tap_start();
    for (size_t i = 0; i < ARRAY_LEN(shares); i++)
        test_share(i);
    test_take();
    test_lost();
    return tap_end();
}

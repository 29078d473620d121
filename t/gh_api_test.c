#include "../gh_judge.h"
#include "answer.h"

#define TOKEN "ghp_0123456789abcdefSECRET"
#define API "https://api.github.com"

/* Where an answer for API/repos/o/r sends us; NULL: not followed. */
static const struct {
    int status;
    const char *location, *url;
} redirects[] = {
    {301, API "/repositories/1", API "/repositories/1"},
    {302, API "/repositories/1", API "/repositories/1"},
    {303, API "/x", API "/x"},
    {307, API "/x?y=z", API "/x?y=z"},
    {308, "HTTPS://API.GITHUB.COM/x", "HTTPS://API.GITHUB.COM/x"},
    {301, "/repositories/1", API "/repositories/1"},
    {301, API, API},
    {301, "http://api.github.com/x", NULL},
    {301, "https://api.github.com:8443/x", NULL},
    {301, "https://github.com/x", NULL},
    {301, "https://api.github.com.evil.com/x", NULL},
    {301, "https://api.github.comx", NULL},
    {301, "https://api.github.co/x", NULL},
    {301, "https://user@api.github.com/x", NULL},
    {301, "https://api.github.com@evil.com/x", NULL},
    {301, "https://api.github.com\\@evil.com/x", NULL},
    {301, "https://evil.com/https://api.github.com/", NULL},
    {301, "//evil.com/x", NULL},
    {301, "file:///etc/passwd", NULL},
    {301, "javascript:x", NULL},
    {301, "", NULL},
    {301, NULL, NULL},
    {200, API "/x", NULL},
    {201, API "/x", NULL},
    {300, API "/x", NULL},
    {304, API "/x", NULL},
    {404, API "/x", NULL},
};

/* Two requests in one run, the second with an ETag. */
static void fill(struct run *r, const struct gh *gh, struct gh_get *g)
{
    struct gh_get *const gets[] = {&g[0], &g[1]};
    char *tag = gh_escape("v1.2.3-rc.1+b/\"x");

    gh_get_init(&g[0], gh, "/repos/%s/releases/tags/%s", "o/r", tag);
    gh_get_init(&g[1], gh, "/repos/o/s");
    g[1].etag = str_dup("W/\"abc\"");
    gh_fill(r, gh, gets, 2, 60000);
    free(tag);
}

static void test_fill(void)
{
    struct gh gh = {.base = str_dup(API), .token = str_dup(TOKEN)};
    struct gh_get g[2];
    struct run r = {0};
    const char *in, *next;
    bool told = false;

    fill(&r, &gh, g);
    in = str_text(&r.input);
    next = strstr(in, "\nnext\n");
    for (size_t i = 0; i < r.argv.n; i++)
        told = told || strstr(r.argv.v[i], "ghp_");
    for (size_t i = 0; i < r.env.n; i++)
        told = told || strstr(r.env.v[i], "ghp_");
    ok(!told && !(r.says && strstr(r.says, "ghp_")),
       "the token is neither in curl's arguments nor in its environment");
    ok(same(r.argv.v[0], "curl") && same(r.argv.v[1], "-q"),
       "no curlrc of the user's is read");
    ok(next && strstr(next, "Authorization: Bearer " TOKEN "\"\n") &&
           strstr(in, "Authorization: Bearer " TOKEN "\"\n") < next,
       "each request of a run carries the token on standard input");
    ok(strstr(in, "url = \"" API "/repos/o/r/releases/tags/"
                  "v1.2.3-rc.1%2Bb%2F%22x\"\n"),
       "what goes into a URL is percent-encoded");
    ok(next && strstr(next, "If-None-Match: W/\\\"abc\\\"\"\n") &&
           strstr(in, "If-None-Match") > next,
       "an ETag goes back as it came, with its own request");
    ok(strstr(in, "proto = \"=https\"\n") && !strstr(in, "location") &&
           !strstr(in, "retry"),
       "curl is held to https, follows nothing and tries nothing again");
    ok(r.limit_ms >= 60000 && strstr(in, "max-time = \"15.000\"\n"),
       "each request has 15 seconds of the time for all");
    run_clear(&r);
    gh_get_clear(&g[0]);
    gh_get_clear(&g[1]);
    gh_clear(&gh);
}

static void test_fill_quotes(void)
{
    struct gh gh = {.base = str_dup("http://127.0.0.1:80"),
                    .token = str_dup("a\"b\\c")};
    struct gh_get g[2];
    struct run r = {0};

    fill(&r, &gh, g);
    ok(strstr(str_text(&r.input), "header = \"Authorization: Bearer "
                                  "a\\\"b\\\\c\"\n"),
       "a quote in a token does not end it");
    ok(strstr(str_text(&r.input), "proto = \"=http\"\n") &&
           strstr(str_text(&r.input), "noproxy = \"*\"\n"),
       "plain http to loopback passes no proxy");
    run_clear(&r);
    gh_get_clear(&g[0]);
    gh_get_clear(&g[1]);
    gh_clear(&gh);
}

static void test_fill_alone(void)
{
    struct gh gh = {.base = str_dup(API)};
    struct gh_get g, *const gets[] = {&g};
    struct run r = {0};

    gh_get_init(&g, &gh, "/x");
    gh_fill(&r, &gh, gets, 1, 250);
    ok(!strstr(str_text(&r.input), "Authorization") &&
           !strstr(str_text(&r.input), "If-None-Match"),
       "without a token there is no Authorization, without an ETag no "
       "condition");
    ok(strstr(str_text(&r.input), "max-time = \"0.250\"\n"),
       "a request gets no more than the time that is left");
    run_clear(&r);
    gh_get_clear(&g);
    gh_clear(&gh);
}

/* Takes apart what a curl printed for `n` requests. */
static void take(struct gh_get *g, size_t n, const char *heads, struct str out,
                 enum run_end end, int status)
{
    const struct runner runner = {.jobs = 1};
    struct run r = {.end = end, .status = status, .out = out};
    struct gh_get *gets[2] = {&g[0], &g[n - 1]};

    g[0] = (struct gh_get){0};
    g[n - 1] = (struct gh_get){0};
    str_add(&r.err, heads);
    gh_take(&runner, &r, gets, n);
    run_clear(&r);
}

#define DONE "orchestrator-transfer "

static void test_take(void)
{
    struct gh_get g[2];

    take(
        g, 2,
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/2 200 \r\netag: W/\"a\"\r\n\r\n" DONE
        "0 5 0.25 \nHTTP/2 404 \r\n\r\n" DONE "0 3 0.25 \n",
        bytes_str(BYTES("a\nb\0cxyz")), RUN_ENDED, 0);
    ok(g[0].answered && g[0].head.status == 200 && g[0].body.len == 5 &&
           memcmp(g[0].body.s, "a\nb\0c", 5) == 0,
       "the first answer has its head and its body, whatever bytes it has");
    is(g[0].head.etag, "W/\"a\"", "and its fields");
    ok(g[1].answered && g[1].head.status == 404 && !g[1].head.etag &&
           same(str_text(&g[1].body), "xyz"),
       "the second answer has its own");
    gh_get_clear(&g[0]);
    gh_get_clear(&g[1]);
}

static void test_take_failed_first(void)
{
    struct gh_get g[2];

    take(g, 2,
         DONE "28 0 0.25 Operation timed out\nHTTP/2 200 \r\n\r\n" DONE
              "0 2 0.25 \n",
         bytes_str(BYTES("ok")), RUN_ENDED, 0);
    ok(!g[0].answered && g[0].curl_status == 28 &&
           strstr(g[0].fault, "Operation timed out"),
       "a transfer that failed says so in curl's words");
    ok(g[1].answered && same(str_text(&g[1].body), "ok"),
       "and does not spoil the next");
    gh_get_clear(&g[0]);
    gh_get_clear(&g[1]);
}

/* A server may send in a head what curl says between two. */
static void test_take_forged(void)
{
    struct gh gh = {.base = str_dup(API)};
    struct gh_get g[2], *gets[] = {&g[0], &g[1]};
    struct run r = {.end = RUN_ENDED};
    struct runner runner = {0};

    for (size_t i = 0; i < 2; i++)
        gh_get_init(&g[i], &gh, "/%zu", i);
    gh_fill(&r, &gh, gets, 2, 5000);
    str_addf(&r.err,
             "HTTP/2 200 \r\n\r\n" DONE "0 0 0.1 \nHTTP/2 200 \r\n\r\n"
             "orchestrator-transfer-%s 0 1 0.1 \n"
             "HTTP/2 404 \r\n\r\norchestrator-transfer-%s 0 1 0.1 \n",
             g[0].mark, g[1].mark);
    str_add(&r.out, "ab");
    gh_take(&runner, &r, gets, 2);
    ok(g[0].head.status == 200 && same(str_text(&g[0].body), "a") &&
           g[1].head.status == 404 && same(str_text(&g[1].body), "b"),
       "what a server says in curl's words ends no answer");
    ok(strlen(g[0].mark) == 16 && strstr(str_text(&r.input), g[0].mark),
       "curl is told how its words begin");
    run_clear(&r);
    gh_fill(&r, &gh, gets, 1, 5000);
    ok(!same(g[0].mark, g[1].mark), "and each time anew");
    run_clear(&r);
    gh_get_clear(&g[0]);
    gh_get_clear(&g[1]);
    gh_clear(&gh);
}

static void test_take_lacking(const char *heads, const char *body,
                              enum run_end end, const char *what)
{
    struct gh_get g[1];

    take(g, 1, heads, bytes_str(body, strlen(body)), end, 2);
    ok(!g->answered && g->fault && *g->fault, "%s is no answer", what);
    gh_get_clear(g);
    gh_get_clear(g);
}

static void test_take_parts(void)
{
    static const char whole[] = "HTTP/2 200 \r\n\r\n" DONE "0 5 0.25 \n";

    test_take_lacking("", "", RUN_ENDED, "nothing");
    test_take_lacking("curl: (2) no such option\n", "", RUN_ENDED,
                      "a curl that did not start");
    test_take_lacking("HTTP/2 200 \r\n\r\n", "12345", RUN_ENDED,
                      "a transfer without its end");
    test_take_lacking(whole, "123", RUN_ENDED, "a cut body");
    test_take_lacking(DONE "0 0 0.25 \n", "", RUN_ENDED,
                      "a transfer without head");
    test_take_lacking("HTTP/2 403 \r\n" DONE "0 0 0.25 \n", "", RUN_ENDED,
                      "a head that breaks off between two fields");
    test_take_lacking("HTTP/2 200 \r\netag: \"a" DONE "0 0 0.25 \n", "",
                      RUN_ENDED, "a head that breaks off in a field");
    test_take_lacking("HTTP/2 999 \r\n\r\n" DONE "0 0 0.25 \n", "", RUN_ENDED,
                      "a status that HTTP has not");
    test_take_lacking("HTTP/2 200 \r\n\r\n" DONE "18 5 0.25 \n", "12345",
                      RUN_ENDED, "a body that curl calls partial");
    test_take_lacking(DONE "0 99999999999999999999999 0.25 \n", "x", RUN_ENDED,
                      "a huge size");
    test_take_lacking(DONE "0 -5 0.25 \n", "x", RUN_ENDED, "a negative size");
    test_take_lacking(DONE "\n", "x", RUN_ENDED, "a line without numbers");
    test_take_lacking("", "12345", RUN_TOO_MUCH, "an endless body");
    test_take_lacking("", "", RUN_TIMED_OUT, "a curl whose time was up");
}

static void test_redirect(size_t i)
{
    struct gh gh = {.base = str_dup(API)};
    struct gh_get g = answer(redirects[i].status, "", "");
    const char *to = redirects[i].location, *url = redirects[i].url;
    bool is_answer = redirects[i].status < 301 || redirects[i].status > 308 ||
                     redirects[i].status == 304;

    g.url = str_dup(API "/repos/o/r");
    g.head.location = to ? str_dup(to) : NULL;
    ok(gh_redirect(&g, &gh) == (url != NULL) &&
           same(g.url, url ? url : API "/repos/o/r") &&
           g.redirects == (url ? 1 : 0) && g.away == (!url && !is_answer),
       "%d to %s is %sfollowed", redirects[i].status, to ? to : "nowhere",
       url ? "" : "not ");
    gh_get_clear(&g);
    gh_clear(&gh);
}

static void test_redirect_base(const char *base, const char *to, bool followed)
{
    struct gh gh = {.base = str_dup(base)};
    struct gh_get g = answer(302, "", "");

    g.url = str_fmt("%s/x", base);
    g.head.location = str_dup(to);
    ok(gh_redirect(&g, &gh) == followed, "from %s to %s is %sfollowed", base,
       to, followed ? "" : "not ");
    gh_get_clear(&g);
    gh_clear(&gh);
}

static void test_redirect_end(void)
{
    struct gh gh = {.base = str_dup(API)};
    struct gh_get g = answer(301, "", "");
    struct gh_judgement j;
    int n = 0;

    g.head.location = str_dup(API "/again");
    while (n < 10 && gh_redirect(&g, &gh))
        n++;
    ok(n == GH_REDIRECTS && g.away, "three redirects are followed, no more");
    gh_judge(&j, &g);
    ok(j.verdict == GH_BROKEN && strstr(j.says, "301"),
       "and then it will not pass");
    gh_judgement_clear(&j);
    gh_get_clear(&g);
    gh_clear(&gh);
}

static void test_redirect_away(void)
{
    struct gh gh = {.base = str_dup(API)};
    struct gh_get g = answer(301, "", "");
    struct gh_judgement j;

    g.head.location = str_dup("https://evil.example/x");
    gh_redirect(&g, &gh);
    gh_judge(&j, &g);
    ok(j.verdict == GH_BROKEN && strstr(j.says, "https://evil.example/x"),
       "a redirect to elsewhere will not pass, and is told");
    gh_judgement_clear(&j);
    gh_get_clear(&g);
    gh_clear(&gh);
}

static void test_redirect_nowhere(void)
{
    struct gh gh = {.base = str_dup(API)};
    struct gh_get g = answer(302, "", "");
    struct gh_judgement j;

    gh_redirect(&g, &gh);
    gh_judge(&j, &g);
    is(j.says, "GitHub redirects (302), and does not say where to",
       "a redirect without a Location is told as that");
    gh_judgement_clear(&j);
    gh_get_clear(&g);
    gh_clear(&gh);
}

int main(void)
{
    tap_start();
    test_fill();
    test_fill_quotes();
    test_fill_alone();
    test_take();
    test_take_failed_first();
    test_take_forged();
    test_take_parts();
    for (size_t i = 0; i < ARRAY_LEN(redirects); i++)
        test_redirect(i);
    test_redirect_base("http://127.0.0.1:80", "http://127.0.0.1:80/y", true);
    test_redirect_base("http://127.0.0.1:80", "http://127.0.0.1:81/y", false);
    test_redirect_base("http://127.0.0.1:80", "https://127.0.0.1:80/y", false);
    test_redirect_base("https://h/api/v3", "https://h/elsewhere", true);
    test_redirect_end();
    test_redirect_away();
    test_redirect_nowhere();
    return tap_end();
}

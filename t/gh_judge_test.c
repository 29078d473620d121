#include "../gh_access.h"
#include "../gh_judge.h"
#include "tap.h"

#define TOKEN "ghp_0123456789abcdefSECRET"
#define API "https://api.github.com"
#define SAYS(words) "{\"message\":\"" words "\",\"documentation_url\":\"x\"}"
#define DATE "date: Tue, 14 Nov 2023 22:13:20 GMT\r\n" /* 1700000000 */

/* "Troubleshooting the REST API", "Rate limits for the REST API". */
static const struct {
    int status;
    const char *fields, *body;
    enum gh_verdict verdict;
    int64_t wait;
    const char *says; /* words in it */
} answers[] = {
    {200, "", "{}", GH_OK, -1, ""},
    {200, "x-ratelimit-remaining: 0\r\n", "{}", GH_OK, -1, ""},
    {200, "", SAYS("rate limit"), GH_OK, -1, ""},
    {401, "", SAYS("Bad credentials"), GH_DENIED, -1, "401: Bad credentials"},
    {401, "x-ratelimit-remaining: 0\r\n", SAYS("Bad credentials"), GH_DENIED,
     -1, "token"},
    {403, "", SAYS("Resource not accessible"), GH_DENIED, -1,
     "Resource not accessible"},
    {403, "", "", GH_DENIED, -1, "403"},
    {403, "", "<html>no</html>", GH_DENIED, -1, "403"},
    {403, "x-ratelimit-remaining: 4999\r\n", SAYS("no"), GH_DENIED, -1, "no"},
    {403, "x-accepted-github-permissions: contents=read\r\n",
     SAYS("Resource not accessible by personal access token"), GH_DENIED, -1,
     "it wants the permission contents=read"},
    {403, "x-github-sso: required; url=https://github.com/orgs/o/sso\r\n",
     SAYS("Resource protected by organization SAML enforcement."), GH_DENIED,
     -1, "single sign-on: required; url=https://github.com/orgs/o/sso"},
    {403, DATE "x-ratelimit-remaining: 0\r\nx-ratelimit-reset: 1700000060\r\n",
     SAYS("API rate limit exceeded"), GH_LIMITED, 60, "rate limit"},
    {403, DATE "x-ratelimit-remaining: 0\r\nx-ratelimit-reset: 1\r\n", "",
     GH_LIMITED, 0, "rate limit"},
    {403, "x-ratelimit-remaining: 0\r\n", "", GH_LIMITED, -1, "rate limit"},
    {403, "retry-after: 30\r\n", SAYS("slow down"), GH_LIMITED, 30,
     "slow down"},
    {403, "retry-after: 0\r\n", "", GH_LIMITED, 0, "rate limit"},
    {403,
     DATE "retry-after: 30\r\nx-ratelimit-remaining: 0\r\n"
          "x-ratelimit-reset: 1700000060\r\n",
     "", GH_LIMITED, 30, "rate limit"},
    {403, "", SAYS("You have exceeded a secondary rate limit."), GH_LIMITED, -1,
     "secondary rate limit"},
    {403, DATE "x-ratelimit-remaining: 7\r\nx-ratelimit-reset: 1700000060\r\n",
     SAYS("You have exceeded a secondary rate limit."), GH_LIMITED, -1,
     "secondary rate limit"},
    {403, "", SAYS("You have triggered an abuse detection mechanism."),
     GH_LIMITED, -1, "abuse detection"},
    {404, "", SAYS("Not Found"), GH_ABSENT, -1, "404: Not Found"},
    {404, "x-ratelimit-remaining: 0\r\n", "", GH_ABSENT, -1, "404"},
    {408, "", "", GH_RETRY, -1, "408"},
    {410, "", SAYS("Gone"), GH_BROKEN, -1, "410: Gone"},
    {400, "", "", GH_BROKEN, -1, "400"},
    {422, "", SAYS("Validation Failed"), GH_BROKEN, -1, "Validation Failed"},
    {451, "", "", GH_BROKEN, -1, "451"},
    {429, "", "", GH_LIMITED, -1, "429"},
    {429, "retry-after: 5\r\n", "", GH_LIMITED, 5, "429"},
    {429, DATE "x-ratelimit-remaining: 0\r\nx-ratelimit-reset: 1700000009\r\n",
     SAYS("API rate limit exceeded"), GH_LIMITED, 9, "429: API rate limit"},
    {500, "", SAYS("Server Error"), GH_RETRY, -1, "500: Server Error"},
    {501, "", "", GH_RETRY, -1, "501"},
    {502, "", "<html>Bad Gateway</html>", GH_RETRY, -1, "502"},
    {503, "retry-after: 12\r\n", "", GH_RETRY, 12, "503"},
    {504, "", "", GH_RETRY, -1, "504"},
    {599, "", "", GH_RETRY, -1, "599"},
    {202, "", "", GH_RETRY, -1, "202"},
    {204, "", "", GH_RETRY, -1, "204"},
    {300, "", "", GH_RETRY, -1, "300"},
    {304, "", "", GH_RETRY, -1, "nothing was held"},
    {500, "", "{\"message\":5}", GH_RETRY, -1, "500"},
    {500, "", "[]", GH_RETRY, -1, "500"},
    {500, "", "{\"message\":\"a\",\"message\":\"b\"}", GH_RETRY, -1, "500"},
};

/* curl(1) "EXIT CODES" */
static const struct {
    int status;
    enum gh_verdict verdict;
    const char *message;
} faults[] = {
    {6, GH_RETRY, "Could not resolve host: api.github.com"},
    {7, GH_RETRY, "Failed to connect to api.github.com port 443"},
    {28, GH_RETRY, "Operation timed out after 15000 milliseconds"},
    {35, GH_RETRY, "OpenSSL SSL_connect: SSL_ERROR_SYSCALL"},
    {52, GH_RETRY, "Empty reply from server"},
    {56, GH_RETRY, "Recv failure: Connection reset by peer"},
    {92, GH_RETRY, "HTTP/2 stream 1 was not closed cleanly"},
    {60, GH_BROKEN, "SSL certificate problem: self-signed certificate"},
    {77, GH_BROKEN, "error setting certificate verify locations"},
    {1, GH_RETRY, "Received HTTP/0.9 when not allowed"},
    {2, GH_BROKEN, "Failed initialization"},
    {3, GH_BROKEN, "URL using bad/illegal format or missing URL"},
    {63, GH_RETRY, "Maximum file size exceeded"},
};

static const struct {
    const char *url, *base; /* NULL: refused */
} bases[] = {
    {API, API},
    {API "/", API},
    {API "///", API},
    {"HTTPS://api.github.com", "HTTPS://api.github.com"},
    {"https://api.corp.ghe.com", "https://api.corp.ghe.com"},
    {"https://github.corp.example/api/v3",
     "https://github.corp.example/api/v3"},
    {"https://github.corp.example/api/v3//",
     "https://github.corp.example/api/v3"},
    {"https://h.example:8443/api/v3/", "https://h.example:8443/api/v3"},
    {"https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"},
    {"http://127.0.0.1", "http://127.0.0.1"},
    {"http://127.0.0.1:8080/", "http://127.0.0.1:8080"},
    {"http://127.1.2.3:8080/x", "http://127.1.2.3:8080/x"},
    {"http://localhost:8080", "http://localhost:8080"},
    {"HTTP://LOCALHOST", "HTTP://LOCALHOST"},
    {"http://[::1]", "http://[::1]"},
    {"http://[::1]:8080/", "http://[::1]:8080"},
    {"http://api.github.com", NULL},
    {"http://127.0.0.1.evil.com", NULL},
    {"http://127.0.0.1.evil.com:80", NULL},
    {"http://127.evil.com", NULL},
    {"http://127.0.0.1:80@evil.com", NULL},
    {"http://localhost.evil.com", NULL},
    {"http://localhost:80@evil.com/", NULL},
    {"http://evil.com/127.0.0.1", NULL},
    {"http://evil.com#127.0.0.1", NULL},
    {"http://[::1].evil.com", NULL},
    {"http://[::1]evil.com", NULL},
    {"http://[::2]", NULL},
    {"http://[::ffff:192.0.2.1]", NULL},
    {"http://0.0.0.0", NULL},
    {"http://10.0.0.1", NULL},
    {"http://1270.0.0.1", NULL},
    {"http://127...", NULL},
    {"https://user@api.github.com", NULL},
    {"https://user:" TOKEN "@api.github.com", NULL},
    {"https://@api.github.com", NULL},
    {API "?x=y", NULL},
    {API "/?x=y", NULL},
    {API "#x", NULL},
    {API " ", NULL},
    {API "/a b", NULL},
    {" " API, NULL},
    {API "\n", NULL},
    {API "\r\nHost: evil.com", NULL},
    {API "/\x1b[31m", NULL},
    {API "/\x7f", NULL},
    {API "/\xc3\xa9", NULL},
    {"https://", NULL},
    {"https:///x", NULL},
    {"https://:443", NULL},
    {"http://", NULL},
    {"https:api.github.com", NULL},
    {"//api.github.com", NULL},
    {"api.github.com", NULL},
    {"ftp://api.github.com", NULL},
    {"file:///etc/passwd", NULL},
    {"httpsx://api.github.com", NULL},
    {"", NULL},
};

static const struct {
    const char *host, *base;
} hosts[] = {
    {NULL, API},
    {"github.com", API},
    {"ssh.github.com", API},
    {"www.github.com", API},
    {"corp.ghe.com", "https://api.corp.ghe.com"},
    {"github.corp.example", "https://github.corp.example/api/v3"},
    {"notgithub.com", "https://notgithub.com/api/v3"},
    {"github.com.evil.com", "https://github.com.evil.com/api/v3"},
    {"evilghe.com", "https://evilghe.com/api/v3"},
    {"2001:db8::1", "https://[2001:db8::1]/api/v3"},
};

static const struct {
    const char *token, *kept; /* NULL: refused */
} tokens[] = {
    {TOKEN, TOKEN},       {TOKEN "\n", TOKEN},    {TOKEN "\r\n", TOKEN},
    {TOKEN " \t", TOKEN}, {"a\"b\\c", "a\"b\\c"}, {" " TOKEN, NULL},
    {"two words", NULL},  {"two\nlines", NULL},   {"x\r\nX-Evil: 1", NULL},
    {"x\ty", NULL},       {"x\x1by", NULL},       {"x\x7fy", NULL},
    {"x\xc3\xa9", NULL},
};

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

static struct gh_get answer(int status, const char *fields, const char *body)
{
    struct gh_get g = {.answered = true};
    char *head = str_fmt("HTTP/2 %d \r\n%s\r\n", status, fields);

    http_head_read(&g.head, head, strlen(head), 1700000000);
    str_add(&g.body, body);
    free(head);
    return g;
}

static void test_answers(void)
{
    for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
        struct gh_get g =
            answer(answers[i].status, answers[i].fields, answers[i].body);
        struct gh_judgement j;

        gh_judge(&j, &g);
        if (!ok(j.verdict == answers[i].verdict &&
                    j.wait_secs == answers[i].wait && j.says &&
                    strstr(j.says, answers[i].says) &&
                    (*j.says != '\0') == (j.verdict > GH_SAME),
                "%d %s%s is judged: %s", answers[i].status, answers[i].fields,
                answers[i].body, answers[i].says)) {
            printf("# got: verdict %d, wait %lld\n", (int)j.verdict,
                   (long long)j.wait_secs);
            tap_note("says", j.says);
        }
        gh_judgement_clear(&j);
        gh_judgement_clear(&j);
        gh_get_clear(&g);
    }
}

static void test_faults(void)
{
    for (size_t i = 0; i < ARRAY_LEN(faults); i++) {
        struct gh_get g = {.curl_status = faults[i].status,
                           .fault = str_dup(faults[i].message)};
        struct gh_judgement j;

        gh_judge(&j, &g);
        ok(j.verdict == faults[i].verdict && j.wait_secs == -1 &&
               strstr(j.says, faults[i].message),
           "curl's %d %s: %s", faults[i].status,
           j.verdict == GH_RETRY ? "may pass" : "will not pass",
           faults[i].message);
        gh_judgement_clear(&j);
        gh_get_clear(&g);
    }
}

static void test_same(void)
{
    struct gh_get g = answer(304, "", "");
    struct gh_judgement j;

    g.etag = str_dup("\"e\"");
    gh_judge(&j, &g);
    ok(j.verdict == GH_SAME && same(j.says, ""),
       "304 says that what we hold still holds");
    gh_judgement_clear(&j);
    gh_get_clear(&g);
}

static void test_unasked(void)
{
    struct gh_get g = {0};
    struct gh_judgement j;

    gh_judge(&j, &g);
    ok(j.verdict == GH_RETRY && *j.says, "no answer at all may pass");
    gh_judge_body(&j, "id is not a number");
    ok(j.verdict == GH_RETRY && j.wait_secs == -1 &&
           strstr(j.says, "id is not a number"),
       "a body without sense may pass, and it is said what was wrong");
    gh_judgement_clear(&j);
}

static void test_long_words(void)
{
    struct str body = {0};
    struct gh_judgement j;
    struct gh_get g;

    str_add(&body, "{\"message\":\"");
    for (int i = 0; i < 5000; i++)
        str_add(&body, "long ");
    str_add(&body, "\"}");
    g = answer(500, "", str_text(&body));
    gh_judge(&j, &g);
    ok(strlen(j.says) < 300, "GitHub's words are cut to a line");
    gh_judgement_clear(&j);
    gh_get_clear(&g);
    str_clear(&body);
}

static void test_base(const char *url, const char *base)
{
    struct gh gh = {.base = str_dup("before")};
    struct err *e = gh_set_base(&gh, url, "--api");

    ok((e == NULL) == (base != NULL) && same(gh.base, base ? base : "before"),
       "the API at %s is %s", url, base ? "accepted" : "refused");
    ok(!e || (e->code == EXIT_USAGE && strstr(e->text, "--api") &&
              !strstr(e->text, TOKEN)),
       "and that is told without a secret");
    err_free(e);
    gh_clear(&gh);
}

static void test_host(const char *host, const char *base)
{
    struct gh gh = {0};

    gh_set_host(&gh, host);
    is(gh.base, base, "the API for origins on %s", host ? host : "no host");
    gh_clear(&gh);
}

static void test_token(const char *token, const char *kept)
{
    struct gh gh = {0};
    struct err *e = gh_set_token(&gh, token, "GH_TOKEN");

    ok(same(gh.token, kept) && (e == NULL) == (kept != NULL),
       "the token \"%s\" is %s", token, kept ? "accepted" : "refused");
    ok(kept ? same(gh.token_from, "GH_TOKEN")
            : e && e->code == EXIT_AUTH && strstr(e->text, "GH_TOKEN") &&
                  !strstr(e->text, token),
       "and it is known, but not told, where from");
    err_free(e);
    gh_clear(&gh);
}

static void set_env(const char *name, const char *value)
{
    if (value)
        setenv(name, value, 1);
    else
        unsetenv(name);
}

static void test_env(const char *github_token, const char *gh_token,
                     const char *token, const char *from)
{
    struct gh gh = {0};
    struct err *e;

    set_env("GITHUB_TOKEN", github_token);
    set_env("GH_TOKEN", gh_token);
    e = gh_token_from_env(&gh);
    ok(!e && same(gh.token, token) && same(gh.token_from, from),
       "the token comes from %s", from ? from : "nowhere");
    err_free(e);
    gh_clear(&gh);
}

static void test_bad_env(void)
{
    struct gh gh = {0};
    struct err *e;

    set_env("GITHUB_TOKEN", "a b");
    set_env("GH_TOKEN", TOKEN);
    e = gh_token_from_env(&gh);
    ok(e && e->code == EXIT_AUTH && !gh.token,
       "a bad GITHUB_TOKEN is an error, and GH_TOKEN does not hide it");
    err_free(e);
    gh_clear(&gh);
}

static void test_ask(const char *base, const char *host)
{
    struct gh gh = {.base = str_dup(base)};
    struct run r = {0};

    gh_ask_token(&r, &gh);
    ok(r.argv.n == 5 && same(r.argv.v[0], "gh") &&
           same(r.argv.v[3], "--hostname"),
       "gh is asked for one host's token alone");
    is(r.argv.n == 5 ? r.argv.v[4] : NULL, host, "gh's host for %s", base);
    run_clear(&r);
    gh_clear(&gh);
}

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

/* Its words are not worth the memory that they would take. */
static void test_long_refusal(void)
{
    struct str json = {0};
    struct gh_judgement j;
    struct gh_get g;

    str_add(&json, "{\"message\": \"rate limit\", \"more\": [0");
    for (size_t i = 0; i < 100000; i++)
        str_add(&json, ",0");
    str_add(&json, "]}");
    g = answer(403, "", str_text(&json));
    gh_judge(&j, &g);
    is(j.says, "GitHub forbids it (403: no word of why)",
       "a refusal of many bytes is one without words");
    gh_judgement_clear(&j);
    gh_get_clear(&g);
    str_clear(&json);
}

static void test_access(void)
{
    for (size_t i = 0; i < ARRAY_LEN(bases); i++)
        test_base(bases[i].url, bases[i].base);
    for (size_t i = 0; i < ARRAY_LEN(hosts); i++)
        test_host(hosts[i].host, hosts[i].base);
    for (size_t i = 0; i < ARRAY_LEN(tokens); i++)
        test_token(tokens[i].token, tokens[i].kept);
    test_env("one", "two", "one", "GITHUB_TOKEN");
    test_env(NULL, "two", "two", "GH_TOKEN");
    test_env("", "two", "two", "GH_TOKEN");
    test_env("\n", "two", "two", "GH_TOKEN");
    test_env("", "", NULL, NULL);
    test_env(NULL, NULL, NULL, NULL);
    test_bad_env();
    test_ask(API, "github.com");
    test_ask("https://api.corp.ghe.com", "corp.ghe.com");
    test_ask("https://api.corp/x.ghe.com", "api.corp");
    test_ask("https://api.-x.ghe.com", "api.-x.ghe.com");
    test_ask("https://github.corp.example/api/v3", "github.corp.example");
    test_ask("https://github.corp.example:8443/api/v3", "github.corp.example");
    test_ask("http://127.0.0.1:8080", "127.0.0.1");
}

int main(void)
{
    tap_start();
    test_answers();
    test_faults();
    test_same();
    test_unasked();
    test_long_words();
    test_access();
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
    test_long_refusal();
    return tap_end();
}

#include "../gh_access.h"
#include "tap.h"

#define TOKEN "ghp_0123456789abcdefSECRET"
#define API "https://api.github.com"

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
    test_access();
    return tap_end();
}

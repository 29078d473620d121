#include "../api_url.h"
#include "tap.h"

#define API "https://api.github.com"
#define CHARACTER "has a blank or a character that no URL has"
#define SCHEME "is no https URL"
#define MORE "must not hold a user, a query or a fragment"
#define HOST "names no host"
#define NONE "has a host or a port that is none"
#define PLAIN "is plain http, which would show the token to the network"

static const struct {
    const char *url, *wrong;
} urls[] = {
    {API, NULL},
    {API "/", NULL},
    {"HTTPS://API.GITHUB.COM", NULL},
    {"https://HOST/api/v3", NULL},
    {"https://github.corp.example/api/v3/", NULL},
    {"https://github.corp.example:8443/api/v3", NULL},
    {"https://api.corp.ghe.com", NULL},
    {"https://192.0.2.1/api/v3", NULL},
    {"https://[2001:db8::1]/api/v3", NULL},
    {"https://[2001:db8::1]:8443", NULL},
    {"https://h", NULL},
    {"https://h/a@b", NULL},
    {"https://h//", NULL},
    {"http://localhost", NULL},
    {"http://LocalHost:8080/x", NULL},
    {"HTTP://localhost", NULL},
    {"http://127.0.0.1", NULL},
    {"http://127.0.0.1:8080/api/v3", NULL},
    {"http://127.255.255.254:1", NULL},
    {"http://[::1]", NULL},
    {"http://[::1]:8080/x", NULL},

    {"http://api.github.com", PLAIN},
    {"http://h", PLAIN},
    {"http://0.0.0.0", PLAIN},
    {"http://10.0.0.1", PLAIN},
    {"http://126.0.0.1", PLAIN},
    {"http://128.0.0.1", PLAIN},
    {"http://1270.0.0.1", PLAIN},
    {"http://127", PLAIN},
    {"http://127.", PLAIN},
    {"http://127.0.0.256", PLAIN},
    {"http://127.0.0.99999", PLAIN},
    {"http://127...", PLAIN},
    {"http://127.0.0.", PLAIN},
    {"http://127..0.1", PLAIN},
    {"http://127.0..1", PLAIN},
    {"http://127.0.0.1.1", PLAIN},
    {"http://127.0.0.x", PLAIN},
    {"http://127.0.0.1.example", PLAIN},
    {"http://127.0.0.1.example:80", PLAIN},
    {"http://127.example", PLAIN},
    {"http://x127.0.0.1", PLAIN},
    {"http://localhost.example", PLAIN},
    {"http://xlocalhost", PLAIN},
    {"http://localhos", PLAIN},
    {"http://localhost-", PLAIN},
    {"http://example/localhost", PLAIN},
    {"http://example/127.0.0.1", PLAIN},
    {"http://example\\127.0.0.1", PLAIN},
    {"http://localhost\\example", PLAIN},
    {"http://localhost%2eexample", PLAIN},
    {"http://[::1].example", PLAIN},
    {"http://[::1]example", PLAIN},
    {"http://[::1", PLAIN},
    {"http://[::2]", PLAIN},
    {"http://[::11]", PLAIN},
    {"http://[::]", PLAIN},
    {"http://[::ffff:192.0.2.1]", PLAIN},
    {"http://::1", HOST},

    {"", SCHEME},
    {"api.github.com", SCHEME},
    {"//api.github.com", SCHEME},
    {"/api/v3", SCHEME},
    {"https", SCHEME},
    {"https:", SCHEME},
    {"https:/", SCHEME},
    {"https:api.github.com", SCHEME},
    {"https:/api.github.com", SCHEME},
    {"httpsx://api.github.com", SCHEME},
    {"xhttps://api.github.com", SCHEME},
    {"ftp://api.github.com", SCHEME},
    {"ssh://git@api.github.com", SCHEME},
    {"git@github.com:o/r.git", SCHEME},
    {"file:///etc/passwd", SCHEME},
    {"://api.github.com", SCHEME},
    {"-K/etc/passwd", SCHEME},

    {"https://", HOST},
    {"https:///", HOST},
    {"https:///api/v3", HOST},
    {"https://:443", HOST},
    {"https://:", HOST},
    {"http://", HOST},
    {"http:///localhost", HOST},
    {"http://:80", HOST},

    {"https://-host", NONE},
    {"https://api.github.com\\.evil.example", NONE},
    {"https://api.github.com:80x", NONE},
    {"https://api.github.com%40evil.example", NONE},
    {"https://host,other", NONE},
    {"https://[::1", NONE},
    {"https://[::1]x", NONE},
    {"https://[host]", NONE},
    {"https://[]", NONE},
    {"http://localhost:80;evil.example", NONE},
    {"http://127.0.0.1:x", NONE},

    {"https://user@api.github.com", MORE},
    {"https://user:word@api.github.com", MORE},
    {"https://:word@api.github.com", MORE},
    {"https://@api.github.com", MORE},
    {"https://api.github.com@example", MORE},
    {"http://localhost@example", MORE},
    {"http://127.0.0.1:80@example/x", MORE},
    {API "?", MORE},
    {API "?x=y", MORE},
    {API "/?x=y", MORE},
    {API "/api?x=a/b", MORE},
    {API "#", MORE},
    {API "/#x", MORE},
    {"http://example#localhost", MORE},
    {"http://localhost?example", MORE},
    {"https://?", MORE},
    {"https://#x", MORE},

    {" ", CHARACTER},
    {" " API, CHARACTER},
    {API " ", CHARACTER},
    {API "/a b", CHARACTER},
    {"https://api github.com", CHARACTER},
    {API "\t", CHARACTER},
    {API "\n", CHARACTER},
    {API "\r\nHost: example", CHARACTER},
    {API "/\x01", CHARACTER},
    {API "/\x1b[31m", CHARACTER},
    {API "/\x7f", CHARACTER},
    {API "/\x80", CHARACTER},
    {API "/\xc3\xa9", CHARACTER},
    {"https://\xc3\xa9.example", CHARACTER},
    {API "/\xff", CHARACTER},
};

static const struct {
    const char *url, *origin;
} origins[] = {
    {API, API},
    {API "/", API},
    {API "/repos/o/r", API},
    {API "?x=https://example", API},
    {API "#x", API},
    {"HTTPS://API.GITHUB.COM/x", "HTTPS://API.GITHUB.COM"},
    {"https://h:8443/api/v3", "https://h:8443"},
    {"https://[2001:db8::1]:8443/x", "https://[2001:db8::1]:8443"},
    {"http://localhost:8080", "http://localhost:8080"},
    {"https://user@h/x", "https://user@h"},
    {"https://", "https://"},
    {"https:///x", "https://"},
    {"", ""},
    {"h", ""},
    {"h/x", ""},
    {"//h/x", ""},
    {"/x", ""},
    {"https:", ""},
    {"https:/h", ""},
    {"https:h", ""},
};

static void test_wrong(void)
{
    for (size_t i = 0; i < ARRAY_LEN(urls); i++)
        is(api_url_wrong(urls[i].url), urls[i].wrong, "\"%s\" %s", urls[i].url,
           urls[i].wrong ? urls[i].wrong : "can be the base of the API");
}

static void test_origins(void)
{
    for (size_t i = 0; i < ARRAY_LEN(origins); i++)
        is_owned(str_dupn(origins[i].url, api_url_origin(origins[i].url)),
                 origins[i].origin, origins[i].url);
}

/* A byte that a URL cannot have is refused wherever it is. */
static void test_bytes(void)
{
    static const char base[] = "https://h.example/api";
    size_t taken = 0;

    for (int c = 1; c < 256; c++)
        for (size_t i = 0; i <= strlen(base); i++) {
            char *url = str_fmt("%.*s%c%s", (int)i, base, c, base + i);

            if (c <= 0x20 || c >= 0x7f)
                taken += !same(api_url_wrong(url), CHARACTER);
            free(url);
        }
    ok(taken == 0, "no control character, and none beyond ASCII, passes");
}

static void test_long(const char *head, size_t n, const char *wrong)
{
    char *tail = mem_zero(n + 1, 1), *url;

    memset(tail, '1', n);
    url = str_fmt("%s%s", head, tail);
    is(api_url_wrong(url), wrong, "%s and %zu times 1 %s", head, n,
       wrong ? wrong : "can be the base of the API");
    ok(api_url_origin(url) == strlen(url), "and all of it is its origin");
    free(tail);
    free(url);
}

int main(void)
{
    tap_start();
    test_wrong();
    test_origins();
    test_bytes();
    test_long("https://h", 1000000, NULL);
    test_long("http://127.0.0.", 1000000, PLAIN);
    test_long("http://h", 1000000, PLAIN);
    return tap_end();
}

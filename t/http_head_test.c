#include "heads.h"

static const struct {
    const char *bytes;
    size_t n;
    int status;
    const char *what;
} statuses[] = {
    {BYTES("HTTP/1.1 200 OK\r\n\r\n"), 200, "HTTP/1.1 with a reason"},
    {BYTES("HTTP/1.1 200\r\n\r\n"), 200, "HTTP/1.1 without a reason"},
    {BYTES("HTTP/1.0 404 Not Found\r\n\r\n"), 404, "HTTP/1.0"},
    {BYTES("HTTP/2 304 \r\n\r\n"), 304, "HTTP/2"},
    {BYTES("HTTP/3 503\r\n\r\n"), 503, "HTTP/3"},
    {BYTES("HTTP/2 200 \n\n"), 200, "a head with bare LF"},
    {BYTES("HTTP/2 200"), 200, "a head without an end of line"},
    {BYTES("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\n\r\n"), 201,
     "the head after a 100"},
    {BYTES("HTTP/2 103 \r\nlink: x\r\n\r\nHTTP/2 404 \r\n\r\n"), 404,
     "the head after a 103"},
    {BYTES("HTTP/1.1 200 Connection established\r\n\r\nHTTP/2 403 \r\n\r\n"),
     403, "the head after that of a proxy"},
    {BYTES("HTTP/1.1 407 Proxy\r\n\r\nHTTP/1.1 200 ok\r\n\r\nHTTP/2 500 \r\n"),
     500, "the last of three heads"},
    {BYTES("HTTP/1.1 100 \r\n"), 100, "100, the least status"},
    {BYTES("HTTP/1.1 599 \r\n"), 599, "599, the greatest status"},
    {BYTES("HTTP/1.1 99 \r\n"), 0, "no status below 100"},
    {BYTES("HTTP/1.1 600 \r\n"), 0, "no status above 599"},
    {BYTES("HTTP/1.1 2000 \r\n"), 0, "no status of four digits"},
    {BYTES("HTTP/1.1 -200 \r\n"), 0, "no negative status"},
    {BYTES("HTTP/1.1 +200 \r\n"), 0, "no status with a sign"},
    {BYTES("HTTP/1.1  200 \r\n"), 0, "no status after two blanks"},
    {BYTES("HTTP/1.1 abc\r\n"), 0, "no status in letters"},
    {BYTES("HTTP/1.1 4294967496 \r\n"), 0, "no status that wraps round to 200"},
    {BYTES("HTTP/1.1 99999999999999999999 \r\n"), 0, "no huge status"},
    {BYTES("HTTP/1.1 200x\r\n"), 0, "no status with a letter in it"},
    {BYTES("HTTP/1.1\r\n"), 0, "no status where there is none"},
    {BYTES("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 999 x\r\n"), 0,
     "not the status of an earlier head"},
    {BYTES("http/1.1 200 OK\r\n"), 0, "no head in lower case"},
    {BYTES("ETag: \"x\"\r\n\r\n"), 0, "no head where only fields are"},
    {BYTES("<html>\r\n"), 0, "no head in HTML"},
    {BYTES(""), 0, "no head in nothing"},
    {BYTES("\r\n\r\n"), 0, "no head in empty lines"},
    {BYTES("\0\0\0\0"), 0, "no head in NUL bytes"},
    {BYTES("HTTP/1.1 \0"
           "200\r\n"),
     0, "no status after NUL"},
};

/* What is read of the field etag, one for all that are kept as text. */
static const struct {
    const char *bytes;
    size_t n;
    const char *etag, *what;
} texts[] = {
    {BYTES(OK "ETag: \"abc\"\r\n\r\n"), "\"abc\"", "kept with its quotes"},
    {BYTES(OK "etag: W/\"abc\"\r\n\r\n"), "W/\"abc\"", "kept with its W/"},
    {BYTES(OK "eTAG:\"abc\"\r\n"), "\"abc\"", "read in any case"},
    {BYTES(OK "etag: \t \"abc\" \t \r\n"), "\"abc\"", "cut of its blanks"},
    {BYTES(OK "etag: \"a b\"\n"), "\"a b\"", "kept with a blank inside"},
    {BYTES(OK "etag: \"a:b\"\n"), "\"a:b\"", "kept with a colon inside"},
    {BYTES(OK "etag: \"a"), "\"a", "read from a head without an end"},
    {BYTES(OK "etag:\r\n"), NULL, "none when it is empty"},
    {BYTES(OK "etag\r\n"), NULL, "none without a colon"},
    {BYTES(OK "etag : \"x\"\r\n"), NULL, "none with a blank in its name"},
    {BYTES(OK " etag: \"x\"\r\n"), NULL, "none with a blank before it"},
    {BYTES(OK "x-etag: \"x\"\r\n"), NULL, "none under a longer name"},
    {BYTES(OK "eta: \"x\"\r\n"), NULL, "none under a shorter name"},
    {BYTES(OK "etag: \"a\tb\"\r\n"), NULL, "refused with a tab"},
    {BYTES(OK "etag: \"a\x1b[31m\"\r\n"), NULL, "refused with ESC"},
    {BYTES(OK "etag: \"a\rb\"\r\n"), NULL, "refused with CR"},
    {BYTES(OK "etag: \"a\x7f\"\r\n"), NULL, "refused with DEL"},
    {BYTES(OK "etag: \"a\xc2\x9b\"\r\n"), NULL, "refused beyond ASCII"},
    {BYTES(OK "etag: \"a\0b\"\r\n"), NULL, "refused with NUL"},
    {BYTES(OK "etag: \"a\"\r\netag: \"b\x01\"\r\n"), NULL,
     "refused when the last of two is bad"},
    {BYTES(OK "etag: \"a\"\r\n\r\n" OK "\r\n"), NULL,
     "forgotten at the next head"},
    {BYTES(OK "etag: \"a\"\r\n\r\n" OK "etag: \"b\"\r\n"), "\"b\"",
     "that of the last head"},
};

static void test_statuses(void)
{
    for (size_t i = 0; i < ARRAY_LEN(statuses); i++) {
        struct http_head h = read_head(statuses[i].bytes, statuses[i].n);

        if (!ok(h.status == statuses[i].status, "%s is read", statuses[i].what))
            printf("# got: %d\n", h.status);
        http_head_clear(&h);
    }
}

static void test_texts(void)
{
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct http_head h = read_head(texts[i].bytes, texts[i].n);

        is(h.etag, texts[i].etag, "an ETag is %s", texts[i].what);
        http_head_clear(&h);
    }
}

static void test_length(size_t n, bool kept)
{
    struct str fields = {0};
    struct http_head h;

    str_add(&fields, "Location: ");
    for (size_t i = 0; i < n; i++)
        str_add(&fields, "x");
    str_add(&fields, "\r\nETag: \"e\"\r\n");
    h = read_fields(str_text(&fields));
    ok(kept ? h.location && strlen(h.location) == n : !h.location,
       "a value of %zu bytes is %s", n, kept ? "kept" : "refused");
    is(h.etag, "\"e\"", "and the field after it is read");
    http_head_clear(&h);
    str_clear(&fields);
}

/* As GitHub sends them, through HTTP/2. */
static void test_github(void)
{
    struct http_head h =
        read_fields(DATE "content-type: application/json; charset=utf-8\r\n"
                         "etag: W/\"0123abcd\"\r\n"
                         "x-accepted-github-permissions: contents=read\r\n"
                         "X-GitHub-SSO: required; url=https://g.example/sso\r\n"
                         "location: https://api.github.com/repositories/1\r\n"
                         "X-OAuth-Scopes: repo, read:org\r\n"
                         "x-ratelimit-limit: 5000\r\n"
                         "x-ratelimit-remaining: 4987\r\n"
                         "x-ratelimit-reset: 1700000061\r\n");

    ok(h.status == 200 && h.limit_left == 4987 && h.limit_reset == 61 &&
           h.retry_after == -1 && h.date == NOW,
       "the numbers of an answer of GitHub's are read");
    is(h.etag, "W/\"0123abcd\"", "so is its ETag");
    is(h.permissions, "contents=read", "so is the permission it wants");
    is(h.sso, "required; url=https://g.example/sso", "so is X-GitHub-SSO");
    is(h.scopes, "repo, read:org", "so are the scopes of the token");
    is(h.location, "https://api.github.com/repositories/1",
       "so is where it redirects to");
    http_head_clear(&h);
    http_head_clear(&h);
    ok(!h.etag && !h.location && !h.permissions && !h.sso && !h.scopes,
       "a head can be cleared twice");
}

/* Every beginning of a whole head is read without harm. */
static void test_cut(void)
{
    static const char whole[] = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK"
                                "\r\n" DATE "etag: W/\"a\"\r\n"
                                "retry-after: 5\r\n\r\n";
    bool right = true;

    for (size_t n = 0; n < sizeof(whole); n++) {
        struct http_head h = read_head(whole, n);

        right = right && h.status >= 0 && h.status <= 599;
        http_head_clear(&h);
    }
    ok(right, "a head may be cut anywhere");
}

/* Only the empty line after the last head says that all of it came. */
static void test_whole(void)
{
    static const struct {
        const char *bytes;
        bool whole;
    } heads[] = {
        {"", false},
        {"HTTP/1.1 200 OK", false},
        {"HTTP/1.1 200 OK\r\n", false},
        {"HTTP/1.1 200 OK\r\nServer: a", false},
        {"HTTP/1.1 200 OK\r\nServer: a\r\n", false},
        {"HTTP/1.1 200 OK\r\nServer: a\r\n\r\n", true},
        {"HTTP/1.1 200 OK\nServer: a\n\n", true},
        {"HTTP/2 200 \r\n\r\n", true},
        {"HTTP/1.1 200 OK\r\n\r\nX-Trailer: 1\r\n", true},
        {"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n", false},
        {"HTTP/1.1 100 So\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", true},
    };

    for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
        struct http_head h = read_head(heads[i].bytes, strlen(heads[i].bytes));

        ok(h.whole == heads[i].whole, "\"%s\" is %sa whole head",
           heads[i].bytes, heads[i].whole ? "" : "not ");
        http_head_clear(&h);
    }
}

int main(void)
{
    tap_start();
    test_statuses();
    test_texts();
    test_length(8192, true);
    test_length(8193, false);
    test_length(1000000, false);
    test_github();
    test_cut();
    test_whole();
    return tap_end();
}

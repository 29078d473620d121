#include "../http_head.h"
#include "tap.h"

#define NOW INT64_C(1700000000)
#define DATE "Date: Tue, 14 Nov 2023 22:13:20 GMT\r\n"  /* is NOW */
#define EARLY "Date: Tue, 14 Nov 2023 22:13:10 GMT\r\n" /* NOW - 10 */
#define OK "HTTP/2 200 \r\n"

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

struct seconds {
    const char *fields;
    int64_t seconds; /* -1: not given */
};

static const struct seconds retries[] = {
    {"", -1},
    {"Retry-After: 120\r\n", 120},
    {"retry-after: 0\r\n", 0},
    {"RETRY-AFTER:\t7 \r\n", 7},
    {"Retry-After: 007\r\n", 7},
    {DATE "Retry-After: 120\r\n", 120},
    {DATE "Retry-After: Tue, 14 Nov 2023 22:15:20 GMT\r\n", 120},
    {EARLY "Retry-After: Tue, 14 Nov 2023 22:15:20 GMT\r\n", 130},
    {"Retry-After: Tue, 14 Nov 2023 22:15:20 GMT\r\n" EARLY, 130},
    {"Retry-After: Tue, 14 Nov 2023 22:15:20 GMT\r\n", 120},
    {"Date: nonsense\r\nRetry-After: Tue, 14 Nov 2023 22:15:20 GMT\r\n", 120},
    {DATE "Retry-After: Tue, 14 Nov 2023 22:00:00 GMT\r\n", 0},
    {"Retry-After: \r\n", -1},
    {"Retry-After: -5\r\n", -1},
    {"Retry-After: +5\r\n", -1},
    {"Retry-After: 1.5\r\n", -1},
    {"Retry-After: 5s\r\n", -1},
    {"Retry-After: 5 6\r\n", -1},
    {"Retry-After: 0x10\r\n", -1},
    {"Retry-After: soon\r\n", -1},
    {"Retry-After: 99999999999999999999999999999x\r\n", -1},
    {"Retry-After: Tue, 14 Nov 2023\r\n", -1},
};

static const struct seconds resets[] = {
    {"", -1},
    {DATE "x-ratelimit-reset: 1700000060\r\n", 60},
    {EARLY "X-RateLimit-Reset: 1700000060\r\n", 70},
    {"X-RateLimit-Reset: 1700000060\r\n" EARLY, 70},
    {"x-ratelimit-reset: 1700000060\r\n", 60},
    {DATE "x-ratelimit-reset: 1700000000\r\n", 0},
    {DATE "x-ratelimit-reset: 1\r\n", 0},
    {DATE "x-ratelimit-reset: -1\r\n", -1},
    {DATE "x-ratelimit-reset: 17e8\r\n", -1},
    {DATE "x-ratelimit-reset: tomorrow\r\n", -1},
    {DATE "x-ratelimit-reset:\r\n", -1},
};

static const struct seconds lefts[] = {
    {"", -1},
    {"x-ratelimit-remaining: 0\r\n", 0},
    {"X-RateLimit-Remaining: 4999\r\n", 4999},
    {"x-ratelimit-remaining: -1\r\n", -1},
    {"x-ratelimit-remaining: none\r\n", -1},
    {"x-ratelimit-remaining: 1,000\r\n", -1},
};

/* The answer's Date; NOW where it has none. */
static const struct {
    const char *bytes;
    size_t n;
    int64_t date;
    const char *what;
} dates[] = {
    {BYTES(OK DATE "\r\n"), NOW, "the answer's Date"},
    {BYTES(OK EARLY "\r\n"), NOW - 10, "the answer's, if our clock is ahead"},
    {BYTES(OK "Date: Tue, 14 Nov 2023 22:13:30 GMT\r\n\r\n"), NOW + 10,
     "the answer's, if our clock is behind"},
    {BYTES(OK "date:Thu, 01 Jan 1970 00:00:00 GMT\r\n"), 0,
     "the answer's, even if it is 1970"},
    {BYTES(OK "DATE: \tTue, 14 Nov 2023 22:13:10 GMT \t\r\n"), NOW - 10,
     "the answer's in any case, cut of its blanks"},
    {BYTES(OK "Date: Tue, 14 Nov 2023 22:13:10 GMT\n\n"), NOW - 10,
     "the answer's in a head with bare LF"},
    {BYTES(OK "Date: Tue, 14 Nov 2023 22:13:10 GMT"), NOW - 10,
     "the answer's in a head without an end"},
    {BYTES("HTTP/2 404 \r\n" EARLY "\r\n"), NOW - 10, "that of a 404"},
    {BYTES(OK "\r\n"), NOW, "the local time without a Date"},
    {BYTES(OK "Date:\r\n\r\n"), NOW, "the local time with an empty Date"},
    {BYTES(OK "Date: soon\r\n\r\n"), NOW, "the local time with a bad Date"},
    {BYTES(OK "Date: 1600000000\r\n"), NOW, "the local time with a number"},
    {BYTES(OK "Date: Tue, 31 Feb 2023 22:13:10 GMT\r\n"), NOW,
     "the local time with a day that there is not"},
    {BYTES(OK "Date: Tue, 14 Nov 2023 22:13:10 GMT+1\r\n"), NOW,
     "the local time with another time zone"},
    {BYTES(OK "Date: Tue, 14 Nov 2023 22:13:10 GMT\0\r\n"), NOW,
     "the local time with NUL in the Date"},
    {BYTES(OK "Expires: Tue, 14 Nov 2023 22:13:10 GMT\r\n"), NOW,
     "the local time with another field's date"},
    {BYTES(OK "Last-Modified: Tue, 14 Nov 2023 22:13:10 GMT\r\n"), NOW,
     "the local time with the date of a change"},
    {BYTES(OK EARLY "retry-after: Tue, 14 Nov 2023 22:15:20 GMT\r\n"), NOW - 10,
     "not when to try again"},
    {BYTES(OK EARLY "\r\n" OK "\r\n"), NOW, "not that of an earlier head"},
    {BYTES(OK DATE "\r\n" OK EARLY "\r\n"), NOW - 10, "that of the last head"},
    {BYTES("HTTP/1.1 103 \r\n" EARLY "\r\n" OK DATE "\r\n"), NOW,
     "that of the head after a 103"},
    {BYTES(""), NOW, "the local time without a head"},
    {BYTES("<html>\r\n"), NOW, "the local time with HTML"},
};

static const struct seconds limits[] = {
    {"", -1},
    {"X-RateLimit-Limit: 5000\r\n", 5000},
    {"x-ratelimit-limit: 60\r\n", 60},
    {"x-ratelimit-limit: many\r\n", -1},
};

/* When the token expires, by no clock but GitHub's calendar. */
static const struct seconds expiries[] = {
    {"", -1},
    {"GitHub-Authentication-Token-Expiration: 2023-11-14 22:13:20 UTC\r\n",
     NOW},
    {"github-authentication-token-expiration: 2023-11-14 23:13:20 +0100\r\n",
     NOW},
    {EARLY "github-authentication-token-expiration: 2023-11-14 20:43:20 "
           "-0130\r\n",
     NOW},
    {"github-authentication-token-expiration: 2023-11-14T22:13:20Z\r\n", -1},
    {"github-authentication-token-expiration: 2023-11-14 22:13:20\r\n", -1},
    {"github-authentication-token-expiration: 2023-11-14 22:13:20 CET\r\n", -1},
    {"github-authentication-token-expiration: never\r\n", -1},
};

static struct http_head read_head(const char *bytes, size_t n)
{
    struct http_head h;
    char *copy = exact(bytes, n);

    http_head_read(&h, copy, n, NOW);
    free(copy);
    return h;
}

static struct http_head read_fields(const char *fields)
{
    char *text = str_fmt(OK "%s\r\n", fields);
    struct http_head h = read_head(text, strlen(text));

    free(text);
    return h;
}

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

static void test_seconds(int64_t got, const char *what,
                         const struct seconds *want)
{
    if (!ok(got == want->seconds, "%s is %lld from \"%s\"", what,
            (long long)want->seconds, want->fields))
        printf("# got: %lld\n", (long long)got);
}

static void test_numbers(void)
{
    for (size_t i = 0; i < ARRAY_LEN(retries); i++) {
        struct http_head h = read_fields(retries[i].fields);

        test_seconds(h.retry_after, "the wait", &retries[i]);
        http_head_clear(&h);
    }
    for (size_t i = 0; i < ARRAY_LEN(resets); i++) {
        struct http_head h = read_fields(resets[i].fields);

        test_seconds(h.limit_reset, "the reset", &resets[i]);
        http_head_clear(&h);
    }
    for (size_t i = 0; i < ARRAY_LEN(lefts); i++) {
        struct http_head h = read_fields(lefts[i].fields);

        test_seconds(h.limit_left, "what is left", &lefts[i]);
        http_head_clear(&h);
    }
    for (size_t i = 0; i < ARRAY_LEN(limits); i++) {
        struct http_head h = read_fields(limits[i].fields);

        test_seconds(h.limit, "the limit", &limits[i]);
        http_head_clear(&h);
    }
    for (size_t i = 0; i < ARRAY_LEN(expiries); i++) {
        struct http_head h = read_fields(expiries[i].fields);

        test_seconds(h.expires, "the token's end", &expiries[i]);
        http_head_clear(&h);
    }
}

static void test_huge(void)
{
    static const char digits[] = "99999999999999999999999999999999999999999";
    char *fields = str_fmt("retry-after: %s\r\nx-ratelimit-reset: %s\r\n"
                           "x-ratelimit-remaining: %s\r\n",
                           digits, digits, digits);
    struct http_head h = read_fields(fields);

    ok(h.retry_after > INT64_C(1000000000), "a huge wait stays huge");
    ok(h.limit_reset > INT64_C(1000000000), "a huge reset stays huge");
    ok(h.limit_left > INT64_C(1000000000), "a huge remainder stays huge");
    http_head_clear(&h);
    free(fields);
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

static void test_dates(void)
{
    for (size_t i = 0; i < ARRAY_LEN(dates); i++) {
        struct http_head h = read_head(dates[i].bytes, dates[i].n);

        if (!ok(h.date == dates[i].date, "the date of an answer is %s",
                dates[i].what))
            printf("# got: %lld\n", (long long)h.date);
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
    test_numbers();
    test_huge();
    test_github();
    test_cut();
    test_whole();
    test_dates();
    return tap_end();
}

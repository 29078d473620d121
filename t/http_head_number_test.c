/* What a head says in numbers: seconds, requests, points in time. */
#include "heads.h"

#define EARLY "Date: Tue, 14 Nov 2023 22:13:10 GMT\r\n" /* NOW - 10 */

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
    test_numbers();
    test_huge();
    test_dates();
    return tap_end();
}

#include "../date.h"
#include "tap.h"

#include <time.h>

#define DAY INT64_C(86400)
#define YEAR_2400 INT64_C(13569465600)

struct point {
    const char *text;
    int64_t at; /* -1: none */
};

static const struct point http[] = {
    {"Sun, 06 Nov 1994 08:49:37 GMT", 784111777}, /* RFC 9110's own */
    {"Thu, 01 Jan 1970 00:00:00 GMT", 0},
    {"Thu, 01 Jan 1970 00:00:01 GMT", 1},
    {"Thu, 31 Dec 1970 23:59:59 GMT", 31535999},
    {"Tue, 29 Feb 1972 12:00:00 GMT", 68212800},
    {"Tue, 29 Feb 2000 00:00:00 GMT", 951782400},
    {"Wed, 01 Mar 2000 00:00:00 GMT", 951868800},
    {"Sun, 09 Sep 2001 01:46:40 GMT", 1000000000},
    {"Tue, 14 Nov 2023 22:13:20 GMT", 1700000000},
    {"Thu, 29 Feb 2024 23:59:59 GMT", 1709251199},
    {"Fri, 01 Mar 2024 00:00:00 GMT", 1709251200},
    {"Tue, 31 Dec 2024 23:59:59 GMT", 1735689599},
    {"Sat, 31 Dec 2016 23:59:60 GMT", 1483228800}, /* a leap second */
    {"Tue, 19 Jan 2038 03:14:08 GMT", INT64_C(2147483648)},
    {"Sun, 28 Feb 2100 23:59:59 GMT", INT64_C(4107542399)},
    {"Mon, 01 Mar 2100 00:00:00 GMT", INT64_C(4107542400)},
    {"Fri, 31 Dec 9999 23:59:59 GMT", INT64_C(253402300799)},
    {"Wed, 31 Dec 1969 23:59:59 GMT", -1},
    {"Thu, 06 Nov 1947 08:49:37 GMT", -1},
    {"", -1},
    {"garbage", -1},
    {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaa", -1},
    {"Sunday, 06-Nov-94 08:49:37 GMT", -1},
    {"Sun Nov  6 08:49:37 1994", -1},
    {"1994-11-06T08:49:37Z", -1},
    {"Sun, 06 Nov 1994 08:49:37 UTC", -1},
    {"Sun, 06 Nov 1994 08:49:37 gmt", -1},
    {"Sun, 06 Nov 1994 08:49:37 GMT ", -1},
    {"Sun, 06 Nov 1994 08:49:37", -1},
    {" Sun, 06 Nov 1994 08:49:37 GMT", -1},
    {"Sun, 06 nov 1994 08:49:37 GMT", -1},
    {"Sun, 06 Xxx 1994 08:49:37 GMT", -1},
    {"Sun, 06 anF 1994 08:49:37 GMT", -1},
    {"Sun, 00 Nov 1994 08:49:37 GMT", -1},
    {"Sun, 32 Nov 1994 08:49:37 GMT", -1},
    {"Fri, 31 Nov 2023 08:49:37 GMT", -1},
    {"Thu, 30 Feb 2023 08:49:37 GMT", -1},
    {"Wed, 29 Feb 2023 08:49:37 GMT", -1},
    {"Mon, 29 Feb 2100 08:49:37 GMT", -1},
    {"Sun, 06 Nov 1994 24:00:00 GMT", -1},
    {"Sun, 06 Nov 1994 08:60:00 GMT", -1},
    {"Sun, 06 Nov 1994 08:49:61 GMT", -1},
    {"Sun, 6  Nov 1994 08:49:37 GMT", -1},
    {"Sun, 06 Nov -994 08:49:37 GMT", -1},
    {"Sun, 06 Nov 0000 08:49:37 GMT", -1},
    {"Sun, 06 Nov 1994 8:049:37 GMT", -1},
    {"Sun, 06xNov 1994 08:49:37 GMT", -1},
    {"Sun, 06 Nov 1994 08-49-37 GMT", -1},
    {"????? 06 Nov 1994 08:49:37 GMT", -1},
};

static const struct point zoned[] = {
    {"1994-11-06 08:49:37 UTC", 784111777},
    {"1994-11-06 09:49:37 +0100", 784111777},
    {"1994-11-06 05:19:37 -0330", 784111777},
    {"1994-11-06 08:49:37 +0000", 784111777},
    {"1970-01-01 00:00:00 +0100", -1},
    {"1970-01-01 01:00:00 +0100", 0},
    {"", -1},
    {"1994-11-06 08:49:37", -1},
    {"1994-11-06T08:49:37Z", -1},
    {"1994-11-06T08:49:37 UTC", -1},
    {"1994-11-06 08:49:37 GMT", -1},
    {"1994-11-06 08:49:37 UTC ", -1},
    {"1994-11-06 08:49:37  0100", -1},
    {"1994-11-06 08:49:37 +01:00", -1},
    {"1994-11-06 08:49:37 +01", -1},
    {"1994-11-06 08:49:37 +0x00", -1},
    {"1994-13-06 08:49:37 UTC", -1},
};

static const struct point rfc3339[] = {
    {"1994-11-06T08:49:37Z", 784111777},
    {"1970-01-01T00:00:00Z", 0},
    {"1970-01-01T00:00:01Z", 1},
    {"1972-02-29T12:00:00Z", 68212800},
    {"2000-02-29T00:00:00Z", 951782400},
    {"2016-12-31T23:59:60Z", 1483228800}, /* a leap second */
    {"2020-01-20T17:42:40Z", 1579542160},
    {"2023-11-14T22:13:20Z", 1700000000},
    {"2024-02-29T23:59:59Z", 1709251199},
    {"2024-03-01T00:00:00Z", 1709251200},
    {"2038-01-19T03:14:08Z", INT64_C(2147483648)},
    {"2100-02-28T23:59:59Z", INT64_C(4107542399)},
    {"2100-03-01T00:00:00Z", INT64_C(4107542400)},
    {"9999-12-31T23:59:59Z", INT64_C(253402300799)},
    {"2023-11-14T22:13:20.0Z", 1700000000},
    {"2023-11-14T22:13:20.Z", -1},
    {"2023-11-14T22:13:20.5Z", 1700000000},
    {"2023-11-14T22:13:20.000Z", 1700000000},
    {"2023-11-14T22:13:20.999Z", 1700000000},
    {"2023-11-14T22:13:20.999999999Z", 1700000000},
    {"2023-11-14T22:13:20.99999999999999999999999999999Z", 1700000000},
    {"", -1},
    {"Z", -1},
    {"garbage", -1},
    {"aaaaaaaaaaaaaaaaaaaa", -1},
    {"aaaaaaaaaaaaaaaaaaaZ", -1},
    {"Sun, 06 Nov 1994 08:49:37 GMT", -1},
    {"1994-11-06", -1},
    {"1994-11-06T08:49Z", -1},
    {"19941106T084937Z", -1},
    {"1994-11-06T08:49:37", -1},
    {"1994-11-06T08:49:37.5", -1},
    {"1994-11-06T08:49:37+02:00", -1}, /* not in UTC */
    {"1994-11-06T08:49:37-01:00", -1},
    {"1994-11-06T08:49:37ZZ", -1},
    {"1994-11-06T08:49:37Z ", -1},
    {"1994-11-06T08:49:37Z\n", -1},
    {" 1994-11-06T08:49:37Z", -1},
    {"1994-11-06T08:49:37 Z", -1},
    {"1994-11-06T08:49:37.5.5Z", -1},
    {"1994-11-06T08:49:37.-5Z", -1},
    {"1994-11-06T08:49:37.5xZ", -1},
    {"1994-11-06T08:49:37,5Z", -1},
    {"1994-00-06T08:49:37Z", -1},
    {"1994-13-06T08:49:37Z", -1},
    {"1994-99-06T08:49:37Z", -1},
    {"1994-11-00T08:49:37Z", -1},
    {"1994-11-31T08:49:37Z", -1},
    {"1994-11-32T08:49:37Z", -1},
    {"2023-02-29T08:49:37Z", -1},
    {"2024-02-30T08:49:37Z", -1},
    {"2100-02-29T08:49:37Z", -1},
    {"1994-11-06T24:00:00Z", -1},
    {"1994-11-06T08:60:37Z", -1},
    {"1994-11-06T08:49:61Z", -1},
    {"-994-11-06T08:49:37Z", -1},
    {"+994-11-06T08:49:37Z", -1},
    {"1994-+1-06T08:49:37Z", -1},
    {"1994-11--6T08:49:37Z", -1},
    {"1994-11- 6T08:49:37Z", -1},
    {"0000-11-06T08:49:37Z", -1},
    {"01994-11-06T08:49:37Z", -1},
    {"19944-11-06T08:49:37Z", -1},
    {"1994-1-06T08:49:37.0Z", -1},
};

static void test_points(const struct point *points, size_t n,
                        int64_t (*read)(const char *))
{
    for (size_t i = 0; i < n; i++) {
        int64_t at = read(points[i].text);

        if (!ok(at == points[i].at, "\"%s\" is %lld", points[i].text,
                (long long)points[i].at))
            printf("# got: %lld\n", (long long)at);
    }
}

static char *http_text(const struct tm *tm)
{
    char text[64];

    strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S GMT", tm);
    return str_dup(text);
}

static char *rfc3339_text(const struct tm *tm)
{
    char text[64];

    strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", tm);
    return str_dup(text);
}

/* The C library writes what is read here; the locale is "C". */
static void test_calendar(const char *what, char *(*write)(const struct tm *),
                          int64_t (*read)(const char *))
{
    char *wrong = NULL;

    for (int64_t at = 0; at < YEAR_2400 && !wrong; at += DAY - 1) {
        time_t when = (time_t)at;
        struct tm tm;
        char *text;

        gmtime_r(&when, &tm);
        text = write(&tm);
        if (read(text) != at)
            wrong = str_fmt("%s is %lld", text, (long long)read(text));
        free(text);
    }
    is(wrong, NULL, "every day until the year 2400 is read from %s", what);
    free(wrong);
}

/* `slack`: so many characters of its beginning say nothing. */
static void test_spoilt(const char *text, size_t slack,
                        int64_t (*read)(const char *))
{
    static const char bad[] = "x -:.,/\x7f\xff\n";
    size_t n = strlen(text), taken = 0;

    for (size_t i = 0; i < n; i++) {
        char *cut = str_dupn(text, i);

        taken += read(cut) != -1;
        free(cut);
    }
    ok(taken == 0, "no beginning of \"%s\" is a date", text);
    taken = 0;
    for (size_t i = slack; i < n; i++)
        for (const char *p = bad; *p; p++) {
            char *spoilt = str_dup(text);

            if (spoilt[i] != *p) {
                spoilt[i] = *p;
                taken += read(spoilt) != -1;
            }
            free(spoilt);
        }
    ok(taken == 0, "with any character spoilt, \"%s\" is none", text);
}

static const struct {
    int64_t secs;
    unsigned ms;
    const char *text;
} written[] = {
    {784111777, 250, "1994-11-06T08:49:37.250Z"},
    {0, 0, "1970-01-01T00:00:00.000Z"},
    {0, 1, "1970-01-01T00:00:00.001Z"},
    {68212800, 999, "1972-02-29T12:00:00.999Z"},
    {1709251199, 90, "2024-02-29T23:59:59.090Z"},
    {1709251200, 0, "2024-03-01T00:00:00.000Z"},
    {INT64_C(2147483648), 0, "2038-01-19T03:14:08.000Z"},
    {INT64_C(4107542400), 0, "2100-03-01T00:00:00.000Z"},
    {INT64_C(253402300799), 999, "9999-12-31T23:59:59.999Z"},
    {-1, 0, "1969-12-31T23:59:59.000Z"},
};

/* What is written is UTC wherever we are, and read back as the same. */
static void test_written(void)
{
    size_t wrong = 0;

    for (size_t i = 0; i < ARRAY_LEN(written); i++) {
        char *text = date_text(written[i].secs, written[i].ms);

        is(text, written[i].text, "%lld s and %u ms are written as %s",
           (long long)written[i].secs, written[i].ms, written[i].text);
        free(text);
    }
    for (int64_t at = 0; at < YEAR_2400; at += 5 * DAY - 1) {
        char *text = date_text(at, (unsigned)(at % 1000));

        wrong += date_rfc3339(text) != at;
        free(text);
    }
    ok(wrong == 0, "what is written until the year 2400 is read back");
    free(date_text(INT64_MAX, UINT32_MAX));
    free(date_text(INT64_MIN, 0));
    ok(true, "times that no calendar has do no harm");
}

int main(void)
{
    tap_start();
    test_points(http, ARRAY_LEN(http), date_http);
    test_points(rfc3339, ARRAY_LEN(rfc3339), date_rfc3339);
    test_calendar("HTTP's form", http_text, date_http);
    test_calendar("GitHub's form", rfc3339_text, date_rfc3339);
    test_spoilt("Sun, 06 Nov 1994 08:49:37 GMT", 3, date_http);
    test_spoilt("1994-11-06T08:49:37Z", 0, date_rfc3339);
    test_points(zoned, ARRAY_LEN(zoned), date_zoned);
    test_written();
    setenv("TZ", "Asia/Kathmandu", 1);
    tzset();
    test_written();
    return tap_end();
}

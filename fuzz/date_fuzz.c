/* A line: a point in time. Then a number of seconds, and milliseconds. */
#include "../date.h"
#include "fuzz.h"

#include <time.h>

#define LAST INT64_C(253402300799) /* 9999-12-31T23:59:59Z */

/* As the C library counts, in both forms. */
static void print(char *to, size_t most, int64_t secs, bool http)
{
    time_t at = (time_t)secs;
    struct tm tm = {0};

    gmtime_r(&at, &tm);
    if (http)
        strftime(to, most, "%d %b %Y %H:%M:%S GMT", &tm);
    else
        strftime(to, most, "%Y-%m-%d %H:%M:%S", &tm);
}

/* Is it the time that the text says? A leap second is the first of the next
 * minute. */
static void check(int64_t secs, const char *text, bool http)
{
    char back[64] = "";

    must(secs >= -1 && secs <= LAST + 1, "a time is in range");
    if (secs < 0 || strstr(text, ":60"))
        return;
    print(back, sizeof(back), secs, http);
    if (!http && text[10] == 'T')
        back[10] = 'T';
    must(str_starts(text, back), "a time is that of its text");
}

/* The weekday of a date is not looked at. */
static void check_http(const char *text)
{
    int64_t secs = date_http(text);

    must(secs < 0 || strlen(text) == 29, "a date has one form");
    check(secs, secs < 0 ? text : text + 5, true);
}

static void check_zoned(const char *text)
{
    int64_t secs = date_zoned(text);

    must(secs >= -1 && secs <= LAST + 100 * 3600 + 6000,
         "a time with a zone is in range");
    if (strstr(text, " UTC"))
        check(secs, text, false);
}

static void check_back(int64_t secs, unsigned ms)
{
    char *text = date_text(secs, ms);

    must(secs > LAST || date_rfc3339(text) == secs,
         "what is written is read again");
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    char *text = input_line(&in), *secs = input_line(&in);

    check(date_rfc3339(text), text, false);
    check_http(text);
    check_zoned(text);
    check_back((int64_t)(strtoull(secs, NULL, 10) % (uint64_t)(LAST + 1)),
               input_number(&in, 1000));
    free(text);
    free(secs);
    return 0;
}

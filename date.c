#include "date.h"

#include "str.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

struct civil {
    int year, month, day, hour, minute, second;
};

static int two_digits(const char *s)
{
    if (!isdigit((unsigned char)s[0]) || !isdigit((unsigned char)s[1]))
        return -1;
    return (s[0] - '0') * 10 + (s[1] - '0');
}

/* -1, or below, if one of the two pairs is no number. */
static int four_digits(const char *s)
{
    int century = two_digits(s), year = two_digits(s + 2);

    return century < 0 || year < 0 ? -1 : century * 100 + year;
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_of(int month, int year)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return days[month - 1] + (is_leap(year) && month == 2);
}

/* Days from 1970-01-01 in the proleptic Gregorian calendar. */
static int64_t days_from_civil(int year, int month, int day)
{
    static const int before[] = {0,   31,  59,  90,  120, 151,
                                 181, 212, 243, 273, 304, 334};
    int64_t y = year - 1;
    int64_t days = y * 365 + y / 4 - y / 100 + y / 400 - 719162;

    return days + before[month - 1] + (is_leap(year) && month > 2) + day - 1;
}

static int64_t seconds_of(const struct civil *c)
{
    if (c->year < 1970 || c->month < 1 || c->month > 12 || c->day < 1 ||
        c->day > days_of(c->month, c->year) || c->hour < 0 || c->hour > 23 ||
        c->minute < 0 || c->minute > 59 || c->second < 0 || c->second > 60)
        return -1;
    return days_from_civil(c->year, c->month, c->day) * 86400 +
           (int64_t)c->hour * 3600 + (int64_t)c->minute * 60 + c->second;
}

static int month_number(const char *s)
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

    for (int i = 0; i < 12; i++)
        if (strncmp(s, names + (ptrdiff_t)i * 3, 3) == 0)
            return i + 1;
    return -1;
}

int64_t date_http(const char *text)
{
    struct civil c;

    if (strlen(text) != 29 || memcmp(text + 3, ", ", 2) != 0 ||
        text[7] != ' ' || text[11] != ' ' || text[16] != ' ' ||
        text[19] != ':' || text[22] != ':' || strcmp(text + 25, " GMT") != 0)
        return -1;
    c.day = two_digits(text + 5);
    c.month = month_number(text + 8);
    c.year = four_digits(text + 12);
    c.hour = two_digits(text + 17);
    c.minute = two_digits(text + 20);
    c.second = two_digits(text + 23);
    return seconds_of(&c);
}

/* "1994-11-06", `between`, "08:49:37", and whatever follows. */
static int64_t year_first(const char *text, char between)
{
    struct civil c;

    if (strlen(text) < 20 || text[4] != '-' || text[7] != '-' ||
        text[10] != between || text[13] != ':' || text[16] != ':')
        return -1;
    c.year = four_digits(text);
    c.month = two_digits(text + 5);
    c.day = two_digits(text + 8);
    c.hour = two_digits(text + 11);
    c.minute = two_digits(text + 14);
    c.second = two_digits(text + 17);
    return seconds_of(&c);
}

int64_t date_rfc3339(const char *text)
{
    int64_t secs = year_first(text, 'T');
    const char *end;

    if (secs < 0)
        return -1;
    end = text + 19;
    if (*end == '.' && isdigit((unsigned char)end[1]))
        end += 1 + strspn(end + 1, "0123456789");
    return strcmp(end, "Z") == 0 ? secs : -1;
}

int64_t date_zoned(const char *text)
{
    int64_t secs = year_first(text, ' ');
    const char *zone;
    int offset;

    if (secs < 0)
        return -1;
    zone = text + 19;
    if (strcmp(zone, " UTC") == 0)
        return secs;
    if (strlen(zone) != 6 || zone[0] != ' ' || !strchr("+-", zone[1]) ||
        two_digits(zone + 2) < 0 || two_digits(zone + 4) < 0)
        return -1;
    offset = two_digits(zone + 2) * 3600 + two_digits(zone + 4) * 60;
    secs = zone[1] == '+' ? secs - offset : secs + offset;
    return secs < 0 ? -1 : secs;
}

char *date_text(int64_t secs, unsigned ms)
{
    time_t at = (time_t)secs;
    struct tm tm = {0};
    char text[32] = "";

    gmtime_r(&at, &tm);
    strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &tm);
    return str_fmt("%s.%03uZ", text, ms);
}

#include "terminal.h"

#include "str.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define COLUMNS 80
#define LINES 24
#define SIZE_MOST 10000u /* more is nonsense */

/* A variable that is set, and not empty; else NULL. */
static const char *setting(const char *name)
{
    const char *value = getenv(name);

    return value && *value ? value : NULL;
}

/* The locale of characters: POSIX.1-2008, 8.2 "Internationalization
 * Variables". */
static bool names_utf8(void)
{
    const char *locale = setting("LC_ALL");

    if (!locale)
        locale = setting("LC_CTYPE");
    if (!locale)
        locale = setting("LANG");
    for (; locale && *locale; locale++)
        if (strncasecmp(locale, "utf-8", 5) == 0 ||
            strncasecmp(locale, "utf8", 4) == 0)
            return true;
    return false;
}

void terminal_init(struct terminal *t, FILE *to)
{
    const char *term = setting("TERM");

    *t = (struct terminal){0};
    t->is_terminal = isatty(fileno(to));
    t->redraws = t->is_terminal && term && strcmp(term, "dumb") != 0;
    t->colours = t->redraws && !setting("NO_COLOR");
    t->utf8 = names_utf8();
}

/* What the terminal says, else the variable, else what is usual. */
static unsigned extent(unsigned said, const char *name, unsigned usual)
{
    const char *value = setting(name);

    if (!said && value && value[strspn(value, "0123456789")] == '\0') {
        unsigned long set = strtoul(value, NULL, 10);

        said = set > SIZE_MOST ? 0 : (unsigned)set;
    }
    if (!said)
        return usual;
    return said < SIZE_MOST ? said : SIZE_MOST;
}

struct size terminal_size(FILE *to)
{
    struct size size = {0};
#ifdef TIOCGWINSZ
    struct winsize said;

    if (ioctl(fileno(to), TIOCGWINSZ, &said) == 0)
        size = (struct size){said.ws_col, said.ws_row};
#endif
    (void)to;
    size.columns = extent(size.columns, "COLUMNS", COLUMNS);
    size.lines = extent(size.lines, "LINES", LINES);
    return size;
}

struct range {
    uint32_t first, last;
};

/* EastAsianWidth.txt of Unicode 14: W and F, and what is unassigned or seldom
 * narrow between them. In order. */
static const struct range wide[] = {
    {0x1100, 0x115f},   {0x231a, 0x231b},   {0x2329, 0x232a},
    {0x23e9, 0x23ec},   {0x23f0, 0x23f0},   {0x23f3, 0x23f3},
    {0x25fd, 0x25fe},   {0x2614, 0x2615},   {0x2648, 0x2653},
    {0x267f, 0x267f},   {0x2693, 0x2693},   {0x26a1, 0x26a1},
    {0x26aa, 0x26ab},   {0x26bd, 0x26be},   {0x26c4, 0x26c5},
    {0x26ce, 0x26ce},   {0x26d4, 0x26d4},   {0x26ea, 0x26ea},
    {0x26f2, 0x26f3},   {0x26f5, 0x26f5},   {0x26fa, 0x26fa},
    {0x26fd, 0x26fd},   {0x2705, 0x2705},   {0x270a, 0x270b},
    {0x2728, 0x2728},   {0x274c, 0x274c},   {0x274e, 0x274e},
    {0x2753, 0x2755},   {0x2757, 0x2757},   {0x2795, 0x2797},
    {0x27b0, 0x27b0},   {0x27bf, 0x27bf},   {0x2b1b, 0x2b1c},
    {0x2b50, 0x2b50},   {0x2b55, 0x2b55},   {0x2e80, 0x303e},
    {0x3041, 0xa4c6},   {0xa960, 0xa97c},   {0xac00, 0xd7a3},
    {0xf900, 0xfaff},   {0xfe10, 0xfe19},   {0xfe30, 0xfe6b},
    {0xff01, 0xff60},   {0xffe0, 0xffe6},   {0x16fe0, 0x1b2fb},
    {0x1f004, 0x1f004}, {0x1f0cf, 0x1f0cf}, {0x1f18e, 0x1f18e},
    {0x1f191, 0x1f19a}, {0x1f200, 0x1f320}, {0x1f32d, 0x1f335},
    {0x1f337, 0x1f37c}, {0x1f37e, 0x1f393}, {0x1f3a0, 0x1f3ca},
    {0x1f3cf, 0x1f3d3}, {0x1f3e0, 0x1f3f0}, {0x1f3f4, 0x1f3f4},
    {0x1f3f8, 0x1f43e}, {0x1f440, 0x1f440}, {0x1f442, 0x1f4fc},
    {0x1f4ff, 0x1f53d}, {0x1f54b, 0x1f54e}, {0x1f550, 0x1f567},
    {0x1f57a, 0x1f57a}, {0x1f595, 0x1f596}, {0x1f5a4, 0x1f5a4},
    {0x1f5fb, 0x1f64f}, {0x1f680, 0x1f6c5}, {0x1f6cc, 0x1f6cc},
    {0x1f6d0, 0x1f6d2}, {0x1f6d5, 0x1f6df}, {0x1f6eb, 0x1f6ec},
    {0x1f6f4, 0x1f6ff}, {0x1f7e0, 0x1f7f0}, {0x1f90c, 0x1f93a},
    {0x1f93c, 0x1f945}, {0x1f947, 0x1f9ff}, {0x1fa70, 0x1faff},
    {0x20000, 0x3fffd},
};

/* General categories Mn and Me of scripts that are met most, vowels inside of
 * Hangul, variation selectors. One that is missing counts 1: a text that seems
 * too wide is cut early, and never wraps. In order. */
static const struct range marks[] = {
    {0x300, 0x36f},   {0x483, 0x489},     {0x591, 0x5bd},   {0x5bf, 0x5bf},
    {0x5c1, 0x5c2},   {0x5c4, 0x5c5},     {0x5c7, 0x5c7},   {0x610, 0x61a},
    {0x64b, 0x65f},   {0x670, 0x670},     {0x6d6, 0x6dc},   {0x6df, 0x6e4},
    {0x6e7, 0x6e8},   {0x6ea, 0x6ed},     {0x900, 0x902},   {0x93a, 0x93a},
    {0x93c, 0x93c},   {0x941, 0x948},     {0x94d, 0x94d},   {0x951, 0x957},
    {0x962, 0x963},   {0xe31, 0xe31},     {0xe34, 0xe3a},   {0xe47, 0xe4e},
    {0x1160, 0x11ff}, {0x1ab0, 0x1ace},   {0x1dc0, 0x1dff}, {0x20d0, 0x20f0},
    {0x302a, 0x302d}, {0x3099, 0x309a},   {0xd7b0, 0xd7fb}, {0xfe00, 0xfe0f},
    {0xfe20, 0xfe2f}, {0xe0100, 0xe01ef},
};

static bool is_in(const struct range *ranges, size_t n, uint32_t cp)
{
    for (size_t i = 0; i < n && ranges[i].first <= cp; i++)
        if (cp <= ranges[i].last)
            return true;
    return false;
}

static unsigned width_of(uint32_t cp)
{
    if (cp < marks[0].first)
        return 1;
    if (is_in(marks, ARRAY_LEN(marks), cp))
        return 0;
    return is_in(wide, ARRAY_LEN(wide), cp) ? 2 : 1;
}

/* Bytes of the character at `s`; a byte that begins none is one of its own.
 * No byte is read past the first that does not belong to it. */
static size_t char_at(const unsigned char *s, size_t n, uint32_t *cp)
{
    size_t len = s[0] < 0xc2 || s[0] > 0xf4 ? 1
                 : s[0] < 0xe0              ? 2
                 : s[0] < 0xf0              ? 3
                                            : 4;

    *cp = len == 1 ? s[0] : s[0] & (0xffu >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        if (i >= n || (s[i] & 0xc0) != 0x80) {
            *cp = s[0];
            return 1;
        }
        *cp = *cp << 6 | (s[i] & 0x3f);
    }
    return len;
}

size_t text_width(const char *utf8, size_t n)
{
    size_t width = 0, len;
    uint32_t cp;

    for (size_t i = 0; i < n; i += len) {
        len = char_at((const unsigned char *)utf8 + i, n - i, &cp);
        width += width_of(cp);
    }
    return width;
}

size_t text_fit(const char *utf8, unsigned columns)
{
    size_t n = 0, left = strlen(utf8), len;
    uint32_t cp;

    for (; left; n += len, left -= len) {
        unsigned width;

        len = char_at((const unsigned char *)utf8 + n, left, &cp);
        width = width_of(cp);
        if (width > columns)
            break;
        columns -= width;
    }
    return n;
}

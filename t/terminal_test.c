#define _XOPEN_SOURCE 700 /* a terminal of our own: posix_openpt() */

#include "../terminal.h"
#include "tap.h"

#include <fcntl.h>
#include <sys/ioctl.h>

static const struct {
    const char *bytes;
    size_t n, width;
    const char *what;
} widths[] = {
    {BYTES(""), 0, "nothing"},
    {BYTES("plain text"), 10, "ASCII"},
    {BYTES("Gr\xc3\xb6\xc3\x9f"), 4, "Latin"},
    {BYTES("\xc2\xb7\xe2\x80\xa6\xe2\x9c\x93\xe2\x9c\x97\xe2\xa0\x8b"), 5,
     "a board's own signs"},
    {BYTES("e\xcc\x81"), 1, "a letter with a mark"},
    {BYTES("e\xcc\x80\xcc\x81\xcd\xaf"), 1, "a letter with three"},
    {BYTES("\xcc\x81"), 0, "a mark alone"},
    {BYTES("\xd7\xa9\xd7\x81"), 1, "a Hebrew letter with its dot"},
    {BYTES("\xe0\xb8\x81\xe0\xb8\xb4"), 1, "a Thai letter with its vowel"},
    {BYTES("\xe7\x89\x88\xe6\x9c\xac"), 4, "Chinese"},
    {BYTES("\xe3\x83\x93\xe3\x83\xab\xe3\x83\x89"), 6, "Katakana"},
    {BYTES("\xe3\x81\x8b\xe3\x82\x99"), 2, "Hiragana with a voicing mark"},
    {BYTES("\xef\xbd\xb1\xef\xbd\xb2"), 2, "Katakana of half width"},
    {BYTES("\xef\xbc\xa1"), 2, "Latin of full width"},
    {BYTES("\xed\x95\x9c\xea\xb8\x80"), 4, "Hangul"},
    {BYTES("\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab"), 2, "Hangul in its parts"},
    {BYTES("\xe3\x80\x80"), 2, "an ideographic space"},
    {BYTES("\xf0\xa0\x80\x80"), 2, "a rare ideograph"},
    {BYTES("\xf0\x9f\x9a\x80\xf0\x9f\x94\xa8"), 4, "emoji"},
    {BYTES("\xe2\x9c\x85\xe2\x9d\x8c"), 4, "emoji among the dingbats"},
    {BYTES("\xe2\x9c\x94\xe2\x9a\xa0"), 2, "dingbats that are text"},
    {BYTES("\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa"), 2, "a flag"},
    {BYTES("\xe2\x9a\xa0\xef\xb8\x8f"), 1, "a variation selector"},
    {BYTES("\xee\x80\x80\xf4\x8f\xbf\xbd"), 2, "private characters"},
    {BYTES("a\0b"), 3, "NUL"},
    {BYTES("\xff\x80\xc3"), 3, "bytes that are no characters"},
    {BYTES("\xe7\x89"), 2, "a character that is cut off"},
    {BYTES("\xe7\x89x\xf0\x9f\x9a"), 6, "two that are"},
    {BYTES("\xf5\x80\x80\x80"), 4, "what is past Unicode"},
};

static const struct {
    const char *text;
    unsigned columns;
    size_t n;
    const char *what;
} fits[] = {
    {"", 0, 0, "nothing into nothing"},
    {"", 5, 0, "nothing"},
    {"abc", 0, 0, "nothing of ASCII"},
    {"abc", 2, 2, "some ASCII"},
    {"abc", 3, 3, "just all ASCII"},
    {"abc", 4, 3, "all ASCII"},
    {"\xc3\xa4\xc3\xb6", 1, 2, "one Latin letter"},
    {"\xe7\x89\x88\xe6\x9c\xac", 1, 0, "no half of a character"},
    {"\xe7\x89\x88\xe6\x9c\xac", 2, 3, "one wide character"},
    {"\xe7\x89\x88\xe6\x9c\xac", 3, 3, "one, and no half of another"},
    {"\xe7\x89\x88\xe6\x9c\xac", 4, 6, "two wide characters"},
    {"e\xcc\x81o", 1, 3, "a letter with its mark"},
    {"\xcc\x81o", 0, 2, "a mark alone"},
    {"\xe7\x89\x88\xcc\x81o", 2, 5, "a wide one with its mark"},
    {"\xff\xff", 1, 1, "a byte that is no character"},
    {"a\xe7\x89", 2, 2, "a character cut off, as bytes"},
};

/* Of LC_ALL, LC_CTYPE, LANG; NULL: not set. */
static const struct {
    const char *all, *ctype, *lang;
    bool utf8;
    const char *what;
} locales[] = {
    {NULL, NULL, NULL, false, "no locale"},
    {"", "", "", false, "empty ones"},
    {NULL, NULL, "C", false, "C"},
    {NULL, NULL, "de_DE", false, "one without a character set"},
    {NULL, NULL, "de_DE.ISO-8859-1", false, "Latin 1"},
    {NULL, NULL, "UTF", false, "what only begins like it"},
    {NULL, NULL, "de_DE.UTF-8", true, "LANG"},
    {NULL, NULL, "C.utf8", true, "LANG as glibc lists it"},
    {NULL, NULL, "de_DE.utf-8@euro", true, "LANG with a modifier"},
    {NULL, "UTF-8", NULL, true, "LC_CTYPE as macOS sets it"},
    {NULL, "C", "de_DE.UTF-8", false, "LC_CTYPE before LANG"},
    {NULL, "en_US.Utf8", "C", true, "LC_CTYPE before LANG, too"},
    {NULL, "", "de_DE.UTF-8", true, "LANG where LC_CTYPE is empty"},
    {"C", "de_DE.UTF-8", "de_DE.UTF-8", false, "LC_ALL before all"},
    {"C.UTF-8", "C", "C", true, "LC_ALL before all, too"},
    {"", "", "C.UTF-8", true, "LANG where the others are empty"},
};

/* Of TERM and NO_COLOR on a terminal. */
static const struct {
    const char *term, *no_color;
    bool redraws, colours;
    const char *what;
} kinds[] = {
    {"xterm-256color", NULL, true, true, "xterm"},
    {"xterm", "", true, true, "xterm, NO_COLOR being empty"},
    {"xterm", "1", true, false, "xterm with NO_COLOR"},
    {"xterm", "0", true, false, "xterm with NO_COLOR of any value"},
    {"dumb", NULL, false, false, "a dumb one"},
    {"", NULL, false, false, "one without a name"},
    {NULL, NULL, false, false, "one without TERM"},
    {"dumber", NULL, true, true, "one whose name begins like dumb"},
};

static const struct {
    const char *columns, *lines;
    struct size size;
    const char *what;
} sizes[] = {
    {NULL, NULL, {80, 24}, "80x24 where nothing says"},
    {"132", "43", {132, 43}, "as $COLUMNS and $LINES say"},
    {"132", NULL, {132, 24}, "of 24 lines where only $COLUMNS says"},
    {"", "", {80, 24}, "80x24 where they are empty"},
    {"0", "0", {80, 24}, "80x24 where they are 0"},
    {"-5", "5x", {80, 24}, "80x24 where they are no numbers"},
    {"10000", "10001", {10000, 24}, "never too large"},
    {"99999999999999999999999",
     "18446744073709551617",
     {80, 24},
     "80x24 where they are past all numbers"},
};

static void set(const char *name, const char *value)
{
    if (value)
        setenv(name, value, 1);
    else
        unsetenv(name);
}

static void test_widths(void)
{
    for (size_t i = 0; i < ARRAY_LEN(widths); i++) {
        char *copy = exact(widths[i].bytes, widths[i].n);
        size_t got = text_width(copy, widths[i].n);

        if (!ok(got == widths[i].width, "%s: %zu columns", widths[i].what,
                widths[i].width))
            printf("# got: %zu\n", got);
        free(copy);
    }
}

static void test_fits(void)
{
    for (size_t i = 0; i < ARRAY_LEN(fits); i++) {
        size_t got = text_fit(fits[i].text, fits[i].columns);

        if (!ok(got == fits[i].n, "%s in %u columns", fits[i].what,
                fits[i].columns))
            printf("# got: %zu\n", got);
    }
}

static void test_locales(FILE *file)
{
    for (size_t i = 0; i < ARRAY_LEN(locales); i++) {
        struct terminal t;

        set("LC_ALL", locales[i].all);
        set("LC_CTYPE", locales[i].ctype);
        set("LANG", locales[i].lang);
        terminal_init(&t, file);
        ok(t.utf8 == locales[i].utf8, "%s: %s", locales[i].what,
           locales[i].utf8 ? "UTF-8" : "no UTF-8");
    }
}

static void test_file(FILE *file)
{
    struct terminal t;

    set("TERM", "xterm");
    set("NO_COLOR", NULL);
    terminal_init(&t, file);
    ok(!t.is_terminal && !t.redraws && !t.colours, "a file is no terminal");
}

static void test_sizes(FILE *to, const char *of)
{
    for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
        struct size got;

        set("COLUMNS", sizes[i].columns);
        set("LINES", sizes[i].lines);
        got = terminal_size(to);
        if (!ok(got.columns == sizes[i].size.columns &&
                    got.lines == sizes[i].size.lines,
                "%s is %s", of, sizes[i].what))
            printf("# got: %ux%u\n", got.columns, got.lines);
    }
}

static void test_kinds(FILE *terminal)
{
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        struct terminal t;

        set("TERM", kinds[i].term);
        set("NO_COLOR", kinds[i].no_color);
        terminal_init(&t, terminal);
        ok(t.is_terminal && t.redraws == kinds[i].redraws &&
               t.colours == kinds[i].colours,
           "%s %s, and %s colours", kinds[i].what,
           kinds[i].redraws ? "redraws" : "does not redraw",
           kinds[i].colours ? "has" : "has no");
    }
}

static void test_resize(FILE *terminal)
{
#ifdef TIOCSWINSZ
    struct winsize size = {.ws_row = 7, .ws_col = 33};
    struct size got = {0};

    set("COLUMNS", "132");
    set("LINES", "43");
    if (ioctl(fileno(terminal), TIOCSWINSZ, &size) == 0)
        got = terminal_size(terminal);
    ok(got.columns == 33 && got.lines == 7, "a terminal says its own size");
    size = (struct winsize){.ws_row = 50, .ws_col = 65535};
    if (ioctl(fileno(terminal), TIOCSWINSZ, &size) == 0)
        got = terminal_size(terminal);
    ok(got.columns == 10000 && got.lines == 50, "and when it is resized");
    size = (struct winsize){.ws_row = 0, .ws_col = 70};
    if (ioctl(fileno(terminal), TIOCSWINSZ, &size) == 0)
        got = terminal_size(terminal);
    ok(got.columns == 70 && got.lines == 43, "half of it may be missing");
#else
    (void)terminal;
#endif
}

/* The end of a new terminal that programs have; NULL where there is none. */
static FILE *open_terminal(int *master)
{
    int fd;

    *master = posix_openpt(O_RDWR | O_NOCTTY);
    if (*master < 0 || grantpt(*master) != 0 || unlockpt(*master) != 0)
        return NULL;
    fd = open(ptsname(*master), O_RDWR | O_NOCTTY);
    return fd < 0 ? NULL : fdopen(fd, "r+");
}

int main(void)
{
    FILE *file = tmpfile(), *terminal;
    int master = -1;

    tap_start();
    test_widths();
    test_fits();
    if (ok(file != NULL, "a file is made")) {
        test_locales(file);
        test_file(file);
        test_sizes(file, "a file");
        fclose(file);
    }
    terminal = open_terminal(&master);
    if (terminal) {
        test_kinds(terminal);
        test_sizes(terminal, "a terminal");
        test_resize(terminal);
        fclose(terminal);
    }
    if (master >= 0)
        close(master);
    return tap_end();
}

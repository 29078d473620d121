/* A board on a terminal: a small one of ECMA-48 (CUU, CUD, EL, ED), with
 * DECAWM, DECSC and DECRC, takes what is drawn. Its text is ASCII. */
#include "../board.h"
#include "tap.h"

#define COLUMNS 20u
#define LINES 8u

struct screen {
    char cell[LINES][COLUMNS];
    unsigned columns, row, column;
    unsigned saved_row, saved_column;
    bool no_wrap;
    bool unknown; /* a sequence that it does not know */
    bool blanked; /* all of it was cleared by one ED */
    struct str scrolled;
};

/* Rows without the blanks at their ends, and without the rows below the last
 * that has text: "a|b|c". What was scrolled off comes first. */
static char *seen(const struct screen *s)
{
    struct str text = {0};
    size_t used = 0;

    str_add(&text, str_text(&s->scrolled));
    for (unsigned i = 0; i < LINES; i++) {
        size_t n = COLUMNS;

        while (n && s->cell[i][n - 1] == ' ')
            n--;
        str_addn(&text, s->cell[i], n);
        if (n)
            used = text.len;
        str_add(&text, "|");
    }
    text.len = used;
    str_addn(&text, "", 0);
    return str_take(&text);
}

static void start_screen(struct screen *s, unsigned columns)
{
    *s = (struct screen){.columns = columns};
    memset(s->cell, ' ', sizeof(s->cell));
}

static void line_feed(struct screen *s)
{
    s->column = 0;
    if (++s->row < LINES)
        return;
    s->row = LINES - 1;
    for (unsigned n = COLUMNS; n; n--)
        if (s->cell[0][n - 1] != ' ') {
            str_addn(&s->scrolled, s->cell[0], n);
            break;
        }
    str_add(&s->scrolled, "|");
    memmove(s->cell[0], s->cell[1], sizeof(s->cell) - COLUMNS);
    memset(s->cell[LINES - 1], ' ', COLUMNS);
}

static void show(struct screen *s, char c)
{
    if (s->column == s->columns && s->no_wrap)
        s->column--;
    if (s->column == s->columns)
        line_feed(s);
    s->cell[s->row][s->column++] = c;
}

static void clear_end(struct screen *s, bool below)
{
    unsigned column = s->column < s->columns ? s->column : s->columns - 1;

    memset(s->cell[s->row] + column, ' ', COLUMNS - column);
    if (!below)
        return;
    s->blanked = s->blanked || (!s->row && !column);
    for (unsigned i = s->row + 1; i < LINES; i++)
        memset(s->cell[i], ' ', COLUMNS);
}

/* CSI, from the byte after it on. */
static const char *control(struct screen *s, const char *p)
{
    bool private = *p == '?';
    unsigned n = (unsigned)strtoul(p + private, NULL, 10);

    p += private + strspn(p + private, "0123456789");
    if (private && n == 7 && (*p == 'h' || *p == 'l'))
        s->no_wrap = *p == 'l';
    else if (*p == 'A')
        s->row -= (n ? n : 1) < s->row ? (n ? n : 1) : s->row;
    else if (*p == 'B')
        s->row +=
            (n ? n : 1) < LINES - 1 - s->row ? (n ? n : 1) : LINES - 1 - s->row;
    else if ((*p == 'K' || *p == 'J') && !n)
        clear_end(s, *p == 'J');
    else
        s->unknown = s->unknown || *p != 'm';
    return p;
}

static const char *escape(struct screen *s, const char *p)
{
    if (*p == '[')
        return control(s, p + 1);
    if (*p == '7') {
        s->saved_row = s->row;
        s->saved_column = s->column;
    } else if (*p == '8') {
        s->row = s->saved_row;
        s->column = s->saved_column;
    } else {
        s->unknown = true;
    }
    return p;
}

static void feed(struct screen *s, const char *p)
{
    for (; *p; p++) {
        if (*p == '\033')
            p = escape(s, p + 1);
        else if (*p == '\r')
            s->column = 0;
        else if (*p == '\n')
            line_feed(s);
        else
            show(s, *p);
    }
}

/* What happens, a letter each: d draws the next text, w wipes, p prints the
 * next text, t types it. */
static const struct {
    const char *what, *script;
    const char *texts[8];
    const char *seen;
    unsigned columns; /* of the terminal */
    unsigned row;     /* of the cursor, at the end; its column is the first */
} scenes[] = {
    {"a board is drawn", "d", {"T\na\nb\n"}, "T|a|b", 20, 0},
    {"and drawn over", "dd", {"T\na\nb\n", "T 1\n\nc\n"}, "T 1||c", 20, 0},
    {"what is shorter leaves nothing",
     "dd",
     {"Title\nlong\nb\n", "T\na\nb\n"},
     "T|a|b",
     20,
     0},
    {"nor do fewer lines", "dd", {"T\na\nb\nc\nd\n", "T\na\n"}, "T|a", 20, 0},
    {"more lines find their place",
     "dd",
     {"T\na\n", "T\na\nb\n"},
     "T|a|b",
     20,
     0},
    {"a board of one line is drawn over",
     "pddd",
     {"x\n", "a\n", "b\n", "c\n"},
     "x|c",
     20,
     1},
    {"one of none takes away what was there",
     "pdd",
     {"x\n", "T\na\n", ""},
     "x",
     20,
     1},
    {"what stands above stays",
     "pdd",
     {"x\ny\n", "T\na\n", "U\nb\n"},
     "x|y|U|b",
     20,
     2},
    {"it goes without a trace",
     "pddw",
     {"x\n", "T\na\n", "U\nb\nc\n"},
     "x",
     20,
     1},
    {"wiping twice is as good", "pdww", {"x\n", "T\na\n"}, "x", 20, 1},
    {"it makes way for lines",
     "dwpdwpd",
     {"T\na\n", "x\n", "T\nb\n", "y\n", "T\nc\n"},
     "x|y|T|c",
     20,
     2},
    {"at the bottom the terminal scrolls",
     "pdd",
     {"1\n2\n3\n4\n5\n6\n7\n", "T\na\nb\n", "U\nb\nc\n"},
     "1|2|3|4|5|6|7|U|b|c",
     20,
     5},
    {"and it makes way there, too",
     "pdwpdwpd",
     {"1\n2\n3\n4\n5\n6\n7\n", "T\na\nb\n", "8\n", "T\nb\nc\n", "9\n",
      "U\nx\ny\n"},
     "1|2|3|4|5|6|7|8|9|U|x|y",
     20,
     5},
    {"a board as high as the terminal is drawn over",
     "ddwp",
     {"1\n2\n3\n4\n5\n6\n7\n8\n", "a\nb\nc\nd\ne\nf\ng\nh\n", "x\n"},
     "x",
     20,
     1},
    {"keys that were pressed are overwritten",
     "dtd",
     {"Title\na\n", "^Cxyz ", "T\nb\n"},
     "T|b",
     20,
     0},
    {"and go with it",
     "pdtwp",
     {"x\n", "Title\na\n", "^C", "y\n"},
     "x|y",
     20,
     2},
    {"a line is cut where the terminal is narrower than thought",
     "pdd",
     {"x\n", "0123456789abc\nb\n", "0123456789abc\n0123456789\n"},
     "x|012345678|012345678",
     10,
     1},
    {"colours do not move it",
     "dd",
     {"T\n\033[32m+\033[0m a\n", "T\n\033[31mx\033[0m b\n"},
     "T|x b",
     20,
     0},
};

static void play(struct screen *s, const char *script, const char *const *text)
{
    struct board_screen board = {0};

    for (; *script; script++) {
        struct str out = {0};

        if (*script == 'd')
            board_redraw(&out, &board, *text++);
        else if (*script == 'w')
            board_wipe(&out, &board);
        else
            str_add(&out, *text++);
        feed(s, str_text(&out));
        str_clear(&out);
    }
}

static void test_scenes(void)
{
    for (size_t i = 0; i < ARRAY_LEN(scenes); i++) {
        struct screen s;
        char *got;

        start_screen(&s, scenes[i].columns);
        play(&s, scenes[i].script, scenes[i].texts);
        got = seen(&s);
        is(got, scenes[i].seen, "%s", scenes[i].what);
        ok(s.row == scenes[i].row && s.column == 0,
           "and the cursor is where it must be");
        ok(!s.no_wrap && !s.unknown && !s.blanked,
           "and the terminal wraps again, and was never cleared whole");
        free(got);
        str_clear(&s.scrolled);
    }
}

static void test_nothing(void)
{
    struct board_screen board = {0};
    struct str out = {0};

    board_wipe(&out, &board);
    ok(!out.len, "wiping what was never drawn does nothing");
    board_redraw(&out, &board, "T\n");
    board_wipe(&out, &board);
    str_clear(&out);
    board_wipe(&out, &board);
    ok(!out.len, "nor does wiping twice");
    str_clear(&out);
}

int main(void)
{
    tap_start();
    test_scenes();
    test_nothing();
    return tap_end();
}

/* A board always fits: into the lines and columns of a terminal. */
#include "../board.h"
#include "../terminal.h"
#include "tap.h"

#include <ctype.h>

#define ROUNDS 3000

/* Signs by letter: waits, goes, asks, done, failed. Rows are named a, b, ... */
static const struct {
    const char *signs;
    unsigned lines;
    const char *shown;
} overflows[] = {
    {"dgw", 24, "a b c"},
    {"dgw", 5, "a b c"},
    {"dgw", 4, "b ... and 1 done, 1 waiting"},
    {"dgw", 3, "b"},
    {"dgw", 2, "b"},
    {"dgw", 0, "b"},
    {"d", 0, "a"},
    {"", 0, ""},
    {"", 24, ""},
    {"wwwwwwww", 8, "a b c d e ... and 3 waiting"},
    {"dddddddd", 8, "d e f g h ... and 3 done"},
    {"ddddgwww", 8, "d e f g h ... and 3 done"},
    {"ddddgwww", 7, "e f g h ... and 4 done"},
    {"ddddgwww", 6, "e f g ... and 4 done, 1 waiting"},
    {"ddddgwww", 5, "e f ... and 4 done, 2 waiting"},
    {"ddddgwww", 9, "c d e f g h ... and 2 done"},
    {"ddddgwww", 10, "a b c d e f g h"},
    {"dfwgwawg", 7, "b d f h ... and 1 done, 3 waiting"},
    {"dfwgwawg", 6, "b d f ... and 1 under way, 1 done, 3 waiting"},
    {"dfwgwawg", 5, "b f ... and 2 under way, 1 done, 3 waiting"},
    {"dfwgwawg", 4, "b ... and 1 asking, 2 under way, 1 done, 3 waiting"},
    {"ffaagg", 4, "a ... and 1 failed, 2 asking, 2 under way"},
};

static char *printed(const struct board *b, const struct board_look *look)
{
    struct str out = {0};

    board_print(&out, b, look);
    return str_take(&out);
}

/* Cuts a text at its first newline; what follows that. */
static char *cut_line(char *text)
{
    char *end = strchr(text, '\n');

    *end = '\0';
    return end + 1;
}

static enum board_sign sign_of(char letter)
{
    return letter == 'w'   ? BOARD_WAITS
           : letter == 'g' ? BOARD_GOES
           : letter == 'a' ? BOARD_ASKS
           : letter == 'd' ? BOARD_DONE
                           : BOARD_FAILED;
}

/* "a b ... and 1 done": names of the lines below the title, and what counts the
 * others. */
static char *names_shown(char *text)
{
    struct str names = {0};

    for (char *line = cut_line(text), *next; *line; line = next) {
        next = cut_line(line);
        str_add(&names, names.len ? " " : "");
        if (str_starts(line, "..."))
            str_add(&names, line);
        else
            str_addn(&names, line + 2, 1);
    }
    free(text);
    return str_take(&names);
}

static void test_overflow(void)
{
    static const char names[][2] = {"a", "b", "c", "d", "e", "f", "g", "h"};

    for (size_t i = 0; i < ARRAY_LEN(overflows); i++) {
        struct board_row rows[ARRAY_LEN(names)] = {{0}};
        struct board b = {"Title", NULL, rows, strlen(overflows[i].signs),
                          0,       0};
        struct board_look look = {.columns = 60, .lines = overflows[i].lines};
        char *got;

        for (size_t k = 0; k < b.n; k++)
            rows[k] = (struct board_row){.sign = sign_of(overflows[i].signs[k]),
                                         .name = names[k]};
        got = names_shown(printed(&b, &look));
        is(got, overflows[i].shown, "\"%s\" is shown of \"%s\" in %u lines",
           overflows[i].shown, overflows[i].signs, overflows[i].lines);
        free(got);
    }
}

static void test_overflow_utf8(void)
{
    const struct board_row rows[] = {{.name = "a"}, {.name = "b"}, {0}};
    struct board b = {"Title", NULL, rows, ARRAY_LEN(rows), 0, 0};
    struct board_look look = {.columns = 60, .lines = 4, .utf8 = true};

    is_owned(printed(&b, &look),
             "Title  0 of 3 released  0:00\n· a  -\n… and 2 waiting\n",
             "what does not fit is counted in UTF-8, too");
    look.columns = 12;
    is_owned(printed(&b, &look), "0 of 3 rel…\n· a\n… and 2 wa…\n",
             "and the line that counts it is cut");
}

/* A small generator, the same everywhere: Numerical Recipes' LCG. */
static unsigned pick(uint32_t *state, unsigned below)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) % below;
}

static char *random_text(uint32_t *state)
{
    static const char *const bits[] = {
        "a",
        "word ",
        " ",
        "\n",
        "\t",
        "\r",
        "\x1b[2J",
        "\x1b]0;t\a",
        "\x7f",
        "\xff",
        "\xc3",
        "\xe2\x82",
        "\xf0\x9f\x98",
        "\xc2\x9b",
        "\xc3\xa4",
        "\xe7\x89\x88",
        "\xf0\x9f\x9a\x80",
        "u\xcc\x88",
        "\xcc\x88",
        "\xef\xb8\x8f",
        "\xe2\x80\xae",
        "\xe2\x80\x8b",
        "\xed\x95\x9c",
        "\xf0\x9f\x87\xa9",
        "%s%n",
        "\\",
        "installer-kernel",
        "\033[31m",
    };
    struct str text = {0};

    if (pick(state, 8) == 0)
        return NULL;
    for (unsigned n = pick(state, 40); n; n--)
        str_add(&text, bits[pick(state, ARRAY_LEN(bits))]);
    return str_take(&text);
}

static uint64_t random_number(uint32_t *state)
{
    uint64_t wide = (uint64_t)pick(state, 1u << 24) << 40 | pick(state, 99);

    return wide >> pick(state, 64);
}

struct world {
    struct board board;
    struct board_row rows[12];
    struct board_look look;
    char *texts[12 * 4 + 1];
};

static void make_world(struct world *w, uint32_t *state)
{
    *w = (struct world){0};
    for (size_t i = 0; i < ARRAY_LEN(w->texts); i++)
        w->texts[i] = random_text(state);
    for (size_t i = 0; i < ARRAY_LEN(w->rows); i++)
        w->rows[i] = (struct board_row){
            .sign = (enum board_sign)pick(state, BOARD_FAILED + 1),
            .name = w->texts[4 * i],
            .commit = w->texts[4 * i + 1],
            .tag = w->texts[4 * i + 2],
            .doing = w->texts[4 * i + 3],
            .there = (size_t)random_number(state),
            .expected = (size_t)random_number(state),
            .ms = random_number(state),
            .usual_ms = random_number(state)};
    w->board = (struct board){w->texts[12 * 4],
                              NULL,
                              w->rows,
                              pick(state, ARRAY_LEN(w->rows) + 1),
                              random_number(state),
                              random_number(state)};
    w->look = (struct board_look){
        pick(state, 4) ? pick(state, 210) : pick(state, 12), pick(state, 20),
        pick(state, 2), false, random_number(state) & 0xffff};
}

static void clear_world(struct world *w)
{
    for (size_t i = 0; i < ARRAY_LEN(w->texts); i++)
        free(w->texts[i]);
}

/* Is each line narrow enough, and are there few enough? */
static bool fits(const char *text, const struct world *w)
{
    size_t most = w->look.columns ? w->look.columns - 1 : 0, lines = 0, n;
    size_t rows = w->look.lines > 3 ? w->look.lines - 1 : 2;

    for (; *text; text += n + 1, lines++) {
        n = strcspn(text, "\n");
        if (text[n] != '\n' || text_width(text, n) > most)
            return false;
    }
    return lines == (rows < w->board.n + 1 ? rows : w->board.n + 1);
}

/* Is each byte one that a terminal shows, or ends a line? */
static bool is_shown(const char *text, bool utf8)
{
    struct str again = {0};

    for (const char *p = text; *p; p++)
        if (*p != '\n' && (iscntrl((unsigned char)*p) ||
                           (!utf8 && !isprint((unsigned char)*p))))
            return false;
    for (size_t n; *text; text += n + 1) {
        n = strcspn(text, "\n");
        again.len = 0;
        str_add_printable(&again, text, n);
        if (again.len != n)
            break;
    }
    str_clear(&again);
    return *text == '\0';
}

/* The text without SGR; NULL if one is not reset in its line before the next
 * begins, or is empty. */
static char *without_colours(const char *text)
{
    struct str plain = {0};
    bool on = false, right = true;

    for (; *text && right; text++) {
        if (*text != '\033') {
            right = !on || *text != '\n';
            str_addn(&plain, text, 1);
            continue;
        }
        right = str_starts(text, "\033[") && str_starts(text, "\033[0m") == on;
        on = !on;
        text += strcspn(text, "m");
        right = right && (!on || text[1] != '\033');
    }
    if (right && !on)
        return str_take(&plain);
    str_clear(&plain);
    return NULL;
}

static void test_random(void)
{
    unsigned unfit = 0, unseen = 0, uneven = 0;
    uint32_t state = 1;

    for (unsigned i = 0; i < ROUNDS; i++) {
        char *plain, *coloured, *uncoloured;
        struct world w;

        make_world(&w, &state);
        plain = printed(&w.board, &w.look);
        w.look.colours = true;
        coloured = printed(&w.board, &w.look);
        uncoloured = without_colours(coloured);
        unfit += !fits(plain, &w);
        unseen += !is_shown(plain, w.look.utf8);
        uneven += !same(plain, uncoloured);
        free(plain);
        free(coloured);
        free(uncoloured);
        clear_world(&w);
    }
    if (!ok(!unfit, "every board fits, whatever bytes it is of"))
        printf("# %u do not\n", unfit);
    if (!ok(!unseen, "none has a byte that a terminal would obey"))
        printf("# %u have\n", unseen);
    if (!ok(!uneven, "colours are reset, and change nothing else"))
        printf("# %u do\n", uneven);
}

int main(void)
{
    tap_start();
    test_overflow();
    test_overflow_utf8();
    test_random();
    return tap_end();
}

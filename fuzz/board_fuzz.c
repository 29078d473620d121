/* A line: columns, lines and how it looks, as one number. Then rows: a line for
 * sign and counts, then name, commit, tag and what it is doing. */
#include "../board.h"
#include "../terminal.h"
#include "fuzz.h"

#define ROWS 8

struct rows {
    struct board_row v[ROWS];
    char *texts[ROWS * 4];
    size_t n;
};

static void read_rows(struct rows *rows, struct input *in)
{
    for (; in->at < in->end && rows->n < ROWS; rows->n++) {
        unsigned how = input_number(in, 4000000000u);
        char **text = &rows->texts[4 * rows->n];

        for (size_t k = 0; k < 4; k++)
            text[k] = input_line(in);
        rows->v[rows->n] = (struct board_row){
            .sign = (enum board_sign)(how % (BOARD_FAILED + 1)),
            .name = text[0],
            .commit = how & 8 ? text[1] : NULL,
            .tag = how & 16 ? text[2] : NULL,
            .doing = text[3],
            .there = how >> 8 & 0xff,
            .expected = how >> 16 & 0xff,
            .ms = (uint64_t)how << (how & 31),
            .usual_ms = how & 32 ? how : 0};
    }
}

static void check_line(const char *line, size_t n,
                       const struct board_look *look)
{
    size_t most = look->columns ? look->columns - 1 : 0;

    must(text_width(line, n) <= most, "no line is wider than the terminal");
    must(is_shown(line, n), "a board is only ever shown");
    for (size_t i = 0; i < n && !look->utf8; i++)
        must((unsigned char)line[i] < 0x7f, "without UTF-8 all is ASCII");
}

static size_t check(const char *text, const struct board_look *look)
{
    size_t lines = 0, n;

    for (; *text; text += n + 1, lines++) {
        n = strcspn(text, "\n");
        must(text[n] == '\n', "each line is whole");
        check_line(text, n, look);
    }
    return lines;
}

/* Colours change nothing but colours. */
static void check_colours(const struct board *b, struct board_look look,
                          const char *plain)
{
    struct str out = {0}, bare = {0};

    look.colours = true;
    board_print(&out, b, &look);
    for (const char *p = str_text(&out); *p; p++) {
        if (*p == '\033')
            p += strcspn(p, "m");
        else
            str_addn(&bare, p, 1);
    }
    must(same_text(str_text(&bare), plain), "colours change nothing else");
    str_clear(&out);
    str_clear(&bare);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    unsigned how = input_number(&in, 4000000000u);
    char *title = input_line(&in);
    struct rows rows = {.n = 0};
    struct board b = {.title = title, .rows = rows.v, .ms = how};
    struct board_look look = {.columns = how % 210,
                              .lines = how / 210 % 12,
                              .utf8 = how & 1,
                              .frame = how};
    struct str out = {0};
    size_t lines;

    read_rows(&rows, &in);
    b.n = rows.n;
    board_print(&out, &b, &look);
    lines = check(str_text(&out), &look);
    must(lines <= (look.lines > 3 ? look.lines - 1 : 2),
         "a board is no higher than the terminal");
    check_colours(&b, look, str_text(&out));
    str_clear(&out);
    for (size_t i = 0; i < 4 * rows.n; i++)
        free(rows.texts[i]);
    free(title);
    return 0;
}

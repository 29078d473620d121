#include "board.h"

#include "terminal.h"

#include <stdlib.h>
#include <string.h>

#define COMMIT_DIGITS 9
#define TITLE_LEAST 8 /* columns of a title that is cut */
#define SIGNS (BOARD_FAILED + 1)

static const char *const spinner[] = {"⠋", "⠙", "⠹", "⠸", "⠼",
                                      "⠴", "⠦", "⠧", "⠇", "⠏"};
static const char *const spinner_ascii[] = {"|", "/", "-", "\\"};

/* Of a row, by its sign; "going" shows the spinner. */
static const struct {
    const char *utf8, *ascii, *colour; /* parameter of SGR, ECMA-48 8.3.117 */
    const char *counted;               /* "3 ..." */
} signs[SIGNS] = {
    [BOARD_WAITS] = {"·", ".", "2", "waiting"},
    [BOARD_GOES] = {NULL, NULL, "36", "under way"},
    [BOARD_ASKS] = {"!", "!", "33", "asking"},
    [BOARD_DONE] = {"✓", "+", "32", "done"},
    [BOARD_FAILED] = {"✗", "x", "31", "failed"},
};

enum column { NAME, COMMIT, TAG, ASSETS, TIME, USUAL, DOING, COLUMNS };

static const struct {
    unsigned from;  /* shown from so many columns of the terminal on */
    unsigned gap;   /* blanks before it */
    unsigned least; /* columns, where there is any text */
    unsigned share; /* takes at most one part of so many; 0: all it needs */
    bool right;     /* aligned */
} columns[COLUMNS] = {
    [NAME] = {.gap = 1, .share = 3},
    [COMMIT] = {.from = 80, .gap = 2},
    [TAG] = {.from = 120, .gap = 2, .share = 6},
    [ASSETS] = {.from = 40, .gap = 2, .right = true},
    /* wide enough for "12:05" from the start, so that nothing moves then */
    [TIME] = {.from = 30, .gap = 2, .least = 5, .right = true},
    [USUAL] = {.from = 80, .gap = 1, .right = true},
    [DOING] = {.gap = 2},
};

/* The texts of a row. */
struct cells {
    struct str text[COLUMNS];
};

/* Where each column begins, and how wide it is; 0: not shown. */
struct layout {
    unsigned at[COLUMNS], width[COLUMNS];
};

/* A line that grows from left to right, and stays below `end`. */
struct line {
    struct str *out;
    const struct board_look *look;
    unsigned at, end;
};

/* U+FE0E and U+FE0F are dropped: terminals do not agree on the width of the
 * character before one. */
static void add_clean(struct str *out, const char *text, bool utf8)
{
    struct str shown = {0};
    size_t len;

    str_add_printable(&shown, text ? text : "", text ? strlen(text) : 0);
    for (const char *p = str_text(&shown); *p; p += len) {
        len = 1;
        while (((unsigned char)p[len] & 0xc0) == 0x80)
            len++;
        if (str_starts(p, "\xef\xb8\x8e") || str_starts(p, "\xef\xb8\x8f"))
            continue;
        if (len == 1 || utf8)
            str_addn(out, p, len);
        else
            str_add(out, "?");
    }
    str_clear(&shown);
}

/* "0:45", "12:05", "1:02:05" */
static void add_time(struct str *out, uint64_t ms)
{
    unsigned long long s = ms / 1000;

    if (s < 3600)
        str_addf(out, "%llu:%02llu", s / 60, s % 60);
    else
        str_addf(out, "%llu:%02llu:%02llu", s / 3600, s / 60 % 60, s % 60);
}

static unsigned width_of(const struct str *text)
{
    return (unsigned)text_width(str_text(text), text->len);
}

/* As much as fits into `room`, and dots where something is missing. */
static void add_cut(struct str *out, const char *text, unsigned room, bool utf8)
{
    const char *dots = utf8 ? "…" : "...";
    unsigned wide = utf8 ? 1 : 3;
    size_t n = strlen(text);

    if (text_width(text, n) <= room) {
        str_add(out, text);
        return;
    }
    if (room < wide) {
        dots = "";
        wide = 0;
    }
    n = text_fit(text, room - wide);
    while (n && text[n - 1] == ' ')
        n--;
    str_addn(out, text, n);
    str_add(out, dots);
}

static void begin_line(struct line *line, struct str *out,
                       const struct board_look *look)
{
    *line = (struct line){.out = out, .look = look};
    line->end = look->columns ? look->columns - 1 : 0;
}

/* Puts text at a column, cut to `room`; where nothing of it fits, no blanks
 * either. `colour` may be NULL. */
static void put(struct line *line, unsigned at, const char *text, unsigned room,
                const char *colour)
{
    struct str cut = {0};

    if (at >= line->end)
        return;
    room = room < line->end - at ? room : line->end - at;
    add_cut(&cut, text, room, line->look->utf8);
    if (!line->look->colours)
        colour = NULL;
    if (cut.len) {
        str_addf(line->out, "%*s", (int)(at - line->at), "");
        if (colour)
            str_addf(line->out, "\033[%sm", colour);
        str_addn(line->out, cut.s, cut.len);
        if (colour)
            str_add(line->out, "\033[0m");
        line->at = at + width_of(&cut);
    }
    str_clear(&cut);
}

static void fill_cells(struct cells *cells, const struct board_row *row,
                       bool utf8)
{
    struct str *text = cells->text;
    const char *id = row->commit ? row->commit : "";
    char *commit = str_dupn(id, strnlen(id, COMMIT_DIGITS));

    add_clean(&text[NAME], row->name, utf8);
    add_clean(&text[COMMIT], commit, utf8);
    add_clean(&text[TAG], row->tag, utf8);
    if (row->expected)
        str_addf(&text[ASSETS], "%zu/%zu", row->there, row->expected);
    else
        str_add(&text[ASSETS], "-");
    if (row->ms || row->sign != BOARD_WAITS)
        add_time(&text[TIME], row->ms);
    if (row->usual_ms) {
        str_add(&text[USUAL], "~");
        add_time(&text[USUAL], row->usual_ms);
    }
    add_clean(&text[DOING], row->doing, utf8);
    free(commit);
}

static unsigned column_width(const struct cells *cells, size_t n, enum column c,
                             const struct board_look *look)
{
    unsigned width = 0, most = look->columns;

    if (look->columns < columns[c].from)
        return 0;
    for (size_t i = 0; i < n; i++)
        if (width_of(&cells[i].text[c]) > width)
            width = width_of(&cells[i].text[c]);
    if (width && width < columns[c].least)
        width = columns[c].least;
    if (columns[c].share)
        most /= columns[c].share;
    return width < most ? width : most;
}

/* By all rows, shown or not, so that columns stand still. */
static void lay_out(struct layout *layout, const struct cells *cells, size_t n,
                    const struct board_look *look)
{
    unsigned at = 1; /* after the sign */

    for (enum column c = 0; c < COLUMNS; c++) {
        layout->width[c] = column_width(cells, n, c, look);
        if (!layout->width[c])
            continue;
        layout->at[c] = at + columns[c].gap;
        at = layout->at[c] + layout->width[c];
    }
}

static const char *sign_text(enum board_sign sign,
                             const struct board_look *look)
{
    if (sign != BOARD_GOES)
        return look->utf8 ? signs[sign].utf8 : signs[sign].ascii;
    return look->utf8 ? spinner[look->frame % ARRAY_LEN(spinner)]
                      : spinner_ascii[look->frame % ARRAY_LEN(spinner_ascii)];
}

static void add_row(struct str *out, const struct layout *layout,
                    enum board_sign sign, const struct cells *cells,
                    const struct board_look *look)
{
    const char *colour = signs[sign].colour;
    bool is_alarm = sign == BOARD_FAILED || sign == BOARD_ASKS;
    struct line line;

    begin_line(&line, out, look);
    put(&line, 0, sign_text(sign, look), 1, colour);
    for (enum column c = 0; c < COLUMNS; c++) {
        const struct str *text = &cells->text[c];
        unsigned room = layout->width[c], at = layout->at[c];

        if (!room)
            continue;
        if (columns[c].right && width_of(text) < room)
            at += room - width_of(text);
        put(&line, at, str_text(text), room,
            c == DOING && is_alarm ? colour : NULL);
    }
    str_add(out, "\n");
}

/* "  2 of 4 released  1:05" */
static void add_progress(struct str *out, const struct board *b)
{
    size_t done = 0;

    for (size_t i = 0; i < b->n; i++)
        done += b->rows[i].sign == BOARD_DONE;
    str_addf(out, "  %zu of %zu %s  ", done, b->n,
             b->done ? b->done : "released");
    add_time(out, b->ms);
}

/* "Release v1.2.3 of Truthdb  2 of 4 released  1:05  usually 12:00"; where that
 * is too wide, the usual time goes first, then the title's end, then all of
 * it. */
static void add_title(struct str *out, const struct board *b,
                      const struct board_look *look)
{
    struct str title = {0}, tail = {0}, usual = {0};
    struct line line;
    unsigned room;

    begin_line(&line, out, look);
    add_clean(&title, b->title, look->utf8);
    add_progress(&tail, b);
    str_add(&usual, "  usually ");
    add_time(&usual, b->usual_ms);
    room = line.end > width_of(&tail) ? line.end - width_of(&tail) : 0;
    if (b->usual_ms && width_of(&title) + width_of(&usual) <= room)
        str_add(&tail, str_text(&usual));
    if (width_of(&title) <= room || room >= TITLE_LEAST)
        put(&line, 0, str_text(&title), room, NULL);
    put(&line, line.at, str_text(&tail) + (line.at ? 0 : 2), line.end, NULL);
    str_add(out, "\n");
    str_clear(&title);
    str_clear(&tail);
    str_clear(&usual);
}

/* Marks the rows of a sign that are shown, while there is room. */
static void show(bool *shown, const struct board *b, enum board_sign sign,
                 size_t *room)
{
    for (size_t i = 0; i < b->n && *room; i++) {
        /* of those that are done, the last */
        size_t at = sign == BOARD_DONE ? b->n - 1 - i : i;

        if (b->rows[at].sign != sign)
            continue;
        shown[at] = true;
        --*room;
    }
}

/* "… and 12 done, 80 waiting" */
static void add_hidden(struct str *out, const bool *shown,
                       const struct board *b, const struct board_look *look)
{
    static const enum board_sign order[] = {
        BOARD_FAILED, BOARD_ASKS, BOARD_GOES, BOARD_DONE, BOARD_WAITS};
    size_t hidden[SIGNS] = {0};
    struct str text = {0};
    struct line line;

    for (size_t i = 0; i < b->n; i++)
        hidden[b->rows[i].sign] += !shown[i];
    for (size_t k = 0; k < ARRAY_LEN(order); k++)
        if (hidden[order[k]])
            str_addf(&text, "%s %zu %s", text.len ? "," : " and",
                     hidden[order[k]], signs[order[k]].counted);
    begin_line(&line, out, look);
    put(&line, 0, look->utf8 ? "…" : "...", line.end, NULL);
    put(&line, line.at, str_text(&text), line.end, NULL);
    str_add(out, "\n");
    str_clear(&text);
}

/* Which rows are shown; false: not all. */
static bool choose(bool *shown, const struct board *b, size_t lines)
{
    static const enum board_sign order[] = {
        BOARD_FAILED, BOARD_ASKS, BOARD_GOES, BOARD_WAITS, BOARD_DONE};
    size_t room = lines - 1;

    if (b->n > room && room > 1)
        room--; /* for the line that counts the others */
    for (size_t k = 0; k < ARRAY_LEN(order); k++)
        show(shown, b, order[k], &room);
    return b->n <= lines - 1;
}

void board_print(struct str *out, const struct board *b,
                 const struct board_look *look)
{
    struct cells *cells = mem_zero(b->n, sizeof(*cells));
    bool *shown = mem_zero(b->n, sizeof(*shown));
    size_t lines = look->lines > 3 ? look->lines - 1 : 2;
    bool all = choose(shown, b, lines);
    struct layout layout = {0};

    for (size_t i = 0; i < b->n; i++)
        fill_cells(&cells[i], &b->rows[i], look->utf8);
    lay_out(&layout, cells, b->n, look);
    add_title(out, b, look);
    for (size_t i = 0; i < b->n; i++)
        if (shown[i])
            add_row(out, &layout, b->rows[i].sign, &cells[i], look);
    if (!all && lines > 2)
        add_hidden(out, shown, b, look);
    for (size_t i = 0; i < b->n; i++)
        for (enum column c = 0; c < COLUMNS; c++)
            str_clear(&cells[i].text[c]);
    free(cells);
    free(shown);
}

/* DECAWM: a line is cut, not wrapped, where the terminal is narrower than it
 * says; tmux is, for a quarter of a second after it has become so. */
#define WRAP_OFF "\033[?7l"
#define WRAP_ON "\033[?7h"
#define CLEAR_ROW "\033[K"   /* EL: to its end */
#define CLEAR_BELOW "\033[J" /* ED: and what is left of the row */

void board_redraw(struct str *out, struct board_screen *s, const char *text)
{
    size_t up = 0, n;

    str_add(out, "\r" WRAP_OFF);
    for (; *text; text += n + (text[n] == '\n')) {
        if (up++)
            str_add(out, CLEAR_ROW "\n");
        n = strcspn(text, "\n");
        str_addn(out, text, n);
    }
    str_add(out, CLEAR_BELOW WRAP_ON "\r");
    if (up > 1)
        str_addf(out, "\033[%zuA", up - 1);
    s->drawn = true;
}

/* From the second row on, and back by DECSC and DECRC: where all of a screen is
 * cleared by one ED, tmux keeps it in the history. */
void board_wipe(struct str *out, struct board_screen *s)
{
    if (s->drawn)
        str_add(out, "\r" CLEAR_ROW "\0337\033[B" CLEAR_BELOW "\0338");
    s->drawn = false;
}

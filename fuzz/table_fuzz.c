/* A line: how many columns. Then cells, one a line. */
#include "../table.h"
#include "../terminal.h"
#include "fuzz.h"

#define COLUMNS 5

static void check(const struct str *out, size_t rows)
{
    const char *at = str_text(out);
    size_t n, lines = 0;

    for (; *at; at += n + 1, lines++) {
        n = strcspn(at, "\n");
        must(at[n] == '\n', "each line is whole");
        must(is_shown(at, n), "a table is only ever shown");
    }
    must((size_t)(at - str_text(out)) == out->len, "it holds no NUL");
    must(lines == rows, "each row is a line");
}

/* Where the last column begins is the same in all rows. */
static void check_columns(const struct table *t, const struct str *out)
{
    const char *at = str_text(out);
    size_t begins = 0;

    for (size_t row = 0; row < t->cells.n / t->columns; row++) {
        const char *last = t->cells.v[(row + 1) * t->columns - 1];
        size_t n = strcspn(at, "\n"), width = text_width(at, n);

        must(width >= text_width(last, strlen(last)), "a cell is whole");
        width -= text_width(last, strlen(last));
        must(row == 0 || width == begins, "columns are straight");
        begins = width;
        at += n + 1;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const heads[] = {"A", "B", "C", "D", "E", NULL};
    struct input in = input_of(data, size);
    size_t columns = 1 + input_number(&in, COLUMNS);
    struct table t = {0};
    struct str out = {0};

    table_begin(&t, heads + COLUMNS - columns);
    while (in.at < in.end || t.cells.n % columns)
        table_take(&t, input_line(&in));
    table_print(&t, &out);
    check(&out, t.cells.n / columns);
    check_columns(&t, &out);
    str_clear(&out);
    table_clear(&t);
    return 0;
}

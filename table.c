#include "table.h"

#include "terminal.h"

#include <stdlib.h>
#include <string.h>

void table_begin(struct table *t, const char *const *heads)
{
    for (t->columns = 0; heads[t->columns]; t->columns++)
        table_add(t, heads[t->columns]);
}

void table_add(struct table *t, const char *text)
{
    struct str shown = {0};

    str_add_printable(&shown, text, strlen(text));
    argv_push(&t->cells, str_text(&shown));
    str_clear(&shown);
}

void table_take(struct table *t, char *text)
{
    table_add(t, text);
    free(text);
}

static size_t width_of(const struct table *t, size_t column)
{
    size_t widest = 0;

    for (size_t i = column; i < t->cells.n; i += t->columns) {
        size_t w = text_width(t->cells.v[i], strlen(t->cells.v[i]));

        widest = w > widest ? w : widest;
    }
    return widest;
}

void table_print(const struct table *t, struct str *out)
{
    size_t *widths = mem_zero(t->columns, sizeof(*widths));

    for (size_t c = 0; c < t->columns; c++)
        widths[c] = width_of(t, c);
    for (size_t i = 0; t->columns && i < t->cells.n; i++) {
        const char *cell = t->cells.v[i];
        size_t c = i % t->columns, w = text_width(cell, strlen(cell));

        str_add(out, cell);
        if (c + 1 == t->columns)
            str_add(out, "\n");
        else
            str_addf(out, "%*s", (int)(widths[c] - w + 2), "");
    }
    free(widths);
}

void table_clear(struct table *t)
{
    argv_clear(&t->cells);
    *t = (struct table){0};
}

/*
 * The terminal that a stream goes to: what it can do, how large it is, and how
 * many of its columns a text takes.
 */
#ifndef TERMINAL_H
#define TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct terminal {
    bool is_terminal;
    bool redraws; /* it is one, and TERM is set, not empty and not "dumb" */
    bool colours; /* it redraws, and NO_COLOR (https://no-color.org) is unset or
                     empty */
    bool utf8; /* LC_ALL, else LC_CTYPE, else LANG, names UTF-8; told of files
                  and pipes, too */
};

/* Looks at the environment as a person set it: to be called before anything
 * sets LC_ALL for child processes. */
void terminal_init(struct terminal *t, FILE *to);

struct size {
    unsigned columns, lines;
};

/* How large it is now; ask at each drawing, and no signal need tell when it
 * changes. Each of both, where the terminal does not say: $COLUMNS and $LINES,
 * else 80 and 24. Never 0, never above 10000. */
struct size terminal_size(FILE *to);

/* Columns that UTF-8 takes, by Unicode's East Asian Width: wide characters and
 * emoji 2, combining marks 0. wcwidth() cannot tell, as the locale is C. A
 * control character, and a byte that is not UTF-8, counts 1; pass printable
 * text. What terminals do not agree on (U+FE0F, flags, new emoji) may be off.
 */
size_t text_width(const char *utf8, size_t n);
/* Bytes of the longest beginning that fits into so many columns: whole
 * characters only, each with its marks. */
size_t text_fit(const char *utf8, unsigned columns);

#endif

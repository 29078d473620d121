/*
 * A table for people: columns as wide as what is in them, two blanks between.
 * What is in it is made printable.
 */
#ifndef TABLE_H
#define TABLE_H

#include "str.h"

struct table {
    size_t columns;
    struct argv cells; /* row after row, the first are the heads */
};

/* `heads` ends in NULL. */
void table_begin(struct table *t, const char *const *heads);
/* The next cell; table_take() frees the text. */
void table_add(struct table *t, const char *text);
void table_take(struct table *t, char *text);
void table_print(const struct table *t, struct str *out);
void table_clear(struct table *t);

#endif

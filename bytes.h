/*
 * Text from outside, taken apart piece by piece.
 */
#ifndef BYTES_H
#define BYTES_H

#include "str.h"

#include <stdbool.h>

/* What is left of it; the text must outlive it. */
struct bytes {
    const char *at, *end;
};
struct bytes bytes_of(const struct str *str);
/* A copy of what comes before the next `stop`, or of all that is left, owned by
 * the caller; goes on after that. NULL once nothing is left. Ends at a NUL even
 * if that is not `stop`. */
char *bytes_field(struct bytes *b, char stop);
/* The same of a line, which may hold NUL; false once nothing is left. */
bool bytes_line(struct bytes *b, struct bytes *line);

#endif

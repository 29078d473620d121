#include "spelling.h"

#include "str.h"

#include <string.h>

#define NEAR 2 /* so many letters wrong, and it is still what was meant */

static unsigned min3(unsigned a, unsigned b, unsigned c)
{
    unsigned ab = a < b ? a : b;

    return ab < c ? ab : c;
}

/* Letters to add, drop or change (Levenshtein), for words up to 63 long. */
static unsigned distance(const char *a, const char *b)
{
    unsigned row[64];
    size_t n = strlen(b);

    if (n >= ARRAY_LEN(row))
        return ARRAY_LEN(row);
    for (size_t k = 0; k <= n; k++)
        row[k] = (unsigned)k;
    for (; *a; a++) {
        unsigned diagonal = row[0]++;

        for (size_t k = 1; k <= n; k++) {
            unsigned up = row[k];

            row[k] = min3(up + 1, row[k - 1] + 1, diagonal + (*a != b[k - 1]));
            diagonal = up;
        }
    }
    return row[n];
}

bool spelling_near(const char *typed, const char *word)
{
    return strcmp(typed, word) == 0 || distance(typed, word) <= NEAR;
}

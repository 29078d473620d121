/* Changes to a text at random, for tests that try many. */
#ifndef MUTATE_H
#define MUTATE_H

#include "../str.h"

#include <stdint.h>
#include <stdlib.h>

/* xorshift64*: the same everywhere. */
static uint64_t mutate_next(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 0x2545f4914f6cdd1dU;
}

static size_t mutate_below(uint64_t *state, size_t n)
{
    return n ? (size_t)((mutate_next(state) >> 16) % n) : 0;
}

/* Puts bytes in place of some. */
static void mutate_replace(struct str *s, size_t at, size_t n,
                           const char *bytes, size_t len)
{
    struct str out = {0};

    str_addn(&out, str_text(s), at);
    str_addn(&out, bytes, len);
    str_addn(&out, str_text(s) + at + n, s->len - at - n);
    str_clear(s);
    *s = out;
}

/* Puts a piece of it, of at most `most` bytes, somewhere else. */
static void mutate_repeat(struct str *s, uint64_t *state, size_t most)
{
    size_t from = mutate_below(state, s->len + 1);
    size_t n = mutate_below(state, s->len - from + 1);
    char *slice;

    n = n > most ? most : n;
    slice = str_dupn(str_text(s) + from, n);
    mutate_replace(s, mutate_below(state, s->len + 1), 0, slice, n);
    free(slice);
}

#endif

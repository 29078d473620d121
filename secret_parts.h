/* The parts of masking, by what they look for; for secret*.c alone. */
#ifndef SECRET_PARTS_H
#define SECRET_PARTS_H

#include "secret.h"

#include <stdbool.h>

/* Of base64 and of most tokens, in the order of base64's. */
#define SECRET_DIGITS                                                          \
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"                                               \
    "abcdefghijklmnopqrstuvwxyz"                                               \
    "0123456789"

/* secret_text.c: a place in a text. An empty one stands for nothing found. */
struct span {
    size_t from, to;
};
/* A text, or what it decodes to. */
struct text {
    const char *s;
    size_t n;
    const size_t *origin; /* of each byte and the end; NULL: the text itself */
    char *hidden;         /* per byte of the origin: is it part of a secret? */
};
/* Never of NUL. */
bool byte_is_in(char c, const char *set);
/* The end of the bytes from `i` on that are in a set; */
size_t text_skip(const struct text *t, size_t i, const char *set);
/* that are not in it, nor NUL. */
size_t text_until(const struct text *t, size_t i, const char *set);
/* Where `word` is at `from` or after it; t->n: nowhere. */
size_t text_find(const struct text *t, size_t from, const char *word);
void text_hide(const struct text *t, struct span span);

/* secret_base64.c: adds what a secret is in base64, for each of the places
 * that it may begin at: the digits that hold bits of it alone. */
void base64_add(struct argv *all, const char *secret);
/* Hides them, with all the base64 around them. */
void base64_hide(const struct text *t, const struct argv *all);

/* secret_rules.c: hides what is secret by its shape, or by what comes before
 * it. */
void rules_hide(const struct text *t);

#endif

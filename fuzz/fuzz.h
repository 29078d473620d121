/*
 * What the targets share. A target is one file, NAME_fuzz.c: it gives bytes to
 * what reads them in the program, and says by must() what holds of the outcome
 * whatever the bytes are. README.md lists them.
 *
 * An input is text that a person can read and write: lines first, where a
 * target needs several things, then the bytes for the reader.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include "../str.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What libFuzzer, or replay.c, calls for each input. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program where `what` does not hold. */
static inline void must(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "DOES NOT HOLD: %s\n", what);
    abort();
}

/* What is left of an input. */
struct input {
    const char *at, *end;
};

static inline struct input input_of(const uint8_t *data, size_t size)
{
    const char *at = size ? (const char *)data : "";

    return (struct input){at, at + size};
}

/* A copy of the next line, up to its first NUL; owned by the caller. */
static inline char *input_line(struct input *in)
{
    size_t left = (size_t)(in->end - in->at), n;
    const char *end = memchr(in->at, '\n', left);
    char *line;

    n = end ? (size_t)(end - in->at) : left;
    line = str_dupn(in->at, strnlen(in->at, n));
    in->at += n + (end != NULL);
    return line;
}

/* The next line as a number below `most`, whatever it is. */
static inline unsigned input_number(struct input *in, unsigned most)
{
    char *line = input_line(in);
    unsigned long n = strtoul(line, NULL, 10);

    free(line);
    return (unsigned)(n % most);
}

/* A copy of the rest up to its first NUL; owned by the caller. */
static inline char *input_text(const struct input *in)
{
    return str_dupn(in->at, strnlen(in->at, (size_t)(in->end - in->at)));
}

/* A copy of the rest without a NUL after it, so that reading past its end is
 * seen; owned by the caller. */
static inline char *input_bytes(const struct input *in, size_t *n)
{
    char *copy;

    *n = (size_t)(in->end - in->at);
    copy = mem_grow(NULL, *n, 1);
    if (*n)
        memcpy(copy, in->at, *n);
    return copy;
}

static inline struct str input_str(const struct input *in)
{
    struct str str = {0};

    str_addn(&str, in->at, (size_t)(in->end - in->at));
    return str;
}

static inline bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* Where n bytes are among `size`; NULL: nowhere. */
static inline const char *find_bytes(const char *text, size_t size,
                                     const char *what, size_t n)
{
    for (size_t i = 0; i + n <= size; i++)
        if (memcmp(text + i, what, n) == 0)
            return text + i;
    return NULL;
}

static inline bool has_control(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            return true;
    return false;
}

/* Only what can be seen of ASCII, no blank either. */
static inline bool is_graphic(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text <= 0x20 || (unsigned char)*text >= 0x7f)
            return false;
    return true;
}

/* 64 digits in lower case. */
static inline bool is_sha256(const char *hex)
{
    return strlen(hex) == 64 && strspn(hex, "0123456789abcdef") == 64;
}

/* Does a terminal only show these bytes? Judged by Unicode's table 3-7, so not
 * as str.c does it: no control characters (C1 too), nothing that is not UTF-8,
 * no line separator, and no mark that reorders text. */
static inline bool is_shown(const char *text, size_t n)
{
    const unsigned char *s = (const unsigned char *)text, *end = s + n;

    while (s < end) {
        size_t len = *s < 0x80 ? 1 : *s < 0xe0 ? 2 : *s < 0xf0 ? 3 : 4;
        unsigned lo = 0x80, hi = 0xbf;

        if (*s < 0x20 || *s == 0x7f || (*s > 0x7f && *s < 0xc2) || *s > 0xf4 ||
            len > (size_t)(end - s))
            return false;
        lo = *s == 0xe0 ? 0xa0 : *s == 0xf0 ? 0x90 : *s == 0xc2 ? 0xa0 : lo;
        hi = *s == 0xed ? 0x9f : *s == 0xf4 ? 0x8f : hi;
        if (len > 1 && (s[1] < lo || s[1] > hi))
            return false;
        for (size_t i = 2; i < len; i++)
            if ((s[i] & 0xc0) != 0x80)
                return false;
        if (len == 3 && s[0] == 0xe2 && s[1] == 0x80 && s[2] >= 0xa8 &&
            s[2] <= 0xae)
            return false;
        if (len == 3 && s[0] == 0xe2 && s[1] == 0x81 && s[2] >= 0xa6 &&
            s[2] <= 0xa9)
            return false;
        s += len;
    }
    return true;
}

#endif

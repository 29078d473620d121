/*
 * Test Anything Protocol for the tests in C: tap_start() first, then each
 * ok() is one test, and tap_end() prints the plan and gives the exit status.
 */
#ifndef TAP_H
#define TAP_H

#include "../str.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A string literal as bytes and their number; it may hold NUL. */
#define BYTES(literal) (literal), (sizeof(literal) - 1)

/* Calls test(i) for each line of a table. */
#define EACH(test, table)                                                      \
    for (size_t each = 0; each < ARRAY_LEN(table); each++)                     \
    test(each)

/* A test that takes longer than this hangs: SIGALRM ends the program. */
#define TAP_SECS 60

static unsigned tap_run, tap_failed;

static inline void tap_start(void)
{
    alarm(TAP_SECS);
}

/* Tests quote hostile bytes in their titles, and '#' would begin a directive
 * of TAP: both are shown escaped. */
static inline void tap_title(const char *fmt, va_list ap) PRINTF_LIKE(1, 0);

static inline void tap_title(const char *fmt, va_list ap)
{
    struct str shown = {0};
    char *title = str_vfmt(fmt, ap);

    str_add_printable(&shown, title, strlen(title));
    for (const char *p = str_text(&shown); *p; p++)
        printf(*p == '#' ? "\\%c" : "%c", *p);
    printf("\n");
    str_clear(&shown);
    free(title);
}

static inline bool ok(bool cond, const char *fmt, ...) PRINTF_LIKE(2, 3);

static inline bool ok(bool cond, const char *fmt, ...)
{
    va_list ap;

    alarm(TAP_SECS);
    tap_failed += !cond;
    printf("%sok %u - ", cond ? "" : "not ", ++tap_run);
    va_start(ap, fmt);
    tap_title(fmt, ap);
    va_end(ap);
    fflush(stdout);
    return cond;
}

/* What came out, below a test that failed. */
static inline void tap_note(const char *what, const char *text)
{
    struct str shown = {0};

    str_add_printable(&shown, text ? text : "NULL", text ? strlen(text) : 4);
    printf("# %s: %s\n", what, str_text(&shown));
    str_clear(&shown);
}

/* Are both the same text, or both NULL? */
static inline bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* One test: `got` is `want`. */
static inline void is(const char *got, const char *want, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

static inline void is(const char *got, const char *want, const char *fmt, ...)
{
    va_list ap;
    char *title;

    va_start(ap, fmt);
    title = str_vfmt(fmt, ap);
    va_end(ap);
    if (!ok(same(got, want), "%s", title)) {
        tap_note(" got", got);
        tap_note("want", want);
    }
    free(title);
}

/* The same as is(), and frees `got`. */
static inline void is_owned(char *got, const char *want, const char *title)
{
    is(got, want, "%s", title);
    free(got);
}

static inline struct str bytes_str(const char *bytes, size_t n)
{
    struct str str = {0};

    str_addn(&str, bytes, n);
    return str;
}

/* A copy without a NUL after it, so that reading past its end is seen. */
static inline char *exact(const char *bytes, size_t n)
{
    char *copy = mem_grow(NULL, n, 1);

    if (n)
        memcpy(copy, bytes, n);
    return copy;
}

static inline int tap_end(void)
{
    printf("1..%u\n", tap_run);
    return tap_failed || fflush(stdout) || ferror(stdout);
}

#endif

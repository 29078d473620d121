/*
 * Growing strings and argument vectors.
 *
 * All-zero is valid and empty. *_clear() frees, returns to all-zero and may
 * be called twice. Running out of memory ends the program (abort), so
 * nothing here returns an error.
 */
#ifndef STR_H
#define STR_H

#include <stdarg.h>
#include <stddef.h>

#if defined(__GNUC__)
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#define MUST_CHECK __attribute__((warn_unused_result))
#else
#define PRINTF_LIKE(fmt, args)
#define MUST_CHECK
#endif

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

/* Memory, zeroed; freed with free(). */
void *mem_zero(size_t count, size_t size);
void *mem_grow(void *old, size_t count, size_t size);

/* Copies, owned by the caller. */
char *str_dup(const char *s);
char *str_dupn(const char *s, size_t n);
char *str_fmt(const char *fmt, ...) PRINTF_LIKE(1, 2);
char *str_vfmt(const char *fmt, va_list ap) PRINTF_LIKE(1, 0);

/* `s` is NULL while empty, and ends in NUL otherwise; may hold NUL bytes. */
struct str {
    char *s;
    size_t len, cap;
};

/* The text, "" while empty; lives until the next change of `str`. */
const char *str_text(const struct str *str);
void str_add(struct str *str, const char *text);
void str_addn(struct str *str, const char *bytes, size_t n);
void str_addf(struct str *str, const char *fmt, ...) PRINTF_LIKE(2, 3);
void str_addvf(struct str *str, const char *fmt, va_list ap) PRINTF_LIKE(2, 0);
/* Hands the text (never NULL) to the caller and leaves `str` empty. */
char *str_take(struct str *str);
void str_clear(struct str *str);

/* Adds bytes from outside so that a terminal only ever shows them: control
 * characters, bytes that are not UTF-8, and characters that reorder or hide
 * text appear as \xNN, \n, \t. */
void str_add_printable(struct str *str, const char *bytes, size_t n);
/* Adds one word so that a POSIX shell reads exactly that word. */
void str_add_shell(struct str *str, const char *word);
char *str_shell(const char *word);

/* As many of `most` bytes as cut no character of UTF-8 in two. */
size_t str_fit(const char *s, size_t most);
/* The same as a text of its own, with "..." after what was cut; owned by the
 * caller. */
char *str_clip(const char *s, size_t most);

int str_starts(const char *s, const char *prefix);
int str_ends(const char *s, const char *suffix);

/* An owned copy of each word; `v` is NULL-terminated, or NULL while empty. */
struct argv {
    char **v;
    size_t n, cap;
};

void argv_push(struct argv *argv, const char *word);
void argv_pushf(struct argv *argv, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Pushes words up to a NULL. */
void argv_pushl(struct argv *argv, ...);
void argv_clear(struct argv *argv);

#endif

#include "str.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *mem_zero(size_t count, size_t size)
{
    void *p = calloc(count ? count : 1, size ? size : 1);

    if (!p)
        abort();
    return p;
}

void *mem_grow(void *old, size_t count, size_t size)
{
    void *p;

    if (size && count > SIZE_MAX / size)
        abort();
    p = realloc(old, count && size ? count * size : 1);
    if (!p)
        abort();
    return p;
}

char *str_dupn(const char *s, size_t n)
{
    char *copy = mem_grow(NULL, n + 1, 1);

    if (n)
        memcpy(copy, s, n);
    copy[n] = '\0';
    return copy;
}

char *str_dup(const char *s)
{
    return str_dupn(s, strlen(s));
}

char *str_vfmt(const char *fmt, va_list ap)
{
    struct str str = {0};

    str_addvf(&str, fmt, ap);
    return str_take(&str);
}

char *str_fmt(const char *fmt, ...)
{
    va_list ap;
    char *s;

    va_start(ap, fmt);
    s = str_vfmt(fmt, ap);
    va_end(ap);
    return s;
}

const char *str_text(const struct str *str)
{
    return str->s ? str->s : "";
}

static void str_reserve(struct str *str, size_t more)
{
    size_t need = str->len + more + 1;

    if (need <= str->cap)
        return;
    str->cap = need < 2 * str->cap ? 2 * str->cap : need;
    str->s = mem_grow(str->s, str->cap, 1);
}

void str_addn(struct str *str, const char *bytes, size_t n)
{
    str_reserve(str, n);
    if (n)
        memcpy(str->s + str->len, bytes, n);
    str->len += n;
    str->s[str->len] = '\0';
}

void str_add(struct str *str, const char *text)
{
    str_addn(str, text, strlen(text));
}

void str_addvf(struct str *str, const char *fmt, va_list ap)
{
    va_list again;
    int n;

    va_copy(again, ap);
    n = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    if (n < 0)
        abort();
    str_reserve(str, (size_t)n);
    vsnprintf(str->s + str->len, (size_t)n + 1, fmt, ap);
    str->len += (size_t)n;
}

void str_addf(struct str *str, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    str_addvf(str, fmt, ap);
    va_end(ap);
}

char *str_take(struct str *str)
{
    char *s = str->s ? str->s : str_dup("");

    str->s = NULL;
    str_clear(str);
    return s;
}

void str_clear(struct str *str)
{
    free(str->s);
    *str = (struct str){0};
}

/* Length of the UTF-8 character at `s`, and its code point; 0 if it is none
 * (RFC 3629: no overlong forms, no surrogates, nothing past U+10FFFF). */
static size_t utf8_char(const unsigned char *s, size_t n, uint32_t *cp)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t len = s[0] < 0x80   ? 1
                 : s[0] < 0xc2 ? 0
                 : s[0] < 0xe0 ? 2
                 : s[0] < 0xf0 ? 3
                 : s[0] < 0xf5 ? 4
                               : 0;

    if (!len || len > n)
        return 0;
    *cp = len == 1 ? s[0] : s[0] & (0xffu >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
        *cp = *cp << 6 | (s[i] & 0x3f);
    }
    if (*cp < least[len] || (*cp >= 0xd800 && *cp < 0xe000) || *cp > 0x10ffff)
        return 0;
    return len;
}

/* Control characters, line separators, and marks that reorder or hide. */
static int is_unseen(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0xad ||
           cp == 0x61c || cp == 0x180e || (cp >= 0xfff9 && cp <= 0xfffb) ||
           (cp >= 0x200b && cp <= 0x200f) || (cp >= 0x2028 && cp <= 0x202e) ||
           (cp >= 0x2060 && cp <= 0x206f) || cp == 0xfeff ||
           (cp >= 0xe0000 && cp <= 0xe0fff);
}

static void add_escaped(struct str *str, const unsigned char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (bytes[i] == '\n')
            str_add(str, "\\n");
        else if (bytes[i] == '\t')
            str_add(str, "\\t");
        else
            str_addf(str, "\\x%02x", bytes[i]);
    }
}

void str_add_printable(struct str *str, const char *bytes, size_t n)
{
    const unsigned char *s = (const unsigned char *)bytes;

    while (n) {
        uint32_t cp = 0;
        size_t len = utf8_char(s, n, &cp);

        if (len && !is_unseen(cp))
            str_addn(str, (const char *)s, len);
        else
            add_escaped(str, s, len ? len : 1);
        s += len ? len : 1;
        n -= len ? len : 1;
    }
}

void str_add_shell(struct str *str, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789%+,-./:=@_^";

    if (*word && word[strspn(word, plain)] == '\0') {
        str_add(str, word);
        return;
    }
    str_add(str, "'");
    for (; *word; word++)
        if (*word == '\'')
            str_add(str, "'\\''");
        else
            str_addn(str, word, 1);
    str_add(str, "'");
}

char *str_shell(const char *word)
{
    struct str str = {0};

    str_add_shell(&str, word);
    return str_take(&str);
}

int str_starts(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

int str_ends(const char *s, const char *suffix)
{
    size_t n = strlen(s), m = strlen(suffix);

    return n >= m && strcmp(s + n - m, suffix) == 0;
}

static void argv_push_owned(struct argv *argv, char *word)
{
    if (argv->n + 2 > argv->cap) {
        argv->cap = argv->cap ? 2 * argv->cap : 16;
        argv->v = mem_grow(argv->v, argv->cap, sizeof(*argv->v));
    }
    argv->v[argv->n++] = word;
    argv->v[argv->n] = NULL;
}

void argv_push(struct argv *argv, const char *word)
{
    argv_push_owned(argv, str_dup(word));
}

void argv_pushf(struct argv *argv, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    argv_push_owned(argv, str_vfmt(fmt, ap));
    va_end(ap);
}

void argv_pushl(struct argv *argv, ...)
{
    const char *word;
    va_list ap;

    va_start(ap, argv);
    while ((word = va_arg(ap, const char *)) != NULL)
        argv_push(argv, word);
    va_end(ap);
}

void argv_clear(struct argv *argv)
{
    for (size_t i = 0; i < argv->n; i++)
        free(argv->v[i]);
    free(argv->v);
    *argv = (struct argv){0};
}

size_t str_fit(const char *s, size_t most)
{
    size_t n = strlen(s) < most ? strlen(s) : most;

    while (n && ((unsigned char)s[n] & 0xc0) == 0x80)
        n--;
    return n;
}

char *str_clip(const char *s, size_t most)
{
    if (strlen(s) <= most)
        return str_dup(s);
    return str_fmt("%.*s...", (int)str_fit(s, most), s);
}

#include "secret_parts.h"

#include <stdlib.h>
#include <string.h>

#define BASE64 SECRET_DIGITS "+/"

/* Six bits of `s`, from that bit on; its NUL may be among them. */
static unsigned six_bits(const char *s, size_t bit)
{
    const unsigned char *at = (const unsigned char *)s + bit / 8;

    return ((unsigned)at[0] << 8 | at[1]) >> (10 - bit % 8) & 63;
}

/* The first digit that holds bits of the secret alone begins at bit 0, 4 or 2,
 * as 0, 1 or 2 bytes (modulo 3) come before the secret. */
void base64_add(struct argv *all, const char *secret)
{
    size_t bits = 8 * strlen(secret);

    for (size_t first = 0; first < 6; first += 2) {
        struct str digits = {0};

        for (size_t bit = first; bit + 6 <= bits; bit += 6)
            str_addn(&digits, &BASE64[six_bits(secret, bit)], 1);
        argv_push(all, str_text(&digits));
        str_clear(&digits);
    }
}

/* With all digits around: some of them hold bits of the secret, too. */
static void hide_base64(const struct text *t, const char *digits)
{
    for (size_t i = text_find(t, 0, digits); i < t->n;
         i = text_find(t, i, digits)) {
        size_t from = i;

        while (from && byte_is_in(t->s[from - 1], BASE64))
            from--;
        i = text_skip(t, text_skip(t, i, BASE64), "=");
        text_hide(t, (struct span){from, i});
    }
}

/* Where a line goes on that is broken there; `i` itself: it is not. git puts
 * blanks after, and its own word before, each line that a server says; the same
 * word may be base64. */
static size_t line_goes_on(const struct text *t, size_t i, bool skips_word)
{
    static const char remote[] = "remote: ";
    size_t end = text_skip(t, i, " "), next = text_skip(t, end, "\r\n");

    if (next == end)
        return i;
    if (skips_word && t->n - next >= strlen(remote) &&
        memcmp(t->s + next, remote, strlen(remote)) == 0)
        next += strlen(remote);
    return next < t->n && byte_is_in(t->s[next], BASE64 "-_=") ? next : i;
}

/* Lines of base64 are broken, and URLs have digits of their own. */
static void hide_joined(const struct text *t, const struct argv *all,
                        bool skips_word)
{
    size_t *origin, n = 0;
    char *bytes;

    origin = mem_grow(NULL, t->n + 1, sizeof(*origin));
    bytes = mem_grow(NULL, t->n + 1, 1);
    for (size_t i = 0; i < t->n; i++) {
        char c;

        if (n && byte_is_in(bytes[n - 1], BASE64))
            i = line_goes_on(t, i, skips_word);
        c = t->s[i];
        origin[n] = t->origin ? t->origin[i] : i;
        bytes[n++] = (char)(c == '-' ? '+' : c == '_' ? '/' : c);
    }
    origin[n] = t->origin ? t->origin[t->n] : t->n;
    for (size_t i = 0; i < all->n; i++)
        hide_base64(&(struct text){bytes, n, origin, t->hidden}, all->v[i]);
    free(origin);
    free(bytes);
}

void base64_hide(const struct text *t, const struct argv *all)
{
    if (!all->n)
        return;
    hide_joined(t, all, true);
    hide_joined(t, all, false);
}

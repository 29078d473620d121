#include "secret_parts.h"

#include <stdlib.h>
#include <string.h>

#define MASK "***"
#define PREFIX_LEAST 20 /* bytes of a secret that are one by themselves */
#define ROUNDS 4        /* hiding an end of one secret may reveal another */

void secrets_add(struct secrets *s, const char *secret)
{
    if (!secret || strlen(secret) < SECRET_LEAST)
        return;
    for (size_t i = 0; i < s->plain.n; i++)
        if (strcmp(s->plain.v[i], secret) == 0)
            return;
    argv_push(&s->plain, secret);
    base64_add(&s->base64, secret);
}

void secrets_clear(struct secrets *s)
{
    argv_clear(&s->plain);
    argv_clear(&s->base64);
}

/* A text that was cut may end in the first bytes of a secret. */
static void hide_plain(const struct text *t, const char *secret)
{
    size_t len = strlen(secret);
    char *first = str_dupn(secret, len < PREFIX_LEAST ? len : PREFIX_LEAST);

    for (size_t i = text_find(t, 0, first); i < t->n;
         i = text_find(t, i + 1, first)) {
        size_t n = strlen(first);

        while (n < len && i + n < t->n && t->s[i + n] == secret[n])
            n++;
        text_hide(t, (struct span){i, i + n});
    }
    free(first);
}

static void hide_known(const struct text *t, const struct secrets *s)
{
    for (size_t i = 0; i < s->plain.n; i++)
        hide_plain(t, s->plain.v[i]);
    base64_hide(t, &s->base64);
}

/* The byte that is percent-encoded there; -1: none is. */
static int encoded_byte(const struct text *t, size_t i)
{
    if (t->s[i] != '%' || text_skip(t, i + 1, "0123456789abcdefABCDEF") < i + 3)
        return -1;
    return (int)strtol((char[]){t->s[i + 1], t->s[i + 2], 0}, NULL, 16);
}

static void hide_percent_encoded(const struct text *t, const struct secrets *s)
{
    size_t *origin, n = 0;
    char *bytes;

    if (!memchr(t->s, '%', t->n))
        return;
    origin = mem_grow(NULL, t->n + 1, sizeof(*origin));
    bytes = mem_grow(NULL, t->n, 1);
    for (size_t i = 0; i < t->n; n++) {
        int byte = encoded_byte(t, i);

        bytes[n] = (char)(byte < 0 ? t->s[i] : byte);
        origin[n] = i;
        i += byte < 0 ? 1 : 3;
    }
    origin[n] = t->n;
    hide_known(&(struct text){bytes, n, origin, t->hidden}, s);
    free(origin);
    free(bytes);
}

static void add_shown(struct str *to, const struct text *t)
{
    for (size_t i = 0; i < t->n; i++)
        if (!t->hidden[i])
            str_addn(to, t->s + i, 1);
        else if (i == 0 || !t->hidden[i - 1])
            str_add(to, MASK);
}

/* Every rule sees the whole text, and what any of them hides is hidden. */
static struct str mask_once(const struct secrets *s, const struct str *from)
{
    struct text t = {from->s, from->len, NULL, mem_zero(from->len, 1)};
    struct str to = {0};

    hide_known(&t, s);
    hide_percent_encoded(&t, s);
    rules_hide(&t);
    add_shown(&to, &t);
    free(t.hidden);
    return to;
}

void secret_mask(const struct secrets *s, struct str *to, const char *text,
                 size_t n)
{
    struct str now = {0};
    bool changed = n > 0;

    str_addn(&now, text, n);
    for (int i = 0; changed && i < ROUNDS; i++) {
        struct str next = mask_once(s, &now);

        changed =
            next.len != now.len || memcmp(str_text(&next), now.s, now.len) != 0;
        str_clear(&now);
        now = next;
    }
    str_addn(to, now.s, now.len);
    str_clear(&now);
}

#include "secret_parts.h"

#include <string.h>

/* strchr() would find NUL, too. */
bool byte_is_in(char c, const char *set)
{
    return c && strchr(set, c);
}

size_t text_skip(const struct text *t, size_t i, const char *set)
{
    while (i < t->n && byte_is_in(t->s[i], set))
        i++;
    return i;
}

size_t text_until(const struct text *t, size_t i, const char *set)
{
    while (i < t->n && !strchr(set, t->s[i]))
        i++;
    return i;
}

void text_hide(const struct text *t, struct span span)
{
    size_t from = t->origin ? t->origin[span.from] : span.from;
    size_t to = t->origin ? t->origin[span.to] : span.to;

    memset(t->hidden + from, true, to - from);
}

size_t text_find(const struct text *t, size_t from, const char *word)
{
    size_t len = strlen(word);

    while (from < t->n && t->n - from >= len) {
        const char *hit = memchr(t->s + from, *word, t->n - from - len + 1);

        if (!hit)
            break;
        if (memcmp(hit, word, len) == 0)
            return (size_t)(hit - t->s);
        from = (size_t)(hit - t->s) + 1;
    }
    return t->n;
}

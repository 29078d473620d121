#include "secret.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define MASK "***"
#define PREFIX_LEAST 20 /* bytes of a secret that are one by themselves */
#define TOKEN_LEAST 16  /* bytes; what is shorter may be a name or a word */
#define SHAPE_LEAST 20  /* bytes after the first letters of a token */
#define ROUNDS 4        /* hiding an end of one secret may reveal another */

#define DIGITS                                                                 \
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"                                               \
    "abcdefghijklmnopqrstuvwxyz"                                               \
    "0123456789"
#define BASE64 DIGITS "+/"
#define WORD DIGITS "_"
#define BLANKS " \t\r\n\v\f"
#define TOKEN68 DIGITS "-._~+/" /* RFC 9110, 11.2; "=" may follow */

/* An empty one stands for nothing found. */
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

/* Six bits of `s`, from that bit on; its NUL may be among them. */
static unsigned six_bits(const char *s, size_t bit)
{
    const unsigned char *at = (const unsigned char *)s + bit / 8;

    return ((unsigned)at[0] << 8 | at[1]) >> (10 - bit % 8) & 63;
}

/* The digits that hold bits of the secret alone. The first of them begins at
 * bit 0, 4 or 2, as 0, 1 or 2 bytes (modulo 3) come before the secret. */
static void add_base64(struct argv *argv, const char *secret)
{
    size_t bits = 8 * strlen(secret);

    for (size_t first = 0; first < 6; first += 2) {
        struct str digits = {0};

        for (size_t bit = first; bit + 6 <= bits; bit += 6)
            str_addn(&digits, &BASE64[six_bits(secret, bit)], 1);
        argv_push(argv, str_text(&digits));
        str_clear(&digits);
    }
}

void secrets_add(struct secrets *s, const char *secret)
{
    if (!secret || strlen(secret) < SECRET_LEAST)
        return;
    for (size_t i = 0; i < s->plain.n; i++)
        if (strcmp(s->plain.v[i], secret) == 0)
            return;
    argv_push(&s->plain, secret);
    add_base64(&s->base64, secret);
}

void secrets_clear(struct secrets *s)
{
    argv_clear(&s->plain);
    argv_clear(&s->base64);
}

/* strchr() would find NUL, too. */
static bool is_in(char c, const char *set)
{
    return c && strchr(set, c);
}

static size_t skip(const struct text *t, size_t i, const char *set)
{
    while (i < t->n && is_in(t->s[i], set))
        i++;
    return i;
}

/* NUL ends it as well. */
static size_t until(const struct text *t, size_t i, const char *set)
{
    while (i < t->n && !strchr(set, t->s[i]))
        i++;
    return i;
}

static void hide(const struct text *t, struct span span)
{
    size_t from = t->origin ? t->origin[span.from] : span.from;
    size_t to = t->origin ? t->origin[span.to] : span.to;

    memset(t->hidden + from, true, to - from);
}

/* Where `word` is at `from` or after it; t->n: nowhere. */
static size_t find(const struct text *t, size_t from, const char *word)
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

/* A text that was cut may end in the first bytes of a secret. */
static void hide_plain(const struct text *t, const char *secret)
{
    size_t len = strlen(secret);
    char *first = str_dupn(secret, len < PREFIX_LEAST ? len : PREFIX_LEAST);

    for (size_t i = find(t, 0, first); i < t->n; i = find(t, i + 1, first)) {
        size_t n = strlen(first);

        while (n < len && i + n < t->n && t->s[i + n] == secret[n])
            n++;
        hide(t, (struct span){i, i + n});
    }
    free(first);
}

/* With all digits around: some of them hold bits of the secret, too. */
static void hide_base64(const struct text *t, const char *digits)
{
    for (size_t i = find(t, 0, digits); i < t->n; i = find(t, i, digits)) {
        size_t from = i;

        while (from && is_in(t->s[from - 1], BASE64))
            from--;
        i = skip(t, skip(t, i, BASE64), "=");
        hide(t, (struct span){from, i});
    }
}

/* Where a line goes on that is broken there; `i` itself: it is not. git puts
 * blanks after, and its own word before, each line that a server says. */
static size_t line_goes_on(const struct text *t, size_t i)
{
    static const char remote[] = "remote: ";
    size_t end = skip(t, i, " "), next = skip(t, end, "\r\n");

    if (next == end)
        return i;
    if (t->n - next >= strlen(remote) &&
        memcmp(t->s + next, remote, strlen(remote)) == 0)
        next += strlen(remote);
    return next < t->n && is_in(t->s[next], BASE64 "-_=") ? next : i;
}

/* Lines of base64 are broken, and URLs have digits of their own. */
static void hide_any_base64(const struct text *t, const struct secrets *s)
{
    size_t *origin = mem_grow(NULL, t->n + 1, sizeof(*origin)), n = 0;
    char *bytes = mem_grow(NULL, t->n + 1, 1);

    for (size_t i = 0; i < t->n; i++) {
        char c;

        if (n && is_in(bytes[n - 1], BASE64))
            i = line_goes_on(t, i);
        c = t->s[i];
        origin[n] = t->origin ? t->origin[i] : i;
        bytes[n++] = (char)(c == '-' ? '+' : c == '_' ? '/' : c);
    }
    origin[n] = t->origin ? t->origin[t->n] : t->n;
    for (size_t i = 0; i < s->base64.n; i++)
        hide_base64(&(struct text){bytes, n, origin, t->hidden},
                    s->base64.v[i]);
    free(origin);
    free(bytes);
}

static void hide_known(const struct text *t, const struct secrets *s)
{
    for (size_t i = 0; i < s->plain.n; i++)
        hide_plain(t, s->plain.v[i]);
    if (s->base64.n)
        hide_any_base64(t, s);
}

/* The byte that is percent-encoded there; -1: none is. */
static int encoded_byte(const struct text *t, size_t i)
{
    if (t->s[i] != '%' || skip(t, i + 1, "0123456789abcdefABCDEF") < i + 3)
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

static struct span userinfo(const struct text *t, struct span mark)
{
    size_t from = mark.to, to = until(t, from, "/?#\"<>" BLANKS);

    while (to > from && t->s[to - 1] != '@')
        to--;
    to -= to > from;
    if (to - from < TOKEN_LEAST && !memchr(t->s + from, ':', to - from))
        to = from;
    return (struct span){from, to};
}

/* Quotes around a value, themselves inside of a string or not. */
struct quote {
    char mark; /* NUL: none */
    bool escaped;
};

static struct quote quote_at(const struct text *t, size_t i)
{
    if (i >= t->n || !is_in(t->s[i], "\"'"))
        return (struct quote){0};
    return (struct quote){t->s[i], i && t->s[i - 1] == '\\'};
}

/* The quote that the word around `i` begins with. */
static struct quote quote_before(const struct text *t, size_t i)
{
    while (i && !is_in(t->s[i - 1], " \t\r\n\"'"))
        i--;
    return i ? quote_at(t, i - 1) : (struct quote){0};
}

/* A value may hold quotes of its own: those close nothing that go on. */
static bool closes(const struct text *t, size_t i, struct quote quote)
{
    size_t at = i + quote.escaped;
    struct quote here = quote_at(t, at);

    return here.mark && here.mark == quote.mark &&
           here.escaped == quote.escaped &&
           (at + 1 == t->n || is_in(t->s[at + 1], " \t\r\n,;:)]}>"));
}

/* From the separator on; `quote` is around name and value, if any. */
static struct span line_value(const struct text *t, size_t separator,
                              struct quote quote)
{
    size_t from = skip(t, separator + 1, " \t"), to;

    if (is_in(t->s[separator - 1], "\"'")) { /* "name": "value" */
        from = skip(t, from, "\\");
        quote = quote_at(t, from);
        from += quote.mark != '\0';
    }
    to = from;
    while (to < t->n && !is_in(t->s[to], "\r\n") && !closes(t, to, quote))
        to++;
    return (struct span){from, to};
}

static struct span named_value(const struct text *t, struct span name, char sep)
{
    size_t i = skip(t, name.to, "\\\"' \t");

    if (i == t->n || t->s[i] != sep)
        return (struct span){0};
    return line_value(t, i, quote_before(t, name.from));
}

static struct span header_value(const struct text *t, struct span name)
{
    return named_value(t, name, ':');
}

static struct span setting_value(const struct text *t, struct span name)
{
    return named_value(t, name, '=');
}

/* Some write '&' as \u0026 in JSON. */
static bool begins_parameter(const struct text *t, size_t i)
{
    return (i && is_in(t->s[i - 1], "?&;#")) ||
           (i >= 6 && memcmp(t->s + i - 6, "\\u0026", 6) == 0);
}

static struct span query_value(const struct text *t, struct span name)
{
    size_t from = name.to + 1;

    if (!begins_parameter(t, name.from) || name.to == t->n ||
        t->s[name.to] != '=')
        return (struct span){0};
    return (struct span){from, until(t, from, "&\"'" BLANKS)};
}

static struct span credentials(const struct text *t, struct span scheme)
{
    size_t from = skip(t, scheme.to, " "), to;

    if (from == scheme.to)
        return (struct span){0};
    to = skip(t, skip(t, from, TOKEN68), "=");
    if (to - from < TOKEN_LEAST)
        return (struct span){0};
    return (struct span){from, to};
}

/* Newer tokens go on after a dot or a dash; GitLab's always may hold one. */
static struct span token(const struct text *t, struct span first)
{
    bool dashes = t->s[first.to - 1] == '-';
    size_t least = skip(t, first.to, dashes ? WORD "-" : WORD), to;

    if (least - first.to < SHAPE_LEAST)
        return (struct span){0};
    to = skip(t, least, WORD ".-");
    while (to > least && is_in(t->s[to - 1], ".-"))
        to--;
    return (struct span){first.from, to};
}

/* What comes before a secret, and what is secret there; all in lower case. A
 * name is that of all names that end in it, but for those of parameters. */
static const struct rule {
    const char *name;
    struct span (*secret)(const struct text *t, struct span name);
} rules[] = {
    {"://", userinfo},
    {":\\/\\/", userinfo}, /* as some write it in JSON */
    {"authorization", header_value},
    {"cookie", header_value},
    {"private-token", header_value},
    {"extraheader", setting_value},
    {"bearer", credentials},
    {"basic", credentials},
    {"ghp_", token},
    {"gho_", token},
    {"ghu_", token},
    {"ghs_", token},
    {"ghr_", token},
    {"github_pat_", token},
    {"glpat-", token},
    {"access_token", query_value},
    {"token", query_value},
    {"private_token", query_value},
    {"client_secret", query_value},
    {"password", query_value},
    {"sig", query_value},
    {"signature", query_value},
    {"x-amz-signature", query_value},
    {"x-amz-credential", query_value},
    {"x-amz-security-token", query_value},
    {"jwt", query_value},
};

/* Goes on after each secret, so that no byte is read again and again. */
static void hide_by_rule(const struct text *t, const struct rule *rule)
{
    size_t len = strlen(rule->name), i = 0;

    while ((i = find(t, i, rule->name)) < t->n) {
        struct span secret = rule->secret(t, (struct span){i, i + len});

        hide(t, secret);
        i = secret.to > i + len ? secret.to - len : i + 1;
    }
}

static void hide_by_rules(const struct text *t)
{
    struct text lower = *t;
    char *bytes = mem_grow(NULL, t->n, 1);

    for (size_t i = 0; i < t->n; i++)
        bytes[i] = (char)tolower((unsigned char)t->s[i]);
    lower.s = bytes;
    for (size_t i = 0; i < ARRAY_LEN(rules); i++)
        hide_by_rule(&lower, &rules[i]);
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
    hide_by_rules(&t);
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

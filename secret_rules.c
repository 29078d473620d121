#include "secret_parts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define TOKEN_LEAST 16 /* bytes; what is shorter may be a name or a word */
#define SHAPE_LEAST 20 /* bytes after the first letters of a token */

#define WORD SECRET_DIGITS "_"
#define BLANKS " \t\r\n\v\f"
#define TOKEN68 SECRET_DIGITS "-._~+/" /* RFC 9110, 11.2; "=" may follow */

static struct span userinfo(const struct text *t, struct span mark)
{
    size_t from = mark.to, to = text_until(t, from, "/?#\"<>" BLANKS);

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
    if (i >= t->n || !byte_is_in(t->s[i], "\"'"))
        return (struct quote){0};
    return (struct quote){t->s[i], i && t->s[i - 1] == '\\'};
}

/* The quote that the word around `i` begins with. */
static struct quote quote_before(const struct text *t, size_t i)
{
    while (i && !byte_is_in(t->s[i - 1], " \t\r\n\"'"))
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
           (at + 1 == t->n || byte_is_in(t->s[at + 1], " \t\r\n,;:)]}>"));
}

/* From the separator on; `quote` is around name and value, if any. */
static struct span line_value(const struct text *t, size_t separator,
                              struct quote quote)
{
    size_t from = text_skip(t, separator + 1, " \t"), to;

    if (byte_is_in(t->s[separator - 1], "\"'")) { /* "name": "value" */
        from = text_skip(t, from, "\\");
        quote = quote_at(t, from);
        from += quote.mark != '\0';
    }
    to = from;
    while (to < t->n && !byte_is_in(t->s[to], "\r\n") && !closes(t, to, quote))
        to++;
    return (struct span){from, to};
}

static struct span named_value(const struct text *t, struct span name, char sep)
{
    size_t i = text_skip(t, name.to, "\\\"' \t");

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
    return (i && byte_is_in(t->s[i - 1], "?&;#")) ||
           (i >= 6 && memcmp(t->s + i - 6, "\\u0026", 6) == 0);
}

static struct span query_value(const struct text *t, struct span name)
{
    size_t from = name.to + 1;

    if (!begins_parameter(t, name.from) || name.to == t->n ||
        t->s[name.to] != '=')
        return (struct span){0};
    return (struct span){from, text_until(t, from, "&\"'" BLANKS)};
}

static struct span credentials(const struct text *t, struct span scheme)
{
    size_t from = text_skip(t, scheme.to, " "), to;

    if (from == scheme.to)
        return (struct span){0};
    to = text_skip(t, text_skip(t, from, TOKEN68), "=");
    if (to - from < TOKEN_LEAST)
        return (struct span){0};
    return (struct span){from, to};
}

/* Newer tokens go on after a dot or a dash; GitLab's always may hold one. */
static struct span token(const struct text *t, struct span first)
{
    bool dashes = t->s[first.to - 1] == '-';
    size_t least = text_skip(t, first.to, dashes ? WORD "-" : WORD), to;

    if (least - first.to < SHAPE_LEAST)
        return (struct span){0};
    to = text_skip(t, least, WORD ".-");
    while (to > least && byte_is_in(t->s[to - 1], ".-"))
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

    while ((i = text_find(t, i, rule->name)) < t->n) {
        struct span secret = rule->secret(t, (struct span){i, i + len});

        text_hide(t, secret);
        i = secret.to > i + len ? secret.to - len : i + 1;
    }
}

void rules_hide(const struct text *t)
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

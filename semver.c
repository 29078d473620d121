#include "semver.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char digits[] = "0123456789";
static const char identifier[] = "0123456789-"
                                 "abcdefghijklmnopqrstuvwxyz"
                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

static int has_leading_zero(const char *s, size_t n)
{
    return n > 1 && s[0] == '0' && strspn(s, digits) >= n;
}

/* MAJOR.MINOR.PATCH at *at, which moves past it; what is wrong, or NULL. */
static const char *read_core(const char **at)
{
    static const char *const missing[] = {"MAJOR is not a number",
                                          "MINOR is missing or no number",
                                          "PATCH is missing or no number"};

    for (int i = 0; i < 3; i++) {
        size_t n;

        if (i > 0 && *(*at)++ != '.') {
            (*at)--;
            return missing[i];
        }
        n = strspn(*at, digits);
        if (n == 0)
            return missing[i];
        if (has_leading_zero(*at, n))
            return "a number has a leading zero";
        *at += n;
    }
    return NULL;
}

/* Dot-separated identifiers at *at, which moves past them. */
static const char *read_identifiers(const char **at, int zeros_allowed)
{
    for (;;) {
        size_t n = strspn(*at, identifier);

        if (n == 0)
            return "an identifier is empty or has a character other than "
                   "0-9, A-Z, a-z, -";
        if (!zeros_allowed && has_leading_zero(*at, n))
            return "a numeric identifier has a leading zero";
        *at += n;
        if (**at != '.')
            return NULL;
        (*at)++;
    }
}

static const char *read_version(struct semver *v, const char *text,
                                const char **at)
{
    const char *start, *wrong;

    *at = text + (*text == 'v');
    v->text = str_dup(*at);
    start = *at;
    wrong = read_core(at);
    if (wrong)
        return wrong;
    v->core = str_dupn(start, (size_t)(*at - start));
    if (**at == '-') {
        start = ++*at;
        wrong = read_identifiers(at, 0);
        if (wrong)
            return wrong;
        v->pre = str_dupn(start, (size_t)(*at - start));
    }
    if (**at == '+') {
        start = ++*at;
        wrong = read_identifiers(at, 1);
        if (wrong)
            return wrong;
        v->build = str_dupn(start, (size_t)(*at - start));
    }
    return **at ? "there is more after the version" : NULL;
}

struct err *semver_parse(struct semver *v, const char *text)
{
    struct semver parsed = {0};
    const char *at = text, *wrong = read_version(&parsed, text, &at);

    *v = (struct semver){0};
    if (!wrong) {
        *v = parsed;
        return NULL;
    }
    semver_clear(&parsed);
    return err_new(EXIT_USAGE,
                   "\"%.300s\" is not a version: %s (at character %zu); "
                   "accepted is SemVer 2.0.0, as in 1.2.3, v1.2.3, "
                   "1.2.3-rc.1 or 1.2.3+build.5",
                   text, wrong, (size_t)(at - text) + 1);
}

static struct err *check_tag(const struct semver *v, const char *prefix)
{
    size_t len = strlen(prefix) + strlen(v->text);

    if (len > SEMVER_TAG_MAX)
        return err_new(EXIT_USAGE,
                       "the version makes a tag of %zu bytes; git can hold "
                       "%d: choose a shorter one",
                       len, SEMVER_TAG_MAX);
    if (str_ends(v->text, ".lock"))
        return err_new(EXIT_USAGE,
                       "git cannot hold the tag %s%s: a ref must not end in "
                       "\".lock\"; choose another identifier",
                       prefix, v->text);
    return NULL;
}

struct err *semver_parse_tag(struct semver *v, const char *text,
                             const char *prefix)
{
    struct err *e = semver_parse(v, text);

    if (e)
        return e;
    e = check_tag(v, prefix);
    if (e)
        semver_clear(v);
    return e;
}

static int sign(long d)
{
    return (d > 0) - (d < 0);
}

/* Digits without leading zeros: the longer number is the greater one. */
static int cmp_numbers(const char *a, size_t an, const char *b, size_t bn)
{
    if (an != bn)
        return an < bn ? -1 : 1;
    return sign(memcmp(a, b, an));
}

static int cmp_identifiers(const char *a, size_t an, const char *b, size_t bn)
{
    int a_num = strspn(a, digits) >= an, b_num = strspn(b, digits) >= bn;
    int c;

    if (a_num && b_num)
        return cmp_numbers(a, an, b, bn);
    if (a_num != b_num)
        return a_num ? -1 : 1;
    c = sign(memcmp(a, b, an < bn ? an : bn));
    if (c)
        return c;
    return an < bn ? -1 : an > bn;
}

/* Compares field by field; the list that ends first is the lesser. */
static int cmp_lists(const char *a, const char *b)
{
    for (;;) {
        size_t an = strcspn(a, "."), bn = strcspn(b, ".");
        int c = cmp_identifiers(a, an, b, bn);

        if (c)
            return c;
        if (!a[an] || !b[bn])
            return a[an] ? 1 : b[bn] ? -1 : 0;
        a += an + 1;
        b += bn + 1;
    }
}

int semver_cmp(const struct semver *a, const struct semver *b)
{
    int c = cmp_lists(a->core, b->core);

    if (c)
        return c;
    if (!a->pre || !b->pre)
        return a->pre ? -1 : b->pre ? 1 : 0;
    return cmp_lists(a->pre, b->pre);
}

/* The version of a tag; false: it has none. */
static bool read_tag(struct semver *v, const char *tag, const char *prefix)
{
    const char *version = tag + strlen(prefix);
    struct err *e;

    if (!str_starts(tag, prefix) || *version == 'v')
        return false;
    e = semver_parse(v, version);
    err_free(e);
    return !e && v->core;
}

void semver_find_newest(struct semver *newest, const struct argv *tags,
                        const char *prefix)
{
    struct semver best = *newest;

    for (size_t k = 0; k < tags->n; k++) {
        struct semver v = {0};

        if (!read_tag(&v, tags->v[k], prefix))
            continue;
        if (best.core && semver_cmp(&v, &best) <= 0) {
            semver_clear(&v);
            continue;
        }
        semver_clear(&best);
        best = v;
    }
    *newest = best;
}

void semver_clear(struct semver *v)
{
    free(v->text);
    free(v->core);
    free(v->pre);
    free(v->build);
    *v = (struct semver){0};
}

/* A line: a secret. A line: where the text is cut. Then the text, in which
 * {S} is the secret, {P} the same percent-encoded, {p} in part, and {0}, {1},
 * {2} the base64 of that many bytes before it and itself. */
#include "../secret.h"
#include "fuzz.h"

#include <ctype.h>

#define MASK "***"
#define START 20 /* bytes of a secret that are one by themselves */
#define LONGEST 120

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                             "abcdefghijklmnopqrstuvwxyz0123456789+/";

static void add_base64(struct str *to, const char *secret, size_t before)
{
    char *bytes = str_fmt("%.*s%s", (int)before, "xy", secret);
    size_t n = strlen(bytes);

    for (size_t i = 0; i < n; i += 3) {
        unsigned three = 0;

        for (size_t k = 0; k < 3; k++)
            three = three << 8 | (i + k < n ? (unsigned char)bytes[i + k] : 0);
        for (size_t k = 0; k < 4; k++)
            str_addn(to, k > n - i ? "=" : &digits[three >> (18 - 6 * k) & 63],
                     1);
    }
    free(bytes);
}

static void add_percent(struct str *to, const char *secret, bool all)
{
    for (; *secret; secret++)
        if (all || !isalnum((unsigned char)*secret))
            str_addf(to, all ? "%%%02X" : "%%%02x", (unsigned char)*secret);
        else
            str_addn(to, secret, 1);
}

static struct str expand(const char *at, const char *end, const char *secret)
{
    struct str text = {0};

    for (; at < end; at++) {
        if (end - at < 3 || at[0] != '{' || at[2] != '}') {
            str_addn(&text, at, 1);
            continue;
        }
        if (at[1] == 'S')
            str_add(&text, secret);
        else if (at[1] == 'P' || at[1] == 'p')
            add_percent(&text, secret, at[1] == 'P');
        else if (at[1] >= '0' && at[1] <= '2')
            add_base64(&text, secret, (size_t)(at[1] - '0'));
        at += 2;
    }
    return text;
}

static bool holds(const struct str *text, const char *what, size_t n)
{
    return text->len && find_bytes(text->s, text->len, what, n);
}

/* As a reader would decode it: percent signs, once. */
static struct str decoded(const struct str *text)
{
    struct str out = {0};

    for (size_t i = 0; i < text->len; i++) {
        char c = text->s[i];

        if (c == '%' && i + 2 < text->len &&
            isxdigit((unsigned char)text->s[i + 1]) &&
            isxdigit((unsigned char)text->s[i + 2])) {
            c = (char)strtoul((char[]){text->s[i + 1], text->s[i + 2], 0}, NULL,
                              16);
            i += 2;
        }
        str_addn(&out, &c, 1);
    }
    return out;
}

/* Every base64 in it that begins at the digit `first`, decoded on its own. */
static bool hides_in_base64(const struct str *text, const char *secret)
{
    for (size_t from = 0; from < text->len; from++) {
        struct str bytes = {0};
        unsigned bits = 0, n = 0;
        bool found;

        for (size_t i = from; i < text->len && bytes.len <= LONGEST; i++) {
            char c = text->s[i];
            const char *digit;

            c = c == '-' ? '+' : c == '_' ? '/' : c;
            if (i > from && (c == '\n' || c == '\r'))
                continue;
            digit = c ? strchr(digits, c) : NULL;
            if (!digit)
                break;
            bits = bits << 6 | (unsigned)(digit - digits);
            n += 6;
            if (n >= 8) {
                c = (char)(bits >> (n -= 8) & 0xff);
                str_addn(&bytes, &c, 1);
            }
        }
        found = holds(&bytes, secret, strlen(secret));
        str_clear(&bytes);
        if (found)
            return true;
    }
    return false;
}

static struct str masked(const struct secrets *s, const char *text, size_t n)
{
    struct str out = {0};

    secret_mask(s, &out, text, n);
    return out;
}

/* What is left of the text stands in it in the same order. */
static void check_rest(const struct str *text, const struct str *out)
{
    size_t at = 0;

    if (text->len && memchr(text->s, '*', text->len))
        return;
    for (size_t i = 0; i < out->len; i++) {
        if (out->s[i] == '*')
            continue;
        while (at < text->len && text->s[at] != out->s[i])
            at++;
        must(at++ < text->len, "nothing is made up but the mask");
    }
}

static void check_hidden(const char *secret, const struct str *text,
                         const struct str *out)
{
    size_t n = strlen(secret);
    struct str plain = decoded(out);

    must(!holds(out, secret, n), "no secret is left");
    must(!holds(&plain, secret, n), "none is left that is percent-encoded");
    must(!hides_in_base64(out, secret), "none is left in base64");
    must(n < START || !holds(out, secret, START), "nor the start of one");
    check_rest(text, out);
    str_clear(&plain);
}

static void check(const struct secrets *s, const char *secret,
                  const struct str *text, size_t n)
{
    struct str cut = {0}, out, again;

    str_addn(&cut, str_text(text), n);
    out = masked(s, cut.s, cut.len);
    again = masked(s, str_text(&out), out.len);
    if (!strchr(secret, '*'))
        check_hidden(secret, &cut, &out);
    must(again.len == out.len &&
             (!out.len || memcmp(out.s, again.s, out.len) == 0),
         "masked again, it stays as it is");
    str_clear(&cut);
    str_clear(&out);
    str_clear(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    char *secret = input_line(&in);
    size_t at = input_number(&in, 4096);
    struct str text = {0};
    struct secrets s = {{0}, {0}};

    if (strlen(secret) >= SECRET_LEAST && strlen(secret) <= LONGEST) {
        secrets_add(&s, secret);
        text = expand(in.at, in.end, secret);
        check(&s, secret, &text, text.len);
        check(&s, secret, &text, at < text.len ? at : text.len);
    }
    str_clear(&text);
    secrets_clear(&s);
    free(secret);
    return 0;
}

#include "secret_texts.h"

#include <stdint.h>

/* Mutations of texts. FUZZ_SEED and FUZZ_COUNT in the environment try others,
 * and more. */

#define SEED 20260102
#define COUNT 6000
#define GROUP 100 /* inputs for each test */

/* xorshift64*: the same everywhere. */
static uint64_t next(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 0x2545f4914f6cdd1dU;
}

static size_t below(uint64_t *state, size_t n)
{
    return n ? (size_t)((next(state) >> 16) % n) : 0;
}

/* Puts bytes in place of some. */
static void replace(struct str *s, size_t at, size_t n, const char *bytes,
                    size_t len)
{
    struct str out = {0};

    str_addn(&out, str_text(s), at);
    str_addn(&out, bytes, len);
    str_addn(&out, str_text(s) + at + n, s->len - at - n);
    str_clear(s);
    *s = out;
}

/* Puts a piece of it somewhere else. */
static void repeat(struct str *s, uint64_t *state)
{
    size_t from = below(state, s->len + 1);
    size_t n = below(state, s->len - from + 1);
    char *slice;

    slice = str_dupn(str_text(s) + from, n);
    replace(s, below(state, s->len + 1), 0, slice, n);
    free(slice);
}

/* What is spliced into texts. */
static const char *const words[] = {
    PLAIN,
    ODD,
    EIGHT,
    "hunter2%2dhunter2",
    "%70%40ss%3aw%2frd%20%2541%3f",
    "eC1hY2Nlc3MtdG9rZW46aHVudGVyMi1odW50ZXIy",
    "YTpwQHNzOncvcmQgJTQxPw==",
    "Omh1bnRlcjItaHVudGVyMg==",
    "://",
    "://u:p@h",
    "@",
    ":",
    "/",
    "?",
    "&",
    "#",
    "%",
    "%2",
    "%25",
    "=",
    " ",
    "\n",
    "\"",
    "'",
    "\\",
    "\\\"",
    ",",
    "***",
    "*",
    "Cookie: ",
    "\"Authorization\": \"",
    "extraHeader=",
    "Bearer ",
    "basic ",
    "ghp_",
    "github_pat_",
    "glpat-",
    A20,
    "?token=",
    "&sig=",
};

static void mutate(struct str *s, uint64_t *state)
{
    size_t at = below(state, s->len + 1), left = s->len - at;
    const char *word = words[below(state, ARRAY_LEN(words))];

    switch (below(state, 6)) {
    case 0:
        if (left)
            s->s[at] ^= (char)(1 << below(state, 8));
        break;
    case 1:
        replace(s, at, below(state, left > 20 ? 21 : left + 1), "", 0);
        break;
    case 2:
        repeat(s, state);
        break;
    default:
        replace(s, at, 0, word, strlen(word));
    }
}

static bool holds(const char *s, size_t n, const char *word)
{
    size_t len = strlen(word);

    for (size_t i = 0; i + len <= n; i++)
        if (memcmp(s + i, word, len) == 0)
            return true;
    return false;
}

static struct str percent_decoded(const struct str *s)
{
    static const char hex[] = "0123456789ABCDEFabcdef";
    struct str out = {0};

    for (size_t i = 0; i < s->len; i++) {
        char code[3] = {0}, byte = s->s[i];

        if (byte == '%' && s->len - i > 2)
            memcpy(code, s->s + i + 1, 2);
        if (strspn(code, hex) == 2) {
            byte = (char)strtol(code, NULL, 16);
            i += 2;
        }
        str_addn(&out, &byte, 1);
    }
    return out;
}

/* Is no secret there, in any of its forms? The first words are all of them. */
static bool is_free(const struct str *out)
{
    struct str decoded = percent_decoded(out);
    bool right = true;

    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        right = right && !holds(out->s, out->len, known[i]) &&
                !holds(decoded.s, decoded.len, known[i]);
    for (size_t i = 0; i < 8; i++)
        right = right && !holds(out->s, out->len, words[i]);
    str_clear(&decoded);
    return right;
}

static size_t find(const struct str *s, size_t from, const char *bytes,
                   size_t n)
{
    while (from + n < s->len && memcmp(s->s + from, bytes, n) != 0)
        from++;
    return from;
}

static bool is_at(const struct str *s, size_t at, const char *bytes, size_t n)
{
    return at <= s->len && s->len - at >= n && memcmp(s->s + at, bytes, n) == 0;
}

/* Is all that is left in its place: are the pieces between masks those of
 * the text, in order, from its beginning to its end? */
static bool is_rest(const struct str *in, const struct str *out)
{
    size_t from = 0, end;

    for (size_t i = 0;; i = end) {
        size_t at = i ? from : 0, n = find(out, i, BYTES("***"));

        n = is_at(out, n, BYTES("***")) ? n - i : out->len - i;
        end = i + n;
        if (i && end == out->len && n <= in->len)
            at = in->len - n;
        else if (i)
            at = find(in, from, out->s + i, n);
        if (at < from || !is_at(in, at, out->s + i, n))
            return false;
        from = at + n;
        if (end == out->len)
            return from == in->len;
        while (end < out->len && out->s[end] == '*')
            end++;
    }
}

static bool test_input(const struct secrets *s, const struct str *in)
{
    struct str out = mask(s, in->s, in->len), again = mask(s, out.s, out.len);
    bool right =
        is_free(&out) && is_rest(in, &out) && has_bytes(&again, out.s, out.len);

    if (!right) {
        tap_note("   in", str_text(in));
        tap_note("  out", str_text(&out));
        tap_note("again", str_text(&again));
        printf("# free: %d, rest: %d\n", is_free(&out), is_rest(in, &out));
    }
    str_clear(&out);
    str_clear(&again);
    return right;
}

static void test_group(const struct secrets *s, uint64_t *state)
{
    uint64_t before = *state;
    bool right = true;

    for (size_t i = 0; i < GROUP; i++) {
        size_t table = below(state, ARRAY_LEN(tables));
        const struct example *seed =
            &tables[table].v[below(state, tables[table].n)];
        struct str text = bytes_str(seed->text, seed->n);

        for (size_t k = 1 + below(state, 6); k; k--)
            mutate(&text, state);
        right = test_input(s, &text) && right;
        str_clear(&text);
    }
    ok(right, "%d mutations from state %llu are freed of all secrets", GROUP,
       (unsigned long long)before);
}

static uint64_t number_from(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);

    return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

static void test_mutations(void)
{
    uint64_t state = number_from("FUZZ_SEED", SEED);
    uint64_t count = number_from("FUZZ_COUNT", COUNT);
    struct secrets s = known_secrets();

    printf("# FUZZ_SEED=%llu FUZZ_COUNT=%llu\n", (unsigned long long)state,
           (unsigned long long)count);
    state = state ? state : 1; /* from 0 only 0 would come */
    for (uint64_t i = 0; i < count; i += GROUP)
        test_group(&s, &state);
    secrets_clear(&s);
}

int main(void)
{
    tap_start();
    test_mutations();
    return tap_end();
}

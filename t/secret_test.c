#include "secret_texts.h"

static void test_example(const struct secrets *s, const struct example *e)
{
    const char *want = e->want ? e->want : e->text;
    size_t want_n = e->want ? e->want_n : e->n;
    struct str out = mask(s, e->text, e->n);

    if (!ok(has_bytes(&out, want, want_n), "it %s %s: \"%s\"",
            e->want ? "hides" : "keeps", e->what, e->text)) {
        tap_note(" got", str_text(&out));
        tap_note("want", want);
    }
    str_clear(&out);
}

static void test_examples(void)
{
    struct secrets s = known_secrets();

    for (size_t i = 0; i < ARRAY_LEN(tables); i++)
        for (size_t k = 0; k < tables[i].n; k++)
            test_example(&s, &tables[i].v[k]);
    secrets_clear(&s);
}

/* Every part of a text may end anywhere. */
static void test_cut(void)
{
    struct secrets s = known_secrets();

    for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
        bool right = true;

        for (size_t k = 0; k < tables[i].n; k++)
            for (size_t n = 0; n <= tables[i].v[k].n; n++) {
                struct str out = mask(&s, tables[i].v[k].text, n);

                right = right && out.len <= 3 * n;
                str_clear(&out);
            }
        ok(right, "the texts of table %zu may be cut anywhere", i);
    }
    secrets_clear(&s);
}

static void test_secrets(void)
{
    struct secrets s = {0};
    struct str out = {0};
    char gone[] = PLAIN;

    secrets_clear(&s);
    secret_mask(&s, &out, BYTES(PLAIN));
    is(str_text(&out), PLAIN, "without secrets nothing is known");
    secrets_add(&s, NULL);
    secrets_add(&s, "");
    secrets_add(&s, "1234567");
    ok(s.plain.n == 0 && s.base64.n == 0,
       "nothing, an empty text and a short one are no secrets");
    secrets_add(&s, gone);
    memset(gone, 'x', strlen(gone));
    secrets_add(&s, EIGHT);
    secrets_add(&s, PLAIN);
    ok(s.plain.n == 2, "the same secret twice is kept once");
    secret_mask(&s, &out, BYTES("+" EIGHT "+" PLAIN "+xxxxxxxxxxxxxxx"));
    is(str_text(&out), PLAIN "+***+***+xxxxxxxxxxxxxxx",
       "copies are kept, and what is masked is added");
    secret_mask(&s, &out, NULL, 0);
    ok(out.len == 39, "nothing adds nothing");
    secrets_clear(&s);
    secrets_clear(&s);
    ok(!s.plain.v && !s.base64.v, "secrets can be cleared twice");
    str_clear(&out);
}

/* Secrets that are alike, and ones that a mask could spell. */
static void test_alike(void)
{
    static const char *const alike[] = {"aaaaaaaa", "abcdefghij", "ghijklmnop",
                                        "bcdefgh1", "*aaaaaaa",   "*bbbbbbb"};
    struct secrets s = {0};
    struct str out = {0};

    for (size_t i = 0; i < ARRAY_LEN(alike); i++)
        secrets_add(&s, alike[i]);
    secret_mask(&s, &out, BYTES("aaaaaaaaaaaaaaaaaaab abcdefghijklmnop "));
    is(str_text(&out), "***b *** ", "secrets that overlap are hidden whole");
    str_clear(&out);
    secret_mask(&s, &out, BYTES("abcdefghijaaaaaaa"));
    is(str_text(&out), "*****", "a secret that a mask spells is hidden");
    str_clear(&out);
    secret_mask(&s, &out, BYTES("abcdefghijbbbbbbbbbbbbbbbbbbbbb"));
    is(str_text(&out), "*********", "so are three, one after the other");
    str_clear(&out);
    secrets_clear(&s);
}

/* Of one that was cut, and of base64 that other programs write. */
static void test_parts(void)
{
    static const char token[] = "github_pat_11ABCDEFG0_0123456789abcdefghijk";
    struct secrets s = {0};
    struct str out = {0};

    secrets_add(&s, "5f4dcc3b5aa765d61d8327deb882cf99aabbccdd");
    secret_mask(&s, &out, BYTES("cut: 5f4dcc3b5aa765d61d8327"));
    is(str_text(&out), "cut: ***", "the beginning of a secret is hidden");
    str_clear(&out);
    secret_mask(&s, &out, BYTES("cut: 5f4dcc3b5aa765d61d8"));
    is(str_text(&out), "cut: 5f4dcc3b5aa765d61d8", "a few letters are not");
    str_clear(&out);
    secrets_add(&s, token);
    secret_mask(&s, &out,
                BYTES("eC1hY2Nlc3MtdG9rZW46Z2l0aHViX3BhdF8xMUFCQ0RFRkcwXzAx"
                      "\nMjM0NTY3ODlhYmNkZWZnaGlqaw==\nend"));
    is(str_text(&out), "***\nend", "base64 that goes over lines is hidden");
    str_clear(&out);
    secrets_clear(&s);
    secrets_add(&s, "pa55-Wo?~~~~~~k");
    secret_mask(&s, &out, BYTES("eDpwYTU1LVdvP35-fn5-fms="));
    is(str_text(&out), "***", "so is base64 as URLs have it");
    str_clear(&out);
    secrets_clear(&s);
}

static void test_all_bytes(void)
{
    struct secrets s = known_secrets();
    struct str in = {0}, out;

    for (unsigned i = 0; i < 65536; i++) {
        char pair[2] = {(char)(i >> 8), (char)(i & 255)};

        str_addn(&in, pair, 2);
    }
    out = mask(&s, in.s, in.len);
    ok(has_bytes(&out, in.s, in.len), "each pair of bytes comes through");
    str_clear(&in);
    str_clear(&out);
    secrets_clear(&s);
}

int main(void)
{
    tap_start();
    test_examples();
    test_cut();
    test_secrets();
    test_alike();
    test_parts();
    test_all_bytes();
    return tap_end();
}

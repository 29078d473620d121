#include "secret_texts.h"

#include <time.h>

/* Hostile texts, which could take a time that grows with their square. */

#define LARGE 1000000 /* bytes of a text */
#define LARGE_SECS 10 /* of the processor; quadratic takes many minutes */

/* Once `head`, and then `more` again and again. */
static const struct {
    const char *head, *more;
    size_t n;
} large[] = {
    {"", BYTES("@")},
    {"", BYTES(":")},
    {"", BYTES("/")},
    {"", BYTES("://")},
    {"", BYTES("a://b")},
    {"", BYTES("://@")},
    {"", BYTES("://a:b@")},
    {"", BYTES(":\\/\\/a:b@")},
    {"://", BYTES("@")},
    {"://", BYTES(":")},
    {"://a:b", BYTES("%")},
    {"", BYTES("\0")},
    {"", BYTES(" ")},
    {"", BYTES("\"")},
    {"", BYTES("\\")},
    {"", BYTES("*")},
    {"", BYTES("%")},
    {"", BYTES("%4")},
    {"", BYTES("%41")},
    {"%", BYTES("a")},
    {"", BYTES("cookie")},
    {"", BYTES("cookie:")},
    {"", BYTES("cookie:\n")},
    {"", BYTES("cookie: ")},
    {"", BYTES("cookie\"")},
    {"\"", BYTES("cookie:")},
    {"", BYTES("'cookie:';")},
    {"", BYTES("\"cookie\":\"\",")},
    {"", BYTES("'cookie'=")},
    {"cookie", BYTES(" ")},
    {"cookie:", BYTES(" ")},
    {"\"cookie: a", BYTES("\"")},
    {"\\\"cookie: a", BYTES("\\\"")},
    {"", BYTES("extraheader=")},
    {"", BYTES("basic ")},
    {"", BYTES("basicbasic ")},
    {"basic ", BYTES("basic")},
    {"basic", BYTES(" ")},
    {"bearer ", BYTES("=")},
    {"", BYTES("ghp_")},
    {"", BYTES("ghp_a.")},
    {"", BYTES("glpat-")},
    {"", BYTES("glpat-" A20 "-..")},
    {"ghp_" A20, BYTES(".")},
    {"", BYTES("token=")},
    {"", BYTES("?token=")},
    {"", BYTES("?token=a&")},
    {"", BYTES("&sig=;sig=")},
    {"", BYTES("\\u0026")},
    {"", BYTES(PLAIN)},
    {"", BYTES("hunter2-hunter")},
    {"", BYTES("hunter2%2Dhunter2")},
    {"", BYTES("aHVudGVyMi1odW50ZXIy")},
    {"aHVudGVyMi1odW50ZXIy", BYTES("=")},
    {"", BYTES("a")},
    {"", BYTES("b")},
    {"", BYTES("bearer")},
    {"", BYTES("basic ")},
};

static struct str large_text(size_t i)
{
    struct str text = {0};

    str_add(&text, large[i].head);
    while (text.len < LARGE)
        str_addn(&text, large[i].more, large[i].n);
    return text;
}

static void test_large(void)
{
    struct secrets s = known_secrets();

    secrets_add(&s, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab");
    secrets_add(&s, "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    for (size_t i = 0; i < ARRAY_LEN(large); i++) {
        struct str text = large_text(i), out;
        clock_t took = clock();

        out = mask(&s, text.s, text.len);
        took = clock() - took;
        ok(took < LARGE_SECS * CLOCKS_PER_SEC,
           "1 MB of \"%s\" after \"%s\" is soon read", large[i].more,
           large[i].head);
        str_clear(&text);
        str_clear(&out);
    }
    secrets_clear(&s);
}

int main(void)
{
    tap_start();
    test_large();
    return tap_end();
}

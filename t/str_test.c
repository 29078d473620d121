#include "../str.h"
#include "tap.h"

static const struct {
    const char *bytes;
    size_t n;
    const char *shown, *what;
} printable[] = {
    {BYTES(""), "", "nothing"},
    {BYTES("plain text, 100%"), "plain text, 100%", "plain text"},
    {BYTES("\x1b[31mred"), "\\x1b[31mred", "ESC"},
    {BYTES("a\rb"), "a\\x0db", "CR"},
    {BYTES("a\nb"), "a\\nb", "LF"},
    {BYTES("a\tb"), "a\\tb", "tab"},
    {BYTES("a\0b"), "a\\x00b", "NUL"},
    {BYTES("a\x07\x08"), "a\\x07\\x08", "bell and backspace"},
    {BYTES("a\x7f"), "a\\x7f", "DEL"},
    {BYTES("\xc2\x9b"
           "31m"),
     "\\xc2\\x9b31m", "C1 (U+009B, CSI)"},
    {BYTES("\xc2\x80\xc2\x9f"), "\\xc2\\x80\\xc2\\x9f", "the ends of C1"},
    {BYTES("\xc2\xa0"), "\xc2\xa0", "a no-break space"},
    {BYTES("\xc2\xad"), "\\xc2\\xad", "a soft hyphen"},
    {BYTES("\x9b"
           "31m"),
     "\\x9b31m", "a C1 byte alone"},
    {BYTES("\x80"), "\\x80", "a continuation byte alone"},
    {BYTES("\xff\xfe"), "\\xff\\xfe", "bytes that UTF-8 never has"},
    {BYTES("\xc3"), "\\xc3", "a character cut after 1 of 2 bytes"},
    {BYTES("\xe2\x82"), "\\xe2\\x82", "a character cut after 2 of 3 bytes"},
    {BYTES("\xf0\x9f\x98"), "\\xf0\\x9f\\x98", "one cut after 3 of 4 bytes"},
    {BYTES("\xc3(\xe2\x82(x"), "\\xc3(\\xe2\\x82(x", "broken off characters"},
    {BYTES("\xc0\xaf"), "\\xc0\\xaf", "an overlong form of 2 bytes"},
    {BYTES("\xc1\xbf"), "\\xc1\\xbf", "the last overlong form of 2 bytes"},
    {BYTES("\xe0\x80\xaf"), "\\xe0\\x80\\xaf", "an overlong form of 3 bytes"},
    {BYTES("\xe0\x9f\xbf"), "\\xe0\\x9f\\xbf", "the last one of 3 bytes"},
    {BYTES("\xf0\x80\x80\xaf"), "\\xf0\\x80\\x80\\xaf", "one of 4 bytes"},
    {BYTES("\xf0\x8f\xbf\xbf"), "\\xf0\\x8f\\xbf\\xbf", "the last of 4 bytes"},
    {BYTES("\xc0\x9b"), "\\xc0\\x9b", "ESC in an overlong form"},
    {BYTES("\xed\xa0\x80"), "\\xed\\xa0\\x80", "the first surrogate"},
    {BYTES("\xed\xbf\xbf"), "\\xed\\xbf\\xbf", "the last surrogate"},
    {BYTES("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80", "U+110000"},
    {BYTES("\xf8\x88\x80\x80\x80"), "\\xf8\\x88\\x80\\x80\\x80", "5 bytes"},
    {BYTES("\xe2\x80\xae"
           "gpj.exe"),
     "\\xe2\\x80\\xaegpj.exe", "U+202E, right-to-left override"},
    {BYTES("\xe2\x80\xaa"), "\\xe2\\x80\\xaa", "U+202A, an embedding"},
    {BYTES("\xe2\x81\xa6"), "\\xe2\\x81\\xa6", "U+2066, an isolate"},
    {BYTES("\xe2\x81\xa9"), "\\xe2\\x81\\xa9", "U+2069, the end of one"},
    {BYTES("\xe2\x80\x8e"), "\\xe2\\x80\\x8e", "U+200E, a direction mark"},
    {BYTES("\xd8\x9c"), "\\xd8\\x9c", "U+061C, a direction mark"},
    {BYTES("\xe2\x80\x8b"), "\\xe2\\x80\\x8b", "U+200B, no width"},
    {BYTES("\xe2\x80\x8d"), "\\xe2\\x80\\x8d", "U+200D, no width"},
    {BYTES("\xe2\x81\xa0"), "\\xe2\\x81\\xa0", "U+2060, no width"},
    {BYTES("\xef\xbb\xbf"
           "a"),
     "\\xef\\xbb\\xbfa", "a BOM"},
    {BYTES("\xe2\x80\xa8\xe2\x80\xa9"), "\\xe2\\x80\\xa8\\xe2\\x80\\xa9",
     "line and paragraph separators"},
    {BYTES("\xf3\xa0\x81\x81"), "\\xf3\\xa0\\x81\\x81", "U+E0041, a tag"},
    {BYTES("Gr\xc3\xb6\xc3\x9f"
           "e"),
     "Gr\xc3\xb6\xc3\x9f"
     "e",
     "Latin"},
    {BYTES("\xe7\x89\x88\xe6\x9c\xac"), "\xe7\x89\x88\xe6\x9c\xac", "Chinese"},
    {BYTES("\xf0\x9f\x9a\x80"), "\xf0\x9f\x9a\x80", "an emoji"},
    {BYTES("\xee\x80\x80\xf4\x8f\xbf\xbd"), "\xee\x80\x80\xf4\x8f\xbf\xbd",
     "the first and last private characters"},
};

static const struct {
    const char *word, *shell;
} shell[] = {
    {"", "''"},
    {"plain", "plain"},
    {"https://github.com/o/r.git", "https://github.com/o/r.git"},
    {"--format=%H", "--format=%H"},
    {"refs/tags/v1.2.3-rc.1+b", "refs/tags/v1.2.3-rc.1+b"},
    {"two words", "'two words'"},
    {"it's", "'it'\\''s'"},
    {"'", "''\\'''"},
    {"''", "''\\'''\\'''"},
    {"a\"b", "'a\"b'"},
    {"$HOME", "'$HOME'"},
    {"`id`", "'`id`'"},
    {"a\\b", "'a\\b'"},
    {"a\nb", "'a\nb'"},
    {"a\tb", "'a\tb'"},
    {"*", "'*'"},
    {"?", "'?'"},
    {"[a]", "'[a]'"},
    {"{a,b}", "'{a,b}'"},
    {"~", "'~'"},
    {"#x", "'#x'"},
    {"!x", "'!x'"},
    {"a;b", "'a;b'"},
    {"a&b", "'a&b'"},
    {"a|b", "'a|b'"},
    {"a<b>c", "'a<b>c'"},
    {"(a)", "'(a)'"},
    {"v1^{}", "'v1^{}'"},
    {"r\xc3\xa9", "'r\xc3\xa9'"},
    {"\x1b[31m", "'\x1b[31m'"},
};

static void test_printable(void)
{
    for (size_t i = 0; i < ARRAY_LEN(printable); i++) {
        struct str out = {0};
        char *bytes = str_dupn(printable[i].bytes, printable[i].n);

        str_add_printable(&out, bytes, printable[i].n);
        is(str_text(&out), printable[i].shown, "%s is shown as %s",
           printable[i].what, printable[i].shown);
        free(bytes);
        str_clear(&out);
    }
}

/* A terminal that gets these bytes can only show them. */
static bool is_harmless(const struct str *str)
{
    for (size_t i = 0; i < str->len; i++)
        if ((unsigned char)str->s[i] < 0x20 || str->s[i] == 0x7f)
            return false;
    return true;
}

static void test_every_pair(void)
{
    bool right = true;

    for (int hi = 0; hi < 256; hi++)
        for (int lo = 0; lo < 256; lo++) {
            struct str out = {0};
            char pair[2] = {(char)hi, (char)lo};

            str_add_printable(&out, pair, 2);
            right = right && is_harmless(&out);
            str_clear(&out);
        }
    ok(right, "no two bytes let a control character through");
}

static void test_shell(void)
{
    for (size_t i = 0; i < ARRAY_LEN(shell); i++) {
        struct str out = {0};

        str_add_shell(&out, shell[i].word);
        is(str_text(&out), shell[i].shell, "a shell reads %s as one word",
           shell[i].word);
        str_clear(&out);
    }
}

static void test_str(void)
{
    struct str str = {0};

    is(str_text(&str), "", "an empty string has a text");
    str_add(&str, "");
    ok(str.len == 0 && same(str.s, ""), "adding nothing is fine");
    str_addn(&str, "a\0b", 3);
    ok(str.len == 3 && memcmp(str.s, "a\0b", 4) == 0,
       "a string may hold NUL, and ends in one");
    str_clear(&str);
    str_clear(&str);
    ok(!str.s && !str.len && !str.cap, "a string can be cleared twice");
    for (int i = 0; i < 10000; i++)
        str_addf(&str, "%04d", i);
    ok(str.len == 40000 && strlen(str.s) == 40000 &&
           str_ends(str.s, "99989999") && str_starts(str.s, "00000001"),
       "a string grows to 40,000 bytes unharmed");
    str_clear(&str);
}

static void test_take(void)
{
    struct str str = {0};

    is_owned(str_take(&str), "", "what is taken from an empty string is \"\"");
    str_add(&str, "abc");
    is_owned(str_take(&str), "abc", "the text is handed over");
    ok(!str.s && !str.len && !str.cap, "and the string is empty then");
}

static void test_copies(void)
{
    is_owned(str_dup("abc"), "abc", "a copy is the same");
    is_owned(str_dupn("abc", 2), "ab", "a copy may be of the first bytes");
    is_owned(str_dupn("abc", 0), "", "a copy of no bytes is \"\"");
    is_owned(str_fmt("%s-%d", "a", 5), "a-5", "text is formatted");
}

static void test_ends(void)
{
    ok(str_starts("abc", "ab") && str_starts("abc", "") && str_starts("", ""),
       "a string starts with its first bytes, and with nothing");
    ok(!str_starts("ab", "abc") && !str_starts("abc", "b"),
       "a string does not start with more than it is");
    ok(str_ends("abc", "bc") && str_ends("abc", "") && str_ends("", ""),
       "a string ends in its last bytes, and in nothing");
    ok(!str_ends("bc", "abc") && !str_ends("abc", "b"),
       "a string does not end in more than it is");
}

static void test_argv(void)
{
    struct argv argv = {0};
    char word[] = "first";

    argv_push(&argv, word);
    word[0] = 'F';
    argv_pushf(&argv, "--n=%d", 2);
    argv_pushl(&argv, "a", "", "c", NULL);
    argv_pushl(&argv, NULL);
    ok(argv.n == 5 && same(argv.v[0], "first") && same(argv.v[1], "--n=2") &&
           same(argv.v[3], "") && same(argv.v[4], "c") && !argv.v[5],
       "arguments are copies, in order, and end in NULL");
    argv_clear(&argv);
    argv_clear(&argv);
    ok(!argv.v && !argv.n && !argv.cap, "arguments can be cleared twice");
}

static void test_argv_growth(void)
{
    struct argv argv = {0};
    bool right = true;

    for (size_t i = 0; i < 1000; i++) {
        argv_pushf(&argv, "%zu", i);
        right = right && argv.n == i + 1 && !argv.v[i + 1];
    }
    ok(right, "arguments end in NULL at each length up to 1000");
    ok(same(argv.v[0], "0") && same(argv.v[15], "15") &&
           same(argv.v[16], "16") && same(argv.v[999], "999"),
       "arguments keep their words while they grow");
    argv_clear(&argv);
}

static void test_fit(void)
{
    ok(str_fit("abc", 5) == 3 && str_fit("abc", 3) == 3 && str_fit("", 1) == 0,
       "what fits is whole");
    ok(str_fit("abc", 2) == 2 && str_fit("a\xc3\xa9", 2) == 1 &&
           str_fit("a\xc3\xa9z", 3) == 3 && str_fit("\xe2\x82\xac", 2) == 0,
       "and no character is cut in two");
}

static void test_clip(void)
{
    char *whole = str_clip("abc", 3), *cut = str_clip("a\xc3\xa9z", 2);

    ok(same(whole, "abc") && same(cut, "a..."), "what is cut, says so");
    free(whole);
    free(cut);
}

int main(void)
{
    tap_start();
    test_fit();
    test_clip();
    test_printable();
    test_every_pair();
    test_shell();
    test_str();
    test_take();
    test_copies();
    test_ends();
    test_argv();
    test_argv_growth();
    return tap_end();
}

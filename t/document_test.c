#include "../document.h"
#include "tap.h"

#include <jansson.h>

#define SECRET "ghp_0123456789abcdefghijklmnopqrstuvwxyz"

/* A text, and the JSON that it becomes; `says`: what a reader gets back. */
static const struct {
    const char *text, *json, *says, *what;
} texts[] = {
    {NULL, "null", NULL, "no text is null"},
    {"", "\"\"", "", "an empty text stays one"},
    {"plain", "\"plain\"", "plain", "a plain text stays what it is"},
    {"null", "\"null\"", "null", "a text that says null is a text"},
    {"a\"b\\c/d", "\"a\\\"b\\\\c/d\"", "a\"b\\c/d",
     "quotes and backslashes are escaped"},
    {"a\nb\tc\rd", "\"a\\nb\\tc\\rd\"", "a\nb\tc\rd",
     "ends of lines and tabs are escaped"},
    {"\x01\x1b[31m\x1f", "\"\\u0001\\u001B[31m\\u001F\"", "\x01\x1b[31m\x1f",
     "control characters are escaped"},
    {"a\x7f"
     "b",
     "\"a\\u007fb\"",
     "a\x7f"
     "b",
     "DEL is escaped, too"},
    {"\xc2\x80\xc2\x9b\xc2\x9f", "\"\\u0080\\u009B\\u009F\"",
     "\xc2\x80\xc2\x9b\xc2\x9f", "those of C1 are escaped, too"},
    {"gr\xc3\xbc\xc3\x9f", "\"gr\\u00FC\\u00DF\"", "gr\xc3\xbc\xc3\x9f",
     "what is not ASCII is escaped"},
    {"\xe2\x80\xae\xe2\x80\xa8", "\"\\u202E\\u2028\"",
     "\xe2\x80\xae\xe2\x80\xa8",
     "so are what turns a text around, and ends of lines of Unicode"},
    {"\xf0\x9f\x9a\x80", "\"\\uD83D\\uDE80\"", "\xf0\x9f\x9a\x80",
     "a character beyond 16 bits becomes two surrogates"},
    {"a\xff"
     "b",
     "\"a\\\\xffb\"", "a\\xffb", "a byte that UTF-8 never has is shown"},
    {"\xc3", "\"\\\\xc3\"", "\\xc3", "a character that was cut is shown"},
    {"\xc0\x80", "\"\\\\xc0\\\\x80\"", "\\xc0\\x80",
     "NUL in two bytes is shown"},
    {"\xed\xa0\x80", "\"\\\\xed\\\\xa0\\\\x80\"", "\\xed\\xa0\\x80",
     "a surrogate in UTF-8 is shown"},
    {"\xf4\x90\x80\x80", "\"\\\\xf4\\\\x90\\\\x80\\\\x80\"",
     "\\xf4\\x90\\x80\\x80", "a character beyond Unicode is shown"},
    {"\xff\x1b\n", "\"\\\\xff\\\\x1b\\\\n\"", "\\xff\\x1b\\n",
     "beside such bytes all is shown as people are shown it"},
    {"%s%n", "\"%s%n\"", "%s%n", "what printf would take for its own stays"},
};

static void test_text(size_t i)
{
    struct document d = {0};
    char *want = str_fmt("{\"k\":%s}", texts[i].json), *line;
    json_error_t error;
    json_t *root;

    document_text(&d, "k", texts[i].text);
    line = document_line(&d);
    is(line, want, "%s", texts[i].what);
    root = json_loads(line, JSON_REJECT_DUPLICATES, &error);
    is(json_string_value(json_object_get(root, "k")), texts[i].says,
       "and is read back so");
    json_decref(root);
    document_clear(&d);
    document_clear(&d);
    free(want);
    free(line);
}

/* Every byte, alone and between two letters, makes a line of plain ASCII that
 * is JSON. */
static void test_bytes(void)
{
    size_t bad = 0;

    for (int c = 1; c < 256; c++) {
        const char text[] = {'a', (char)c, 'b', '\0'};
        struct document d = {0};
        json_error_t error;
        json_t *root;
        char *line;

        document_text(&d, "k", text);
        line = document_line(&d);
        for (const char *p = line; *p; p++)
            bad += (unsigned char)*p < 0x20 || (unsigned char)*p >= 0x7f;
        root = json_loads(line, JSON_REJECT_DUPLICATES, &error);
        bad += !root;
        json_decref(root);
        document_clear(&d);
        free(line);
    }
    ok(bad == 0, "every byte makes a line that a terminal only shows");
}

static void test_numbers(void)
{
    struct document d = {0};
    char *line;

    document_number(&d, "zero", 0);
    document_number(&d, "most", INT64_MAX);
    document_number(&d, "least", INT64_MIN);
    document_flag(&d, "yes", true);
    document_flag(&d, "no", false);
    document_null(&d, "none");
    line = document_line(&d);
    is(line,
       "{\"zero\":0,\"most\":9223372036854775807,"
       "\"least\":-9223372036854775808,\"yes\":true,\"no\":false,"
       "\"none\":null}",
       "numbers of 64 bits, flags and null stay in the order they came in");
    document_clear(&d);
    free(line);
}

static void test_nesting(void)
{
    struct argv words = {0};
    struct document d = {0};
    char *line, *pages;

    argv_pushl(&words, "a", "b\n", NULL);
    document_text(&d, "first", "1");
    document_object(&d, "object");
    document_text(&d, "in", "2");
    document_list(&d, "list");
    document_text(&d, NULL, NULL);
    document_number(&d, NULL, 3);
    document_object(&d, NULL);
    document_end(&d);
    document_list(&d, NULL);
    document_end(&d);
    document_end(&d);
    document_end(&d);
    document_texts(&d, "words", &words);
    document_texts(&d, "none", &(struct argv){0});
    document_text(&d, "last", "4");
    line = document_line(&d);
    is(line,
       "{\"first\":\"1\",\"object\":{\"in\":\"2\",\"list\":[null,3,{},[]]},"
       "\"words\":[\"a\",\"b\\n\"],\"none\":[],\"last\":\"4\"}",
       "what is opened takes what comes until it is ended");
    free(line);
    pages = document_pages(&d);
    ok(str_starts(pages,
                  "{\n  \"first\": \"1\",\n  \"object\": {\n    \"in\"") &&
           str_ends(pages, "\n}\n"),
       "for people it is indented, and ends in an end of line");
    free(pages);
    document_clear(&d);
    argv_clear(&words);
}

static void test_depth(void)
{
    struct document d = {0};
    char *line;

    for (size_t i = 0; i < DOCUMENT_DEPTH; i++)
        document_object(&d, "o");
    document_text(&d, "k", "deep");
    for (size_t i = 0; i < DOCUMENT_DEPTH; i++)
        document_end(&d);
    document_text(&d, "k", "root");
    line = document_line(&d);
    ok(strstr(line, "{\"k\":\"deep\"}") && str_ends(line, ",\"k\":\"root\"}"),
       "it may be as deep as is promised");
    free(line);
    document_clear(&d);
}

static void test_empty(void)
{
    struct document d = {0};

    is_owned(document_line(&d), "{}", "all-zero is an empty object");
    is_owned(document_pages(&d), "{}\n", "for people, too");
    document_clear(&d);
    document_object(&d, "open");
    document_clear(&d);
    ok(!d.root && !d.depth, "it can be cleared while something is open");
    document_text(&d, "k", "again");
    is_owned(document_line(&d), "{\"k\":\"again\"}", "and be filled again");
    document_clear(&d);
}

/* A text, and what it is where SECRET must not be seen. */
static const struct {
    const char *text, *json, *what;
} masked[] = {
    {SECRET, "\"***\"", "a secret alone"},
    {"x " SECRET " y", "\"x *** y\"", "a secret in a text"},
    {SECRET SECRET, "\"***\"", "two that touch"},
    {"\xff" SECRET, "\"\\\\xff***\"", "a secret in a text that is not UTF-8"},
    {"https://user:password@host/o/r", "\"https://***@host/o/r\"",
     "the password in a URL"},
    {"\n" SECRET "\n", "\"\\n***\\n\"", "a secret between ends of lines"},
};

static void test_masked(size_t i)
{
    struct secrets secrets = {0};
    struct document d = {.secrets = &secrets};
    char *want =
             str_fmt("{\"k\":%s,\"l\":[%s]}", masked[i].json, masked[i].json),
         *line;
    struct argv words = {0};

    secrets_add(&secrets, SECRET);
    argv_push(&words, masked[i].text);
    document_text(&d, "k", masked[i].text);
    document_texts(&d, "l", &words);
    line = document_line(&d);
    is(line, want, "not seen: %s", masked[i].what);
    free(line);
    free(want);
    argv_clear(&words);
    document_clear(&d);
    secrets_clear(&secrets);
}

static void test_no_secrets(void)
{
    struct document d = {0};

    document_text(&d, "k", "https://user:password@host");
    is_owned(document_line(&d), "{\"k\":\"https://user:password@host\"}",
             "without secrets, texts stay as they are");
    document_clear(&d);
}

int main(void)
{
    tap_start();
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        test_text(i);
    test_bytes();
    test_numbers();
    test_nesting();
    test_depth();
    test_empty();
    for (size_t i = 0; i < ARRAY_LEN(masked); i++)
        test_masked(i);
    test_no_secrets();
    return tap_end();
}

/*
 * JSON for the tests in C: it is written with ' where JSON has ", and what no
 * reader may take for a document is listed once.
 */
#ifndef T_JSON_H
#define T_JSON_H

#include "tap.h"

/* A copy with " for each '; owned by the caller. */
static inline char *quoted(const char *text)
{
    char *json = str_dup(text);

    for (char *p = json; *p; p++)
        if (*p == '\'')
            *p = '"';
    return json;
}

/* So many times `open`, which nothing closes; owned by the caller. */
static inline char *nested(const char *open, size_t depth)
{
    struct str json = {0};

    while (depth--)
        str_add(&json, open);
    return str_take(&json);
}

static const struct {
    const char *json;
    size_t n;
    const char *what;
} not_json[] = {
    {BYTES(""), "nothing"},
    {BYTES(" \t\r\n"), "blanks"},
    {BYTES("<html><body>502 Bad Gateway</body></html>"), "HTML"},
    {BYTES("\"text\""), "a text alone"},
    {BYTES("5"), "a number alone"},
    {BYTES("true"), "true alone"},
    {BYTES("null"), "null alone"},
    {BYTES("["), "a cut array"},
    {BYTES("[{\"id\":1},"), "an array cut between two objects"},
    {BYTES("{\"id\""), "an object cut after a key"},
    {BYTES("{\"id\":1"), "an object cut after a value"},
    {BYTES("{\"name\":\"v"), "a cut text"},
    {BYTES("{\"name\":\"\\u00"), "a cut escape"},
    {BYTES("{\"name\":\"\xc3"), "a cut character"},
    {BYTES("{\"id\":1,\"id\":1}"), "a key given twice"},
    {BYTES("[[{\"a\":{\"id\":1,\"id\":2}}]]"), "a key given twice deep inside"},
    {BYTES("{\"id\":1,\"\\u0069d\":2}"), "a key given twice, once escaped"},
    {BYTES("{\"id\":NaN}"), "NaN"},
    {BYTES("{\"id\":-Infinity}"), "infinity"},
    {BYTES("{\"id\":1e999}"), "1e999"},
    {BYTES("{\"id\":9223372036854775808}"), "a number of more than 63 bits"},
    {BYTES("{\"id\":-9223372036854775809}"), "a number below 64 bits"},
    {BYTES("{\"id\":01}"), "a leading zero"},
    {BYTES("{\"id\":+1}"), "a plus sign"},
    {BYTES("{\"id\":0x1}"), "a number in base 16"},
    {BYTES("{\"id\":1.}"), "a point without digits"},
    {BYTES("{'id':1}"), "single quotes"},
    {BYTES("{id:1}"), "a key without quotes"},
    {BYTES("{5:1}"), "a number as key"},
    {BYTES("{\"id\":1,}"), "a comma too many in an object"},
    {BYTES("[1,]"), "a comma too many in an array"},
    {BYTES("{\"id\":1 /* one */}"), "a comment"},
    {BYTES("[1]]"), "a bracket too many"},
    {BYTES("[1}"), "a bracket of the other kind"},
    {BYTES("{}{}"), "two documents"},
    {BYTES("[] x"), "more after the document"},
    {BYTES("[]\0"), "NUL after the document"},
    {BYTES("\0"), "NUL alone"},
    {BYTES("\xef\xbb\xbf[]"), "a BOM"},
    {BYTES("\xff\xfe[\0]\0"), "UTF-16"},
    {BYTES("[\"v\0\"]"), "NUL in a text"},
    {BYTES("[\"v\\u0000\"]"), "an escaped NUL in a text"},
    {BYTES("{\"a\\u0000b\":1}"), "an escaped NUL in a key"},
    {BYTES("[\"\\ud800\"]"), "the first surrogate alone"},
    {BYTES("[\"\\udc00\"]"), "the second surrogate alone"},
    {BYTES("[\"\xed\xa0\x80\"]"), "a surrogate in UTF-8"},
    {BYTES("[\"\xc0\x80\"]"), "NUL in two bytes"},
    {BYTES("[\"\xf4\x90\x80\x80\"]"), "a character beyond Unicode"},
    {BYTES("[\"\xff\"]"), "a byte that UTF-8 never has"},
    {BYTES("{\"\xff\":1}"), "a byte in a key that UTF-8 never has"},
    {BYTES("[\"\x1b[31m\"]"), "ESC in a text"},
    {BYTES("[\"two\nlines\"]"), "an end of line in a text"},
    {BYTES("[\"\\x41\"]"), "an escape that JSON has not"},
};

/* Gives a reader a document that is nested very deeply. */
static inline void give_nested(const char *open,
                               void (*test)(const char *json, size_t n,
                                            const char *what))
{
    char *json = nested(open, 100000);
    char *what = str_fmt("a hundred thousand times %s", open);

    test(json, strlen(json), what);
    free(json);
    free(what);
}

/* That it is no document is told before any field is looked for. */
static inline bool is_no_document(const char *why, size_t n)
{
    if (!why || n == 0)
        return why && strcmp(why, "it is empty") == 0;
    return str_starts(why, "it is not JSON (") ||
           strcmp(why, "it has too many values") == 0;
}

#endif

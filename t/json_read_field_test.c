/* Fields of a document, and their paths. */
#include "json_reader.h"

enum reader { TEXT, TEXT_IF, COUNT, COUNT_IF, FLAG_IF, LIST };

static const char *const reader_names[] = {
    "text", "text, if any", "count", "count, if any", "a flag", "a list"};

#define NO_TEXT "f is not a string"
#define NO_COUNT "f is not a number of 0 or more"
#define NO_FLAG "f is neither true nor false"
#define NO_LIST "f is not an array"

/* What is read of {'f': value}: as text, or what was wrong. */
static const struct {
    enum reader reader;
    const char *value, *want; /* value NULL: absent */
} fields[] = {
    {TEXT, "''", "<>"},
    {TEXT, "'a'", "<a>"},
    {TEXT, "' a\\tb\\n'", "< a\tb\n>"},
    {TEXT, "'null'", "<null>"},
    {TEXT, "'5'", "<5>"},
    {TEXT, "'d\\u00e9j\xc3\xa0'", "<d\xc3\xa9j\xc3\xa0>"},
    {TEXT, "'\\ud83d\\ude80'", "<\xf0\x9f\x9a\x80>"},
    {TEXT, "'\\u001b[31m'", "<\x1b[31m>"},
    {TEXT, NULL, NO_TEXT},
    {TEXT, "null", NO_TEXT},
    {TEXT, "true", NO_TEXT},
    {TEXT, "false", NO_TEXT},
    {TEXT, "0", NO_TEXT},
    {TEXT, "1.5", NO_TEXT},
    {TEXT, "[]", NO_TEXT},
    {TEXT, "['a']", NO_TEXT},
    {TEXT, "{}", NO_TEXT},
    {TEXT, "{'f':'a'}", NO_TEXT},
    {TEXT_IF, "''", "<>"},
    {TEXT_IF, "'a'", "<a>"},
    {TEXT_IF, NULL, "NULL"},
    {TEXT_IF, "null", "NULL"},
    {TEXT_IF, "true", NO_TEXT},
    {TEXT_IF, "false", NO_TEXT},
    {TEXT_IF, "0", NO_TEXT},
    {TEXT_IF, "1.5", NO_TEXT},
    {TEXT_IF, "[]", NO_TEXT},
    {TEXT_IF, "{}", NO_TEXT},
    {COUNT, "0", "0"},
    {COUNT, "-0", "0"},
    {COUNT, "1", "1"},
    {COUNT, "4294967296", "4294967296"},
    {COUNT, "9223372036854775807", "9223372036854775807"},
    {COUNT, NULL, NO_COUNT},
    {COUNT, "null", NO_COUNT},
    {COUNT, "-1", NO_COUNT},
    {COUNT, "-9223372036854775808", NO_COUNT},
    {COUNT, "1.0", NO_COUNT},
    {COUNT, "0.5", NO_COUNT},
    {COUNT, "1e3", NO_COUNT},
    {COUNT, "1e300", NO_COUNT},
    {COUNT, "true", NO_COUNT},
    {COUNT, "false", NO_COUNT},
    {COUNT, "''", NO_COUNT},
    {COUNT, "'1'", NO_COUNT},
    {COUNT, "[]", NO_COUNT},
    {COUNT, "[1]", NO_COUNT},
    {COUNT, "{}", NO_COUNT},
    {COUNT_IF, "0", "0"},
    {COUNT_IF, "7", "7"},
    {COUNT_IF, "9223372036854775807", "9223372036854775807"},
    {COUNT_IF, NULL, "0"},
    {COUNT_IF, "null", "0"},
    {COUNT_IF, "-1", NO_COUNT},
    {COUNT_IF, "1.0", NO_COUNT},
    {COUNT_IF, "true", NO_COUNT},
    {COUNT_IF, "false", NO_COUNT},
    {COUNT_IF, "'1'", NO_COUNT},
    {COUNT_IF, "[]", NO_COUNT},
    {COUNT_IF, "{}", NO_COUNT},
    {FLAG_IF, "true", "true"},
    {FLAG_IF, "false", "false"},
    {FLAG_IF, NULL, "false"},
    {FLAG_IF, "null", "false"},
    {FLAG_IF, "0", NO_FLAG},
    {FLAG_IF, "1", NO_FLAG},
    {FLAG_IF, "''", NO_FLAG},
    {FLAG_IF, "'true'", NO_FLAG},
    {FLAG_IF, "'false'", NO_FLAG},
    {FLAG_IF, "[]", NO_FLAG},
    {FLAG_IF, "[true]", NO_FLAG},
    {FLAG_IF, "{}", NO_FLAG},
    {LIST, "[]", "0 elements"},
    {LIST, "[1]", "1 elements"},
    {LIST, "[null,{},[],'a']", "4 elements"},
    {LIST, NULL, NO_LIST},
    {LIST, "null", NO_LIST},
    {LIST, "true", NO_LIST},
    {LIST, "0", NO_LIST},
    {LIST, "'[]'", NO_LIST},
    {LIST, "{}", NO_LIST},
    {LIST, "{'0':1}", NO_LIST},
};

static char *shown_text(char *text)
{
    char *shown = text ? str_fmt("<%s>", text) : str_dup("NULL");

    free(text);
    return shown;
}

/* The value of the field "f" as text; owned by the caller. */
static char *show(struct json_reader *rd, enum reader reader,
                  const json_t *from)
{
    const json_t *list;

    switch (reader) {
    case TEXT:
        return shown_text(json_text(rd, from, "f"));
    case TEXT_IF:
        return shown_text(json_text_if(rd, from, "f"));
    case COUNT:
        return str_fmt("%lld", (long long)json_count(rd, from, "f"));
    case COUNT_IF:
        return str_fmt("%lld", (long long)json_count_if(rd, from, "f"));
    case FLAG_IF:
        return str_dup(json_flag_if(rd, from, "f") ? "true" : "false");
    case LIST:
        list = json_list(rd, from, "f");
        return list ? str_fmt("%zu elements", json_array_size(list))
                    : str_dup("NULL");
    }
    return NULL;
}

/* What stands for a value that is wrong. */
static bool is_nothing(enum reader reader, const char *got)
{
    return reader == COUNT || reader == COUNT_IF ||
           same(got, reader == FLAG_IF ? "false" : "NULL");
}

static void test_fields(void)
{
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        const char *value = fields[i].value, *want = fields[i].want;
        const char *name = reader_names[fields[i].reader];
        struct json_reader rd = {.wrong = {0}};
        char *json = value ? str_fmt("{'e':1,'f':%s,'g':[]}", value)
                           : str_dup("{'e':1,'F':2,'ff':3,'':4}");
        json_t *root = read_quoted(&rd, json);
        char *got = show(&rd, fields[i].reader, root);
        size_t n = rd.wrong.n;
        char *why = json_reader_end(&rd);

        is(why ? why : got, want, "%s read as %s is %s", json, name, want);
        ok(n == !!why && (!why || is_nothing(fields[i].reader, got)),
           why ? "which is told once, and nothing is read" : "and not wrong");
        json_decref(root);
        free(json);
        free(got);
        free(why);
    }
}

/* A field of what is no object is absent. */
static void test_no_object(void)
{
    static const enum reader ifs[] = {TEXT_IF, COUNT_IF, FLAG_IF};
    static const enum reader musts[] = {TEXT, COUNT, LIST};
    struct json_reader rd = {.wrong = {0}};
    json_t *root = read_quoted(&rd, "[5,'f',null,['f']]");
    const json_t *froms[6] = {root, NULL};
    bool right = true;
    char *why;

    for (size_t i = 0; i < json_array_size(root); i++)
        froms[i + 2] = json_array_get(root, i);
    for (size_t i = 0; i < ARRAY_LEN(froms); i++)
        for (size_t k = 0; k < ARRAY_LEN(ifs); k++) {
            char *got = show(&rd, ifs[k], froms[i]);

            right = right && rd.wrong.n == 0 &&
                    (same(got, "NULL") || same(got, "0") || same(got, "false"));
            free(got);
        }
    ok(right, "what may be absent may be so where there is no object");
    for (size_t i = 0; i < ARRAY_LEN(froms); i++)
        for (size_t k = 0; k < ARRAY_LEN(musts); k++)
            free(show(&rd, musts[k], froms[i]));
    ok(rd.wrong.n == ARRAY_LEN(froms) * ARRAY_LEN(musts),
       "what must be there is wrong each time");
    why = json_reader_end(&rd);
    free(why);
    json_decref(root);
}

static void test_path(void)
{
    struct json_reader rd = {.wrong = {0}};
    json_t *root = read_quoted(&rd, "{'a':1}");
    size_t outer, inner;
    char *why;

    free(json_text(&rd, root, "name"));
    outer = json_enter(&rd, "assets[%d].", 2);
    json_count(&rd, root, "size");
    inner = json_enter(&rd, "%s.", "uploader");
    json_flag_if(&rd, root, "a");
    json_list(&rd, root, "orgs");
    json_leave(&rd, inner);
    json_wrong(&rd, "state", " is \"%s\", not %d%%", "open", 5);
    json_leave(&rd, outer);
    json_wrong(&rd, "it", " is odd");
    outer = json_enter(&rd, "[%d].", 0);
    json_count(&rd, root, "id");
    json_leave(&rd, outer);
    free(json_text_if(&rd, root, "a"));
    ok(rd.wrong.n == 8, "all that is wrong is noted");
    is(rd.wrong.v[0], "name is not a string", "a field without a path");
    is(rd.wrong.v[1], "assets[2].size is not a number of 0 or more",
       "a field of an element");
    is(rd.wrong.v[2], "assets[2].uploader.a is neither true nor false",
       "a field of an object in it");
    is(rd.wrong.v[3], "assets[2].uploader.orgs is not an array",
       "another one of the same object");
    is(rd.wrong.v[4], "assets[2].state is \"open\", not 5%",
       "a field of the element again, in words of our own");
    is(rd.wrong.v[5], "it is odd", "the path is empty again after it");
    is(rd.wrong.v[6], "[0].id is not a number of 0 or more",
       "a path begun anew has nothing of the last one");
    is(rd.wrong.v[7], "a is not a string", "the path is empty at the end");
    why = json_reader_end(&rd);
    is(why, "name is not a string", "the first that was wrong is told");
    ok(!rd.wrong.n && !rd.wrong.v && !rd.path.len && !rd.path.s,
       "a reader that ended is empty");
    is_owned(json_reader_end(&rd), NULL, "and may be ended again");
    free(why);
    json_decref(root);
}

/* A path and a field are no formats. */
static void test_percent(void)
{
    struct json_reader rd = {.wrong = {0}};
    size_t mark = json_enter(&rd, "%s", "%s%n.");

    json_wrong(&rd, "%d%s", " is wrong");
    json_leave(&rd, mark);
    is_owned(json_reader_end(&rd), "%s%n.%d%s is wrong",
             "a path and a field are taken as they are");
}

int main(void)
{
    tap_start();
    test_fields();
    test_no_object();
    test_path();
    test_percent();
    return tap_end();
}

#include "../json_read.h"
#include "json.h"

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

static json_t *read_quoted(struct json_reader *rd, const char *text)
{
    char *json = quoted(text);
    json_t *root = json_read(rd, json, strlen(json));

    free(json);
    return root;
}

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

static void test_documents(void)
{
    static const char *const good[] = {
        "[]",
        "{}",
        " \t\r\n{} \n",
        "[[[[]]]]",
        "{'':0}",
        "[-9223372036854775808,9223372036854775807,1.5e300,true,null,'']",
        "{'a':{'a':{'a':1}},'A':2}",
        "['\xc3\xa9\\/\\\\\\b']"};

    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        struct json_reader rd = {.wrong = {0}};
        json_t *root = read_quoted(&rd, good[i]);

        ok(root && rd.wrong.n == 0, "%s is a document", good[i]);
        json_decref(root);
        is_owned(json_reader_end(&rd), NULL, "and nothing is wrong with it");
    }
}

static void test_not_json(void)
{
    for (size_t i = 0; i < ARRAY_LEN(not_json); i++) {
        struct json_reader rd = {.wrong = {0}};
        char *bytes = exact(not_json[i].json, not_json[i].n);
        json_t *root = json_read(&rd, bytes, not_json[i].n);
        size_t n = rd.wrong.n;
        char *why = json_reader_end(&rd);

        ok(!root && n == 1 && why &&
               str_starts(why, not_json[i].n ? "it is not JSON (line "
                                             : "it is empty"),
           "%s is no document, which is told", not_json[i].what);
        json_decref(root);
        free(bytes);
        free(why);
    }
}

/* Every beginning of a document is none. */
static void test_cut(void)
{
    static const char whole[] = "{'a':[1,-2.5e3,true,false,null,'\\u00e9\\n'],"
                                "'b':{'c':'\xf0\x9f\x9a\x80'}}";
    size_t taken = 0;
    char *json = quoted(whole);

    for (size_t n = 0; n < strlen(whole); n++) {
        struct json_reader rd = {.wrong = {0}};
        char *bytes = exact(json, n);
        json_t *root = json_read(&rd, bytes, n);
        char *why = json_reader_end(&rd);

        taken += root || !why;
        json_decref(root);
        free(bytes);
        free(why);
    }
    ok(taken == 0, "a document that was cut is none, wherever that was");
    free(json);
}

static void test_place(const char *text, const char *begins)
{
    struct json_reader rd = {.wrong = {0}};
    json_t *root = read_quoted(&rd, text);
    char *why = json_reader_end(&rd);

    if (!ok(!root && why && str_starts(why, begins), "%s: %s ...", text,
            begins))
        tap_note("got", why);
    free(why);
}

static void test_deep(const char *open)
{
    struct json_reader rd = {.wrong = {0}};
    char *json = nested(open, 1000000);
    json_t *root = json_read(&rd, json, strlen(json));
    char *why = json_reader_end(&rd);

    ok(!root && why, "a million times %s is no document", open);
    free(json);
    free(why);
}

/* Of as many small values as may be, and of some more. */
static void test_many(const char *value, size_t few, size_t many)
{
    for (int k = 0; k < 2; k++) {
        struct json_reader rd = {.wrong = {0}};
        struct str json = {0};
        json_t *root;
        char *why;

        str_add(&json, "[");
        for (size_t i = 0; i < (k ? many : few); i++)
            str_addf(&json, "%s,", value);
        str_addf(&json, "%s]", value);
        root = json_read(&rd, str_text(&json), json.len);
        why = json_reader_end(&rd);
        ok(!root == !!k, "%zu times %s is %s", k ? many : few, value,
           k ? "too much" : "read");
        is(why, k ? "it has too many values" : NULL, "which is told");
        json_decref(root);
        free(why);
        str_clear(&json);
    }
}

static void test_large(void)
{
    struct json_reader rd = {.wrong = {0}};
    struct str json = {0};
    json_t *root;

    str_add(&json, "{\"f\":[0");
    for (size_t i = 0; i < 30000; i++)
        str_add(&json, ",{}");
    str_add(&json, "]}");
    root = json_read(&rd, str_text(&json), json.len);
    ok(json_array_size(json_list(&rd, root, "f")) == 30001,
       "a large document is read whole");
    json_decref(root);
    is_owned(json_reader_end(&rd), NULL, "and nothing is wrong with it");
    str_clear(&json);
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
    test_documents();
    test_not_json();
    test_cut();
    test_place("[x]", "it is not JSON (line 1, column 2: ");
    test_place("[\n\n  x]", "it is not JSON (line 3, column 3: ");
    test_place("{'a':1,'a':2}", "it is not JSON (line 1, column ");
    test_deep("[");
    test_deep("{\"a\":");
    test_large();
    test_many("{}", 30000, 40000);
    test_many("[]", 45000, 60000);
    test_many("0", 150000, 250000);
    test_many("{\"a\":0}", 20000, 30000);
    test_many("\"[{,:[{,:[{,:[{,:[{,:[{,:[{,:\\\"[{,:\"", 60000, 200000);
    test_path();
    test_percent();
    return tap_end();
}

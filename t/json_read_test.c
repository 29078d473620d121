#include "json_reader.h"

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

int main(void)
{
    tap_start();
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
    return tap_end();
}

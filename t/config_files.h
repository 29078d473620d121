/* Configurations in the tests, and what is told of a wrong one. */
#ifndef T_CONFIG_FILES_H
#define T_CONFIG_FILES_H

#include "../config.h"
#include "json.h"

/* Documents are written with ' in place of ". */
#define DOC(fields, repos) "{'owner':'o'" fields ",'repos':[" repos "]}"
#define TOP(fields) DOC("," fields, REPO("a", ""))
#define REPO(name, fields) "{'name':'" name "','assets':[]" fields "}"
#define ONE(fields) DOC("", REPO("a", "," fields))
#define NAMED(name) DOC("", REPO(name, ""))
#define ASSETS(list) DOC("", "{'name':'a','assets':[" list "]}")
#define SUMS(sums)                                                             \
    DOC("", "{'name':'a','assets':['a.iso','a.sum'],'checksums':{" sums "}}")
#define NEEDS(name, list) REPO(name, ",'needs':[" list "]")

#define A10 "aaaaaaaaaa"
#define A50 A10 A10 A10 A10 A10
#define A100 A50 A50
#define A240 A100 A100 A10 A10 A10 A10
#define E10                                                                    \
    "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9" \
    "\xc3\xa9"
#define E80 E10 E10 E10 E10 E10 E10 E10 E10

#define SECS "must be a whole number from 1 to 604800, not "
#define NO_REF                                                                 \
    "is not accepted by git: it has a blank, a control character or one of "   \
    "~^:?*[\\"
#define NO_PART                                                                \
    "is not accepted by git: a part of it is empty, begins with \".\" or "     \
    "ends in \".lock\""

/* Each mistake is a line of `wrong`. */
struct bad {
    const char *what, *json, *wrong;
};

/* What went wrong, a line each; owned by the caller. */
static inline char *told(const struct err *e)
{
    struct str lines = {0};

    str_add(&lines, e ? e->text : "nothing is wrong");
    for (size_t i = 0; e && i < e->notes.n; i++)
        str_addf(&lines, "\n%s", e->notes.v[i]);
    return str_take(&lines);
}

/* The same, as told of the mistakes in lines; owned by the caller. */
static inline char *expected(const char *wrong, const char *file)
{
    struct str lines = {0}, notes = {0};
    size_t n = 0;

    for (const char *p = wrong; p; p = strchr(p, '\n'), n++) {
        p += *p == '\n';
        str_addf(&notes, "\n  %.*s", (int)strcspn(p, "\n"), p);
    }
    str_addf(&lines, "%s: %zu mistake%s%s", file, n, n == 1 ? "" : "s",
             str_text(&notes));
    str_clear(&notes);
    return str_take(&lines);
}

static inline bool is_empty(const struct config *c)
{
    static const struct config empty = {0};

    return memcmp(c, &empty, sizeof(empty)) == 0;
}

static inline void test_bad(const struct bad *bad)
{
    char *json = quoted(bad->json), *want = expected(bad->wrong, "x.json");
    struct config c;
    struct err *e = config_parse(&c, json, strlen(json), "x.json");

    is_owned(told(e), want, bad->what);
    if (!e || e->code != EXIT_USAGE || !is_empty(&c))
        ok(false, "a refused file leaves nothing: %s", bad->what);
    err_free(e);
    config_clear(&c);
    free(json);
    free(want);
}

static inline void test_bads(const struct bad *bad, size_t n)
{
    for (size_t i = 0; i < n; i++)
        test_bad(&bad[i]);
}

static inline struct err *parse(struct config *c, const char *json)
{
    char *text = quoted(json);
    struct err *e = config_parse(c, text, strlen(text), "x.json");

    free(text);
    return e;
}

/* A document, and blanks behind it up to n bytes. */
static inline char *padded(size_t n)
{
    char *json = quoted(DOC("", REPO("a", "")));
    size_t len = strlen(json);

    json = mem_grow(json, n + 1, 1);
    memset(json + len, ' ', n - len);
    json[n] = '\0';
    return json;
}

#endif

/* Lines: the prefix of tags, then versions; the first three are compared. */
#include "../semver.h"
#include "fuzz.h"

#include <regex.h>

#define VERSIONS 8
#define LONGEST 300 /* bytes; the grammar below takes long to match */

#define NUMBER "(0|[1-9][0-9]*)"
#define FIELD "(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)"
#define WORD "[0-9a-zA-Z-]+"

/* What semver.org proposes, "Is there a suggested regular expression". */
static bool is_version(const char *text)
{
    static regex_t re;
    static bool made;

    if (!made)
        made = regcomp(&re,
                       "^v?" NUMBER "\\." NUMBER "\\." NUMBER "(-" FIELD
                       "(\\." FIELD ")*)?(\\+" WORD "(\\." WORD ")*)?$",
                       REG_EXTENDED | REG_NOSUB) == 0;
    must(made, "the grammar is a regular expression");
    return regexec(&re, text, 0, NULL, 0) == 0;
}

static bool parse(struct semver *v, const char *text)
{
    struct err *e = semver_parse(v, text);
    bool right = !e;

    must(!e || (e->code == EXIT_USAGE && !v->text && !v->core && !v->pre),
         "what is no version leaves it empty");
    err_free(e);
    return right;
}

static void check_text(const struct semver *v, const char *text)
{
    char *back =
        str_fmt("%s%s%s%s%s", v->core, v->pre ? "-" : "", v->pre ? v->pre : "",
                v->build ? "+" : "", v->build ? v->build : "");
    struct semver again;

    must(same_text(v->text, text + (*text == 'v')), "it prints as it was read");
    must(same_text(back, v->text), "its parts make the whole");
    must(parse(&again, v->text), "what is printed is read again");
    must(semver_cmp(v, &again) == 0, "it is the same then");
    semver_clear(&again);
    free(back);
}

static void check_tag(const char *text, const char *prefix)
{
    struct semver v;
    struct err *e = semver_parse_tag(&v, text, prefix);

    must(e || strlen(prefix) + strlen(v.text) <= SEMVER_TAG_MAX,
         "no tag is too long for git");
    must(e || !str_ends(v.text, ".lock"), "no tag ends in .lock");
    err_free(e);
    semver_clear(&v);
}

static void check_order(const struct semver *v)
{
    for (size_t i = 0; i < 3; i++) {
        const struct semver *a = &v[i], *b = &v[(i + 1) % 3],
                            *c = &v[(i + 2) % 3];

        if (!a->core || !b->core)
            continue;
        must(semver_cmp(a, a) == 0, "it is equal to itself");
        must(semver_cmp(a, b) == -semver_cmp(b, a), "the order has two sides");
        must((semver_cmp(a, b) == 0) ==
                 (same_text(a->core, b->core) && same_text(a->pre, b->pre)),
             "only what is the same but for its build is equal");
        if (c->core && semver_cmp(a, b) <= 0 && semver_cmp(b, c) <= 0)
            must(semver_cmp(a, c) <= 0, "the order is one");
    }
}

static void check_newest(const struct argv *tags, const char *prefix)
{
    struct semver newest = {0};

    semver_find_newest(&newest, tags, prefix);
    for (size_t i = 0; i < tags->n; i++) {
        const char *version = tags->v[i] + strlen(prefix);
        struct semver v = {0};

        if (str_starts(tags->v[i], prefix) && *version != 'v' &&
            parse(&v, version)) {
            must(newest.core, "a tag with a version is found");
            must(semver_cmp(&v, &newest) <= 0, "no tag is newer");
        }
        semver_clear(&v);
    }
    semver_clear(&newest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    char *prefix = input_line(&in);
    struct semver v[3] = {{0}};
    struct argv lines = {0};

    while (in.at < in.end && lines.n < VERSIONS) {
        char *line = input_line(&in);

        if (strlen(line) <= LONGEST)
            argv_push(&lines, line);
        free(line);
    }
    for (size_t i = 0; i < 3 && i < lines.n; i++) {
        bool right = parse(&v[i], lines.v[i]);

        must(right == is_version(lines.v[i]), "it is read as the grammar says");
        if (right)
            check_text(&v[i], lines.v[i]);
        check_tag(lines.v[i], prefix);
    }
    check_order(v);
    check_newest(&lines, prefix);
    for (size_t i = 0; i < 3; i++)
        semver_clear(&v[i]);
    argv_clear(&lines);
    free(prefix);
    return 0;
}

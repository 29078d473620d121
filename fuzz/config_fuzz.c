/* An orchestrator.json. */
#include "../config.h"
#include "fuzz.h"

/* One part of a path, that leads nowhere else and is no option for git. */
static bool is_name(const char *text)
{
    return *text && !strchr(text, '/') && !has_control(text) &&
           strcmp(text, ".") != 0 && strcmp(text, "..") != 0;
}

static bool is_inside(const char *dir)
{
    char *path = str_fmt("/%s/", dir);
    bool right = *dir && *dir != '/' && !has_control(dir) &&
                 !strstr(path, "/../") && !strstr(path, "//");

    free(path);
    return right;
}

static void check_asset(const char *pattern, const char *prefix)
{
    char *tag = str_fmt("%s1.2.3", prefix);
    char *name = config_expand(pattern, "1.2.3", tag);

    must(is_name(name) && *name != '.', "an asset is a file that is seen");
    free(name);
    free(tag);
}

static void check_repo(const struct config *c, size_t i)
{
    const struct repo *r = &c->repos[i];

    must(is_name(r->name) && strlen(r->name) <= 100, "a repository is a name");
    must(is_inside(r->dir), "a clone is in the root");
    must(!r->branch || (*r->branch != '-' && !has_control(r->branch)),
         "a branch is no option");
    must(!r->workflow || is_name(r->workflow), "a workflow is a file");
    for (size_t k = 0; k < r->assets.n; k++)
        check_asset(r->assets.v[k], c->tag_prefix);
    for (size_t k = 0; k < r->n_needs; k++)
        must(r->needs[k] < i, "what is needed comes first");
    for (size_t k = 0; k < i; k++)
        must(strcmp(c->repos[k].name, r->name) &&
                 strcmp(c->repos[k].dir, r->dir),
             "no two are the same");
}

static void check(const struct config *c)
{
    must(c->n && is_name(c->owner) && *c->owner != '-', "an owner is a name");
    must(*c->tag_prefix != '-' && !has_control(c->tag_prefix),
         "a tag is no option");
    must(c->poll_secs && c->timeout_secs, "times are not 0");
    for (size_t i = 0; i < c->n; i++)
        check_repo(c, i);
}

/* What it prints is read as the same. */
static void check_text(const struct config *c)
{
    char *text = config_text(c), *again;
    struct config d;
    struct err *e = config_parse(&d, text, strlen(text), "f");

    must(!e, "what is printed is read");
    again = config_text(&d);
    must(same_text(text, again), "as the same");
    config_clear(&d);
    free(again);
    free(text);
}

static void check_told(const struct err *e)
{
    must(e->code == EXIT_USAGE && e->notes.n, "each mistake is told");
    must(!has_control(e->text), "in one line");
    for (size_t i = 0; i < e->notes.n; i++)
        must(str_starts(e->notes.v[i], "  ") && !has_control(e->notes.v[i]),
             "each in a line of its own");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    struct config c;
    size_t n;
    char *bytes = input_bytes(&in, &n);
    struct err *e = config_parse(&c, bytes, n, "f");

    if (e) {
        check_told(e);
        must(!c.n && !c.owner, "and leaves it empty");
    } else {
        check(&c);
        check_text(&c);
    }
    err_free(e);
    config_clear(&c);
    free(bytes);
    return 0;
}

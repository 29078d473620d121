/* Two lines: branch (empty: none) and tag. Then what `git ls-remote` prints. */
#include "../git_origin.h"
#include "fuzz.h"

static bool is_id(const char *s)
{
    size_t n = strlen(s);

    return (n == 40 || n == 64) && strspn(s, "0123456789abcdef") == n;
}

/* Does a line say that `ref` is at `id`? */
static bool is_told(const struct str *out, const char *id, const char *ref)
{
    char *line = str_fmt("%s\t%s", id, ref);
    const char *at = str_text(out);
    size_t n = strlen(line);
    bool told = false;

    for (const char *hit = strstr(at, line); hit; hit = strstr(hit + 1, line))
        told = told ||
               ((hit == at || hit[-1] == '\n') && (!hit[n] || hit[n] == '\n'));
    free(line);
    return told;
}

static void check_ref(const struct str *out, const char *id, const char *fmt,
                      const char *name)
{
    char *ref;

    if (!id)
        return;
    ref = str_fmt("%s%s%s", strcmp(fmt, "heads") ? "refs/tags/" : "refs/heads/",
                  name, strcmp(fmt, "peeled") ? "" : "^{}");
    must(is_id(id), "what it is at is an object id");
    must(memchr(str_text(out), '\0', out->len) || is_told(out, id, ref),
         "that of this very ref");
    free(ref);
}

static void check(const struct git_origin *o, const struct str *out,
                  const char *branch, const char *tag)
{
    check_ref(out, o->head, "heads", branch ? branch : "");
    check_ref(out, o->tag.object, "tags", tag);
    if (o->tag.annotated)
        check_ref(out, o->tag.peeled, "peeled", tag);
    else
        must(same_text(o->tag.object, o->tag.peeled),
             "a lightweight tag leads to its object");
    must(!o->tag.commit, "what it leads to is not told");
}

static void check_names(const struct str *out)
{
    struct argv names = {0};

    git_read_origin_tags(&names, out);
    for (size_t i = 0; i < names.n; i++) {
        must(!str_ends(names.v[i], "^{}"), "a peeled one is no tag of its own");
        must(!strchr(names.v[i], '\n'), "a name is in one line");
    }
    argv_clear(&names);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    char *branch = input_line(&in), *tag = input_line(&in);
    struct str out = input_str(&in);
    struct git_origin o;

    if (git_read_origin(&o, &out, *branch ? branch : NULL, tag))
        check(&o, &out, *branch ? branch : NULL, tag);
    else
        must(!o.head && !o.tag.object && !o.tag.peeled,
             "what is no answer leaves it empty");
    check_names(&out);
    git_origin_clear(&o);
    str_clear(&out);
    free(branch);
    free(tag);
    return 0;
}

/* A line: the tag. Then what `git for-each-ref` prints, as git_exec.c asks. */
#include "../git_answer.h"
#include "fuzz.h"

static bool is_id(const char *s)
{
    size_t n = strlen(s);

    return (n == 40 || n == 64) && strspn(s, "0123456789abcdef") == n;
}

static size_t count_lines(const struct str *out)
{
    size_t n = out->len && out->s[out->len - 1] != '\n';

    for (size_t i = 0; i < out->len; i++)
        n += out->s[i] == '\n';
    return n;
}

static void check_tag(const struct git_refs *refs, const char *tag)
{
    const struct git_tag *t = &refs->tag;
    bool listed = false;

    must(!t->object == !t->peeled, "a tag leads somewhere");
    for (size_t i = 0; i < refs->tags.n; i++)
        listed = listed || strcmp(refs->tags.v[i], tag) == 0;
    must(!t->object || listed, "a tag that is there is listed");
    must(t->object || !listed, "a tag that is listed is there");
    if (!t->object) {
        must(!t->annotated && !t->commit, "nothing is said of no tag");
        return;
    }
    must(is_id(t->object) && is_id(t->peeled), "both are object ids");
    must(t->annotated || same_text(t->object, t->peeled),
         "a lightweight tag leads to its object");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    char *tag = input_line(&in);
    struct str out = input_str(&in);
    struct git_refs refs;

    if (git_read_refs(&refs, &out, tag)) {
        check_tag(&refs, tag);
        must(refs.tags.n <= count_lines(&out), "no tag is made up");
    } else {
        must(!refs.tag.object && !refs.tags.n && !refs.subject,
             "what is no answer leaves it empty");
    }
    git_refs_clear(&refs);
    str_clear(&out);
    free(tag);
    return 0;
}

/* `git status --porcelain=v2 --branch -z`. */
#include "../git_answer.h"
#include "fuzz.h"

static bool is_id(const char *s)
{
    size_t n = strlen(s);

    return (n == 40 || n == 64) && strspn(s, "0123456789abcdef") == n;
}

/* How many fields begin so; a rename's other name is counted, too. */
static size_t count_fields(const struct str *out, const char *first)
{
    const char *at = str_text(out), *end = at + out->len;
    size_t n = 0;

    for (; at < end; at += strlen(at) + 1)
        n += *at && strchr(first, *at);
    return n;
}

static void check(const struct git_status *s, const struct str *out)
{
    size_t told = (size_t)s->changed + s->untracked + s->conflicts;

    must(!s->head || is_id(s->head), "HEAD is an object id");
    must(s->paths.n == (told < GIT_STATUS_PATHS ? told : GIT_STATUS_PATHS),
         "the first paths are kept");
    must(told <= count_fields(out, "12u?"), "no entry is made up");
    must(told || !count_fields(out, "1u?") || count_fields(out, "2"),
         "no dirt is passed over");
    must(out->s[out->len - 1] == '\0', "what is cut off is no answer");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    struct str out = input_str(&in);
    struct git_status s;

    if (git_read_status(&s, &out))
        check(&s, &out);
    else
        must(!s.head && !s.branch && !s.paths.n && !s.changed && !s.untracked,
             "what is no answer leaves it empty");
    git_status_clear(&s);
    str_clear(&out);
    return 0;
}

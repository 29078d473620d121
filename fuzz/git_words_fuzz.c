/* The smaller answers of git: rev-parse, ls-tree -z, remote -v, rev-list
 * --count, --version. A line: a number; then the answer, given to each. */
#include "../git_origin.h"
#include "fuzz.h"

static void check_where(const struct str *out)
{
    struct git_where w;

    if (git_read_where(&w, out))
        must(w.git_dir && *w.git_dir == '/' && w.common_dir && w.objects,
             "a clone has folders");
    else
        must(!w.git_dir && !w.common_dir && !w.objects && !w.top && !w.bare,
             "what is no answer leaves it empty");
    git_where_clear(&w);
}

static void check_names(const struct str *out)
{
    struct argv names = {0};

    git_read_names(&names, out);
    for (size_t i = 0; i < names.n; i++)
        must(!strchr(names.v[i], '/'), "a name is the last part of its path");
    argv_clear(&names);
}

static void check_remotes(const struct str *out)
{
    struct git_remotes r;

    must(git_read_remotes(&r, out), "remotes can be none");
    must(!r.fetch || !strchr(r.fetch, '\n'), "a URL is in one line");
    for (size_t i = 0; i < r.push.n; i++)
        must(!strchr(r.push.v[i], '\n'), "each URL is in one line");
    git_remotes_clear(&r);
}

static void check_counts(const struct str *out)
{
    unsigned long a, b;
    char *back;

    if (git_read_count(out, &a) && out->len < 19) {
        back = str_fmt("%lu", a);
        must(strstr(str_text(out), back), "a number prints as it was read");
        free(back);
    }
    if (git_read_counts(out, &a, &b) && out->len < 19) {
        back = str_fmt("%lu", b);
        must(strstr(str_text(out), back), "the second number, too");
        free(back);
    }
}

/* What is wanted is our own, so only numbers and dots. */
static void check_version(const char *text, const char *least)
{
    bool right = version_at_least(text, least);
    char *newer = str_fmt("%s.1", least);

    must(!right || text[strcspn(text, "0123456789")], "no number is too old");
    must(version_at_least(least, least), "a version is at least itself");
    must(version_at_least(newer, least), "and a newer one, too");
    must(right || !version_at_least(text, newer), "what is older stays so");
    free(newer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    unsigned major = input_number(&in, 100);
    char *least = str_fmt("%u.%u", major, major * 7 % 50);
    char *text = input_text(&in);
    struct str out = input_str(&in);

    check_where(&out);
    check_names(&out);
    check_remotes(&out);
    check_counts(&out);
    check_version(text, least);
    str_clear(&out);
    free(text);
    free(least);
    return 0;
}

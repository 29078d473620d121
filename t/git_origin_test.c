#include "../git_origin.h"
#include "git_answers.h"

static const struct {
    const char *out, *fetch, *push[2];
    const char *what;
} remotes[] = {
    {"origin\thttps://h/o/r (fetch)\norigin\thttps://h/o/r (push)\n",
     "https://h/o/r",
     {"https://h/o/r"},
     "one URL for both"},
    {"origin\thttps://h/o/r (fetch)\norigin\tgit@h:o/r (push)\n",
     "https://h/o/r",
     {"git@h:o/r"},
     "a URL for each"},
    {"origin\ta (fetch)\norigin\tb (push)\norigin\tc (push)\n",
     "a",
     {"b", "c"},
     "two URLs to push to"},
    {"origin\ta (fetch) [blob:none]\norigin\ta (push)\n",
     "a",
     {"a"},
     "the filter of a partial clone"},
    {"origin\t/w/a b/r (fetch)\norigin\t/w/a b/r (push)\n",
     "/w/a b/r",
     {"/w/a b/r"},
     "a URL with a blank"},
    {"origin\tx (push) y (fetch)\norigin\tx (fetch) y (push)\n",
     "x (push) y",
     {"x (fetch) y"},
     "a URL that looks like the end"},
    {"a\tx (fetch)\na\tx (push)\norigin\ty (fetch)\norigin\ty (push)\n"
     "upstream\tz (fetch)\nupstream\tz (push)\n",
     "y",
     {"y"},
     "origin between others"},
    {"origin2\tx (fetch)\norigin2\tx (push)\nmy-origin\tx (fetch)\n",
     NULL,
     {NULL},
     "remotes that are not quite origin"},
    {"", NULL, {NULL}, "no remote"},
    {"origin\n", NULL, {NULL}, "a remote without a URL"},
    {"garbage\n\n\n(fetch)\n", NULL, {NULL}, "garbage"},
};

#define REFS "refs/tags/v1:refs/tags/v1"

static const struct {
    const char *out;
    char flag;
    const char *what;
} pushes[] = {
    {"To h\n*\t" REFS "\t[new tag]\nDone\n", '*', "a new tag"},
    {"To h\n*\t" A ":refs/tags/v1\t[new tag]\nDone\n", '*',
     "a new tag by object id"},
    {"To h\n=\t" REFS "\t[up to date]\nDone\n", '=', "the same tag"},
    {"To h\n!\t" REFS "\t[rejected] (stale info)\nDone\n", '!', "a refusal"},
    {"To h\n!\t" REFS "\t[remote rejected] (pre-receive hook declined)\n", '!',
     "a refusal by the server"},
    {"To h\n+\t" REFS "\t1...2 (forced update)\nDone\n", '+', "force"},
    {"To h\n-\t:refs/tags/v1\t[deleted]\nDone\n", '-', "a deletion"},
    {"To h\n \t" A ":refs/tags/v1\t1..2\nDone\n", ' ', "a fast-forward"},
    {"To h\n=\t" A ":refs/heads/main\t[up to date]\n*\t" A
     ":refs/tags/v1\t[new tag]\nDone\n",
     '*', "the tag after the branch"},
    {"*\t" REFS "\t[new tag]", '*', "a line without an end"},
    {"*\t" REFS "\t[new tag]\nDone\nTo h\n!\t" REFS "\t[rejected]\n", '!',
     "git's own line after that of a hook"},
    {"", 0, "nothing"},
    {"Everything up-to-date\n", 0, "words alone"},
    {"To h\nDone\n", 0, "no ref at all"},
    {"To h\n*\trefs/tags/v10:refs/tags/v10\t[new tag]\n", 0, "a longer name"},
    {"To h\n*\trefs/tags/v1:refs/tags/v10\t[new tag]\n", 0,
     "the ref as source only"},
    {"To h\n*\tx:refs/heads/refs/tags/v1\t[new branch]\n", 0,
     "a branch whose name ends so"},
    {"To h\n* [new tag]  v1 -> v1\n", 0, "the form for people"},
    {"\n\n\t\n", 0, "empty lines"},
    {"To h\nx\t" REFS "\t[new tag]\n", 0, "a flag that git has not"},
    {":\trefs/tags/v1:refs/tags/v1\t\n", 0, "a line of another form"},
};

static const struct {
    const char *out, *head, *object, *peeled;
    bool annotated;
    const char *what;
} origins[] = {
    {A "\trefs/heads/main\n", A, NULL, NULL, false, "a branch without a tag"},
    {A "\trefs/heads/main\n" A "\trefs/tags/v1\n" B "\trefs/tags/v1^{}\n", A, A,
     B, true, "an annotated tag"},
    {B "\trefs/tags/v1^{}\n" A "\trefs/tags/v1\n", NULL, A, B, true,
     "an annotated tag in the other order"},
    {A "\trefs/tags/v1\n", NULL, A, A, false, "a lightweight tag"},
    {A256 "\trefs/heads/main\n" A256 "\trefs/tags/v1\n", A256, A256, A256,
     false, "SHA-256"},
    {A "\trefs/tags/foo/refs/tags/v1\n" B "\trefs/heads/x/refs/heads/main\n",
     NULL, NULL, NULL, false, "refs that only end so"},
    {A "\trefs/tags/foo/refs/tags/v1\n" B "\trefs/tags/foo/refs/tags/v1^{}\n" B
       "\trefs/tags/v1\n",
     NULL, B, B, false, "the tag after refs that only end so"},
    {A "\trefs/heads/v1\n" B "\trefs/tags/main\n", NULL, NULL, NULL, false,
     "a branch and a tag that changed names"},
    {A "\trefs/heads/Main\n" B "\trefs/tags/V1\n" B "\trefs/tags/v1.0\n", NULL,
     NULL, NULL, false, "other cases, longer names"},
    {"", NULL, NULL, NULL, false, "nothing"},
};

static const struct {
    const char *out;
    size_t n;
    const char *what;
} not_origins[] = {
    {BYTES("garbage\n"), "garbage"},
    {BYTES("\n"), "an empty line"},
    {BYTES(A " refs/heads/main\n"), "a blank for the tab"},
    {BYTES(A "\n"), "an object id alone"},
    {BYTES("0123\trefs/heads/main\n"), "a short object id"},
    {BYTES(A "0\trefs/heads/main\n"), "a long object id"},
    {BYTES("ref: refs/heads/main\tHEAD\n"), "a symbolic ref"},
    {BYTES(A "\trefs/heads/main\nxyz\trefs/tags/v1\n"), "a bad second line"},
    {BYTES(A "\trefs/tags/v1\n" B "\trefs/tags/v1\n"), "a tag told twice"},
    {BYTES(A "\trefs/tags/v1\n" B "\trefs/tags/v1^{}\n" A
             "\trefs/tags/v1^{}\n"),
     "a peeled tag told twice"},
    {BYTES("\0\0\0"), "NUL bytes"},
};

/* What ls-remote prints, and the names of tags in it, each with a blank after
 * it. */
static const struct {
    const char *out;
    size_t n;
    const char *names, *what;
} origin_tags[] = {
    {BYTES(""), "", "an origin without a ref"},
    {BYTES(A "\trefs/heads/main\n"), "", "a branch alone"},
    {BYTES(A "\trefs/heads/main\n" B "\trefs/tags/v1.2.3\n"), "v1.2.3 ",
     "a tag beside a branch"},
    {BYTES(A "\trefs/tags/v1\n" B "\trefs/tags/v1^{}\n"), "v1 ",
     "an annotated tag, once"},
    {BYTES(A "\trefs/tags/v1\n" B "\trefs/tags/v2\n"), "v1 v2 ", "two tags"},
    {BYTES(A "\trefs/tags/a/b/v1\n"), "a/b/v1 ", "a tag in folders"},
    {BYTES(A "\trefs/heads/refs/tags/v1\n"), "",
     "a branch that is named like a tag"},
    {BYTES(A "\trefs/remotes/x/refs/tags/v1\n"), "",
     "a ref that ends like a tag"},
    {BYTES(A "\trefs/tags/v1"), "v1 ", "an answer that was cut"},
    {BYTES(A "\trefs/tags/"), " ", "a tag without a name"},
    {BYTES(A " refs/tags/v1\n"), "", "a blank for the tab"},
    {BYTES("refs/tags/v1\n"), "", "a line without an id"},
    {BYTES("\t\n\n\t\trefs/tags/v1\n"), "", "lines without anything"},
    {BYTES(A "\trefs/tags/\x1b[31m\xff\n"), "\x1b[31m\xff ",
     "a hostile name, which is kept as it is"},
    {BYTES(A "\trefs/tags/v1\0\n" A "\trefs/tags/v2\n"), "v1 v2 ",
     "NUL in a name, which ends it"},
};

static void test_remotes(size_t i)
{
    const char *const *push = remotes[i].push;
    struct str out = bytes_str(remotes[i].out, strlen(remotes[i].out));
    struct git_remotes r;
    size_t n = push[1] ? 2 : push[0] ? 1 : 0;
    bool right = git_read_remotes(&r, &out) && r.push.n == n;

    for (size_t k = 0; right && k < n; k++)
        right = same(r.push.v[k], push[k]);
    ok(right && same(r.fetch, remotes[i].fetch),
       "%s: the URLs of origin are read", remotes[i].what);
    git_remotes_clear(&r);
    git_remotes_clear(&r);
    str_clear(&out);
}

static void test_push(size_t i)
{
    struct str out = bytes_str(pushes[i].out, strlen(pushes[i].out));
    char flag = git_read_push(&out, "refs/tags/v1");

    ok(flag == pushes[i].flag, "%s is read from a push", pushes[i].what);
    str_clear(&out);
}

static const struct {
    const char *out, *why;
} refusals[] = {
    {"To h\n!\t" REFS "\t[remote rejected] (pre-receive hook declined)\nDone\n",
     "pre-receive hook declined"},
    {"To h\n!\t" REFS "\t[rejected] (stale info)\nDone\n", "stale info"},
    {"To h\n!\t" REFS "\t[remote rejected] (a (b) c)\n", "a (b) c"},
    {"To h\n!\t" REFS "\t[remote rejected]\n", "[remote rejected]"},
    {"To h\n!\t" REFS "\t[remote rejected] )(\n", "[remote rejected] )("},
    {"To h\n!\t" REFS "\t[remote failure] (remote failed to report status)\n",
     NULL},
    {"To h\n*\t" REFS "\t[new tag]\nDone\n", NULL},
    {"To h\n=\t" REFS "\t[rejected] (so it seems)\n", NULL},
    {"To h\n!\tx:refs/tags/v10\t[rejected] (stale info)\n", NULL},
    {"Done\n", NULL},
    {"", NULL},
    {"a hook says: Done\nwe go To h\n", NULL},
};

static void test_refusal(size_t i)
{
    struct str out = {0};
    char *why;

    str_add(&out, refusals[i].out);
    why = git_read_refusal(&out, "refs/tags/v1");
    ok(why && refusals[i].why ? strcmp(why, refusals[i].why) == 0
                              : why == refusals[i].why,
       "refusal %zu: %s", i, refusals[i].why ? refusals[i].why : "none");
    free(why);
    str_clear(&out);
}

static void test_origin(size_t i)
{
    struct str out = bytes_str(origins[i].out, strlen(origins[i].out));
    struct git_origin o;
    bool right = git_read_origin(&o, &out, "main", "v1");

    ok(right && same(o.head, origins[i].head) &&
           same(o.tag.object, origins[i].object) &&
           same(o.tag.peeled, origins[i].peeled) &&
           o.tag.annotated == origins[i].annotated && !o.tag.commit,
       "%s on origin: seen as it is", origins[i].what);
    git_origin_clear(&o);
    git_origin_clear(&o);
    str_clear(&out);
}

static void test_not_origin(size_t i)
{
    struct str out = bytes_str(not_origins[i].out, not_origins[i].n);
    struct git_origin o;

    ok(!git_read_origin(&o, &out, "main", "v1") && !o.head && !o.tag.object &&
           !o.tag.peeled && !o.tag.annotated,
       "%s is no answer of origin's", not_origins[i].what);
    git_origin_clear(&o);
    str_clear(&out);
}

static void test_no_branch(void)
{
    struct str out =
        bytes_str(BYTES(A "\trefs/heads/main\n" B "\trefs/tags/v1\n"));
    struct git_origin o;

    ok(git_read_origin(&o, &out, NULL, "v1") && !o.head &&
           same(o.tag.object, B),
       "the tag alone can be asked for");
    git_origin_clear(&o);
    str_clear(&out);
}

static void test_origin_tags(size_t i)
{
    struct str out = bytes_str(origin_tags[i].out, origin_tags[i].n);
    struct str list = {0};
    struct argv names = {0};

    git_read_origin_tags(&names, &out);
    for (size_t k = 0; k < names.n; k++)
        str_addf(&list, "%s ", names.v[k]);
    is(str_text(&list), origin_tags[i].names, "tags on origin: %s",
       origin_tags[i].what);
    argv_clear(&names);
    str_clear(&list);
    str_clear(&out);
}

int main(void)
{
    tap_start();
    EACH(test_remotes, remotes);
    EACH(test_push, pushes);
    EACH(test_refusal, refusals);
    EACH(test_origin, origins);
    EACH(test_not_origin, not_origins);
    test_no_branch();
    EACH(test_origin_tags, origin_tags);
    return tap_end();
}

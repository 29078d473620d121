#include "../git_cause.h"
#include "../git_origin.h"
#include "tap.h"

#define A "0123456789abcdef0123456789abcdef01234567"
#define B "89abcdef0123456789abcdef0123456789abcdef"
#define A256 A "0123456789abcdef01234567"
#define HEAD "# branch.oid " A "\0# branch.head main\0"
#define CHANGED "1 .M N... 100644 100644 100644 " A " " A " "
#define UNMERGED "u UU N... 100644 100644 100644 100644 " A " " A " " A " "

static const struct {
    const char *text, *least;
    bool enough;
} versions[] = {
    {"git version 2.39.5", "2.30", true},
    {"git version 2.39.5 (Apple Git-154)", "2.30", true},
    {"git version 2.30.0.windows.1", "2.30", true},
    {"git version 2.30.0", "2.30.0", true},
    {"git version 2.30", "2.30.0", true},
    {"git version 2.30.rc1", "2.30", true},
    {"git version 2.29.3", "2.30", false},
    {"git version 2.9.5", "2.30", false},
    {"git version 1.99.0", "2.30", false},
    {"git version 2", "2.30", false},
    {"git version 3", "2.30", true},
    {"git version 3.0.0", "2.30", true},
    {"git version 10.0", "2.30", true},
    {"git version 2.100.0", "2.30", true},
    {"git version 99999999999999999999999.1", "2.30", true},
    {"git version 2.99999999999999999999999", "2.30", true},
    {"curl 7.88.1 (x86_64-pc-linux-gnu) libcurl/7.88.1", "7.76", true},
    {"curl 8.5.0 (x86_64-pc-linux-gnu)", "7.76", true},
    {"curl 7.64.1 (x86_64-apple-darwin20.0)", "7.76", false},
    {"git version", "2.30", false},
    {"no number", "0", false},
    {"", "2.30", false},
    {"\n", "2.30", false},
};

static const struct {
    const char *out;
    size_t n;
    const char *dir, *common, *objects, *top; /* dir NULL: refused */
    bool bare;
    const char *what;
} wheres[] = {
    {BYTES("false\n/w/r/.git\n.git\n.git/objects\n/w/r\n"), "/w/r/.git", ".git",
     ".git/objects", "/w/r", false, "a clone"},
    {BYTES("false\n/w/r/.git/worktrees/x\n/w/r/.git\n/w/r/.git/objects\n"
           "/w/x\n"),
     "/w/r/.git/worktrees/x", "/w/r/.git", "/w/r/.git/objects", "/w/x", false,
     "a further worktree"},
    {BYTES("true\n/w/r.git\n.\nobjects\n"), "/w/r.git", ".", "objects", NULL,
     true, "a bare clone"},
    {BYTES("false\n/w/ r\xc3\xa9/.git\n.git\n.git/objects\n/w/ r\xc3\xa9\n"),
     "/w/ r\xc3\xa9/.git", ".git", ".git/objects", "/w/ r\xc3\xa9", false,
     "a clone in an odd folder"},
    {BYTES("false\n/w/a\nb/.git\n.git\n.git/objects\n/w/a\nb\n"), NULL, NULL,
     NULL, NULL, false, "a clone in a folder with a line end"},
    {BYTES("false\n/w/r/.git\n.git\n"), NULL, NULL, NULL, NULL, false,
     "an answer of three lines"},
    {BYTES("false\n.git\n.git\n.git/objects\n/w/r\n"), NULL, NULL, NULL, NULL,
     false, "a relative git folder"},
    {BYTES("false\n\n\n\n\n"), NULL, NULL, NULL, NULL, false, "empty lines"},
    {BYTES("false"), NULL, NULL, NULL, NULL, false, "one word"},
    {BYTES(""), NULL, NULL, NULL, NULL, false, "no answer"},
    {BYTES("\0\0\0\0"), NULL, NULL, NULL, NULL, false, "NUL bytes"},
};

static const struct {
    const char *out;
    size_t n;
    const char *head, *branch;
    unsigned changed, untracked, conflicts;
    const char *paths[GIT_STATUS_PATHS];
    const char *what;
} statuses[] = {
    {BYTES(HEAD), A, "main", 0, 0, 0, {NULL}, "a clean clone"},
    {BYTES("# branch.oid " A256 "\0# branch.head main\0"),
     A256,
     "main",
     0,
     0,
     0,
     {NULL},
     "a clone with SHA-256"},
    {BYTES(HEAD "# branch.upstream origin/main\0# branch.ab +1 -2\0"
                "# stash 1\0# future thing\0"),
     A,
     "main",
     0,
     0,
     0,
     {NULL},
     "further headers"},
    {BYTES("# branch.oid " A "\0# branch.head (detached)\0"),
     A,
     NULL,
     0,
     0,
     0,
     {NULL},
     "a detached HEAD"},
    {BYTES("# branch.oid " A "\0# branch.head (null)\0"),
     A,
     NULL,
     0,
     0,
     0,
     {NULL},
     "a HEAD that leads to no branch"},
    {BYTES("# branch.oid (initial)\0# branch.head main\0"),
     NULL,
     "main",
     0,
     0,
     0,
     {NULL},
     "a branch without a commit"},
    {BYTES("# branch.oid " A "\0# branch.head x/(detached)\0"),
     A,
     "x/(detached)",
     0,
     0,
     0,
     {NULL},
     "an odd branch"},
    {BYTES(HEAD CHANGED "a b.c\0"),
     A,
     "main",
     1,
     0,
     0,
     {"a b.c"},
     "a changed file with a blank in its name"},
    {BYTES(HEAD "2 R. N... 100644 100644 100644 " A " " A
                " R100 new\0old\0? x\0"),
     A,
     "main",
     1,
     1,
     0,
     {"new", "x"},
     "a renamed file, which has two names"},
    {BYTES(HEAD "2 R. N... 100644 100644 100644 " A " " A " R100 new\0? old\0"),
     A,
     "main",
     1,
     0,
     0,
     {"new"},
     "a renamed file whose old name looks like an entry"},
    {BYTES(HEAD UNMERGED "both\0"), A, "main", 0, 0, 1, {"both"}, "a conflict"},
    {BYTES(HEAD "? new\0? dir/\0"),
     A,
     "main",
     0,
     2,
     0,
     {"new", "dir/"},
     "untracked files"},
    {BYTES(HEAD "? a\nb\x1b[31m\0"),
     A,
     "main",
     0,
     1,
     0,
     {"a\nb\x1b[31m"},
     "a file with a line feed and ESC in its name"},
    {BYTES(HEAD "! ignored\0"), A, "main", 0, 0, 0, {NULL}, "an ignored file"},
    {BYTES(HEAD "? 1\0? 2\0? 3\0? 4\0" CHANGED "5\0"),
     A,
     "main",
     1,
     4,
     0,
     {"1", "2", "3"},
     "five files, three of them by name"},
};

static const struct {
    const char *out;
    size_t n;
    const char *what;
} not_statuses[] = {
    {BYTES(""), "no answer"},
    {BYTES("\0"), "an empty entry"},
    {BYTES(HEAD "\0"), "an empty entry at the end"},
    {BYTES("garbage\0"), "garbage"},
    {BYTES("fatal: not a git repository\n"), "an error message"},
    {BYTES("# branch.oid " A "\n# branch.head main\n"), "lines instead of NUL"},
    {BYTES("# branch.oid 0123\0# branch.head main\0"), "a short object id"},
    {BYTES("# branch.oid " A "x\0# branch.head main\0"), "a long object id"},
    {BYTES("# branch.oid 0123456789ABCDEF0123456789abcdef01234567\0"),
     "an object id in upper case"},
    {BYTES("# branch.oid \0# branch.head main\0"), "an empty object id"},
    {BYTES(" M file\0"), "the first format"},
    {BYTES("# branch.oid " A "\0# branch.head mai"), "a cut branch"},
    {BYTES(HEAD "? fil"), "a cut name"},
    {BYTES(HEAD CHANGED), "a cut entry"},
};

#define TAG(name, type, id, ptype, pid)                                        \
    "refs/tags/" name "\0" type "\0" id "\0" ptype "\0" pid "\n"

static const struct {
    const char *out;
    size_t n;
    const char *subject, *object, *peeled;
    bool annotated, commit;
    const char *what;
} refs[] = {
    {BYTES("head\0a subject\n" TAG("v1", "tag", A, "commit", B)), "a subject",
     A, B, true, true, "an annotated tag"},
    {BYTES("\n\nhead\0a subject\n\n" TAG("v1", "commit", A, "", "")),
     "a subject", A, A, false, true, "a lightweight tag"},
    {BYTES(TAG("v1", "tag", A, "tag", B)), NULL, A, B, true, false,
     "a tag of a tag"},
    {BYTES(TAG("v1", "tag", A, "tree", B)), NULL, A, B, true, false,
     "a tag of a tree"},
    {BYTES(TAG("v1", "blob", A, "", "")), NULL, A, A, false, false,
     "a lightweight tag of a blob"},
    {BYTES(TAG("v1", "tag", A256, "commit", A256)), NULL, A256, A256, true,
     true, "a tag with SHA-256"},
    {BYTES("head\0subject\n"), "subject", NULL, NULL, false, false, "no tag"},
    {BYTES("head\0\n"), NULL, NULL, NULL, false, false, "an empty subject"},
    {BYTES(""), NULL, NULL, NULL, false, false, "nothing"},
    {BYTES("\n\n\n"), NULL, NULL, NULL, false, false, "other branches"},
    {BYTES(TAG("v1/x", "tag", A, "commit", B)), NULL, NULL, NULL, false, false,
     "a tag below that name"},
    {BYTES(TAG("v10", "tag", A, "commit", B)), NULL, NULL, NULL, false, false,
     "a tag with a longer name"},
    {BYTES(TAG("V1", "tag", A, "commit", B)), NULL, NULL, NULL, false, false,
     "a tag in the other case"},
    {BYTES("refs/tags/v2\nhead\0subject\nrefs/tags/v3\n"), "subject", NULL,
     NULL, false, false, "other tags, by their names alone"},
};

static const struct {
    const char *out;
    size_t n;
    const char *what;
} not_refs[] = {
    {BYTES("refs/tags/v1\n"), "a tag without an object"},
    {BYTES("refs/tags/v1\0tag\n"), "a tag with a type alone"},
    {BYTES("refs/tags/v1\0tag\0xyz\0commit\0" B "\n"), "no object id"},
    {BYTES("refs/tags/v1\0tag\0"
           "0123456\0commit\0" B "\n"),
     "a short object id"},
    {BYTES("refs/tags/v1\0\0\0\0\n"), "empty fields"},
    {BYTES("refs/heads/v1\0commit\0" A "\0\0\n"), "a branch with its name"},
    {BYTES("nonsense\n"), "nonsense"},
    {BYTES("head\0a subject\nnonsense\n"), "nonsense at the end"},
    {BYTES("head\0a subject\nhead\0another\n"), "two heads"},
    {BYTES("head\0a subj"), "an answer that was cut"},
    {BYTES("refs/tags/v0\nrefs/ta"), "a name that was cut"},
};

static const struct {
    const char *out;
    bool right;
    unsigned long ours, theirs;
} counts[] = {
    {"0\t0\n", true, 0, 0},
    {"3\t12\n", true, 3, 12},
    {"1234567\t0\n", true, 1234567, 0},
    {"0\t4294967295\n", true, 0, 4294967295},
    {"", false, 0, 0},
    {"3\n", false, 0, 0},
    {"3\t\n", false, 0, 0},
    {"\t3\n", false, 0, 0},
    {"3 4\n", false, 0, 0},
    {"3\t4", false, 0, 0},
    {"3\t4\t5\n", false, 0, 0},
    {"-3\t4\n", false, 0, 0},
    {"3\t-4\n", false, 0, 0},
    {" 3\t4\n", false, 0, 0},
    {"a\tb\n", false, 0, 0},
};

static const struct {
    const char *out;
    size_t n;
    bool right;
    unsigned long count;
} single[] = {
    {BYTES("0\n"), true, 0},         {BYTES("12\n"), true, 12},
    {BYTES("0012\n"), true, 12},     {BYTES("4294967295\n"), true, 4294967295},
    {BYTES(""), false, 0},           {BYTES("\n"), false, 0},
    {BYTES("12"), false, 0},         {BYTES("12\n\n"), false, 0},
    {BYTES("12\n13\n"), false, 0},   {BYTES("12 \n"), false, 0},
    {BYTES(" 12\n"), false, 0},      {BYTES("\t12\n"), false, 0},
    {BYTES("-12\n"), false, 0},      {BYTES("+12\n"), false, 0},
    {BYTES("0x12\n"), false, 0},     {BYTES("1e3\n"), false, 0},
    {BYTES("12\r\n"), false, 0},     {BYTES("12\n\0"), false, 0},
    {BYTES("12\n\0junk"), false, 0}, {BYTES("12\0\n"), false, 0},
    {BYTES("\xff\n"), false, 0},
};

static void test_versions(void)
{
    for (size_t i = 0; i < ARRAY_LEN(versions); i++)
        ok(version_at_least(versions[i].text, versions[i].least) ==
               versions[i].enough,
           "\"%s\" is %s%s", versions[i].text,
           versions[i].enough ? "at least " : "not at least ",
           versions[i].least);
}

static void test_where(size_t i)
{
    struct str out = bytes_str(wheres[i].out, wheres[i].n);
    struct git_where w;
    bool right = git_read_where(&w, &out);

    ok(right == (wheres[i].dir != NULL) && w.bare == wheres[i].bare &&
           same(w.git_dir, wheres[i].dir) &&
           same(w.common_dir, wheres[i].common) &&
           same(w.objects, wheres[i].objects) && same(w.top, wheres[i].top),
       "%s is %s", wheres[i].what, wheres[i].dir ? "found" : "no place");
    git_where_clear(&w);
    git_where_clear(&w);
    str_clear(&out);
}

static bool has_paths(const struct argv *got, const char *const *want)
{
    bool right = true;

    for (size_t i = 0; i < GIT_STATUS_PATHS; i++)
        right = right && same(i < got->n ? got->v[i] : NULL, want[i]);
    return right && got->n <= GIT_STATUS_PATHS;
}

static void test_status(size_t i)
{
    struct str out = bytes_str(statuses[i].out, statuses[i].n);
    struct git_status s;
    bool right = git_read_status(&s, &out);

    ok(right && same(s.head, statuses[i].head) &&
           same(s.branch, statuses[i].branch),
       "%s: its commit and branch are read", statuses[i].what);
    ok(s.changed == statuses[i].changed &&
           s.untracked == statuses[i].untracked &&
           s.conflicts == statuses[i].conflicts &&
           has_paths(&s.paths, statuses[i].paths),
       "%s: what is not committed is counted and named", statuses[i].what);
    git_status_clear(&s);
    git_status_clear(&s);
    str_clear(&out);
}

static void test_not_status(size_t i)
{
    struct str out = bytes_str(not_statuses[i].out, not_statuses[i].n);
    struct git_status s;

    ok(!git_read_status(&s, &out) && !s.head && !s.branch && !s.paths.n &&
           !s.changed && !s.untracked && !s.conflicts,
       "%s: no status", not_statuses[i].what);
    git_status_clear(&s);
    str_clear(&out);
}

static void test_refs(size_t i)
{
    struct str out = bytes_str(refs[i].out, refs[i].n);
    struct git_refs r;
    bool right = git_read_refs(&r, &out, "v1");

    ok(right && same(r.subject, refs[i].subject) &&
           same(r.tag.object, refs[i].object) &&
           same(r.tag.peeled, refs[i].peeled) &&
           r.tag.annotated == refs[i].annotated &&
           r.tag.commit == refs[i].commit,
       "%s in the clone is seen", refs[i].what);
    git_refs_clear(&r);
    git_refs_clear(&r);
    str_clear(&out);
}

static void test_not_refs(size_t i)
{
    struct str out = bytes_str(not_refs[i].out, not_refs[i].n);
    struct git_refs r;

    ok(!git_read_refs(&r, &out, "v1") && !r.subject && !r.tag.object &&
           !r.tag.peeled && !r.tag.annotated && !r.tag.commit,
       "%s: no refs", not_refs[i].what);
    git_refs_clear(&r);
    str_clear(&out);
}

static void test_counts(size_t i)
{
    struct str out = bytes_str(counts[i].out, strlen(counts[i].out));
    unsigned long ours = 0, theirs = 0;
    bool right = git_read_counts(&out, &ours, &theirs);

    ok(right == counts[i].right &&
           (!right || (ours == counts[i].ours && theirs == counts[i].theirs)),
       "\"%s\" is %s", counts[i].out, right ? "two counts" : "no two counts");
    str_clear(&out);
}

static void test_single(size_t i)
{
    struct str out = bytes_str(single[i].out, single[i].n);
    unsigned long count = 0;
    bool right = git_read_count(&out, &count);

    ok(right == single[i].right && (!right || count == single[i].count),
       "\"%s\" (%zu bytes) is %s", single[i].out, single[i].n,
       single[i].right ? "a count" : "no count");
    str_clear(&out);
}

/* All readers, one after the other, on bytes that no git wrote. */
static void read_all(const struct str *out)
{
    struct git_where w;
    struct git_status s;
    struct git_refs refs_read;
    struct git_remotes r;
    struct git_origin o;
    struct argv names = {0};
    unsigned long ours, theirs;

    git_read_origin_tags(&names, out);
    argv_clear(&names);
    git_read_count(out, &ours);
    git_read_where(&w, out);
    git_where_clear(&w);
    git_read_status(&s, out);
    git_status_clear(&s);
    git_read_refs(&refs_read, out, "v1");
    git_refs_clear(&refs_read);
    git_read_remotes(&r, out);
    git_remotes_clear(&r);
    git_read_origin(&o, out, "main", "v1");
    git_origin_clear(&o);
    git_read_push(out, "refs/tags/v1");
    git_read_counts(out, &ours, &theirs);
    git_cause(out);
    free(git_last_line(out));
}

/* Every beginning of what git writes is read without harm, and an empty
 * answer, which has no bytes at all. */
static void test_cut(void)
{
    static const char whole[] = HEAD CHANGED
        "a\0" UNMERGED "b\0"
        "2 R. N... 100644 100644 100644 " A " " A " R100 new\0old\0"
        "head\0subject\n" TAG("v1", "tag", A, "commit",
                              B) "origin\turl (fetch)\n"
                                 "*\trefs/tags/v1:refs/tags/v1\t[new tag]\n" A
                                 "\trefs/tags/v1\n";

    for (size_t n = 0; n < sizeof(whole); n++)
        for (size_t from = 0; from < n; from += 37) {
            struct str out = bytes_str(whole + from, n - from);

            read_all(&out);
            str_clear(&out);
        }
    read_all(&(struct str){0});
    ok(true, "an answer may be cut anywhere");
}

#define ALL(test, table)                                                       \
    for (size_t i = 0; i < ARRAY_LEN(table); i++)                              \
    test(i)

int main(void)
{
    tap_start();
    test_versions();
    ALL(test_where, wheres);
    ALL(test_status, statuses);
    ALL(test_not_status, not_statuses);
    ALL(test_refs, refs);
    ALL(test_not_refs, not_refs);
    ALL(test_counts, counts);
    ALL(test_single, single);
    test_cut();
    return tap_end();
}

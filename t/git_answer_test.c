#include "../git_cause.h"
#include "../git_origin.h"
#include "git_answers.h"

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

/* Names in a folder, each with a blank after it. */
static const struct {
    const char *out;
    size_t n;
    const char *names;
} folders[] = {
    {BYTES(""), ""},
    {BYTES("\0\0"), ""},
    {BYTES(".github/workflows/a.yml\0"), "a.yml "},
    {BYTES(".github/workflows/a.yml\0.github/workflows/b.yaml\0"),
     "a.yml b.yaml "},
    {BYTES("a.yml\0/b.yml\0"), "a.yml b.yml "},
    {BYTES("x/\xc3\xa9\nb\x1b[31m.yml\0"), "\xc3\xa9\nb\x1b[31m.yml "},
    {BYTES("x/a\\b.yml\0"), "a\\b.yml "},
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

static void test_folder(size_t i)
{
    struct str out = bytes_str(folders[i].out, folders[i].n);
    struct argv names = {0};
    char *all;

    argv_push(&names, "before");
    git_read_names(&names, &out);
    all = all_names(&names);
    ok(str_starts(all, "before ") &&
           same(all + strlen("before "), folders[i].names),
       "the names \"%s\" in a folder are added to others", folders[i].names);
    argv_clear(&names);
    free(all);
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

    git_read_names(&names, out);
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

/* What git writes for each of them. */
static const struct {
    const char *bytes;
    size_t n;
} wholes[] = {
    {BYTES(HEAD CHANGED "a\0" UNMERGED "b\0"
                        "2 R. N... 100644 100644 100644 " A " " A
                        " R100 new\0old\0")},
    {BYTES("head\0subject\n\nrefs/tags/v0\n" TAG("v1", "tag", A, "commit", B,
                                                 "signed", "v1"))},
    {BYTES("origin\turl (fetch)\norigin\turl (push)\n")},
    {BYTES("*\trefs/tags/v1:refs/tags/v1\t[new tag]\nDone\n")},
    {BYTES(A "\trefs/heads/main\n" B "\trefs/tags/v1\n" A
             "\trefs/tags/v1^{}\n")},
    {BYTES("false\n/w/r/.git\n.git\n.git/objects\n/w/r\n")},
    {BYTES(".github/workflows/a.yml\0.github/workflows/b.yml\0")},
    {BYTES("12\t3\n")},
};

/* Every beginning of what git writes, and of its later parts, is read without
 * harm, and an empty answer, which has no bytes at all. */
static void test_cut(void)
{
    struct str all = {0};

    for (size_t i = 0; i < ARRAY_LEN(wholes); i++)
        str_addn(&all, wholes[i].bytes, wholes[i].n);
    for (size_t i = 0, from = 0; i < ARRAY_LEN(wholes); from += wholes[i++].n)
        for (size_t n = 0; n <= all.len - from; n++) {
            struct str out = bytes_str(all.s + from, n);

            read_all(&out);
            str_clear(&out);
        }
    str_clear(&all);
    read_all(&(struct str){0});
    ok(true, "an answer may be cut anywhere");
}

int main(void)
{
    tap_start();
    test_versions();
    EACH(test_where, wheres);
    EACH(test_counts, counts);
    EACH(test_single, single);
    EACH(test_folder, folders);
    test_cut();
    return tap_end();
}

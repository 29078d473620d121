#include "../git_answer.h"
#include "git_answers.h"

static const struct {
    const char *out;
    size_t n;
    const char *what;
    bool has_head;
    const char *subject;
    const char *names; /* of all tags, each with a blank after it */
    struct {
        const char *object, *peeled;
        bool annotated, commit, is_signed;
        const char *subject;
    } tag;
} refs[] = {
    {BYTES("head\0a subject\n" TAG("v1", "tag", A, "commit", B, "", "one two")),
     "an annotated tag",
     true,
     "a subject",
     "v1 ",
     {A, B, true, true, false, "one two"}},
    {BYTES("\n\nhead\0a subject\n\n" TAG("v1", "commit", A, "", "", "", "c")),
     "a lightweight tag",
     true,
     "a subject",
     "v1 ",
     {A, A, false, true, false, NULL}},
    {BYTES(TAG("v1", "tag", A, "commit", B, "signed", "v1")),
     "a signed tag",
     false,
     NULL,
     "v1 ",
     {A, B, true, true, true, "v1"}},
    {BYTES(TAG("v1", "commit", A, "", "", "signed", "c")),
     "a lightweight tag of a commit that looks signed",
     false,
     NULL,
     "v1 ",
     {A, A, false, true, false, NULL}},
    {BYTES(TAG("v1", "tag", A, "commit", B, "signed", "")),
     "a signed tag without a message",
     false,
     NULL,
     "v1 ",
     {A, B, true, true, true, NULL}},
    {BYTES(TAG("v1", "tag", A, "commit", B, "unsigned", "signed")),
     "a tag with another mark",
     false,
     NULL,
     "v1 ",
     {A, B, true, true, false, "signed"}},
    {BYTES(TAG("v1", "tag", A, "commit", B, "", "\x1b[31m\xc3\xa9\t ")),
     "a tag with ESC in its subject",
     false,
     NULL,
     "v1 ",
     {A, B, true, true, false, "\x1b[31m\xc3\xa9\t "}},
    {BYTES("refs/tags/v1\0tag\0" A "\0commit\0" B "\n"),
     "a tag without its last two fields",
     false,
     NULL,
     "v1 ",
     {A, B, true, true, false, NULL}},
    {BYTES(TAG("v1", "tag", A, "tag", B, "signed", "x")),
     "a tag of a tag",
     false,
     NULL,
     "v1 ",
     {A, B, true, false, true, "x"}},
    {BYTES(TAG("v1", "tag", A, "tree", B, "", "x")),
     "a tag of a tree",
     false,
     NULL,
     "v1 ",
     {A, B, true, false, false, "x"}},
    {BYTES(TAG("v1", "blob", A, "", "", "", "")),
     "a lightweight tag of a blob",
     false,
     NULL,
     "v1 ",
     {A, A, false, false, false, NULL}},
    {BYTES(TAG("v1", "tag", A256, "commit", A256, "", "x")),
     "a tag with SHA-256",
     false,
     NULL,
     "v1 ",
     {A256, A256, true, true, false, "x"}},
    {BYTES("head\0subject\n"), "no tag", true, "subject", "", {0}},
    {BYTES("head\0\n"), "an empty subject", true, NULL, "", {0}},
    {BYTES("head\n"), "a head without a subject", true, NULL, "", {0}},
    {BYTES(""), "nothing", false, NULL, "", {0}},
    {BYTES("\n\n\n"), "other branches", false, NULL, "", {0}},
    {BYTES(TAG("v1/x", "tag", A, "commit", B, "signed", "x")),
     "a tag below that name",
     false,
     NULL,
     "v1/x ",
     {0}},
    {BYTES(TAG("v10", "tag", A, "commit", B, "signed", "x")),
     "a tag with a longer name",
     false,
     NULL,
     "v10 ",
     {0}},
    {BYTES(TAG("V1", "tag", A, "commit", B, "signed", "x")),
     "a tag in the other case",
     false,
     NULL,
     "V1 ",
     {0}},
    {BYTES("refs/tags/v2\nhead\0subject\n\nrefs/tags/a/v3\nrefs/tags/head\n"),
     "other tags, by their names alone",
     true,
     "subject",
     "v2 a/v3 head ",
     {0}},
    {BYTES("refs/tags/v0\n" TAG("v1", "tag", A, "commit", B, "", "x") TAG(
         "v2", "tag", B, "commit", A, "signed", "y") "refs/tags/v3\n"),
     "a tag between others",
     false,
     NULL,
     "v0 v1 v2 v3 ",
     {A, B, true, true, false, "x"}},
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
    {BYTES(TAG("v1", "tag", A, "commit", B, "signed", "x") "nonsense\n"),
     "nonsense after a signed tag"},
    {BYTES("nonsense\n"), "nonsense"},
    {BYTES("head\0a subject\nnonsense\n"), "nonsense at the end"},
    {BYTES("head\0a subject\nhead\0another\n"), "two heads"},
    {BYTES("head\0a subj"), "an answer that was cut"},
    {BYTES("refs/tags/v0\nrefs/ta"), "a name that was cut"},
};

/* Does a tag have this subject, as of this message? */
static const struct {
    const char *subject, *message;
    bool says;
} messages[] = {
    {"v1", "v1", true},
    {"v1", "v1\n\nmore\n\nand more", true},
    {"one two", "one two", true},
    {"one two", "one\ntwo", true},
    {"one two three", "one\ntwo\nthree\n\nmore\nof it", true},
    {"\x1b[31m", "\x1b[31m", true},
    {"v1", "v1\n", true},
    {"v1", "v1\r\n", true},
    {"v1", "\n\nv1\n\nmore\n", true},
    {"one two", "one\r\ntwo\r\n\r\nmore", true},
    {"one\rtwo", "one\rtwo", true},
    {"v1  more", "v1\n\r\nmore", true},
    {"v1   more", "v1\n \nmore", true},
    {"v1", "v10", false},
    {"v10", "v1", false},
    {"v1", "V1", false},
    {"v1", "", false},
    {"v1", "v1\nmore", false},
    {"v1 more", "v1\n\nmore", false},
    {"more", "v1\n\nmore", false},
    {NULL, "v1", false},
    {NULL, "", false},
};

static bool is_tag(const struct git_tag *t, size_t i)
{
    return same(t->object, refs[i].tag.object) &&
           same(t->peeled, refs[i].tag.peeled) &&
           t->annotated == refs[i].tag.annotated &&
           t->commit == refs[i].tag.commit &&
           t->is_signed == refs[i].tag.is_signed;
}

static void test_refs(size_t i)
{
    struct str out = bytes_str(refs[i].out, refs[i].n);
    struct git_refs r;
    bool right = git_read_refs(&r, &out, "v1");

    ok(right && is_tag(&r.tag, i), "%s in the clone is seen", refs[i].what);
    is(r.tag.subject, refs[i].tag.subject, "and what it says");
    ok(r.has_head == refs[i].has_head && same(r.subject, refs[i].subject),
       "and what the commit of HEAD's branch says, if that is named");
    is_owned(all_names(&r.tags), refs[i].names, "and what all tags are called");
    git_refs_clear(&r);
    git_refs_clear(&r);
    str_clear(&out);
}

static bool is_empty(const struct git_refs *r)
{
    const struct git_tag *t = &r->tag;

    return !r->has_head && !r->subject && !r->tags.n && !r->tags.v &&
           !t->object && !t->peeled && !t->annotated && !t->commit &&
           !t->is_signed && !t->subject;
}

static void test_not_refs(size_t i)
{
    struct str out = bytes_str(not_refs[i].out, not_refs[i].n);
    struct git_refs r;

    ok(!git_read_refs(&r, &out, "v1") && is_empty(&r), "%s: no refs",
       not_refs[i].what);
    git_refs_clear(&r);
    str_clear(&out);
}

static void test_message(size_t i)
{
    char *subject = messages[i].subject ? str_dup(messages[i].subject) : NULL;
    struct git_tag t = {.subject = subject};

    ok(git_tag_says(&t, messages[i].message) == messages[i].says,
       "a tag with the subject \"%s\" %s \"%s\"", subject ? subject : "",
       messages[i].says ? "says" : "does not say", messages[i].message);
    git_tag_clear(&t);
    ok(!t.subject, "and can be cleared");
}

int main(void)
{
    tap_start();
    EACH(test_refs, refs);
    EACH(test_not_refs, not_refs);
    EACH(test_message, messages);
    return tap_end();
}

#include "../git_answer.h"
#include "git_answers.h"

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

int main(void)
{
    tap_start();
    EACH(test_refs, refs);
    EACH(test_not_refs, not_refs);
    return tap_end();
}

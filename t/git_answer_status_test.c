#include "../git_answer.h"
#include "git_answers.h"

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

int main(void)
{
    tap_start();
    EACH(test_status, statuses);
    EACH(test_not_status, not_statuses);
    return tap_end();
}

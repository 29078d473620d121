#include "../spelling.h"
#include "tap.h"

#define LETTERS_10 "abcdefghij"
#define LETTERS_60                                                             \
    LETTERS_10 LETTERS_10 LETTERS_10 LETTERS_10 LETTERS_10 LETTERS_10

static const struct {
    const char *typed, *word;
    bool near;
} pairs[] = {
    {"release", "release", true},
    {"releas", "release", true},
    {"elease", "release", true},
    {"relase", "release", true},
    {"rlese", "release", true},
    {"releasee", "release", true},
    {"rrelease", "release", true},
    {"re-lease-", "release", true},
    {"relesse", "release", true},
    {"xelease", "release", true},
    {"xeleasx", "release", true},
    {"rel3ase", "release", true},
    {"Release", "release", true},
    {"RElease", "release", true},
    {"erlease", "release", true}, /* two letters that changed places */
    {"relaese", "release", true},
    {"elese", "release", true}, /* one dropped at either end, or within */
    {"xrelese", "release", true},
    {"relea", "release", true},
    {"rele", "release", false},
    {"release-it", "release", false},
    {"RELease", "release", false},
    {"erlaese", "release", false},
    {"xxxease", "release", false},
    {"esaeler", "release", false},
    {"lease", "release", true},
    {"ease", "release", false},
    {"dryrun", "dry-run", true},
    {"dry_run", "dry-run", true},
    {"timeout-sec", "timeout-secs", true},
    {"timeout", "timeout-secs", false},
    {"timeout-seconds", "timeout-secs", false},
    {"resume", "release", false},
    {"", "", true},
    {"a", "", true},
    {"ab", "", true},
    {"abc", "", false},
    {"ab", "cd", true},
    {"abc", "def", false},
    {"a b", "ab", true},
    {"\n", "ab", true},
    {"\x1b[31mrelease", "release", false},
    {"\xff\xfe", "ab", true},
    {LETTERS_60, LETTERS_60, true},
    {LETTERS_60 "k", LETTERS_60, true},
    {LETTERS_60 "kl", LETTERS_60, true},
    {LETTERS_60 "klm", LETTERS_60, false},
    {LETTERS_60 "klm", LETTERS_60 "klm", true},
    {"klm" LETTERS_60, LETTERS_60, false},
    {"xy" LETTERS_60, LETTERS_60, true},
    {"b" LETTERS_60, LETTERS_60, true},
};

static void test_pairs(void)
{
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
        ok(spelling_near(pairs[i].typed, pairs[i].word) == pairs[i].near,
           "\"%s\" is %s \"%s\"", pairs[i].typed,
           pairs[i].near ? "near" : "far from", pairs[i].word);
        ok(spelling_near(pairs[i].word, pairs[i].typed) == pairs[i].near,
           "and the other way round");
    }
}

/* Words are never further apart than the longer one has letters. */
static void test_short_words(void)
{
    static const char *const words[] = {"",   "a",  "b",  "aa",
                                        "ab", "ba", "bb", "xy"};
    bool near = true;

    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        for (size_t k = 0; k < ARRAY_LEN(words); k++)
            near = near && spelling_near(words[i], words[k]);
    ok(near, "all words of at most two letters are near");
}

static void test_long(size_t n)
{
    char *typed = mem_zero(n + 1, 1);

    memset(typed, 'a', n);
    ok(!spelling_near(typed, "release"), "%zu letters are far from a word", n);
    ok(!spelling_near("release", typed), "and it from them");
    free(typed);
}

int main(void)
{
    tap_start();
    test_pairs();
    test_short_words();
    test_long(63);
    test_long(64);
    test_long(65);
    test_long(1000000);
    return tap_end();
}

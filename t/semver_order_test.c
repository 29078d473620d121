#include "../semver.h"
#include "tap.h"

/* SemVer 11, and what follows from it; each has less precedence than the
 * next. */
static const char *const rising[] = {
    "0.0.0-0",
    "0.0.0",
    "0.0.9",
    "0.0.10",
    "0.9.0",
    "0.10.0",
    "1.0.0-0",
    "1.0.0-9",
    "1.0.0-10",
    "1.0.0-9999999999999999999999999999999999999998",
    "1.0.0-9999999999999999999999999999999999999999",
    "1.0.0-10000000000000000000000000000000000000000",
    "1.0.0--",
    "1.0.0-1a",
    "1.0.0-A",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-alpha-",
    "1.0.0-alpha0",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0-rc.1.0",
    "1.0.0",
    "2.0.0",
    "2.1.0",
    "2.1.1",
    "2.1.9999999999999999999999999999999999999998",
    "2.1.9999999999999999999999999999999999999999",
    "2.1.10000000000000000000000000000000000000000",
    "1111111111111111111111111111111111111111.0.0",
    "1111111111111111111111111111111111111112.0.0",
    "9999999999999999999999999999999999999999.0.0",
};

static const char *const equal[][2] = {
    {"1.0.0", "1.0.0"},
    {"1.0.0", "v1.0.0"},
    {"1.0.0+a", "1.0.0+b"},
    {"1.0.0+a", "1.0.0"},
    {"1.0.0-rc.1+1", "1.0.0-rc.1+2.3"},
    {"1.0.0-rc.1", "1.0.0-rc.1+2.3"},
};

/* The sign of semver_cmp(), or 9 if one of them is no version. */
static int compare(const char *a, const char *b)
{
    struct semver va = {0}, vb = {0};
    struct err *ea = semver_parse(&va, a), *eb = semver_parse(&vb, b);
    int c = ea || eb ? 9 : semver_cmp(&va, &vb);

    semver_clear(&va);
    semver_clear(&vb);
    err_free(ea);
    err_free(eb);
    return c == 9 ? 9 : (c > 0) - (c < 0);
}

static void test_precedence(void)
{
    for (size_t i = 0; i < ARRAY_LEN(rising); i++) {
        bool right = compare(rising[i], rising[i]) == 0;

        for (size_t k = i + 1; k < ARRAY_LEN(rising); k++)
            right = right && compare(rising[i], rising[k]) == -1 &&
                    compare(rising[k], rising[i]) == 1;
        ok(right, "%s comes before all that follow it", rising[i]);
    }
    for (size_t i = 0; i < ARRAY_LEN(equal); i++)
        ok(compare(equal[i][0], equal[i][1]) == 0 &&
               compare(equal[i][1], equal[i][0]) == 0,
           "%s and %s have the same precedence", equal[i][0], equal[i][1]);
}

/* Tags up to NULL, and the newest version among them. */
static const struct {
    const char *prefix, *before, *tags[6], *newest, *what;
} news[] = {
    {"v", NULL, {NULL}, NULL, "there may be no tag"},
    {"v", NULL, {"v1.2.3"}, "1.2.3", "one tag is the newest"},
    {"v",
     NULL,
     {"v1.9.0", "v1.10.0", "v1.2.0"},
     "1.10.0",
     "numbers are compared as numbers"},
    {"v",
     NULL,
     {"v2.0.0", "v2.0.0-rc.1"},
     "2.0.0",
     "a release is newer than its candidate"},
    {"v",
     NULL,
     {"v2.0.0-rc.9", "v2.0.0-rc.10"},
     "2.0.0-rc.10",
     "the tenth candidate is newer than the ninth"},
    {"v",
     NULL,
     {"v1.0.0+a", "v1.0.0+b"},
     "1.0.0+a",
     "of equals, which differ by their build, the first stays"},
    {"v",
     "1.5.0",
     {"v1.4.0", "v1.5.0"},
     "1.5.0",
     "what is known already stays, if nothing is newer"},
    {"v", "1.5.0", {"v1.4.0", "v1.6.0"}, "1.6.0", "else it is replaced"},
    {"v", "1.5.0", {NULL}, "1.5.0", "without tags it stays"},
    {"v",
     NULL,
     {"1.2.3", "V1.2.3", "x1.2.3", "release-1.2.3"},
     NULL,
     "tags of another prefix do not count"},
    {"v", NULL, {"vv1.2.3"}, NULL, "nor is v taken twice"},
    {"",
     NULL,
     {"v9.0.0", "1.2.3"},
     "1.2.3",
     "without a prefix, v1 is not a version"},
    {"release-",
     NULL,
     {"v9.0.0", "release-1.2.3", "release-v2.0.0"},
     "1.2.3",
     "a longer prefix is respected"},
    {"a/",
     NULL,
     {"a/1.2.3", "b/9.0.0", "a/b/9.0.0"},
     "1.2.3",
     "so is one of a folder"},
    {"v",
     NULL,
     {"v", "v1", "v1.2", "v1.2.3.4", "v01.2.3"},
     NULL,
     "what is no version does not count"},
    {"v",
     NULL,
     {"", "v1.2.3-", "v1.2.3 ", "v1.2.3\n", "v1.2.3\xff"},
     NULL,
     "nor does what is only like one"},
    {"v",
     NULL,
     {"v1.2.3", "v99999999999999999999999.0.0"},
     "99999999999999999999999.0.0",
     "numbers may have any length"},
};

static void test_newest(size_t i)
{
    struct semver newest = {0};
    struct argv tags = {0};
    struct err *e =
        news[i].before ? semver_parse(&newest, news[i].before) : NULL;

    for (const char *const *tag = news[i].tags; *tag; tag++)
        argv_push(&tags, *tag);
    semver_find_newest(&newest, &tags, news[i].prefix);
    is(newest.text, news[i].newest, "the newest version: %s", news[i].what);
    semver_clear(&newest);
    argv_clear(&tags);
    err_free(e);
}

int main(void)
{
    tap_start();
    test_precedence();
    for (size_t i = 0; i < ARRAY_LEN(news); i++)
        test_newest(i);
    return tap_end();
}

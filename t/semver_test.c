#include "../semver.h"
#include "tap.h"

/* Both lists are those that semver.org links to below its regular
 * expression. */
static const char *const valid[] = {
    "0.0.4",
    "1.2.3",
    "10.20.30",
    "1.1.2-prerelease+meta",
    "1.1.2+meta",
    "1.1.2+meta-valid",
    "1.0.0-alpha",
    "1.0.0-beta",
    "1.0.0-alpha.beta",
    "1.0.0-alpha.beta.1",
    "1.0.0-alpha.1",
    "1.0.0-alpha0.valid",
    "1.0.0-alpha.0valid",
    "1.0.0-alpha-a.b-c-somethinglong+build.1-aef.1-its-okay",
    "1.0.0-rc.1+build.1",
    "2.0.0-rc.1+build.123",
    "1.2.3-beta",
    "10.2.3-DEV-SNAPSHOT",
    "1.2.3-SNAPSHOT-123",
    "1.0.0",
    "2.0.0",
    "1.1.7",
    "2.0.0+build.1848",
    "2.0.1-alpha.1227",
    "1.0.0-alpha+beta",
    "1.2.3----RC-SNAPSHOT.12.9.1--.12+788",
    "1.2.3----R-S.12.9.1--.12+meta",
    "1.2.3----RC-SNAPSHOT.12.9.1--.12",
    "1.0.0+0.build.1-rc.10000aaa-kk-0.1",
    "99999999999999999999999.999999999999999999.99999999999999999",
    "1.0.0-0A.is.legal",
};

static const char *const invalid[] = {
    "1",
    "1.2",
    "1.2.3-0123",
    "1.2.3-0123.0123",
    "1.1.2+.123",
    "+invalid",
    "-invalid",
    "-invalid+invalid",
    "-invalid.01",
    "alpha",
    "alpha.beta",
    "alpha.beta.1",
    "alpha.1",
    "alpha+beta",
    "alpha_beta",
    "alpha.",
    "alpha..",
    "beta",
    "1.0.0-alpha_beta",
    "-alpha.",
    "1.0.0-alpha..",
    "1.0.0-alpha..1",
    "1.0.0-alpha...1",
    "1.0.0-alpha....1",
    "1.0.0-alpha.....1",
    "1.0.0-alpha......1",
    "1.0.0-alpha.......1",
    "01.1.1",
    "1.01.1",
    "1.1.01",
    "1.2.3.DEV",
    "1.2-SNAPSHOT",
    "1.2.31.2.3----RC-SNAPSHOT.12.09.1--..12+788",
    "1.2-RC-SNAPSHOT",
    "-1.0.3-gamma+b7718",
    "+justmeta",
    "9.8.7+meta+meta",
    "9.8.7-whatever+meta+meta",
    ("99999999999999999999999.999999999999999999.99999999999999999"
     "----RC-SNAPSHOT.12.09.1--------------------------------..12"),
};

/* What people type, and nobody means. */
static const char *const slips[] = {
    "",
    "v",
    "vv1.2.3",
    "V1.2.3",
    "v 1.2.3",
    "v.1.2.3",
    "1.2.3v",
    "1..2",
    "1.2.3.4",
    ".1.2.3",
    "1.2.",
    "1.2.3-",
    "1.2.3+",
    "1.2.3-+build",
    "1.2.3-rc.",
    "1.2.3-.rc",
    "1.2.3-00",
    "1.2.3-rc.01",
    "00.0.0",
    " 1.2.3",
    "1.2.3 ",
    "1. 2.3",
    "1.2.3- rc",
    "\t1.2.3",
    "1.2.3\t",
    "1.2.3\n",
    "1.2.3\r\n",
    "\n1.2.3",
    "1.2.3-rc\n.1",
    "-1.2.3",
    "+1.2.3",
    "1.-2.3",
    "1.2.3e1",
    "0x1.2.3",
    "1,2,3",
    "1.2.3-r\xc3\xa9",
    "1.2.3+\xe2\x98\x83",
    "\xef\xbb\xbfv1.2.3",
    "\xd9\xa1.2.3",
    "1.2.3\xc2\xa0",
    "1.2.3-rc~1",
    "1.2.3-rc^{}",
    "1.2.3-rc:x",
    "1.2.3-../../x",
    "1.2.3-$(id)",
    "refs/tags/v1.2.3",
};

static const struct {
    const char *text, *core, *pre, *build;
} parts[] = {
    {"1.2.3", "1.2.3", NULL, NULL},
    {"v1.2.3-rc.1+build.5", "1.2.3", "rc.1", "build.5"},
    {"1.2.3+build-5", "1.2.3", NULL, "build-5"},
    {"1.2.3----+---", "1.2.3", "---", "---"},
    {"1.2.3-0+00", "1.2.3", "0", "00"},
};

static bool empty(const struct semver *v)
{
    return !v->text && !v->core && !v->pre && !v->build;
}

static void test_valid(const char *typed, const char *text)
{
    struct semver v = {0};
    struct err *e = semver_parse(&v, typed);

    ok(!e && same(v.text, text), "%s is a version", typed);
    semver_clear(&v);
    semver_clear(&v);
    ok(empty(&v), "%s can be cleared twice", typed);
    err_free(e);
}

static void test_invalid(const char *text)
{
    struct semver v = {0};
    struct err *e = semver_parse(&v, text);

    ok(e && e->code == EXIT_USAGE && empty(&v),
       "\"%s\" is refused, and nothing is kept of it", text);
    ok(e && strstr(e->text, "1.2.3") && strstr(e->text, "v1.2.3") &&
           strstr(e->text, "SemVer 2.0.0"),
       "refusing \"%s\" says what is accepted", text);
    semver_clear(&v);
    err_free(e);
}

static void with_v(void (*test)(const char *), const char *text)
{
    char *tag = str_fmt("v%s", text);

    test(tag);
    free(tag);
}

static void test_valid_v(const char *typed)
{
    test_valid(typed, typed + 1);
}

static void test_lists(void)
{
    for (size_t i = 0; i < ARRAY_LEN(valid); i++) {
        test_valid(valid[i], valid[i]);
        with_v(test_valid_v, valid[i]);
    }
    for (size_t i = 0; i < ARRAY_LEN(invalid); i++) {
        test_invalid(invalid[i]);
        with_v(test_invalid, invalid[i]);
    }
    for (size_t i = 0; i < ARRAY_LEN(slips); i++)
        test_invalid(slips[i]);
}

static void test_parts(void)
{
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        struct semver v = {0};
        struct err *e = semver_parse(&v, parts[i].text);

        ok(!e && same(v.core, parts[i].core) && same(v.pre, parts[i].pre) &&
               same(v.build, parts[i].build),
           "the parts of %s are told apart", parts[i].text);
        semver_clear(&v);
        err_free(e);
    }
}

static void test_position(void)
{
    static const char *const at[][2] = {{"1.2", "character 4"},
                                        {"1.2.3-01", "character 7"},
                                        {"v1.2.3 ", "character 7"},
                                        {"vv1.2.3", "character 2"}};

    for (size_t i = 0; i < ARRAY_LEN(at); i++) {
        struct semver v = {0};
        struct err *e = semver_parse(&v, at[i][0]);

        ok(e && strstr(e->text, at[i][1]) && strstr(e->text, at[i][0]),
           "\"%s\" is quoted, with the %s that is wrong", at[i][0], at[i][1]);
        err_free(e);
    }
}

static void test_tag(const char *text, const char *prefix, bool accepted)
{
    struct semver v = {0};
    struct err *e = semver_parse_tag(&v, text, prefix);

    ok(accepted ? !e && v.text : e && e->code == EXIT_USAGE && empty(&v),
       "%s%.40s (%zu bytes) is %s as a tag", prefix, text,
       strlen(prefix) + strlen(text), accepted ? "accepted" : "refused");
    semver_clear(&v);
    err_free(e);
}

/* A version of n bytes. */
static void test_tag_of(size_t n, const char *prefix, bool accepted)
{
    struct str text = {0};

    str_add(&text, "1.2.3-");
    while (text.len < n)
        str_add(&text, "a");
    test_tag(str_text(&text), prefix, accepted);
    str_clear(&text);
}

static void test_tags(void)
{
    static const struct {
        const char *text;
        bool accepted;
    } tags[] = {
        {"1.2.3", true},           {"v1.2.3", true},
        {"1.2.3-rc.lock", false},  {"1.2.3+build.lock", false},
        {"v1.2.3-rc.lock", false}, {"1.2.3-lock", true},
        {"1.2.3-rc.lock.1", true}, {"1.2.3-rc.locks", true},
        {"1.2.3-lock+lock", true}, {"1.2", false},
    };

    for (size_t i = 0; i < ARRAY_LEN(tags); i++)
        test_tag(tags[i].text, "v", tags[i].accepted);
    test_tag_of(249, "v", true);
    test_tag_of(250, "v", false);
    test_tag_of(250, "", true);
    test_tag_of(251, "", false);
    test_tag_of(240, "release-v", true);
    test_tag_of(242, "release-v", false);
    test_tag_of(100000, "v", false);
}

int main(void)
{
    tap_start();
    test_lists();
    test_parts();
    test_position();
    test_tags();
    return tap_end();
}

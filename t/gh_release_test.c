#include "json.h"
#include "releases.h"

/* The fields that "Get a release by tag name" documents. */
static const char documented[] =
    "{\"url\":\"https://api.github.com/repos/o/r/releases/1\","
    "\"html_url\":\"https://github.com/o/r/releases/v1.2.3\","
    "\"assets_url\":\"https://api.github.com/repos/o/r/releases/1/assets\","
    "\"upload_url\":\"https://uploads.github.com/x{?name,label}\","
    "\"tarball_url\":null,\"zipball_url\":null,\"discussion_url\":\"x\","
    "\"id\":9223372036854775807,\"node_id\":\"MDc6UmVsZWFzZTE=\","
    "\"tag_name\":\"v1.2.3\",\"target_commitish\":\"main\",\"name\":null,"
    "\"body\":\"d\\u00e9j\\u00e0 \\ud83d\\ude80\",\"draft\":false,"
    "\"prerelease\":true,\"immutable\":true,"
    "\"created_at\":\"2026-01-02T03:04:05Z\","
    "\"published_at\":\"2026-01-02T03:05:07Z\","
    "\"author\":{\"login\":\"o\",\"id\":1,\"site_admin\":false},"
    "\"assets\":[" ASSET(DIGEST) "," ASSET(",\"digest\":null") "]}\n";

/* The fields of an asset that there must be, and others. */
#define OLD_ASSET(fields)                                                      \
    "{\"id\":8,\"size\":6,\"name\":\"b\",\"state\":\"open\","                  \
    "\"updated_at\":\"u\"" fields "}"

static const struct {
    const char *json, *wrong;
} wrong[] = {
    {"[]", "it is not an object"},
    {"{}", "tag_name is not a string"},
    {"{\"id\":\"1\"}", "id is not a number of 0 or more"},
    {"{\"id\":1.0}", "id is not a number of 0 or more"},
    {"{\"id\":-1}", "id is not a number of 0 or more"},
    {"{\"id\":null}", "tag_name is not a string"},
    {"{\"id\":true}", "id is not a number of 0 or more"},
    {"{\"id\":1}", "tag_name is not a string"},
    {"{\"id\":1,\"tag_name\":null}", "tag_name is not a string"},
    {"{\"id\":1,\"tag_name\":1}", "tag_name is not a string"},
    {"{\"id\":1,\"tag_name\":\"v1\"}", "assets is not an array"},
    {"{\"id\":1,\"tag_name\":\"v1\",\"assets\":null}",
     "assets is not an array"},
    {"{\"id\":1,\"tag_name\":\"v1\",\"assets\":{}}", "assets is not an array"},
    {RELEASE(",\"html_url\":1", ""), "html_url is not a string"},
    {RELEASE(",\"published_at\":1", ""), "published_at is not a string"},
    {RELEASE(",\"published_at\":false", ""), "published_at is not a string"},
    {RELEASE(",\"draft\":\"false\"", ""), "draft is neither true nor false"},
    {RELEASE(",\"draft\":0", ""), "draft is neither true nor false"},
    {RELEASE(",\"immutable\":1", ""), "immutable is neither true nor false"},
    {RELEASE("", "null"), "assets[0].id is not a number of 0 or more"},
    {RELEASE("", "[]"), "assets[0].id is not a number of 0 or more"},
    {RELEASE("", "{\"id\":1}"), "assets[0].size is not a number of 0 or more"},
    {RELEASE("", "{\"id\":\"1\"}"),
     "assets[0].id is not a number of 0 or more"},
    {RELEASE("", "{\"id\":1,\"size\":-1}"),
     "assets[0].size is not a number of 0 or more"},
    {RELEASE("", "{\"id\":1,\"size\":5.5}"),
     "assets[0].size is not a number of 0 or more"},
    {RELEASE("", "{\"id\":1,\"size\":5}"), "assets[0].name is not a string"},
    {RELEASE("", "{\"id\":1,\"size\":5,\"name\":[]}"),
     "assets[0].name is not a string"},
    {RELEASE("", "{\"id\":1,\"size\":5,\"name\":\"a\"}"),
     "assets[0].state is not a string"},
    {RELEASE("", "{\"id\":1,\"size\":5,\"name\":\"a\",\"state\":1}"),
     "assets[0].state is not a string"},
    {RELEASE("", "{\"id\":1,\"size\":5,\"name\":\"a\",\"state\":\"open\"}"),
     "assets[0].updated_at is not a string"},
    {RELEASE("", ASSET(",\"digest\":5")), "assets[0].digest is not a string"},
    {RELEASE("", ASSET(",\"digest\":false")),
     "assets[0].digest is not a string"},
    {RELEASE("", OLD_ASSET(",\"created_at\":5")),
     "assets[0].created_at is not a string"},
    {RELEASE("", OLD_ASSET(",\"browser_download_url\":{}")),
     "assets[0].browser_download_url is not a string"},
    {RELEASE("", ASSET("") "," ASSET("") ",5"),
     "assets[2].id is not a number of 0 or more"},
};

static void test_documented(void)
{
    struct gh_release r;
    char *why = gh_release_read(&r, BYTES(documented));

    is(why, NULL, "a release as GitHub documents it can be read");
    ok(r.id == INT64_MAX && same(r.tag, "v1.2.3") &&
           same(r.url, "https://github.com/o/r/releases/v1.2.3") &&
           same(r.published_at, "2026-01-02T03:05:07Z") && !r.draft &&
           r.immutable,
       "its own fields are read");
    ok(r.n == 2 && is_asset(&r.assets[0], "sha256:00ff") &&
           is_asset(&r.assets[1], NULL),
       "so are its assets, with a digest or without");
    gh_release_clear(&r);
    gh_release_clear(&r);
    ok(empty(&r), "a release can be cleared twice");
    free(why);
}

static bool is_old_asset(const struct gh_asset *a)
{
    return a->id == 8 && a->size == 6 && same(a->name, "b") &&
           same(a->state, "open") && same(a->updated_at, "u") && !a->digest &&
           !a->created_at && !a->url;
}

/* GitHub Enterprise Server before digests and immutable releases. */
static void test_older(void)
{
    static const char *const older[] = {
        RELEASE("", ""), RELEASE("", OLD_ASSET("")),
        RELEASE(",\"html_url\":null,\"draft\":null,\"immutable\":null,"
                "\"published_at\":null",
                OLD_ASSET(",\"digest\":null,\"created_at\":null,"
                          "\"browser_download_url\":null"))};

    for (size_t i = 0; i < ARRAY_LEN(older); i++) {
        struct gh_release r;
        char *why = gh_release_read(&r, older[i], strlen(older[i]));

        ok(!why && !r.url && !r.published_at && !r.draft && !r.immutable &&
               r.n == (i > 0) && (!r.n || is_old_asset(r.assets)),
           "fields that older servers lack may be absent or null (%zu)", i);
        gh_release_clear(&r);
        free(why);
    }
}

static void test_draft(void)
{
    struct gh_release r;
    char *why = gh_release_read(&r, BYTES(RELEASE(",\"draft\":true", "")));

    ok(!why && r.draft && !r.immutable, "a draft is known as one");
    gh_release_clear(&r);
    free(why);
}

static void test_wrong(void)
{
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        struct gh_release r;
        char *why = gh_release_read(&r, wrong[i].json, strlen(wrong[i].json));

        is(why, wrong[i].wrong, "%.60s: %s", wrong[i].json, wrong[i].wrong);
        ok(empty(&r), "and nothing is kept of it");
        free(why);
    }
}

static void test_not_json(const char *json, size_t n, const char *what)
{
    char *bytes = exact(json, n);
    struct gh_release r, draft, newest;
    char *why = gh_release_read(&r, bytes, n);
    char *why_draft = gh_draft_read(&draft, "v1", bytes, n);
    char *why_newest = gh_newest_read(&newest, bytes, n);

    ok(is_no_document(why, n) && empty(&r), "%s is no release", what);
    ok(is_no_document(why_draft, n) && empty(&draft) &&
           is_no_document(why_newest, n) && empty(&newest),
       "nor a list of releases");
    free(bytes);
    free(why);
    free(why_draft);
    free(why_newest);
}

/* A release that was cut is wrong, wherever that was. */
static void test_cut(void)
{
    size_t taken = 0;

    for (size_t n = 0; n < strlen(documented) - 1; n++) {
        char *bytes = exact(documented, n);
        struct gh_release r;
        char *why = gh_release_read(&r, bytes, n);

        taken += !is_no_document(why, n) || !empty(&r);
        free(bytes);
        free(why);
    }
    ok(taken == 0, "a release that was cut is none");
}

static void test_assets(void)
{
    static struct gh_asset list[4];
    struct gh_release r = {.assets = list, .n = ARRAY_LEN(list)};
    char one[] = "one", twice[] = "twice", again[] = "twice", other[] = "One";

    list[0].name = twice;
    list[1].name = one;
    list[2].name = again;
    list[3].name = other;
    ok(gh_release_asset(&r, "one") == &list[1], "an asset is found by name");
    ok(!gh_release_asset(&r, "twice"), "an asset listed twice is not taken");
    ok(!gh_release_asset(&r, "ONE"), "another case is another name");
    ok(!gh_release_asset(&r, "on") && !gh_release_asset(&r, "one.sha256") &&
           !gh_release_asset(&r, ""),
       "a part of a name is not the name");
    r.n = 0;
    ok(!gh_release_asset(&r, "one"), "a release may have no asset");
}

int main(void)
{
    tap_start();
    test_documented();
    test_older();
    test_draft();
    test_wrong();
    for (size_t i = 0; i < ARRAY_LEN(not_json); i++)
        test_not_json(not_json[i].json, not_json[i].n, not_json[i].what);
    give_nested("[", test_not_json);
    give_nested("{\"a\":", test_not_json);
    test_cut();
    test_assets();
    return tap_end();
}

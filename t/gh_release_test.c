#include "../gh_release.h"
#include "tap.h"

#define ASSET(fields)                                                          \
    "{\"id\":7,\"name\":\"a.iso\",\"label\":null,\"state\":\"uploaded\","      \
    "\"content_type\":\"x/y\",\"size\":5,\"download_count\":3,"                \
    "\"created_at\":\"2026-01-02T03:04:05Z\",\"uploader\":{\"id\":1},"         \
    "\"updated_at\":\"2026-01-02T03:04:06Z\"" fields "}"
#define RELEASE(fields, assets)                                                \
    "{\"id\":1,\"tag_name\":\"v1\"" fields ",\"assets\":[" assets "]}"
#define DIGEST ",\"digest\":\"sha256:00ff\""

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
    "\"created_at\":\"2026-01-02T03:04:05Z\",\"published_at\":null,"
    "\"author\":{\"login\":\"o\",\"id\":1,\"site_admin\":false},"
    "\"assets\":[" ASSET(DIGEST) "," ASSET(",\"digest\":null") "]}\n";

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
    {RELEASE("", ASSET("") "," ASSET("") ",5"),
     "assets[2].id is not a number of 0 or more"},
};

static const struct {
    const char *json;
    size_t n;
    const char *what;
} not_json[] = {
    {BYTES(""), "nothing"},
    {BYTES(" \n"), "blanks"},
    {BYTES("<html><body>502 Bad Gateway</body></html>"), "HTML"},
    {BYTES("{\"id\":1,\"tag_name\":\"v1\",\"assets\":["), "a cut document"},
    {BYTES("{\"id\":1,\"tag_name\":\"v"), "a cut string"},
    {BYTES("{\"id\":1,\"id\":2,\"tag_name\":\"v1\",\"assets\":[]}"),
     "a key given twice"},
    {BYTES(RELEASE("", ASSET(",\"size\":6"))), "a key of an asset given twice"},
    {BYTES("{\"id\":NaN,\"tag_name\":\"v1\",\"assets\":[]}"), "NaN"},
    {BYTES("{\"id\":Infinity,\"tag_name\":\"v1\",\"assets\":[]}"), "Infinity"},
    {BYTES("{\"id\":1e999,\"tag_name\":\"v1\",\"assets\":[]}"), "1e999"},
    {BYTES("{\"id\":9223372036854775808,\"tag_name\":\"v\",\"assets\":[]}"),
     "a number of more than 63 bits"},
    {BYTES("{\"id\":01,\"tag_name\":\"v1\",\"assets\":[]}"), "a leading zero"},
    {BYTES("\xef\xbb\xbf" RELEASE("", "")), "a BOM"},
    {BYTES(RELEASE("", "") "x"), "more after the document"},
    {BYTES(RELEASE("", "") RELEASE("", "")), "two documents"},
    {BYTES(RELEASE("", "") "\0"), "NUL after the document"},
    {BYTES("\0"), "NUL alone"},
    {BYTES("{\"id\":1,\"tag_name\":\"v\0\",\"assets\":[]}"), "NUL in a string"},
    {BYTES("{\"id\":1,\"tag_name\":\"v\\u0000\",\"assets\":[]}"), "\\u0000"},
    {BYTES("{\"id\":1,\"tag_name\":\"v\\ud800\",\"assets\":[]}"),
     "a first surrogate alone"},
    {BYTES("{\"id\":1,\"tag_name\":\"v\\udc00\",\"assets\":[]}"),
     "a second surrogate alone"},
    {BYTES("{\"id\":1,\"tag_name\":\"\xed\xa0\x80\",\"assets\":[]}"),
     "a surrogate in UTF-8"},
    {BYTES("{\"id\":1,\"tag_name\":\"\xff\",\"assets\":[]}"),
     "a byte that UTF-8 never has"},
    {BYTES("{\"id\":1,\"tag_name\":\"\x1b[31m\",\"assets\":[]}"),
     "ESC in a string"},
    {BYTES("{'id':1}"), "single quotes"},
    {BYTES("{\"id\":1,}"), "a comma too many"},
    {BYTES("\"text\""), "a string alone"},
    {BYTES("null"), "null"},
};

static bool empty(const struct gh_release *r)
{
    return !r->id && !r->tag && !r->url && !r->draft && !r->immutable &&
           !r->assets && !r->n;
}

static bool is_asset(const struct gh_asset *a, const char *digest)
{
    return a->id == 7 && a->size == 5 && same(a->name, "a.iso") &&
           same(a->state, "uploaded") && same(a->digest, digest) &&
           same(a->updated_at, "2026-01-02T03:04:06Z");
}

static void test_documented(void)
{
    struct gh_release r;
    char *why = gh_release_read(&r, BYTES(documented));

    is(why, NULL, "a release as GitHub documents it can be read");
    ok(r.id == INT64_MAX && same(r.tag, "v1.2.3") &&
           same(r.url, "https://github.com/o/r/releases/v1.2.3") && !r.draft &&
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

/* GitHub Enterprise Server before digests and immutable releases. */
static void test_older(void)
{
    static const char *const older[] = {
        RELEASE("", ""), RELEASE("", ASSET("")),
        RELEASE(",\"html_url\":null,\"draft\":null,\"immutable\":null",
                ASSET(""))};

    for (size_t i = 0; i < ARRAY_LEN(older); i++) {
        struct gh_release r;
        char *why = gh_release_read(&r, older[i], strlen(older[i]));

        ok(!why && !r.url && !r.draft && !r.immutable && r.n == (i > 0) &&
               (!r.n || is_asset(r.assets, NULL)),
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

static void test_not_json(void)
{
    for (size_t i = 0; i < ARRAY_LEN(not_json); i++) {
        struct gh_release r;
        char *bytes = str_dupn(not_json[i].json, not_json[i].n);
        char *why = gh_release_read(&r, bytes, not_json[i].n);
        struct gh_release draft;
        char *why_draft = gh_draft_read(&draft, "v1", bytes, not_json[i].n);

        ok(why && empty(&r), "%s is no release", not_json[i].what);
        ok(why_draft && empty(&draft), "nor a list of releases");
        free(bytes);
        free(why);
        free(why_draft);
        gh_release_clear(&r);
        gh_release_clear(&draft);
    }
}

static void test_deep(const char *open, size_t depth)
{
    struct str json = {0};
    struct gh_release r;
    char *why;

    for (size_t i = 0; i < depth; i++)
        str_add(&json, open);
    why = gh_release_read(&r, str_text(&json), json.len);
    ok(why && empty(&r), "%zu times %s is no release", depth, open);
    free(why);
    why = gh_draft_read(&r, "v1", str_text(&json), json.len);
    ok(why && empty(&r), "nor a list of releases");
    free(why);
    str_clear(&json);
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

#define DRAFT(id, fields)                                                      \
    "{\"id\":" id ",\"tag_name\":\"v1\",\"name\":null,\"draft\":true,"         \
    "\"html_url\":\"https://github.com/o/r/releases/tag/untagged-1f\","        \
    "\"prerelease\":false,\"created_at\":\"2026-01-02T03:04:05Z\","            \
    "\"published_at\":null,\"author\":{\"login\":\"o\",\"id\":1}" fields "}"
#define EMPTY_DRAFT(id) DRAFT(id, ",\"assets\":[]")
#define OTHER(fields) "{\"id\":1" fields ",\"html_url\":\"x\",\"assets\":[]}"
#define PUBLISHED RELEASE(",\"draft\":false", ASSET(""))

/* The draft of v1 in a list: its id, 0 for none. */
static const struct {
    const char *json;
    int64_t id;
    const char *what;
} drafts[] = {
    {"[]", 0, "there may be no release"},
    {"[" PUBLISHED "]", 0, "one that is published is no draft"},
    {"[" EMPTY_DRAFT("7") "]", 7, "a draft may be the only release"},
    {"[" PUBLISHED "," EMPTY_DRAFT("7") "]", 7,
     "a draft may come after a release of its tag"},
    {"[" EMPTY_DRAFT("7") "," PUBLISHED "]", 7, "or before it"},
    {"[" OTHER(",\"draft\":true,\"tag_name\":\"v2\"") "]", 0,
     "a draft of another tag does not count"},
    {"[" OTHER(",\"draft\":true,\"tag_name\":\"v2\"") "," EMPTY_DRAFT("7") "]",
     7, "even if it comes first"},
    {"[" OTHER(",\"draft\":true,\"tag_name\":\"v1.0\"") "]", 0,
     "nor does one of a longer tag"},
    {"[" OTHER(",\"draft\":true,\"tag_name\":\"v\"") "]", 0,
     "nor one of a shorter tag"},
    {"[" OTHER(",\"draft\":true,\"tag_name\":\"V1\"") "]", 0,
     "nor one of a tag in another case"},
    {"[" OTHER(",\"draft\":true,\"tag_name\":\"\"") "]", 0,
     "nor one without a tag"},
    {"[" OTHER(",\"draft\":true,\"name\":\"v1\",\"tag_name\":\"x\"") "]", 0,
     "nor one that is only called like the tag"},
    {"[" OTHER(",\"draft\":true,\"tag_name\":null") "]", 0,
     "nor one whose tag is null"},
    {"[" OTHER(",\"draft\":true,\"tag_name\":1") "]", 0,
     "nor one whose tag is a number"},
    {"[" OTHER(",\"draft\":true,\"tag_name\":[\"v1\"]") "]", 0,
     "nor one whose tag is an array"},
    {"[" OTHER(",\"draft\":true") "]", 0, "nor one whose tag is absent"},
    {"[" OTHER(",\"tag_name\":\"v1\"") "]", 0,
     "a release that does not tell that it is a draft is none"},
    {"[" OTHER(",\"draft\":null,\"tag_name\":\"v1\"") "]", 0,
     "nor one that tells null"},
    {"[" OTHER(",\"draft\":\"true\",\"tag_name\":\"v1\"") "]", 0,
     "nor one that tells it as a text"},
    {"[" OTHER(",\"draft\":1,\"tag_name\":\"v1\"") "]", 0,
     "nor one that tells a number"},
    {"[null,5,\"v1\",true,[],{},[" EMPTY_DRAFT("3") "]," EMPTY_DRAFT("7") "]",
     7, "what is no release in a list is passed over"},
    {"[{\"draft\":true,\"tag_name\":\"v2\",\"id\":\"x\",\"assets\":5}"
     "," EMPTY_DRAFT("7") "]",
     7, "what is wrong in another release does not matter"},
    {"[" EMPTY_DRAFT("8") "," EMPTY_DRAFT("7") "]", 8,
     "of two drafts the first is taken, which is the newest"},
    {"[" EMPTY_DRAFT("9223372036854775807") "]", INT64_MAX,
     "an id may have 63 bits"},
};

#define NO_COUNT " is not a number of 0 or more"
static const struct {
    const char *json, *wrong;
} wrong_drafts[] = {
    {"{}", "it is not an array"},
    {"{\"message\":\"Not Found\",\"status\":\"404\"}", "it is not an array"},
    {EMPTY_DRAFT("7"), "it is not an array"},
    {"[" EMPTY_DRAFT("\"7\"") "]", "[0].id" NO_COUNT},
    {"[" EMPTY_DRAFT("-7") "]", "[0].id" NO_COUNT},
    {"[" EMPTY_DRAFT("7.5") "]", "[0].id" NO_COUNT},
    {"[" DRAFT("7", "") "]", "[0].assets is not an array"},
    {"[" DRAFT("7", ",\"assets\":null") "]", "[0].assets is not an array"},
    {"[" DRAFT("7", ",\"assets\":{}") "]", "[0].assets is not an array"},
    {"[" DRAFT("7", ",\"assets\":[],\"immutable\":0") "]",
     "[0].immutable is neither true nor false"},
    {"[{\"tag_name\":\"v1\",\"draft\":true,\"html_url\":5,\"assets\":[]}]",
     "[0].html_url is not a string"},
    {"[" DRAFT("7", ",\"assets\":[null]") "]", "[0].assets[0].id" NO_COUNT},
    {"[" PUBLISHED ",null," DRAFT(
         "7", ",\"assets\":[" ASSET("") ",{"
                                        "\"id\":1,\"size\":\"1\"}]") "]",
     "[2].assets[1].size" NO_COUNT},
};

static void test_drafts(void)
{
    for (size_t i = 0; i < ARRAY_LEN(drafts); i++) {
        struct gh_release r;
        char *why =
            gh_draft_read(&r, "v1", drafts[i].json, strlen(drafts[i].json));

        if (!ok(!why && r.id == drafts[i].id &&
                    (r.id ? r.draft && same(r.tag, "v1") : empty(&r)),
                "of a list of releases: %s", drafts[i].what)) {
            tap_note("why", why);
            tap_note("tag", r.tag);
        }
        gh_release_clear(&r);
        free(why);
    }
}

static void test_draft_fields(void)
{
    struct gh_release r;
    char *why = gh_draft_read(
        &r, "v1",
        BYTES("[" PUBLISHED "," DRAFT(
            "7", ",\"assets\":[" ASSET(DIGEST) "," ASSET("") "]") "]"));

    is(why, NULL, "a list of releases as GitHub documents it can be read");
    ok(r.id == 7 && r.draft && !r.immutable &&
           same(r.url, "https://github.com/o/r/releases/tag/untagged-1f"),
       "the fields of the draft are read, not those of the release");
    ok(r.n == 2 && is_asset(&r.assets[0], "sha256:00ff") &&
           is_asset(&r.assets[1], NULL),
       "so are its assets");
    gh_release_clear(&r);
    free(why);
    why = gh_draft_read(&r, "v1",
                        BYTES("[{\"draft\":true,\"tag_name\":\"v1\","
                              "\"assets\":[]}]"));
    ok(!why && r.draft && same(r.tag, "v1") && !r.id && !r.url && !r.n,
       "a draft may lack its id and URL");
    gh_release_clear(&r);
    free(why);
}

static void test_wrong_drafts(void)
{
    for (size_t i = 0; i < ARRAY_LEN(wrong_drafts); i++) {
        struct gh_release r;
        char *why = gh_draft_read(&r, "v1", wrong_drafts[i].json,
                                  strlen(wrong_drafts[i].json));

        is(why, wrong_drafts[i].wrong, "a list of releases, %zu: %s", i,
           wrong_drafts[i].wrong);
        ok(empty(&r), "and no draft is kept");
        gh_release_clear(&r);
        free(why);
    }
}

/* A release that is none of those above, of the tag and with more fields. */
#define PUBLIC(tag, fields)                                                    \
    "{\"id\":4,\"tag_name\":" tag ",\"draft\":false,\"html_url\":\"u\","       \
    "\"published_at\":\"2026-01-02T03:04:05Z\",\"assets\":[]" fields "}"

/* Of a list of releases, the newest that is public: its tag. */
static const struct {
    const char *json, *tag, *what;
} newest[] = {
    {"[]", NULL, "there may be no release at all"},
    {"[" PUBLIC("\"v2\"", "") "]", "v2", "there may be one alone"},
    {"[" PUBLIC("\"v2\"", "") "," PUBLIC("\"v3\"", "") "]", "v2",
     "the first in the list is the newest, whatever its tag"},
    {"[" EMPTY_DRAFT("7") "]", NULL, "a draft is no release"},
    {"[" EMPTY_DRAFT("7") "," EMPTY_DRAFT("8") "," PUBLIC("\"v2\"", "") "]",
     "v2", "nor are two of them"},
    {"[" PUBLIC("\"v2-rc.1\"", ",\"prerelease\":true") "]", "v2-rc.1",
     "a prerelease is one"},
    {"[{\"tag_name\":\"v2\",\"assets\":[]}]", "v2",
     "one that does not tell whether it is a draft is none"},
    {"[null,5,\"v1\",true,[]," PUBLIC("\"v2\"", "") "]", "v2",
     "what is no release in a list is passed over"},
    {"[" PUBLIC("\"v2\"", "") ",{\"tag_name\":5,\"assets\":{}}]", "v2",
     "what is wrong in an older release does not matter"},
    {"[" PUBLIC("\"\\u001b[31m\\u0085\"", "") "]", "\x1b[31m\xc2\x85",
     "a hostile tag is kept as it is"},
    {"[" PUBLIC("\"\"", "") "]", "", "an empty tag, too"},
};

static const struct {
    const char *json, *wrong;
} wrong_newest[] = {
    {"{}", "it is not an array"},
    {"{\"message\":\"Not Found\"}", "it is not an array"},
    {PUBLIC("\"v2\"", ""), "it is not an array"},
    {"[{}]", "[0].tag_name is not a string"},
    {"[" PUBLIC("null", "") "]", "[0].tag_name is not a string"},
    {"[" PUBLIC("5", "") "]", "[0].tag_name is not a string"},
    {"[" EMPTY_DRAFT("7") "," PUBLIC("{}", "") "]",
     "[1].tag_name is not a string"},
    {"[{\"tag_name\":\"v2\"}]", "[0].assets is not an array"},
    {"[{\"tag_name\":\"v2\",\"draft\":\"true\",\"assets\":[]}]",
     "[0].draft is neither true nor false"},
    {"[" PUBLIC("\"v2\"", ",\"immutable\":1") "]",
     "[0].immutable is neither true nor false"},
    {"[{\"assets\":[" ASSET("") "]}," PUBLIC("\"v2\"", "") "]",
     "[0].tag_name is not a string"},
    {"", "it is empty"},
    {"[", "it is not JSON"},
    {"\xff\xfe", "it is not JSON"},
};

static void test_newest(void)
{
    for (size_t i = 0; i < ARRAY_LEN(newest); i++) {
        struct gh_release r;
        char *why = gh_newest_read(&r, newest[i].json, strlen(newest[i].json));

        if (!ok(!why && same(r.tag, newest[i].tag) && (r.tag || empty(&r)),
                "the newest release: %s", newest[i].what)) {
            tap_note("why", why);
            tap_note("tag", r.tag);
        }
        gh_release_clear(&r);
        gh_release_clear(&r);
        free(why);
    }
}

static void test_wrong_newest(void)
{
    for (size_t i = 0; i < ARRAY_LEN(wrong_newest); i++) {
        struct gh_release r;
        char *why = gh_newest_read(&r, wrong_newest[i].json,
                                   strlen(wrong_newest[i].json));

        if (!ok(why && str_starts(why, wrong_newest[i].wrong),
                "the newest release, %zu: %s", i, wrong_newest[i].wrong))
            tap_note("got", why);
        ok(empty(&r), "and none is kept");
        gh_release_clear(&r);
        free(why);
    }
}

int main(void)
{
    tap_start();
    test_documented();
    test_older();
    test_draft();
    test_wrong();
    test_not_json();
    test_deep("[", 1000000);
    test_deep("{\"a\":", 1000000);
    test_assets();
    test_drafts();
    test_draft_fields();
    test_wrong_drafts();
    test_newest();
    test_wrong_newest();
    return tap_end();
}

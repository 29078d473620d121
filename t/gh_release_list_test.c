#include "releases.h"

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
    ok(r.id == 7 && r.draft && !r.immutable && !r.published_at &&
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

static void test_newest_fields(void)
{
    struct gh_release r;
    char *why = gh_newest_read(
        &r, BYTES("[" EMPTY_DRAFT("7") "," PUBLIC("\"v2\"", "") "]"));

    is(why, NULL, "the newest release can be read after a draft");
    ok(r.id == 4 && same(r.tag, "v2") && same(r.url, "u") && !r.draft &&
           same(r.published_at, "2026-01-02T03:04:05Z"),
       "its fields are read, and not those of the draft");
    gh_release_clear(&r);
    free(why);
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
    test_drafts();
    test_draft_fields();
    test_wrong_drafts();
    test_newest();
    test_newest_fields();
    test_wrong_newest();
    return tap_end();
}

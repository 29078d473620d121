#include "../config.h"
#include "tap.h"

static const struct {
    const char *name, *assets[2];
} expected[] = {
    {"installer-kernel", {"BOOTX64.EFI", "BOOTX64.EFI.sha256"}},
    {"installer",
     {"truthdb-installer-v1.2.3-rc.1-x86_64-linux-musl.tar.gz",
      "truthdb-installer-v1.2.3-rc.1-x86_64-linux-musl.sha256"}},
    {"truthdb",
     {"truthdb-v1.2.3-rc.1-x86_64-linux-gnu.tar.gz",
      "truthdb-v1.2.3-rc.1-x86_64-linux-gnu.sha256"}},
    {"installer-iso",
     {"truthdb-installer-v1.2.3-rc.1.iso",
      "truthdb-installer-v1.2.3-rc.1.iso.sha256"}},
};

static const struct {
    const char *text, *filled;
} fillings[] = {
    {"", ""},
    {"BOOTX64.EFI", "BOOTX64.EFI"},
    {"{version}", "1.2.3"},
    {"{tag}", "v1.2.3"},
    {"a-v{version}.iso", "a-v1.2.3.iso"},
    {"{tag}{version}{tag}", "v1.2.31.2.3v1.2.3"},
    {"Release {tag}", "Release v1.2.3"},
    {"{{version}}", "{1.2.3}"},
    {"{other} {", "{other} {"},
    {"{version", "{version"},
    {"{Version}", "{Version}"},
    {"}{", "}{"},
    {"100%s %n", "100%s %n"},
};

static const struct {
    const char *owner;
    bool accepted;
} owners[] = {
    {"Truthdb", true},
    {"a", true},
    {"0", true},
    {"my-org-2", true},
    {"name_company", true}, /* an enterprise managed user */
    {"a23456789-123456789-123456789-123456789", true},
    {"a23456789-123456789-123456789-1234567890", false},
    {"", false},
    {"-org", false},
    {"--upload-pack=x", false},
    {"a/b", false},
    {"..", false},
    {"a.b", false},
    {"a b", false},
    {" a", false},
    {"a\n", false},
    {"a\x1b[31m", false},
    {"a%2fb", false},
    {"a?b", false},
    {"a@b", false},
    {"gr\xc3\xb6\xc3\x9f", false},
};

static bool has_assets(const struct repo *repo, const char *const *assets)
{
    bool right = repo->assets.n == 2;

    for (size_t i = 0; right && i < 2; i++) {
        char *name = config_expand(repo->assets.v[i], "1.2.3-rc.1", "v");

        right = same(name, assets[i]);
        free(name);
    }
    return right;
}

static void test_truthdb(void)
{
    struct config c = {0};

    config_truthdb(&c);
    is(c.owner, "Truthdb", "the owner is Truthdb unless another is given");
    is(c.tag_prefix, "v", "a tag begins with v");
    is(c.tag_message, "Release {tag}", "a tag says what it releases");
    ok(c.n == ARRAY_LEN(expected), "four repositories are released");
    ok(c.poll_secs > 0 && c.timeout_secs == 2700,
       "a release may take 45 minutes, and polls have a pause");
    for (size_t i = 0; i < ARRAY_LEN(expected); i++)
        ok(i < c.n && same(c.repos[i].name, expected[i].name) &&
               has_assets(&c.repos[i], expected[i].assets),
           "repository %zu is %s, with its two assets", i + 1,
           expected[i].name);
    config_clear(&c);
    config_clear(&c);
    ok(!c.owner && !c.repos && !c.n, "a configuration can be cleared twice");
}

static void test_owner(const char *owner, bool accepted)
{
    struct config c = {0};
    struct err *e;

    config_truthdb(&c);
    e = config_set_owner(&c, owner);
    ok(accepted ? !e && same(c.owner, owner)
                : e && e->code == EXIT_USAGE && same(c.owner, "Truthdb"),
       "the owner \"%s\" is %s", owner,
       accepted ? "accepted" : "refused, and the one before stays");
    err_free(e);
    config_clear(&c);
}

static void test_fillings(void)
{
    for (size_t i = 0; i < ARRAY_LEN(fillings); i++) {
        char *filled = config_expand(fillings[i].text, "1.2.3", "v1.2.3");

        is(filled, fillings[i].filled, "\"%s\" becomes \"%s\"",
           fillings[i].text, fillings[i].filled);
        free(filled);
    }
    is_owned(config_expand("{version}", "{tag}", "x"), "{tag}",
             "what is filled in is not filled again");
}

int main(void)
{
    tap_start();
    test_truthdb();
    for (size_t i = 0; i < ARRAY_LEN(owners); i++)
        test_owner(owners[i].owner, owners[i].accepted);
    test_fillings();
    return tap_end();
}

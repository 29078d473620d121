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

/* The clone's folder is the name, and the second asset is the checksum. */
static bool is_plain(const struct repo *repo)
{
    return same(repo->dir, repo->name) && !repo->branch &&
           same(repo->workflow, "release.yml") && !repo->timeout_secs &&
           repo->n_checksums == 1 &&
           same(repo->checksums->of, repo->assets.v[0]) &&
           same(repo->checksums->file, repo->assets.v[1]);
}

static void test_truthdb_repos(void)
{
    struct config c = {0};

    config_truthdb(&c);
    for (size_t i = 0; i < c.n; i++)
        ok(is_plain(&c.repos[i]),
           "%s has its own folder, any branch, the "
           "usual workflow and a checksum",
           c.repos[i].name);
    for (size_t i = 0; i + 1 < c.n; i++)
        ok(c.repos[i].n_needs == 0 && c.repos[3].needs[i] == i,
           "%s needs nothing, and installer-iso needs it", c.repos[i].name);
    ok(c.repos[3].n_needs == 3, "installer-iso needs no more");
    config_clear(&c);
}

static void test_truthdb(void)
{
    struct config c = {0};

    config_truthdb(&c);
    is(c.owner, "Truthdb", "the owner is Truthdb unless another is given");
    is(c.tag_prefix, "v", "a tag begins with v");
    is(c.tag_message, "Release {tag}", "a tag says what it releases");
    ok(c.n == ARRAY_LEN(expected), "four repositories are released");
    ok(!c.file && !c.api_url && !c.sign && !c.log && !c.on_event,
       "nothing else is said");
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

/* The whole of a file; owned by the caller. */
static char *read_file(const char *path)
{
    struct str s = {0};
    FILE *f = fopen(path, "r");
    char piece[4096];
    size_t n;

    while (f && (n = fread(piece, 1, sizeof(piece), f)) > 0)
        str_addn(&s, piece, n);
    if (f)
        fclose(f);
    return str_take(&s);
}

static void test_text(void)
{
    char *file = read_file("examples/truthdb.json"), *text;
    struct config c = {0}, d = {0};
    struct err *e;

    config_truthdb(&c);
    text = config_text(&c);
    is(text, file, "examples/truthdb.json is the built-in one");
    e = config_parse(&d, text, strlen(text), "text");
    is(e ? e->text : NULL, NULL, "its text can be read");
    ok(same(d.file, "text") && d.n == c.n, "and says where it comes from");
    for (size_t i = 0; i < d.n; i++)
        ok(is_plain(&d.repos[i]) && same(d.repos[i].name, c.repos[i].name) &&
               d.repos[i].n_needs == c.repos[i].n_needs,
           "%s is the same", d.repos[i].name);
    is_owned(config_text(&d), text, "and so is its text");
    err_free(e);
    config_clear(&c);
    config_clear(&d);
    free(text);
    free(file);
}

/* How many releases follow one another where each goes as soon as it can. */
static size_t depth(const struct config *c)
{
    size_t *at = mem_zero(c->n, sizeof(*at)), most = 0;

    for (size_t i = 0; i < c->n; i++) {
        for (size_t k = 0; k < c->repos[i].n_needs; k++)
            if (at[i] < at[c->repos[i].needs[k]])
                at[i] = at[c->repos[i].needs[k]];
        if (++at[i] > most)
            most = at[i];
    }
    free(at);
    return most;
}

static void test_example(void)
{
    struct config c;
    struct err *e = config_load(&c, "examples/farpoint-ground.json");
    size_t without = 0, own_time = 0, own_dir = 0;

    is(e ? e->text : NULL, NULL, "the example of another owner can be read");
    for (size_t i = 0; i < c.n; i++) {
        without += c.repos[i].assets.n == 0;
        own_time += c.repos[i].timeout_secs > 0;
        own_dir += !same(c.repos[i].dir, c.repos[i].name);
    }
    ok(c.n == 12 && depth(&c) == 5, "it has 12 repositories, 5 deep");
    ok(without == 1 && own_time == 1 && own_dir == 1,
       "one has no assets, one its own time, one its own folder");
    err_free(e);
    config_clear(&c);
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
    test_truthdb_repos();
    test_text();
    test_example();
    for (size_t i = 0; i < ARRAY_LEN(owners); i++)
        test_owner(owners[i].owner, owners[i].accepted);
    test_fillings();
    return tap_end();
}

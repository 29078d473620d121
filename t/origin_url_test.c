#include "../origin_url.h"
#include "tap.h"

#define BASE "/w/src/clone"

/* git-fetch(1) "GIT URLS"; which host git itself takes of each scp-like form
 * was seen by giving it another ssh (git 2.39.5). */
static const struct {
    const char *url, *host, *owner, *name;
} named[] = {
    {"https://github.com/Truthdb/truthdb", "github.com", "Truthdb", "truthdb"},
    {"https://github.com/Truthdb/truthdb.git", "github.com", "Truthdb",
     "truthdb"},
    {"https://github.com/Truthdb/truthdb.git/", "github.com", "Truthdb",
     "truthdb"},
    {"https://github.com/Truthdb/truthdb/", "github.com", "Truthdb", "truthdb"},
    {"https://github.com//Truthdb//truthdb", "github.com", "Truthdb",
     "truthdb"},
    {"https://GitHub.COM/Truthdb/TruthDB", "github.com", "Truthdb", "TruthDB"},
    {"HTTPS://github.com/o/r", "github.com", "o", "r"},
    {"http://github.com/o/r", "github.com", "o", "r"},
    {"https://github.com:443/o/r.git", "github.com", "o", "r"},
    {"https://user@github.com/o/r", "github.com", "o", "r"},
    {"https://user:pw@github.com:8443/o/r", "github.com", "o", "r"},
    {"https://user:p@w@github.com/o/r", "github.com", "o", "r"},
    {"https://user:pw%40x%3a@github.com/o/r", "github.com", "o", "r"},
    {"https://x-access-token:ghs_1@github.com/o/r", "github.com", "o", "r"},
    {"https://[::1]:8443/o/r", "::1", "o", "r"},
    {"https://user:pw@[FE80::1]/o/r", "fe80::1", "o", "r"},
    {"https://corp.ghe.com/o/r.git", "corp.ghe.com", "o", "r"},
    {"https://github.com/%54ruthdb/truth%64b", "github.com", "Truthdb",
     "truthdb"},
    {"https://github.com/o/r%2Egit", "github.com", "o", "r"},
    {"https://github.com/o/./r", "github.com", "o", "r"},
    {"https://github.com/x/../o/r", "github.com", "o", "r"},
    {"https://github.com/o/r.git.git", "github.com", "o", "r.git"},
    {"https://github.com/o/.github", "github.com", "o", ".github"},
    {"https://github.com/o/r.js", "github.com", "o", "r.js"},
    {"ssh://git@github.com/o/r.git", "github.com", "o", "r"},
    {"ssh://github.com/o/r", "github.com", "o", "r"},
    {"ssh://git@ssh.github.com:443/o/r.git", "ssh.github.com", "o", "r"},
    {"ssh://git@[::1]:22/o/r", "::1", "o", "r"},
    {"git+ssh://git@github.com/o/r", "github.com", "o", "r"},
    {"ssh+git://git@github.com/o/r", "github.com", "o", "r"},
    {"git://github.com/o/r.git", "github.com", "o", "r"},
    {"git://github.com:9418/o/r.git", "github.com", "o", "r"},
    {"ftps://github.com:990/o/r/", "github.com", "o", "r"},
    {"git@github.com:o/r.git", "github.com", "o", "r"},
    {"git@github.com:/o/r.git/", "github.com", "o", "r"},
    {"GIT@GITHUB.com:o/r", "github.com", "o", "r"},
    {"github.com:o/r", "github.com", "o", "r"},
    {"alias:o/r", "alias", "o", "r"},
    {"org-1@github.com:o/r.git", "github.com", "o", "r"},
    {"[git@github.com:22]:o/r", "github.com", "o", "r"},
    {"[github.com:22]:o/r", "github.com", "o", "r"},
    {"git@[github.com:22]:o/r", "github.com", "o", "r"},
    {"[::1]:o/r", "::1", "o", "r"},
    {"git@[::1]:o/r", "::1", "o", "r"},
    {"file:///srv/git/o/r.git", NULL, "o", "r"},
    {"file:///srv/git/o/r/.git", NULL, "o", "r"},
    {"file:///srv/git%20x/o/r%2Dx", NULL, "o", "r-x"},
    {"file://localhost/srv/o/r", NULL, "o", "r"},
    {"FILE:///srv/o/r", NULL, "o", "r"},
    {"/srv/git/o/r.git", NULL, "o", "r"},
    {"/srv/git/o/r/", NULL, "o", "r"},
    {"/srv/git/o/r/.git", NULL, "o", "r"},
    {"/srv/git/o/r/.git/", NULL, "o", "r"},
    {"/srv/git/o/r/../s", NULL, "o", "s"},
    {"/srv/git/o/./r/.", NULL, "o", "r"},
    {"/srv/o/with blank", NULL, "o", "with blank"},
    {"/srv/o/100%25", NULL, "o", "100%25"},
    {"/srv/a:b/r", NULL, "a:b", "r"},
    {"../o/r.git", NULL, "o", "r"},
    {"./o:x/r", NULL, "o:x", "r"},
    {"o/r", NULL, "o", "r"},
    {"../r", NULL, "src", "r"},
    {"r", NULL, "clone", "r"},
    {"..", NULL, "w", "src"},
    {".", NULL, "src", "clone"},
    {"helper::https://github.com/o/r", "github.com", "o", "r"},
    {"gcrypt::git@github.com:o/r", "github.com", "o", "r"},
    {"helper::/srv/o/r", NULL, "o", "r"},
};

/* Nothing that GitHub would take for a repository; or a command. */
static const char *const refused[] = {
    "",
    "https://",
    "https:///o/r",
    "https://github.com",
    "https://github.com/",
    "https://github.com/o",
    "https://github.com/o/",
    "https://github.com//o",
    "https://github.com/o/.git",
    "https://github.com/.git/",
    "https://github.com/o/r/tree",
    "https://github.com/o/r/tree/main",
    "https://github.com/o/r/.git",
    "https://github.com/o/..",
    "https://github.com/o/r/..",
    "https://github.com/../..",
    "https://user:pw@/o/r",
    "https://:443/o/r",
    "ssh://git@github.com/r",
    "ssh://git@github.com/home/o/r",
    "git://github.com/r.git",
    "git@github.com:r.git",
    "git@github.com:a/o/r.git",
    "git@github.com:",
    "git@github.com:/",
    "git@:o/r",
    "-oProxyCommand=id:o/r",
    "ssh://-oProxyCommand=id/o/r",
    "https://git hub.com/o/r",
    "https://github.com\\.evil.example/o/r",
    "https://git\x1bhub.com/o/r",
    "https://github.com/o/r%0a",
    "https://github.com/o/...git",
    "/srv/o/..git",
    "https://github.com/o\x1b/r",
    "git#hub:o/r",
    "[a:g:h]:o/r",
    ":o/r",
    "/",
    "/r",
    "/r/.git",
    "file:///",
    "file:///r",
    "ext::",
    "ext::sh -c id",
    "ext::sh -c evil% /o/r",
    "ext::ssh -p 22 git@evil.example %S /o/r",
    "fd::7",
    "fd::7,8/o/r",
};

static const struct {
    const char *url;
    bool is; /* Truthdb/installer */
} whose[] = {
    {"https://github.com/Truthdb/installer", true},
    {"https://github.com/truthdb/INSTALLER.git", true},
    {"git@github.com:Truthdb/installer.git", true},
    {"/srv/Truthdb/installer", true},
    {"https://github.com/Truthdb/installer-iso", false},
    {"https://github.com/Truthdb/installer-iso.git", false},
    {"https://github.com/Truthdb/my-installer", false},
    {"https://github.com/Truthdb/install", false},
    {"https://github.com/NotTruthdb/installer", false},
    {"https://github.com/Truthdb-old/installer", false},
    {"https://github.com/NotTruthdb/installer-old", false},
    {"https://github.com/installer/Truthdb", false},
    {"https://github.com/Truthdb/installer?x=y", false},
    {"https://github.com/Truthdb/installer#x", false},
    {"https://github.com/Truthdb/installer%00", false},
    {"https://github.com/Truthdb/installer%2", false},
    {"https://github.com/Truthdb/installer%zz", false},
    {"https://github.com/Truthdb/installer%20", false},
    {"https://github.com/Truthdb/x#/Truthdb/installer", false},
    {"https://github.com/evil/x?/../../Truthdb/installer", false},
    {"https://github.com/Truthdb/installer/Truthdb/installer", false},
    {"/srv/Truthdb/installer/src", false},
    {"/srv/Truthdb/x/installer", false},
};

static const struct {
    const char *url, *shown;
} shown[] = {
    {"https://github.com/o/r.git", "https://github.com/o/r.git"},
    {"https://user:pw@github.com/o/r", "https://github.com/o/r"},
    {"https://ghp_secret@github.com/o/r", "https://github.com/o/r"},
    {"https://user:p@w@github.com:8443/o/r", "https://github.com:8443/o/r"},
    {"https://:pw@[::1]:8443/o/r", "https://[::1]:8443/o/r"},
    {"https://user:pa/ss@h/x", "https://h/x"},
    {"ssh://git:pw@github.com/o/r", "ssh://github.com/o/r"},
    {"helper::https://u:pw@github.com/o/r", "helper::https://github.com/o/r"},
    {"file:///srv/o/r", "file:///srv/o/r"},
    {"/srv/o@x/r", "/srv/o@x/r"},
    {"../r", "../r"},
    {"", ""},
    {"https://", "https://"},
    {"https://user:pw@", "https://"},
};

static bool empty(const struct origin_url *u)
{
    return !u->host && !u->owner && !u->name;
}

static void test_named(size_t i)
{
    struct origin_url u = {0};
    bool right = origin_url_parse(&u, named[i].url, BASE);

    if (!ok(right && same(u.host, named[i].host) &&
                same(u.owner, named[i].owner) && same(u.name, named[i].name),
            "%s names %s/%s on %s", named[i].url, named[i].owner, named[i].name,
            named[i].host ? named[i].host : "this machine")) {
        tap_note(" host", u.host);
        tap_note("owner", u.owner);
        tap_note(" name", u.name);
    }
    origin_url_clear(&u);
    origin_url_clear(&u);
}

static void test_refused(const char *url)
{
    struct origin_url u = {0};
    bool right = origin_url_parse(&u, url, "/");

    if (!ok(!right && empty(&u), "\"%s\" names no repository", url)) {
        tap_note(" host", u.host);
        tap_note("owner", u.owner);
        tap_note(" name", u.name);
    }
    origin_url_clear(&u);
}

static void test_whose(const char *url, bool is)
{
    struct origin_url u = {0};
    bool right = origin_url_parse(&u, url, BASE) &&
                 origin_url_is(&u, "Truthdb", "installer");

    ok(right == is, "%s is %sTruthdb/installer", url, is ? "" : "not ");
    origin_url_clear(&u);
}

int main(void)
{
    struct origin_url nobody = {0};

    tap_start();
    for (size_t i = 0; i < ARRAY_LEN(named); i++)
        test_named(i);
    for (size_t i = 0; i < ARRAY_LEN(refused); i++)
        test_refused(refused[i]);
    for (size_t i = 0; i < ARRAY_LEN(whose); i++)
        test_whose(whose[i].url, whose[i].is);
    ok(!origin_url_is(&nobody, "", ""), "an empty URL is nobody's");
    for (size_t i = 0; i < ARRAY_LEN(shown); i++) {
        char *text = origin_url_shown(shown[i].url);

        is(text, shown[i].shown, "%s is shown as %s", shown[i].url,
           shown[i].shown);
        free(text);
    }
    return tap_end();
}

#include "config_files.h"

#include <sys/stat.h>

static const struct {
    const char *what, *json;
} good[] = {
    {"a prefix of nothing", TOP("'tag_prefix':''")},
    {"a prefix with a slash", TOP("'tag_prefix':'release/a-'")},
    {"a prefix that only looks wrong", TOP("'tag_prefix':'a.lock@b{'")},
    {"a prefix of @", TOP("'tag_prefix':'@'")},
    {"the longest prefix", TOP("'tag_prefix':'" A240 "aaaaa'")},
    {"a prefix that is not ASCII", TOP("'tag_prefix':'" E10 "'")},
    {"an API on loopback", TOP("'api_url':'http://127.0.0.1:80/api'")},
    {"null where it may be", TOP("'api_url':null,'log':null,'hooks':null")},
    {"null in hooks", TOP("'hooks':{'on_event':null}")},
    {"empty hooks", TOP("'hooks':{}")},
    {"the least numbers", TOP("'timeout':1,'poll_interval':1")},
    {"the greatest", TOP("'timeout':604800,'poll_interval':3600")},
    {"a message of lines and braces",
     TOP("'tag_message':'{tag}}\\n\\n{version}'")},
    {"a long name", NAMED(A100)},
    {"a name of signs", NAMED("-_.-")},
    {"a name of three dots", NAMED("...")},
    {"a name with .git in it", NAMED("a.git.b")},
    {"the name .github", NAMED(".github")},
    {"the root itself as folder", ONE("'dir':'.'")},
    {"a folder in a folder", ONE("'dir':'a b/.c/..d/e...'")},
    {"a folder whose name is another's",
     DOC("", REPO("a", ",'dir':'b'") "," REPO("b", ",'dir':'a'"))},
    {"a branch with slashes", ONE("'branch':'feature/x@y'")},
    {"null in a repository", ONE("'branch':null,'workflow':null")},
    {"a workflow in YAML", ONE("'workflow':'a b.yaml'")},
    {"assets that differ", ASSETS("'{version}','v-{tag}','A','a','}'")},
    {"assets for a version alone", ASSETS("'a-1.2.3','a-{version}'")},
    {"one file for two checksums",
     DOC("", "{'checksums':{'a':'s','b':'s'},'assets':['a','b','s'],"
             "'name':'a'}")},
    {"empty checksums and needs", ONE("'checksums':{},'needs':[]")},
    {"needs in other letters",
     DOC("", REPO("Abc", "") "," NEEDS("b", "'aBC'"))},
    {"blanks around", " \n" TOP("'sign':true") "\n \t\r\n"},
};

/* It is taken, and its text is taken for the same. */
static void test_good(const char *what, const char *json)
{
    char *text = NULL, *again = NULL;
    struct config c, d = {0};
    struct err *e = parse(&c, json);

    if (!e) {
        text = config_text(&c);
        e = config_parse(&d, text, strlen(text), "its text");
    }
    if (!e)
        again = config_text(&d);
    is_owned(told(e), "nothing is wrong", what);
    if (!same(text, again))
        is(again, text, "it is printed, and read back: %s", what);
    err_free(e);
    config_clear(&c);
    config_clear(&d);
    free(text);
    free(again);
}

static void test_defaults(void)
{
    struct config c;
    struct err *e = parse(&c, DOC("", REPO("a", "")));

    if (ok(!e, "a small file is taken")) {
        const struct repo *a = c.repos;

        ok(same(c.file, "x.json") && same(c.owner, "o") && !c.api_url &&
               same(c.tag_prefix, "v") && same(c.tag_message, "Release {tag}"),
           "what it leaves out is as documented: tags");
        ok(!c.sign && c.poll_secs == 5 && c.timeout_secs == 2700 && !c.log &&
               !c.on_event,
           "and waiting, log and hooks");
        ok(c.n == 1 && same(a->name, "a") && same(a->dir, "a") && !a->branch &&
               a->assets.n == 0 && a->n_checksums == 0 &&
               same(a->workflow, "release.yml") && a->n_needs == 0 &&
               a->timeout_secs == 0,
           "and of a repository");
    }
    err_free(e);
    config_clear(&c);
    config_clear(&c);
    ok(is_empty(&c), "what was read can be cleared twice");
}

#define SECOND                                                                 \
    "{'name':'B','dir':'x/b','branch':'main','assets':['a-{tag}','s'],"        \
    "'checksums':{'a-{tag}':'s'},'workflow':'w.yaml','needs':['A'],"           \
    "'timeout':7}"

static const char whole[] =
    "{'owner':'Own','api_url':'https://h/api/v3','tag_prefix':'r-',"
    "'tag_message':'m {version}','sign':true,'poll_interval':9,'timeout':99,"
    "'log':'none','hooks':{'on_event':'./hook'},"
    "'repos':[" REPO("a", ",'workflow':null") "," SECOND "]}";

static void test_whole(void)
{
    struct config c;
    struct err *e = parse(&c, whole);

    if (ok(!e && c.n == 2, "a file with every key is taken")) {
        const struct repo *b = &c.repos[1];

        ok(same(c.owner, "Own") && same(c.api_url, "https://h/api/v3") &&
               same(c.tag_prefix, "r-") && same(c.tag_message, "m {version}"),
           "its owner, API and tags are read");
        ok(c.sign && c.poll_secs == 9 && c.timeout_secs == 99 &&
               same(c.log, "none") && same(c.on_event, "./hook"),
           "so are its numbers, flag, log and hook");
        ok(same(b->name, "B") && same(b->dir, "x/b") &&
               same(b->branch, "main") && same(b->workflow, "w.yaml") &&
               b->timeout_secs == 7 && !c.repos[0].workflow,
           "so is a repository");
        ok(b->assets.n == 2 && same(b->assets.v[0], "a-{tag}") &&
               same(b->assets.v[1], "s") && b->n_checksums == 1 &&
               same(b->checksums->of, "a-{tag}") &&
               same(b->checksums->file, "s"),
           "so are its assets and checksums");
        ok(b->n_needs == 1 && b->needs[0] == 0, "so is what it needs");
    }
    err_free(e);
    config_clear(&c);
}

static const char whole_text[] = "{\n"
                                 "  'owner': 'Own',\n"
                                 "  'api_url': 'https://h/api/v3',\n"
                                 "  'tag_prefix': 'r-',\n"
                                 "  'tag_message': 'm {version}',\n"
                                 "  'sign': true,\n"
                                 "  'poll_interval': 9,\n"
                                 "  'timeout': 99,\n"
                                 "  'log': 'none',\n"
                                 "  'hooks': {\n"
                                 "    'on_event': './hook'\n"
                                 "  },\n"
                                 "  'repos': [\n"
                                 "    {\n"
                                 "      'name': 'a',\n"
                                 "      'dir': 'a',\n"
                                 "      'branch': null,\n"
                                 "      'assets': [],\n"
                                 "      'checksums': {},\n"
                                 "      'workflow': null,\n"
                                 "      'needs': []\n"
                                 "    },\n"
                                 "    {\n"
                                 "      'name': 'B',\n"
                                 "      'dir': 'x/b',\n"
                                 "      'branch': 'main',\n"
                                 "      'assets': [\n"
                                 "        'a-{tag}',\n"
                                 "        's'\n"
                                 "      ],\n"
                                 "      'checksums': {\n"
                                 "        'a-{tag}': 's'\n"
                                 "      },\n"
                                 "      'workflow': 'w.yaml',\n"
                                 "      'needs': [\n"
                                 "        'a'\n"
                                 "      ],\n"
                                 "      'timeout': 7\n"
                                 "    }\n"
                                 "  ]\n"
                                 "}\n";

static void test_whole_text(void)
{
    char *want = quoted(whole_text);
    struct config c;
    struct err *e = parse(&c, whole);

    if (ok(!e, "a file with every key is printed"))
        is_owned(config_text(&c), want, "with every key, in order");
    err_free(e);
    config_clear(&c);
    free(want);
}

static void write_file(const char *path, const char *bytes, size_t n)
{
    FILE *f = fopen(path, "w");

    if (f) {
        fwrite(bytes, 1, n, f);
        fclose(f);
    }
}

static void test_load(const char *path, const char *wrong, const char *title)
{
    char *want =
        *wrong ? str_fmt("%s: %s", path, wrong) : str_dup("nothing is wrong");
    struct config c;
    struct err *e = config_load(&c, path);

    is_owned(told(e), want, title);
    ok(e ? e->code == EXIT_USAGE && is_empty(&c) : same(c.file, path),
       "and the name of the file is kept, or nothing");
    err_free(e);
    config_clear(&c);
    free(want);
}

static void test_loads(const char *dir)
{
    char *path = str_fmt("%s/x.json", dir), *json = padded(CONFIG_MAX + 1);

    test_load(path, "cannot be read: No such file or directory",
              "a file that is not there");
    test_load(dir, "is a folder; give the file in it", "a folder");
    mkfifo(path, 0600);
    test_load(path, "is not a regular file", "a FIFO, which nobody writes to");
    unlink(path);
    write_file(path, json, 1000);
    test_load(path, "", "a file");
    write_file(path, json, CONFIG_MAX);
    test_load(path, "", "a file that is as large as may be");
    write_file(path, json, CONFIG_MAX + 1);
    test_load(path, "1 mistake\n  it has more than 4194304 bytes",
              "a file that is too large");
    write_file(path, "", 0);
    test_load(path,
              "1 mistake\n  it is empty; without it, \"orchestrator config\" "
              "prints one to start from",
              "an empty file");
    unlink(path);
    test_load("/dev/null", "is not a regular file", "a device");
    free(path);
    free(json);
}

/* From the line "{" to the line "}" of the manual; owned by the caller. */
static char *manual_example(void)
{
    struct str page = {0};
    FILE *f = fopen("orchestrator.json.5", "r");
    const char *begin, *end;
    char *example = NULL;
    int c;

    while (f && (c = getc(f)) != EOF)
        str_addn(&page, &(char){(char)c}, 1);
    if (f)
        fclose(f);
    begin = strstr(str_text(&page), "\n{\n");
    end = begin ? strstr(begin, "\n}\n") : NULL;
    if (end)
        example = str_dupn(begin, (size_t)(end - begin) + 2);
    str_clear(&page);
    return example;
}

static void test_manual(void)
{
    static const char *const all[] = {
        "owner",         "api_url",  "tag_prefix", "tag_message", "sign",
        "poll_interval", "timeout",  "log",        "hooks",       "on_event",
        "repos",         "name",     "dir",        "branch",      "assets",
        "checksums",     "workflow", "needs"};
    char *example = manual_example();

    if (!ok(example, "the manual has an example"))
        return;
    test_good("the example of the manual", example);
    for (size_t i = 0; i < ARRAY_LEN(all); i++) {
        char *key = str_fmt("\"%s\":", all[i]);

        if (!strstr(example, key))
            ok(false, "the manual's example has the key %s", all[i]);
        free(key);
    }
    free(example);
}

int main(void)
{
    const char *tmp = getenv("TMPDIR");
    char *dir = str_fmt("%s/config_read_test.XXXXXX", tmp ? tmp : "/tmp");

    tap_start();
    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        test_good(good[i].what, good[i].json);
    test_defaults();
    test_whole();
    test_whole_text();
    ok(mkdtemp(dir), "a folder for files can be made");
    test_loads(dir);
    rmdir(dir);
    free(dir);
    test_manual();
    return tap_end();
}

#include "../gh_repository.h"
#include "json.h"

/* The fields that "Get a repository" documents, most URLs left out. */
static const char documented[] =
    "{'id':1296269,'node_id':'MDEwOlJlcG9zaXRvcnkxMjk2MjY5',"
    "'name':'Hello-World','full_name':'octocat/Hello-World','owner':{"
    "'login':'octocat','id':1,'type':'User','site_admin':false},"
    "'private':false,'html_url':'https://github.com/octocat/Hello-World',"
    "'description':'This your first repo!','fork':false,"
    "'url':'https://api.github.com/repos/octocat/Hello-World',"
    "'git_url':'git:github.com/octocat/Hello-World.git',"
    "'ssh_url':'git@github.com:octocat/Hello-World.git',"
    "'clone_url':'https://github.com/octocat/Hello-World.git',"
    "'mirror_url':'git:git.example.com/octocat/Hello-World',"
    "'homepage':'https://github.com','language':null,'forks_count':9,"
    "'forks':9,'stargazers_count':80,'watchers_count':80,'watchers':80,"
    "'size':108,'default_branch':'master','open_issues_count':0,"
    "'open_issues':0,'is_template':false,'topics':['octocat','atom'],"
    "'has_issues':true,'has_projects':true,'has_wiki':true,"
    "'has_pages':false,'has_downloads':true,'has_discussions':false,"
    "'archived':false,'disabled':false,'visibility':'public',"
    "'pushed_at':'2011-01-26T19:06:43Z','created_at':'2011-01-26T19:01:12Z',"
    "'updated_at':'2011-01-26T19:14:43Z',"
    "'permissions':{'pull':true,'push':false,'admin':false},"
    "'allow_rebase_merge':true,'template_repository':{'full_name':'o/t',"
    "'default_branch':'x','archived':true},'temp_clone_token':'ABTLWHOULUVA',"
    "'subscribers_count':42,'network_count':0,'license':{'key':'mit'},"
    "'organization':{'login':'octocat'},'parent':{'full_name':'o/p',"
    "'default_branch':'x','archived':true},'source':{'full_name':'o/s'}}\n";

#define NO_OBJECT "it is not an object"
#define NO_NAME "full_name is not a string"
#define NO_BRANCH "default_branch is not a string"
#define NO_FLAG "archived is neither true nor false"

static const struct {
    const char *json, *wrong;
    struct gh_repository want; /* where nothing is wrong */
} repositories[] = {
    {.json = "{}"},
    {.json = "{'id':1,'name':'r','private':true}"},
    {.json = "{'full_name':null,'default_branch':null,'archived':null,"
             "'permissions':null}"},
    {.json = "{'permissions':{}}"},
    {.json = "{'permissions':{'push':true}}"},
    {.json = "{'permissions':{'push':null}}"},
    {.json = "{'permissions':{'push':'false'}}"},
    {.json = "{'permissions':{'push':0}}"},
    {.json = "{'permissions':{'push':[]}}"},
    {.json = "{'permissions':{'pull':true,'admin':false}}"},
    {.json = "{'permissions':[false]}"},
    {.json = "{'permissions':'pull'}"},
    {.json = "{'permissions':false}"},
    {.json = "{'permissions':5}"},
    {.json = "{'push':false}"},
    {"{'permissions':{'push':false}}", NULL, {.read_only = true}},
    {"{'permissions':{'pull':true,'push':false,'admin':true}}",
     NULL,
     {.read_only = true}},
    {"{'archived':true}", NULL, {.archived = true}},
    {"{'archived':true,'permissions':{'push':false}}",
     NULL,
     {.archived = true, .read_only = true}},
    {.json = "{'archived':false,'disabled':true}"},
    {.json = "{'Archived':true,'is_archived':true,'FULL_NAME':'o/r'}"},
    {.json = "[]", .wrong = NO_OBJECT},
    {.json = "[{'full_name':'o/r'}]", .wrong = NO_OBJECT},
    {.json = "{'full_name':5}", .wrong = NO_NAME},
    {.json = "{'full_name':true}", .wrong = NO_NAME},
    {.json = "{'full_name':['o/r']}", .wrong = NO_NAME},
    {.json = "{'full_name':{'o':'r'}}", .wrong = NO_NAME},
    {.json = "{'full_name':'o/r','default_branch':5}", .wrong = NO_BRANCH},
    {.json = "{'full_name':'o/r','default_branch':false}", .wrong = NO_BRANCH},
    {.json = "{'full_name':'o/r','default_branch':{'name':'main'}}",
     .wrong = NO_BRANCH},
    {.json = "{'full_name':'o/r','default_branch':'main','archived':'false'}",
     .wrong = NO_FLAG},
    {.json = "{'full_name':'o/r','archived':0}", .wrong = NO_FLAG},
    {.json = "{'archived':1,'permissions':{'push':false}}", .wrong = NO_FLAG},
    {.json = "{'archived':[]}", .wrong = NO_FLAG},
    {.json = "{'archived':{}}", .wrong = NO_FLAG},
};

/* Texts of a repository, which are taken as they are. */
static const struct {
    const char *json, *text;
} texts[] = {
    {"'o/r'", "o/r"},
    {"''", ""},
    {"'O/R'", "O/R"},
    {"'d\\u00e9j\xc3\xa0'", "d\xc3\xa9j\xc3\xa0"},
    {"'\\u001b[31m\\n'", "\x1b[31m\n"},
    {"'%s%n'", "%s%n"},
};

/* As "List repository tags" and "List releases" document them. */
#define TAG(name)                                                              \
    "{'name':'" name "','commit':{'sha':"                                      \
    "'c5b97d5ae6c19d5c5df71a34c7fbeeda2479ccbc','url':"                        \
    "'https://api.github.com/repos/o/r/commits/c5b97d5a'},"                    \
    "'zipball_url':'https://github.com/o/r/zipball/" name "',"                 \
    "'tarball_url':'https://github.com/o/r/tarball/" name "',"                 \
    "'node_id':'MDQ6VXNlcjE='}"
#define RELEASE(tag)                                                           \
    "{'url':'https://api.github.com/repos/o/r/releases/1','id':1,"             \
    "'html_url':'https://github.com/o/r/releases/" tag "','tag_name':'" tag    \
    "','target_commitish':'main','name':'x','body':'x','draft':false,"         \
    "'prerelease':false,'author':{'login':'o','id':1},'assets':[{'id':1,"      \
    "'name':'example.zip','state':'uploaded','size':1024}]}"

static const struct {
    const char *field, *json, *names, *wrong;
} name_lists[] = {
    {"name", "[]", "", NULL},
    {"name", "[" TAG("v0.1") "]", "v0.1 ", NULL},
    {"name", "[" TAG("v0.2") "," TAG("v0.1") "]", "v0.2 v0.1 ", NULL},
    {"tag_name", "[" RELEASE("v2") "," RELEASE("v1") "]", "v2 v1 ", NULL},
    {"name", "[" RELEASE("v2") "," RELEASE("v1") "]", "x x ", NULL},
    {"name", "[{'name':'a'},{'name':'a'},{'name':''}]", "a a  ", NULL},
    {"name", "[{'name':'a b'},{'name':'%s%n'}]", "a b %s%n ", NULL},
    {"name", "[{'name':'\\u001b[31m\\u00e9'}]", "\x1b[31m\xc3\xa9 ", NULL},
    {"name", "[{'name':'a','tag_name':5}]", "a ", NULL},
    {"name", "{}", NULL, "it is not an array"},
    {"name", TAG("v0.1"), NULL, "it is not an array"},
    {"name", "{'message':'Not Found','status':'404'}", NULL,
     "it is not an array"},
    {"name", "[null]", NULL, "[0].name is not a string"},
    {"name", "[5]", NULL, "[0].name is not a string"},
    {"name", "['v0.1']", NULL, "[0].name is not a string"},
    {"name", "[[]]", NULL, "[0].name is not a string"},
    {"name", "[[{'name':'v1'}]]", NULL, "[0].name is not a string"},
    {"name", "[{}]", NULL, "[0].name is not a string"},
    {"tag_name", "[" TAG("v0.1") "]", NULL, "[0].tag_name is not a string"},
    {"name", "[{'Name':'v1'}]", NULL, "[0].name is not a string"},
    {"name", "[{'name':null}]", NULL, "[0].name is not a string"},
    {"name", "[{'name':5}]", NULL, "[0].name is not a string"},
    {"name", "[{'name':true}]", NULL, "[0].name is not a string"},
    {"name", "[{'name':['v1']}]", NULL, "[0].name is not a string"},
    {"name", "[{'name':{}}]", NULL, "[0].name is not a string"},
    {"name", "[" TAG("a") "," TAG("b") ",{'name':5},null]", NULL,
     "[2].name is not a string"},
};

static bool is_same(const struct gh_repository *a,
                    const struct gh_repository *b)
{
    return same(a->full_name, b->full_name) &&
           same(a->default_branch, b->default_branch) &&
           a->archived == b->archived && a->read_only == b->read_only;
}

static char *read_repository(struct gh_repository *r, const char *text)
{
    char *json = quoted(text), *bytes = exact(json, strlen(json));
    char *why;

    memset(r, 0xa5, sizeof(*r)); /* as a variable on the stack is */
    why = gh_repository_read(r, bytes, strlen(json));
    free(json);
    free(bytes);
    return why;
}

static void test_documented(void)
{
    static const struct gh_repository none;
    struct gh_repository r;
    char *why = read_repository(&r, documented);

    is(why, NULL, "a repository as GitHub documents it can be read");
    is(r.full_name, "octocat/Hello-World",
       "its full name is read, not that of what it was made from");
    is(r.default_branch, "master", "so is its default branch");
    ok(!r.archived && r.read_only, "so is what can be done with it");
    gh_repository_clear(&r);
    gh_repository_clear(&r);
    ok(is_same(&r, &none), "a repository can be cleared twice");
    free(why);
}

static void test_repositories(void)
{
    for (size_t i = 0; i < ARRAY_LEN(repositories); i++) {
        const char *wrong = repositories[i].wrong;
        struct gh_repository r;
        char *why = read_repository(&r, repositories[i].json);

        is(why, wrong, "%s: %s", repositories[i].json,
           wrong ? wrong : "nothing is wrong");
        ok(is_same(&r, &repositories[i].want),
           wrong ? "and nothing is kept of it" : "and it is read as it is");
        gh_repository_clear(&r);
        free(why);
    }
}

static void test_texts(void)
{
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct gh_repository r;
        char *json = str_fmt("{'full_name':%s,'default_branch':%s}",
                             texts[i].json, texts[i].json);
        char *why = read_repository(&r, json);

        ok(!why && same(r.full_name, texts[i].text) &&
               same(r.default_branch, texts[i].text),
           "a name and a branch are taken as they are: %s", texts[i].json);
        gh_repository_clear(&r);
        free(json);
        free(why);
    }
}

static char *joined(const struct argv *names)
{
    struct str text = {0};

    for (size_t i = 0; i < names->n; i++)
        str_addf(&text, "%s ", names->v[i]);
    return str_take(&text);
}

static void test_names(void)
{
    for (size_t i = 0; i < ARRAY_LEN(name_lists); i++) {
        struct argv names = {0};
        char *json = quoted(name_lists[i].json);
        char *bytes = exact(json, strlen(json));
        char *why =
            gh_names_read(&names, name_lists[i].field, bytes, strlen(json));
        char *got = joined(&names);

        is(why, name_lists[i].wrong, "each %s of %.40s: %s",
           name_lists[i].field, name_lists[i].json,
           name_lists[i].wrong ? name_lists[i].wrong : "nothing is wrong");
        if (name_lists[i].names)
            is(got, name_lists[i].names, "and they are read in their order");
        argv_clear(&names);
        free(json);
        free(bytes);
        free(why);
        free(got);
    }
}

/* docs.github.com, "Get a tag" */
static const struct {
    const char *json, *name, *date, *wrong;
} taggers[] = {
    {"{'tag':'v1','tagger':{'name':'A B','email':'a@b','date':"
     "'2026-01-02T03:04:05Z'}}",
     "A B", "2026-01-02T03:04:05Z", NULL},
    {"{'tagger':{}}", NULL, NULL, NULL},
    {"{'tagger':{'name':null,'date':'d'}}", NULL, "d", NULL},
    {"{'tagger':null}", NULL, NULL, "tagger is not an object"},
    {"{}", NULL, NULL, "tagger is not an object"},
    {"[]", NULL, NULL, "tagger is not an object"},
    {"{'tagger':{'name':5}}", NULL, NULL, "tagger.name is not a string"},
    {"{'tagger':{'name':'A','date':true}}", NULL, NULL,
     "tagger.date is not a string"},
};

static void test_taggers(void)
{
    for (size_t i = 0; i < ARRAY_LEN(taggers); i++) {
        char *json = quoted(taggers[i].json);
        char *bytes = exact(json, strlen(json));
        struct gh_tagger t;
        char *why = gh_tagger_read(&t, bytes, strlen(json));

        is(why, taggers[i].wrong, "the tagger of %s", taggers[i].json);
        is(t.name, taggers[i].name, "and the name");
        is(t.date, taggers[i].date, "and the date");
        gh_tagger_clear(&t);
        free(json);
        free(bytes);
        free(why);
    }
}

/* A list may come in several answers. */
static void test_more_names(void)
{
    struct argv names = {0};
    char *why, *got;

    argv_push(&names, "held");
    why = gh_names_read(&names, "name", BYTES("[{\"name\":\"a\"}]"));
    is_owned(why, NULL, "a first list of names can be read");
    why = gh_names_read(&names, "name", BYTES("[]"));
    is_owned(why, NULL, "then an empty one");
    why = gh_names_read(&names, "name", BYTES("[{\"name\":\"b\"}]"));
    is_owned(why, NULL, "then another one");
    got = joined(&names);
    is(got, "held a b ", "all are added to those that were held");
    free(got);
    why = gh_names_read(&names, "name", BYTES("[{\"name\":5}]"));
    is_owned(why, "[0].name is not a string", "then one that is wrong");
    got = joined(&names);
    is(got, "held a b ", "those that were held still are");
    free(got);
    argv_clear(&names);
}

static void test_not_json(const char *json, size_t n, const char *what)
{
    static const struct gh_repository none;
    char *bytes = exact(json, n);
    struct argv names = {0};
    struct gh_repository r;
    char *why = gh_repository_read(&r, bytes, n);
    char *why_names = gh_names_read(&names, "name", bytes, n);

    ok(is_no_document(why, n) && is_same(&r, &none), "%s is no repository",
       what);
    ok(is_no_document(why_names, n) && names.n == 0, "nor a list of names");
    gh_repository_clear(&r);
    argv_clear(&names);
    free(bytes);
    free(why);
    free(why_names);
}

/* A repository that was cut is none, wherever that was. */
static void test_cut(void)
{
    static const struct gh_repository none;
    char *json = quoted(documented);
    size_t n = strlen(json) - 1, taken = 0; /* without the end of line */

    while (n-- > 0) {
        char *bytes = exact(json, n);
        struct gh_repository r;
        char *why = gh_repository_read(&r, bytes, n);

        taken += !why || !is_same(&r, &none);
        free(bytes);
        free(why);
    }
    ok(taken == 0, "a repository that was cut is none");
    free(json);
}

int main(void)
{
    tap_start();
    test_documented();
    test_repositories();
    test_texts();
    test_names();
    test_more_names();
    test_taggers();
    for (size_t i = 0; i < ARRAY_LEN(not_json); i++)
        test_not_json(not_json[i].json, not_json[i].n, not_json[i].what);
    give_nested("[", test_not_json);
    give_nested("{\"permissions\":", test_not_json);
    test_cut();
    return tap_end();
}

/*
 * Every field that is read of GitHub's answers, with every value of another
 * type: either the field is told by its path, or it is as though it were not
 * there. The documents have the fields that are read and no others, and
 * t/faults_body.t holds them to the source, so that none is forgotten.
 */
#include "../gh_ci.h"
#include "../gh_release.h"
#include "../gh_repository.h"
#include "../gh_ruleset.h"
#include "../gh_run.h"
#include "json.h"

#include <jansson.h>

#define SHA "acb5820ced9479c074f688cc328bf03f341a511d"

static const char *or_none(const char *text)
{
    return text ? text : "NULL";
}

/* What a reader makes of a document, as a text; *wrong: what it told. */
typedef void describe(struct str *to, char **wrong, const char *json, size_t n);

static void add_release(struct str *to, const struct gh_release *r)
{
    str_addf(to, "%lld %s %s %s %d %d %zu:", (long long)r->id, or_none(r->tag),
             or_none(r->url), or_none(r->published_at), r->draft, r->immutable,
             r->n);
    for (size_t i = 0; i < r->n; i++) {
        const struct gh_asset *a = &r->assets[i];

        str_addf(to, " %lld %lld %s %s %s %s %s %s;", (long long)a->id,
                 (long long)a->size, or_none(a->name), or_none(a->state),
                 or_none(a->digest), or_none(a->updated_at),
                 or_none(a->created_at), or_none(a->url));
    }
}

static void release(struct str *to, char **wrong, const char *json, size_t n)
{
    struct gh_release r;

    *wrong = gh_release_read(&r, json, n);
    add_release(to, &r);
    gh_release_clear(&r);
}

static void draft(struct str *to, char **wrong, const char *json, size_t n)
{
    struct gh_release r;

    *wrong = gh_draft_read(&r, "v1.2.3", json, n);
    add_release(to, &r);
    gh_release_clear(&r);
}

static void newest(struct str *to, char **wrong, const char *json, size_t n)
{
    struct gh_release r;

    *wrong = gh_newest_read(&r, json, n);
    add_release(to, &r);
    gh_release_clear(&r);
}

static void names(struct str *to, char **wrong, const char *json, size_t n)
{
    struct argv found = {0};

    *wrong = gh_names_read(&found, "name", json, n);
    for (size_t i = 0; i < found.n; i++)
        str_addf(to, "%s;", found.v[i]);
    argv_clear(&found);
}

static void repository(struct str *to, char **wrong, const char *json, size_t n)
{
    struct gh_repository r;

    *wrong = gh_repository_read(&r, json, n);
    str_addf(to, "%s %s %d %d", or_none(r.full_name), or_none(r.default_branch),
             r.archived, r.read_only);
    gh_repository_clear(&r);
}

static void tagger(struct str *to, char **wrong, const char *json, size_t n)
{
    struct gh_tagger t;

    *wrong = gh_tagger_read(&t, json, n);
    str_addf(to, "%s %s", or_none(t.name), or_none(t.date));
    gh_tagger_clear(&t);
}

static void rulesets(struct str *to, char **wrong, const char *json, size_t n)
{
    struct gh_rulesets r;

    *wrong = gh_rulesets_read(&r, json, n);
    for (size_t i = 0; i < r.n; i++)
        str_addf(to, "%lld;", (long long)r.ids[i]);
    gh_rulesets_clear(&r);
}

static void ruleset(struct str *to, char **wrong, const char *json, size_t n)
{
    struct gh_ruleset r;

    *wrong = gh_ruleset_read(&r, "v1.2.3", json, n);
    str_addf(to, "%s %s %s %d", or_none(r.name), or_none(r.forbids),
             or_none(r.unsure), (int)r.bypass);
    gh_ruleset_clear(&r);
}

static void run(struct str *to, char **wrong, const char *json, size_t n)
{
    const struct gh_run_key key = {"v1.2.3", SHA, "release.yml", 0};
    struct gh_run r;

    *wrong = gh_run_read(&r, &key, json, n);
    str_addf(to, "%d %lld %lld %s %s %s %s", (int)r.state, (long long)r.id,
             (long long)r.attempt, or_none(r.word), or_none(r.url),
             or_none(r.started_at), or_none(r.updated_at));
    gh_run_clear(&r);
}

static void history(struct str *to, char **wrong, const char *json, size_t n)
{
    struct gh_history h;

    *wrong = gh_history_read(&h, json, n);
    str_addf(to, "%lld %u", (long long)h.newest, h.usual_ms);
}

static void job(struct str *to, char **wrong, const char *json, size_t n)
{
    struct gh_job j;

    *wrong = gh_job_read(&j, json, n);
    str_addf(to, "%s %s %s %lld %zu/%zu", or_none(j.name), or_none(j.step),
             or_none(j.word), (long long)j.started, j.done, j.n);
    gh_job_clear(&j);
}

static void ci(struct str *to, char **wrong, const char *json, size_t n)
{
    struct gh_ci c;

    *wrong = gh_ci_read(&c, json, n);
    str_addf(to, "%zu %zu %zu %s %s", c.passed, c.failed, c.going,
             or_none(c.worst), or_none(c.url));
    gh_ci_clear(&c);
}

#define ASSET(name)                                                            \
    "{'id':7,'size':5,'name':'" name "','state':'uploaded','digest':'d',"      \
    "'updated_at':'u','created_at':'c','browser_download_url':'b'}"
#define RELEASE(draft)                                                         \
    "{'id':1,'tag_name':'v1.2.3','html_url':'h','published_at':'p','draft':"   \
    "" draft ",'immutable':true,'assets':[" ASSET("a") "," ASSET("b") "]}"
#define RUN                                                                    \
    "{'id':7,'event':'push','head_sha':'" SHA "','head_branch':'v1.2.3',"      \
    "'path':'.github/workflows/release.yml','run_attempt':2,'name':'Release'," \
    "'status':'completed','conclusion':'success','html_url':'h',"              \
    "'run_started_at':'2026-01-02T03:04:05Z',"                                 \
    "'updated_at':'2026-01-02T03:05:05Z'}"
#define RUNS "{'workflow_runs':[" RUN "]}"

/* What is made of the assets of a release. */
#define ASSETS " 7 5 a uploaded d u c b; 7 5 b uploaded d u c b;"

static const struct {
    const char *what;
    describe *read;
    const char *json, *text; /* what is made of it */
} answers[] = {
    {"a release", release, RELEASE("false"), "1 v1.2.3 h p 0 1 2:" ASSETS},
    {"a draft in the list of releases", draft, "[" RELEASE("true") "]",
     "1 v1.2.3 h p 1 1 2:" ASSETS},
    {"the newest release in the list", newest, "[" RELEASE("false") "]",
     "1 v1.2.3 h p 0 1 2:" ASSETS},
    {"a name in a list", names, "[{'name':'v1','draft':false}]", "v1;"},
    {"a repository", repository,
     "{'full_name':'o/r','default_branch':'main','archived':true,"
     "'permissions':{'push':false}}",
     "o/r main 1 1"},
    {"a list of rulesets", rulesets,
     "[{'id':5,'enforcement':'active','target':'tag'}]", "5;"},
    {"a ruleset", ruleset,
     "{'name':'n','enforcement':'active','target':'tag',"
     "'current_user_can_bypass':'never','conditions':{'ref_name':"
     "{'include':['~ALL'],'exclude':['refs/tags/x']}},'rules':["
     "{'type':'creation'},{'type':'tag_name_pattern','parameters':"
     "{'operator':'starts_with','pattern':'x','negate':true}}]}",
     "n restricts who may create such tags NULL 1"},
    {"who made a tag", tagger,
     "{'tagger':{'name':'Jane Doe','date':'2026-01-02T03:04:05Z'}}",
     "Jane Doe 2026-01-02T03:04:05Z"},
    {"the workflow run of a tag", run, RUNS,
     "4 7 2 success h 2026-01-02T03:04:05Z 2026-01-02T03:05:05Z"},
    {"earlier runs", history, RUNS, "7 60000"},
    {"the runs of a commit", ci, RUNS, "1 0 0 NULL NULL"},
    {"the jobs of a run", job,
     "{'jobs':[{'name':'build','status':'completed','conclusion':'failure',"
     "'started_at':'2026-01-02T03:04:05Z','steps':[{'name':'Compile',"
     "'status':'completed','conclusion':'failure'}]}]}",
     "build Compile failure 1767323045 1/1"},
};

static const char *const values[] = {
    "null", "true", "false", "0",         "1.5",
    "-1.5", "1e99", "'x'",   "''",        "[]",
    "{}",   "[[]]", "[5]",   "{'a':[1]}", "9223372036854775807"};

/* One place in one document. */
struct place {
    size_t answer;
    json_t *root, *parent;
    const char *key; /* NULL: in a list */
    size_t at;
    char *path; /* owned */
};

static char *read_as(const struct place *p, char **wrong)
{
    struct str text = {0};
    char *json = json_dumps(p->root, JSON_ENCODE_ANY), *bytes;

    bytes = exact(json, strlen(json));
    answers[p->answer].read(&text, wrong, bytes, strlen(json));
    free(bytes);
    free(json);
    return str_take(&text);
}

static void put(const struct place *p, json_t *value)
{
    if (p->key)
        json_object_set(p->parent, p->key, value);
    else
        json_array_set(p->parent, p->at, value);
}

/* What the reader makes of it without that place; a member of a list leaves
 * null behind, which is none. */
static char *read_without(const struct place *p, json_t *old, char **wrong)
{
    char *text;

    if (p->key)
        json_object_del(p->parent, p->key);
    else
        json_array_set_new(p->parent, p->at, json_null());
    text = read_as(p, wrong);
    put(p, old);
    return text;
}

/* Is a value of another type told by the path of its place, or one above it,
 * or else of no weight? */
static bool is_minded(const struct place *p, json_t *old, json_t *value)
{
    char *wrong_without, *wrong, *without, *with;
    bool right;

    without = read_without(p, old, &wrong_without);
    put(p, value);
    with = read_as(p, &wrong);
    put(p, old);
    right = wrong ? str_starts(wrong, p->path) || same(wrong, wrong_without)
                  : same(with, without);
    if (!right) {
        tap_note("   told", wrong);
        tap_note("   with", with);
        tap_note("without", without);
    }
    free(wrong_without);
    free(wrong);
    free(without);
    free(with);
    return right;
}

static void try_place(const struct place *p, json_t *old)
{
    json_incref(old);
    for (size_t i = 0; i < ARRAY_LEN(values); i++) {
        char *json = quoted(values[i]);
        json_t *value = json_loads(json, JSON_DECODE_ANY, NULL);

        if (json_typeof(value) != json_typeof(old) &&
            !(json_is_boolean(value) && json_is_boolean(old)))
            ok(is_minded(p, old, value), "of %s: %s may be %s",
               answers[p->answer].what, p->path, values[i]);
        json_decref(value);
        free(json);
    }
    json_decref(old);
}

static void walk(const struct place *p, json_t *node);

static void enter(const struct place *above, json_t *node, const char *key,
                  size_t at)
{
    struct place p = {.answer = above->answer,
                      .root = above->root,
                      .parent = node,
                      .key = key,
                      .at = at};
    json_t *child = key ? json_object_get(node, key) : json_array_get(node, at);

    p.path = key ? str_fmt("%s%s%s", above->path, *above->path ? "." : "", key)
                 : str_fmt("%s[%zu]", above->path, at);
    try_place(&p, child);
    walk(&p, child);
    free(p.path);
}

static void walk(const struct place *p, json_t *node)
{
    struct argv keys = {0};

    for (void *it = json_object_iter(node); it;
         it = json_object_iter_next(node, it))
        argv_push(&keys, json_object_iter_key(it));
    for (size_t i = 0; i < keys.n; i++)
        enter(p, node, keys.v[i], 0);
    for (size_t i = 0; i < json_array_size(node); i++)
        enter(p, node, NULL, i);
    argv_clear(&keys);
}

int main(void)
{
    tap_start();
    for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
        char *json = quoted(answers[i].json), *wrong, *text;
        struct place top = {.answer = i,
                            .root = json_loads(json, 0, NULL),
                            .path = str_dup("")};

        text = read_as(&top, &wrong);
        is(wrong ? wrong : text, answers[i].text, "%s is read",
           answers[i].what);
        walk(&top, top.root);
        json_decref(top.root);
        free(top.path);
        free(wrong);
        free(text);
        free(json);
    }
    return tap_end();
}

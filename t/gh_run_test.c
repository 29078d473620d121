#include "../gh_run.h"
#include "json.h"

#define SHA "acb5820ced9479c074f688cc328bf03f341a511d"
#define OTHER_SHA "009b8a3a9ccbb128af87f9b1c0f4c62e8a304f6d"
#define FOLDER ".github/workflows/"

/* The fields that "List workflow runs for a repository" documents, the objects
 * within them shortened. */
#define RUN(id, event, sha, branch, path, fields)                              \
    "{'id':" id                                                                \
    ",'name':'Release','node_id':'MDEyOldvcmtmbG93IFJ1bjI2OTI4OQ='"            \
    ",'check_suite_id':42,'check_suite_node_id':'MDEwOkNoZWNrU3VpdGU0Mg=='"    \
    ",'head_branch':" branch ",'head_sha':" sha ",'path':" path                \
    ",'run_number':562,'event':" event ",'display_title':'Release',"           \
    "'workflow_id':159038,'url':'https://api.github.com/repos/o/r/x/7',"       \
    "'pull_requests':[],'created_at':'2020-01-22T19:33:08Z',"                  \
    "'updated_at':'2020-01-22T19:33:08Z','actor':{'login':'octocat','id':1},"  \
    "'run_started_at':'2020-01-22T19:33:08Z','previous_attempt_url':null,"     \
    "'triggering_actor':{'login':'octocat','id':1},"                           \
    "'referenced_workflows':[],'head_commit':{'id':" sha "},"                  \
    "'repository':{'id':1296269,'name':'r','full_name':'o/r'},"                \
    "'head_repository':{'id':217723378,'full_name':'o/r'}" fields "}"

#define PUSH "'push'"
#define COMMIT "'" SHA "'"
#define TAG "'v1.2.3'"
#define PATH "'" FOLDER "release.yml'"
#define QUEUED ",'status':'queued','conclusion':null"
#define OURS(id, fields) RUN(id, PUSH, COMMIT, TAG, PATH, fields)
#define RUNS(list) "{'total_count':1,'workflow_runs':[" list "]}"
#define ALONE(event, sha, branch, path)                                        \
    RUNS(RUN("7", event, sha, branch, path, QUEUED))

/* A newer run that is not the tag's, and the tag's. */
#define BESIDE(event, sha, branch, path)                                       \
    RUNS(RUN("9", event, sha, branch, path, QUEUED) "," OURS("7", QUEUED))

static const struct gh_run_key key = {"v1.2.3", SHA, "release.yml", 0};

static const char documented[] = RUNS(OURS(
    "30433642", ",'run_attempt':2,'status':'completed','conclusion':'success',"
                "'html_url':'https://github.com/o/r/actions/runs/30433642'"));

/* Which run of a list is that of the tag: its id, 0 for none. */
static const struct {
    const char *json;
    int64_t id;
    const char *what;
} choices[] = {
    {"{'total_count':0,'workflow_runs':[]}", 0, "there may be no run at all"},
    {RUNS(OURS("7", QUEUED)), 7, "a run may be the only one"},
    {RUNS(OURS("9", QUEUED) "," OURS("7", QUEUED)), 9,
     "of two runs the newer is taken, where it comes first"},
    {RUNS(OURS("7", QUEUED) "," OURS("9", QUEUED)), 9,
     "of two runs the newer is taken, where it comes last"},
    {RUNS(OURS("8", QUEUED) "," OURS("9", QUEUED) "," OURS("7", QUEUED)), 9,
     "of three runs the newest is taken"},
    {RUNS(OURS("10", QUEUED) "," OURS("9", QUEUED)), 10,
     "ids are compared as numbers"},
    {RUNS(OURS("9223372036854775807", QUEUED) "," OURS("1", QUEUED)), INT64_MAX,
     "an id may have 63 bits"},
    {RUNS(OURS("9", ",'status':'in_progress','conclusion':null") "," OURS(
         "7", ",'status':'completed','conclusion':'failure'")),
     9, "an older run that failed does not count"},

    {ALONE(PUSH, COMMIT, "'main'", PATH), 0,
     "a push of the branch to the same commit is another run"},
    {BESIDE(PUSH, COMMIT, "'main'", PATH), 7,
     "a newer run of the branch does not hide that of the tag"},
    {RUNS(OURS("7", QUEUED) "," RUN("9", PUSH, COMMIT, "'main'", PATH, QUEUED)),
     7, "whichever comes first"},
    {ALONE(PUSH, COMMIT, "'v1.2.4'", PATH), 0, "another tag is another run"},
    {ALONE(PUSH, COMMIT, "'v1.2.30'", PATH), 0, "so is a longer tag"},
    {ALONE(PUSH, COMMIT, "'v1.2'", PATH), 0, "so is a shorter tag"},
    {ALONE(PUSH, COMMIT, "'V1.2.3'", PATH), 0, "so is a tag in another case"},
    {ALONE(PUSH, COMMIT, "'x/v1.2.3'", PATH), 0, "so is one in a folder"},
    {ALONE(PUSH, COMMIT, "'refs/tags/v1.2.3'", PATH), 7,
     "the tag may be told as refs/tags/"},
    {ALONE(PUSH, COMMIT, "'refs/tags/v1.2.4'", PATH), 0,
     "another tag may be told so as well"},
    {ALONE(PUSH, COMMIT, "'refs/heads/v1.2.3'", PATH), 0,
     "a branch that is named like the tag is known by refs/heads/"},
    {ALONE(PUSH, COMMIT, "'refs/tags/'", PATH), 0, "refs/tags/ alone is none"},
    {ALONE(PUSH, COMMIT, "''", PATH), 0, "an empty branch is none"},
    {ALONE(PUSH, COMMIT, "null", PATH), 0, "null is no branch"},
    {ALONE(PUSH, COMMIT, "5", PATH), 0, "a number is no branch"},
    {ALONE(PUSH, COMMIT, "['v1.2.3']", PATH), 0, "an array is no branch"},

    {ALONE(PUSH, "'" OTHER_SHA "'", TAG, PATH), 0,
     "the run of another commit, which the tag led to, does not count"},
    {BESIDE(PUSH, "'" OTHER_SHA "'", TAG, PATH), 7, "even if it is newer"},
    {ALONE(PUSH, "'acb5820'", TAG, PATH), 0, "a short commit is none"},
    {ALONE(PUSH, "'" SHA "0'", TAG, PATH), 0, "a longer commit is another"},
    {ALONE(PUSH, "''", TAG, PATH), 0, "an empty commit is none"},
    {ALONE(PUSH, "null", TAG, PATH), 0, "null is no commit"},
    {ALONE(PUSH, "{}", TAG, PATH), 0, "an object is no commit"},

    {ALONE("'workflow_dispatch'", COMMIT, TAG, PATH), 0,
     "a run that a person started does not count"},
    {ALONE("'release'", COMMIT, TAG, PATH), 0,
     "nor one that a release started"},
    {ALONE("'create'", COMMIT, TAG, PATH), 0,
     "nor one that the creation of the tag started"},
    {ALONE("'pull_request'", COMMIT, TAG, PATH), 0, "nor a pull request's"},
    {ALONE("'schedule'", COMMIT, TAG, PATH), 0, "nor one by the clock"},
    {ALONE("'Push'", COMMIT, TAG, PATH), 0, "push is in lower case"},
    {ALONE("''", COMMIT, TAG, PATH), 0, "an empty event is no push"},
    {ALONE("null", COMMIT, TAG, PATH), 0, "null is no push"},
    {ALONE("true", COMMIT, TAG, PATH), 0, "true is no push"},
    {BESIDE("'workflow_dispatch'", COMMIT, TAG, PATH), 7,
     "a newer run that a person started does not hide the tag's"},

    {ALONE(PUSH, COMMIT, TAG, "'" FOLDER "test.yml'"), 0,
     "the tag may have started another workflow"},
    {BESIDE(PUSH, COMMIT, TAG, "'" FOLDER "test.yml'"), 7,
     "whose newer run does not hide the one looked for"},
    {ALONE(PUSH, COMMIT, TAG, "'" FOLDER "release.yaml'"), 0,
     "yaml is not yml"},
    {ALONE(PUSH, COMMIT, TAG, "'" FOLDER "Release.yml'"), 0,
     "a workflow's name has its case"},
    {ALONE(PUSH, COMMIT, TAG, "'" FOLDER "pre-release.yml'"), 0,
     "a longer name is another workflow"},
    {ALONE(PUSH, COMMIT, TAG, "'" FOLDER "release.yml.old'"), 0,
     "so is one with more after it"},
    {ALONE(PUSH, COMMIT, TAG, "'" FOLDER "release'"), 0,
     "so is a shorter name"},
    {ALONE(PUSH, COMMIT, TAG, "'" FOLDER "'"), 0, "so is no name"},
    {ALONE(PUSH, COMMIT, TAG, "'" FOLDER "release.yml@refs/tags/v1.2.3'"), 7,
     "the path may have the tag after it"},
    {ALONE(PUSH, COMMIT, TAG, "'" FOLDER "release.yml@main'"), 7,
     "or a branch"},
    {ALONE(PUSH, COMMIT, TAG, "'" FOLDER "release.yml@x/release.yml'"), 7,
     "or a branch with a slash"},
    {ALONE(PUSH, COMMIT, TAG, "'" FOLDER "test.yml@x/release.yml'"), 0,
     "which is not the workflow"},
    {ALONE(PUSH, COMMIT, TAG, "'@release.yml'"), 0, "nor where no path is"},
    {ALONE(PUSH, COMMIT, TAG, "'release.yml'"), 7,
     "the path may have no folder"},
    {ALONE(PUSH, COMMIT, TAG, "null"), 7, "the path may be null"},
    {RUNS("{'id':7,'event':'push','head_sha':'" SHA "','head_branch':'v1.2.3',"
          "'status':'queued'}"),
     7, "the path may be absent, as on older servers"},

    {RUNS("null,5,'v1.2.3',true,[],[[]],{}," OURS("7", QUEUED)), 7,
     "what is no run in the list is passed over"},
    {RUNS("{'id':'x','status':5,'run_attempt':[]}," OURS("7", QUEUED)), 7,
     "what is wrong in the run of another does not matter"},
};

/* What GitHub tells of a run, and what that is. */
static const struct {
    const char *status, *conclusion; /* as JSON */
    enum gh_run_state state;
    const char *word;
} states[] = {
    {"'queued'", "null", GH_RUN_QUEUED, "queued"},
    {"'requested'", "null", GH_RUN_QUEUED, "requested"},
    {"'pending'", "null", GH_RUN_QUEUED, "pending"},
    {"'waiting'", "null", GH_RUN_WAITING, "waiting"},
    {"'in_progress'", "null", GH_RUN_GOES, "in_progress"},
    {"'a_newer_one'", "null", GH_RUN_GOES, "a_newer_one"},
    {"''", "null", GH_RUN_GOES, ""},
    {"'Queued'", "null", GH_RUN_GOES, "Queued"},
    {"'completed'", "null", GH_RUN_GOES, "completed"},
    {"'in_progress'", "'failure'", GH_RUN_GOES, "in_progress"},
    {"'queued'", "'success'", GH_RUN_QUEUED, "queued"},
    {"'completed'", "'success'", GH_RUN_PASSED, "success"},
    {"'completed'", "'neutral'", GH_RUN_PASSED, "neutral"},
    {"'completed'", "'skipped'", GH_RUN_SKIPPED, "skipped"},
    {"'completed'", "'stale'", GH_RUN_SKIPPED, "stale"},
    {"'completed'", "'action_required'", GH_RUN_WAITING, "action_required"},
    {"'completed'", "'failure'", GH_RUN_FAILED, "failure"},
    {"'completed'", "'cancelled'", GH_RUN_FAILED, "cancelled"},
    {"'completed'", "'timed_out'", GH_RUN_FAILED, "timed_out"},
    {"'completed'", "'startup_failure'", GH_RUN_FAILED, "startup_failure"},
    {"'completed'", "'a_newer_one'", GH_RUN_FAILED, "a_newer_one"},
    {"'completed'", "'Success'", GH_RUN_FAILED, "Success"},
    {"'completed'", "'\\u001b[31m'", GH_RUN_FAILED, "\x1b[31m"},
};

#define DONE ",'status':'completed','conclusion':'success'"
#define IN_0 "workflow_runs[0]."
#define NO_LIST "workflow_runs is not an array"
#define NO_COUNT " is not a number of 0 or more"
#define NO_TEXT " is not a string"

static const struct {
    const char *json, *wrong;
} wrong[] = {
    {"[]", NO_LIST},
    {"{}", NO_LIST},
    {"{'message':'Not Found','status':'404'}", NO_LIST},
    {"{'workflow_runs':null}", NO_LIST},
    {"{'workflow_runs':{}}", NO_LIST},
    {"{'workflow_runs':'[]'}", NO_LIST},
    {"{'workflow_runs':5}", NO_LIST},
    {RUNS(OURS("'7'", DONE)), IN_0 "id" NO_COUNT},
    {RUNS(OURS("null", DONE)), IN_0 "id" NO_COUNT},
    {RUNS(OURS("-7", DONE)), IN_0 "id" NO_COUNT},
    {RUNS(OURS("7.0", DONE)), IN_0 "id" NO_COUNT},
    {RUNS(OURS("1e10", DONE)), IN_0 "id" NO_COUNT},
    {RUNS(OURS("true", DONE)), IN_0 "id" NO_COUNT},
    {RUNS(OURS("{}", DONE)), IN_0 "id" NO_COUNT},
    {RUNS("{'event':'push','head_sha':'" SHA "','head_branch':'v1.2.3'" DONE
          "}"),
     IN_0 "id" NO_COUNT},
    {RUNS(OURS("7", "")), IN_0 "status" NO_TEXT},
    {RUNS(OURS("7", ",'conclusion':'success'")), IN_0 "status" NO_TEXT},
    {RUNS(OURS("7", ",'status':null")), IN_0 "status" NO_TEXT},
    {RUNS(OURS("7", ",'status':5")), IN_0 "status" NO_TEXT},
    {RUNS(OURS("7", ",'status':['completed'],'conclusion':'success'")),
     IN_0 "status" NO_TEXT},
    {RUNS(OURS("7", ",'status':'completed','conclusion':true")),
     IN_0 "conclusion" NO_TEXT},
    {RUNS(OURS("7", ",'status':'queued','conclusion':0")),
     IN_0 "conclusion" NO_TEXT},
    {RUNS(OURS("7", ",'status':'completed','conclusion':{}")),
     IN_0 "conclusion" NO_TEXT},
    {RUNS(OURS("7", DONE ",'run_attempt':'1'")), IN_0 "run_attempt" NO_COUNT},
    {RUNS(OURS("7", DONE ",'run_attempt':-1")), IN_0 "run_attempt" NO_COUNT},
    {RUNS(OURS("7", DONE ",'run_attempt':1.5")), IN_0 "run_attempt" NO_COUNT},
    {RUNS(OURS("7", DONE ",'html_url':5")), IN_0 "html_url" NO_TEXT},
    {RUNS(OURS("7", DONE ",'html_url':[]")), IN_0 "html_url" NO_TEXT},
    {RUNS("null," OURS("7", DONE) "," OURS("8", ",'status':5")),
     "workflow_runs[2].status" NO_TEXT},
    {RUNS(OURS("7", ",'status':5") "," OURS("'8'", DONE)),
     IN_0 "status" NO_TEXT},
};

static bool is_empty(const struct gh_run *run)
{
    return run->state == GH_RUN_NONE && !run->id && !run->attempt &&
           !run->word && !run->url;
}

/* Reads what is written with ' for ". */
static char *read_run(struct gh_run *run, const char *text)
{
    char *json = quoted(text), *bytes = exact(json, strlen(json));
    char *why;

    memset(run, 0xa5, sizeof(*run)); /* as a variable on the stack is */
    why = gh_run_read(run, &key, bytes, strlen(json));
    free(json);
    free(bytes);
    return why;
}

static void test_documented(void)
{
    struct gh_run run;
    char *why = read_run(&run, documented);

    is(why, NULL, "a list of runs as GitHub documents it can be read");
    ok(run.id == 30433642 && run.attempt == 2 && run.state == GH_RUN_PASSED,
       "the run's number, attempt and state are read");
    is(run.word, "success", "so is GitHub's word for how it stands");
    is(run.url, "https://github.com/o/r/actions/runs/30433642",
       "so is where a browser finds it");
    gh_run_clear(&run);
    gh_run_clear(&run);
    ok(is_empty(&run), "a run can be cleared twice");
    free(why);
}

static void test_choices(void)
{
    for (size_t i = 0; i < ARRAY_LEN(choices); i++) {
        struct gh_run run;
        char *why = read_run(&run, choices[i].json);

        if (!ok(!why && run.id == choices[i].id &&
                    (run.id ? run.state != GH_RUN_NONE : is_empty(&run)),
                "%s", choices[i].what)) {
            tap_note("why", why);
            printf("# got: %lld\n", (long long)run.id);
        }
        gh_run_clear(&run);
        free(why);
    }
}

static void test_states(void)
{
    for (size_t i = 0; i < ARRAY_LEN(states); i++) {
        struct gh_run run;
        char *fields = str_fmt(",'status':%s,'conclusion':%s", states[i].status,
                               states[i].conclusion);
        char *json = str_fmt(RUNS(OURS("7", "%s")), fields);
        char *why = read_run(&run, json);

        ok(!why && run.id == 7 && run.state == states[i].state,
           "a run that is %s, with the conclusion %s, is known as such",
           states[i].status, states[i].conclusion);
        is(run.word, states[i].word, "and GitHub's word for it is kept");
        gh_run_clear(&run);
        free(fields);
        free(json);
        free(why);
    }
}

/* A run keeps its id when it is run again, and all else is begun anew. */
static void test_fields(const char *fields, int64_t attempt, const char *url,
                        const char *what)
{
    struct gh_run run;
    char *json = str_fmt(RUNS(OURS("7", ",'status':'queued'%s")), fields);
    char *why = read_run(&run, json);

    ok(!why && run.state == GH_RUN_QUEUED && run.attempt == attempt &&
           same(run.url, url),
       "%s", what);
    gh_run_clear(&run);
    free(json);
    free(why);
}

static void test_wrong(void)
{
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        struct gh_run run;
        char *why = read_run(&run, wrong[i].json);

        is(why, wrong[i].wrong, "%zu: %s", i, wrong[i].wrong);
        ok(is_empty(&run), "and no run is kept");
        gh_run_clear(&run);
        free(why);
    }
}

/* A run is only the tag's if it is younger than the one named. */
static void test_after(void)
{
    static const struct {
        int64_t after, id; /* id 0: none */
    } afters[] = {{0, 9},  {1, 9},         {7, 9},  {8, 9}, {9, 0},
                  {10, 0}, {INT64_MAX, 0}, {-1, 9}, {6, 9}, {INT64_MIN, 9}};
    char *json = quoted(RUNS(OURS("7", QUEUED) "," OURS("9", QUEUED)));

    for (size_t i = 0; i < ARRAY_LEN(afters); i++) {
        const struct gh_run_key after = {"v1.2.3", SHA, "release.yml",
                                         afters[i].after};
        struct gh_run run;
        char *why = gh_run_read(&run, &after, json, strlen(json));

        ok(!why && run.id == afters[i].id,
           "of the runs 7 and 9, after %lld: %lld", (long long)afters[i].after,
           (long long)afters[i].id);
        gh_run_clear(&run);
        free(why);
    }
    free(json);
}

#define PAST(id, began, ended, conclusion)                                     \
    "{'id':" id ",'run_started_at':" began ",'updated_at':" ended              \
    ",'status':'completed','conclusion':" conclusion "}"
#define T0 "'2020-01-22T19:00:00Z'"
#define T1 "'2020-01-22T19:00:01Z'"
#define T90 "'2020-01-22T19:01:30Z'"
#define WEEK "'2020-01-29T19:00:00Z'"
#define OVER_WEEK "'2020-01-29T19:00:01Z'"
#define OK "'success'"

static const struct {
    const char *json;
    int64_t newest;
    unsigned usual_ms;
    const char *what;
} histories[] = {
    {RUNS(""), 0, 0, "there may be no run"},
    {RUNS(PAST("7", T0, T90, OK)), 7, 90000, "one run tells both"},
    {RUNS(PAST("7", T0, T1, OK)), 7, 1000, "it may take a second"},
    {RUNS(PAST("9", T0, T1, OK) "," PAST("7", T0, T90, OK)), 9, 1000,
     "the newest counts, where it comes first"},
    {RUNS(PAST("7", T0, T90, OK) "," PAST("9", T0, T1, OK)), 9, 1000,
     "the newest counts, where it comes last"},
    {RUNS(PAST("9", T0, T1, "'failure'") "," PAST("7", T0, T90, OK)), 9, 90000,
     "one that failed says nothing of how long it takes"},
    {RUNS(PAST("9", T0, T1, "null") "," PAST("7", T0, T90, OK)), 9, 90000,
     "nor does one that goes on"},
    {RUNS(PAST("9", T0, T1, "'Success'") "," PAST("7", T0, T90, OK)), 9, 90000,
     "nor a conclusion that is not known"},
    {RUNS(PAST("7", T0, T1, "'cancelled'")), 7, 0, "nor one alone"},
    {RUNS(PAST("9", T90, T0, OK) "," PAST("7", T0, T90, OK)), 9, 90000,
     "one that ended before it began is not counted"},
    {RUNS(PAST("9", T0, T0, OK)), 9, 0, "nor one that took no time"},
    {RUNS(PAST("9", T0, WEEK, OK)), 9, 604800000, "a week is the most"},
    {RUNS(PAST("9", T0, OVER_WEEK, OK)), 9, 0, "more than that is not usual"},
    {RUNS(PAST("9", "'2020-01-22T19:00:00+01:00'", T90, OK)), 9, 0,
     "a time that is not in UTC is none"},
    {RUNS(PAST("9", "null", T90, OK)), 9, 0, "null is no time"},
    {RUNS(PAST("9", "5", "[]", OK)), 9, 0, "nor are other types"},
    {RUNS(PAST("9", "'9999-12-31T23:59:59Z'", "'0001-01-01T00:00:00Z'", OK)), 9,
     0, "the ends of time do no harm"},
    {RUNS(PAST("9", "'1970-01-01T00:00:00Z'", "'9999-12-31T23:59:59Z'", OK)), 9,
     0, "nor all of it"},
    {RUNS(PAST("9223372036854775807", T0, T1, OK) "," PAST("7", T0, T90, OK)),
     INT64_MAX, 1000, "an id may have 63 bits"},
    {RUNS(PAST("-7", T0, T90, OK)), 0, 0, "an id below 0 is none"},
    {RUNS(PAST("'7'", T0, T90, OK)), 0, 90000,
     "an id that is a text is none, but its run may tell how long it takes"},
    {RUNS("null,5,'x',[],{}," PAST("7", T0, T90, OK)), 7, 90000,
     "what is no run is passed over"},
    {RUNS(OURS("7", QUEUED)), 7, 0, "a run as GitHub documents it is read"},
};

static const char *const wrong_histories[] = {
    "[]", "{}", "{'workflow_runs':null}", "{'workflow_runs':{}}",
    "{'message':'Not Found','status':'404'}"};

static char *read_history(struct gh_history *h, const char *text)
{
    char *json = quoted(text), *bytes = exact(json, strlen(json)), *why;

    memset(h, 0xa5, sizeof(*h));
    why = gh_history_read(h, bytes, strlen(json));
    free(json);
    free(bytes);
    return why;
}

static void test_histories(void)
{
    struct gh_history h;
    char *why;

    for (size_t i = 0; i < ARRAY_LEN(histories); i++) {
        why = read_history(&h, histories[i].json);
        if (!ok(!why && h.newest == histories[i].newest &&
                    h.usual_ms == histories[i].usual_ms,
                "of the last runs: %s", histories[i].what)) {
            tap_note("why", why);
            printf("# got: %lld, %u ms\n", (long long)h.newest, h.usual_ms);
        }
        free(why);
    }
    for (size_t i = 0; i < ARRAY_LEN(wrong_histories); i++) {
        why = read_history(&h, wrong_histories[i]);
        is(why, NO_LIST, "%s is no list of the last runs", wrong_histories[i]);
        ok(!h.newest && !h.usual_ms, "and nothing is kept");
        free(why);
    }
}

static void test_no_history(const char *json, size_t n, const char *what)
{
    char *bytes = exact(json, n);
    struct gh_history h;
    char *why = gh_history_read(&h, bytes, n);

    ok(why && !h.newest && !h.usual_ms, "%s is no list of the last runs", what);
    free(bytes);
    free(why);
}

static void test_not_json(const char *json, size_t n, const char *what)
{
    char *bytes = exact(json, n);
    struct gh_run run;
    char *why = gh_run_read(&run, &key, bytes, n);

    ok(why && is_empty(&run), "%s is no list of runs", what);
    gh_run_clear(&run);
    free(bytes);
    free(why);
}

/* A document that was cut is wrong, wherever that was. */
static void test_cut(void)
{
    char *json = quoted(documented);
    size_t taken = 0;

    for (size_t n = 0; n < strlen(json); n++) {
        char *bytes = exact(json, n);
        struct gh_run run;
        char *why = gh_run_read(&run, &key, bytes, n);

        taken += !why || !is_empty(&run);
        free(bytes);
        free(why);
    }
    ok(taken == 0, "a list of runs that was cut is none");
    free(json);
}

int main(void)
{
    tap_start();
    test_documented();
    test_choices();
    test_states();
    test_fields(",'run_attempt':1", 1, NULL, "a first attempt is known as one");
    test_fields(",'run_attempt':3", 3, NULL, "so is a third one");
    test_fields(",'run_attempt':null", 0, NULL, "the attempt may be null");
    test_fields("", 0, NULL, "attempt, URL and conclusion may be absent");
    test_fields(",'html_url':null", 0, NULL, "the URL may be null");
    test_fields(",'html_url':'https://h/x'", 0, "https://h/x",
                "the URL may be of another host");
    test_wrong();
    for (size_t i = 0; i < ARRAY_LEN(not_json); i++)
        test_not_json(not_json[i].json, not_json[i].n, not_json[i].what);
    give_nested("[", test_not_json);
    give_nested("{\"workflow_runs\":", test_not_json);
    give_nested("{\"jobs\":[", test_not_json);
    test_cut();
    test_after();
    test_histories();
    for (size_t i = 0; i < ARRAY_LEN(not_json); i++)
        test_no_history(not_json[i].json, not_json[i].n, not_json[i].what);
    give_nested("{\"workflow_runs\":[", test_no_history);
    return tap_end();
}

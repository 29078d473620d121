#include "runs.h"

static const char documented[] = RUNS(OURS(
    "30433642", ",'run_attempt':2,'status':'completed','conclusion':'success',"
                "'html_url':'https://github.com/o/r/actions/runs/30433642'"));

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
    ok(same(run.started_at, "2020-01-22T19:33:08Z") &&
           same(run.updated_at, "2020-01-22T19:35:09Z"),
       "so is when it began, and when it last changed");
    gh_run_clear(&run);
    gh_run_clear(&run);
    ok(is_empty(&run), "a run can be cleared twice");
    free(why);
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

static void test_not_json(const char *json, size_t n, const char *what)
{
    char *bytes = exact(json, n);
    struct gh_run run;
    char *why = gh_run_read(&run, &key, bytes, n);

    ok(is_no_document(why, n) && is_empty(&run), "%s is no list of runs", what);
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
    return tap_end();
}

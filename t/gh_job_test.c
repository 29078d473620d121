#include "../gh_run.h"
#include "json.h"

#define SHA "acb5820ced9479c074f688cc328bf03f341a511d"

#define STARTED ",'started_at':'2020-01-20T17:42:40Z'"
#define STARTED_AT 1579542160
#define STEP(name, status, conclusion)                                         \
    "{'name':'" name "','status':'" status "','conclusion':" conclusion        \
    ",'number':1,'started_at':'2020-01-20T09:42:40.000-08:00',"                \
    "'completed_at':null}"
#define STEP_OK(name) STEP(name, "completed", "'success'")
#define STEP_SKIPPED(name) STEP(name, "completed", "'skipped'")
#define STEP_FAILED(name) STEP(name, "completed", "'failure'")
#define STEP_GOES(name) STEP(name, "in_progress", "null")
#define STEP_NEXT(name) STEP(name, "queued", "null")

/* The fields that "List jobs for a workflow run" documents. */
#define JOB(name, status, conclusion, fields)                                  \
    "{'id':399444496,'run_id':29679449,'run_url':'https://api.github.com/x',"  \
    "'node_id':'MDEyOldvcmtmbG93IEpvYjM5OTQ0NDQ5Ng==','head_sha':'" SHA "',"   \
    "'url':'https://api.github.com/repos/o/r/actions/jobs/399444496',"         \
    "'html_url':'https://github.com/o/r/runs/29679449/jobs/399444496',"        \
    "'status':'" status "','conclusion':" conclusion ",'name':'" name "',"     \
    "'check_run_url':'https://api.github.com/repos/o/r/check-runs/399444496'," \
    "'labels':['self-hosted','foo'],'runner_id':1,'runner_name':'my runner',"  \
    "'runner_group_id':2,'runner_group_name':'my group',"                      \
    "'workflow_name':'CI','head_branch':'v1.2.3'" fields "}"
#define JOB_ENDED(name, conclusion)                                            \
    JOB(name, "completed", "'" conclusion "'", STARTED ",'steps':[]")
#define JOB_OK(name)                                                           \
    JOB(name, "completed", "'success'",                                        \
        ",'started_at':'2020-01-20T17:00:00Z','steps':[" STEP_OK("x") "]")
#define JOB_GOES(name)                                                         \
    JOB(name, "in_progress", "null",                                           \
        STARTED ",'steps':[" STEP_OK("Set up job") "," STEP_GOES(              \
            "make iso") "," STEP_NEXT("upload") "]")
#define JOB_QUEUED(name) JOB(name, "queued", "null", STARTED ",'steps':[]")
#define JOB_FAILED(name)                                                       \
    JOB(name, "completed", "'failure'",                                        \
        STARTED ",'steps':[" STEP_OK("Set up job") "," STEP_FAILED(            \
            "make test") "," STEP_SKIPPED("upload") "," STEP_OK("Post") "]")
#define JOBS(list) "{'total_count':1,'jobs':[" list "]}"
#define STEPS(status, conclusion, steps)                                       \
    JOBS(JOB("a", status, conclusion, STARTED ",'steps':" steps))

static const struct {
    const char *json, *name, *step, *word;
    size_t done, n;
    const char *what;
} jobs[] = {
    {JOBS(JOB_GOES("a")), "a", "make iso", "in_progress", 0, 1,
     "a job in progress, and its step that goes on"},
    {JOBS(JOB_FAILED("a")), "a", "make test", "failure", 1, 1,
     "a job that failed, and its step that did"},
    {JOBS(JOB_QUEUED("a")), "a", NULL, "queued", 0, 1, "a job in the queue"},
    {JOBS(JOB_ENDED("a", "success")), "a", NULL, "success", 1, 1,
     "a job that succeeded, if there is no other"},
    {JOBS(JOB_ENDED("a", "cancelled")), "a", NULL, "cancelled", 1, 1,
     "a job that was cancelled"},
    {JOBS(JOB_ENDED("a", "timed_out")), "a", NULL, "timed_out", 1, 1,
     "a job that took too long"},
    {JOBS(JOB_ENDED("a", "action_required")), "a", NULL, "action_required", 1,
     1, "a job that wants something done"},
    {JOBS(JOB("a", "waiting", "null", STARTED)), "a", NULL, "waiting", 0, 1,
     "a job that waits for an approval"},

    {JOBS(JOB_FAILED("f") "," JOB_ENDED("c", "cancelled")), "f", "make test",
     "failure", 2, 2, "failed before cancelled"},
    {JOBS(JOB_ENDED("c", "cancelled") "," JOB_FAILED("f")), "f", "make test",
     "failure", 2, 2, "failed before cancelled, which comes first"},
    {JOBS(JOB_ENDED("t", "timed_out") "," JOB_FAILED("f")), "f", "make test",
     "failure", 2, 2, "failed before one that took too long"},
    {JOBS(JOB_GOES("g") "," JOB_FAILED("f")), "f", "make test", "failure", 1, 2,
     "failed before in progress"},
    {JOBS(JOB_FAILED("f") "," JOB_GOES("g")), "f", "make test", "failure", 1, 2,
     "failed before in progress, which comes last"},
    {JOBS(JOB_QUEUED("q") "," JOB_FAILED("f")), "f", "make test", "failure", 1,
     2, "failed before queued"},
    {JOBS(JOB_OK("s") "," JOB_FAILED("f")), "f", "make test", "failure", 2, 2,
     "failed before success"},
    {JOBS(JOB_GOES("g") "," JOB_ENDED("c", "cancelled")), "c", NULL,
     "cancelled", 1, 2, "cancelled before in progress"},
    {JOBS(JOB_ENDED("c", "cancelled") "," JOB_GOES("g")), "c", NULL,
     "cancelled", 1, 2, "cancelled before in progress, which comes last"},
    {JOBS(JOB_GOES("g") "," JOB_ENDED("t", "timed_out")), "t", NULL,
     "timed_out", 1, 2, "one that took too long before in progress"},
    {JOBS(JOB_QUEUED("q") "," JOB_ENDED("c", "cancelled")), "c", NULL,
     "cancelled", 1, 2, "cancelled before queued"},
    {JOBS(JOB_OK("s") "," JOB_ENDED("c", "cancelled")), "c", NULL, "cancelled",
     2, 2, "cancelled before success"},
    {JOBS(JOB_QUEUED("q") "," JOB_GOES("g")), "g", "make iso", "in_progress", 0,
     2, "in progress before queued"},
    {JOBS(JOB_GOES("g") "," JOB_QUEUED("q")), "g", "make iso", "in_progress", 0,
     2, "in progress before queued, which comes last"},
    {JOBS(JOB_OK("s") "," JOB_GOES("g")), "g", "make iso", "in_progress", 1, 2,
     "in progress before success"},
    {JOBS(JOB_ENDED("k", "skipped") "," JOB_GOES("g")), "g", "make iso",
     "in_progress", 1, 2, "in progress before skipped"},
    {JOBS(JOB_OK("s") "," JOB_QUEUED("q")), "q", NULL, "queued", 1, 2,
     "queued before success"},
    {JOBS(JOB_ENDED("k", "skipped") "," JOB_QUEUED("q")), "q", NULL, "queued",
     1, 2, "queued before skipped"},
    {JOBS(JOB_ENDED("n", "neutral") "," JOB_QUEUED("q")), "q", NULL, "queued",
     1, 2, "queued before neutral"},
    {JOBS("{'name':'f','status':'completed'" STARTED ",'conclusion':'failure',"
          "'steps':[{'name':'c','conclusion':'cancelled'},"
          "{'name':'x','conclusion':'failure'}]}"),
     "f", "x", "failure", 1, 1, "a step that failed before one cancelled"},
    {JOBS(JOB_FAILED("f") "," JOB_FAILED("h")), "f", "make test", "failure", 2,
     2, "the first of two that failed"},
    {JOBS(JOB_GOES("g") "," JOB_GOES("h")), "g", "make iso", "in_progress", 0,
     2, "the first of two in progress"},
    {JOBS(JOB_OK("a") "," JOB_OK("b") "," JOB_GOES("c") "," JOB_QUEUED("d")),
     "c", "make iso", "in_progress", 2, 4, "one of four, two of which ended"},
    {JOBS(JOB_OK("a") "," JOB_ENDED("b", "cancelled") "," JOB_FAILED(
         "c") "," JOB_GOES("d")),
     "c", "make test", "failure", 3, 4, "one of four, three of which ended"},
    {JOBS("null,5,'x',[],{}," JOB_GOES("g")), "g", "make iso", "in_progress", 0,
     6, "a job among what is none"},

    {STEPS("in_progress", "null", "[" STEP_FAILED("x") "," STEP_GOES("y") "]"),
     "a", "x", "in_progress", 0, 1, "the step that failed, not one after it"},
    {STEPS("in_progress", "null", "[" STEP_OK("x") "," STEP_NEXT("y") "]"), "a",
     NULL, "in_progress", 0, 1, "no step, between two"},
    {STEPS("completed", "'failure'",
           "[" STEP_FAILED("x") "," STEP_FAILED("y") "]"),
     "a", "x", "failure", 1, 1, "the first of two steps that failed"},
    {STEPS("completed", "'failure'", "[" STEP_OK("x") "]"), "a", NULL,
     "failure", 1, 1, "no step, where none failed"},
    {STEPS("completed", "'cancelled'",
           "[" STEP_OK("x") "," STEP("y", "completed", "'cancelled'") "]"),
     "a", "y", "cancelled", 1, 1, "the step that was cancelled"},
    {STEPS("completed", "'timed_out'",
           "[" STEP_OK("x") "," STEP("y", "completed", "'timed_out'") "]"),
     "a", "y", "timed_out", 1, 1, "the step that took too long"},
    {STEPS("completed", "'failure'",
           "[" STEP("x", "completed", "'neutral'") "," STEP_FAILED("y") "]"),
     "a", "y", "failure", 1, 1, "no neutral step"},
    {STEPS("in_progress", "null", "null"), "a", NULL, "in_progress", 0, 1,
     "no step, where steps are null"},
    {STEPS("in_progress", "null", "5"), "a", NULL, "in_progress", 0, 1,
     "no step, where steps are a number"},
    {STEPS("in_progress", "null", "{'0':" STEP_GOES("x") "}"), "a", NULL,
     "in_progress", 0, 1, "no step, where steps are an object"},
    {STEPS("in_progress", "null", "[null,5,[],{},'x'," STEP_GOES("y") "]"), "a",
     "y", "in_progress", 0, 1, "a step among what is none"},
    {JOBS(JOB("a", "in_progress", "null", STARTED)), "a", NULL, "in_progress",
     0, 1, "no step, where steps are absent"},
};

/* Jobs that cannot be read; what is wrong ends so. */
static const struct {
    const char *json, *wrong;
} wrong_jobs[] = {
    {"[]", "jobs is not an array"},
    {"{}", "jobs is not an array"},
    {"{'message':'Not Found','status':'404'}", "jobs is not an array"},
    {"{'jobs':null}", "jobs is not an array"},
    {"{'jobs':{}}", "jobs is not an array"},
    {"{'jobs':'x'}", "jobs is not an array"},
    {"{'jobs':[null]}", "name is not a string"},
    {"{'jobs':[5]}", "name is not a string"},
    {"{'jobs':[[]]}", "name is not a string"},
    {"{'jobs':[{}]}", "name is not a string"},
    {"{'jobs':[{'name':null}]}", "name is not a string"},
    {"{'jobs':[{'name':5}]}", "name is not a string"},
    {"{'jobs':[{'name':['a']}]}", "name is not a string"},
    {"{'jobs':[{'name':'a'},{'name':5,'status':'in_progress'}]}",
     "name is not a string"},
    {"{'jobs':[{'name':'a','started_at':5}]}", "started_at is not a string"},
    {"{'jobs':[{'name':'a','started_at':{}}]}", "started_at is not a string"},
};

/* When a job began: `text` is JSON. */
static const struct {
    const char *text;
    int64_t at;
} starts[] = {
    {"'2020-01-20T17:42:40Z'", STARTED_AT},
    {"'2020-01-20T17:42:40.123Z'", STARTED_AT},
    {"'1970-01-01T00:00:00Z'", 0},
    {"null", -1},
    {"''", -1},
    {"'soon'", -1},
    {"'2020-01-20'", -1},
    {"'2020-02-30T17:42:40Z'", -1},
};

static bool is_no_job(const struct gh_job *job)
{
    return !job->name && !job->step && !job->word && job->started == -1 &&
           job->done == 0 && job->n == 0;
}

static char *read_job(struct gh_job *job, const char *text)
{
    char *json = quoted(text), *bytes = exact(json, strlen(json));
    char *why;

    memset(job, 0xa5, sizeof(*job));
    why = gh_job_read(job, bytes, strlen(json));
    free(json);
    free(bytes);
    return why;
}

static void test_jobs(void)
{
    for (size_t i = 0; i < ARRAY_LEN(jobs); i++) {
        struct gh_job job;
        char *why = read_job(&job, jobs[i].json);

        if (!ok(!why && same(job.name, jobs[i].name) &&
                    same(job.step, jobs[i].step) &&
                    same(job.word, jobs[i].word) && job.started == STARTED_AT,
                "of the jobs of a run this is told: %s", jobs[i].what)) {
            tap_note(" why", why);
            tap_note("name", job.name);
            tap_note("step", job.step);
            tap_note("word", job.word);
        }
        if (!ok(job.done == jobs[i].done && job.n == jobs[i].n,
                "and %zu of %zu ended", jobs[i].done, jobs[i].n))
            printf("# got: %zu of %zu\n", job.done, job.n);
        gh_job_clear(&job);
        free(why);
    }
}

static void test_no_job(void)
{
    struct gh_job job;
    char *why = read_job(&job, "{'total_count':0,'jobs':[]}");

    ok(!why && is_no_job(&job), "a run may have no job yet");
    gh_job_clear(&job);
    free(why);
    why = read_job(&job, JOBS(JOB_FAILED("a")));
    gh_job_clear(&job);
    gh_job_clear(&job);
    ok(!why && is_no_job(&job), "a job can be cleared twice");
    free(why);
}

static void test_starts(void)
{
    struct gh_job job;
    char *why;

    for (size_t i = 0; i < ARRAY_LEN(starts); i++) {
        char *json =
            str_fmt("{'jobs':[{'name':'a','started_at':%s}]}", starts[i].text);

        why = read_job(&job, json);
        ok(!why && job.started == starts[i].at, "a job began at %s: %lld",
           starts[i].text, (long long)starts[i].at);
        gh_job_clear(&job);
        free(json);
        free(why);
    }
    why = read_job(&job, "{'jobs':[{'name':'a'}]}");
    ok(!why && job.started == -1, "when a job began may be absent");
    gh_job_clear(&job);
    free(why);
}

/* With a thousand jobs, the one that failed is found. */
static void test_many_jobs(void)
{
    struct str json = {0};
    struct gh_job job;
    char *why;

    str_add(&json, "{'jobs':[" JOB_GOES("g"));
    for (size_t i = 0; i < 998; i++)
        str_add(&json, "," JOB_OK("s"));
    str_add(&json, "," JOB_FAILED("f") "]}");
    why = read_job(&job, str_text(&json));
    ok(!why && same(job.name, "f") && job.done == 999 && job.n == 1000,
       "one that failed is found among a thousand jobs");
    gh_job_clear(&job);
    free(why);
    str_clear(&json);
}

static void test_wrong_jobs(void)
{
    for (size_t i = 0; i < ARRAY_LEN(wrong_jobs); i++) {
        struct gh_job job;
        char *why = read_job(&job, wrong_jobs[i].json);

        if (!ok(why && str_ends(why, wrong_jobs[i].wrong), "%s: %s",
                wrong_jobs[i].json, wrong_jobs[i].wrong))
            tap_note("got", why);
        ok(is_no_job(&job), "and no job is kept");
        gh_job_clear(&job);
        free(why);
    }
}

static void test_not_json(const char *json, size_t n, const char *what)
{
    char *bytes = exact(json, n);
    struct gh_job job;
    char *why = gh_job_read(&job, bytes, n);

    ok(is_no_document(why, n) && is_no_job(&job), "%s is no list of jobs",
       what);
    gh_job_clear(&job);
    free(bytes);
    free(why);
}

/* A document that was cut is wrong, wherever that was. */
static void test_cut(void)
{
    static const char list[] = JOBS(JOB_GOES("g"));
    char *json = quoted(list);
    size_t taken = 0;

    for (size_t n = 0; n < strlen(json); n++) {
        char *bytes = exact(json, n);
        struct gh_job job;
        char *why = gh_job_read(&job, bytes, n);

        taken += !why || !is_no_job(&job);
        free(bytes);
        free(why);
    }
    ok(taken == 0, "a list of jobs that was cut is none");
    free(json);
}

int main(void)
{
    tap_start();
    test_jobs();
    test_no_job();
    test_starts();
    test_many_jobs();
    test_wrong_jobs();
    for (size_t i = 0; i < ARRAY_LEN(not_json); i++)
        test_not_json(not_json[i].json, not_json[i].n, not_json[i].what);
    give_nested("[", test_not_json);
    give_nested("{\"workflow_runs\":", test_not_json);
    give_nested("{\"jobs\":[", test_not_json);
    test_cut();
    return tap_end();
}

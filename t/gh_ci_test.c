#include "../gh_ci.h"
#include "json.h"

#define FOLDER ".github/workflows/"

/* The fields of "List workflow runs for a repository" that say most; `state`
 * is a pair of GitHub's words, as JSON. */
#define RUN(id, workflow, name, state)                                         \
    "{'id':" id ",'name':'" name "','path':'" FOLDER workflow "',"             \
    "'head_branch':'main','event':'push','run_attempt':1," state ","           \
    "'html_url':'https://github.com/o/r/actions/runs/" id "'}"
#define ENDED(word) "'status':'completed','conclusion':'" word "'"
#define STANDS(word) "'status':'" word "','conclusion':null"
#define RUNS(list) "{'total_count':1,'workflow_runs':[" list "]}"
#define URL(id) "https://github.com/o/r/actions/runs/" id

static const struct {
    const char *json;
    size_t passed, failed, going;
    const char *worst, *url, *what;
} stands[] = {
    {RUNS(""), 0, 0, 0, NULL, NULL, "no run"},
    {RUNS(RUN("7", "ci.yml", "CI", ENDED("success"))), 1, 0, 0, NULL, NULL,
     "a run that succeeded"},
    {RUNS(RUN("7", "ci.yml", "CI", ENDED("neutral"))), 1, 0, 0, NULL, NULL,
     "a neutral one"},
    {RUNS(RUN("7", "ci.yml", "CI", ENDED("failure"))), 0, 1, 0, "CI", URL("7"),
     "a run that failed"},
    {RUNS(RUN("7", "ci.yml", "CI", ENDED("cancelled"))), 0, 1, 0, "CI",
     URL("7"), "one that was cancelled"},
    {RUNS(RUN("7", "ci.yml", "CI", ENDED("timed_out"))), 0, 1, 0, "CI",
     URL("7"), "one that took too long"},
    {RUNS(RUN("7", "ci.yml", "CI", ENDED("startup_failure"))), 0, 1, 0, "CI",
     URL("7"), "one that could not be started"},
    {RUNS(RUN("7", "ci.yml", "CI", ENDED("skipped"))), 0, 0, 0, NULL, NULL,
     "one that was skipped: it says nothing"},
    {RUNS(RUN("7", "ci.yml", "CI", ENDED("stale"))), 0, 0, 0, NULL, NULL,
     "one that is stale: it says nothing"},
    {RUNS(RUN("7", "ci.yml", "CI", STANDS("queued"))), 0, 0, 1, "CI", URL("7"),
     "one in the queue"},
    {RUNS(RUN("7", "ci.yml", "CI", STANDS("waiting"))), 0, 0, 1, "CI", URL("7"),
     "one that waits for an approval"},
    {RUNS(RUN("7", "ci.yml", "CI", ENDED("action_required"))), 0, 0, 1, "CI",
     URL("7"), "one that wants something done"},
    {RUNS(RUN("7", "ci.yml", "CI", STANDS("in_progress"))), 0, 0, 1, "CI",
     URL("7"), "one in progress"},
    {RUNS(RUN("7", "ci.yml", "CI", STANDS("a_newer_one"))), 0, 0, 1, "CI",
     URL("7"), "one in a state that is not known"},

    {RUNS(RUN("9", "ci.yml", "CI",
              ENDED("success")) "," RUN("7", "ci.yml", "CI", ENDED("failure"))),
     1, 0, 0, NULL, NULL, "a failure that a newer run of its workflow mended"},
    {RUNS(RUN("7", "ci.yml", "CI",
              ENDED("failure")) "," RUN("9", "ci.yml", "CI", ENDED("success"))),
     1, 0, 0, NULL, NULL, "the same, the older run first"},
    {RUNS(RUN("9", "ci.yml", "CI", ENDED("failure")) "," RUN(
         "10", "ci.yml", "CI", ENDED("success"))),
     1, 0, 0, NULL, NULL, "ids that are compared as numbers"},
    {RUNS(RUN("9", "ci.yml", "CI",
              ENDED("failure")) "," RUN("7", "ci.yml", "CI", ENDED("success"))),
     0, 1, 0, "CI", URL("9"), "a success that a newer run spoilt"},
    {RUNS(RUN("9", "ci.yml", "CI", STANDS("in_progress")) "," RUN(
         "7", "ci.yml", "CI", ENDED("failure"))),
     0, 0, 1, "CI", URL("9"), "a failure that is being tried again"},
    {RUNS(RUN("7", "ci.yml", "CI",
              ENDED("failure")) "," RUN("7", "ci.yml", "CI", ENDED("failure"))),
     0, 1, 0, "CI", URL("7"), "the same run twice"},
    {RUNS(RUN("9", "ci.yml", "CI", ENDED("success")) "," RUN(
         "7", "lint.yml", "Lint", ENDED("failure"))),
     1, 1, 0, "Lint", URL("7"), "the older run of another workflow"},
    {RUNS(RUN("9", "ci.yml", "CI", ENDED("success")) "," RUN(
         "7", "lint.yml", "Lint", ENDED("success"))),
     2, 0, 0, NULL, NULL, "two workflows that passed"},
    {RUNS(RUN("9", "a.yml", "A", STANDS("queued")) "," RUN("7", "b.yml", "B",
                                                           ENDED("failure"))),
     0, 1, 1, "B", URL("7"), "a failure beside what goes on"},
    {RUNS(RUN("9", "b.yml", "B", ENDED("failure")) "," RUN("7", "a.yml", "A",
                                                           STANDS("queued"))),
     0, 1, 1, "B", URL("9"), "the same, the failure first"},
    {RUNS(RUN("9", "a.yml", "A", ENDED("failure")) "," RUN("7", "b.yml", "B",
                                                           ENDED("failure"))),
     0, 2, 0, "A", URL("9"), "the first of two failures"},
    {RUNS(RUN("9", "a.yml", "A", STANDS("queued")) "," RUN(
         "7", "b.yml", "B", STANDS("in_progress"))),
     0, 0, 2, "A", URL("9"), "the first of two that go on"},

    {RUNS("null,5,'x',[],{},{'id':9}," RUN("7", "ci.yml", "CI",
                                           ENDED("success"))),
     1, 0, 0, NULL, NULL, "a run among what is none"},
    {RUNS("{'id':7,'path':'" FOLDER "ci.yml','name':null,'html_url':null,"
          "" ENDED("failure") "}"),
     0, 1, 0, FOLDER "ci.yml", NULL, "a run without a name and a URL"},
    {RUNS("{'status':'completed','conclusion':'failure'}"), 0, 1, 0, "", NULL,
     "a run that tells nothing but its state"},
    {RUNS("{'id':'7','name':5,'path':[],'html_url':{}," ENDED("failure") "}"),
     0, 1, 0, "", NULL, "a run whose fields are of other types"},
    {RUNS("{'id':7,'name':'\\u001b[31m\\u0085',"
          "'html_url':'javascript:x'," ENDED("failure") "}"),
     0, 1, 0, "\x1b[31m\xc2\x85", "javascript:x",
     "a hostile name, which is kept as it is"},
    {RUNS("{'id':9223372036854775807,'path':'a'," ENDED(
         "success") "},{'id':-1,'path':'a'," ENDED("failure") "}"),
     1, 0, 0, NULL, NULL, "ids of 63 bits and below 0"},
    {RUNS(RUN("7", "ci.yml", "CI", "'status':'completed'")), 0, 0, 1, "CI",
     URL("7"), "a run that has ended, but does not tell how"},
};

static const struct {
    const char *json, *wrong;
} wrong[] = {
    {"[]", "workflow_runs is not an array"},
    {"{}", "workflow_runs is not an array"},
    {"{'message':'Not Found'}", "workflow_runs is not an array"},
    {"{'workflow_runs':null}", "workflow_runs is not an array"},
    {"{'workflow_runs':{}}", "workflow_runs is not an array"},
    {"{'workflow_runs':'[]'}", "workflow_runs is not an array"},
};

static bool is_empty(const struct gh_ci *ci)
{
    return !ci->passed && !ci->failed && !ci->going && !ci->worst && !ci->url;
}

static char *read_bytes(struct gh_ci *ci, const char *json, size_t n)
{
    char *bytes = exact(json, n), *why;

    memset(ci, 0xa5, sizeof(*ci)); /* as a variable on the stack is */
    why = gh_ci_read(ci, bytes, n);
    free(bytes);
    return why;
}

static char *read_ci(struct gh_ci *ci, const char *text)
{
    char *json = quoted(text), *why = read_bytes(ci, json, strlen(json));

    free(json);
    return why;
}

static void test_stands(void)
{
    for (size_t i = 0; i < ARRAY_LEN(stands); i++) {
        struct gh_ci ci;
        char *why = read_ci(&ci, stands[i].json);

        if (!ok(!why && ci.passed == stands[i].passed &&
                    ci.failed == stands[i].failed &&
                    ci.going == stands[i].going,
                "counted: %s", stands[i].what)) {
            tap_note("why", why);
            printf("# got: %zu passed, %zu failed, %zu going\n", ci.passed,
                   ci.failed, ci.going);
        }
        is(ci.worst, stands[i].worst, "and what is worst is named");
        is(ci.url, stands[i].url, "and where it is seen");
        gh_ci_clear(&ci);
        gh_ci_clear(&ci);
        ok(is_empty(&ci), "and it can be cleared twice");
        free(why);
    }
}

static void test_wrong(void)
{
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        struct gh_ci ci;
        char *why = read_ci(&ci, wrong[i].json);

        is(why, wrong[i].wrong, "%s is no list of runs", wrong[i].json);
        ok(is_empty(&ci), "and nothing is kept");
        gh_ci_clear(&ci);
        free(why);
    }
}

static void test_not_json(const char *json, size_t n, const char *what)
{
    struct gh_ci ci;
    char *why = read_bytes(&ci, json, n);

    ok(is_no_document(why, n) && is_empty(&ci), "%s is no list of runs", what);
    gh_ci_clear(&ci);
    free(why);
}

static void test_cut(void)
{
    char *json = quoted(RUNS(RUN("7", "ci.yml", "CI", ENDED("failure"))));
    size_t taken = 0;

    for (size_t n = 0; n < strlen(json); n++) {
        struct gh_ci ci;
        char *why = read_bytes(&ci, json, n);

        taken += !why || !is_empty(&ci);
        gh_ci_clear(&ci);
        free(why);
    }
    ok(taken == 0, "a list that was cut is none");
    free(json);
}

/* `n` runs, each of a workflow of its own; the last one failed. */
static char *many(size_t n)
{
    struct str json = {0};

    str_add(&json, "{'workflow_runs':[");
    for (size_t i = 0; i < n; i++)
        str_addf(&json,
                 "%s{'id':%zu,'path':'%zu.yml','status':'completed',"
                 "'conclusion':'%s'}",
                 i ? "," : "", i + 1, i, i + 1 < n ? "success" : "failure");
    str_add(&json, "]}");
    return str_take(&json);
}

/* Each is compared with all others, so it must be few of them. */
static void test_many(void)
{
    char *page = many(GH_CI_RUNS), *more = many(10000);
    struct gh_ci ci;
    char *why = read_ci(&ci, page);

    ok(!why && ci.passed == GH_CI_RUNS - 1 && ci.failed == 1,
       "all runs of the longest page count");
    gh_ci_clear(&ci);
    free(why);
    why = read_ci(&ci, more);
    ok(!why && ci.passed == GH_CI_RUNS && ci.failed == 0,
       "of a list that is longer than any page, the first ones are looked at");
    gh_ci_clear(&ci);
    free(why);
    free(page);
    free(more);
}

int main(void)
{
    tap_start();
    test_stands();
    test_wrong();
    for (size_t i = 0; i < ARRAY_LEN(not_json); i++)
        test_not_json(not_json[i].json, not_json[i].n, not_json[i].what);
    give_nested("[", test_not_json);
    give_nested("{\"workflow_runs\":[", test_not_json);
    test_cut();
    test_many();
    return tap_end();
}

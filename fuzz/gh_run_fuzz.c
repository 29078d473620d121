/* "List workflow runs", and "List jobs for a workflow run". */
#include "../gh_run.h"
#include "fuzz.h"

#define LONGEST_MS 604800000u /* a week: longer is no usual run */

static const struct gh_run_key key = {
    "v1.2.3", "615ef2b06615ef2b06615ef2b06615ef2b06615e", "release.yml", 5};

static void check_run(const char *json, size_t n)
{
    struct gh_run run;
    char *wrong = gh_run_read(&run, &key, json, n);

    must(!wrong || (*wrong && !run.word && !run.id), "what is wrong is told");
    must(run.state <= GH_RUN_FAILED, "a state is one of the list");
    if (run.state == GH_RUN_NONE)
        must(!run.word && !run.id && !run.url, "no run has nothing");
    else
        must(run.word && run.id > key.after && run.attempt >= 0,
             "a run is younger than those before the tag");
    must(!run.word || strlen(run.word) <= n, "no text is made up");
    if (run.id) { /* somebody else's commit has none of it */
        must(find_bytes(json, n, key.commit, 40) || memchr(json, '\\', n),
             "a run is of this commit");
        must(find_bytes(json, n, key.tag, 6) || memchr(json, '\\', n),
             "and of this tag");
    }
    gh_run_clear(&run);
    free(wrong);
}

static void check_history(const char *json, size_t n)
{
    struct gh_history history;
    char *wrong = gh_history_read(&history, json, n);

    must(!wrong || *wrong, "what is wrong is told");
    must(history.newest >= 0, "ids are 0 or more");
    must(history.usual_ms <= LONGEST_MS, "a usual time is in range");
    free(wrong);
}

static void check_job(const char *json, size_t n)
{
    struct gh_job job;
    char *wrong = gh_job_read(&job, json, n);

    must(!wrong || (*wrong && !job.name && !job.n), "what is wrong is told");
    must(job.done <= job.n && job.n <= n, "no job is made up");
    must(!job.n == !job.name, "where there are jobs, one is named");
    must(job.started >= -1, "its start is a time");
    gh_job_clear(&job);
    free(wrong);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    size_t n;
    char *json = input_bytes(&in, &n);

    check_run(json, n);
    check_history(json, n);
    check_job(json, n);
    free(json);
    return 0;
}

#include "gh_run.h"

#include "date.h"
#include "json_read.h"

#include <stdlib.h>
#include <string.h>

#define WORKFLOWS ".github/workflows/"

static bool is_word(const char *word, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

enum gh_run_state gh_run_state(const char *status, const char *conclusion)
{
    static const char *const queued[] = {"queued", "requested", "pending"};
    static const char *const passed[] = {"success", "neutral"};
    static const char *const skipped[] = {"skipped", "stale"};

    if (is_word(status, queued, ARRAY_LEN(queued)))
        return GH_RUN_QUEUED;
    if (strcmp(status, "waiting") == 0)
        return GH_RUN_WAITING;
    if (strcmp(status, "completed") != 0 || !conclusion)
        return GH_RUN_GOES;
    if (strcmp(conclusion, "action_required") == 0)
        return GH_RUN_WAITING;
    if (is_word(conclusion, passed, ARRAY_LEN(passed)))
        return GH_RUN_PASSED;
    return is_word(conclusion, skipped, ARRAY_LEN(skipped)) ? GH_RUN_SKIPPED
                                                            : GH_RUN_FAILED;
}

static int64_t id_of(const json_t *from)
{
    return (int64_t)json_integer_value(json_object_get(from, "id"));
}

/* ".github/workflows/release.yml", and perhaps "@refs/tags/v1.2.3" */
static bool is_workflow(const char *path, const char *workflow)
{
    size_t n = strlen(workflow);

    if (str_starts(path, WORKFLOWS))
        path += strlen(WORKFLOWS);
    return str_starts(path, workflow) && (!path[n] || path[n] == '@');
}

/* A push of the branch may have started runs of the same commit, and the tag
 * may have started other workflows. */
static bool is_ours(const json_t *from, const struct gh_run_key *key)
{
    const char *branch = json_word(from, "head_branch");
    const char *path = json_word(from, "path");

    if (str_starts(branch, "refs/tags/"))
        branch += strlen("refs/tags/");
    return strcmp(json_word(from, "event"), "push") == 0 &&
           strcmp(json_word(from, "head_sha"), key->commit) == 0 &&
           strcmp(branch, key->tag) == 0 &&
           (!key->after || id_of(from) > key->after) &&
           (!*path || is_workflow(path, key->workflow));
}

/* The newest run of the tag: its place in the list, or the list's size. */
static size_t find_run(const json_t *list, const struct gh_run_key *key)
{
    size_t n = json_array_size(list), found = n;

    for (size_t i = 0; i < n; i++) {
        const json_t *from = json_array_get(list, i);

        if (is_ours(from, key) &&
            (found == n || id_of(from) > id_of(json_array_get(list, found))))
            found = i;
    }
    return found;
}

static void read_run(struct json_reader *rd, struct gh_run *run,
                     const json_t *from)
{
    char *status = json_text(rd, from, "status");
    char *conclusion = json_text_if(rd, from, "conclusion");

    run->id = json_count(rd, from, "id");
    run->attempt = json_count_if(rd, from, "run_attempt");
    run->url = json_text_if(rd, from, "html_url");
    run->started_at = json_text_if(rd, from, "run_started_at");
    run->updated_at = json_text_if(rd, from, "updated_at");
    if (status)
        run->state = gh_run_state(status, conclusion);
    if (status && conclusion && strcmp(status, "completed") == 0)
        run->word = str_dup(conclusion);
    else
        run->word = str_dup(status ? status : "");
    free(status);
    free(conclusion);
}

char *gh_run_read(struct gh_run *run, const struct gh_run_key *key,
                  const char *json, size_t n)
{
    struct json_reader rd = {.wrong = {0}};
    json_t *root = json_read(&rd, json, n);
    const json_t *list = root ? json_list(&rd, root, "workflow_runs") : NULL;
    size_t i = find_run(list, key);
    char *wrong;

    *run = (struct gh_run){0};
    if (i < json_array_size(list)) {
        json_enter(&rd, "workflow_runs[%zu].", i);
        read_run(&rd, run, json_array_get(list, i));
    }
    json_decref(root);
    wrong = json_reader_end(&rd);
    if (wrong)
        gh_run_clear(run);
    return wrong;
}

void gh_run_clear(struct gh_run *run)
{
    free(run->word);
    free(run->url);
    free(run->started_at);
    free(run->updated_at);
    *run = (struct gh_run){0};
}

#define USUAL_MAX_SECS 604800 /* longer than that is no usual run */

/* From the start to the end of a run that succeeded; 0: it does not tell. */
static unsigned took_ms(const json_t *from)
{
    int64_t began = date_rfc3339(json_word(from, "run_started_at"));
    int64_t ended = date_rfc3339(json_word(from, "updated_at"));

    if (began < 0 || ended <= began || ended - began > USUAL_MAX_SECS ||
        strcmp(json_word(from, "conclusion"), "success") != 0)
        return 0;
    return (unsigned)(ended - began) * 1000;
}

char *gh_history_read(struct gh_history *history, const char *json, size_t n)
{
    struct json_reader rd = {.wrong = {0}};
    json_t *root = json_read(&rd, json, n);
    const json_t *list = root ? json_list(&rd, root, "workflow_runs") : NULL;
    int64_t timed = -1;

    *history = (struct gh_history){0};
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *from = json_array_get(list, i);
        int64_t id = id_of(from);

        if (id > history->newest)
            history->newest = id;
        if (id <= timed || !took_ms(from))
            continue;
        timed = id;
        history->usual_ms = took_ms(from);
    }
    json_decref(root);
    return json_reader_end(&rd);
}

/* "failure" and the like: what a failed run is made of. */
static bool is_bad(const json_t *from)
{
    static const char *const good[] = {"success", "neutral", "skipped"};
    const char *conclusion = json_word(from, "conclusion");

    return *conclusion && !is_word(conclusion, good, ARRAY_LEN(good));
}

static bool is_going(const json_t *from)
{
    return strcmp(json_word(from, "status"), "in_progress") == 0;
}

#define STEP_TELLS 2 /* of such worth is what goes on or went wrong */

/* How much a job, or a step, says of how its run stands. */
static int worth(const json_t *from)
{
    return strcmp(json_word(from, "conclusion"), "failure") == 0 ? 4
           : is_bad(from)                                        ? 3
           : is_going(from)                                      ? 2
           : *json_word(from, "conclusion")                      ? 0
                                                                 : 1;
}

/* The first step that failed, else one that was ended or goes on. */
static char *find_step(const json_t *job)
{
    const json_t *steps = json_object_get(job, "steps"), *best = NULL;

    for (size_t i = 0; i < json_array_size(steps); i++) {
        const json_t *step = json_array_get(steps, i);

        if (worth(step) >= STEP_TELLS && (!best || worth(step) > worth(best)))
            best = step;
    }
    return best ? str_dup(json_word(best, "name")) : NULL;
}

static void read_job(struct json_reader *rd, struct gh_job *job,
                     const json_t *from)
{
    char *started = json_text_if(rd, from, "started_at");
    const char *conclusion = json_word(from, "conclusion");

    job->name = json_text(rd, from, "name");
    job->step = find_step(from);
    job->word = str_dup(*conclusion ? conclusion : json_word(from, "status"));
    job->started = started ? date_rfc3339(started) : -1;
    free(started);
}

char *gh_job_read(struct gh_job *job, const char *json, size_t n)
{
    struct json_reader rd = {.wrong = {0}};
    json_t *root = json_read(&rd, json, n);
    const json_t *list = root ? json_list(&rd, root, "jobs") : NULL;
    size_t best = 0;
    char *wrong;

    *job = (struct gh_job){.n = json_array_size(list), .started = -1};
    for (size_t i = 0; i < job->n; i++) {
        const json_t *from = json_array_get(list, i);

        job->done += *json_word(from, "conclusion") != '\0';
        if (worth(from) > worth(json_array_get(list, best)))
            best = i;
    }
    if (job->n) {
        json_enter(&rd, "jobs[%zu].", best);
        read_job(&rd, job, json_array_get(list, best));
    }
    json_decref(root);
    wrong = json_reader_end(&rd);
    if (wrong)
        gh_job_clear(job);
    return wrong;
}

void gh_job_clear(struct gh_job *job)
{
    free(job->name);
    free(job->step);
    free(job->word);
    *job = (struct gh_job){.started = -1};
}

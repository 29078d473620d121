/* Workflow runs in the tests: lists of them as GitHub documents them. */
#ifndef T_RUNS_H
#define T_RUNS_H

#include "../gh_run.h"
#include "json.h"

#define SHA "acb5820ced9479c074f688cc328bf03f341a511d"
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
    "'updated_at':'2020-01-22T19:35:09Z','actor':{'login':'octocat','id':1},"  \
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

#define NO_LIST "workflow_runs is not an array"

static const struct gh_run_key key = {"v1.2.3", SHA, "release.yml", 0};

static inline bool is_empty(const struct gh_run *run)
{
    return run->state == GH_RUN_NONE && !run->id && !run->attempt &&
           !run->word && !run->url && !run->started_at && !run->updated_at;
}

/* Reads what is written with ' for ", for the run that is looked for. */
static inline char *read_run_of(struct gh_run *run,
                                const struct gh_run_key *wanted,
                                const char *text)
{
    char *json = quoted(text), *bytes = exact(json, strlen(json));
    char *why;

    memset(run, 0xa5, sizeof(*run)); /* as a variable on the stack is */
    why = gh_run_read(run, wanted, bytes, strlen(json));
    free(json);
    free(bytes);
    return why;
}

static inline char *read_run(struct gh_run *run, const char *text)
{
    return read_run_of(run, &key, text);
}

#endif

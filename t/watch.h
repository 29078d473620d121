/* One awaited release in the tests, with a clock of its own and what GitHub
 * answers. */
#ifndef T_WATCH_H
#define T_WATCH_H

#include "../gh_watch.h"
#include "tap.h"

#define COMMIT "615ef2b06615ef2b06615ef2b06615ef2b06615e"
#define RUN_URL "https://github.com/o/r/actions/runs/77"
#define INTERVAL 7000u
#define LIMIT 2700000u

/* A run of the tag, in a list with one that is none of ours. */
#define RUNS(status, conclusion, attempt)                                      \
    "{\"total_count\":2,\"workflow_runs\":[{\"id\":99,\"event\":\"push\","     \
    "\"head_branch\":\"main\",\"head_sha\":\"" COMMIT "\",\"path\":"           \
    "\".github/workflows/release.yml\",\"status\":\"completed\","              \
    "\"conclusion\":\"failure\"},{\"id\":77,\"event\":\"push\","               \
    "\"head_branch\":\"v1.2.3\",\"head_sha\":\"" COMMIT "\",\"path\":"         \
    "\".github/workflows/release.yml\",\"run_attempt\":" attempt               \
    ",\"status\":\"" status "\",\"conclusion\":" conclusion                    \
    ",\"html_url\":\"" RUN_URL "\"}]}"
#define NO_RUNS "{\"total_count\":0,\"workflow_runs\":[]}"
#define GOES RUNS("in_progress", "null", "1")
#define PASSED RUNS("completed", "\"success\"", "1")
#define FAILED RUNS("completed", "\"failure\"", "1")
#define ASSET(id, name)                                                        \
    "{\"id\":" id ",\"name\":\"" name "\",\"state\":\"uploaded\",\"size\":5,"  \
    "\"updated_at\":\"2026-01-02T03:04:05Z\"}"
#define RELEASE(fields, assets)                                                \
    "{\"id\":1,\"tag_name\":\"v1.2.3\",\"html_url\":\"https://x/"              \
    "v1.2.3\"" fields ",\"assets\":[" assets "]}"
#define ALL RELEASE("", ASSET("1", "a") "," ASSET("2", "b"))
#define FINAL                                                                  \
    RELEASE(",\"immutable\":true", ASSET("1", "a") "," ASSET("2", "b"))
#define HALF RELEASE("", ASSET("1", "a"))
#define DRAFT(assets) "[" RELEASE(",\"draft\":true", assets) "]"
#define JOBS                                                                   \
    "{\"total_count\":1,\"jobs\":[{\"name\":\"build\",\"status\":"             \
    "\"completed\",\"conclusion\":\"failure\",\"started_at\":null,"            \
    "\"steps\":[{\"name\":\"Set up\",\"status\":\"completed\","                \
    "\"conclusion\":\"success\"},{\"name\":\"Compile\",\"status\":"            \
    "\"completed\",\"conclusion\":\"failure\"}]}]}"
#define JOBS_GO                                                                \
    "{\"total_count\":1,\"jobs\":[{\"name\":\"build\",\"status\":"             \
    "\"in_progress\",\"conclusion\":null,\"started_at\":"                      \
    "\"2026-01-02T03:04:05Z\",\"steps\":[{\"name\":\"Compile\",\"status\":"    \
    "\"in_progress\",\"conclusion\":null}]}]}"

static struct gh gh;
static struct argv assets;
static struct watch w;
static uint64_t now;
static struct err *failed;

static inline void begin(const char *workflow)
{
    watch_clear(&w);
    err_free(failed);
    failed = NULL;
    w = (struct watch){.owner = "o",
                       .name = "r",
                       .tag = "v1.2.3",
                       .commit = COMMIT,
                       .workflow = workflow,
                       .assets = &assets,
                       .interval_ms = INTERVAL,
                       .timeout_ms = LIMIT};
    now = 1000000;
    watch_begin(&w, &gh, 0, now);
}

static inline void take(enum watch_get which, int status, const char *body)
{
    struct gh_get *g = &w.gets[which];
    struct gh_judgement j;

    if (!w.asked[which])
        return;
    free(g->fault);
    g->fault = NULL;
    str_clear(&g->body);
    str_add(&g->body, body);
    g->answered = true;
    g->head.status = status;
    gh_judge(&j, g);
    if (!failed)
        failed = watch_take(&w, which, &j, now);
    gh_judgement_clear(&j);
}

/* One round, whatever is asked in it; NULL answers are 404. */
static inline void look(const char *runs, const char *jobs, const char *release,
                        const char *drafts)
{
    watch_ask(&w, &gh);
    w.next = now + INTERVAL;
    take(WATCH_RUN, runs ? 200 : 404, runs ? runs : "{}");
    take(WATCH_JOBS, jobs ? 200 : 404, jobs ? jobs : "{}");
    take(WATCH_RELEASE, release ? 200 : 404, release ? release : "{}");
    take(WATCH_DRAFT, drafts ? 200 : 404, drafts ? drafts : "[]");
    if (!failed)
        failed = watch_conclude(&w, &gh, now);
    now = w.next > now ? w.next : now;
}

static inline void start_all(void)
{
    tap_start();
    gh_set_host(&gh, NULL);
    argv_pushl(&assets, "a", "b", NULL);
}

static inline int end_all(void)
{
    watch_clear(&w);
    err_free(failed);
    argv_clear(&assets);
    gh_clear(&gh);
    return tap_end();
}

#endif

/* One awaited release in a few words. */
#include "watch.h"

static bool is_brief(const char *text)
{
    char *brief = watch_brief(&w, now);
    bool same = strcmp(brief, text) == 0;

    if (!same)
        printf("# it says: %s\n", brief);
    free(brief);
    return same;
}

static const struct {
    const char *runs, *release, *drafts, *text;
    bool asks;
} briefs[] = {
    {NO_RUNS, NULL, "[]", "no workflow run yet", false},
    {RUNS("queued", "null", "1"), NULL, "[]", "run queued", false},
    {RUNS("waiting", "null", "1"), NULL, "[]", "needs approval: " RUN_URL,
     true},
    {GOES, HALF, "[]", "running: job build, step Compile; missing: b", false},
    {RUNS("in_progress", "null", "2"), ALL, "[]",
     "running again: job build, step Compile", false},
    {PASSED, HALF, "[]", "run passed; gives up in 46 s: missing: b", false},
    {PASSED, NULL, "[]", "run passed; gives up in 46 s: no release", false},
    {PASSED, NULL, DRAFT(ASSET("1", "a")),
     "run passed; gives up in 46 s: only a draft", false},
    {PASSED, NULL, DRAFT(ASSET("1", "a") "," ASSET("2", "b")),
     "needs publishing: https://x/v1.2.3", true},
    {GOES, NULL, DRAFT(ASSET("1", "a") "," ASSET("2", "b")),
     "running: job build, step Compile", false},
    {RUNS("completed", "\"skipped\"", "1"), HALF, "[]",
     "run ended in skipped; gives up in 46 s: missing: b", false},
};

static void test_briefs(void)
{
    for (size_t i = 0; i < ARRAY_LEN(briefs); i++) {
        begin("release.yml");
        ok(is_brief("asking for its release"), "before the first answer");
        for (int k = 0; k < 2; k++)
            look(briefs[i].runs, JOBS_GO, briefs[i].release, briefs[i].drafts);
        ok(is_brief(briefs[i].text), "%s", briefs[i].text);
        ok(watch_needs_person(&w) == briefs[i].asks, "must a person act?");
    }
    begin(NULL);
    look("unasked", NULL, NULL, "[]");
    ok(is_brief("no release"), "where no run is looked at, the release counts");
    w.by_hand = true;
    ok(is_brief("needs someone to make the release") && watch_needs_person(&w),
       "where no workflow makes it, a person must");
}

static void test_brief_failures(void)
{
    begin("release.yml");
    look(FAILED, NULL, HALF, NULL);
    look("unasked", JOBS, HALF, NULL);
    w.failed = str_dup(failed->text);
    ok(is_brief("failed: run ended in failure in job build, step Compile") &&
           !watch_needs_person(&w),
       "of a run that failed, job and step are told first");
    begin("release.yml");
    look(GOES, NULL, NULL, NULL);
    w.failed = str_dup("time is up after 45 min 0 s");
    ok(is_brief("failed: time is up after 45 min 0 s"), "what else failed");
}

static void test_brief_limit(void)
{
    begin("release.yml");
    look(RUNS("queued", "null", "1"), NULL, NULL, "[]");
    now = w.deadline - LIMIT / 4 - 1;
    ok(is_brief("run queued"), "a time limit that is far away is not told");
    now++;
    ok(is_brief("11 min 15 s left; run queued"), "its last quarter is");
    begin("release.yml");
    look(RUNS("waiting", "null", "1"), NULL, NULL, "[]");
    now = w.deadline - 60000;
    ok(is_brief("needs approval within 60 s: " RUN_URL),
       "also where a person is awaited");
}

int main(void)
{
    start_all();
    test_briefs();
    test_brief_failures();
    test_brief_limit();
    return end_all();
}

/* The state machine of one awaited release. */
#include "watch.h"

static bool says(const char *text)
{
    char *state = str_fmt("%s; %s", w.awaits ? w.awaits : "-",
                          w.run_says ? w.run_says : "-");
    bool found = strstr(state, text) != NULL;

    free(state);
    return found;
}

static bool fails(int code, const char *text)
{
    return failed && failed->code == code && strstr(failed->text, text);
}

static void test_success(void)
{
    begin("release.yml");
    look(PASSED, NULL, ALL, NULL);
    ok(w.done && !failed && w.took_ms == 0,
       "a run that succeeded and all assets: done at the first look");
    begin("release.yml");
    look(GOES, NULL, ALL, NULL);
    ok(!w.done && says("all 2 assets present; its workflow run goes on"),
       "while the run goes on, assets may still be replaced: it is awaited");
    look(PASSED, NULL, NULL, NULL);
    ok(!w.done && w.next == now,
       "when it has ended, the release is looked at again, without a pause");
    look("unasked", NULL, ALL, NULL);
    ok(w.done && w.took_ms == INTERVAL, "and then it is done");
    begin("release.yml");
    look(GOES, NULL, FINAL, NULL);
    ok(w.done, "an immutable release is done whatever its run does");
    begin("release.yml");
    look(FAILED, NULL, FINAL, NULL);
    ok(w.done, "even if that failed");
}

static void test_settling(void)
{
    static const char *const runs[] = {
        NO_RUNS, RUNS("waiting", "null", "1"),
        RUNS("completed", "\"action_required\"", "1"),
        RUNS("completed", "\"skipped\"", "1")};

    for (size_t i = 0; i < ARRAY_LEN(runs); i++) {
        begin("release.yml");
        look(runs[i], NULL, ALL, NULL);
        ok(!w.done && says("all 2 assets present, settling"),
           "a run that tells nothing (%zu): the assets must settle", i);
        look(runs[i], NULL, ALL, "[]");
        ok(w.done && w.took_ms == INTERVAL, "for one interval");
    }
    begin(NULL);
    look("unasked", NULL, ALL, NULL);
    ok(!w.asked[WATCH_RUN] && says("all 2 assets present, settling"),
       "where no workflow is expected, no run is asked for");
    look("unasked", NULL, ALL, NULL);
    ok(w.done, "and assets settle");
    begin("release.yml");
    w.runs_off = true;
    look("unasked", NULL, ALL, NULL);
    ok(!w.asked[WATCH_RUN] && !w.done, "nor where runs cannot be read");
}

static void test_failure(void)
{
    begin("release.yml");
    look(FAILED, NULL, HALF, NULL);
    ok(!failed && w.next == now, "a run that failed: its jobs are asked for, "
                                 "without a pause");
    look("unasked", JOBS, HALF, NULL);
    ok(fails(EXIT_FAILED, "its workflow run ended in failure in job "
                          "\"build\", step \"Compile\": " RUN_URL),
       "then it fails, naming job, step and URL");
    ok(failed && strstr(failed->cure, "gh run rerun 77 --failed -R o/r"),
       "and says how to run it again");
    begin("release.yml");
    look(FAILED, NULL, NULL, NULL);
    look("unasked", NULL, NULL, NULL);
    ok(fails(EXIT_FAILED, "its workflow run ended in failure: " RUN_URL),
       "also if its jobs cannot be read");
    begin("release.yml");
    look(RUNS("completed", "\"cancelled\"", "1"), NULL, NULL, NULL);
    look("unasked", NULL, NULL, NULL);
    ok(fails(EXIT_FAILED, "ended in cancelled") &&
           strstr(failed->cure, "gh run rerun 77 -R o/r"),
       "a cancelled run is run again as a whole");
    begin("release.yml");
    look(FAILED, NULL, ALL, NULL);
    look("unasked", JOBS, ALL, NULL);
    ok(fails(EXIT_FAILED, "ended in failure") &&
           strstr(failed->cure, "--ignore-runs"),
       "all assets of a failed run are no release, unless one says so");
}

static void test_rerun(void)
{
    begin("release.yml");
    look(GOES, NULL, NULL, NULL);
    look(RUNS("queued", "null", "2"), NULL, NULL, "[]");
    ok(!failed && says("its workflow run is queued: " RUN_URL),
       "a run that is started again is awaited");
    ok(!w.asked[WATCH_JOBS], "and the jobs of the one before do not count");
    look(RUNS("in_progress", "null", "2"), NULL, NULL, NULL);
    ok(says("its workflow run goes on (run again)"), "which is said");
    look(RUNS("completed", "\"success\"", "2"), NULL, NULL, NULL);
    look("unasked", NULL, ALL, NULL);
    ok(w.done, "and its success is the release's");
}

static void test_grace(void)
{
    uint64_t end;

    begin("release.yml");
    look(PASSED, NULL, HALF, NULL);
    end = now - INTERVAL + WATCH_GRACE_MS;
    ok(!failed && says("missing: b; its workflow run ended in success"),
       "assets that are missing when the run succeeded may still appear");
    while (!failed && now < end)
        look(PASSED, NULL, HALF, NULL);
    ok(!failed && now == end, "for 60 s, at the end of which it looks");
    look(PASSED, NULL, HALF, NULL);
    ok(fails(EXIT_FAILED, "its workflow run ended in success 60 s ago, but "
                          "missing: b; see " RUN_URL),
       "then it fails, naming them");
    begin("release.yml");
    while (!failed && now < 2000000)
        look(PASSED, NULL, NULL, "[]");
    ok(fails(EXIT_FAILED, "but there is no release of the tag") &&
           now - 1000000 == WATCH_GRACE_MS + INTERVAL,
       "so it does where there is no release at all");
    begin("release.yml");
    look(PASSED, NULL, HALF, NULL);
    look(RUNS("in_progress", "null", "2"), NULL, HALF, NULL);
    now += WATCH_GRACE_MS;
    look(RUNS("in_progress", "null", "2"), NULL, HALF, NULL);
    look(RUNS("completed", "\"success\"", "2"), NULL, HALF, NULL);
    ok(!failed, "a run that is started again gets its grace again");
}

static void test_draft(void)
{
    begin("release.yml");
    look(PASSED, NULL, NULL, NULL);
    look(PASSED, NULL, NULL, DRAFT(ASSET("1", "a") "," ASSET("2", "b")));
    ok(says("a draft of its release is there, with all assets: someone must "
            "press \"Publish\" at https://x/v1.2.3"),
       "a draft is told as such");
    while (!failed && now < 1000000 + 10 * WATCH_GRACE_MS)
        look(PASSED, NULL, NULL, DRAFT(ASSET("1", "a") "," ASSET("2", "b")));
    ok(!failed && !w.done, "and a person may take longer than 60 s to do it");
    look(PASSED, NULL, ALL, DRAFT(""));
    look(PASSED, NULL, ALL, DRAFT(""));
    ok(w.done, "once it is published, it is done");
    begin("release.yml");
    while (!failed && now < 2000000)
        look(PASSED, NULL, NULL, DRAFT(ASSET("1", "a")));
    ok(fails(EXIT_FAILED, "a draft of its release is there, missing: b"),
       "a draft that lacks assets fails like a release");
}

static void test_no_run(void)
{
    begin("release.yml");
    look(NO_RUNS, NULL, NULL, NULL);
    ok(says("no release on GitHub yet; its workflow run has not begun yet"),
       "no run yet is said");
    while (now < 1000000 + WATCH_NO_RUN_MS)
        look(NO_RUNS, NULL, NULL, "[]");
    ok(now == 1000000 + WATCH_NO_RUN_MS && says("has not begun yet"),
       "for 90 s");
    look(NO_RUNS, NULL, NULL, "[]");
    ok(!failed && says("no workflow run has begun in 90 s: perhaps release.yml "
                       "is not started by this tag, Actions are disabled"),
       "then it says so, and why that may be, and waits on");
}

static void test_states(void)
{
    char *live;

    begin("release.yml");
    look(RUNS("waiting", "null", "1"), NULL, NULL, NULL);
    ok(says("its workflow run waits for an approval: someone must give it "
            "at " RUN_URL),
       "an approval that is awaited is said");
    begin("release.yml");
    look(GOES, NULL, HALF, NULL);
    look(GOES, JOBS_GO, NULL, NULL);
    ok(says("missing: b; its workflow run goes on, job build: " RUN_URL),
       "the job that goes on is said");
    live = watch_live(&w, INT64_C(1767323045) + 75);
    ok(strstr(live, "its run goes on, job build, step Compile, for 75 s; "
                    "missing: b") == live,
       "and on the live line its step, and how long it takes: %s", live);
    free(live);
}

static void test_questions(void)
{
    begin("release.yml");
    watch_ask(&w, &gh);
    ok(w.asked[WATCH_RUN] && w.asked[WATCH_RELEASE] && !w.asked[WATCH_JOBS] &&
           !w.asked[WATCH_DRAFT],
       "at first, the run and the release are asked for");
    begin("release.yml");
    look(GOES, NULL, NULL, NULL);
    watch_ask(&w, &gh);
    ok(w.asked[WATCH_RUN] && w.asked[WATCH_JOBS] && !w.asked[WATCH_RELEASE],
       "while the run goes on, its jobs and the release in turns");
    ok(w.gets[WATCH_JOBS].url &&
           strstr(w.gets[WATCH_JOBS].url, "/actions/runs/77/jobs?"),
       "the jobs of that run");
    watch_ask(&w, &gh);
    ok(w.asked[WATCH_RUN] && !w.asked[WATCH_JOBS] && w.asked[WATCH_RELEASE],
       "never more than two questions");
    ok(strstr(w.gets[WATCH_RUN].url,
              "/repos/o/r/actions/runs?event=push&head_sha=" COMMIT) != NULL,
       "runs are asked for by event and commit");
}

int main(void)
{
    start_all();
    test_success();
    test_settling();
    test_failure();
    test_rerun();
    test_grace();
    test_draft();
    test_no_run();
    test_states();
    test_questions();
    return end_all();
}

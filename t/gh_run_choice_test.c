#include "runs.h"

#define OTHER_SHA "009b8a3a9ccbb128af87f9b1c0f4c62e8a304f6d"

#define ALONE(event, sha, branch, path)                                        \
    RUNS(RUN("7", event, sha, branch, path, QUEUED))

/* A newer run that is not the tag's, and the tag's. */
#define BESIDE(event, sha, branch, path)                                       \
    RUNS(RUN("9", event, sha, branch, path, QUEUED) "," OURS("7", QUEUED))

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

/* A run is only the tag's if it is younger than the one named. */
static void test_after(void)
{
    static const struct {
        int64_t after, id; /* id 0: none */
    } afters[] = {{0, 9},  {1, 9},         {7, 9},  {8, 9}, {9, 0},
                  {10, 0}, {INT64_MAX, 0}, {-1, 9}, {6, 9}, {INT64_MIN, 9}};

    for (size_t i = 0; i < ARRAY_LEN(afters); i++) {
        const struct gh_run_key after = {"v1.2.3", SHA, "release.yml",
                                         afters[i].after};
        struct gh_run run;
        char *why = read_run_of(&run, &after,
                                RUNS(OURS("7", QUEUED) "," OURS("9", QUEUED)));

        ok(!why && run.id == afters[i].id && (run.id || is_empty(&run)),
           "of the runs 7 and 9, after %lld: %lld", (long long)afters[i].after,
           (long long)afters[i].id);
        gh_run_clear(&run);
        free(why);
    }
}

int main(void)
{
    tap_start();
    test_choices();
    test_after();
    return tap_end();
}

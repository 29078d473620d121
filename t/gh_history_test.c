#include "runs.h"

#define PAST(id, began, ended, conclusion)                                     \
    "{'id':" id ",'run_started_at':" began ",'updated_at':" ended              \
    ",'status':'completed','conclusion':" conclusion "}"
#define T0 "'2020-01-22T19:00:00Z'"
#define T1 "'2020-01-22T19:00:01Z'"
#define T90 "'2020-01-22T19:01:30Z'"
#define WEEK "'2020-01-29T19:00:00Z'"
#define OVER_WEEK "'2020-01-29T19:00:01Z'"
#define OK "'success'"

static const struct {
    const char *json;
    int64_t newest;
    unsigned usual_ms;
    const char *what;
} histories[] = {
    {RUNS(""), 0, 0, "there may be no run"},
    {RUNS(PAST("7", T0, T90, OK)), 7, 90000, "one run tells both"},
    {RUNS(PAST("7", T0, T1, OK)), 7, 1000, "it may take a second"},
    {RUNS(PAST("9", T0, T1, OK) "," PAST("7", T0, T90, OK)), 9, 1000,
     "the newest counts, where it comes first"},
    {RUNS(PAST("7", T0, T90, OK) "," PAST("9", T0, T1, OK)), 9, 1000,
     "the newest counts, where it comes last"},
    {RUNS(PAST("9", T0, T1, "'failure'") "," PAST("7", T0, T90, OK)), 9, 90000,
     "one that failed says nothing of how long it takes"},
    {RUNS(PAST("9", T0, T1, "null") "," PAST("7", T0, T90, OK)), 9, 90000,
     "nor does one that goes on"},
    {RUNS(PAST("9", T0, T1, "'Success'") "," PAST("7", T0, T90, OK)), 9, 90000,
     "nor a conclusion that is not known"},
    {RUNS(PAST("7", T0, T1, "'cancelled'")), 7, 0, "nor one alone"},
    {RUNS(PAST("9", T90, T0, OK) "," PAST("7", T0, T90, OK)), 9, 90000,
     "one that ended before it began is not counted"},
    {RUNS(PAST("9", T0, T0, OK)), 9, 0, "nor one that took no time"},
    {RUNS(PAST("9", T0, WEEK, OK)), 9, 604800000, "a week is the most"},
    {RUNS(PAST("9", T0, OVER_WEEK, OK)), 9, 0, "more than that is not usual"},
    {RUNS(PAST("9", "'2020-01-22T19:00:00+01:00'", T90, OK)), 9, 0,
     "a time that is not in UTC is none"},
    {RUNS(PAST("9", "null", T90, OK)), 9, 0, "null is no time"},
    {RUNS(PAST("9", "5", "[]", OK)), 9, 0, "nor are other types"},
    {RUNS(PAST("9", "'9999-12-31T23:59:59Z'", "'0001-01-01T00:00:00Z'", OK)), 9,
     0, "the ends of time do no harm"},
    {RUNS(PAST("9", "'1970-01-01T00:00:00Z'", "'9999-12-31T23:59:59Z'", OK)), 9,
     0, "nor all of it"},
    {RUNS(PAST("9223372036854775807", T0, T1, OK) "," PAST("7", T0, T90, OK)),
     INT64_MAX, 1000, "an id may have 63 bits"},
    {RUNS(PAST("-7", T0, T90, OK)), 0, 0, "an id below 0 is none"},
    {RUNS(PAST("'7'", T0, T90, OK)), 0, 90000,
     "an id that is a text is none, but its run may tell how long it takes"},
    {RUNS("null,5,'x',[],{}," PAST("7", T0, T90, OK)), 7, 90000,
     "what is no run is passed over"},
    {RUNS(OURS("7", QUEUED)), 7, 0, "a run as GitHub documents it is read"},
};

static const char *const wrong_histories[] = {
    "[]", "{}", "{'workflow_runs':null}", "{'workflow_runs':{}}",
    "{'message':'Not Found','status':'404'}"};

static char *read_history(struct gh_history *h, const char *text)
{
    char *json = quoted(text), *bytes = exact(json, strlen(json)), *why;

    memset(h, 0xa5, sizeof(*h));
    why = gh_history_read(h, bytes, strlen(json));
    free(json);
    free(bytes);
    return why;
}

static void test_histories(void)
{
    struct gh_history h;
    char *why;

    for (size_t i = 0; i < ARRAY_LEN(histories); i++) {
        why = read_history(&h, histories[i].json);
        if (!ok(!why && h.newest == histories[i].newest &&
                    h.usual_ms == histories[i].usual_ms,
                "of the last runs: %s", histories[i].what)) {
            tap_note("why", why);
            printf("# got: %lld, %u ms\n", (long long)h.newest, h.usual_ms);
        }
        free(why);
    }
    for (size_t i = 0; i < ARRAY_LEN(wrong_histories); i++) {
        why = read_history(&h, wrong_histories[i]);
        is(why, NO_LIST, "%s is no list of the last runs", wrong_histories[i]);
        ok(!h.newest && !h.usual_ms, "and nothing is kept");
        free(why);
    }
}

static void test_no_history(const char *json, size_t n, const char *what)
{
    char *bytes = exact(json, n);
    struct gh_history h;
    char *why = gh_history_read(&h, bytes, n);

    ok(is_no_document(why, n) && !h.newest && !h.usual_ms,
       "%s is no list of the last runs", what);
    free(bytes);
    free(why);
}

int main(void)
{
    tap_start();
    test_histories();
    for (size_t i = 0; i < ARRAY_LEN(not_json); i++)
        test_no_history(not_json[i].json, not_json[i].n, not_json[i].what);
    give_nested("{\"workflow_runs\":[", test_no_history);
    return tap_end();
}

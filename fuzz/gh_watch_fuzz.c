/* Answers of GitHub for one awaited release, one a line: what was asked ("run",
 * "jobs", "release", "draft" or "ask" for the next round), the status of HTTP,
 * and the body, or nothing. Done is only what is whole. */
#include "../gh_watch.h"
#include "fuzz.h"

#define STEP 1500u /* ms between two lines */

static void begin(struct watch *w, const struct argv *assets, bool runs)
{
    *w = (struct watch){.owner = "o",
                        .name = "r",
                        .tag = "v1.2.3",
                        .commit = "615ef2b06615ef2b06615ef2b06615ef2b06615e",
                        .workflow = runs ? "release.yml" : NULL,
                        .by_hand = !runs,
                        .assets = assets,
                        .interval_ms = 1000,
                        .timeout_ms = 600000};
}

/* Judged by what GitHub last told of the release. */
static void check_done(const struct watch *w)
{
    must(w->release.tag && strcmp(w->release.tag, w->tag) == 0,
         "done is the release of this tag");
    must(!w->release.draft, "done is no draft");
    must(!w->failed && !watch_needs_person(w), "done has not failed");
    for (size_t i = 0; i < w->assets->n; i++) {
        const struct gh_asset *a =
            gh_release_asset(&w->release, w->assets->v[i]);

        must(a && strcmp(a->state, "uploaded") == 0 && a->size > 0,
             "done has each asset, uploaded and not empty");
    }
    must(!w->workflow || w->runs_off || w->release.immutable ||
             w->run.state != GH_RUN_FAILED || !w->run.word ||
             w->stand >= WATCH_READY,
         "done is whole");
}

static void check_words(const struct watch *w, uint64_t now)
{
    char *live = watch_live(w, 1790000000), *brief = watch_brief(w, now);
    struct document d = {0};
    char *line;

    must(live && brief, "there is always something to say");
    watch_describe_run(w, &d);
    watch_describe_release(w, &d);
    watch_describe_assets(w, &d);
    line = document_line(&d);
    must(is_shown(line, strlen(line)), "programs are told in plain ASCII");
    document_clear(&d);
    free(line);
    free(live);
    free(brief);
}

/* False: it came to its end. */
static bool take(struct watch *w, const struct gh *gh, const char *line,
                 uint64_t now)
{
    static const char *const names[] = {"run ", "jobs ", "release ", "draft "};
    struct err *e = NULL;

    for (size_t g = 0; g < ARRAY_LEN(names); g++) {
        struct gh_get *get = &w->gets[g];
        struct gh_judgement j;
        char *body;

        if (!str_starts(line, names[g]) || !w->asked[g])
            continue; /* nothing answers that was not asked */
        get->answered = true;
        get->head.status = (int)strtol(line + strlen(names[g]), &body, 10);
        str_clear(&get->body);
        str_add(&get->body, body);
        gh_judge(&j, get);
        e = watch_take(w, (enum watch_get)g, &j, now);
        gh_judgement_clear(&j);
    }
    if (!e && str_starts(line, "ask"))
        watch_ask(w, gh);
    else if (!e)
        e = watch_conclude(w, gh, now);
    must(!e || (e->code && *e->text), "an end has a reason");
    must(!e || !w->done, "what failed is not done");
    if (!e && w->done)
        check_done(w);
    err_free(e);
    return !e && !w->done;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    struct gh gh = {.base = (char[]){"https://api.github.com"}};
    struct argv assets = {0};
    uint64_t now = 1000000;
    struct watch w;
    bool goes = true;

    argv_pushl(&assets, "a", "b", NULL);
    begin(&w, &assets, input_number(&in, 2));
    watch_begin(&w, &gh, 0, now);
    while (goes && in.at < in.end) {
        char *line = input_line(&in);

        now += STEP;
        goes = take(&w, &gh, line, now);
        if (goes)
            check_words(&w, now);
        free(line);
    }
    watch_clear(&w);
    argv_clear(&assets);
    return 0;
}

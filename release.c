#include "release.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SETTLE_TRIES 2 /* more questions about a push that broke off */
#define SETTLE_PAUSE_MS 1000u

/* Reads the local tag of step i into `tag`. */
static struct err *read_local_tag(const struct release *rel, size_t i,
                                  bool after_signal, struct git_tag *tag)
{
    const struct step *step = &rel->plan->steps[i];
    struct run r = {.after_signal = after_signal};
    struct git_refs refs = {0};
    struct err *e;

    git_ask_tag(&r, step->dir, rel->plan->tag);
    e = run(rel->runner, &r);
    if (!e && (!run_ok(&r) || !git_read_refs(&refs, &r.out, rel->plan->tag))) {
        char *line = git_last_line(&r.err);

        e = err_new(EXIT_FAILED, "git cannot read the local tag: %s", line);
        free(line);
    }
    *tag = refs.tag;
    refs.tag = (struct git_tag){0};
    git_refs_clear(&refs);
    run_clear(&r);
    return e;
}

static bool is_on(const struct git_tag *t, const char *commit)
{
    return t->object && t->annotated && t->commit &&
           strcmp(t->peeled, commit) == 0;
}

static struct err *run_tag(const struct release *rel, size_t i)
{
    const struct plan *plan = rel->plan;
    const struct step *step = &plan->steps[i];
    const struct git_new_tag tag = {.name = plan->tag,
                                    .commit = step->commit,
                                    .message = plan->message,
                                    .sign = plan->sign};
    struct run r = {.terminal = isatty(STDIN_FILENO)};
    struct err *e;

    git_make_tag(&r, step->dir, &tag);
    e = run(rel->runner, &r);
    rel->outcomes[i].tried = r.end != RUN_NEVER && r.end != RUN_NO_START &&
                             (r.end != RUN_ENDED || r.status == 0);
    if (!e && !run_ok(&r)) {
        char *line = git_last_line(&r.err);

        e = err_new(EXIT_FAILED, "git could not make %s: %s", plan->tag, line);
        err_cure(e,
                 "see that this works: git -C %s tag%s -m test test-tag; "
                 "git -C %s tag -d test-tag",
                 step->dir, plan->sign ? " -s" : "", step->dir);
        free(line);
    }
    run_clear(&r);
    return e;
}

/* Makes the tag of step i, and makes sure of what was made. */
static struct err *make_tag(struct release *rel, size_t i)
{
    const struct step *step = &rel->plan->steps[i];
    struct outcome *o = &rel->outcomes[i];
    struct git_tag tag = {0};
    struct err *e;

    e = run_tag(rel, i);
    if (!e)
        e = read_local_tag(rel, i, false, &tag);
    if (!e && !is_on(&tag, step->commit))
        e = err_new(EXIT_VERIFY,
                    "the tag that git made is not an annotated tag of %s",
                    step->commit);
    if (!e)
        o->object = str_dup(tag.object);
    git_tag_clear(&tag);
    return e ? err_wrap(e, "%s: tag", step->name) : NULL;
}

static struct err *make_tags(struct release *rel)
{
    struct err *e = NULL;

    for (size_t i = 0; !e && i < rel->plan->n; i++) {
        const struct step *step = &rel->plan->steps[i];

        report_wait(rel->report, step->name, "making the tag", clock_ms());
        if (step->tag == TAG_MAKE)
            e = make_tag(rel, i);
        if (!e && step->tag == TAG_MAKE)
            report_line(rel->report, step->name, "tagged %.*s as %s", GIT_SHORT,
                        step->commit, rel->plan->tag);
    }
    report_wait(rel->report, NULL, NULL, 0);
    return e;
}

/* The tag may be pushed if it still is what was made or found. */
static struct err *check_local_tag(const struct release *rel, size_t i)
{
    const struct step *step = &rel->plan->steps[i];
    struct git_tag tag = {0};
    struct err *e = read_local_tag(rel, i, false, &tag);

    if (!e && (!is_on(&tag, step->commit) ||
               strcmp(tag.object, rel->outcomes[i].object) != 0))
        e = err_new(EXIT_VERIFY,
                    "the local tag %s is not the one that was made for %.*s: "
                    "it was changed meanwhile, so it is not pushed",
                    rel->plan->tag, GIT_SHORT, step->commit);
    if (e && e->code == EXIT_VERIFY)
        err_cure(e,
                 "look at it: git -C %s show %s; to take it away: git -C %s "
                 "tag -d %s",
                 step->dir, rel->plan->tag, step->dir, rel->plan->tag);
    git_tag_clear(&tag);
    return e;
}

static bool is_access(enum git_cause cause)
{
    return cause == GIT_CAUSE_DENIED || cause == GIT_CAUSE_PROMPT ||
           cause == GIT_CAUSE_KEY;
}

/* Origin does not have the tag: who refused it, origin or something here? */
static struct err *not_pushed(const struct release *rel, size_t i,
                              const struct run *push, const char *line)
{
    const char *tag = rel->plan->tag, *dir = rel->plan->steps[i].dir;
    char *ref = str_fmt("refs/tags/%s", tag);
    char *words = git_remote_words(&push->err);
    int code = is_access(git_cause(&push->err)) ? EXIT_AUTH : EXIT_FAILED;
    struct err *e;

    if (git_read_push(&push->out, ref) == '!') {
        e = err_new(code, "origin refused %s: %s", tag, *words ? words : line);
        err_cure(e, "have the rule changed, or use credentials that may");
    } else if (push->end == RUN_ENDED && push->status == 1) {
        e = err_new(code, "a pre-push hook of the clone refused %s: %s", tag,
                    line);
        err_cure(e,
                 "mend what it wants; the hook is: git -C %s rev-parse "
                 "--git-path hooks/pre-push",
                 dir);
    } else {
        e = err_new(code, "%s was not pushed: %s", tag, line);
        err_cure(e, "see what this says: git -C %s push --dry-run origin HEAD",
                 dir);
    }
    free(words);
    free(ref);
    return e;
}

/* The tag as it is on origin; false: origin cannot be asked. */
static bool ask_origin(const struct release *rel, size_t i,
                       struct git_origin *origin)
{
    struct run r = {.after_signal = true, .terminal = rel->runner->jobs <= 1};
    bool known;

    git_ask_origin(&r, rel->plan->steps[i].dir, NULL, rel->plan->tag);
    r.limit_ms = GIT_SETTLE_MS;
    err_free(run(rel->runner, &r));
    known = run_ok(&r) && git_read_origin(origin, &r.out, NULL, rel->plan->tag);
    run_clear(&r);
    return known;
}

/* Did the push end so that origin cannot take the tag any more? A push that
 * was ended from outside, or lost its connection, may still be under way
 * there. */
static bool is_conclusive(const struct run *push)
{
    enum git_cause cause = git_cause(&push->err);

    return push->end == RUN_ENDED &&
           (push->status == 1 || is_access(cause) ||
            cause == GIT_CAUSE_NOT_FOUND || cause == GIT_CAUSE_HOST_KEY);
}

/* Asks origin, and where the tag may yet come, some times more. */
static bool ask_patiently(const struct release *rel, size_t i, bool conclusive,
                          struct git_origin *origin)
{
    bool known = ask_origin(rel, i, origin);

    for (int more = 0;
         known && !conclusive && !origin->tag.object && more < SETTLE_TRIES;
         more++) {
        runner_wait(rel->runner, -1, NULL, NULL, clock_ms() + SETTLE_PAUSE_MS);
        git_origin_clear(origin);
        known = ask_origin(rel, i, origin);
    }
    return known;
}

static struct err *unclear_push(const struct release *rel, size_t i,
                                const struct run *push, bool known,
                                const char *line)
{
    int code = push->end == RUN_TIMED_OUT ? EXIT_TIMEOUT : EXIT_FAILED;
    const char *tag = rel->plan->tag;
    struct err *e =
        known ? err_new(code,
                        "the push of %s broke off (%s); origin does not have "
                        "it yet, but may still take it",
                        tag, line)
              : err_new(code,
                        "the push of %s broke off (%s), and origin cannot be "
                        "asked now whether it has the tag",
                        tag, line);

    rel->outcomes[i].unclear = true;
    err_cure(e, "see that origin can be reached; what is below goes on "
                "rightly, whether it has the tag or not");
    return e;
}

static struct err *someone_elses(struct outcome *o, const char *tag,
                                 const struct git_tag *theirs)
{
    struct err *e = err_new(EXIT_FAILED,
                            "someone else pushed another %s (%.*s) to origin "
                            "since the survey",
                            tag, GIT_SHORT, theirs->object);

    o->others = true;
    err_cure(e, "ask who pushed it; what is below goes on with that tag");
    return e;
}

/* What a push that failed, or whose end nobody saw, left on origin. */
static struct err *settle_push(struct release *rel, size_t i,
                               const struct run *push)
{
    struct outcome *o = &rel->outcomes[i];
    struct git_origin origin = {0};
    bool conclusive = is_conclusive(push);
    bool known = ask_patiently(rel, i, conclusive, &origin);
    char *line = push->end == RUN_TIMED_OUT
                     ? str_fmt("it took more than %u s", push->limit_ms / 1000)
                     : git_last_line(&push->err);
    struct err *e = NULL;

    if (!known || (!origin.tag.object && !conclusive))
        e = unclear_push(rel, i, push, known, line);
    else if (!origin.tag.object)
        e = not_pushed(rel, i, push, line);
    else if (strcmp(origin.tag.object, o->object) != 0)
        e = someone_elses(o, rel->plan->tag, &origin.tag);
    else
        o->is_public = true;
    git_origin_clear(&origin);
    free(line);
    return e;
}

static struct err *run_push(struct release *rel, size_t i)
{
    const struct step *step = &rel->plan->steps[i];
    struct run r = {.terminal = rel->runner->jobs <= 1}, *one = &r;
    char *ref = str_fmt("refs/tags/%s", rel->plan->tag);
    struct err *stopped, *e = NULL;

    git_push_tag(&r, step->dir, rel->plan->tag);
    stopped = run_all(rel->runner, &one, 1);
    if (r.end == RUN_NO_START)
        e = run_answer(&r);
    else if (run_ok(&r) && git_read_push(&r.out, ref) == '*')
        rel->outcomes[i].is_public = true;
    else if (r.end != RUN_NEVER)
        e = settle_push(rel, i, &r);
    run_clear(&r);
    free(ref);
    if (!stopped)
        return e;
    err_free(e);
    return stopped;
}

static struct err *push(struct release *rel, size_t i)
{
    const struct step *step = &rel->plan->steps[i];
    struct err *e;

    report_wait(rel->report, step->name, "pushing the tag to origin",
                clock_ms());
    e = check_local_tag(rel, i);
    if (!e)
        e = run_push(rel, i);
    report_wait(rel->report, NULL, NULL, 0);
    if (rel->outcomes[i].is_public)
        report_line(rel->report, step->name, "pushed %s (on commit %.*s) to %s",
                    rel->plan->tag, GIT_SHORT, step->commit, step->url);
    return e ? err_wrap(e, "%s: push", step->name) : NULL;
}

static void note_watch(struct release *rel, size_t i, struct watch *w)
{
    struct outcome *o = &rel->outcomes[i];
    char *secs = report_secs(w->took_ms);

    o->released = w->done;
    o->took_ms = w->took_ms;
    o->url = w->url;
    w->url = NULL;
    if (w->done)
        report_line(rel->report, rel->plan->steps[i].name,
                    "released, all %zu assets are there, after %s",
                    w->assets->n, secs);
    free(secs);
}

/* Waits for the releases of steps from..to-1, all of them public. */
static struct err *wait_for_releases(struct release *rel, size_t from,
                                     size_t to)
{
    struct watch *watches = mem_zero(to - from, sizeof(*watches));
    struct err *e;

    for (size_t i = from; i < to; i++) {
        struct watch *w = &watches[i - from];

        w->owner = rel->config->owner;
        w->name = rel->plan->steps[i].name;
        w->tag = rel->plan->tag;
        w->assets = &rel->plan->steps[i].assets;
        w->interval_ms = rel->config->poll_secs * 1000;
        w->timeout_ms = rel->config->timeout_secs * 1000;
    }
    e = gh_poll(rel->runner, rel->gh, rel->report, watches, to - from);
    for (size_t i = from; i < to; i++) {
        note_watch(rel, i, &watches[i - from]);
        watch_clear(&watches[i - from]);
    }
    free(watches);
    return e;
}

/* In order; what is public already is awaited together with the one before
 * it, for nothing is pushed in between. */
static struct err *push_and_wait(struct release *rel)
{
    struct err *e = NULL;

    for (size_t i = 0, next; !e && i < rel->plan->n; i = next) {
        next = i + 1;
        while (next < rel->plan->n && rel->outcomes[next].is_public)
            next++;
        if (!rel->outcomes[i].is_public)
            e = push(rel, i);
        if (!e)
            e = wait_for_releases(rel, i, next);
    }
    return e;
}

/* Removes the local tag of step i that this run made; false: it stays. */
static bool drop_tag(struct release *rel, size_t i)
{
    const struct step *step = &rel->plan->steps[i];
    struct outcome *o = &rel->outcomes[i];
    struct run r = {0};
    struct git_tag tag = {0};
    struct err *e;
    bool gone;

    e = o->object ? NULL : read_local_tag(rel, i, true, &tag);
    if (!e && !o->object && is_on(&tag, step->commit))
        o->object = str_dup(tag.object);
    gone = !e && !o->object && !tag.object;
    git_tag_clear(&tag);
    err_free(e);
    if (!o->object)
        return gone;
    git_drop_tag(&r, step->dir, rel->plan->tag, o->object);
    err_free(run(rel->runner, &r));
    gone = run_ok(&r);
    run_clear(&r);
    return gone;
}

static void add_name(struct str *list, const char *name)
{
    str_addf(list, "%s%s", list->len ? ", " : "", name);
}

static void drop_tags(struct release *rel, struct err *e)
{
    struct str gone = {0}, kept = {0};

    for (size_t i = 0; i < rel->plan->n; i++) {
        const struct outcome *o = &rel->outcomes[i];

        if (!o->tried || o->is_public || o->unclear)
            continue;
        add_name(drop_tag(rel, i) ? &gone : &kept, rel->plan->steps[i].name);
    }
    if (gone.len)
        err_note(e, "  local tags: removed again in %s", gone.s);
    if (kept.len)
        err_note(e,
                 "  local tags: %s stays in %s, where it was changed or "
                 "could not be removed",
                 rel->plan->tag, kept.s);
    str_clear(&gone);
    str_clear(&kept);
}

/* "v1.2.3 is on origin of a (1a2b3c4d5), of b (...)", and what is not so
 * clear. */
static void note_public(const struct release *rel, struct err *e)
{
    const char *tag = rel->plan->tag;
    struct str list = {0};
    bool all_told = true;

    for (size_t i = 0; i < rel->plan->n; i++) {
        const struct outcome *o = &rel->outcomes[i];
        const struct step *step = &rel->plan->steps[i];

        if (o->unclear)
            err_note(e,
                     "  unclear: whether %s is on origin of %s; to ask it: "
                     "git -C %s ls-remote origin refs/tags/%s",
                     tag, step->name, step->dir, tag);
        if (o->others)
            err_note(e, "  not ours: the %s on origin of %s", tag, step->name);
        all_told = all_told && !o->unclear && !o->others;
        if (o->is_public)
            str_addf(&list, list.len ? ", of %s (%.*s)" : "%s (%.*s)",
                     step->name, GIT_SHORT, step->commit);
    }
    if (list.len)
        err_note(e, "  public now: %s is on origin of %s; %s", tag, list.s,
                 all_told ? "nothing else is public"
                          : "nothing else of this run is public");
    else
        err_note(e, "  public now: nothing%s; %s is on no %sorigin",
                 all_told ? "" : " that is sure", tag,
                 all_told ? "" : "other ");
    str_clear(&list);
}

static void note_released(const struct release *rel, struct err *e)
{
    struct str list = {0};

    for (size_t i = 0; i < rel->plan->n; i++)
        if (rel->outcomes[i].released)
            add_name(&list, rel->plan->steps[i].name);
    if (list.len)
        err_note(e, "  complete: %s", list.s);
    str_clear(&list);
}

static bool is_begun(const struct release *rel)
{
    for (size_t i = 0; i < rel->plan->n; i++)
        if (rel->outcomes[i].is_public || rel->outcomes[i].unclear ||
            rel->outcomes[i].others)
            return true;
    return false;
}

static void note_next(const struct release *rel, struct err *e)
{
    const char *then = e->cure ? "then" : "to go on";

    if (e->cure)
        err_note(e, "  first: %s", e->cure);
    if (e->hopeless)
        return;
    if (is_begun(rel))
        err_note(e, "  %s: %s", then, rel->resume_line);
    else
        err_note(e, "  %s: give the same command again", then);
}

static void start_outcomes(struct release *rel)
{
    rel->outcomes = mem_zero(rel->plan->n, sizeof(*rel->outcomes));
    for (size_t i = 0; i < rel->plan->n; i++) {
        const struct step *step = &rel->plan->steps[i];

        if (step->object)
            rel->outcomes[i].object = str_dup(step->object);
        rel->outcomes[i].is_public = step->tag == TAG_PUBLIC;
    }
}

struct err *release_apply(struct release *rel)
{
    struct err *e;

    start_outcomes(rel);
    e = make_tags(rel);
    if (!e)
        e = push_and_wait(rel);
    if (e) {
        note_public(rel, e);
        note_released(rel, e);
        drop_tags(rel, e);
        note_next(rel, e);
    }
    return e;
}

void release_print(const struct release *rel, FILE *to)
{
    int width = (int)strlen("REPOSITORY");

    for (size_t i = 0; i < rel->plan->n; i++) {
        int n = (int)strlen(rel->plan->steps[i].name);

        width = n > width ? n : width;
    }
    fprintf(to, "%-*s  %-*s  %-*s  %6s  %-6s  %s\n", width, "REPOSITORY",
            GIT_SHORT, "COMMIT", (int)strlen(rel->plan->tag), "TAG", "ASSETS",
            "TIME", "RELEASE");
    for (size_t i = 0; i < rel->plan->n; i++) {
        const struct step *step = &rel->plan->steps[i];
        const char *at = rel->outcomes[i].url;
        char *secs = report_secs(rel->outcomes[i].took_ms);
        struct str url = {0};

        str_add_printable(&url, at ? at : "-", at ? strlen(at) : 1);
        fprintf(to, "%-*s  %.*s  %s  %6zu  %-6s  %s\n", width, step->name,
                GIT_SHORT, step->commit, rel->plan->tag, step->assets.n, secs,
                str_text(&url));
        str_clear(&url);
        free(secs);
    }
}

void release_clear(struct release *rel)
{
    for (size_t i = 0; rel->outcomes && i < rel->plan->n; i++) {
        free(rel->outcomes[i].object);
        free(rel->outcomes[i].url);
    }
    free(rel->outcomes);
    rel->outcomes = NULL;
}

#include "release_parts.h"

#include <stdlib.h>
#include <string.h>

#define SETTLE_TRIES 2 /* more questions about a push that broke off */
#define SETTLE_PAUSE_MS 1000u

/* Origin does not have the tag: who refused it, origin or something here? */
static struct err *not_pushed(const struct release *rel, size_t i,
                              const struct run *push, const char *line)
{
    const char *tag = rel->plan->tag, *dir = rel->plan->steps[i].dir;
    char *ref = str_fmt("refs/tags/%s", tag);
    char *words = git_remote_words(&push->err);
    int code = push->end == RUN_TIMED_OUT                   ? EXIT_TIMEOUT
               : git_cause_is_access(git_cause(&push->err)) ? EXIT_AUTH
                                                            : EXIT_FAILED;
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

/* Did the push end so that origin cannot take the tag any more? One that was
 * ended from outside, or lost its connection, may still be under way there,
 * unless it had not begun to send. */
static bool is_conclusive(const struct run *push)
{
    enum git_cause cause = git_cause(&push->err);

    if (push->err.len < RUN_ERR_CAP && !git_has_sent(&push->err))
        return true;
    return push->end == RUN_ENDED &&
           (push->status == 1 || git_cause_is_access(cause) ||
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

static struct err *judge_push(struct release *rel, size_t i,
                              const struct run *push)
{
    char *ref = str_fmt("refs/tags/%s", rel->plan->tag);
    struct err *e = NULL;

    if (push->end == RUN_NO_START)
        e = run_answer(push);
    else if (run_ok(push) && git_read_push(&push->out, ref) == '*')
        rel->outcomes[i].is_public = true;
    else if (push->end != RUN_NEVER)
        e = settle_push(rel, i, push);
    free(ref);
    if (rel->outcomes[i].is_public)
        report_line(rel->report, rel->plan->steps[i].name,
                    "pushed %s (on commit %.*s) to %s", rel->plan->tag,
                    GIT_SHORT, rel->plan->steps[i].commit,
                    rel->plan->steps[i].url);
    return e;
}

/* Judges all pushes, whatever came of the others. A signal is what is told,
 * where there was one. */
static struct err *judge_all(struct release *rel, const size_t *steps, size_t n,
                             const struct run *pushes)
{
    struct err *first = NULL;

    for (size_t k = 0; k < n; k++) {
        struct err *e = judge_push(rel, steps[k], &pushes[k]);

        if (e)
            e = err_wrap(e, "%s: push", rel->plan->steps[steps[k]].name);
        first = err_join(first, e);
    }
    return first;
}

static struct err *run_pushes(struct release *rel, const size_t *steps,
                              size_t n)
{
    struct run *pushes = mem_zero(n, sizeof(*pushes));
    struct run **runs = mem_zero(n, sizeof(*runs));
    struct err *stopped, *e;

    for (size_t k = 0; k < n; k++) {
        runs[k] = &pushes[k];
        pushes[k].terminal = rel->runner->jobs <= 1;
        git_push_tag(&pushes[k], rel->plan->steps[steps[k]].dir,
                     rel->plan->tag);
    }
    stopped = run_all(rel->runner, runs, n);
    e = judge_all(rel, steps, n, pushes);
    for (size_t k = 0; k < n; k++)
        run_clear(&pushes[k]);
    free(pushes);
    free(runs);
    if (!stopped)
        return e;
    err_free(e);
    return err_wrap(stopped, "%s: push", rel->plan->steps[steps[0]].name);
}

/* None is pushed if one of the tags is not what it was. */
static struct err *check_tags(const struct release *rel, const size_t *steps,
                              size_t n)
{
    struct err *e = NULL;

    for (size_t k = 0; !e && k < n; k++) {
        e = release_check_tag(rel, steps[k]);
        if (e)
            e = err_wrap(e, "%s: push", rel->plan->steps[steps[k]].name);
    }
    return e;
}

struct err *release_push(struct release *rel, const size_t *steps, size_t n)
{
    const char *first = rel->plan->steps[steps[0]].name;
    char *what =
        n > 1 ? str_fmt("pushing the tag to origin (and of %zu more)", n - 1)
              : str_dup("pushing the tag to origin");
    struct err *e;

    report_wait(rel->report, first, what, clock_ms());
    e = check_tags(rel, steps, n);
    if (!e)
        e = run_pushes(rel, steps, n);
    report_wait(rel->report, NULL, NULL, 0);
    free(what);
    return e;
}

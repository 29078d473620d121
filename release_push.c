#include "release_parts.h"

#include <stdlib.h>
#include <string.h>

/* Has origin a tag whose name has this one for a folder, or is one of it? */
static bool is_in_way(const char *words)
{
    return strstr(words, "exists; cannot create") ||
           strstr(words, "blocking reference");
}

static bool is_disk(const char *words)
{
    return strstr(words, "No space left") || strstr(words, "unable to write") ||
           strstr(words, "Read-only file system") || strstr(words, "unpack");
}

static struct err *refused(const struct release *rel, const struct run *push,
                           int code, const char *why)
{
    char *words = git_remote_words(&push->err);
    char *said = *words ? str_dup(words) : str_clip(why, GIT_WORDS_MAX);
    char *lock = git_lock_in_way(&push->err);
    struct err *e =
        err_new(code, "origin refused %s: %s", rel->plan->tag, said);

    if (lock)
        err_cure(e, "wait: another push makes that tag there just now; if it "
                    "stays so, it was cut off, and who runs origin must "
                    "remove that lock");
    else if (is_in_way(said))
        err_cure(e, "have that tag removed on origin, or choose another "
                    "version");
    else if (is_disk(said))
        err_cure(e, "have the disk of origin's server seen to");
    else
        err_cure(e, "have the rule changed, or use credentials that may");
    free(said);
    free(words);
    free(lock);
    return e;
}

#define HOOK_AT "git -C %s rev-parse --git-path hooks/pre-push"

/* It ended before anything was sent, or HTTP turned it away; `line` tells most,
 * of whoever said it. */
static void cure_unsent(struct err *e, const struct step *step,
                        const struct run *push, const char *line)
{
    struct str said = {0};
    char *dir = str_shell(step->dir);
    char *cure;

    str_add(&said, line);
    cure = push->end == RUN_TIMED_OUT
               ? str_fmt("origin, or a pre-push hook of the clone, took all of "
                         "that time; a hook would be: " HOOK_AT,
                         dir)
               : git_cause_cure(git_cause(&said), step->dir, step->host);

    err_cure(e, "%s", cure);
    str_clear(&said);
    free(cure);
    free(dir);
}

/* Origin does not have the tag: who refused it, origin or something here? */
static struct err *not_pushed(const struct release *rel, size_t i,
                              const struct run *push, const char *line)
{
    const char *tag = rel->plan->tag;
    const struct step *step = &rel->plan->steps[i];
    char *dir = str_shell(step->dir);
    char *ref = str_fmt("refs/tags/%s", tag);
    char *why = git_read_refusal(&push->out, ref);
    int code = push->end == RUN_TIMED_OUT                   ? EXIT_TIMEOUT
               : git_cause_is_access(git_cause(&push->err)) ? EXIT_AUTH
                                                            : EXIT_FAILED;
    struct err *e;

    if (why) {
        e = refused(rel, push, code, why);
    } else if (release_hook_refused(rel, push)) {
        e = err_new(code, "a pre-push hook of the clone refused %s: %s", tag,
                    line);
        err_cure(e, "mend what it wants; the hook is: " HOOK_AT, dir);
    } else {
        e = err_new(code, "%s was not pushed: %s", tag, line);
        cure_unsent(e, step, push, line);
    }
    free(why);
    free(ref);
    free(dir);
    return e;
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

/* A push that failed, or whose end nobody saw, and what it left on origin. */
static struct err *settled_push(struct release *rel, const struct settling *t)
{
    struct outcome *o = &rel->outcomes[t->step];
    const struct run *push = t->push;
    const char *object = t->origin.tag.object;
    char *line = git_last_words(push);
    struct err *e = NULL;

    if (!t->known || (!object && !t->conclusive))
        e = unclear_push(rel, t->step, push, t->known, line);
    else if (!object)
        e = not_pushed(rel, t->step, push, line);
    else if (strcmp(object, o->object) != 0)
        e = release_rival(rel, t->step, &t->origin.tag);
    else
        o->is_public = true;
    free(line);
    return e;
}

/* Is it certain that origin took the tag? */
static bool is_pushed(const struct release *rel, const struct run *push)
{
    char *ref = str_fmt("refs/tags/%s", rel->plan->tag);
    bool pushed = run_ok(push) && git_read_push(&push->out, ref) == '*';

    free(ref);
    return pushed;
}

static struct err *fail(struct release *rel, size_t i, struct err *e)
{
    e = err_wrap(e, "%s: push", rel->plan->steps[i].name);
    release_tell_failed(rel, i, e);
    return e;
}

static struct err *judge_push(struct release *rel, const struct settling *t)
{
    struct outcome *o = &rel->outcomes[t->step];
    struct err *e = NULL;

    if (t->push->end == RUN_NO_START)
        e = run_answer(t->push);
    else if (t->over)
        o->is_public = true;
    else if (t->push->end != RUN_NEVER)
        e = settled_push(rel, t);
    o->pushing = false;
    if (o->is_public && !o->adopted)
        release_tell_pushed(rel, t->step);
    return e ? fail(rel, t->step, e) : NULL;
}

/* Judges all pushes, whatever came of the others. */
static struct err *judge_all(struct release *rel, const size_t *steps, size_t n,
                             const struct run *pushes)
{
    struct settling *all = mem_zero(n, sizeof(*all));
    struct err *first = NULL;

    for (size_t k = 0; k < n; k++) {
        all[k].step = steps[k];
        all[k].push = &pushes[k];
        all[k].over = is_pushed(rel, &pushes[k]);
    }
    release_settle(rel, all, n);
    for (size_t k = 0; k < n; k++) {
        first = err_join(first, judge_push(rel, &all[k]));
        git_origin_clear(&all[k].origin);
    }
    free(all);
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
        rel->outcomes[steps[k]].pushing = true;
        pushes[k].terminal = rel->runner->jobs <= 1;
        git_push_tag(&pushes[k], rel->plan->steps[steps[k]].dir, rel->plan->tag,
                     rel->outcomes[steps[k]].object);
    }
    stopped = run_all(rel->runner, runs, n);
    e = judge_all(rel, steps, n, pushes);
    if (!stopped) /* a signal is what is told, also one that came by now */
        stopped = runner_check(rel->runner);
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
static struct err *check_tags(struct release *rel, const size_t *steps,
                              size_t n)
{
    struct err *e = NULL;

    for (size_t k = 0; !e && k < n; k++) {
        e = release_check_tag(rel, steps[k]);
        if (e)
            e = fail(rel, steps[k], e);
    }
    return e;
}

/* Of two runs that come to this point at once, the one whose tag is first on
 * the first of them has the release; the other pushes none of the rest. */
static struct err *claim_and_push(struct release *rel, const size_t *steps,
                                  size_t n)
{
    struct err *e = run_pushes(rel, steps, 1);

    return e || n == 1 ? e : run_pushes(rel, steps + 1, n - 1);
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
        e = claim_and_push(rel, steps, n);
    report_wait(rel->report, NULL, NULL, 0);
    free(what);
    return e;
}

#include "release_parts.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
        char *line = git_last_words(&r);

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

/* Why git made no tag, and what to do. */
static struct err *no_tag(const struct release *rel, size_t i,
                          const struct run *r)
{
    const struct plan *plan = rel->plan;
    char *line = r->signalled || !r->err.len ? git_last_words(r)
                                             : git_error_lines(&r->err);
    char *lock = git_lock_in_way(&r->err);
    char *dir = str_shell(plan->steps[i].dir),
         *file = str_shell(lock ? lock : "");
    struct err *e =
        err_new(EXIT_FAILED, "git could not make %s: %s", plan->tag, line);

    if (lock)
        err_cure(e, GIT_LOCK_CURE, dir, file);
    else
        err_cure(e,
                 "see that this works: git -C %s tag%s -m test test-tag; "
                 "git -C %s tag -d test-tag",
                 dir, plan->sign ? " -s" : "", dir);
    free(line);
    free(lock);
    free(dir);
    free(file);
    return e;
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
    report_lend(rel->report);
    e = run(rel->runner, &r);
    rel->outcomes[i].denied =
        r.end == RUN_ENDED && r.status != 0 && !r.signalled;
    rel->outcomes[i].tried =
        r.end != RUN_NEVER && r.end != RUN_NO_START && !rel->outcomes[i].denied;
    if (!e && !run_ok(&r))
        e = no_tag(rel, i, &r);
    run_clear(&r);
    return e;
}

/* Is a tag to be signed: by our option, or by git's configuration? */
static struct err *read_wish(const struct release *rel, size_t i, bool *sign)
{
    struct run r = {0};
    struct err *e = NULL;

    *sign = rel->plan->sign;
    if (!*sign) {
        git_ask_sign_tags(&r, rel->plan->steps[i].dir);
        e = run(rel->runner, &r);
        *sign = !e && run_ok(&r) && strcmp(str_text(&r.out), "true\n") == 0;
    }
    run_clear(&r);
    return e;
}

/* git 2.39 makes an unsigned tag, and ends with 0, where ssh-keygen fails. */
static struct err *check_signature(const struct release *rel, size_t i,
                                   const struct git_tag *tag)
{
    bool sign = false;
    struct err *e = tag->is_signed ? NULL : read_wish(rel, i, &sign);
    char *dir;

    if (e || !sign)
        return e;
    dir = str_shell(rel->plan->steps[i].dir);
    e = err_new(EXIT_VERIFY, "%s was to be signed, and has no signature",
                rel->plan->tag);
    if (rel->plan->steps[i].tag == TAG_LEFT)
        err_cure(e, "git -C %s tag -d %s, and it is made again", dir,
                 rel->plan->tag);
    else
        err_cure(e,
                 "see what this says: git -C %s tag -s -m test test-tag; git "
                 "-C %s tag -d test-tag",
                 dir, dir);
    free(dir);
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
    if (!e) {
        o->object = str_dup(tag.object);
        e = check_signature(rel, i, &tag);
    }
    git_tag_clear(&tag);
    return e ? err_wrap(e, "%s: tag", step->name) : NULL;
}

/* One that a stopped run left: as git's configuration wants it now? */
static struct err *check_left(struct release *rel, size_t i)
{
    struct git_tag tag = {0};
    struct err *e = read_local_tag(rel, i, false, &tag);

    if (!e)
        e = check_signature(rel, i, &tag);
    git_tag_clear(&tag);
    return e ? err_wrap(e, "%s: tag", rel->plan->steps[i].name) : NULL;
}

struct err *release_make_tags(struct release *rel)
{
    struct err *e = NULL;

    for (size_t i = 0; !e && i < rel->plan->n; i++) {
        const struct step *step = &rel->plan->steps[i];

        report_wait(rel->report, step->name, "making the tag", clock_ms());
        if (step->tag == TAG_MAKE)
            e = make_tag(rel, i);
        else if (step->tag == TAG_LEFT)
            e = check_left(rel, i);
        if (e)
            release_tell_failed(rel, i, e);
        else if (step->tag == TAG_MAKE)
            release_tell_tagged(rel, i);
    }
    report_wait(rel->report, NULL, NULL, 0);
    return e;
}

struct err *release_check_tag(const struct release *rel, size_t i)
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
    if (e && e->code == EXIT_VERIFY) {
        char *dir = str_shell(step->dir);

        err_cure(e,
                 "look at it: git -C %s show %s; to take it away: git -C %s "
                 "tag -d %s",
                 dir, rel->plan->tag, dir, rel->plan->tag);
        free(dir);
    }
    git_tag_clear(&tag);
    return e;
}

bool release_has_tag(const struct release *rel, size_t i)
{
    struct git_tag tag = {0};
    struct err *e = read_local_tag(rel, i, true, &tag);
    bool there = e || tag.object;

    git_tag_clear(&tag);
    err_free(e);
    return there;
}

/* One that git may have made before it was ended; not a person's. */
static bool is_ours(const struct release *rel, size_t i,
                    const struct git_tag *tag)
{
    return is_on(tag, rel->plan->steps[i].commit) &&
           git_tag_says(tag, rel->plan->message) &&
           (tag->is_signed || !rel->plan->sign);
}

bool release_drop_tag(struct release *rel, size_t i)
{
    const struct step *step = &rel->plan->steps[i];
    struct outcome *o = &rel->outcomes[i];
    struct run r = {0};
    struct git_tag tag = {0};
    struct err *e;
    bool gone;

    e = o->object ? NULL : read_local_tag(rel, i, true, &tag);
    if (!e && !o->object && is_ours(rel, i, &tag))
        o->object = str_dup(tag.object);
    gone = !e && !o->object && !tag.object;
    git_tag_clear(&tag);
    err_free(e);
    if (!o->object)
        return gone;
    git_drop_tag(&r, step->dir, rel->plan->tag, o->object);
    err_free(run(rel->runner, &r));
    gone = run_ok(&r) || !release_has_tag(rel, i);
    run_clear(&r);
    return gone;
}

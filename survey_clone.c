#include "survey_parts.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void clone_lock(struct survey *s, size_t i)
{
    struct facts *f = &s->facts[i];
    enum lock_end end = LOCK_TAKEN;
    char *who = NULL, *says;

    clone_find(s, i);
    if (!f->is_clone)
        return;
    says = str_fmt("release of %s", s->tag);
    if (!s->look_only)
        end = lock_take(&f->lock, f->lock_dir, says, &who);
    else if ((who = lock_holder(f->lock_dir)) != NULL)
        end = LOCK_HELD;
    s->locked_out |= end == LOCK_HELD;
    if (end == LOCK_HELD)
        survey_problem(
            s, i,
            str_fmt("another orchestrator is at work in this clone: %s", who),
            str_dup("wait until it ends; if it is yours and hangs, end it and "
                    "take the release up with --resume"));
    else if (end == LOCK_FAILED)
        survey_problem(s, i, str_fmt("cannot lock the clone: %s", who),
                       str_dup("make its git folder writable for you"));
    free(who);
    free(says);
}

void clone_ask(struct survey *s, size_t i)
{
    struct facts *f = &s->facts[i];

    if (!f->is_clone)
        return;
    git_ask_status(&f->asked[ASK_STATUS], f->dir);
    git_ask_refs(&f->asked[ASK_REFS], f->dir, s->tag);
    git_ask_remotes(&f->asked[ASK_REMOTES], f->dir);
    git_ask_committer(&f->asked[ASK_COMMITTER], f->dir);
}

void clone_tell_no_sense(struct survey *s, size_t i, const struct run *r)
{
    char *line = git_last_words(r), *cmd = survey_by_hand(r), *what;

    if (r->end == RUN_TIMED_OUT)
        what = str_fmt("git gave no answer within %u s", RUN_LIMIT_MS / 1000);
    else if (r->end == RUN_TOO_MUCH && r == &s->facts[i].asked[ASK_STATUS])
        what = str_dup("the clone is not clean: more than can be listed");
    else if (run_ok(r))
        what = str_fmt("what git tells of the %s makes no sense", r->says);
    else
        what = str_fmt("git could not tell the %s: %s", r->says, line);
    survey_problem(s, i, what, str_fmt("see what this says: %s", cmd));
    free(line);
    free(cmd);
}

void clone_read(struct survey *s, size_t i)
{
    struct facts *f = &s->facts[i];
    const struct run *status = &f->asked[ASK_STATUS];
    const struct run *refs = &f->asked[ASK_REFS];
    const struct run *remotes = &f->asked[ASK_REMOTES];

    if (!f->is_clone)
        return;
    f->status_known =
        run_ok(status) && git_read_status(&f->status, &status->out);
    if (!run_ok(refs) || !git_read_refs(&f->refs, &refs->out, s->tag) ||
        (f->status.head && f->status.branch && !f->refs.has_head))
        clone_tell_no_sense(s, i, refs);
    if (!run_ok(remotes) || !git_read_remotes(&f->remotes, &remotes->out))
        clone_tell_no_sense(s, i, remotes);
}

/* What is under way in a clone, and the file by which git knows it. */
static const struct {
    const char *file, *what, *cure;
} under_way[] = {
    {"MERGE_HEAD", "a merge", "merge --continue (or --abort)"},
    {"rebase-merge", "a rebase", "rebase --continue (or --abort)"},
    {"rebase-apply", "a rebase or am", "rebase --continue (or --abort)"},
    {"CHERRY_PICK_HEAD", "a cherry-pick",
     "cherry-pick --continue (or --abort)"},
    {"REVERT_HEAD", "a revert", "revert --continue (or --abort)"},
    {"BISECT_LOG", "a bisect", "bisect reset"},
    {"sequencer", "a sequence of cherry-picks or reverts",
     "cherry-pick --continue (or --abort; or revert)"},
};

static void judge_under_way(struct survey *s, size_t i)
{
    struct facts *f = &s->facts[i];
    char *dir = str_shell(f->dir);

    for (size_t k = 0; k < ARRAY_LEN(under_way); k++) {
        char *path = str_fmt("%s/%s", f->git_dir, under_way[k].file);
        struct stat st;

        if (lstat(path, &st) == 0)
            survey_problem(
                s, i,
                str_fmt("%s is under way in the clone", under_way[k].what),
                str_fmt("git -C %s %s", dir, under_way[k].cure));
        free(path);
    }
    free(dir);
}

/* "2 changed, 1 untracked: a, b, c" */
static char *describe_dirt(const struct git_status *st)
{
    struct str text = {0};
    unsigned total = st->changed + st->untracked + st->conflicts;

    if (st->changed)
        str_addf(&text, "%u changed", st->changed);
    if (st->untracked)
        str_addf(&text, "%s%u untracked", text.len ? ", " : "", st->untracked);
    if (st->conflicts)
        str_addf(&text, "%s%u in conflict", text.len ? ", " : "",
                 st->conflicts);
    for (size_t i = 0; i < st->paths.n; i++)
        str_addf(&text, "%s%s", i ? ", " : ": ", st->paths.v[i]);
    if (total > st->paths.n)
        str_add(&text, ", ...");
    return str_take(&text);
}

static void judge_branch(struct survey *s, size_t i)
{
    const char *want = s->config->repos[i].branch;
    struct facts *f = &s->facts[i];
    char *dir, *word;

    if (!want || !f->status.branch || strcmp(want, f->status.branch) == 0)
        return;
    dir = str_shell(f->dir);
    word = str_shell(want);
    survey_problem(s, i,
                   str_fmt("the clone is on %s; the configuration wants %s",
                           f->status.branch, want),
                   str_fmt("git -C %s switch %s; or mend its \"branch\" in %s",
                           dir, word, s->config->file));
    free(dir);
    free(word);
}

static bool is_broken(const struct git_status *st)
{
    return !st->head && !st->branch;
}

static void judge_head(struct survey *s, size_t i)
{
    const char *want = s->config->repos[i].branch;
    struct facts *f = &s->facts[i];
    char *dir = str_shell(f->dir), *what;
    char *branch = want ? str_shell(want) : str_dup("BRANCH");

    if (is_broken(&f->status))
        survey_problem(s, i,
                       str_dup("git cannot read the ref that HEAD leads to: it "
                               "is empty, or no object's name"),
                       str_fmt("see what this says: git -C %s fsck", dir));
    else if (!f->status.head || !f->status.branch) {
        what = f->status.head
                   ? str_fmt("HEAD is detached at %.*s, on no branch",
                             GIT_SHORT, f->status.head)
                   : str_dup("the clone has no commit yet");
        survey_problem(s, i, what,
                       str_fmt("check out the branch to be released: git -C "
                               "%s switch %s",
                               dir, branch));
    }
    free(dir);
    free(branch);
}

/* git(1): for a status as we see it, where objects may be replaced. */
static const char *status_option(const struct facts *f)
{
    char *path = str_fmt("%s/refs/replace", f->lock_dir);
    struct stat st;
    bool there = stat(path, &st) == 0;

    free(path);
    return there ? " --no-replace-objects" : "";
}

/* All is dirt where HEAD cannot be read. */
static void judge_dirt(struct survey *s, size_t i)
{
    const struct git_status *st = &s->facts[i].status;
    char *dir, *dirt;

    if (is_broken(st) || !(st->changed + st->untracked + st->conflicts))
        return;
    dir = str_shell(s->facts[i].dir);
    dirt = describe_dirt(st);
    survey_problem(s, i, str_fmt("the clone is not clean: %s", dirt),
                   str_fmt("commit, stash or discard them; to see them: git%s "
                           "-C %s status",
                           status_option(&s->facts[i]), dir));
    free(dirt);
    free(dir);
}

static void judge_status(struct survey *s, size_t i)
{
    judge_head(s, i);
    judge_branch(s, i);
    judge_dirt(s, i);
}

/* "annotated, on 1a2b3c4d5" */
static char *describe_tag(const struct git_tag *t)
{
    return str_fmt("%s, %s %.*s", t->annotated ? "annotated" : "lightweight",
                   t->commit ? "on commit" : "on no commit but", GIT_SHORT,
                   t->peeled);
}

static bool is_of_head(const struct facts *f)
{
    const struct git_tag *t = &f->refs.tag;

    return t->annotated && t->commit && f->status.head &&
           strcmp(t->peeled, f->status.head) == 0;
}

/* Does the tag say, and is it signed, as one that a run of ours makes? */
static bool is_as_ours(const struct survey *s, const struct git_tag *t)
{
    char *message =
        config_expand(s->config->tag_message, s->version->text, s->tag);
    bool same = git_tag_says(t, message);

    free(message);
    return same && (t->is_signed || !s->config->sign);
}

/* May a local tag of that name stay? Only one that a stopped run left. */
static bool is_left_over(const struct survey *s, const struct facts *f)
{
    return s->resume && is_of_head(f) && is_as_ours(s, &f->refs.tag);
}

/* What is wrong with a tag that --resume does not take up. */
static char *describe_stranger(const struct survey *s, const struct facts *f)
{
    const struct git_tag *t = &f->refs.tag;
    char *text, *what;

    if (is_of_head(f))
        return str_fmt("the clone has a tag %s that no such release made: it "
                       "says \"%s\"%s",
                       s->tag, t->subject ? t->subject : "",
                       s->config->sign && !t->is_signed ? ", and is not signed"
                                                        : "");
    text = describe_tag(t);
    what = str_fmt("the clone has a tag %s of its own (%s), which is not an "
                   "annotated tag of HEAD (%.*s), and origin has none",
                   s->tag, text, GIT_SHORT,
                   f->status.head ? f->status.head : "none");
    free(text);
    return what;
}

/* It is the tag on origin, which is told already. */
static bool is_public_one(const struct facts *f)
{
    return f->origin.tag.object &&
           strcmp(f->origin.tag.object, f->refs.tag.object) == 0;
}

static void judge_local_tag(struct survey *s, size_t i)
{
    struct facts *f = &s->facts[i];
    const struct git_tag *t = &f->refs.tag;
    char *dir, *text;

    if (!t->object || is_left_over(s, f) || is_public_one(f))
        return;
    dir = str_shell(f->dir);
    text = describe_tag(t);
    if (s->resume)
        survey_problem(
            s, i, describe_stranger(s, f),
            str_fmt("if nobody needs it: git -C %s tag -d %s; else choose "
                    "another version",
                    dir, s->tag));
    else
        survey_problem(
            s, i,
            str_fmt("the clone has a local tag %s already (%s)", s->tag, text),
            t->annotated
                ? str_fmt("if a stopped release left it: %s; else: git -C %s "
                          "tag -d %s",
                          s->resume_line, dir, s->tag)
                : str_fmt("no release of ours made it; if nobody needs it: "
                          "git -C %s tag -d %s",
                          dir, s->tag));
    free(dir);
    free(text);
}

static void judge_committer(struct survey *s, size_t i)
{
    struct facts *f = &s->facts[i];
    char *dir;

    if (run_ok(&f->asked[ASK_COMMITTER]))
        return;
    dir = str_shell(f->dir);
    survey_problem(s, i,
                   str_dup("git knows no name and e-mail of yours, which an "
                           "annotated tag needs"),
                   str_fmt("git -C %s config user.name NAME; git -C %s config "
                           "user.email ADDRESS",
                           dir, dir));
    free(dir);
}

void clone_judge(struct survey *s, size_t i)
{
    struct facts *f = &s->facts[i];

    if (!f->is_clone || f->is_public)
        return;
    judge_under_way(s, i);
    if (f->status_known)
        judge_status(s, i);
    else
        clone_tell_no_sense(s, i, &f->asked[ASK_STATUS]);
    judge_local_tag(s, i);
    judge_committer(s, i);
}

#include "survey_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void tell_no_folder(struct survey *s, size_t i)
{
    const struct repo *repo = &s->config->repos[i];
    const char *dir = s->facts[i].dir;
    char *root = str_shell(s->root);
    char *file = s->config->named ? str_shell(s->config->file) : NULL;

    survey_problem(
        s, i, str_fmt("there is no clone at %s", dir),
        str_fmt("orchestrator clone --repos-root %s%s%s; or name "
                "their folder: --repos-root DIR; or mend the "
                "\"name\" or \"dir\" of %s in %s",
                root, file ? " --config " : "", file ? file : "", repo->name,
                s->config->file ? s->config->file : "an " CONFIG_FILE));
    free(root);
    free(file);
}

struct err *clone_find_all(struct survey *s)
{
    for (size_t i = 0; i < s->config->n; i++) {
        struct facts *f = &s->facts[i];
        const struct repo *repo = &s->config->repos[i];
        struct stat st;

        f->dir = strcmp(repo->dir, ".") == 0
                     ? str_dup(s->root)
                     : str_fmt("%s/%s", s->root, repo->dir);
        if (stat(f->dir, &st) == 0 && S_ISDIR(st.st_mode)) {
            git_ask_where(&f->asked[ASK_WHERE], f->dir);
            continue;
        }
        tell_no_folder(s, i);
    }
    return survey_ask(s);
}

static char *absolute(const char *dir, const char *path)
{
    return path[0] == '/' ? str_dup(path) : str_fmt("%s/%s", dir, path);
}

static bool same_folder(const char *a, const char *b)
{
    struct stat x, y;

    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
           x.st_ino == y.st_ino;
}

static void tell_no_clone(struct survey *s, size_t i, const struct run *r)
{
    struct facts *f = &s->facts[i];
    char *line = git_last_words(r), *dir = str_shell(f->dir);

    if (r->end != RUN_ENDED)
        survey_problem(s, i, str_fmt("git gave no answer in %s", f->dir),
                       str_fmt("git -C %s status", dir));
    else if (r->status == 0)
        survey_problem(
            s, i,
            str_fmt("where %s is, git tells in a way that makes no sense",
                    f->dir),
            str_fmt("if its path has a line end in it, rename that folder; "
                    "else see what this says: git -C %s rev-parse "
                    "--show-toplevel",
                    dir));
    else if (git_cause(&r->err) == GIT_CAUSE_OWNERSHIP)
        survey_problem(s, i, str_fmt("git does not trust %s: %s", f->dir, line),
                       str_fmt("if it is yours: git config --global --add "
                               "safe.directory %s",
                               dir));
    else if (strstr(line, "not a git repository"))
        survey_problem(s, i, str_fmt("%s is not a git clone: %s", f->dir, line),
                       str_fmt("move it away and clone %s/%s there",
                               s->config->owner, s->config->repos[i].name));
    else
        survey_problem(
            s, i, str_fmt("git cannot read the clone %s: %s", f->dir, line),
            str_fmt("see what this says: git -C %s status", dir));
    free(line);
    free(dir);
}

/* A git folder of its own, whatever git takes for the work tree. */
static bool has_git_folder(const struct facts *f)
{
    char *path = str_fmt("%s/.git", f->dir);
    struct stat st;
    bool there = lstat(path, &st) == 0;

    free(path);
    return there;
}

static void tell_bare(struct survey *s, size_t i)
{
    struct facts *f = &s->facts[i];
    char *dir = str_shell(f->dir);

    if (has_git_folder(f))
        survey_problem(s, i,
                       str_fmt("git takes %s for a bare repository, for its "
                               "core.bare is true",
                               f->dir),
                       str_fmt("git -C %s config core.bare false", dir));
    else
        survey_problem(s, i,
                       str_fmt("%s is a bare repository, not a clone with a "
                               "work tree",
                               f->dir),
                       str_dup("clone it with a work tree"));
    free(dir);
}

static void tell_elsewhere(struct survey *s, size_t i,
                           const struct git_where *w)
{
    struct facts *f = &s->facts[i];
    char *dir = str_shell(f->dir);

    if (w->top && has_git_folder(f))
        survey_problem(s, i,
                       str_fmt("the work tree of %s is elsewhere, in %s, as "
                               "its core.worktree says",
                               f->dir, w->top),
                       str_fmt("git -C %s config --unset core.worktree", dir));
    else
        survey_problem(s, i,
                       str_fmt("%s is not the top level of a clone; it is "
                               "inside %s",
                               f->dir, w->top ? w->top : w->git_dir),
                       str_dup("give the folder that holds the clones: "
                               "--repos-root DIR"));
    free(dir);
}

void clone_find(struct survey *s, size_t i)
{
    struct facts *f = &s->facts[i];
    const struct run *r = &f->asked[ASK_WHERE];
    struct git_where w;

    if (r->end == RUN_NEVER)
        return;
    if (!git_read_where(&w, &r->out)) {
        tell_no_clone(s, i, r);
        return;
    }
    if (w.bare) {
        tell_bare(s, i);
    } else if (!w.top || !same_folder(w.top, f->dir)) {
        tell_elsewhere(s, i, &w);
    } else {
        f->is_clone = true;
        f->git_dir = str_dup(w.git_dir);
        f->lock_dir = absolute(f->dir, w.common_dir);
        f->objects = absolute(f->dir, w.objects);
    }
    git_where_clear(&w);
}

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
                   str_fmt("commit, stash or discard them; to see them: git "
                           "-C %s status",
                           dir));
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

/* May a local tag of that name stay? Only one that a stopped run left. */
static bool is_left_over(const struct survey *s, const struct facts *f)
{
    const struct git_tag *t = &f->refs.tag;

    return s->resume && t->annotated && t->commit && f->status.head &&
           strcmp(t->peeled, f->status.head) == 0;
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
            s, i,
            str_fmt("the clone has a tag %s of its own (%s), which is not an "
                    "annotated tag of HEAD (%.*s), and origin has none",
                    s->tag, text, GIT_SHORT,
                    f->status.head ? f->status.head : "none"),
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

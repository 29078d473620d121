#include "survey_parts.h"

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

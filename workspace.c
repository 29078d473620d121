#include "workspace.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CONFIG_VARIABLE "ORCHESTRATOR_CONFIG"

struct err *current_folder(char **here)
{
    size_t size = 256;

    *here = mem_grow(NULL, size, 1);
    while (!getcwd(*here, size)) {
        if (errno != ERANGE)
            return err_new(EXIT_USAGE, "cannot tell which folder this is: %s",
                           strerror(errno));
        size *= 2;
        *here = mem_grow(*here, size, 1);
    }
    return NULL;
}

static bool is_folder(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The path as it holds from any folder; owned by the caller. */
struct err *absolute_path(const char *path, char **to)
{
    char *here = NULL;
    struct err *e = path && *path != '/' ? current_folder(&here) : NULL;

    *to = !path || e ? NULL
          : here     ? str_fmt("%s/%s", here, path)
                     : str_dup(path);
    free(here);
    return e;
}

/* "/a/b" of "/a/b/c"; owned by the caller. */
static char *parent_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash && slash > path ? str_dupn(path, (size_t)(slash - path))
                                 : str_dup("/");
}

/* What runs programs and gets the token must not come from just anybody who
 * can put a file here. */
static struct err *check_owner(const char *file)
{
    const char *why = NULL;
    struct stat st;

    if (stat(file, &st) != 0)
        return NULL;
    if (st.st_uid != geteuid() && st.st_uid != 0)
        why = "belongs to another user";
    else if (st.st_mode & S_IWOTH)
        why = "can be written by everybody";
    if (!why)
        return NULL;
    return err_new(EXIT_USAGE,
                   "%s %s, so it is not taken unasked; if you trust it: "
                   "--config %s",
                   file, why, file);
}

/* `orchestrator config >orchestrator.json`: the shell has made the file, empty,
 * before we look. */
static bool is_our_output(const char *file)
{
    struct stat ours, there;

    return fstat(STDOUT_FILENO, &ours) == 0 && stat(file, &there) == 0 &&
           ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

/* A link to nowhere, or what we may not look at, is there: it will be told. */
static bool is_there(const char *file)
{
    struct stat st;

    return lstat(file, &st) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

/* Loads the file of a folder; *found says whether it has one. */
static struct err *load_from(struct workspace *ws, const char *folder,
                             bool *found)
{
    char *file = str_fmt("%s/" CONFIG_FILE, folder);
    struct err *e = NULL;

    *found = is_there(file) && !is_our_output(file);
    if (*found)
        e = check_owner(file);
    if (*found && !e)
        e = config_load(&ws->config, file);
    if (*found && !e)
        ws->root = str_dup(folder);
    free(file);
    return e;
}

/* In the current folder, else in its parent. */
static struct err *load_near(struct workspace *ws, bool *found)
{
    char *here = NULL, *parent = NULL;
    struct err *e = current_folder(&here);

    if (!e)
        e = load_from(ws, here, found);
    if (!e && !*found) {
        parent = parent_of(here);
        e = load_from(ws, parent, found);
    }
    free(here);
    free(parent);
    return e;
}

static struct err *load_named(struct workspace *ws, const char *file)
{
    struct err *e = absolute_path(file, &ws->named);

    if (!e)
        e = config_load(&ws->config, ws->named);
    ws->config.named = !e;
    return e;
}

static struct err *take_root(struct workspace *ws, const char *root)
{
    struct err *e = absolute_path(root, &ws->root);

    if (!e && root && !is_folder(ws->root))
        e = err_new(EXIT_USAGE, "--repos-root %s is not a folder", root);
    return e;
}

struct err *workspace_load(struct workspace *ws, const char *root,
                           const char *file)
{
    struct err *e = take_root(ws, root);
    bool found = false;
    char *given;

    if (!file)
        file = getenv(CONFIG_VARIABLE);
    if (e)
        return e;
    if (file && *file)
        return load_named(ws, file);
    given = ws->root;
    ws->root = NULL;
    e = given ? load_from(ws, given, &found) : load_near(ws, &found);
    if (!e && !found)
        config_truthdb(&ws->config);
    if (given) {
        free(ws->root);
        ws->root = given;
    }
    return e;
}

/* Why neither folder is the root. */
static struct err *tell_absent(const struct config *config, const char *here,
                               const char *parent)
{
    return err_new(
        EXIT_USAGE,
        "neither %s nor its parent %s has any of the %zu clones%s (%s%s); go "
        "to where they are, or give --repos-root DIR, or make them here: "
        "orchestrator clone%s",
        here, parent, config->n, config->file ? "" : " of TruthDB",
        config->repos[0].name, config->n > 1 ? ", ..." : "",
        config->file ? "" : "; for other repositories: --config FILE");
}

static size_t count_clones(const struct config *config, const char *root)
{
    size_t n = 0;

    for (size_t i = 0; i < config->n; i++) {
        char *dir = str_fmt("%s/%s", root, config->repos[i].dir);

        n += is_folder(dir);
        free(dir);
    }
    return n;
}

struct err *workspace_find_root(struct workspace *ws)
{
    char *here = NULL, *parent;
    struct err *e = ws->root ? NULL : current_folder(&here);
    size_t n, above;

    if (e || ws->root)
        return e;
    parent = parent_of(here);
    n = count_clones(&ws->config, here);
    above = count_clones(&ws->config, parent);
    if (!n && !above)
        e = tell_absent(&ws->config, here, parent);
    else
        ws->root = str_dup(n >= above ? here : parent);
    free(here);
    free(parent);
    return e;
}

void workspace_clear(struct workspace *ws)
{
    config_clear(&ws->config);
    free(ws->root);
    free(ws->named);
    *ws = (struct workspace){0};
}

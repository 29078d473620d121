#include "verify_parts.h"

#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ANYBODY (S_IRWXU | S_IRWXG | S_IRWXO) /* as umask allows */

static struct err *no_folder(const char *path, int why, const struct stat *st)
{
    if (!st || S_ISDIR(st->st_mode))
        return err_new(EXIT_FAILED, "cannot make the folder %s: %s", path,
                       strerror(why));
    return err_new(EXIT_FAILED, "%s is %s, where a folder is needed", path,
                   S_ISLNK(st->st_mode) ? "a link" : "a file");
}

/* Makes a folder in `in`, if it is not there, and opens it. What is in the one
 * that a person named must not lead out of it; that itself may be a link. */
static struct err *open_folder(int *to, int in, const char *name,
                               const char *path)
{
    int follow = in == AT_FDCWD ? 0 : O_NOFOLLOW;
    bool made = mkdirat(in, name, ANYBODY) == 0;
    int why = errno;
    int fd = openat(in, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | follow);
    struct stat st;

    if (fd >= 0) {
        *to = lock_move_up(fd);
        return NULL;
    }
    why = made || why == EEXIST ? errno : why;
    return no_folder(
        path, why,
        fstatat(in, name, &st, follow ? AT_SYMLINK_NOFOLLOW : 0) ? NULL : &st);
}

static size_t index_of(const struct transfers *t, const struct transfer *x)
{
    return (size_t)(x->repo - t->v->repos);
}

struct err *verify_open_folders(struct transfers *t)
{
    struct err *e = open_folder(&t->top, AT_FDCWD, t->folder, t->folder);

    t->folders = mem_zero(t->v->config->n, sizeof(*t->folders));
    for (size_t i = 0; !e && i < t->n; i++) {
        struct transfer *x = &t->all[i];
        int *folder = &t->folders[index_of(t, x)];
        const char *name = x->repo->repo->name;
        char *path = str_fmt("%s/%s", t->folder, name);

        if (!*folder)
            e = open_folder(folder, t->top, name, path);
        x->folder = *folder;
        free(path);
    }
    return e;
}

void verify_close_folders(struct transfers *t)
{
    for (size_t i = 0; t->folders && i < t->v->config->n; i++)
        if (t->folders[i])
            close(t->folders[i]);
    if (t->top)
        close(t->top);
    free(t->folders);
    t->folders = NULL;
    t->top = 0;
}

static bool is_same(int fd, const struct stat *there)
{
    struct stat st;

    return fstat(fd, &st) == 0 && st.st_dev == there->st_dev &&
           st.st_ino == there->st_ino;
}

bool verify_folder_stays(const struct transfers *t, const struct transfer *x)
{
    struct stat st;

    return stat(t->folder, &st) == 0 && is_same(t->top, &st) &&
           fstatat(t->top, x->repo->repo->name, &st, AT_SYMLINK_NOFOLLOW) ==
               0 &&
           is_same(x->folder, &st);
}

int64_t verify_size(const struct transfer *x, const char *name)
{
    struct stat st;

    return fstatat(x->folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
                   S_ISREG(st.st_mode)
               ? (int64_t)st.st_size
               : -1;
}

bool verify_is_there(const struct transfer *x, const char *name)
{
    struct stat st;

    return fstatat(x->folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

#include "aside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREFIX "orchestrator."
#define TRIES 3
#define NOTE_MAX 256
/* Its lock's file says so: what only has such a name is somebody else's. */
#define NOTE "orchestrator's own: removed once its run has ended"

static const char *parent(void)
{
    const char *tmp = getenv("TMPDIR");

    return tmp && *tmp ? tmp : "/tmp";
}

/* Between the two another run may take it for one that was left. */
static bool make_once(struct aside *aside)
{
    char *path = str_fmt("%s/" PREFIX "XXXXXX", parent()), *why = NULL;
    int failed = 0;

    if (!mkdtemp(path)) {
        failed = errno;
    } else if (lock_take(&aside->lock, path, NOTE, &why) == LOCK_TAKEN) {
        aside->path = path;
        return true;
    } else {
        rmdir(path);
        failed = EAGAIN;
    }
    free(why);
    free(path);
    errno = failed;
    return false;
}

bool aside_make(struct aside *aside)
{
    *aside = (struct aside){0};
    for (int i = 0; i < TRIES; i++)
        if (make_once(aside))
            return true;
        else if (errno != EAGAIN)
            break;
    return false;
}

struct err *aside_remove(const struct runner *runner, const char *path,
                         const char *says)
{
    struct run r = {.after_signal = true, .says = says};
    struct err *e;

    argv_pushl(&r.argv, "rm", "-rf", "--", path, NULL);
    e = run(runner, &r);
    run_clear(&r);
    return e;
}

/* The lock is held until all is gone, so that nobody else removes it too. */
struct err *aside_clear(const struct runner *runner, struct aside *aside,
                        const char *says)
{
    struct err *e =
        aside->path ? aside_remove(runner, aside->path, says) : NULL;

    lock_clear(&aside->lock);
    free(aside->path);
    *aside = (struct aside){0};
    return e;
}

/* Is it a folder of ours, made by an orchestrator? */
static bool is_aside(const char *path)
{
    char *file = str_fmt("%s/" LOCK_NAME, path), says[NOTE_MAX] = "";
    int fd = -1;
    struct stat st;
    bool noted = false;

    if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == geteuid())
        fd = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd >= 0) {
        noted = read(fd, says, sizeof(says) - 1) > 0 &&
                strncmp(lock_note(says), NOTE, strlen(NOTE)) == 0;
        close(fd);
    }
    free(file);
    return noted;
}

static void sweep_one(const struct runner *runner, const char *name)
{
    struct aside left = {.path = str_fmt("%s/%s", parent(), name)};
    char *why = NULL;

    if (is_aside(left.path) &&
        lock_take(&left.lock, left.path, NOTE, &why) == LOCK_TAKEN)
        err_free(aside_clear(runner, &left, "what a killed run left"));
    free(left.path);
    free(why);
}

void aside_sweep(const struct runner *runner)
{
    DIR *dir = opendir(parent());
    struct argv names = {0};
    struct dirent *entry;

    while (dir && (entry = readdir(dir)) != NULL)
        if (strncmp(entry->d_name, PREFIX, strlen(PREFIX)) == 0)
            argv_push(&names, entry->d_name);
    if (dir)
        closedir(dir);
    for (size_t i = 0; i < names.n; i++)
        sweep_one(runner, names.v[i]);
    argv_clear(&names);
}

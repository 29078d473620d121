#include "log.h"

#include "date.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FOLDER "orchestrator"
#define STAMP 16 /* the length of "20261121T095512Z" */

/* A file may block us when it is opened or written, if it is a pipe. */
static struct err *open_file(struct log *log, const char *file, int flags)
{
    int fd = open(file, O_WRONLY | O_CREAT | O_NONBLOCK | O_NOCTTY | flags,
                  S_IRUSR | S_IWUSR);
    struct stat st;

    if (fd < 0 || fstat(fd, &st) != 0 ||
        !(S_ISREG(st.st_mode) || S_ISCHR(st.st_mode))) {
        int why = fd < 0 ? errno : 0;

        if (fd >= 0)
            close(fd);
        return err_new(EXIT_USAGE, "cannot write the log %s: %s", file,
                       why ? strerror(why) : "it is no file");
    }
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    log->fd = fd;
    log->path = str_dup(file);
    fcntl(fd, F_SETLK, &(struct flock){.l_type = F_WRLCK}); /* it is at work */
    return NULL;
}

struct err *log_open(struct log *log, const char *file)
{
    return open_file(log, file, O_APPEND);
}

/* Makes each folder of the path that is not there. */
static void make_folders(const char *path)
{
    char *copy = str_dup(path);

    for (char *p = copy + 1; *p; p++) {
        if (*p != '/')
            continue;
        *p = '\0';
        mkdir(copy, S_IRWXU);
        *p = '/';
    }
    mkdir(copy, S_IRWXU);
    free(copy);
}

/* NULL: there is no home. */
static char *default_folder(void)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");

    if (state && *state == '/')
        return str_fmt("%s/" FOLDER, state);
    return home && *home == '/' ? str_fmt("%s/.local/state/" FOLDER, home)
                                : NULL;
}

/* "20261121T095512Z-release-iso-4711.log", of that command? */
static bool is_ours(const char *name, const char *command)
{
    size_t n = strlen(command), digits;

    if (strspn(name, "0123456789TZ") != STAMP || name[STAMP] != '-' ||
        strncmp(name + STAMP + 1, command, n) != 0)
        return false;
    name += STAMP + 1 + n;
    digits = *name == '-' ? strspn(name + 1, "0123456789") : 0;
    return digits && strcmp(name + 1 + digits, ".log") == 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Its run goes on. */
static bool is_at_work(const char *path)
{
    struct flock lock = {.l_type = F_WRLCK};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    bool held =
        fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;

    if (fd >= 0)
        close(fd);
    return held;
}

/* The names begin with the time, so the first are the oldest; ours is none of
 * them, even if the clock was once wrong. */
static void remove_oldest(const struct log *log, const char *folder,
                          const char *command)
{
    DIR *dir = opendir(folder);
    struct argv names = {0};
    struct dirent *entry;

    while (dir && (entry = readdir(dir)) != NULL)
        if (is_ours(entry->d_name, command))
            argv_push(&names, entry->d_name);
    if (dir)
        closedir(dir);
    if (names.n)
        qsort(names.v, names.n, sizeof(*names.v), by_name);
    for (size_t i = 0; i + LOG_KEPT < names.n; i++) {
        char *path = str_fmt("%s/%s", folder, names.v[i]);

        if (strcmp(path, log->path) != 0 && !is_at_work(path))
            unlink(path);
        free(path);
    }
    argv_clear(&names);
}

static char *default_name(const char *folder, const char *command)
{
    time_t now = time(NULL);
    struct tm tm = {0};
    char stamp[STAMP + 1] = "";

    gmtime_r(&now, &tm);
    strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%SZ", &tm);
    return str_fmt("%s/%s-%s-%ld.log", folder, stamp, command, (long)getpid());
}

struct err *log_open_default(struct log *log, const char *command)
{
    char *folder = default_folder(), *file;
    struct err *e;

    if (!folder)
        return err_new(EXIT_USAGE,
                       "cannot write a log: neither XDG_STATE_HOME nor HOME "
                       "is a folder");
    make_folders(folder);
    file = default_name(folder, command);
    e = open_file(log, file, O_EXCL);
    if (!e)
        remove_oldest(log, folder, command);
    free(folder);
    free(file);
    return e;
}

/* At once, so that the lines of two runs do not mix. */
static void put(struct log *log, const char *bytes, size_t n)
{
    while (n && !log->lost) {
        ssize_t put = write(log->fd, bytes, n);

        if (put < 0 && errno != EINTR)
            log->lost = errno;
        if (put > 0) {
            bytes += put;
            n -= (size_t)put;
        }
    }
}

void log_line(struct log *log, const struct secrets *secrets, const char *kind,
              const char *text)
{
    struct str masked = {0}, line = {0};
    struct timespec now = {0};
    char *time;

    if (!log->path)
        return;
    clock_gettime(CLOCK_REALTIME, &now);
    time = date_text((int64_t)now.tv_sec, (unsigned)(now.tv_nsec / 1000000));
    secret_mask(secrets, &masked, text, strlen(text));
    str_addf(&line, "%s %-9s ", time, kind);
    str_add_printable(&line, str_text(&masked), masked.len);
    str_add(&line, "\n");
    put(log, line.s, line.len);
    str_clear(&masked);
    str_clear(&line);
    free(time);
}

struct err *log_close(struct log *log)
{
    struct err *e = NULL;

    if (log->path && close(log->fd) != 0 && !log->lost)
        log->lost = errno;
    if (log->lost)
        e = err_new(EXIT_FAILED, "cannot write to the log %s: %s", log->path,
                    strerror(log->lost));
    free(log->path);
    *log = (struct log){0};
    return e;
}

#include "lock.h"

#include "date.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define HOST_MAX 256
#define SAYS_MAX 512
#define TRIES 10
#define SECONDS 19         /* characters of a date up to them */
#define PAUSE_NS 20000000L /* between two looks at what the holder says */
#define LOCK_FD_LEAST 512

static struct flock whole_file(void)
{
    return (struct flock){.l_type = F_WRLCK, .l_whence = SEEK_SET};
}

const char *lock_note(const char *text)
{
    size_t digits = strspn(text, "0123456789");

    return digits && text[digits] == ' ' ? text + digits + 1 : text;
}

/* What the file says after the number of its process; false: someone else
 * wrote it, or nobody yet. */
static bool read_says(int fd, long pid, char says[SAYS_MAX])
{
    ssize_t n = pread(fd, says, SAYS_MAX - 1, 0);
    const char *note;
    bool theirs;

    says[n < 0 ? 0 : n] = '\0';
    says[strcspn(says, "\n")] = '\0';
    note = lock_note(says);
    theirs = note > says && strtol(says, NULL, 10) == pid;
    memmove(says, note, strlen(note) + 1);
    return theirs;
}

/* Who holds it, or NULL: "process 4711 (release of v1.2.3, since
 * 2026-11-21T16:20:02Z, on host pine)". It says so just after it took it. */
static char *holder_of(int fd)
{
    struct timespec pause = {.tv_nsec = PAUSE_NS};
    struct flock who = whole_file();
    char says[SAYS_MAX] = "";

    for (int i = 0; i < TRIES; i++) {
        who = whole_file();
        if (fcntl(fd, F_GETLK, &who) < 0 || who.l_type == F_UNLCK)
            return NULL;
        if (read_says(fd, (long)who.l_pid, says))
            break;
        nanosleep(&pause, NULL);
    }
    return str_fmt("process %ld%s%s%s", (long)who.l_pid, *says ? " (" : "",
                   says, *says ? ")" : "");
}

/* The one who had it may have removed the file while we waited to open it. */
static bool is_still_there(int fd, const char *path)
{
    struct stat ours, there;

    return fstat(fd, &ours) == 0 && stat(path, &there) == 0 &&
           ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

int lock_move_up(int fd)
{
    int up = fcntl(fd, F_DUPFD_CLOEXEC, LOCK_FD_LEAST);

    if (up < 0)
        return fd;
    close(fd);
    return up;
}

static enum lock_end try_once(struct lock *lock, const char *path, char **why)
{
    struct flock want = whole_file();
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
                  0666);
    struct stat st;

    if (fd < 0) {
        *why = str_fmt("cannot make %s: %s", path, strerror(errno));
        return LOCK_FAILED;
    }
    /* before it is locked: closing any descriptor of a file drops its locks */
    fd = lock_move_up(fd);
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        *why = str_fmt("%s is no file", path);
        close(fd);
        return LOCK_FAILED;
    }
    if (fcntl(fd, F_SETLK, &want) < 0) {
        bool held = errno == EACCES || errno == EAGAIN;

        *why = held ? holder_of(fd)
                    : str_fmt("cannot lock %s: %s", path, strerror(errno));
        close(fd);
        return held ? LOCK_HELD : LOCK_FAILED;
    }
    if (!is_still_there(fd, path)) {
        close(fd);
        return LOCK_HELD;
    }
    lock->fd = fd;
    return LOCK_TAKEN;
}

/* The host, for the folder may be shared by machines. */
static void write_says(int fd, const char *says)
{
    char host[HOST_MAX] = "";
    char *since = date_text((int64_t)time(NULL), 0), *line;

    if (gethostname(host, sizeof(host) - 1) != 0)
        *host = '\0';
    line = str_fmt("%ld %s, since %.*sZ%s%s\n", (long)getpid(), says, SECONDS,
                   since, *host ? ", on host " : "", host);
    if (ftruncate(fd, 0) == 0 && write(fd, line, strlen(line)) < 0)
        errno = 0; /* the note is a courtesy; the lock itself holds */
    free(since);
    free(line);
}

enum lock_end lock_take(struct lock *lock, const char *dir, const char *says,
                        char **why)
{
    char *path = str_fmt("%s/" LOCK_NAME, dir);
    enum lock_end end = LOCK_HELD;

    *lock = (struct lock){0};
    *why = NULL;
    for (int i = 0; i < TRIES && end == LOCK_HELD && !*why; i++)
        end = try_once(lock, path, why);
    if (end == LOCK_TAKEN) {
        lock->path = path;
        write_says(lock->fd, says);
        return end;
    }
    if (!*why)
        *why = str_dup("a process that ended just now");
    free(path);
    return end;
}

char *lock_holder(const char *dir)
{
    char *path = str_fmt("%s/" LOCK_NAME, dir), *who = NULL;
    int fd = open(path, O_RDWR | O_CLOEXEC);

    if (fd >= 0) {
        who = holder_of(fd);
        close(fd);
    }
    free(path);
    return who;
}

void lock_clear(struct lock *lock)
{
    if (!lock->path)
        return;
    if (is_still_there(lock->fd, lock->path))
        unlink(lock->path);
    close(lock->fd);
    free(lock->path);
    *lock = (struct lock){0};
}

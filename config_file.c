#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct err *no_read(const char *file)
{
    return err_new(EXIT_USAGE, "%s: cannot be read: %s", file, strerror(errno));
}

static struct err *check_file(int fd, const char *file)
{
    struct stat st;

    if (fstat(fd, &st) != 0)
        return no_read(file);
    if (S_ISDIR(st.st_mode))
        return err_new(EXIT_USAGE, "%s: is a folder; give the file in it",
                       file);
    if (!S_ISREG(st.st_mode))
        return err_new(EXIT_USAGE, "%s: is not a regular file", file);
    return NULL;
}

/* Reads a little more than is allowed at most: config_parse() says so. */
static struct err *read_all(struct str *to, int fd, const char *file)
{
    while (to->len <= CONFIG_MAX) {
        char piece[16384];
        ssize_t n = read(fd, piece, sizeof(piece));

        if (n == 0)
            break;
        if (n > 0)
            str_addn(to, piece, (size_t)n);
        else if (errno != EINTR)
            return no_read(file);
    }
    return NULL;
}

struct err *config_load(struct config *config, const char *file)
{
    int fd = open(file, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    struct str bytes = {0};
    struct err *e;

    *config = (struct config){0};
    if (fd < 0) /* a FIFO is opened at once, and refused */
        return no_read(file);
    e = check_file(fd, file);
    if (!e)
        e = read_all(&bytes, fd, file);
    close(fd);
    if (!e)
        e = config_parse(config, str_text(&bytes), bytes.len, file);
    str_clear(&bytes);
    return e;
}

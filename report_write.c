#include "report_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define AT_ONCE ((size_t)512) /* POSIX's least PIPE_BUF: does not block */
#define SIGNALLED_MS 500u     /* for who does not read, after a signal */

/* May something be written there? Signals are heard while it may not. After
 * one, whoever does not read is not waited for. */
static bool is_ready(const struct report *rep, int fd)
{
    uint64_t give_up = 0;

    while (rep->runner && fd < FD_SETSIZE) {
        uint64_t now = clock_ms();
        fd_set out;

        FD_ZERO(&out);
        FD_SET(fd, &out);
        if (runner_wait(rep->runner, fd, NULL, &out, now + RUNNER_TICK_MS) > 0)
            return true;
        if (runner_signal() && !give_up)
            give_up = now + SIGNALLED_MS;
        if (give_up && now >= give_up)
            return false;
    }
    return true;
}

/* 0, or an errno. */
static int put(const struct report *rep, int fd, const char *bytes, size_t n)
{
    while (n) {
        ssize_t put;

        if (!is_ready(rep, fd))
            return EAGAIN;
        put = write(fd, bytes, n < AT_ONCE ? n : AT_ONCE);
        if (put < 0 && errno != EINTR && errno != EAGAIN)
            return errno;
        if (put > 0) {
            bytes += put;
            n -= (size_t)put;
        }
    }
    return 0;
}

void report_send(struct report *rep, struct str *bytes)
{
    fflush(rep->to);
    put(rep, fileno(rep->to), str_text(bytes), bytes->len);
    str_clear(bytes);
}

void report_product(struct report *rep, struct str *text)
{
    struct str masked = {0};

    secret_mask(&rep->secrets, &masked, str_text(text), text->len);
    fwrite(str_text(&masked), 1, masked.len, stdout);
    fflush(stdout);
    str_clear(&masked);
    str_clear(text);
}

void report_write_event(struct report *rep, const struct event *ev)
{
    struct str line = {0};
    char *text;
    int why;

    if (!rep->events)
        return;
    text = document_line(&ev->fields);
    str_addf(&line, "%s\n", text);
    fflush(rep->events);
    why = put(rep, fileno(rep->events), line.s, line.len);
    rep->lost = rep->lost ? rep->lost : why;
    free(text);
    str_clear(&line);
}

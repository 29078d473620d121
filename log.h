/*
 * The log of a run: a file of lines, each with the time, a kind ("child",
 * "request", "note", ...) and a text. Each line is written at once, so that
 * what is there when a run dies is all that happened. No secret gets in.
 */
#ifndef LOG_H
#define LOG_H

#include "err.h"
#include "secret.h"

#define LOG_KEPT 50 /* of the default ones of a command */

struct log {
    char *path; /* owned; NULL: no log is kept */
    int fd;
    int lost; /* the errno of what could not be written; 0 */
};

/* Opens FILE for adding lines, with mode 0600 if it is new. EXIT_USAGE: it
 * cannot be written, or is no file. */
struct err *log_open(struct log *log, const char *file) MUST_CHECK;
/* Opens a new file under $XDG_STATE_HOME/orchestrator, else under
 * ~/.local/state/orchestrator, named after the time, the command and the
 * process; removes the oldest of that command, so that LOG_KEPT remain, but
 * none whose run goes on. */
struct err *log_open_default(struct log *log, const char *command) MUST_CHECK;
/* One line; what is no printable text in it is shown escaped. */
void log_line(struct log *log, const struct secrets *secrets, const char *kind,
              const char *text);
/* NULL, or that something could not be written, as on a full disk. */
struct err *log_close(struct log *log) MUST_CHECK;

#endif

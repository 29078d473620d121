/*
 * Child processes, one or many at once: the only room that forks.
 *
 * No shell. A child gets pipes for its three streams, and unless it is given
 * the terminal it is alone in a session of its own: nothing in it can prompt,
 * and its whole process group is ended with it.
 */
#ifndef RUN_H
#define RUN_H

#include "runner.h"

#include <stdbool.h>

enum run_end {
    RUN_NEVER,     /* not started yet, or given up before its turn came */
    RUN_ENDED,     /* it ran to its end; `status` says how */
    RUN_NO_START,  /* could not be started; `start_errno` says why */
    RUN_TIMED_OUT, /* ended by us: its time was up */
    RUN_TOO_MUCH,  /* ended by us: it printed more than `cap` */
    RUN_CUT_SHORT  /* ended by us: a signal asked us to end */
};

/* The whole of a child. All-zero is a good start. */
struct run {
    /* You fill: */
    struct argv argv;  /* as typed; looked up in PATH */
    struct argv env;   /* "NAME=value" beside our own environment */
    struct str input;  /* its standard input; empty: /dev/null. May be
                          secret: it is never shown */
    const char *says;  /* what it is for, in the voice of a log, or NULL */
    size_t cap;        /* bytes of standard output; 0: RUN_CAP */
    unsigned limit_ms; /* 0: RUN_LIMIT_MS */
    int folder;        /* descriptor of the one it runs in; 0: our own */
    bool terminal;     /* leave it our terminal and process group */
    bool after_signal; /* cleaning up: runs although a signal came */
    bool err_is_data;  /* we read its standard error, and show none of it */
    bool out_is_words; /* of its standard output, too, lines in the middle may
                          be left out, instead of ending it */
    /* You read: */
    enum run_end end;
    int status; /* exit status; 128 + n: ended by signal n */
    int start_errno;
    unsigned took_ms;
    bool err_cut;   /* some of standard error was left out, or may have been */
    bool signalled; /* status is of a signal: an exit status may be as high */
    long pid;       /* 0: never started */
    struct str out, err; /* standard error: data: the first RUN_ERR_CAP bytes;
                            else freed of secrets, and of RUN_WORDS_CAP bytes
                            lines in the middle are left out */
};

#define RUN_SIGNAL 128 /* a status above it: ended by that signal */
#define RUN_LIMIT_MS 60000u
#define RUN_CAP ((size_t)1 << 20)
#define RUN_ERR_CAP ((size_t)1 << 20)
#define RUN_WORDS_CAP ((size_t)1 << 18)

/* Runs all of them, at most runner->jobs at once, and reads `end` of each.
 * An error only when a signal came; then all children are gone. */
struct err *run_all(const struct runner *runner, struct run **runs,
                    size_t n) MUST_CHECK;
/* Runs one. An error also when it gave no answer (not started, timed out,
 * too much); any exit status is an answer. */
struct err *run(const struct runner *runner, struct run *one) MUST_CHECK;
/* The error that `run` would give for this ended child, or NULL. */
struct err *run_answer(const struct run *one) MUST_CHECK;
/* A child that ran to its end with exit status 0. */
bool run_ok(const struct run *one);
/* The command as a line that one can paste into a shell; owned by caller. */
char *run_line(const struct run *one);
void run_clear(struct run *one);

#endif

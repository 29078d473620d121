/*
 * What is shared by all children of a command: how many at once, who is told,
 * and the signals that ask us to end. Here we sleep, and here alone signals
 * are let in, so that none is lost between a look and a sleep.
 */
#ifndef RUNNER_H
#define RUNNER_H

#include "err.h"

#include <signal.h>
#include <stdint.h>
#include <sys/select.h>

#define RUNNER_TICK_MS 200u

struct run;
struct gh_get;

/* How children are run, and who is told. Callbacks may be NULL. */

struct runner {
    unsigned jobs; /* most children at once; 0 counts as 1 */
    void *ctx;
    void (*started)(void *ctx, const struct run *run);
    void (*cleanse)(void *ctx, struct str *text); /* frees it of secrets */
    void (*ended)(void *ctx, const struct run *run);
    void (*asked)(void *ctx, const struct gh_get *get); /* a request ended */
    void (*tick)(void *ctx);  /* some times a second while we wait */
    void (*pause)(void *ctx); /* Ctrl-Z: we are about to be stopped */
    sigset_t outside;         /* the signal mask that children get */
};

/* Takes over SIGINT, SIGTERM, SIGHUP, SIGTSTP (unless ignored), SIGCHLD,
 * SIGPIPE. */
void runner_init(struct runner *runner);
/* The signal that asked us to end, or 0. */
int runner_signal(void);
/* How many signals have asked so far. */
unsigned runner_signals(void);
/* NULL, or the error that ends a command which a signal asked to end. */
struct err *runner_check(const struct runner *runner) MUST_CHECK;
/* Sleeps until clock_ms() is `until`; an error when a signal came. */
struct err *runner_sleep(const struct runner *runner,
                         uint64_t until) MUST_CHECK;
/* pselect() until clock_ms() is `until`, with the signals let in. */
int runner_wait(const struct runner *runner, int max_fd, fd_set *in,
                fd_set *out, uint64_t until);

/* Monotonic milliseconds. */
uint64_t clock_ms(void);

#endif

#include "runner.h"

#include <errno.h>
#include <time.h>

/* Set by the handlers; all that a signal does. */
static volatile sig_atomic_t last_signal;
static volatile sig_atomic_t signals_seen;
static volatile sig_atomic_t stop_asked;

static void on_signal(int sig)
{
    last_signal = sig;
    signals_seen = signals_seen + 1;
}

static void on_stop(int sig)
{
    (void)sig;
    stop_asked = 1;
}

static void on_child(int sig)
{
    (void)sig;
}

static void take_signal(int sig, void (*handler)(int), sigset_t *set)
{
    struct sigaction old, act = {0};

    if (sigaction(sig, NULL, &old) == 0 && old.sa_handler == SIG_IGN &&
        handler != on_child)
        return;
    act.sa_handler = handler;
    sigemptyset(&act.sa_mask);
    sigaction(sig, &act, NULL);
    sigaddset(set, sig);
}

void runner_init(struct runner *runner)
{
    sigset_t ours;

    sigemptyset(&ours);
    take_signal(SIGINT, on_signal, &ours);
    take_signal(SIGTERM, on_signal, &ours);
    take_signal(SIGHUP, on_signal, &ours);
    take_signal(SIGTSTP, on_stop, &ours);
    take_signal(SIGCHLD, on_child, &ours);
    signal(SIGPIPE, SIG_IGN);
    sigprocmask(SIG_BLOCK, &ours, &runner->outside);
    sigdelset(&runner->outside, SIGCHLD);
}

int runner_signal(void)
{
    return (int)last_signal;
}

unsigned runner_signals(void)
{
    return (unsigned)signals_seen;
}

uint64_t clock_ms(void)
{
    struct timespec ts = {0};

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

/* The shell gets a terminal on which nothing is left to be redrawn. */
static void stop(const struct runner *runner)
{
    struct sigaction ours, plain = {0};
    sigset_t one;

    stop_asked = 0;
    if (runner->pause)
        runner->pause(runner->ctx);
    sigemptyset(&one);
    sigaddset(&one, SIGTSTP);
    plain.sa_handler = SIG_DFL;
    sigaction(SIGTSTP, &plain, &ours);
    raise(SIGTSTP);
    sigprocmask(SIG_UNBLOCK, &one, NULL); /* here we are stopped */
    sigprocmask(SIG_BLOCK, &one, NULL);
    sigaction(SIGTSTP, &ours, NULL);
}

int runner_wait(const struct runner *runner, int max_fd, fd_set *in,
                fd_set *out, uint64_t until)
{
    uint64_t now = clock_ms();
    uint64_t ms = until > now ? until - now : 0;
    struct timespec ts = {.tv_sec = (time_t)(ms / 1000),
                          .tv_nsec = (long)(ms % 1000) * 1000000};

    int n = pselect(max_fd + 1, in, out, NULL, &ts, &runner->outside);
    int why = errno;

    if (stop_asked)
        stop(runner);
    errno = why;
    return n;
}

struct err *runner_check(const struct runner *runner)
{
    runner_wait(runner, -1, NULL, NULL, 0);
    if (!last_signal)
        return NULL;
    return err_new(EXIT_SIGNAL + (int)last_signal, "stopped by %s",
                   last_signal == SIGINT    ? "Ctrl-C (SIGINT)"
                   : last_signal == SIGTERM ? "SIGTERM"
                                            : "SIGHUP");
}

struct err *runner_sleep(const struct runner *runner, uint64_t until)
{
    struct err *e = runner_check(runner);

    while (!e && clock_ms() < until) {
        uint64_t tick = clock_ms() + RUNNER_TICK_MS;

        runner_wait(runner, -1, NULL, NULL, tick < until ? tick : until);
        if (runner->tick)
            runner->tick(runner->ctx);
        e = runner_check(runner);
    }
    return e;
}

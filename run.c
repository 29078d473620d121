#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define KILL_AFTER_MS 500u /* from asking a child to end to ending it */
#define GIVE_UP_MS 5000u   /* a child that even SIGKILL does not end */
#define DRAIN_MS 200u      /* a dead child's pipes that others keep open */
#define STATUS_SIGNAL 128
#define STATUS_NO_EXEC 127

enum { IN, OUT, ERR, STREAMS };

struct child {
    struct run *run;
    pid_t pid;
    int fd[STREAMS]; /* -1: closed */
    size_t written;
    uint64_t start, deadline;
    uint64_t kill_at;  /* 0: not asked to end */
    uint64_t drain_by; /* 0: still running */
};

struct batch {
    const struct runner *runner;
    struct run **runs;
    size_t n, next;
    struct child *children;
    size_t live;
    bool cleaning; /* signals are not for these */
    uint64_t tick_at;
};

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* A pipe whose ends do not leak into children; 0, or -1 with errno. */
static int open_pipe(int fd[2])
{
    if (pipe(fd) < 0) {
        fd[0] = fd[1] = -1;
        return -1;
    }
    if (fd[0] >= FD_SETSIZE || fd[1] >= FD_SETSIZE) {
        errno = EMFILE;
        return -1;
    }
    fcntl(fd[0], F_SETFD, FD_CLOEXEC);
    fcntl(fd[1], F_SETFD, FD_CLOEXEC);
    return 0;
}

/* Our environment with the child's own variables before it; only the array
 * is allocated. */
static char **make_env(const struct argv *extra)
{
    extern char **environ;
    size_t n = 0, used;
    char **env;

    while (environ[n])
        n++;
    env = mem_zero(n + extra->n + 1, sizeof(*env));
    for (used = 0; used < extra->n; used++)
        env[used] = extra->v[used];
    for (size_t i = 0; i < n; i++) {
        bool replaced = false;

        for (size_t k = 0; k < extra->n; k++) {
            size_t name = strcspn(extra->v[k], "=") + 1;

            replaced |= strncmp(environ[i], extra->v[k], name) == 0;
        }
        if (!replaced)
            env[used++] = environ[i];
    }
    return env;
}

/* In the child, between fork and exec: system calls only. */
static void become(const struct runner *runner, const struct run *r, char **env,
                   const int fd[STREAMS], int report)
{
    extern char **environ;
    int why;

    if (!r->terminal)
        setsid();
    environ = env;
    signal(SIGPIPE, SIG_DFL);
    sigprocmask(SIG_SETMASK, &runner->outside, NULL);
    if (dup2(fd[IN], 0) >= 0 && dup2(fd[OUT], 1) >= 0 && dup2(fd[ERR], 2) >= 0)
        execvp(r->argv.v[0], r->argv.v);
    why = errno;
    while (write(report, &why, sizeof(why)) < 0 && errno == EINTR)
        continue;
    _exit(STATUS_NO_EXEC);
}

/* 0 once the child has become its program, else the errno of why not. */
static int read_report(int fd)
{
    int why = 0;
    ssize_t n;

    do
        n = read(fd, &why, sizeof(why));
    while (n < 0 && errno == EINTR);
    return n == (ssize_t)sizeof(why) ? why : 0;
}

struct plumbing {
    int in[2], out[2], err[2], report[2], nothing;
};

static int open_plumbing(struct plumbing *p)
{
    *p = (struct plumbing){{-1, -1}, {-1, -1}, {-1, -1}, {-1, -1}, -1};
    p->nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    return p->nothing < 0 || open_pipe(p->in) < 0 || open_pipe(p->out) < 0 ||
                   open_pipe(p->err) < 0 || open_pipe(p->report) < 0
               ? -1
               : 0;
}

static void close_plumbing(struct plumbing *p)
{
    for (int i = 0; i < 2; i++) {
        close_fd(&p->in[i]);
        close_fd(&p->out[i]);
        close_fd(&p->err[i]);
        close_fd(&p->report[i]);
    }
    close_fd(&p->nothing);
}

/* Moves an end that we keep from the plumbing to the child. */
static int keep_end(int *end)
{
    int fd = *end;

    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    *end = -1;
    return fd;
}

/* Forks; 0, or the errno of why there is no such child. */
static int spawn(const struct runner *runner, struct child *c)
{
    struct run *r = c->run;
    struct plumbing p;
    char **env = NULL;
    int why = 0;

    if (open_plumbing(&p) < 0) {
        why = errno;
        goto done;
    }
    env = make_env(&r->env);
    c->pid = fork();
    if (c->pid < 0) {
        why = errno;
        goto done;
    }
    if (c->pid == 0)
        become(runner, r, env,
               (int[]){r->input.len ? p.in[0] : p.nothing, p.out[1], p.err[1]},
               p.report[1]);
    close_fd(&p.report[1]);
    why = read_report(p.report[0]);
    if (why) {
        waitpid(c->pid, NULL, 0);
        goto done;
    }
    if (r->input.len)
        c->fd[IN] = keep_end(&p.in[1]);
    c->fd[OUT] = keep_end(&p.out[0]);
    c->fd[ERR] = keep_end(&p.err[0]);
done:
    free(env);
    close_plumbing(&p);
    return why;
}

static void signal_child(const struct child *c, int sig)
{
    kill(c->run->terminal ? c->pid : -c->pid, sig);
}

static void ask_to_end(struct child *c, enum run_end why, int sig)
{
    if (c->kill_at)
        return;
    c->run->end = why;
    c->run->status = STATUS_SIGNAL + SIGKILL;
    c->kill_at = clock_ms() + KILL_AFTER_MS;
    signal_child(c, sig);
}

static void feed(struct child *c)
{
    const struct str *in = &c->run->input;
    ssize_t n = write(c->fd[IN], in->s + c->written, in->len - c->written);

    if (n >= 0)
        c->written += (size_t)n;
    else if (errno != EAGAIN && errno != EINTR)
        c->written = in->len;
    if (c->written >= in->len)
        close_fd(&c->fd[IN]);
}

/* Takes what is there; what is over the cap ends the child (standard output)
 * or is dropped (standard error). */
static void drain(struct child *c, int stream)
{
    struct str *to = stream == OUT ? &c->run->out : &c->run->err;
    size_t cap = stream == ERR ? RUN_ERR_CAP
                 : c->run->cap ? c->run->cap
                               : RUN_CAP;
    char buf[16384];
    ssize_t n = read(c->fd[stream], buf, sizeof(buf));
    size_t room = to->len < cap ? cap - to->len : 0;

    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
        close_fd(&c->fd[stream]);
    if (n <= 0)
        return;
    str_addn(to, buf, (size_t)n < room ? (size_t)n : room);
    if ((size_t)n > room && stream == OUT)
        ask_to_end(c, RUN_TOO_MUCH, SIGKILL);
}

static void end_child(struct batch *b, struct child *c)
{
    const struct runner *runner = b->runner;

    for (int i = 0; i < STREAMS; i++)
        close_fd(&c->fd[i]);
    c->run->took_ms = (unsigned)(clock_ms() - c->start);
    if (runner->ended)
        runner->ended(runner->ctx, c->run);
    *c = b->children[--b->live];
}

static void start_child(struct batch *b, struct run *r)
{
    struct child *c = &b->children[b->live++];

    *c = (struct child){.run = r, .fd = {-1, -1, -1}, .start = clock_ms()};
    c->deadline = c->start + (r->limit_ms ? r->limit_ms : RUN_LIMIT_MS);
    if (b->runner->started)
        b->runner->started(b->runner->ctx, r);
    r->start_errno = spawn(b->runner, c);
    r->end = r->start_errno ? RUN_NO_START : RUN_ENDED;
    if (r->start_errno)
        end_child(b, c);
}

/* A child that was asked to end takes what is left of its group along, while
 * its id is still its own. */
static void reap(struct child *c)
{
    siginfo_t info = {0};
    int w;

    if (c->drain_by ||
        waitid(P_PID, (id_t)c->pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
        info.si_pid != c->pid)
        return;
    if (c->kill_at)
        signal_child(c, SIGKILL);
    if (waitpid(c->pid, &w, 0) != c->pid)
        return;
    c->drain_by = clock_ms() + DRAIN_MS;
    c->run->status =
        WIFSIGNALED(w) ? STATUS_SIGNAL + WTERMSIG(w) : WEXITSTATUS(w);
}

static void mind_time(struct child *c)
{
    uint64_t now = clock_ms();

    if (c->drain_by)
        return;
    if (now >= c->deadline)
        ask_to_end(c, RUN_TIMED_OUT, SIGTERM);
    if (c->kill_at && now >= c->kill_at)
        signal_child(c, SIGKILL);
}

static bool is_over(const struct child *c)
{
    bool quiet = c->fd[OUT] < 0 && c->fd[ERR] < 0;
    uint64_t now = clock_ms();

    if (!c->drain_by)
        return c->kill_at && now >= c->kill_at + GIVE_UP_MS;
    return quiet || now >= c->drain_by;
}

/* When this child next needs a look though nothing is heard of it. */
static uint64_t next_look(const struct child *c)
{
    uint64_t at = c->drain_by ? c->drain_by : c->deadline;

    if (!c->drain_by && c->kill_at && c->kill_at > clock_ms())
        return c->kill_at;
    if (!c->drain_by && c->kill_at)
        return clock_ms() + KILL_AFTER_MS;
    return at;
}

static void listen_once(struct batch *b)
{
    fd_set in, out;
    uint64_t until = b->tick_at;
    int max = -1;

    FD_ZERO(&in);
    FD_ZERO(&out);
    for (size_t i = 0; i < b->live; i++) {
        const struct child *c = &b->children[i];
        uint64_t look = next_look(c);

        until = look < until ? look : until;
        for (int s = 0; s < STREAMS; s++) {
            if (c->fd[s] >= 0)
                FD_SET(c->fd[s], s == IN ? &out : &in);
            max = c->fd[s] > max ? c->fd[s] : max;
        }
    }
    if (runner_wait(b->runner, max, &in, &out, until) < 0) {
        FD_ZERO(&in);
        FD_ZERO(&out);
    }
    for (size_t i = 0; i < b->live; i++) {
        struct child *c = &b->children[i];

        if (c->fd[IN] >= 0 && FD_ISSET(c->fd[IN], &out))
            feed(c);
        for (int s = OUT; s <= ERR; s++)
            if (c->fd[s] >= 0 && FD_ISSET(c->fd[s], &in))
                drain(c, s);
    }
}

/* What cleans up is let alone: it has its own limits. */
static void pass_on_signal(struct batch *b)
{
    if (b->cleaning || !runner_signals())
        return;
    for (size_t i = 0; i < b->live; i++)
        ask_to_end(&b->children[i], RUN_CUT_SHORT, runner_signal());
    b->next = b->n;
}

/* A child that has the terminal may be asking something on it. */
static bool terminal_is_lent(const struct batch *b)
{
    for (size_t i = 0; i < b->live; i++)
        if (b->children[i].run->terminal)
            return true;
    return false;
}

static void tick(struct batch *b)
{
    if (clock_ms() < b->tick_at)
        return;
    b->tick_at = clock_ms() + RUNNER_TICK_MS;
    if (b->runner->tick && !terminal_is_lent(b))
        b->runner->tick(b->runner->ctx);
}

/* What ended is reaped before anything is held against it: we may have been
 * stopped ourselves meanwhile. */
static void mind_children(struct batch *b)
{
    for (size_t i = 0; i < b->live; i++)
        reap(&b->children[i]);
    pass_on_signal(b);
    for (size_t i = b->live; i-- > 0;) {
        struct child *c = &b->children[i];

        mind_time(c);
        if (is_over(c))
            end_child(b, c);
    }
}

struct err *run_all(const struct runner *runner, struct run **runs, size_t n)
{
    size_t jobs = runner->jobs ? runner->jobs : 1;
    struct batch b = {.runner = runner, .runs = runs, .n = n};
    struct err *e = NULL;

    b.cleaning = n > 0 && runs[0]->after_signal;
    if (!b.cleaning)
        e = runner_check(runner);
    if (e)
        return e;
    b.children = mem_zero(jobs, sizeof(*b.children));
    b.tick_at = clock_ms() + RUNNER_TICK_MS;
    while (b.next < n || b.live) {
        while (b.next < n && b.live < jobs)
            start_child(&b, runs[b.next++]);
        if (b.live)
            listen_once(&b);
        mind_children(&b);
        tick(&b);
    }
    free(b.children);
    return b.cleaning ? NULL : runner_check(runner);
}

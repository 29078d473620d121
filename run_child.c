#include "run_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* From asking a child to end to ending it: a git on a busy machine must have
 * come to removing its lock files by then. */
#define KILL_AFTER_MS 2000u
#define GIVE_UP_MS 5000u /* a child that even SIGKILL does not end */
#define DRAIN_MS 200u    /* a dead child's pipes that others keep open */
#define STATUS_NO_EXEC 127

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
    if ((r->folder <= 0 || fchdir(r->folder) == 0) && dup2(fd[IN], 0) >= 0 &&
        dup2(fd[OUT], 1) >= 0 && dup2(fd[ERR], 2) >= 0)
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
int child_spawn(const struct runner *runner, struct child *c)
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
    r->pid = (long)c->pid;
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

void child_ask_to_end(struct child *c, enum run_end why, int sig)
{
    if (c->kill_at)
        return;
    c->run->end = why;
    c->run->status = RUN_SIGNAL + SIGKILL;
    c->kill_at = clock_ms() + (sig == SIGKILL ? 0 : KILL_AFTER_MS);
    signal_child(c, sig);
}

void child_feed(struct child *c)
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

static struct str *kept_of(struct child *c, int stream)
{
    return stream == OUT ? &c->run->out : &c->run->err;
}

static bool is_words(const struct child *c, int stream)
{
    return stream == OUT ? c->run->out_is_words : !c->run->err_is_data;
}

/* Whole lines of the beginning and of the end stay: half a line may have half a
 * secret, which is not known for one. */
static void forget_middle(struct child *c, int stream)
{
    struct str *text = kept_of(c, stream), kept = {0};
    size_t head = RUN_WORDS_CAP / 4, tail = text->len - RUN_WORDS_CAP / 4;
    const char *s = text->s;

    while (head && s[head - 1] != '\n')
        head--;
    while (tail < text->len && s[tail - 1] != '\n')
        tail++;
    c->in_lost_line[stream] = s[tail - 1] != '\n';
    str_addn(&kept, s, head);
    str_add(&kept, "...\n");
    str_addn(&kept, s + tail, text->len - tail);
    str_clear(text);
    *text = kept;
    c->run->err_cut |= stream == ERR;
}

static void take_words(struct child *c, int stream, const char *bytes, size_t n)
{
    bool lost = c->in_lost_line[stream];
    const char *end = lost ? memchr(bytes, '\n', n) : NULL;

    if (lost && !end)
        return;
    c->in_lost_line[stream] = false;
    if (end) {
        n -= (size_t)(end + 1 - bytes);
        bytes = end + 1;
    }
    str_addn(kept_of(c, stream), bytes, n);
    if (kept_of(c, stream)->len > RUN_WORDS_CAP)
        forget_middle(c, stream);
}

/* Takes what is there; what is over the cap ends the child (standard output)
 * or is dropped (standard error). */
bool child_drain(struct child *c, int stream)
{
    struct str *to = kept_of(c, stream);
    size_t cap = stream == ERR ? RUN_ERR_CAP
                 : c->run->cap ? c->run->cap
                               : RUN_CAP;
    char buf[16384];
    ssize_t n = read(c->fd[stream], buf, sizeof(buf));
    size_t room = to->len < cap ? cap - to->len : 0;

    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
        close_fd(&c->fd[stream]);
    if (n <= 0)
        return false;
    if (is_words(c, stream)) {
        for (ssize_t i = 0; i < n; i++) /* who reads words stops at NUL */
            if (!buf[i])
                buf[i] = ' ';
        take_words(c, stream, buf, (size_t)n);
        return true;
    }
    str_addn(to, buf, (size_t)n < room ? (size_t)n : room);
    if ((size_t)n > room && stream == OUT)
        child_ask_to_end(c, RUN_TOO_MUCH, SIGKILL);
    return true;
}

void child_close(struct child *c)
{
    for (int i = 0; i < STREAMS; i++)
        close_fd(&c->fd[i]);
}

static bool is_quiet(const struct child *c)
{
    return c->fd[OUT] < 0 && c->fd[ERR] < 0;
}

/* Others of the group of one that was asked to end hold its pipes: a git whose
 * wrapper is gone removes its lock files. */
static bool others_may_tidy(const struct child *c)
{
    return !c->run->terminal && !is_quiet(c) && clock_ms() < c->kill_at;
}

/* A child that was asked to end takes what is left of its group along, while
 * its id is still its own. */
void child_reap(struct child *c)
{
    siginfo_t info = {0};
    int w;

    if (c->drain_by ||
        waitid(P_PID, (id_t)c->pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
        info.si_pid != c->pid || (c->kill_at && others_may_tidy(c)))
        return;
    if (c->kill_at)
        signal_child(c, SIGKILL);
    if (waitpid(c->pid, &w, 0) != c->pid)
        return;
    c->drain_by = clock_ms() + DRAIN_MS;
    c->run->signalled = WIFSIGNALED(w);
    c->run->status = WIFSIGNALED(w) ? RUN_SIGNAL + WTERMSIG(w) : WEXITSTATUS(w);
}

void child_mind_time(struct child *c)
{
    uint64_t now = clock_ms();

    if (c->drain_by)
        return;
    if (now >= c->deadline)
        child_ask_to_end(c, RUN_TIMED_OUT, SIGTERM);
    if (c->kill_at && now >= c->kill_at)
        signal_child(c, SIGKILL);
}

bool child_is_over(const struct child *c)
{
    uint64_t now = clock_ms();

    if (!c->drain_by)
        return c->kill_at && now >= c->kill_at + GIVE_UP_MS;
    return is_quiet(c) || now >= c->drain_by;
}

/* When this child next needs a look though nothing is heard of it. */
uint64_t child_next_look(const struct child *c)
{
    uint64_t at = c->drain_by ? c->drain_by : c->deadline;

    if (!c->drain_by && c->kill_at && c->kill_at > clock_ms())
        return c->kill_at;
    if (!c->drain_by && c->kill_at)
        return clock_ms() + KILL_AFTER_MS;
    return at;
}

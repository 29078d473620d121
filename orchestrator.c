#include "cmd.h"
#include "git_exec.h"
#include "version.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define FILES 16384 /* that we may have open, if the system lets us */

static const struct cmd *const cmds[] = {
    &cmd_release_iso, &cmd_release, &cmd_config, &cmd_help, NULL,
};

/* A closed standard stream would be taken by the first file that is opened. */
static void open_streams(void)
{
    int fd;

    do
        fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd > STDERR_FILENO)
        close(fd);
}

/* The token is in our memory; it must not get into a core file. */
static void forbid_core(void)
{
    struct rlimit none = {0, 0};

    setrlimit(RLIMIT_CORE, &none);
}

/* Every clone's lock is an open file, and there may be many clones. */
static void allow_files(void)
{
    struct rlimit files;

    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= FILES)
        return;
    files.rlim_cur = files.rlim_max < FILES ? files.rlim_max : FILES;
    setrlimit(RLIMIT_NOFILE, &files);
}

static void show_start(void *ctx, const struct run *r)
{
    struct app *app = ctx;
    char *line;

    if (app->report.level < REPORT_VERBOSE)
        return;
    line = run_line(r);
    report_trace(&app->report, "+ %s  # %s", line, r->says ? r->says : "");
    free(line);
}

static const char *end_in_words(enum run_end end)
{
    switch (end) {
    case RUN_ENDED:
        return "ended";
    case RUN_NO_START:
        return "could not be started";
    case RUN_TIMED_OUT:
        return "was ended: its time was up";
    case RUN_TOO_MUCH:
        return "was ended: it printed too much";
    case RUN_CUT_SHORT:
        return "was ended: we were asked to stop";
    case RUN_NEVER:
        break;
    }
    return "did not run";
}

static void show_end(void *ctx, const struct run *r)
{
    struct app *app = ctx;

    if (!run_ok(r))
        report_trace(&app->report, "# %s (%s) %s; exit status %d, %u ms",
                     r->argv.v[0], r->says ? r->says : "", end_in_words(r->end),
                     r->status, r->took_ms);
}

static void show_life(void *ctx)
{
    struct app *app = ctx;

    report_tick(&app->report, clock_ms());
}

static struct err *run_command(struct app *app, const struct cmd *cmd,
                               char *const *argv)
{
    void *options = mem_zero(1, cmd->size);
    struct err *e = cmd_parse(app, cmd, options, argv);

    if (app->verbose)
        app->report.level = REPORT_VERBOSE;
    if (app->quiet)
        app->report.level = REPORT_QUIET;
    if (!e && app->help)
        cmd_print_help(cmd);
    else if (!e)
        e = cmd->main(app, options);
    free(options);
    return e;
}

static struct err *dispatch(struct app *app, char *const *argv)
{
    const struct cmd *cmd = NULL;
    struct err *e;

    e = cmd_parse_common(app, &argv);
    if (e)
        return e;
    if (*argv && strcmp(*argv, "--version") == 0) {
        if (argv[1] && argv[1][0] != '-')
            return err_new(EXIT_USAGE,
                           "\"%.80s\" is one word too many after --version; "
                           "the command comes first: orchestrator "
                           "release-iso --version V",
                           argv[1]);
        printf("orchestrator %s\n", ORCHESTRATOR_VERSION);
        return NULL;
    }
    if (app->help && !*argv) {
        cmd_print_overview(app);
        return NULL;
    }
    if (!*argv)
        return err_new(EXIT_USAGE,
                       "which command? orchestrator --help lists them");
    e = cmd_find(app, *argv, &cmd);
    return e ? e : run_command(app, cmd, argv + 1);
}

static int tell_error(struct app *app, struct err *e)
{
    int code = e->code;

    report_always(&app->report, "orchestrator: %s", e->text);
    for (size_t i = 0; i < e->notes.n; i++)
        report_always(&app->report, "%s", e->notes.v[i]);
    err_free(e);
    return code;
}

/* What was printed must have arrived: a full disk is no success. */
static struct err *check_output(void)
{
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout))
        return NULL;
    return err_new(EXIT_FAILED, "cannot write to standard output: %s",
                   errno ? strerror(errno) : "write error");
}

int main(int argc, char **argv)
{
    struct app app = {.program = argc > 0 ? argv[0] : "orchestrator",
                      .cmds = cmds};
    int code = EXIT_DONE;
    struct err *e;

    open_streams();
    forbid_core();
    allow_files();
    git_environment();
    report_init(&app.report, stderr);
    runner_init(&app.runner);
    app.runner.ctx = &app;
    app.runner.started = show_start;
    app.runner.ended = show_end;
    app.runner.tick = show_life;
    e = dispatch(&app, argv + (argc > 0));
    if (e)
        code = tell_error(&app, e);
    e = check_output();
    if (e)
        code = code ? (err_free(e), code) : tell_error(&app, e);
    report_clear(&app.report);
    return code;
}

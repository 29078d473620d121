#include "cmd.h"
#include "git_exec.h"
#include "trace.h"
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
    &cmd_release_iso, &cmd_release, &cmd_check,      &cmd_status, &cmd_verify,
    &cmd_clone,       &cmd_config,  &cmd_completion, &cmd_help,   NULL,
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

#ifdef __linux__
#define CORE_MAX 1 /* byte: too few, and none is piped to a program either */
#else
#define CORE_MAX 0
#endif

/* The token is in our memory, and in curl's: it must not get into a core file,
 * nor may what reads along get the keys of TLS. */
static void leave_no_trace(void)
{
    struct rlimit none = {CORE_MAX, CORE_MAX};

    if (setrlimit(RLIMIT_CORE, &none) != 0) /* the hard limit is 0 */
        setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    unsetenv("SSLKEYLOGFILE");
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

/* Whatever a child says of these stays unseen. */
static void hide_tokens(struct report *rep)
{
    static const char *const names[] = {"GITHUB_TOKEN", "GH_TOKEN",
                                        "GITHUB_ENTERPRISE_TOKEN",
                                        "GH_ENTERPRISE_TOKEN"};

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        report_hide(rep, getenv(names[i]));
}

static void set_report(struct app *app)
{
    if (app->verbose)
        app->report.level = REPORT_VERBOSE;
    if (app->quiet)
        app->report.level = REPORT_QUIET;
    if (app->json)
        report_to_programs(&app->report, stdout);
    if (app->no_board || (app->json && isatty(STDOUT_FILENO)))
        report_no_drawing(&app->report);
}

/* Also what cannot be parsed is told to programs. */
static bool is_for_programs(char *const *argv)
{
    for (; *argv && strcmp(*argv, "--") != 0; argv++)
        if (strcmp(*argv, "--json") == 0)
            return true;
    return false;
}

static struct err *run_command(struct app *app, const struct cmd *cmd,
                               char *const *argv)
{
    void *options = mem_zero(1, cmd->size);
    struct err *e = cmd_parse(app, cmd, options, argv);

    set_report(app);
    if (!e && app->help)
        cmd_print_help(app, cmd);
    else if (!e)
        e = cmd->main(app, options);
    free(options);
    return e;
}

static void print_version(struct report *rep)
{
    struct event ev;

    if (!report_is_for_programs(rep)) {
        printf("orchestrator %s\n", ORCHESTRATOR_VERSION);
        return;
    }
    report_begin(rep, &ev, "version", NULL);
    document_text(&ev.fields, "orchestrator", ORCHESTRATOR_VERSION);
    report_record(rep, &ev);
}

static struct err *dispatch(struct app *app, char *const *argv)
{
    const struct cmd *cmd = NULL;
    struct err *e;

    app->json = is_for_programs(argv);
    e = cmd_parse_common(app, &argv);
    set_report(app);
    if (e)
        return e;
    if (*argv && strcmp(*argv, "--version") == 0) {
        if (argv[1] && argv[1][0] != '-')
            return err_new(EXIT_USAGE,
                           "\"%.80s\" is one word too many after --version; "
                           "the command comes first: orchestrator "
                           "release-iso --version V",
                           argv[1]);
        print_version(&app->report);
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

static void tell_error(struct app *app, const struct err *e)
{
    struct report *rep = &app->report;

    report_always(rep, "orchestrator: %s", e->text);
    report_log(rep, "error", "%s", e->text);
    for (size_t i = 0; i < e->notes.n; i++) {
        report_always(rep, "%s", e->notes.v[i]);
        report_log(rep, "error", "%s", e->notes.v[i]);
    }
    if (rep->log.path && e->code != EXIT_USAGE)
        report_always(rep, "  log: %s", rep->log.path);
}

/* The last event: how it ended. */
static void tell_result(struct app *app, const struct err *e)
{
    struct event ev;

    report_begin(&app->report, &ev, "result", NULL);
    document_number(&ev.fields, "status", e ? e->code : EXIT_DONE);
    document_text(&ev.fields, "error", e ? e->text : NULL);
    document_text(&ev.fields, "cure", e ? e->cure : NULL);
    document_text(&ev.fields, "next", e ? e->next : NULL);
    if (e)
        document_texts(&ev.fields, "notes", &e->notes);
    report_record(&app->report, &ev);
}

/* What was printed must have arrived: a full disk is no success. */
static struct err *check_output(const struct report *rep)
{
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout) && !rep->lost)
        return NULL;
    errno = rep->lost ? rep->lost : errno;
    return err_new(EXIT_FAILED, "cannot write to standard output: %s",
                   errno ? strerror(errno) : "write error");
}

/* A fault of the output counts where nothing worse was. */
static int finish(struct app *app, struct err *e)
{
    struct err *more =
        check_output(&app->report); /* of what came before the result */
    int code;

    if (!e) {
        e = more;
        more = NULL;
    }
    err_free(more);
    if (e)
        tell_error(app, e);
    hook_end(&app->hook);
    tell_result(app, e);
    more = log_close(&app->report.log);
    if (more)
        report_always(&app->report, "orchestrator: %s", more->text);
    err_free(more);
    more = check_output(&app->report);
    if (more && !e)
        tell_error(app, more);
    code = e ? e->code : more ? more->code : EXIT_DONE;
    err_free(e);
    err_free(more);
    return code;
}

int main(int argc, char **argv)
{
    struct app app = {.program = argc > 0 ? argv[0] : "orchestrator",
                      .argv = argv,
                      .cmds = cmds};
    struct err *e;
    int code;

    open_streams();
    leave_no_trace();
    allow_files();
    report_init(&app.report, stderr); /* reads LC_ALL, which git then sets */
    git_environment();
    runner_init(&app.runner);
    hide_tokens(&app.report);
    trace_children(&app.runner, &app.report);
    e = dispatch(&app, argv + (argc > 0));
    code = finish(&app, e);
    report_clear(&app.report);
    return code;
}

#include "begin.h"

#include "../version.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Without a place for it, the default log is done without. */
static struct err *open_default(struct app *app, const char *command)
{
    struct err *e = log_open_default(&app->report.log, command);

    if (e)
        report_note(&app->report, NULL, "note: %s; going on without one",
                    e->text);
    err_free(e);
    return NULL;
}

/* Whoever can put a configuration where it is found must not choose which file
 * is written to. */
static const char *configured_log(struct app *app, const struct config *config)
{
    if (!config->log || config->named || strcmp(config->log, "none") == 0)
        return config->log;
    report_note(&app->report, NULL,
                "note: the log is the default one, for the configuration was "
                "found, not named; to have its own: --config %s",
                config->file);
    return NULL;
}

static struct err *open_log(struct app *app, const char *command,
                            const struct config *config)
{
    const char *file = app->log ? app->log : configured_log(app, config);

    if (!file)
        return open_default(app, command);
    return strcmp(file, "none") == 0 ? NULL : log_open(&app->report.log, file);
}

/* The command as it was typed goes into the log alone. */
static void log_start(struct app *app)
{
    struct str line = {0};
    char *here = NULL;

    for (char *const *word = app->argv; *word; word++) {
        str_add(&line, word == app->argv ? "" : " ");
        str_add_shell(&line, *word);
    }
    err_free(current_folder(&here));
    report_log(&app->report, "start",
               "orchestrator %s, process %ld, in the folder %s: %s",
               ORCHESTRATOR_VERSION, (long)getpid(), here ? here : "?",
               str_text(&line));
    free(here);
    str_clear(&line);
}

struct err *begin_work(struct app *app, const char *command,
                       struct workspace *ws, const char *root,
                       const char *config)
{
    struct err *e = workspace_load(ws, root, config);

    if (!e)
        e = open_log(app, command, &ws->config);
    if (e)
        return e;
    log_start(app);
    return NULL;
}

struct err *begin_github(struct gh *gh, struct config *config,
                         const char *owner)
{
    const char *url = getenv("GITHUB_API_URL");
    struct err *e = owner ? config_set_owner(config, owner) : NULL;

    if (e)
        return e;
    if (url && *url)
        return gh_set_base(gh, url, "GITHUB_API_URL");
    return config->api_url && config->named
               ? gh_set_base(gh, config->api_url, "api_url")
               : NULL;
}

struct err *begin_root(struct workspace *ws)
{
    struct err *e = workspace_find_root(ws);

    err_free(e);
    return ws->root ? NULL : current_folder(&ws->root);
}

void begin_tell(struct app *app, const char *command,
                const struct workspace *ws)
{
    struct event ev;

    report_begin(&app->report, &ev, "started", NULL);
    document_text(&ev.fields, "command", command);
    document_text(&ev.fields, "orchestrator", ORCHESTRATOR_VERSION);
    document_text(&ev.fields, "owner", ws->config.owner);
    document_text(&ev.fields, "config", ws->config.file);
    document_text(&ev.fields, "log", app->report.log.path);
    report_record(&app->report, &ev);
}

/* A path is meant from the configuration's folder on; a name alone is looked
 * up in PATH. */
static char *hook_program(const struct config *config)
{
    const char *program = config->on_event;
    const char *slash = config->file ? strrchr(config->file, '/') : NULL;

    if (*program == '/' || !strchr(program, '/') || !slash)
        return str_dup(program);
    return str_fmt("%.*s/%s", (int)(slash - config->file), config->file,
                   program);
}

void begin_hook(struct app *app, const struct workspace *ws)
{
    const struct config *config = &ws->config;
    char *program;

    if (!config->on_event)
        return;
    program = hook_program(config);
    if (config->named)
        hook_begin(&app->hook, &app->runner, &app->report, program);
    else
        report_note(&app->report, NULL,
                    "note: hooks.on_event is not run, for the configuration "
                    "was found, not named; to have it run: --config %s",
                    config->file);
    free(program);
}

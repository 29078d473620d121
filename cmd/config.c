#include "../cmd.h"
#include "../workspace.h"
#include "options.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct config_options {
    const char *root, *config, *output;
};

#define AT(field) offsetof(struct config_options, field)

static const struct opt opts[] = {
    OPT_REPOS_ROOT(AT(root)),
    OPT_CONFIG(AT(config)),
    {.name = "output",
     .kind = OPT_TEXT,
     .arg = "FILE",
     .at = AT(output),
     .help = "write it to FILE, which must not be there yet"},
};

/* The product: a file for people, an event for programs. */
static void tell_config(struct report *rep, const struct config *config)
{
    struct event ev;

    report_begin(rep, &ev, "config", NULL);
    ev.fields.secrets = NULL;
    document_text(&ev.fields, "file", config->file);
    document_object(&ev.fields, "config");
    config_describe(config, &ev.fields);
    document_end(&ev.fields);
    report_event(rep, &ev, "config: %s",
                 config->file ? config->file : "the built-in one, TruthDB's");
}

static struct err *fail_to_write(const char *file)
{
    if (errno == EEXIST)
        return err_new(EXIT_USAGE,
                       "--output %s: it is there already, and is left as it is",
                       file);
    return err_new(EXIT_FAILED, "cannot write %s: %s", file, strerror(errno));
}

/* Whole, or not at all. */
static struct err *write_new(const char *file, const char *text)
{
    int fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    FILE *to = fd < 0 ? NULL : fdopen(fd, "w");
    bool written;

    if (!to)
        return fail_to_write(file);
    written = fputs(text, to) >= 0;
    if (fclose(to) == 0 && written)
        return NULL;
    unlink(file);
    return fail_to_write(file);
}

static struct err *config_main(struct app *app, const void *options)
{
    const struct config_options *o = options;
    struct workspace ws = {0};
    struct err *e = workspace_load(&ws, o->root, o->config);

    char *text = NULL;

    if (e)
        goto done;
    tell_config(&app->report, &ws.config);
    text = config_text(&ws.config);
    if (o->output)
        e = write_new(o->output, text);
    else if (!report_is_for_programs(&app->report))
        fputs(text, stdout);
done:
    free(text);
    workspace_clear(&ws);
    return e ? err_wrap(e, "config") : NULL;
}

const struct cmd cmd_config = {
    .name = "config",
    .help = "print the configuration in force",
    .text = "Checks the configuration and prints it whole, what is left to "
            "defaults included:\na file to start from. On standard error it "
            "says where it comes from.\n",
    .opts = opts,
    .n_opts = ARRAY_LEN(opts),
    .size = sizeof(struct config_options),
    .main = config_main,
};

#include "../cmd.h"
#include "../workspace.h"
#include "options.h"

#include <stdio.h>
#include <stdlib.h>

struct config_options {
    const char *root, *config;
};

#define AT(field) offsetof(struct config_options, field)

static const struct opt opts[] = {
    OPT_REPOS_ROOT(AT(root)),
    OPT_CONFIG(AT(config)),
};

static struct err *config_main(struct app *app, const void *options)
{
    const struct config_options *o = options;
    struct workspace ws = {0};
    struct err *e = workspace_load(&ws, o->root, o->config);
    char *text = NULL;

    if (e)
        goto done;
    report_line(&app->report, "config", "%s",
                ws.config.file ? ws.config.file
                               : "the built-in one, TruthDB's");
    text = config_text(&ws.config);
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

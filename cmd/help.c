#include "../cmd.h"

struct help_options {
    const char *command;
};

static struct err *help_main(struct app *app, const void *options)
{
    const struct help_options *o = options;
    const struct cmd *cmd = NULL;
    struct err *e = NULL;

    if (o->command)
        e = cmd_find(app, o->command, &cmd);
    if (cmd)
        cmd_print_help(app, cmd);
    else if (!e)
        cmd_print_overview(app);
    return e;
}

const struct cmd cmd_help = {
    .name = "help",
    .help = "show the help of a command",
    .operand = "[COMMAND]",
    .size = sizeof(struct help_options),
    .operand_at = offsetof(struct help_options, command),
    .main = help_main,
};

#include "../completion.h"

#include <stdlib.h>
#include <string.h>

struct completion_options {
    const char *shell;
};

static const struct completion_shell *find_shell(const char *name)
{
    for (size_t i = 0; i < COMPLETION_SHELLS; i++)
        if (strcmp(completion_shells[i].name, name) == 0)
            return &completion_shells[i];
    return NULL;
}

static struct err *no_shell(const char *name)
{
    char *names = completion_shell_names();
    struct err *e =
        name ? err_new(EXIT_USAGE, "\"%.80s\" is not one of the shells: %s",
                       name, names)
             : err_new(EXIT_USAGE, "for which shell? Name one: %s", names);

    free(names);
    return err_wrap(e, "completion");
}

static struct err *completion_main(struct app *app, const void *options)
{
    const struct completion_options *o = options;
    const struct completion_shell *shell =
        o->shell ? find_shell(o->shell) : NULL;
    struct completion c = {.cmds = app->cmds};
    struct str script = {0};
    struct event ev;

    if (!shell)
        return no_shell(o->shell);
    c.common = cmd_common_opts(&c.n_common);
    shell->script(&script, &c);
    if (report_is_for_programs(&app->report)) {
        report_begin(&app->report, &ev, "completion", NULL);
        document_text(&ev.fields, "shell", shell->name);
        document_text(&ev.fields, "script", str_text(&script));
        report_record(&app->report, &ev);
        str_clear(&script);
    } else {
        report_product(&app->report, &script);
    }
    return NULL;
}

const struct cmd cmd_completion = {
    .name = "completion",
    .help = "print the completion for bash, zsh or fish",
    .text = "What it prints completes the commands and options in that shell. "
            "`make install`\nputs it where the shell looks for it; elsewhere, "
            "as for bash in ~/.bashrc:\n\n"
            "  source <(orchestrator completion bash)\n",
    .operand = "SHELL",
    .size = sizeof(struct completion_options),
    .operand_at = offsetof(struct completion_options, shell),
    .main = completion_main,
};

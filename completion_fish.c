#include "completion_parts.h"

/* Within single quotes, fish reads a backslash before these two. */
static void add_quoted(struct str *s, const char *text)
{
    str_add(s, "'");
    for (; *text; text++) {
        if (*text == '\\' || *text == '\'')
            str_add(s, "\\");
        str_addn(s, text, 1);
    }
    str_add(s, "'");
}

/* The condition "this is the command"; that it was seen is not enough, for it
 * may be the operand of another. */
static void add_seen(struct str *s, const struct completion *c,
                     const struct cmd *cmd)
{
    str_addf(s, "__fish_seen_subcommand_from %s", cmd->name);
    for (size_t i = 0; c->cmds[i]; i++)
        if (c->cmds[i] != cmd &&
            completion_of(c->cmds[i]->operand) == COMPLETE_COMMAND)
            str_addf(s, "; and not __fish_seen_subcommand_from %s",
                     c->cmds[i]->name);
}

/* `when`, a condition, may be empty. */
static void add_complete(struct str *s, const char *when)
{
    str_add(s, "complete -c orchestrator");
    if (*when)
        str_addf(s, " -n '%s'", when);
}

static void add_help(struct str *s, const char *help)
{
    str_add(s, " -d ");
    add_quoted(s, help);
    str_add(s, "\n");
}

static const char *value_of(const struct opt *opt)
{
    switch (completion_of(opt->arg)) {
    case COMPLETE_FILE:
        return " -r -F";
    case COMPLETE_FOLDER:
        return " -x -a '(__fish_complete_directories)'";
    default:
        return opt->arg ? " -x" : "";
    }
}

static void add_opts(struct str *s, const char *when, const struct opt *opts,
                     size_t n)
{
    for (size_t i = 0; i < n; i++) {
        add_complete(s, when);
        if (opts[i].letter)
            str_addf(s, " -s %c", opts[i].letter);
        str_addf(s, " -l %s%s", opts[i].name, value_of(&opts[i]));
        add_help(s, opts[i].help);
    }
}

static void add_commands(struct str *s, const char *when,
                         const struct completion *c)
{
    for (size_t i = 0; c->cmds[i]; i++) {
        add_complete(s, when);
        str_addf(s, " -a %s", c->cmds[i]->name);
        add_help(s, c->cmds[i]->help);
    }
}

/* An operand is offered until it is there. */
static void add_operand(struct str *s, const struct completion *c,
                        const struct cmd *cmd)
{
    enum completion_of of = completion_of(cmd->operand);
    struct str when = {0};

    add_seen(&when, c, cmd);
    str_add(&when, "; and not __fish_seen_subcommand_from ");
    if (of == COMPLETE_COMMAND) {
        completion_add_commands(&when, c, cmd);
        add_commands(s, when.s, c);
    } else if (of == COMPLETE_SHELL) {
        completion_add_shells(&when);
        add_complete(s, when.s);
        str_add(s, " -a '");
        completion_add_shells(s);
        str_add(s, "'\n");
    }
    str_clear(&when);
}

void completion_fish(struct str *script, const struct completion *c)
{
    str_add(script, "# Completion of orchestrator in fish, as \"orchestrator "
                    "completion fish\" made it.\n"
                    "complete -c orchestrator -f\n");
    add_opts(script, "", c->common, c->n_common);
    add_opts(script, "__fish_use_subcommand", &completion_version, 1);
    add_commands(script, "__fish_use_subcommand", c);
    for (size_t i = 0; c->cmds[i]; i++) {
        struct str when = {0};

        str_add(script, "\n");
        add_seen(&when, c, c->cmds[i]);
        add_opts(script, when.s, c->cmds[i]->opts, c->cmds[i]->n_opts);
        add_operand(script, c, c->cmds[i]);
        str_clear(&when);
    }
}

#include "cmd.h"
#include "spelling.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct opt common[] = {
    {.name = "verbose",
     .letter = 'v',
     .at = offsetof(struct app, verbose),
     .help = "show every program that is run, as a line of shell"},
    {.name = "quiet",
     .letter = 'q',
     .at = offsetof(struct app, quiet),
     .help = "say nothing but problems, errors and the result"},
    {.name = "json",
     .at = offsetof(struct app, json),
     .help = "tell programs what happens: one JSON object a line on standard "
             "output"},
    {.name = "log",
     .kind = OPT_TEXT,
     .arg = "FILE",
     .at = offsetof(struct app, log),
     .help = "the log of this run, or none (default: one a run in "
             "~/.local/state/orchestrator)"},
    {.name = "no-board",
     .at = offsetof(struct app, no_board),
     .help = "plain lines, also on a terminal"},
    {.name = "help",
     .letter = 'h',
     .at = offsetof(struct app, help),
     .help = "show this help"},
};

const struct opt *cmd_common_opts(size_t *n)
{
    *n = ARRAY_LEN(common);
    return common;
}

struct err *cmd_find(const struct app *app, const char *name,
                     const struct cmd **found)
{
    const char *meant = NULL;

    for (size_t i = 0; app->cmds[i]; i++) {
        *found = app->cmds[i];
        if (strcmp((*found)->name, name) == 0)
            return NULL;
        if (spelling_near(name, (*found)->name))
            meant = (*found)->name;
    }
    *found = NULL;
    return meant ? err_new(EXIT_USAGE,
                           "\"%s\" is no command; did you mean \"%s\"?", name,
                           meant)
                 : err_new(EXIT_USAGE,
                           "\"%s\" is no command; orchestrator --help lists "
                           "them",
                           name);
}

/* Where an option is found, and where its value goes. */
struct target {
    const struct opt *opt;
    char *base;
};

/* An option as it was typed: "--name", "--name=value" or "-l". */
struct typed {
    const char *name; /* NULL: a letter */
    size_t len;
    char letter;
};

static struct typed read_typed(const char *word)
{
    if (str_starts(word, "--"))
        return (struct typed){word + 2, strcspn(word + 2, "="), '\0'};
    return (struct typed){NULL, 0, '\0'};
}

static bool is_typed(const struct opt *opt, const struct typed *t)
{
    if (t->name)
        return strlen(opt->name) == t->len &&
               strncmp(opt->name, t->name, t->len) == 0;
    return opt->letter && opt->letter == t->letter;
}

static struct target search(const struct opt *opts, size_t n, void *base,
                            const struct typed *typed)
{
    for (size_t i = 0; i < n; i++)
        if (is_typed(&opts[i], typed))
            return (struct target){&opts[i], base};
    return (struct target){NULL, NULL};
}

static struct target search_all(struct app *app, const struct cmd *cmd,
                                void *options, const char *word)
{
    struct typed typed = read_typed(word);
    struct target t = {NULL, NULL};

    if (!typed.name && !word[2])
        typed.letter = word[1];
    if (cmd)
        t = search(cmd->opts, cmd->n_opts, options, &typed);
    if (!t.opt)
        t = search(common, ARRAY_LEN(common), app, &typed);
    return t;
}

static struct err *unknown(const struct cmd *cmd, const char *word)
{
    int n = (int)strcspn(word, "=");
    const char *meant = NULL;
    char *name = str_fmt("%.*s", n, word);

    for (size_t i = 0; cmd && i < cmd->n_opts; i++)
        if (str_starts(name, "--") &&
            (spelling_near(name + 2, cmd->opts[i].name) ||
             (name[2] && str_starts(cmd->opts[i].name, name + 2))))
            meant = cmd->opts[i].name;
    free(name);
    if (meant)
        return err_new(EXIT_USAGE, "unknown option %.*s; did you mean --%s?", n,
                       word, meant);
    return err_new(EXIT_USAGE, "unknown option %.*s; see orchestrator %s%s", n,
                   word, cmd ? "help " : "--help", cmd ? cmd->name : "");
}

static struct err *set_number(const struct opt *opt, unsigned *to,
                              const char *value)
{
    unsigned long n = 0;
    const char *p = value;

    for (; isdigit((unsigned char)*p) && n <= opt->max; p++)
        n = n * 10 + (unsigned long)(*p - '0');
    if (p == value || *p || n < opt->min || n > opt->max)
        return err_new(EXIT_USAGE,
                       "--%s takes a whole number from %u to %u, not \"%.80s\"",
                       opt->name, opt->min, opt->max, value);
    *to = (unsigned)n;
    return NULL;
}

static struct err *set_value(struct target t, const char *value)
{
    const struct opt *opt = t.opt;
    void *to = t.base + opt->at;

    if (opt->kind == OPT_NUMBER) {
        if (*(unsigned *)to)
            return err_new(EXIT_USAGE, "--%s is given twice", opt->name);
        return set_number(opt, to, value);
    }
    if (*(const char **)to)
        return err_new(EXIT_USAGE, "--%s is given twice", opt->name);
    if (!*value)
        return err_new(EXIT_USAGE, "--%s %s is empty", opt->name, opt->arg);
    *(const char **)to = value;
    return NULL;
}

/* One option at *argv, with its value; moves *argv past them. */
static struct err *parse_option(struct app *app, const struct cmd *cmd,
                                void *options, char *const **argv)
{
    const char *word = *(*argv)++;
    const char *value = strchr(word, '=');
    struct target t = search_all(app, cmd, options, word);

    if (!t.opt)
        return unknown(cmd, word);
    if (t.opt->kind == OPT_FLAG && value)
        return err_new(EXIT_USAGE, "--%s takes no value", t.opt->name);
    if (t.opt->kind == OPT_FLAG) {
        *(bool *)(t.base + t.opt->at) = true;
        return NULL;
    }
    if (value)
        return set_value(t, value + 1);
    if (!**argv || str_starts(**argv, "--"))
        return err_new(EXIT_USAGE, "--%s needs a value: --%s %s", t.opt->name,
                       t.opt->name, t.opt->arg);
    return set_value(t, *(*argv)++);
}

static bool is_option(const char *word)
{
    return word[0] == '-' && word[1];
}

static struct err *check_common(const struct app *app)
{
    if (app->verbose && app->quiet)
        return err_new(EXIT_USAGE, "--verbose and --quiet exclude each other");
    return NULL;
}

struct err *cmd_parse_common(struct app *app, char *const **argv)
{
    struct err *e = NULL;

    while (!e && **argv && is_option(**argv) &&
           strcmp(**argv, "--version") != 0)
        e = parse_option(app, NULL, NULL, argv);
    return e;
}

struct err *cmd_parse(struct app *app, const struct cmd *cmd, void *options,
                      char *const *argv)
{
    const char **operand = (const char **)((char *)options + cmd->operand_at);
    struct err *e = NULL;
    bool only_operands = false;

    while (!e && *argv) {
        if (!only_operands && is_option(*argv) && strcmp(*argv, "--") != 0) {
            e = parse_option(app, cmd, options, &argv);
        } else if (!only_operands && strcmp(*argv, "--") == 0) {
            only_operands = true;
            argv++;
        } else if (!cmd->operand || *operand) {
            e = err_new(EXIT_USAGE,
                        "\"%.80s\" is one word too many; see orchestrator "
                        "help %s",
                        *argv, cmd->name);
        } else {
            *operand = *argv++;
        }
    }
    return e ? e : check_common(app);
}

static void print_opts(const struct opt *opts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char *left =
            str_fmt("%c%c%s--%s%s%s", opts[i].letter ? '-' : ' ',
                    opts[i].letter ? opts[i].letter : ' ',
                    opts[i].letter ? ", " : "  ", opts[i].name,
                    opts[i].arg ? " " : "", opts[i].arg ? opts[i].arg : "");

        printf("  %-28s  %s\n", left, opts[i].help);
        free(left);
    }
}

static void describe_opts(struct document *d, const struct opt *opts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char letter[] = {opts[i].letter, '\0'};

        document_object(d, NULL);
        document_text(d, "name", opts[i].name);
        document_text(d, "letter", *letter ? letter : NULL);
        document_text(d, "value", opts[i].arg);
        document_text(d, "help", opts[i].help);
        document_end(d);
    }
}

/* Help for programs. */
static void tell_command(struct report *rep, const struct cmd *cmd)
{
    struct event ev;

    report_begin(rep, &ev, "command", NULL);
    document_text(&ev.fields, "name", cmd->name);
    document_text(&ev.fields, "help", cmd->help);
    document_text(&ev.fields, "operand", cmd->operand);
    document_list(&ev.fields, "options");
    describe_opts(&ev.fields, cmd->opts, cmd->n_opts);
    describe_opts(&ev.fields, common, ARRAY_LEN(common));
    document_end(&ev.fields);
    report_record(rep, &ev);
}

void cmd_print_help(struct app *app, const struct cmd *cmd)
{
    if (report_is_for_programs(&app->report)) {
        tell_command(&app->report, cmd);
        return;
    }
    printf("usage: orchestrator %s%s%s%s\n\n%s\n", cmd->name,
           cmd->n_opts ? " [OPTIONS]" : "", cmd->operand ? " " : "",
           cmd->operand ? cmd->operand : "", cmd->help);
    if (cmd->text)
        printf("\n%s", cmd->text);
    printf("\noptions:\n");
    print_opts(cmd->opts, cmd->n_opts);
    print_opts(common, ARRAY_LEN(common));
}

void cmd_print_overview(struct app *app)
{
    if (report_is_for_programs(&app->report)) {
        for (size_t i = 0; app->cmds[i]; i++)
            tell_command(&app->report, app->cmds[i]);
        return;
    }
    printf("usage: orchestrator [-v|-q] COMMAND [OPTIONS]\n"
           "       orchestrator --help | --version | help COMMAND\n\n"
           "Releases several repositories in order: checks everything first, "
           "then tags,\npushes, and waits for each release on GitHub.\n\n"
           "commands:\n");
    for (size_t i = 0; app->cmds[i]; i++)
        printf("  %-14s  %s\n", app->cmds[i]->name, app->cmds[i]->help);
    printf("\noptions of every command:\n");
    print_opts(common, ARRAY_LEN(common));
    printf("\nThe manual: man orchestrator\n");
}

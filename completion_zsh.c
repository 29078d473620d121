#include "completion_parts.h"

#include <stdlib.h>
#include <string.h>

static const char commands_head[] =
    "#compdef orchestrator\n"
    "# Completion of orchestrator in zsh, as \"orchestrator completion zsh\" "
    "made it.\n"
    "\n"
    "_orchestrator_commands() {\n"
    "  local -a names\n"
    "  names=(\n";

static const char shared_head[] =
    "  )\n"
    "  _describe -t commands command names\n"
    "}\n"
    "\n"
    "_orchestrator() {\n"
    "  local curcontext=$curcontext context state state_descr line ret=1\n"
    "  local -a shared\n"
    "  typeset -A opt_args\n"
    "  shared=(";

static const char choice_head[] = "\n  )\n"
                                  "  _arguments -C -A '-*' $shared";

static const char case_head[] =
    " \\\n"
    "    '1: :_orchestrator_commands' '*:: :->command' && ret=0\n"
    "  [[ $state == command ]] || return ret\n"
    "  curcontext=${curcontext%:*:*}:orchestrator-$words[1]:\n"
    "  case $words[1] in\n";

/* Found in $fpath, the file is read as the function's first call. */
static const char tail[] = "  *)\n"
                           "    _arguments -S $shared && ret=0\n"
                           "    ;;\n"
                           "  esac\n"
                           "  return ret\n"
                           "}\n"
                           "\n"
                           "if [[ ${funcstack[1]} == _orchestrator ]]; then\n"
                           "  _orchestrator \"$@\"\n"
                           "else\n"
                           "  compdef _orchestrator orchestrator\n"
                           "fi\n";

/* Text that _arguments or _describe reads, within single quotes. */
static void add_text(struct str *s, const char *text)
{
    for (; *text; text++) {
        if (strchr("\\[]:", *text))
            str_addf(s, "\\%c", *text);
        else if (*text == '\'')
            str_add(s, "'\\''");
        else
            str_addn(s, text, 1);
    }
}

static const char *action(const char *arg)
{
    switch (completion_of(arg)) {
    case COMPLETE_FILE:
        return "_files";
    case COMPLETE_FOLDER:
        return "_path_files -/";
    case COMPLETE_COMMAND:
        return "_orchestrator_commands";
    default:
        return " ";
    }
}

static void add_spec(struct str *s, const struct opt *opt, const char *before,
                     const char *spelling)
{
    str_addf(s, "%s'", before);
    if (opt->letter)
        str_addf(s, "(-%c --%s)", opt->letter, opt->name);
    str_addf(s, "%s[", spelling);
    add_text(s, opt->help);
    str_add(s, "]");
    if (opt->arg) {
        str_add(s, ":");
        add_text(s, opt->arg);
        str_addf(s, ":%s", action(opt->arg));
    }
    str_add(s, "'");
}

/* Each option on a line of its own; `before` ends the line above. */
static void add_opts(struct str *s, const char *before, const struct opt *opts,
                     size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char letter[] = {'-', opts[i].letter, '\0'};
        char *name = str_fmt("--%s%s", opts[i].name, opts[i].arg ? "=" : "");

        if (opts[i].letter)
            add_spec(s, &opts[i], before, letter);
        add_spec(s, &opts[i], before, name);
        free(name);
    }
}

static void add_operand(struct str *s, const char *operand)
{
    operand += strspn(operand, "[");
    str_addf(s, " \\\n      '1:%.*s:", (int)strcspn(operand, "]"), operand);
    if (completion_of(operand) == COMPLETE_SHELL) {
        str_add(s, "(");
        completion_add_shells(s);
        str_add(s, ")");
    } else {
        str_add(s, action(operand));
    }
    str_add(s, "'");
}

static void add_cases(struct str *s, const struct completion *c)
{
    for (size_t i = 0; c->cmds[i]; i++) {
        str_addf(s, "  %s)\n    _arguments -S $shared", c->cmds[i]->name);
        add_opts(s, " \\\n      ", c->cmds[i]->opts, c->cmds[i]->n_opts);
        if (c->cmds[i]->operand)
            add_operand(s, c->cmds[i]->operand);
        str_add(s, " && ret=0\n    ;;\n");
    }
}

void completion_zsh(struct str *script, const struct completion *c)
{
    str_add(script, commands_head);
    for (size_t i = 0; c->cmds[i]; i++) {
        str_addf(script, "    '%s:", c->cmds[i]->name);
        add_text(script, c->cmds[i]->help);
        str_add(script, "'\n");
    }
    str_add(script, shared_head);
    add_opts(script, "\n    ", c->common, c->n_common);
    str_add(script, choice_head);
    add_opts(script, " \\\n    ", &completion_version, 1);
    str_add(script, case_head);
    add_cases(script, c);
    str_add(script, tail);
}

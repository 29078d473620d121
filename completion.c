#include "completion_parts.h"

#include <string.h>

const struct completion_shell completion_shells[COMPLETION_SHELLS] = {
    {"bash", completion_bash},
    {"zsh", completion_zsh},
    {"fish", completion_fish},
};

const struct opt completion_version = {
    .name = "version",
    .help = "print the version",
};

static const struct {
    const char *arg;
    enum completion_of of;
} values[] = {
    {"FILE", COMPLETE_FILE},
    {"DIR", COMPLETE_FOLDER},
    {"COMMAND", COMPLETE_COMMAND},
    {"SHELL", COMPLETE_SHELL},
};

enum completion_of completion_of(const char *arg)
{
    const char *name = arg ? arg + strspn(arg, "[") : "";
    size_t len = strcspn(name, "]");

    for (size_t i = 0; i < ARRAY_LEN(values); i++)
        if (strlen(values[i].arg) == len &&
            strncmp(values[i].arg, name, len) == 0)
            return values[i].of;
    return COMPLETE_NOTHING;
}

void completion_add_commands(struct str *to, const struct completion *c,
                             const struct cmd *except)
{
    const char *between = "";

    for (size_t i = 0; c->cmds[i]; i++) {
        if (c->cmds[i] == except)
            continue;
        str_addf(to, "%s%s", between, c->cmds[i]->name);
        between = " ";
    }
}

void completion_add_shells(struct str *to)
{
    for (size_t i = 0; i < COMPLETION_SHELLS; i++)
        str_addf(to, "%s%s", i ? " " : "", completion_shells[i].name);
}

char *completion_shell_names(void)
{
    struct str names = {0};

    for (size_t i = 0; i < COMPLETION_SHELLS; i++)
        str_addf(&names, "%s%s",
                 !i                          ? ""
                 : i < COMPLETION_SHELLS - 1 ? ", "
                                             : " or ",
                 completion_shells[i].name);
    return str_take(&names);
}

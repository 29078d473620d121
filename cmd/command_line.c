#include "command_line.h"

#include "../workspace.h"

#include <stdlib.h>
#include <string.h>

/* The program as it was called; a path from this folder is made absolute. */
static void add_program(struct str *line, const char *program)
{
    char *path = NULL;

    if (strchr(program, '/'))
        err_free(absolute_path(program, &path));
    str_add_shell(line, path ? path : program);
    free(path);
}

void command_line_begin(struct str *line, const char *program,
                        const char *command, const char *version)
{
    const char *api = getenv("GITHUB_API_URL");

    if (api && *api) {
        str_add(line, "GITHUB_API_URL=");
        str_add_shell(line, api);
        str_add(line, " ");
    }
    add_program(line, program);
    str_addf(line, " %s --version %s", command, version);
}

void command_line_word(struct str *line, const char *name, const char *value)
{
    if (!value)
        return;
    str_addf(line, " --%s ", name);
    str_add_shell(line, value);
}

void command_line_number(struct str *line, const char *name, unsigned value)
{
    if (value)
        str_addf(line, " --%s %u", name, value);
}

void command_line_flag(struct str *line, const char *name, bool given)
{
    if (given)
        str_addf(line, " --%s", name);
}

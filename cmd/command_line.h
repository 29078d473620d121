/*
 * A command that a person is told to run: to be pasted into a shell, in any
 * folder.
 */
#ifndef COMMAND_LINE_H
#define COMMAND_LINE_H

#include "../str.h"

#include <stdbool.h>

/* `program` as it was called; a path from this folder is made absolute.
 * GITHUB_API_URL goes along, if it is set. */
void command_line_begin(struct str *line, const char *program,
                        const char *command, const char *version);
/* Options; those that were not given (NULL, 0, false) are left out. */
void command_line_word(struct str *line, const char *name, const char *value);
void command_line_number(struct str *line, const char *name, unsigned value);
void command_line_flag(struct str *line, const char *name, bool given);

#endif

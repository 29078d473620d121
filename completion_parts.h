/*
 * What the scripts of completion.h have in common.
 */
#ifndef COMPLETION_PARTS_H
#define COMPLETION_PARTS_H

#include "completion.h"

enum completion_of {
    COMPLETE_NOTHING,
    COMPLETE_FILE,
    COMPLETE_FOLDER,
    COMPLETE_COMMAND,
    COMPLETE_SHELL
};

/* By the name of a value; NULL, as flags have, is nothing. */
enum completion_of completion_of(const char *arg);

/* --version goes before any command, and is in no table. */
extern const struct opt completion_version;

/* Add names with spaces between: of all commands but `except`, which may be
 * NULL; of the shells. */
void completion_add_commands(struct str *to, const struct completion *c,
                             const struct cmd *except);
void completion_add_shells(struct str *to);

#endif

/*
 * Completion of the command line, made from the table of commands (pure): for
 * each shell a script that needs nothing but that shell.
 *
 * What is offered for a value goes by the name that it has in the help. After
 * an option: FILE is a file, DIR a folder. As a command's operand: COMMAND is
 * a command, SHELL one of completion_shells, and brackets do not matter. For
 * others (V, ORG, N) nothing is offered.
 */
#ifndef COMPLETION_H
#define COMPLETION_H

#include "cmd.h"

struct completion {
    const struct cmd *const *cmds; /* the table, NULL at its end */
    const struct opt *common;      /* what every command takes as well */
    size_t n_common;
};

/* For bash 4 and newer; it shows names without their help. */
void completion_bash(struct str *script, const struct completion *c);
/* To be sourced after compinit, or to be put in $fpath as _orchestrator. */
void completion_zsh(struct str *script, const struct completion *c);
/* For fish 3 and newer. */
void completion_fish(struct str *script, const struct completion *c);

struct completion_shell {
    const char *name;
    /* one of the above: adds the script */
    void (*script)(struct str *script, const struct completion *c);
};

#define COMPLETION_SHELLS 3
extern const struct completion_shell completion_shells[COMPLETION_SHELLS];

/* "bash, zsh or fish"; owned by the caller. */
char *completion_shell_names(void);

#endif

/*
 * What a command is, and what it is given. A command is one file in cmd/ and
 * one line in the table of orchestrator.c; its help and the completions are
 * made of this.
 */
#ifndef CMD_H
#define CMD_H

#include "err.h"
#include "hook.h"
#include "report.h"
#include "run.h"

#include <stddef.h>

enum opt_kind {
    OPT_FLAG,  /* bool */
    OPT_TEXT,  /* const char *, not empty; NULL: not given */
    OPT_NUMBER /* unsigned from `min` to `max`; 0: not given, so min > 0 */
};

struct opt {
    const char *name; /* without the two hyphens */
    char letter;      /* or 0 */
    enum opt_kind kind;
    const char *arg; /* the name of its value in the help; NULL: a flag */
    unsigned min, max;
    size_t at; /* where in the command's options it goes */
    const char *help;
};

/* What every command gets. */
struct app {
    const char *program; /* as it was called */
    char *const *argv;   /* whole */
    struct runner runner;
    struct report report;
    struct hook hook;
    const struct cmd *const *cmds; /* the table, NULL at its end */
    /* Options that every command takes: */
    bool verbose, quiet, json, no_board, help;
    const char *log; /* FILE or "none"; NULL: not said */
};

struct cmd {
    const char *name, *help;
    const char *text;    /* further lines of its help; may be NULL */
    const char *operand; /* the name of the one operand; NULL: takes none */
    const struct opt *opts;
    size_t n_opts;
    size_t size;       /* of its options, all-zero when nothing is given */
    size_t operand_at; /* a const char * */
    struct err *(*main)(struct app *app, const void *options);
};

/* Finds a command; EXIT_USAGE, with what was perhaps meant. */
struct err *cmd_find(const struct app *app, const char *name,
                     const struct cmd **found) MUST_CHECK;
/* Reads argv (up to NULL) into `options` and `app`. EXIT_USAGE. */
struct err *cmd_parse(struct app *app, const struct cmd *cmd, void *options,
                      char *const *argv) MUST_CHECK;
/* Options before the command, up to --version: reads them, moves *argv on.
 * EXIT_USAGE. */
struct err *cmd_parse_common(struct app *app, char *const **argv) MUST_CHECK;
/* Help, on standard output. */
void cmd_print_help(struct app *app, const struct cmd *cmd);
void cmd_print_overview(struct app *app);
/* The options that every command takes. */
const struct opt *cmd_common_opts(size_t *n);

extern const struct cmd cmd_check;
extern const struct cmd cmd_clone;
extern const struct cmd cmd_completion;
extern const struct cmd cmd_config;
extern const struct cmd cmd_help;
extern const struct cmd cmd_release;
extern const struct cmd cmd_release_iso;
extern const struct cmd cmd_status;
extern const struct cmd cmd_verify;

#endif

/*
 * What every command that works on repositories does first.
 */
#ifndef CMD_BEGIN_H
#define CMD_BEGIN_H

#include "../cmd.h"
#include "../gh_access.h"
#include "../workspace.h"

/* Loads the configuration, and opens the log that it or --log names. `root` and
 * `config` are what was typed, or NULL. EXIT_USAGE. */
struct err *begin_work(struct app *app, const char *command,
                       struct workspace *ws, const char *root,
                       const char *config) MUST_CHECK;

/* Takes over `owner`, if it was typed, and the base of the API: from
 * GITHUB_API_URL, else from a configuration that was named; else it stays
 * unset. What a file says that was only found, github_connect() compares with
 * origin: the token must not go wherever somebody's commit wants it. */
struct err *begin_github(struct gh *gh, struct config *config,
                         const char *owner) MUST_CHECK;

/* The folder of the clones, as workspace_find_root(); where it cannot be found,
 * the current one, for what can do without clones. */
struct err *begin_root(struct workspace *ws) MUST_CHECK;

/* The first event: that the command has begun, with what is in force by then.
 */
void begin_tell(struct app *app, const char *command,
                const struct workspace *ws);

/* hooks.on_event; of a configuration that was only found, no program is run. */
void begin_hook(struct app *app, const struct workspace *ws);

#endif

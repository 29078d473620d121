/*
 * The folder that holds the clones, and the configuration in force for them:
 * orchestrator.json(5) says where that is looked for.
 */
#ifndef WORKSPACE_H
#define WORKSPACE_H

#include "config.h"

struct workspace {
    char *root;  /* absolute; NULL: not known yet; owned */
    char *named; /* the configuration that a person named, absolute; NULL: it
                    was found, or is built in; owned */
    struct config config;
};

/* Loads the configuration: `file`, else $ORCHESTRATOR_CONFIG, else the one in
 * the folder `root`, or if that is NULL in the current folder or its parent,
 * which is the root then; else TruthDB's. EXIT_USAGE: it cannot be used. */
struct err *workspace_load(struct workspace *ws, const char *root,
                           const char *file) MUST_CHECK;
/* If the root is not known yet: the current folder if it has all clones, else
 * its parent. EXIT_USAGE: neither has. */
struct err *workspace_find_root(struct workspace *ws) MUST_CHECK;
void workspace_clear(struct workspace *ws);

/* The current folder, owned by the caller. */
struct err *current_folder(char **here) MUST_CHECK;
/* `path`, from the current folder on; owned by the caller. NULL stays NULL. */
struct err *absolute_path(const char *path, char **to) MUST_CHECK;

#endif

/*
 * What is released: the owner, the repositories in their order, and the
 * assets that each one's release on GitHub must have.
 */
#ifndef CONFIG_H
#define CONFIG_H

#include "err.h"

#include <stdbool.h>
#include <stddef.h>

struct repo {
    char *name;         /* on GitHub; also the folder's name under the root */
    struct argv assets; /* names, with {version} and {tag} */
};

struct config {
    char *owner;
    char *tag_prefix;
    char *tag_message; /* with {version} and {tag} */
    struct repo *repos;
    size_t n;
    unsigned poll_secs;    /* between two answers for one release */
    unsigned timeout_secs; /* for one repository's release */
};

/* TruthDB's plan. */
void config_truthdb(struct config *config);
/* `owner` must be a name that GitHub gives to users and organisations. */
struct err *config_set_owner(struct config *config,
                             const char *owner) MUST_CHECK;
/* The text with {version} and {tag} filled in; owned by the caller. */
char *config_expand(const char *text, const char *version, const char *tag);
void config_clear(struct config *config);

#endif

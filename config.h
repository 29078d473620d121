/*
 * What is released: the owner, the repositories with what each needs, and the
 * assets that each one's release on GitHub must have. It is read from an
 * orchestrator.json (orchestrator.json(5)), or is TruthDB's own.
 */
#ifndef CONFIG_H
#define CONFIG_H

#include "document.h"
#include "err.h"

#include <stdbool.h>
#include <stddef.h>

#define CONFIG_FILE "orchestrator.json"
#define CONFIG_WORKFLOW "release.yml"

/* The asset `file` holds the SHA-256 of the asset `of`. Both are names as in
 * repo.assets; owned. */
struct checksum {
    char *of, *file;
};

/* All that is char * is owned. */
struct repo {
    char *name;         /* on GitHub */
    char *dir;          /* of the clone, under the root; "." is the root */
    char *branch;       /* that the clone must be on; NULL: any */
    struct argv assets; /* names, with {version} and {tag} */
    struct checksum *checksums;
    size_t n_checksums;
    char *workflow; /* file in .github/workflows; NULL: none makes releases */
    size_t *needs;  /* indices of repos that are released before; all of them
                       are less than this repo's own */
    size_t n_needs;
    unsigned timeout_secs; /* for its release; 0: config.timeout_secs */
};

struct config {
    char *file; /* where it was read from, absolute; NULL: built in */
    bool named; /* a person named that file; else it was found */
    char *owner;
    char *api_url; /* base of the API; NULL: after the host of origin */
    char *tag_prefix;
    char *tag_message;     /* with {version} and {tag} */
    bool sign;             /* false: as git's tag.gpgSign says */
    unsigned poll_secs;    /* between two answers for one release */
    unsigned timeout_secs; /* for one repository's release */
    char *log;             /* file, or "none"; NULL: not said */
    char *on_event;        /* program of hooks.on_event; NULL: none */
    struct repo *repos;    /* in the order of release */
    size_t n;
};

/* TruthDB's plan. */
void config_truthdb(struct config *config);
/* Reads an orchestrator.json of n bytes; `file` is its name, kept as it is. The
 * repositories come out in the order of the file, except that what another
 * needs comes before it. EXIT_USAGE, with every mistake as a note; `config`
 * stays empty then. */
struct err *config_parse(struct config *config, const char *bytes, size_t n,
                         const char *file) MUST_CHECK;
/* The same from a file; EXIT_USAGE also if it cannot be read, or has more
 * than CONFIG_MAX bytes. */
#define CONFIG_MAX ((size_t)4 << 20)
struct err *config_load(struct config *config, const char *file) MUST_CHECK;
/* The whole of it as an orchestrator.json, with what was left to defaults
 * filled in, but for the timeout of a repository that has none of its own;
 * config_parse() makes the same of it. Owned by the caller. */
char *config_text(const struct config *config);
/* The same as fields of a document. */
void config_describe(const struct config *config, struct document *d);

/* `owner` must be a name that GitHub gives to users and organisations. */
struct err *config_set_owner(struct config *config,
                             const char *owner) MUST_CHECK;
/* The text with {version} and {tag} filled in; owned by the caller. */
char *config_expand(const char *text, const char *version, const char *tag);
void config_clear(struct config *config);

#endif

/*
 * What the files of the room config share: config_document (bytes to JSON),
 * config_keys (an object's keys), config_read (which keys there are),
 * config_repos (what repositories say of one another), config_order,
 * config_check (single texts), config_wrong (how mistakes are told),
 * config_text (the way back).
 *
 * A mistake is noted at the reader's path, which is that of the value being
 * read and has no dot at its end: json_wrong(rd, ": ", ...).
 */
#ifndef CONFIG_PARTS_H
#define CONFIG_PARTS_H

#include "config.h"
#include "json_read.h"

struct reading {
    struct json_reader rd;
    json_t *root;
    struct config *config;
    size_t i;         /* the repository that is being read */
    json_t *names;    /* of all repositories, in small letters: their index */
    json_t *dirs;     /* of those read so far: their index */
    bool all_named;   /* no repository lacks its name */
    char *sample_tag; /* to see whether two assets are ever the same */
};

enum key_kind { KEY_TEXT, KEY_SECS, KEY_FLAG, KEY_LIST, KEY_OBJECT };

/* A key of an object. A text, a number or a flag is stored `at` bytes into a
 * struct; `read` is called for what is of the right kind, and for a text that
 * is not wrong. */
struct key {
    const char *name; /* NULL: the end of a table */
    enum key_kind kind;
    bool required, nullable;
    size_t at;
    unsigned max;                       /* of seconds */
    const char *(*wrong)(const char *); /* with a text, as below */
    const char *cure;                   /* follows it; NULL: nothing does */
    void (*read)(struct reading *r, json_t *value);
};

/* An empty configuration, but for what every file may leave out. */
void config_defaults(struct config *config);

/* NULL where it is no JSON; a key given twice is marked for config_enter(). */
json_t *config_document(struct json_reader *rd, const char *bytes, size_t n);
/* Goes on to a key of an object, until json_leave(*mark). False: it is given
 * twice, which is told, and its value does not count. */
bool config_enter(struct json_reader *rd, const json_t *object, const char *key,
                  size_t *mark);
/* Reads an object into the struct `base`; keys is ended by a nameless one. */
void config_read_keys(struct reading *r, void *base, json_t *object,
                      const struct key *keys);

/* Parts of the repository config->repos[i]. */
void config_index_names(struct reading *r, const json_t *repos);
void config_check_name(struct reading *r, json_t *name);
void config_check_dir(struct reading *r, json_t *dir);
void config_read_assets(struct reading *r, json_t *list);
void config_read_checksums(struct reading *r, json_t *object);
void config_read_needs(struct reading *r, json_t *list);
/* Tells cycles; where nothing is wrong at all, puts what is needed first. */
void config_order(struct json_reader *rd, struct config *config);

/* Notes 'PATH: "TEXT" ...'; the text is made printable and short. */
void config_wrong_text(struct json_reader *rd, const char *text,
                       const char *fmt, ...) PRINTF_LIKE(3, 4);
/* Notes "PATH: must be ..., not a string". */
void config_wrong_type(struct json_reader *rd, const char *must,
                       const json_t *value);
/* "a string", "null", ... */
const char *config_type_name(const json_t *value);
/* The text, printable and short; then also in quotes. Owned by the caller. */
char *config_short(const char *text);
char *config_quote(const char *text);
/* Can the word be what was meant? */
bool config_near(const char *typed, const char *word);
/* Which of the keys of an object, `but` excepted; NULL: none. */
const char *config_near_key(const struct json_reader *rd, json_t *object,
                            const char *typed, const char *but);

/* Why a text cannot be what its key means, a clause that follows the text; or
 * NULL. Pure. */
const char *config_owner_wrong(const char *text);
const char *config_name_wrong(const char *text);
const char *config_dir_wrong(const char *text);
const char *config_branch_wrong(const char *text);
const char *config_prefix_wrong(const char *text);
const char *config_message_wrong(const char *text);
const char *config_workflow_wrong(const char *text);
const char *config_log_wrong(const char *text);
const char *config_hook_wrong(const char *text);
/* `filled` is the asset's name with a version filled in. */
const char *config_asset_wrong(const char *text, const char *filled);

#endif

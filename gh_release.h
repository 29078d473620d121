/*
 * A release as GitHub tells it: "Get a release by tag name" of the REST API.
 * JSON comes in here and goes no further.
 */
#ifndef GH_RELEASE_H
#define GH_RELEASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct gh_asset {
    int64_t id, size; /* size in bytes */
    char *name;
    char *state;  /* "uploaded", "open", "starter", or newer ones */
    char *digest; /* "sha256:<hex>"; NULL: GitHub has none */
    char *updated_at;
    char *created_at; /* NULL: not told */
    char *url;        /* for a browser; NULL: not told */
};

struct gh_release {
    int64_t id; /* 0: not told */
    char *tag;
    char *url;          /* for a browser */
    char *published_at; /* NULL: not told */
    bool draft, immutable;
    struct gh_asset *assets;
    size_t n;
};

/* Decodes; NULL, or what was wrong where ("assets[2].size is not a number"),
 * owned by the caller, and `release` stays empty. */
char *gh_release_read(struct gh_release *release, const char *json, size_t n);
/* The draft of a tag in "List releases", which only those who may push are
 * shown; draft->tag is NULL if there is none. */
char *gh_draft_read(struct gh_release *draft, const char *tag, const char *json,
                    size_t n);
/* The newest in "List releases" that is no draft; release->tag is NULL if
 * there is none. */
char *gh_newest_read(struct gh_release *release, const char *json, size_t n);
/* The only asset of that name; NULL if there is none, or more than one. */
const struct gh_asset *gh_release_asset(const struct gh_release *release,
                                        const char *name);
void gh_release_clear(struct gh_release *release);

#endif

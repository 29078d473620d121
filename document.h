/*
 * Writing JSON: a document, an object at its root, is filled field by field.
 * Texts may hold any bytes: what is not UTF-8 is written as people are shown
 * it, with \xNN. RFC 8259.
 */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include "secret.h"
#include "str.h"

#include <stdbool.h>
#include <stdint.h>

#define DOCUMENT_DEPTH 8

struct json_t;

/* All-zero is an empty object. */
struct document {
    const struct secrets *secrets; /* in no text; NULL: texts stay as they
                                      are */
    struct json_t *root;
    struct json_t *open[DOCUMENT_DEPTH];
    size_t depth;
};

/* `key` is NULL in a list. A text may be NULL, which is null. */
void document_text(struct document *d, const char *key, const char *text);
void document_number(struct document *d, const char *key, int64_t number);
void document_flag(struct document *d, const char *key, bool flag);
void document_null(struct document *d, const char *key);
void document_texts(struct document *d, const char *key,
                    const struct argv *texts);
/* What is added from here on goes into it, up to document_end(). */
void document_object(struct document *d, const char *key);
void document_list(struct document *d, const char *key);
void document_end(struct document *d);

/* On one line, or indented and with a line end after it; owned by the
 * caller. */
char *document_line(const struct document *d);
char *document_pages(const struct document *d);
void document_clear(struct document *d);

#endif

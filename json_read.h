/*
 * Typed fields of a JSON document, read so that all that is wrong is known by
 * its path: "assets[2].size is not a number". JSON ends in the rooms that
 * include this.
 */
#ifndef JSON_READ_H
#define JSON_READ_H

#include "str.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct json_reader {
    struct argv wrong; /* in the order in which it was found */
    struct str path;   /* of the object that is being read: "assets[2]." */
};

/* What jansson may need for a document: a release of 1000 assets takes 7 MiB,
 * and one byte of another answer may take 80. */
#define JSON_MEMORY_MAX ((size_t)9 << 20)

/* The document, to be given to json_decref(); NULL: it is not JSON, or it would
 * take more than JSON_MEMORY_MAX. An object that has a key twice is not. */
json_t *json_read(struct json_reader *rd, const char *bytes, size_t n);
/* The same of a document that must be an object. */
json_t *json_read_object(struct json_reader *rd, const char *bytes, size_t n);
/* "assets[2]." is added to the path; what to give to json_leave(). */
size_t json_enter(struct json_reader *rd, const char *fmt, ...)
    PRINTF_LIKE(2, 3);
void json_leave(struct json_reader *rd, size_t mark);
/* Notes that a field is wrong; the text follows its path as it is. */
void json_wrong(struct json_reader *rd, const char *field, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

/* A field of an object; of another type it is wrong. Those with _if take null
 * and an absent field for NULL, 0, false. Texts are owned by the caller. */
char *json_text(struct json_reader *rd, const json_t *from, const char *field);
char *json_text_if(struct json_reader *rd, const json_t *from,
                   const char *field);
int64_t json_count(struct json_reader *rd, const json_t *from,
                   const char *field);
int64_t json_count_if(struct json_reader *rd, const json_t *from,
                      const char *field);
bool json_flag_if(struct json_reader *rd, const json_t *from,
                  const char *field);
/* What a field says, "" where it is no text; lives as long as `from`. */
const char *json_word(const json_t *from, const char *field);
/* NULL, which jansson takes for an empty one, where it is none. */
const json_t *json_list(struct json_reader *rd, const json_t *from,
                        const char *field);

/* Frees; the first thing that was wrong, or NULL; owned by the caller. */
char *json_reader_end(struct json_reader *rd);

#endif

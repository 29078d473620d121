/* The reader of JSON in the tests. */
#ifndef T_JSON_READER_H
#define T_JSON_READER_H

#include "../json_read.h"
#include "json.h"

/* Reads what is written with ' for ". */
static inline json_t *read_quoted(struct json_reader *rd, const char *text)
{
    char *json = quoted(text), *bytes = exact(json, strlen(json));
    json_t *root = json_read(rd, bytes, strlen(json));

    free(json);
    free(bytes);
    return root;
}

#endif

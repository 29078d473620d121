/* Heads of answers in the tests, read at a time that is known. */
#ifndef T_HEADS_H
#define T_HEADS_H

#include "../http_head.h"
#include "tap.h"

#define NOW INT64_C(1700000000)
#define DATE "Date: Tue, 14 Nov 2023 22:13:20 GMT\r\n" /* is NOW */
#define OK "HTTP/2 200 \r\n"

static inline struct http_head read_head(const char *bytes, size_t n)
{
    struct http_head h;
    char *copy = exact(bytes, n);

    http_head_read(&h, copy, n, NOW);
    free(copy);
    return h;
}

static inline struct http_head read_fields(const char *fields)
{
    char *text = str_fmt(OK "%s\r\n", fields);
    struct http_head h = read_head(text, strlen(text));

    free(text);
    return h;
}

#endif

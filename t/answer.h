/* An answer of GitHub's, as it is after curl. */
#ifndef T_ANSWER_H
#define T_ANSWER_H

#include "../gh_api.h"
#include "tap.h"

static inline struct gh_get answer(int status, const char *fields,
                                   const char *body)
{
    struct gh_get g = {.answered = true};
    char *head = str_fmt("HTTP/2 %d \r\n%s\r\n", status, fields);

    http_head_read(&g.head, head, strlen(head), 1700000000);
    str_add(&g.body, body);
    free(head);
    return g;
}

#endif

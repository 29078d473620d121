#include "bytes.h"

#include <string.h>

struct bytes bytes_of(const struct str *str)
{
    const char *s = str_text(str);

    return (struct bytes){s, s + str->len};
}

char *bytes_field(struct bytes *b, char stop)
{
    const char *hit;
    char *field;

    if (b->at >= b->end)
        return NULL;
    hit = memchr(b->at, stop, (size_t)(b->end - b->at));
    field = str_dupn(b->at, (size_t)((hit ? hit : b->end) - b->at));
    b->at = hit ? hit + 1 : b->end;
    return field;
}

bool bytes_line(struct bytes *b, struct bytes *line)
{
    const char *hit;

    if (b->at >= b->end)
        return false;
    hit = memchr(b->at, '\n', (size_t)(b->end - b->at));
    *line = (struct bytes){b->at, hit ? hit : b->end};
    b->at = hit ? hit + 1 : b->end;
    return true;
}

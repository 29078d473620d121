#include "err.h"

#include <stdlib.h>

struct err *err_new(int code, const char *fmt, ...)
{
    struct err *e = mem_zero(1, sizeof(*e));
    va_list ap;

    e->code = code;
    va_start(ap, fmt);
    e->text = str_vfmt(fmt, ap);
    va_end(ap);
    return e;
}

struct err *err_wrap(struct err *e, const char *fmt, ...)
{
    struct str text = {0};
    va_list ap;

    va_start(ap, fmt);
    str_addvf(&text, fmt, ap);
    va_end(ap);
    str_addf(&text, ": %s", e->text);
    free(e->text);
    e->text = str_take(&text);
    return e;
}

void err_note(struct err *e, const char *fmt, ...)
{
    va_list ap;
    char *line;

    va_start(ap, fmt);
    line = str_vfmt(fmt, ap);
    va_end(ap);
    argv_push(&e->notes, line);
    free(line);
}

void err_cure(struct err *e, const char *fmt, ...)
{
    va_list ap;

    free(e->cure);
    va_start(ap, fmt);
    e->cure = str_vfmt(fmt, ap);
    va_end(ap);
}

void err_next(struct err *e, const char *command)
{
    free(e->next);
    e->next = str_dup(command);
}

struct err *err_join(struct err *first, struct err *other)
{
    if (!first || !other)
        return first ? first : other;
    err_note(first, "  also: %s", other->text);
    if (other->cure)
        err_note(first, "    to do: %s", other->cure);
    first->hopeless |= other->hopeless;
    err_free(other);
    return first;
}

struct err *err_first(struct err *first, struct err *other)
{
    if (!first)
        return other;
    err_free(other);
    return first;
}

void err_free(struct err *e)
{
    if (!e)
        return;
    free(e->text);
    free(e->cure);
    free(e->next);
    argv_clear(&e->notes);
    free(e);
}

#include "document.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define DEL '\177'

static json_t *innermost(struct document *d)
{
    if (!d->root)
        d->root = json_object();
    return d->depth ? d->open[d->depth - 1] : d->root;
}

/* A document that cannot hold what is added is a fault of ours, or there is
 * no more memory. */
static void add(struct document *d, const char *key, json_t *value)
{
    json_t *to = innermost(d);

    if (key ? json_object_set_new(to, key, value)
            : json_array_append_new(to, value))
        abort();
}

static json_t *text_value(const struct secrets *secrets, const char *text)
{
    struct str masked = {0}, shown = {0};
    json_t *value;

    if (secrets)
        secret_mask(secrets, &masked, text, strlen(text));
    else
        str_add(&masked, text);
    value = json_stringn(str_text(&masked), masked.len);
    if (!value) {
        str_add_printable(&shown, str_text(&masked), masked.len);
        value = json_stringn(str_text(&shown), shown.len);
    }
    str_clear(&masked);
    str_clear(&shown);
    return value;
}

void document_text(struct document *d, const char *key, const char *text)
{
    add(d, key, text ? text_value(d->secrets, text) : json_null());
}

void document_number(struct document *d, const char *key, int64_t number)
{
    add(d, key, json_integer(number));
}

void document_flag(struct document *d, const char *key, bool flag)
{
    add(d, key, json_boolean(flag));
}

void document_null(struct document *d, const char *key)
{
    add(d, key, json_null());
}

static void open_value(struct document *d, const char *key, json_t *value)
{
    add(d, key, value);
    if (d->depth == DOCUMENT_DEPTH)
        abort();
    d->open[d->depth++] = value;
}

void document_object(struct document *d, const char *key)
{
    open_value(d, key, json_object());
}

void document_list(struct document *d, const char *key)
{
    open_value(d, key, json_array());
}

void document_end(struct document *d)
{
    if (!d->depth)
        abort();
    d->depth--;
}

void document_texts(struct document *d, const char *key,
                    const struct argv *texts)
{
    document_list(d, key);
    for (size_t i = 0; i < texts->n; i++)
        document_text(d, NULL, texts->v[i]);
    document_end(d);
}

/* It may be printed on a terminal: plain ASCII, without DEL. */
static char *dump(const struct document *d, size_t how)
{
    char *dumped =
        d->root ? json_dumps(d->root, how | JSON_ENSURE_ASCII) : str_dup("{}");
    struct str text = {0};

    if (!dumped)
        abort();
    for (const char *p = dumped; *p; p++)
        if (*p == DEL)
            str_add(&text, "\\u007f");
        else
            str_addn(&text, p, 1);
    free(dumped);
    return str_take(&text);
}

char *document_line(const struct document *d)
{
    return dump(d, JSON_COMPACT);
}

char *document_pages(const struct document *d)
{
    char *text = dump(d, JSON_INDENT(2));
    char *pages = str_fmt("%s\n", text);

    free(text);
    return pages;
}

void document_clear(struct document *d)
{
    json_decref(d->root);
    *d = (struct document){0};
}

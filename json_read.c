#include "json_read.h"

#include <stdlib.h>

/* About what jansson 2.14 allocates for a value that begins, or a place in
 * which one is put; texts are held twice while they are read. */
static size_t cost_of(char c)
{
    return c == '{' ? 240 : c == '[' ? 144 : c == ':' ? 80 : c == ',' ? 48 : 0;
}

static bool is_too_much(const char *bytes, size_t n)
{
    size_t cost = 2 * n;
    bool in_text = false;

    for (size_t i = 0; i < n && cost <= JSON_MEMORY_MAX; i++) {
        if (bytes[i] == '"')
            in_text = !in_text;
        else if (in_text && bytes[i] == '\\')
            i++;
        else if (!in_text)
            cost += cost_of(bytes[i]);
    }
    return cost > JSON_MEMORY_MAX;
}

json_t *json_read(struct json_reader *rd, const char *bytes, size_t n)
{
    json_error_t error = {.line = 0};
    json_t *root;

    if (is_too_much(bytes, n)) {
        json_wrong(rd, "it", " has too many values");
        return NULL;
    }
    root = json_loadb(bytes, n, JSON_REJECT_DUPLICATES, &error);
    if (!root && n == 0)
        json_wrong(rd, "it", " is empty");
    else if (!root)
        json_wrong(rd, "it", " is not JSON (line %d, column %d: %s)",
                   error.line, error.column, error.text);
    return root;
}

json_t *json_read_object(struct json_reader *rd, const char *bytes, size_t n)
{
    json_t *root = json_read(rd, bytes, n);

    if (!root || json_is_object(root))
        return root;
    json_wrong(rd, "it", " is not an object");
    json_decref(root);
    return NULL;
}

size_t json_enter(struct json_reader *rd, const char *fmt, ...)
{
    size_t mark = rd->path.len;
    va_list ap;

    va_start(ap, fmt);
    str_addvf(&rd->path, fmt, ap);
    va_end(ap);
    return mark;
}

void json_leave(struct json_reader *rd, size_t mark)
{
    rd->path.len = mark;
    if (rd->path.s)
        rd->path.s[mark] = '\0';
}

void json_wrong(struct json_reader *rd, const char *field, const char *fmt, ...)
{
    struct str text = {0};
    va_list ap;

    str_addf(&text, "%s%s", str_text(&rd->path), field);
    va_start(ap, fmt);
    str_addvf(&text, fmt, ap);
    va_end(ap);
    argv_push(&rd->wrong, text.s);
    str_clear(&text);
}

/* The field, or NULL where it is null or absent. */
static const json_t *present(const json_t *from, const char *field)
{
    const json_t *value = json_object_get(from, field);

    return json_is_null(value) ? NULL : value;
}

char *json_text(struct json_reader *rd, const json_t *from, const char *field)
{
    const char *text = json_string_value(json_object_get(from, field));

    if (!text)
        json_wrong(rd, field, " is not a string");
    return text ? str_dup(text) : NULL;
}

char *json_text_if(struct json_reader *rd, const json_t *from,
                   const char *field)
{
    return present(from, field) ? json_text(rd, from, field) : NULL;
}

int64_t json_count(struct json_reader *rd, const json_t *from,
                   const char *field)
{
    const json_t *value = json_object_get(from, field);

    if (!json_is_integer(value) || json_integer_value(value) < 0)
        json_wrong(rd, field, " is not a number of 0 or more");
    return (int64_t)json_integer_value(value);
}

int64_t json_count_if(struct json_reader *rd, const json_t *from,
                      const char *field)
{
    return present(from, field) ? json_count(rd, from, field) : 0;
}

bool json_flag_if(struct json_reader *rd, const json_t *from, const char *field)
{
    const json_t *value = present(from, field);

    if (value && !json_is_boolean(value))
        json_wrong(rd, field, " is neither true nor false");
    return json_is_true(value);
}

const char *json_word(const json_t *from, const char *field)
{
    const char *text = json_string_value(json_object_get(from, field));

    return text ? text : "";
}

const json_t *json_list(struct json_reader *rd, const json_t *from,
                        const char *field)
{
    const json_t *list = json_object_get(from, field);

    if (json_is_array(list))
        return list;
    json_wrong(rd, field, " is not an array");
    return NULL;
}

char *json_reader_end(struct json_reader *rd)
{
    char *first = rd->wrong.n ? str_dup(rd->wrong.v[0]) : NULL;

    argv_clear(&rd->wrong);
    str_clear(&rd->path);
    return first;
}

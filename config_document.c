#include "config_parts.h"

#include <stdlib.h>
#include <string.h>

/* Goes behind a key that its object has already, so that a reader that takes
 * only one value for each key keeps both. */
#define TWICE 0x7f

#define BLANKS " \t\r\n"

static bool is_blank(char c)
{
    return c && strchr(BLANKS, c);
}

/* From the quote that begins a string to behind the one that ends it. */
static size_t string_len(const char *s, size_t n)
{
    size_t i = 1;

    while (i < n && s[i] != '"')
        i += s[i] == '\\' ? 2 : 1;
    return i < n ? i + 1 : n;
}

static bool is_key(const char *after, const char *end)
{
    while (after < end && is_blank(*after))
        after++;
    return after < end && *after == ':';
}

/* Adds the key, a string of JSON, to an object's; false: it was there. */
static bool is_new(json_t *object, const char *token, size_t len)
{
    json_t *key = json_loadb(token, len, JSON_DECODE_ANY, NULL);
    const char *name = json_string_value(key);
    bool known = name && json_object_get(object, name);

    if (name && !known)
        json_object_set_new(object, name, json_true());
    json_decref(key);
    return !known;
}

/* The same document, in which no object has a key twice. */
static void mark_keys(struct str *to, const char *s, size_t n)
{
    json_t *open = json_array();

    for (size_t i = 0, len; i < n; i += len) {
        json_t *object = json_array_get(open, json_array_size(open) - 1);

        len = s[i] == '"' ? string_len(s + i, n - i) : 1;
        if (s[i] == '{')
            json_array_append_new(open, json_object());
        if (s[i] == '}')
            json_array_remove(open, json_array_size(open) - 1);
        str_addn(to, s + i, len);
        if (len > 1 && is_key(s + i + len, s + n) &&
            !is_new(object, s + i, len)) {
            to->s[to->len - 1] = TWICE;
            str_add(to, "\"");
        }
    }
    json_decref(open);
}

static json_t *load_marked(const char *bytes, size_t n)
{
    struct str marked = {0};
    json_t *root;

    mark_keys(&marked, bytes, n);
    root = json_loadb(marked.s, marked.len, JSON_DECODE_ANY, NULL);
    str_clear(&marked);
    return root;
}

/* What people do who are used to other formats, or NULL; jansson stopped
 * behind `end`. */
static const char *habit(const json_error_t *error, const char *bytes,
                         size_t end)
{
    char last = '\0';

    if (json_error_code(error) == json_error_null_character)
        return "a string must not hold NUL";
    if (json_error_code(error) != json_error_invalid_syntax || !end)
        return NULL;
    last = bytes[--end];
    if (last == '/' && str_starts(error->text, "invalid token"))
        return "JSON has no comments";
    while (end && is_blank(bytes[end - 1]))
        end--;
    if ((last == '}' || last == ']') && end && bytes[end - 1] == ',')
        return "a comma stands behind the last value";
    return NULL;
}

static void tell_syntax(struct json_reader *rd, const json_error_t *error,
                        const char *bytes)
{
    const char *known = habit(error, bytes, (size_t)error->position);
    struct str text = {0};

    if (!known)
        str_add_printable(&text, error->text, strlen(error->text));
    json_wrong(rd, "line ", "%d, column %d: %s", error->line, error->column,
               known ? known : str_text(&text));
    str_clear(&text);
}

static json_t *load(struct json_reader *rd, const char *bytes, size_t n)
{
    size_t flags = JSON_DECODE_ANY;
    json_error_t error = {.line = 0};
    json_t *root = json_loadb(bytes, n, flags | JSON_REJECT_DUPLICATES, NULL);

    if (root)
        return root;
    root = json_loadb(bytes, n, flags, &error);
    if (!root) {
        tell_syntax(rd, &error, bytes);
        return NULL;
    }
    json_decref(root);
    return load_marked(bytes, n);
}

static bool is_all_blank(const char *bytes, size_t n)
{
    while (n && is_blank(bytes[n - 1]))
        n--;
    return n == 0;
}

json_t *config_document(struct json_reader *rd, const char *bytes, size_t n)
{
    static const char mark[] = {'\xef', '\xbb', '\xbf'};

    if (n > CONFIG_MAX) {
        json_wrong(rd, "it ", "has more than %zu bytes", CONFIG_MAX);
        return NULL;
    }
    if (n >= sizeof(mark) && memcmp(bytes, mark, sizeof(mark)) == 0) {
        json_wrong(rd, "it ",
                   "begins with a byte order mark; save it as UTF-8 "
                   "without one");
        bytes += sizeof(mark);
        n -= sizeof(mark);
    }
    if (is_all_blank(bytes, n)) {
        json_wrong(rd, "it ",
                   "is empty; without it, \"orchestrator config\" prints one "
                   "to start from");
        return NULL;
    }
    return load(rd, bytes, n);
}

/* The key without its mark, if it has one; owned by the caller. */
static char *unmarked(const json_t *object, const char *key)
{
    size_t n = strlen(key);
    char *first = n && key[n - 1] == TWICE ? str_dupn(key, n - 1) : NULL;

    if (first && json_object_get(object, first))
        return first;
    free(first);
    return NULL;
}

static size_t enter_key(struct json_reader *rd, const char *key)
{
    size_t n = strspn(key, "0123456789-_abcdefghijklmnopqrstuvwxyz"
                           "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    char *quoted;
    size_t mark;

    if (n && n <= 80 && !key[n])
        return json_enter(rd, "%s%s", rd->path.len ? "." : "", key);
    quoted = config_quote(key);
    mark = json_enter(rd, "[%s]", quoted);
    free(quoted);
    return mark;
}

bool config_enter(struct json_reader *rd, const json_t *object, const char *key,
                  size_t *mark)
{
    char *first = unmarked(object, key);
    bool once = !first;

    *mark = enter_key(rd, once ? key : first);
    if (!once)
        json_wrong(rd, ": ", "is given twice");
    free(first);
    return once;
}

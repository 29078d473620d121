#include "config_parts.h"
#include "spelling.h"

#include <stdlib.h>
#include <string.h>

#define SHOWN_MAX 80 /* bytes of foreign text */
#define NEAR_MIN 3   /* shorter words are all alike */

/* Names looked at. Past that no more is guessed: it would take too long. */
#define GUESSES_MAX 200000

char *config_short(const char *text)
{
    struct str out = {0};
    size_t n = strlen(text), shown = n;

    if (n > SHOWN_MAX) /* but no character is cut */
        for (shown = SHOWN_MAX; shown && (text[shown] & 0xc0) == 0x80;)
            shown--;
    str_add_printable(&out, text, shown);
    str_add(&out, shown < n ? "..." : "");
    return str_take(&out);
}

char *config_quote(const char *text)
{
    char *shown = config_short(text), *quoted = str_fmt("\"%s\"", shown);

    free(shown);
    return quoted;
}

void config_wrong_text(struct json_reader *rd, const char *text,
                       const char *fmt, ...)
{
    char *quoted = config_quote(text), *clause;
    va_list ap;

    va_start(ap, fmt);
    clause = str_vfmt(fmt, ap);
    va_end(ap);
    json_wrong(rd, ": ", "%s %s", quoted, clause);
    free(quoted);
    free(clause);
}

const char *config_type_name(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "an array";
    case JSON_STRING:
        return "a string";
    case JSON_INTEGER:
    case JSON_REAL:
        return "a number";
    case JSON_TRUE:
        return "true";
    case JSON_FALSE:
        return "false";
    case JSON_NULL:
        break;
    }
    return "null";
}

void config_wrong_type(struct json_reader *rd, const char *must,
                       const json_t *value)
{
    json_wrong(rd, ": ", "must be %s, not %s", must, config_type_name(value));
}

bool config_near(const char *typed, const char *word)
{
    size_t n = strlen(typed), m = strlen(word);

    return n >= NEAR_MIN && m >= NEAR_MIN && n <= m + 2 && m <= n + 2 &&
           spelling_near(typed, word);
}

const char *config_near_key(const struct json_reader *rd, json_t *object,
                            const char *typed, const char *but)
{
    const char *key;
    json_t *value;

    if (rd->wrong.n * json_object_size(object) > GUESSES_MAX)
        return NULL;
    json_object_foreach(object, key, value)
    {
        if (config_near(typed, key) && strcmp(key, but) != 0)
            return key;
    }
    return NULL;
}

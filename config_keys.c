#include "config_parts.h"

#include <stdlib.h>
#include <string.h>

/* What a kind of value must be, without and with null. */
static const struct {
    const char *plain, *or_null;
} kinds[] = {
    [KEY_TEXT] = {"a string", "a string or null"},
    [KEY_SECS] = {"a number", "a number or null"},
    [KEY_FLAG] = {"true or false", "true, false or null"},
    [KEY_LIST] = {"an array", "an array or null"},
    [KEY_OBJECT] = {"an object", "an object or null"},
};

static bool is_kind(enum key_kind kind, const json_t *value)
{
    switch (kind) {
    case KEY_TEXT:
        return json_is_string(value);
    case KEY_SECS:
        return true; /* read_secs() says what is wrong with any */
    case KEY_FLAG:
        return json_is_boolean(value);
    case KEY_LIST:
        return json_is_array(value);
    case KEY_OBJECT:
        break;
    }
    return json_is_object(value);
}

static void set_text(char **to, const char *text)
{
    free(*to);
    *to = text ? str_dup(text) : NULL;
}

static void read_text(struct reading *r, char **to, const struct key *k,
                      json_t *value)
{
    const char *text = json_string_value(value), *wrong = k->wrong(text);

    set_text(to, text);
    if (wrong)
        config_wrong_text(&r->rd, text, "%s%s", wrong, k->cure ? k->cure : "");
    else if (k->read)
        k->read(r, value);
}

/* The value as it was written, if that is short; owned by the caller. */
static char *value_text(const json_t *value)
{
    char *dumped, *text;

    if (json_is_string(value))
        return config_quote(json_string_value(value));
    if (!json_is_number(value))
        return str_dup(config_type_name(value));
    dumped = json_dumps(value, JSON_ENCODE_ANY);
    text = str_dup(dumped ? dumped : "a number");
    free(dumped);
    return text;
}

static void read_secs(struct reading *r, unsigned *to, const struct key *k,
                      const json_t *value)
{
    json_int_t secs = json_integer_value(value); /* of any other: 0 */
    char *text;

    if (secs >= 1 && secs <= k->max) {
        *to = (unsigned)secs;
        return;
    }
    text = value_text(value);
    json_wrong(&r->rd, ": ", "must be a whole number from 1 to %u, not %s",
               k->max, text);
    free(text);
}

static void read_value(struct reading *r, void *base, const struct key *k,
                       json_t *value)
{
    void *to = (char *)base + k->at;

    if (json_is_null(value) && k->nullable) {
        if (k->kind == KEY_TEXT)
            set_text(to, NULL);
    } else if (!is_kind(k->kind, value)) {
        config_wrong_type(
            &r->rd, k->nullable ? kinds[k->kind].or_null : kinds[k->kind].plain,
            value);
    } else if (k->kind == KEY_TEXT) {
        read_text(r, to, k, value);
    } else if (k->kind == KEY_SECS) {
        read_secs(r, to, k, value);
    } else if (k->kind == KEY_FLAG) {
        *(bool *)to = json_is_true(value);
    } else {
        k->read(r, value);
    }
}

static void tell_unknown(struct json_reader *rd, const struct key *keys,
                         const struct key *meant)
{
    struct str names = {0};

    if (meant->name) {
        json_wrong(rd, ": ", "unknown key; did you mean \"%s\"?", meant->name);
        return;
    }
    for (size_t i = 0; keys[i].name; i++)
        str_addf(&names, "%s%s", i ? ", " : "", keys[i].name);
    json_wrong(rd, ": ", "unknown key; there %s %s",
               keys[1].name ? "are" : "is", str_text(&names));
    str_clear(&names);
}

/* The key, or the end of the table. */
static const struct key *find(const struct key *keys, const char *name)
{
    while (keys->name && strcmp(keys->name, name) != 0)
        keys++;
    return keys;
}

/* "poll_interval_secs" for poll_interval, "repositories" for repos */
static bool is_longer(const char *name, const char *key)
{
    return strlen(key) > 3 && str_starts(name, key);
}

/* What was meant by an unknown key: not one that is there as well. */
static const struct key *find_near(const struct key *keys, const char *name,
                                   const json_t *object)
{
    while (keys->name &&
           (!(config_near(name, keys->name) || is_longer(name, keys->name)) ||
            json_object_get(object, keys->name)))
        keys++;
    return keys;
}

/* A bit for each key of the table that is there or was meant. */
static unsigned read_there(struct reading *r, void *base, json_t *object,
                           const struct key *keys)
{
    unsigned seen = 0;
    const char *name;
    json_t *value;

    json_object_foreach(object, name, value)
    {
        const struct key *k = find(keys, name);
        size_t mark;

        if (config_enter(&r->rd, object, name, &mark)) {
            if (k->name) {
                read_value(r, base, k, value);
            } else {
                k = find_near(keys, name, object);
                tell_unknown(&r->rd, keys, k);
            }
            seen |= 1U << (k - keys);
        }
        json_leave(&r->rd, mark);
    }
    return seen;
}

void config_read_keys(struct reading *r, void *base, json_t *object,
                      const struct key *keys)
{
    unsigned seen = read_there(r, base, object, keys);

    for (size_t i = 0; keys[i].name; i++) {
        size_t mark;

        if (!keys[i].required || seen & 1U << i)
            continue;
        config_enter(&r->rd, object, keys[i].name, &mark);
        json_wrong(&r->rd, ": ", "must be given");
        json_leave(&r->rd, mark);
    }
}

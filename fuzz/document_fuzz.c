/* A line: a secret. Then texts, one a line, written as an event is: JSON in one
 * line of plain ASCII, which is read back. */
#include "../event.h"
#include "fuzz.h"

#include <jansson.h>

#define KEY "text"

static void check_text(const json_t *event, const char *text,
                       const struct secrets *s)
{
    const char *got = json_string_value(json_object_get(event, KEY));
    struct str masked = {0};

    secret_mask(s, &masked, text, strlen(text));
    must(got, "a text is a text");
    if (is_shown(str_text(&masked), masked.len))
        must(same_text(got, str_text(&masked)), "it reads back the same");
    for (size_t i = 0; i < s->plain.n && !strchr(s->plain.v[i], '*'); i++)
        must(!strstr(got, s->plain.v[i]), "no secret is written");
    str_clear(&masked);
}

static void check(const struct event *ev, const struct argv *texts,
                  const struct secrets *s)
{
    char *line = document_line(&ev->fields);
    json_error_t error;
    json_t *read = json_loads(line, JSON_REJECT_DUPLICATES, &error);
    const json_t *list = json_object_get(read, "list");

    must(is_shown(line, strlen(line)), "an event is one line");
    for (const char *p = line; *p; p++)
        must((unsigned char)*p < 0x7f, "of plain ASCII");
    must(read, "it is JSON");
    must(json_array_size(list) == texts->n, "with all that was put in");
    for (size_t i = 0; i < texts->n; i++)
        check_text(json_array_get(list, i), texts->v[i], s);
    json_decref(read);
    free(line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    char *secret = input_line(&in);
    struct secrets s = {{0}, {0}};
    struct argv texts = {0};
    struct event ev;

    secrets_add(&s, secret);
    event_begin(&ev, &s, "note", NULL);
    document_list(&ev.fields, "list");
    while (in.at < in.end) {
        char *text = input_line(&in);

        argv_push(&texts, text);
        document_object(&ev.fields, NULL);
        document_text(&ev.fields, KEY, text);
        document_end(&ev.fields);
        free(text);
    }
    document_end(&ev.fields);
    check(&ev, &texts, &s);
    event_clear(&ev);
    secrets_clear(&s);
    argv_clear(&texts);
    free(secret);
    return 0;
}

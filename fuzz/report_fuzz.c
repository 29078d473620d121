/* A line: a secret. A line: the name of a repository. Then a text, told in
 * every way there is: to people, to programs, to the log. */
#include "../report.h"
#include "fuzz.h"

#include <fcntl.h>
#include <jansson.h>
#include <unistd.h>

static FILE *scratch(FILE **file)
{
    if (!*file)
        *file = tmpfile();
    must(*file, "a file can be made");
    must(ftruncate(fileno(*file), 0) == 0, "and emptied");
    lseek(fileno(*file), 0, SEEK_SET);
    return *file;
}

static struct str written(FILE *file)
{
    struct str text = {0};
    char piece[4096];
    ssize_t n;

    fflush(file);
    lseek(fileno(file), 0, SEEK_SET);
    while ((n = read(fileno(file), piece, sizeof(piece))) > 0)
        str_addn(&text, piece, (size_t)n);
    return text;
}

/* Calls `look` for each line. */
static void each_line(const struct str *text, void (*look)(const char *line))
{
    const char *at = str_text(text), *end = at + text->len;

    must(at == end || end[-1] == '\n', "the last line is whole");
    while (at < end) {
        const char *hit = memchr(at, '\n', (size_t)(end - at));
        char *line = str_dupn(at, (size_t)(hit - at));

        must(strlen(line) == (size_t)(hit - at), "no line holds NUL");
        look(line);
        free(line);
        at = hit + 1;
    }
}

static void look_at_line(const char *line)
{
    must(is_shown(line, strlen(line)), "people and the log are shown text");
}

static void look_at_event(const char *line)
{
    json_t *event = json_loads(line, JSON_REJECT_DUPLICATES, NULL);

    must(is_shown(line, strlen(line)), "programs are told in plain lines");
    must(json_is_object(event), "each is an event");
    must(json_string_value(json_object_get(event, "message")),
         "that has a message");
    json_decref(event);
}

static void tell(struct report *rep, const char *repo, const char *text)
{
    struct err *e = err_new(EXIT_FAILED, "%s: %s", repo, text);

    report_note(rep, repo, "%s", text);
    report_note(rep, NULL, "%s", text);
    report_trace(rep, "%s", text);
    report_always(rep, "%s", text);
    report_log(rep, "child", "%s", text);
    report_failed(rep, repo, e);
    err_free(e);
}

static void check(FILE *file, const char *secret, void (*look)(const char *))
{
    struct str text = written(file);

    must(text.len, "something is written");
    if (strlen(secret) >= SECRET_LEAST && !strchr(secret, '*'))
        must(!strstr(text.s, secret), "no secret is written");
    each_line(&text, look);
    str_clear(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FILE *people, *programs, *kept;
    struct input in = input_of(data, size);
    char *secret = input_line(&in), *repo = input_line(&in);
    char *text = input_text(&in);
    struct report rep;

    report_init(&rep, scratch(&people));
    report_to_programs(&rep, scratch(&programs));
    rep.level = REPORT_VERBOSE;
    rep.log =
        (struct log){.path = str_dup("log"), .fd = fileno(scratch(&kept))};
    report_hide(&rep, secret);
    tell(&rep, repo, text);
    must(!rep.lost && !rep.log.lost, "all was written");
    check(people, strstr("note: [00:00:00] child ", secret) ? "" : secret,
          look_at_line);
    check(programs, "", look_at_event);
    check(kept, "", look_at_line);
    free(rep.log.path);
    secrets_clear(&rep.secrets);
    free(secret);
    free(repo);
    free(text);
    return 0;
}

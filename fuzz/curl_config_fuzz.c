/* Four lines: an address, an ETag, a token, a file. What curl is told on
 * standard input, read as curl(1) says ("--config"): nothing gets out of its
 * quotes. */
#include "../gh_api.h"
#include "fuzz.h"

/* The value in quotes at `at`, without them; NULL: it is none, or something
 * follows it. Owned by the caller. */
static char *unquoted(const char *at)
{
    struct str value = {0};

    if (*at++ != '"')
        return NULL;
    for (; *at && *at != '"' && *at != '\n'; at++) {
        char c = *at;

        if (c == '\\' && *++at)
            c = *at == 'n' ? '\n' : *at == 'r' ? '\r' : *at;
        str_addn(&value, &c, 1);
    }
    if (*at == '"' && !at[1])
        return str_take(&value);
    str_clear(&value);
    return NULL;
}

static bool is_in(const char *word, const char *const *words)
{
    while (*words && strcmp(word, *words) != 0)
        words++;
    return *words != NULL;
}

/* What was told of one name, in order. */
static void read_line(const char *line, const char *name, struct argv *values)
{
    static const char *const flags[] = {
        "silent",     "globoff", "path-as-is", "suppress-connect-headers",
        "show-error", "fail",    "next",       "no-progress-meter",
        NULL};
    static const char *const names[] = {
        "url",         "proto",       "noproxy",     "connect-timeout",
        "user-agent",  "header",      "max-time",    "max-filesize",
        "dump-header", "write-out",   "speed-limit", "speed-time",
        "output",      "continue-at", NULL};
    const char *sep = strstr(line, " = ");
    char *key = str_dupn(line, sep ? (size_t)(sep - line) : strlen(line));
    char *value = sep ? unquoted(sep + 3) : NULL;

    must(sep ? is_in(key, names) && value : is_in(key, flags),
         "each line is one of ours, and its quotes are closed");
    if (value && strcmp(key, name) == 0)
        argv_push(values, value);
    free(value);
    free(key);
}

static void check(const struct run *r, const char *name, const char *value,
                  size_t times)
{
    const char *at = str_text(&r->input);
    struct argv values = {0};
    size_t seen = 0;

    while (*at) {
        size_t n = strcspn(at, "\n");
        char *line = str_dupn(at, n);

        read_line(line, name, &values);
        free(line);
        at += n + (at[n] == '\n');
    }
    for (size_t i = 0; i < values.n; i++)
        seen += strcmp(values.v[i], value) == 0;
    must(seen == times, "what is told is what was meant");
    argv_clear(&values);
}

static void check_header(const struct run *r, const char *name,
                         const char *value, size_t times)
{
    char *header = str_fmt("%s%s", name, value ? value : "");

    check(r, "header", header, value ? times : 0);
    free(header);
}

static void check_token(const char *token)
{
    must(!token || (is_graphic(token) && *token), "a token has no odd bytes");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    char *url = input_line(&in), *etag = input_line(&in);
    char *token = input_line(&in), *file = input_text(&in);
    struct gh gh = {.base = str_dup("https://api.github.com")};
    struct gh_get get = {.url = str_dup(url),
                         .etag = *etag ? str_dup(etag) : NULL};
    struct gh_get *gets[] = {&get, &get};
    struct run api = {0}, away = {0};

    err_free(gh_set_token(&gh, token, "a test"));
    check_token(gh.token);
    gh_fill(&api, &gh, gets, 2, 1000);
    check(&api, "url", url, 2);
    check_header(&api, "If-None-Match: ", get.etag, 2);
    check_header(&api, "Authorization: Bearer ", gh.token, 2);
    check(&api, "proto", "=https", 2);
    gh_fill_file(&away, &gh, &get, file, 5);
    check(&away, "url", url, 1);
    check(&away, "output", file, 1);
    check(&away, "continue-at", "5", 1);
    run_clear(&api);
    run_clear(&away);
    gh_get_clear(&get);
    gh_clear(&gh);
    free(url);
    free(etag);
    free(token);
    free(file);
    return 0;
}

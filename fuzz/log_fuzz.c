/* A line: a secret. A line: the name of a file in the folder of logs. Then a
 * text for the log. */
#include "../log.c" /* which files are old logs of ours is its own matter */
#include "fuzz.h"

#include <regex.h>

/* Only such a file may be removed. */
static bool is_log(const char *name)
{
    static regex_t re;
    static bool made;

    if (!made)
        made = regcomp(&re, "^[0-9TZ]{16}-release-iso-[0-9]+\\.log$",
                       REG_EXTENDED | REG_NOSUB) == 0;
    must(made, "the name is a regular expression");
    return regexec(&re, name, 0, NULL, 0) == 0;
}

static struct str written(FILE *file)
{
    struct str text = {0};
    char piece[4096];
    ssize_t n;

    lseek(fileno(file), 0, SEEK_SET);
    while ((n = read(fileno(file), piece, sizeof(piece))) > 0)
        str_addn(&text, piece, (size_t)n);
    return text;
}

static void check_line(const struct str *line, const char *secret)
{
    must(line->len >= 36 && line->s[line->len - 1] == '\n', "a line is whole");
    must(is_shown(line->s, line->len - 1), "a line is one, and only text");
    must(line->s[23] == 'Z' && date_rfc3339("1994-11-06T08:49:37Z") > 0 &&
             strncmp(line->s + 24, " note      ", 11) == 0,
         "it begins with time and kind");
    if (strlen(secret) >= SECRET_LEAST && !strchr(secret, '*'))
        must(!strstr(line->s + 35, secret), "no secret gets in");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FILE *file;
    struct input in = input_of(data, size);
    char *secret = input_line(&in), *name = input_line(&in);
    char *text = input_text(&in);
    struct secrets s = {{0}, {0}};
    struct log log = {.path = (char[]){"log"}};
    struct str line;

    file = file ? file : tmpfile();
    must(file && ftruncate(fileno(file), 0) == 0, "a file can be made");
    lseek(fileno(file), 0, SEEK_SET);
    log.fd = fileno(file);
    secrets_add(&s, secret);
    log_line(&log, &s, "note", text);
    line = written(file);
    check_line(&line, secret);
    must(is_ours(name, "release-iso") == is_log(name),
         "no other file is taken for an old log");
    str_clear(&line);
    secrets_clear(&s);
    free(text);
    free(name);
    free(secret);
    return 0;
}

/* What git, ssh and the server say on standard error. */
#include "../git_cause.h"
#include "fuzz.h"

#include <ctype.h>

#define WORDS_MOST 400 /* after so many bytes no line is added */

static size_t longest_line(const char *text)
{
    size_t most = 0, n;

    for (; *text; text += n + (text[n] == '\n')) {
        n = strcspn(text, "\n");
        most = n > most ? n : most;
    }
    return most;
}

/* Whole, or clipped; lines that are set in are joined to the one above. */
static bool is_said(const struct str *err, const char *line)
{
    const char *text = str_text(err);
    size_t n = strlen(line);
    char *start = str_dupn(line, str_ends(line, "...") ? n - 3 : n);
    bool said = strstr(text, "\n\t") || *text == '\t' || strstr(text, start) ||
                strcmp(line, "it said nothing") == 0;

    free(start);
    return said;
}

static void check_line(const struct str *err)
{
    char *line = git_last_line(err);
    size_t n = strlen(line);

    must(*line && !strchr(line, '\n'), "there is always one line");
    must(!isspace((unsigned char)line[n - 1]), "without blanks at its end");
    must(is_said(err, line), "it is what was said");
    free(line);
}

static void check_words(const struct str *err)
{
    size_t most = WORDS_MOST + longest_line(str_text(err)) + 3;
    char *lines = git_error_lines(err), *words = git_remote_words(err);

    must(*lines && strlen(lines) <= most, "not all is repeated");
    must(strlen(words) <= most, "nor all that the server says");
    must(!strchr(lines, '\n') && !strchr(words, '\n'), "both are one line");
    free(lines);
    free(words);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    struct str err = input_str(&in);
    enum git_cause cause = git_cause(&err);

    must(cause <= GIT_CAUSE_OWNERSHIP, "a cause is one of the list");
    must(!git_cause_is_access(cause) || cause != GIT_CAUSE_OTHER,
         "no cause is no matter of access");
    must(git_has_sent(&err) || !strstr(str_text(&err), "Enumerating objects"),
         "a push that enumerates has begun to send");
    check_line(&err);
    check_words(&err);
    str_clear(&err);
    return 0;
}

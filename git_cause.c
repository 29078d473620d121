#include "git_cause.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* What git, ssh and the servers say, and what it means; first match wins. */
static const struct {
    const char *words;
    enum git_cause cause;
} causes[] = {
    {"dubious ownership", GIT_CAUSE_OWNERSHIP},
    {"Host key verification failed", GIT_CAUSE_HOST_KEY},
    {"REMOTE HOST IDENTIFICATION HAS CHANGED", GIT_CAUSE_HOST_KEY},
    {"could not read Username", GIT_CAUSE_PROMPT},
    {"could not read Password", GIT_CAUSE_PROMPT},
    {"terminal prompts disabled", GIT_CAUSE_PROMPT},
    {"Permission denied (", GIT_CAUSE_KEY},
    {"Too many authentication failures", GIT_CAUSE_KEY},
    {"Permission to ", GIT_CAUSE_DENIED},
    {"Write access to repository not granted", GIT_CAUSE_DENIED},
    {"returned error: 403", GIT_CAUSE_DENIED},
    {"Authentication failed", GIT_CAUSE_DENIED},
    {"returned error: 401", GIT_CAUSE_DENIED},
    {"returned error: 404", GIT_CAUSE_NOT_FOUND},
    {"marked as read only", GIT_CAUSE_DENIED},
    {"This repository was archived", GIT_CAUSE_DENIED},
    {"service not enabled", GIT_CAUSE_DENIED},
    {"Repository not found", GIT_CAUSE_NOT_FOUND},
    {"does not appear to be a git repository", GIT_CAUSE_NOT_FOUND},
    {"does not exist", GIT_CAUSE_NOT_FOUND},
    {"not found", GIT_CAUSE_NOT_FOUND},
    {"Could not resolve", GIT_CAUSE_UNREACHABLE},
    {"Failed to connect", GIT_CAUSE_UNREACHABLE},
    {"Couldn't connect", GIT_CAUSE_UNREACHABLE},
    {"unable to connect", GIT_CAUSE_UNREACHABLE},
    {"Connection ", GIT_CAUSE_UNREACHABLE},
    {"No route to host", GIT_CAUSE_UNREACHABLE},
    {"Network is unreachable", GIT_CAUSE_UNREACHABLE},
    {"timed out", GIT_CAUSE_UNREACHABLE},
    {"does not support", GIT_CAUSE_OTHER},
    {"hung up unexpectedly", GIT_CAUSE_UNREACHABLE},
    {"unable to access", GIT_CAUSE_UNREACHABLE},
};

enum git_cause git_cause(const struct str *err)
{
    for (size_t i = 0; i < ARRAY_LEN(causes); i++)
        if (strstr(str_text(err), causes[i].words))
            return causes[i].cause;
    return GIT_CAUSE_OTHER;
}

bool git_cause_is_access(enum git_cause cause)
{
    return cause == GIT_CAUSE_PROMPT || cause == GIT_CAUSE_KEY ||
           cause == GIT_CAUSE_DENIED;
}

/* The same; takes `dir` quoted for a shell. */
static char *cure_at(enum git_cause cause, const char *dir, const char *host)
{
    switch (cause) {
    case GIT_CAUSE_PROMPT:
        return str_dup("let git know your credentials (gh auth setup-git), "
                       "or use --jobs 1, which leaves git the terminal");
    case GIT_CAUSE_KEY:
        return str_dup("load your key (ssh-add), or use --jobs 1, which "
                       "leaves ssh the terminal");
    case GIT_CAUSE_HOST_KEY:
        return str_fmt("check the host's key and accept it once: ssh -T "
                       "git@%s",
                       host ? host : "HOST");
    case GIT_CAUSE_DENIED:
        return str_dup("ask for write access to this repository, or use the "
                       "credentials of someone who has it (gh auth "
                       "setup-git)");
    case GIT_CAUSE_NOT_FOUND:
        return str_fmt("check origin's URL (git -C %s remote -v), whether the "
                       "repository was renamed, and that your credentials may "
                       "see it",
                       dir);
    case GIT_CAUSE_UNREACHABLE:
        return str_dup("check the network, VPN or proxy, then try again");
    case GIT_CAUSE_OWNERSHIP:
    case GIT_CAUSE_OTHER:
        break;
    }
    return str_fmt("see what this says: git -C %s push --dry-run origin HEAD",
                   dir);
}

char *git_cause_cure(enum git_cause cause, const char *dir, const char *host)
{
    char *word = str_shell(dir), *cure = cure_at(cause, word, host);

    free(word);
    return cure;
}

/* What pack-objects shows first, and what follows it. */
static const char *const progress[] = {
    "Enumerating objects", "Counting objects",  "Compressing objects",
    "Writing objects",     "Delta compression", "Total ",
    "Resolving deltas",
};

static bool is_progress(const char *line)
{
    for (size_t i = 0; i < ARRAY_LEN(progress); i++)
        if (str_starts(line, progress[i]))
            return true;
    return false;
}

/* A push of what origin has already under another name enumerates nothing. */
bool git_has_sent(const struct str *err)
{
    const char *text = str_text(err);

    return strstr(text, progress[0]) || str_starts(text, "Total ") ||
           strstr(text, "\nTotal ");
}

/* "error: RPC failed; HTTP 403 curl 22 ...": a status by which HTTP says that
 * nothing came of the request; others may be a proxy's that did not wait. */
static bool is_final_status(const char *line)
{
    static const char before[] = "error: RPC failed; HTTP ";
    unsigned long status;

    if (!str_starts(line, before))
        return false;
    status = strtoul(line + strlen(before), NULL, 10);
    return status >= 400 && status < 500 && status != 408 && status != 413 &&
           status != 429;
}

/* What comes after git's own progress: not what a hook of the clone said. */
static const char *after_sending(const struct str *err)
{
    static const char *const marks[] = {"Enumerating objects", "\nTotal "};
    const char *at = str_text(err), *sent;

    for (size_t i = 0; i < ARRAY_LEN(marks); i++)
        while ((sent = strstr(at, marks[i])) != NULL)
            at = sent + 1;
    return at;
}

bool git_is_turned_away(const struct str *err)
{
    const char *at = git_has_sent(err) ? after_sending(err) : "";

    while (*at) {
        if (is_final_status(at) || str_starts(at, "fatal: could not read ") ||
            str_starts(at, "fatal: Authentication failed"))
            return true;
        at += strcspn(at, "\n");
        at += *at == '\n';
    }
    return false;
}

/* How much a line of standard error says: git's closing advice nothing,
 * ssh's and the server's own words most. */
static int worth(const char *line)
{
    if (!line[strspn(line, " \t\r\v\f")] || is_progress(line) ||
        str_starts(line, "hint:") || str_starts(line, "warning:") ||
        str_starts(line, "Please make sure") ||
        str_starts(line, "and the repository exists"))
        return 0;
    if (strstr(line, "Could not read from remote repository") ||
        strstr(line, "failed to push some refs") ||
        strstr(line, "hung up unexpectedly") ||
        strstr(line, "unexpected disconnect"))
        return 1;
    for (size_t i = 0; i < ARRAY_LEN(causes); i++)
        if (strstr(line, causes[i].words))
            return 4;
    if (strstr(line, "rejected") || strstr(line, "declined") ||
        str_starts(line, "remote: error"))
        return 4;
    return str_starts(line, "fatal:") || str_starts(line, "error:") ? 3 : 2;
}

#define LINE_CAP 4096 /* bytes of a line that are looked at */

/* Clips it, and takes blanks off its end. */
static char *clip(char *line)
{
    size_t n = strlen(line);
    char *clipped;

    while (n && isspace((unsigned char)line[n - 1]))
        line[--n] = '\0';
    clipped = str_clip(line, GIT_WORDS_MAX);
    free(line);
    return clipped;
}

/* The line, together with the lines below it that are set in. Progress ends
 * with a CR, and what follows is a line of its own. */
static char *take_line(const char **at)
{
    struct str line = {0};
    bool whole;

    do {
        size_t n;

        *at += **at == '\t';
        n = strcspn(*at, "\r\n");
        if (line.len < LINE_CAP) {
            str_add(&line, line.len ? " " : "");
            str_addn(&line, *at, n < LINE_CAP ? n : LINE_CAP);
        }
        *at += n;
        *at += (*at)[0] == '\r' && (*at)[1] == '\n';
        whole = **at == '\n';
        *at += **at != '\0';
    } while (whole && **at == '\t');
    return str_take(&line);
}

char *git_last_line(const struct str *err)
{
    const char *at = str_text(err);
    char *best = NULL;
    int most = 0;

    while (*at) {
        char *line = take_line(&at);
        int w = worth(line);

        if (w >= most && w > 0) {
            free(best);
            best = line;
            most = w;
        } else {
            free(line);
        }
    }
    return best ? clip(best) : str_dup(GIT_SILENT);
}

char *git_error_lines(const struct str *err)
{
    const char *at = str_text(err);
    struct str out = {0};

    while (*at && out.len < GIT_WORDS_MAX) {
        int n = (int)strcspn(at, "\r\n");

        if (str_starts(at, "error:") || str_starts(at, "fatal:"))
            str_addf(&out, "%s%.*s", out.len ? "; " : "",
                     n < LINE_CAP ? n : LINE_CAP, at);
        at += n;
        at += *at != '\0';
    }
    return out.len ? clip(str_take(&out)) : git_last_line(err);
}

char *git_lock_in_way(const struct str *err)
{
    static const char before[] = "Unable to create '",
                      after[] = "': File exists";
    const char *at = strstr(str_text(err), before), *end;

    if (!at)
        return NULL;
    at += strlen(before);
    end = strstr(at, after);
    return end && !memchr(at, '\n', (size_t)(end - at))
               ? str_dupn(at, (size_t)(end - at))
               : NULL;
}

char *git_remote_words(const struct str *err)
{
    static const char mark[] = "remote: ";
    struct str words = {0};

    for (const char *at = after_sending(err);
         *at && words.len < GIT_WORDS_MAX;) {
        size_t n = strcspn(at, "\n"), from = strlen(mark), end = n;

        while (end > 0 && isspace((unsigned char)at[end - 1]))
            end--;
        if (str_starts(at, mark) && end > from && !is_progress(at + from)) {
            str_add(&words, words.len ? " / " : "");
            str_addn(&words, at + from,
                     end - from < LINE_CAP ? end - from : LINE_CAP);
        }
        at += n;
        at += *at == '\n';
    }
    return clip(str_take(&words));
}

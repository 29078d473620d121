/*
 * Why a git failed, read from its standard error. Pure.
 */
#ifndef GIT_CAUSE_H
#define GIT_CAUSE_H

#include "str.h"

#include <stdbool.h>

enum git_cause {
    GIT_CAUSE_OTHER,
    GIT_CAUSE_PROMPT,      /* it wanted to ask for a name or a password */
    GIT_CAUSE_KEY,         /* ssh: no key was accepted */
    GIT_CAUSE_HOST_KEY,    /* ssh: the host's key is not known or changed */
    GIT_CAUSE_DENIED,      /* we are known, but may not */
    GIT_CAUSE_NOT_FOUND,   /* no such repository, or it is hidden from us */
    GIT_CAUSE_UNREACHABLE, /* network, name, TLS */
    GIT_CAUSE_OWNERSHIP    /* safe.directory */
};
enum git_cause git_cause(const struct str *err);
/* Is it about who we are and what we may? */
bool git_cause_is_access(enum git_cause cause);
/* What a person can do about a git that could not talk to origin of the clone
 * `dir`, whose URL names `host` (NULL: none); owned by the caller. */
char *git_cause_cure(enum git_cause cause, const char *dir, const char *host);
/* Did a push --progress begin to send, as far as its standard error tells?
 * Before that, origin has heard of nothing to be done. */
bool git_has_sent(const struct str *err);
/* Did git itself say, after it had begun to send, that HTTP turned it away? */
bool git_is_turned_away(const struct str *err);
/* Bytes of git's or a server's words that are told. */
#define GIT_WORDS_MAX 400
/* What the server said ("remote: ..." lines), joined; "" if nothing; owned by
 * the caller. */
char *git_remote_words(const struct str *err);
/* The file by which another git, perhaps one that was killed, keeps this one
 * out; NULL if that is not why; owned by the caller. */
char *git_lock_in_way(const struct str *err);
/* What to do about it; takes the clone and that file, quoted for a shell. */
#define GIT_LOCK_CURE "once no git is at work in %s: rm %s"
/* All lines that begin with "error:" or "fatal:", as one; where there are none,
 * git_last_line(); owned by the caller. */
char *git_error_lines(const struct str *err);
/* The line of standard error that says most, or GIT_SILENT; owned by the
 * caller. */
#define GIT_SILENT "it said nothing"
char *git_last_line(const struct str *err);

#endif

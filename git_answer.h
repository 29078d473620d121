/*
 * Reading what git answered. Pure: bytes in, structs out; bytes may be
 * hostile. A reader returns false, and an empty struct, for bytes that are
 * not of the form that git documents. *_clear() frees.
 */
#ifndef GIT_ANSWER_H
#define GIT_ANSWER_H

#include "str.h"

#include <stdbool.h>

/* Is it an object id, SHA-1 or SHA-256, in hexadecimal? */
bool git_is_id(const char *s);
/* So many digits of one are shown to people. */
#define GIT_SHORT 9

/* "git version 2.39.5 (Apple Git-154)", "curl 7.88.1 (...)": is the first
 * number in it at least `least`? False also if there is none. */
bool version_at_least(const char *text, const char *least);

struct git_where {
    bool bare;
    char *git_dir;    /* absolute */
    char *common_dir; /* relative to the clone, or absolute */
    char *objects;    /* likewise */
    char *top;        /* absolute; NULL if bare or inside the git folder */
};
/* False also if there are more lines, as in a path with a line end. */
bool git_read_where(struct git_where *w, const struct str *out);
void git_where_clear(struct git_where *w);

struct git_status {
    char *head;   /* object id; NULL: no commit yet, or broken if there is no
                     branch either */
    char *branch; /* NULL: detached, or HEAD leads to no branch */
    unsigned changed, untracked, conflicts;
    struct argv paths; /* the first few of them */
};
#define GIT_STATUS_PATHS 3
bool git_read_status(struct git_status *s, const struct str *out);
void git_status_clear(struct git_status *s);

struct git_tag {
    char *object; /* NULL: there is no such tag */
    char *peeled; /* what it leads to; the object itself if lightweight.
                     Not known to be a commit unless `commit` says so */
    bool annotated;
    bool commit;    /* it is known to lead to a commit */
    bool is_signed; /* it is known to have a signature, of whatever worth */
    char *subject;  /* the first paragraph of its message; NULL: not known */
};
void git_tag_clear(struct git_tag *t);
/* Is its subject that of this message? */
bool git_tag_says(const struct git_tag *t, const char *message);

struct git_refs {
    bool has_head; /* it names HEAD's branch */
    char *subject; /* of HEAD's commit; NULL: unknown */
    struct git_tag tag;
    struct argv tags; /* the names of all, "v1.2.3" */
};
/* `tag`: which one goes to refs->tag */
bool git_read_refs(struct git_refs *refs, const struct str *out,
                   const char *tag);
void git_refs_clear(struct git_refs *refs);

/* Adds the last part of each path, as ls-tree -z prints them. */
void git_read_names(struct argv *names, const struct str *out);

/* One number. */
bool git_read_count(const struct str *out, unsigned long *count);
bool git_read_counts(const struct str *out, unsigned long *ours,
                     unsigned long *theirs);

#endif

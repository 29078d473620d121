/*
 * What we ask of git, one function per question. Each fills a `struct run`
 * (all-zero before) for the clone in folder `dir`; git_answer.h reads what
 * came back. Every ref is a full ref, every object an object id, so that no
 * branch is taken for a tag; the user's configuration is overruled where it
 * would change the meaning. git-push(1), git-for-each-ref(1),
 * git-status(1) "Porcelain Format Version 2".
 */
#ifndef GIT_EXEC_H
#define GIT_EXEC_H

#include "run.h"

#define GIT_LEAST "2.30"
#define GIT_NETWORK_MS 120000u /* for one question to origin */
#define GIT_TAG_MS 120000u     /* a person may have to unlock a signing key */
#define GIT_PUSH_MS 300000u    /* the user's pre-push hook is part of it */
#define GIT_CLONE_MS 3600000u  /* a whole repository comes */
#define GIT_SETTLE_MS 15000u   /* to learn how an unclear push ended */
#define GIT_TAGS_MAX                                                           \
    ((size_t)8 << 20) /* bytes that name the tags on origin                    \
                       */

/* Makes the environment that every git runs in (and all other children):
 * no variable that points at another repository, no translated messages, no
 * prompt, no replaced objects, no grafts. Once, before the first child. */
void git_environment(void);

void git_ask_version(struct run *r);
/* What the configuration that holds in a folder says of signing tags:
 * git_read_signing(). */
void git_ask_signing(struct run *r, const char *dir);
/* Prints "true" if tags are to be signed where nothing else is said. */
void git_ask_sign_tags(struct run *r, const char *dir);
/* Where the clone is: git_read_where(). */
void git_ask_where(struct run *r, const char *dir);
/* Branch, HEAD and dirt: git_read_status(). */
void git_ask_status(struct run *r, const char *dir);
/* HEAD's subject, the local tag, and the names of all tags: git_read_refs(). */
void git_ask_refs(struct run *r, const char *dir, const char *tag);
/* The URLs of origin, after insteadOf: git_read_remotes(). */
void git_ask_remotes(struct run *r, const char *dir);
/* Exit status 0 if a committer identity is available. */
void git_ask_committer(struct run *r, const char *dir);
/* Exit status 0 if `object` leads to a commit that the clone has; prints
 * the commit's id. */
void git_ask_commit(struct run *r, const char *dir, const char *object);

/* The files in .github/workflows of a commit: git_read_names(). */
void git_ask_workflows(struct run *r, const char *dir, const char *commit);

/* One connection that changes nothing: may we write to origin, is its
 * `branch` exactly `commit` (branch NULL: not asked), is the tag absent?
 * git_read_push(). The user's hooks do not run. */
void git_ask_may_push(struct run *r, const char *dir, const char *commit,
                      const char *branch, const char *tag);
/* The branch (NULL: none) and the tag on origin: git_read_origin(). */
void git_ask_origin(struct run *r, const char *dir, const char *branch,
                    const char *tag);
/* The same, and all tags that begin with `prefix`: git_read_origin_tags(). */
void git_ask_origin_tags(struct run *r, const char *dir, const char *branch,
                         const char *prefix);
/* How many commits HEAD has that the local tag does not: git_read_count(). */
void git_ask_since(struct run *r, const char *dir, const char *tag);
/* Commits in `ours` only and in `theirs` only: git_read_counts(). Needs both
 * commits in the clone, or in the folder `aside` of objects (may be NULL). */
void git_ask_counts(struct run *r, const char *dir, const char *aside,
                    const char *ours, const char *theirs);
/* Fetches `ref` from origin into the folder of objects `aside`; the clone,
 * whose objects are in `objects`, stays as it is. */
void git_fetch_aside(struct run *r, const char *dir, const char *objects,
                     const char *aside, const char *ref);

/* The URL of origin in the configuration. */
void git_ask_url(struct run *r, const char *dir);
/* Clones into the folder `dir`, which is not there yet; `branch` NULL: origin's
 * default one. What fails leaves nothing behind. */
void git_clone(struct run *r, const char *url, const char *dir,
               const char *branch);

/* An annotated tag to be made; signed if `sign`, else as the user's
 * configuration says. */
struct git_new_tag {
    const char *name, *commit, *message;
    bool sign;
};
void git_make_tag(struct run *r, const char *dir,
                  const struct git_new_tag *tag);
/* The local tag: git_read_refs(). */
void git_ask_tag(struct run *r, const char *dir, const char *tag);
/* Removes the local tag if it is still `object`. */
void git_drop_tag(struct run *r, const char *dir, const char *tag,
                  const char *object);
/* Pushes the tag object, whatever the local tag is by now, and nothing else, if
 * origin has none of that name; shows progress, for git_has_sent(). */
void git_push_tag(struct run *r, const char *dir, const char *tag,
                  const char *object);

/* What a git that failed said of it, or what became of one that said nothing;
 * owned by the caller. */
char *git_last_words(const struct run *r);

#endif

#include "git_exec.h"

#include "git_cause.h"

#include <stdlib.h>
#include <string.h>

#define GIT_REFS_CAP ((size_t)4 << 20) /* some 100,000 tags */

/* What `git rev-parse --local-env-vars` lists, and what else changes which
 * repository, objects or output a git sees. GIT_CONFIG_COUNT stays: git never
 * sets it for its own children, and CI systems hand credentials with it. */
static const char *const foreign[] = {"GIT_ALTERNATE_OBJECT_DIRECTORIES",
                                      "GIT_CONFIG",
                                      "GIT_CONFIG_PARAMETERS",
                                      "GIT_OBJECT_DIRECTORY",
                                      "GIT_DIR",
                                      "GIT_WORK_TREE",
                                      "GIT_IMPLICIT_WORK_TREE",
                                      "GIT_INDEX_FILE",
                                      "GIT_NO_REPLACE_OBJECTS",
                                      "GIT_REPLACE_REF_BASE",
                                      "GIT_PREFIX",
                                      "GIT_INTERNAL_SUPER_PREFIX",
                                      "GIT_SHALLOW_FILE",
                                      "GIT_COMMON_DIR",
                                      "GIT_NAMESPACE",
                                      "GIT_CEILING_DIRECTORIES",
                                      "GIT_QUARANTINE_PATH",
                                      "GIT_EXTERNAL_DIFF",
                                      "GIT_REDIRECT_STDIN",
                                      "GIT_REDIRECT_STDOUT",
                                      "GIT_REDIRECT_STDERR",
                                      "GIT_LITERAL_PATHSPECS",
                                      "GIT_GLOB_PATHSPECS",
                                      "GIT_NOGLOB_PATHSPECS",
                                      "GIT_ICASE_PATHSPECS",
                                      "GIT_ATTR_SOURCE",
                                      "GIT_REFLOG_ACTION",
                                      "GIT_DEFAULT_REF_FORMAT",
                                      "GIT_DISCOVERY_ACROSS_FILESYSTEM",
                                      "GIT_PUSH_OPTION_COUNT"};

static const char *const traces[] = {"GIT_TRACE",
                                     "GIT_TRACE_PACKET",
                                     "GIT_TRACE_PACKFILE",
                                     "GIT_TRACE_PACK_ACCESS",
                                     "GIT_TRACE_PERFORMANCE",
                                     "GIT_TRACE_REFS",
                                     "GIT_TRACE_SETUP",
                                     "GIT_TRACE_SHALLOW",
                                     "GIT_TRACE_FSMONITOR",
                                     "GIT_TRACE_CURL",
                                     "GIT_CURL_VERBOSE",
                                     "GIT_TRACE2",
                                     "GIT_TRACE2_EVENT",
                                     "GIT_TRACE2_PERF"};

void git_environment(void)
{
    for (size_t i = 0; i < ARRAY_LEN(foreign); i++)
        unsetenv(foreign[i]);
    for (size_t i = 0; i < ARRAY_LEN(traces); i++) {
        const char *to = getenv(traces[i]);

        if (to && *to != '/')
            unsetenv(traces[i]);
    }
    setenv("LC_ALL", "C", 1);
    setenv("LANGUAGE", "", 1);
    setenv("GIT_OPTIONAL_LOCKS", "0", 1);
    setenv("GIT_NO_REPLACE_OBJECTS", "1", 1);
    setenv("GIT_GRAFT_FILE", "/dev/null", 1);
    setenv("GIT_ADVICE", "0", 1);
    setenv("GIT_PAGER", "cat", 1);
    setenv("GIT_EDITOR", "false", 1);
}

/* In a child that has no terminal nothing may prompt; one that was left the
 * terminal may. */
static void network(struct run *r)
{
    r->limit_ms = GIT_NETWORK_MS;
    if (r->terminal)
        return;
    argv_pushl(&r->env, "GIT_TERMINAL_PROMPT=0", "GCM_INTERACTIVE=never",
               "SSH_ASKPASS=", "SSH_ASKPASS_REQUIRE=never", NULL);
}

static void start(struct run *r, const char *dir, const char *says)
{
    r->says = says;
    argv_pushl(&r->argv, "git", "-C", dir, NULL);
}

/* In a partial clone, git would fetch what is missing, and keep it there. Gits
 * before 2.45 do not know the first, but then no protocol is allowed. */
static void local(struct run *r)
{
    argv_pushl(&r->env, "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", NULL);
}

void git_ask_version(struct run *r)
{
    r->says = "version of git";
    argv_pushl(&r->argv, "git", "--version", NULL);
}

void git_ask_signing(struct run *r, const char *dir)
{
    start(r, dir, "how tags are signed");
    argv_pushl(&r->argv, "config", "--null", "--get-regexp",
               "^(tag\\.gpgsign|gpg\\.format|gpg\\.(.*\\.)?program)$", NULL);
}

void git_ask_sign_tags(struct run *r, const char *dir)
{
    start(r, dir, "are tags to be signed");
    argv_pushl(&r->argv, "config", "--type=bool", "--get", "tag.gpgSign", NULL);
}

void git_ask_where(struct run *r, const char *dir)
{
    start(r, dir, "where the clone is");
    argv_pushl(&r->argv, "rev-parse", "--is-bare-repository",
               "--absolute-git-dir", "--git-common-dir", "--git-path",
               "objects", "--show-toplevel", NULL);
}

void git_ask_status(struct run *r, const char *dir)
{
    start(r, dir, "branch and state of the clone");
    argv_pushl(&r->argv, "-c", "core.fsmonitor=false", "status",
               "--porcelain=v2", "--branch", "--no-ahead-behind", "-z",
               "--untracked-files=normal", "--ignore-submodules=none",
               "--find-renames=100%", NULL); /* by ids, without the blobs */
    r->cap = (size_t)4 << 20;
    local(r);
}

/* What is told of the tag: a line "ref NUL type NUL object NUL peeled type NUL
 * peeled object NUL signed NUL subject". */
#define TAG_FIELDS                                                             \
    "%%00%%(objecttype)%%00%%(objectname)%%00%%(*objecttype)%%00"              \
    "%%(*objectname)%%00%%(if)%%(contents:signature)%%(then)signed%%(end)"     \
    "%%00%%(contents:subject)"

/* Lines of the names of other tags, and "head NUL subject"; every other branch
 * is an empty line. */
void git_ask_refs(struct run *r, const char *dir, const char *tag)
{
    start(r, dir, "HEAD's subject and the tags");
    argv_push(&r->argv, "for-each-ref");
    argv_pushf(
        &r->argv,
        "--format=%%(if:equals=refs/tags)%%(refname:rstrip=-2)%%(then)"
        "%%(refname)%%(if:equals=refs/tags/%s)%%(refname)%%(then)" TAG_FIELDS
        "%%(end)%%(else)%%(if)%%(HEAD)%%(then)head%%00"
        "%%(contents:subject)%%(end)%%(end)",
        tag);
    argv_pushl(&r->argv, "--", "refs/tags", "refs/heads", NULL);
    r->cap = GIT_REFS_CAP;
    local(r);
}

void git_ask_tag(struct run *r, const char *dir, const char *tag)
{
    start(r, dir, "the local tag");
    argv_push(&r->argv, "for-each-ref");
    argv_pushf(&r->argv, "--format=%%(refname)" TAG_FIELDS);
    argv_push(&r->argv, "--");
    argv_pushf(&r->argv, "refs/tags/%s", tag);
    local(r);
}

void git_ask_remotes(struct run *r, const char *dir)
{
    start(r, dir, "the URLs of origin");
    argv_pushl(&r->argv, "remote", "-v", NULL);
}

void git_ask_workflows(struct run *r, const char *dir, const char *commit)
{
    start(r, dir, "the workflows in the commit");
    argv_pushl(&r->argv, "ls-tree", "--name-only", "--full-tree", "-z", commit,
               "--", ".github/workflows/", NULL);
    local(r);
}

void git_ask_committer(struct run *r, const char *dir)
{
    start(r, dir, "the committer's identity");
    argv_pushl(&r->argv, "var", "GIT_COMMITTER_IDENT", NULL);
}

void git_ask_commit(struct run *r, const char *dir, const char *object)
{
    start(r, dir, "is this object a commit");
    argv_pushl(&r->argv, "rev-parse", "--quiet", "--verify", "--end-of-options",
               NULL);
    argv_pushf(&r->argv, "%s^{commit}", object);
    local(r);
}

/* What the user's configuration must not add to a push. */
static void start_push(struct run *r, const char *dir, const char *says)
{
    start(r, dir, says);
    argv_pushl(&r->argv, "-c", "push.pushOption=", "-c",
               "remote.origin.mirror=false", "-c", "color.ui=false", "-c",
               "color.remote=false", "push", "--porcelain", "--atomic",
               "--no-follow-tags", "--recurse-submodules=no", NULL);
}

void git_ask_may_push(struct run *r, const char *dir, const char *commit,
                      const char *branch, const char *tag)
{
    start_push(r, dir, "may we push, and is origin as we think");
    argv_pushl(&r->argv, "--dry-run", "--no-verify", NULL);
    argv_pushf(&r->argv, "--force-with-lease=refs/tags/%s:", tag);
    if (branch)
        argv_pushf(&r->argv, "--force-with-lease=refs/heads/%s:%s", branch,
                   commit);
    argv_pushl(&r->argv, "--", "origin", NULL);
    argv_pushf(&r->argv, "%s:refs/tags/%s", commit, tag);
    if (branch)
        argv_pushf(&r->argv, "%s:refs/heads/%s", commit, branch);
    network(r);
}

void git_ask_origin(struct run *r, const char *dir, const char *branch,
                    const char *tag)
{
    start(r, dir, "branch and tag on origin");
    argv_pushl(&r->argv, "ls-remote", "--heads", "--tags", "--", "origin",
               NULL);
    if (branch)
        argv_pushf(&r->argv, "refs/heads/%s", branch);
    argv_pushf(&r->argv, "refs/tags/%s", tag);
    argv_pushf(&r->argv, "refs/tags/%s^{}", tag);
    network(r);
}

void git_ask_origin_tags(struct run *r, const char *dir, const char *branch,
                         const char *prefix)
{
    start(r, dir, "branch and tags on origin");
    argv_pushl(&r->argv, "ls-remote", "--heads", "--tags", "--", "origin",
               NULL);
    if (branch)
        argv_pushf(&r->argv, "refs/heads/%s", branch);
    argv_pushf(&r->argv, "refs/tags/%s*", prefix);
    r->cap = GIT_TAGS_MAX;
    network(r);
}

void git_ask_since(struct run *r, const char *dir, const char *tag)
{
    start(r, dir, "commits since the newest tag");
    argv_pushl(&r->argv, "rev-list", "--count", "--end-of-options", NULL);
    argv_pushf(&r->argv, "refs/tags/%s..HEAD", tag);
    local(r);
}

void git_ask_counts(struct run *r, const char *dir, const char *aside,
                    const char *ours, const char *theirs)
{
    start(r, dir, "how far apart the commits are");
    argv_pushl(&r->argv, "rev-list", "--left-right", "--count",
               "--end-of-options", NULL);
    argv_pushf(&r->argv, "%s...%s", ours, theirs);
    if (aside)
        argv_pushf(&r->env, "GIT_ALTERNATE_OBJECT_DIRECTORIES=%s", aside);
    local(r);
}

void git_fetch_aside(struct run *r, const char *dir, const char *objects,
                     const char *aside, const char *ref)
{
    start(r, dir, "what origin has more, fetched aside");
    argv_pushl(&r->argv, "-c", "core.hooksPath=/dev/null", "-c",
               "fetch.writeCommitGraph=false", "fetch", "--quiet", "--no-tags",
               "--no-write-fetch-head", "--no-auto-gc",
               "--no-recurse-submodules", "--no-prune", "--refmap=", "--",
               "origin", ref, NULL);
    argv_pushf(&r->env, "GIT_OBJECT_DIRECTORY=%s", aside);
    argv_pushf(&r->env, "GIT_ALTERNATE_OBJECT_DIRECTORIES=%s", objects);
    network(r);
}

void git_ask_url(struct run *r, const char *dir)
{
    start(r, dir, "where origin is, as it was typed");
    argv_pushl(&r->argv, "config", "--get", "remote.origin.url", NULL);
}

void git_clone(struct run *r, const char *url, const char *dir,
               const char *branch)
{
    r->says = "clone";
    argv_pushl(&r->argv, "git", "clone", "--quiet", "--origin", "origin", NULL);
    if (branch)
        argv_pushl(&r->argv, "--branch", branch, NULL);
    argv_pushl(&r->argv, "--", url, dir, NULL);
    network(r);
    r->limit_ms = GIT_CLONE_MS;
}

void git_make_tag(struct run *r, const char *dir, const struct git_new_tag *tag)
{
    start(r, dir, "make the tag");
    argv_pushl(&r->argv, "tag", tag->sign ? "--sign" : "--annotate",
               "--cleanup=verbatim", "--file=-", "--", tag->name, tag->commit,
               NULL);
    str_addf(&r->input, "%s\n", tag->message);
    r->limit_ms = GIT_TAG_MS;
}

void git_drop_tag(struct run *r, const char *dir, const char *tag,
                  const char *object)
{
    start(r, dir, "remove the local tag of this run");
    argv_pushl(&r->argv, "update-ref", "-d", NULL);
    argv_pushf(&r->argv, "refs/tags/%s", tag);
    argv_push(&r->argv, object);
    r->after_signal = true;
    r->limit_ms = GIT_SETTLE_MS;
}

void git_push_tag(struct run *r, const char *dir, const char *tag,
                  const char *object)
{
    start_push(r, dir, "push the tag");
    argv_push(&r->argv, "--progress");
    argv_pushf(&r->argv, "--force-with-lease=refs/tags/%s:", tag);
    argv_pushl(&r->argv, "--", "origin", NULL);
    argv_pushf(&r->argv, "%s:refs/tags/%s", object, tag);
    r->out_is_words = true; /* the user's hook prints there, too */
    network(r);
    r->limit_ms = GIT_PUSH_MS;
}

char *git_last_words(const struct run *r)
{
    char *line = git_last_line(&r->err), *end = NULL, *both;

    if (r->end == RUN_TIMED_OUT)
        end = str_fmt("it took more than %u s",
                      (r->limit_ms ? r->limit_ms : RUN_LIMIT_MS) / 1000);
    else if (r->end == RUN_TOO_MUCH)
        end = str_dup("it printed without end, and was ended");
    else if (r->end == RUN_ENDED && r->signalled)
        end = str_fmt("signal %d ended it", r->status - RUN_SIGNAL);
    if (!end)
        return line;
    both = strcmp(line, GIT_SILENT) == 0 ? str_dup(end)
                                         : str_fmt("%s; %s", end, line);
    free(line);
    free(end);
    return both;
}

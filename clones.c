#include "clones.h"

#include "aside.h"
#include "survey_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* The URL of a clone that is there. */
struct like {
    char *url; /* owned */
    const char *name;
    enum clone_protocol protocol;
};

/* The URL with the repository's name at its end changed; NULL: it does not end
 * in `name`. */
static char *renamed(const char *url, const char *name, const char *to)
{
    size_t n = strlen(url), m = strlen(name);
    const char *tail = "";

    if (str_ends(url, ".git")) {
        tail = ".git";
        n -= strlen(tail);
    }
    if (n <= m || strncasecmp(url + n - m, name, m) != 0)
        return NULL;
    return str_fmt("%.*s%s%s", (int)(n - m), url, to, tail);
}

/* A password or token in it would be seen by all, and stored once more. */
static char *without_user(const char *url)
{
    bool is_http = strncasecmp(url, "http://", 7) == 0 ||
                   strncasecmp(url, "https://", 8) == 0;
    const char *host = is_http ? strstr(url, "://") : NULL;
    size_t n;

    if (!host)
        return str_dup(url);
    host += strlen("://");
    n = strcspn(host, "/");
    for (size_t i = n; i-- > 0;)
        if (host[i] == '@')
            return str_fmt("%.*s%s", (int)(host - url), url, host + i + 1);
    return str_dup(url);
}

/* As it was typed, for git's insteadOf may put a token into it. */
static struct err *ask_url(const struct survey *s, size_t k, char **url)
{
    struct run r = {0};
    struct err *e;

    git_ask_url(&r, s->facts[k].dir);
    e = run(s->runner, &r);
    if (!e && run_ok(&r))
        *url = str_dupn(str_text(&r.out), strcspn(str_text(&r.out), "\n"));
    run_clear(&r);
    return e;
}

/* The first clone that is there has it; NULL in `like`: there is none. */
static struct err *find_url(const struct survey *s, struct like *like)
{
    struct err *e = NULL;

    for (size_t k = 0; !e && !like->url && k < s->config->n; k++) {
        like->name = s->config->repos[k].name;
        if (s->facts[k].origin_url.name)
            e = ask_url(s, k, &like->url);
    }
    return e;
}

static char *url_like_others(const struct like *like, const char *name)
{
    char *url = like->url ? renamed(like->url, like->name, name) : NULL;
    char *bare = url ? without_user(url) : NULL;

    free(url);
    return bare;
}

/* The host that people see, after the API's. */
static char *url_of(const struct survey *s, size_t i, const struct like *like)
{
    const char *name = s->config->repos[i].name;
    char *url = url_like_others(like, name);
    char *web = gh_web(&s->gh, s->config->owner, name);
    const char *host = strstr(web, "://") + 3;

    if (!url && like->protocol == CLONE_SSH)
        url = str_fmt("git@%.*s:%s/%s.git", (int)strcspn(host, ":/"), host,
                      s->config->owner, name);
    if (!url)
        url = str_fmt("%s.git", web);
    free(web);
    return url;
}

static bool is_missing(const struct facts *f)
{
    struct stat st;

    return lstat(f->dir, &st) != 0;
}

/* It grows under another name, so that a clone that is there is whole. */
static char *growing(const struct survey *s, size_t i)
{
    return str_fmt("%s.%ld.part", s->facts[i].dir, (long)getpid());
}

static bool put_in_place(const struct survey *s, size_t i, const struct run *r)
{
    char *part = growing(s, i);
    bool right = run_ok(r) && rename(part, s->facts[i].dir) == 0;
    struct stat st;

    if (!right && lstat(part, &st) == 0)
        err_free(aside_remove(s->runner, part, "half a clone"));
    free(part);
    return right;
}

static struct err *tell(struct survey *s, size_t i, const struct run *r)
{
    const char *name = s->config->repos[i].name;
    struct err *e;
    char *line;

    if (put_in_place(s, i, r)) {
        report_note(s->report, name, "cloned to %s", s->facts[i].dir);
        return NULL;
    }
    line = git_last_words(r);
    e = err_new(git_cause_is_access(git_cause(&r->err)) ? EXIT_AUTH
                                                        : EXIT_FAILED,
                "%s: cannot be cloned: %s", name, line);
    if (e->code == EXIT_AUTH)
        err_cure(e, "%s",
                 "see that git may read it: ssh-add, or gh auth "
                 "setup-git; or try --protocol ssh, or https");
    free(line);
    return e;
}

/* A folder that is there is left alone, whatever it is. */
static void fill(struct survey *s, size_t i, const struct like *like,
                 struct run *r)
{
    struct facts *f = &s->facts[i];
    char *url, *part;

    if (!is_missing(f)) {
        report_note(s->report, s->config->repos[i].name, "%s is there already",
                    f->dir);
        return;
    }
    url = url_of(s, i, like);
    part = growing(s, i);
    r->terminal = s->runner->jobs <= 1;
    git_clone(r, url, part, s->config->repos[i].branch);
    free(url);
    free(part);
}

/* After a signal, why a clone did not come to its end is clear. */
static struct err *add(struct err *e, struct err *other)
{
    if (!e || e->code < EXIT_SIGNAL)
        return err_join(e, other);
    return err_first(e, other);
}

struct err *clones_make(struct survey *s, enum clone_protocol protocol)
{
    struct run *runs = mem_zero(s->config->n, sizeof(*runs));
    struct run **due = mem_zero(s->config->n, sizeof(*due));
    struct like like = {.protocol = protocol};
    struct err *e = NULL;
    size_t n = 0;

    if (protocol == CLONE_AS_OTHERS)
        e = find_url(s, &like);
    for (size_t i = 0; !e && i < s->config->n; i++) {
        fill(s, i, &like, &runs[i]);
        if (runs[i].argv.n)
            due[n++] = &runs[i];
    }
    report_wait(s->report, "clone", "cloning", clock_ms());
    if (n)
        e = run_all(s->runner, due, n);
    report_wait(s->report, NULL, NULL, 0);
    for (size_t i = 0; i < s->config->n; i++) {
        if (runs[i].end != RUN_NEVER)
            e = add(e, tell(s, i, &runs[i]));
        run_clear(&runs[i]);
    }
    free(runs);
    free(due);
    free(like.url);
    return e;
}

#include "git_origin.h"

#include "bytes.h"

#include <stdlib.h>
#include <string.h>

#define TAGS "refs/tags/"

/* The last place in `s` where " (fetch)" or " (push)" stands. */
static char *find_last(char *s, const char *word)
{
    char *last = NULL;

    for (char *hit = strstr(s, word); hit; hit = strstr(hit + 1, word))
        last = hit;
    return last;
}

static void read_remote(struct git_remotes *r, char *line)
{
    char *url = line + strlen("origin\t");
    char *push = find_last(url, " (push)"), *fetch = find_last(url, " (fetch)");

    if (push && (!fetch || push > fetch)) {
        *push = '\0';
        argv_push(&r->push, url);
    } else if (fetch && !r->fetch) {
        *fetch = '\0';
        r->fetch = str_dup(url);
    }
}

bool git_read_remotes(struct git_remotes *r, const struct str *out)
{
    struct bytes b = bytes_of(out);
    char *line;

    *r = (struct git_remotes){0};
    while ((line = bytes_field(&b, '\n')) != NULL) {
        if (str_starts(line, "origin\t"))
            read_remote(r, line);
        free(line);
    }
    return true;
}

void git_remotes_clear(struct git_remotes *r)
{
    free(r->fetch);
    argv_clear(&r->push);
    *r = (struct git_remotes){0};
}

/* The last line that speaks of the ref, for what a hook prints comes first;
 * NULL: there is none; owned by the caller. */
static char *push_line(const struct str *out, const char *ref)
{
    struct bytes b = bytes_of(out);
    char *line, *last = NULL, *to = str_fmt(":%s\t", ref);

    while ((line = bytes_field(&b, '\n')) != NULL) {
        bool right = line[0] && strchr(" +-*!=", line[0]) && line[1] == '\t' &&
                     strstr(line + 2, to);

        free(right ? last : line);
        last = right ? line : last;
    }
    free(to);
    return last;
}

char git_read_push(const struct str *out, const char *ref)
{
    char *line = push_line(out, ref);
    char flag = '\0';

    if (line)
        flag = line[0];
    free(line);
    return flag;
}

char *git_read_refusal(const struct str *out, const char *ref)
{
    char *line = push_line(out, ref), *why = NULL;
    const char *said = line ? strrchr(line, '\t') + 1 : "";

    if (line && line[0] == '!' && strstr(said, "rejected]")) {
        const char *open = strchr(said, '('), *end = strrchr(said, ')');

        why = open && end > open ? str_dupn(open + 1, (size_t)(end - open) - 1)
                                 : str_dup(said);
    }
    free(line);
    return why;
}

/* False: it is told twice. */
static bool read_origin_tag(struct git_tag *t, const char *id, bool peeled)
{
    if (peeled ? t->annotated : t->object != NULL)
        return false;
    if (peeled) {
        free(t->peeled);
        t->annotated = true;
        t->peeled = str_dup(id);
        return true;
    }
    t->object = str_dup(id);
    if (!t->peeled)
        t->peeled = str_dup(id);
    return true;
}

bool git_read_origin(struct git_origin *o, const struct str *out,
                     const char *branch, const char *tag)
{
    struct bytes b = bytes_of(out);
    char *head = str_fmt("refs/heads/%s", branch ? branch : "");
    char *ref = str_fmt("refs/tags/%s", tag);
    char *peeled = str_fmt("refs/tags/%s^{}", tag);
    bool right = true;
    char *line;

    *o = (struct git_origin){0};
    while (right && (line = bytes_field(&b, '\n')) != NULL) {
        char *name = strchr(line, '\t');

        if (name)
            *name++ = '\0';
        right = name && git_is_id(line);
        if (right && !o->head && strcmp(name, head) == 0)
            o->head = str_dup(line);
        else if (right && strcmp(name, ref) == 0)
            right = read_origin_tag(&o->tag, line, false);
        else if (right && strcmp(name, peeled) == 0)
            right = read_origin_tag(&o->tag, line, true);
        free(line);
    }
    free(head);
    free(ref);
    free(peeled);
    if (!right)
        git_origin_clear(o);
    return right;
}

void git_origin_clear(struct git_origin *o)
{
    free(o->head);
    git_tag_clear(&o->tag);
    *o = (struct git_origin){0};
}

void git_read_origin_tags(struct argv *names, const struct str *out)
{
    struct bytes b = bytes_of(out);
    char *line;

    while ((line = bytes_field(&b, '\n')) != NULL) {
        const char *ref = strchr(line, '\t');

        if (ref && str_starts(ref + 1, TAGS) && !str_ends(ref, "^{}"))
            argv_push(names, ref + 1 + strlen(TAGS));
        free(line);
    }
}

#include "git_answer.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define TAGS "refs/tags/"

/* A copy of the text up to `end` or to the end, and where it goes on; NULL
 * once nothing is left. NUL bytes count as text only if `end` is one. */
struct bytes {
    const char *at, *end;
};

static struct bytes bytes_of(const struct str *str)
{
    const char *s = str_text(str);

    return (struct bytes){s, s + str->len};
}

static char *next_field(struct bytes *b, char stop)
{
    const char *hit;
    char *field;

    if (b->at >= b->end)
        return NULL;
    hit = memchr(b->at, stop, (size_t)(b->end - b->at));
    field = str_dupn(b->at, (size_t)((hit ? hit : b->end) - b->at));
    b->at = hit ? hit + 1 : b->end;
    return field;
}

/* The next line as bytes, so that it may hold NUL. */
static bool next_line(struct bytes *b, struct bytes *line)
{
    const char *hit;

    if (b->at >= b->end)
        return false;
    hit = memchr(b->at, '\n', (size_t)(b->end - b->at));
    *line = (struct bytes){b->at, hit ? hit : b->end};
    b->at = hit ? hit + 1 : b->end;
    return true;
}

/* SHA-1 or SHA-256, in hexadecimal. */
static bool is_id(const char *s)
{
    size_t n = strlen(s);

    return (n == 40 || n == 64) && strspn(s, "0123456789abcdef") == n;
}

static unsigned long next_number(const char **s)
{
    unsigned long n = 0;

    for (; isdigit((unsigned char)**s); (*s)++) {
        unsigned long digit = (unsigned long)(**s - '0');

        n = n > (ULONG_MAX - digit) / 10 ? ULONG_MAX : n * 10 + digit;
    }
    return n;
}

bool version_at_least(const char *text, const char *least)
{
    text += strcspn(text, "0123456789");
    if (!*text)
        return false;
    while (*least) {
        unsigned long have = next_number(&text), want = next_number(&least);

        if (have != want)
            return have > want;
        text += *text == '.';
        least += *least == '.';
    }
    return true;
}

bool git_read_where(struct git_where *w, const struct str *out)
{
    struct bytes b = bytes_of(out);
    char *bare = next_field(&b, '\n');
    bool right;

    *w = (struct git_where){0};
    w->bare = bare && strcmp(bare, "true") == 0;
    right = w->bare || (bare && strcmp(bare, "false") == 0);
    free(bare);
    w->git_dir = next_field(&b, '\n');
    w->common_dir = next_field(&b, '\n');
    w->objects = next_field(&b, '\n');
    w->top = next_field(&b, '\n');
    if (right && w->objects && w->git_dir[0] == '/' && b.at >= b.end)
        return true;
    git_where_clear(w);
    return false;
}

void git_where_clear(struct git_where *w)
{
    free(w->git_dir);
    free(w->common_dir);
    free(w->objects);
    free(w->top);
    *w = (struct git_where){0};
}

/* The path of a changed entry: after 8, 9 or 10 space-separated fields. */
static const char *entry_path(const char *entry)
{
    int fields = entry[0] == '?' ? 1 : entry[0] == '1' ? 8 : 0;

    if (entry[0] == '2')
        fields = 9;
    if (entry[0] == 'u')
        fields = 10;
    for (; fields > 0 && entry; fields--) {
        entry = strchr(entry, ' ');
        entry = entry ? entry + 1 : NULL;
    }
    return entry ? entry : "?";
}

static void read_entry(struct git_status *s, const char *entry)
{
    unsigned *count = entry[0] == '?'   ? &s->untracked
                      : entry[0] == 'u' ? &s->conflicts
                                        : &s->changed;

    ++*count;
    if (s->paths.n < GIT_STATUS_PATHS)
        argv_push(&s->paths, entry_path(entry));
}

/* Which of the headers that there must be have been seen. */
struct headers {
    bool oid, head;
};

/* Words of git for a HEAD that leads to a commit, or to a ref that is no
 * branch, or that is broken. */
static bool is_no_branch(const char *head)
{
    return strcmp(head, "(detached)") == 0 || strcmp(head, "(null)") == 0 ||
           strcmp(head, "(unknown)") == 0;
}

static bool read_header(struct git_status *s, struct headers *seen,
                        const char *entry)
{
    static const char oid[] = "# branch.oid ", head[] = "# branch.head ";

    if (str_starts(entry, oid) && !seen->oid) {
        entry += strlen(oid);
        seen->oid = true;
        if (is_id(entry))
            s->head = str_dup(entry);
        return s->head || strcmp(entry, "(initial)") == 0;
    }
    if (str_starts(entry, head) && !seen->head) {
        entry += strlen(head);
        seen->head = true;
        if (!is_no_branch(entry))
            s->branch = str_dup(entry);
    }
    return true;
}

/* A rename's other name comes as a field of its own. */
static bool skip_name(struct bytes *b)
{
    char *name = next_field(b, '\0');

    free(name);
    return name != NULL;
}

bool git_read_status(struct git_status *s, const struct str *out)
{
    struct bytes b = bytes_of(out);
    struct headers seen = {false, false};
    bool right = out->len > 0 && out->s[out->len - 1] == '\0';
    char *entry;

    *s = (struct git_status){0};
    while (right && (entry = next_field(&b, '\0')) != NULL) {
        if (entry[0] == '#')
            right = read_header(s, &seen, entry);
        else if (entry[0] && strchr("12u?", entry[0]))
            read_entry(s, entry);
        else
            right = entry[0] == '!';
        if (entry[0] == '2')
            right = skip_name(&b);
        free(entry);
    }
    right = right && seen.oid && seen.head;
    if (!right)
        git_status_clear(s);
    return right;
}

void git_status_clear(struct git_status *s)
{
    free(s->head);
    free(s->branch);
    argv_clear(&s->paths);
    *s = (struct git_status){0};
}

void git_tag_clear(struct git_tag *t)
{
    free(t->object);
    free(t->peeled);
    *t = (struct git_tag){0};
}

static bool read_tag(struct git_tag *t, struct bytes *line)
{
    char *type = next_field(line, '\0'), *object = next_field(line, '\0');
    char *peeled_type = next_field(line, '\0');
    char *peeled = next_field(line, '\0');
    char *mark = next_field(line, '\n');

    git_tag_clear(t);
    if (type && object && is_id(object)) {
        t->annotated = strcmp(type, "tag") == 0;
        t->object = str_dup(object);
        t->peeled =
            str_dup(t->annotated && peeled && is_id(peeled) ? peeled : object);
        t->commit = strcmp(t->annotated && peeled_type ? peeled_type : type,
                           "commit") == 0;
        t->is_signed = t->annotated && mark && strcmp(mark, "signed") == 0;
    }
    free(mark);
    free(type);
    free(object);
    free(peeled_type);
    free(peeled);
    return t->object != NULL;
}

/* A tag, HEAD's subject, or another branch, which is empty. */
static bool read_ref(struct git_refs *refs, struct bytes *line, const char *tag)
{
    char *name = next_field(line, '\0');
    bool right = true;

    if (name && strcmp(name, "head") == 0 && !refs->has_head) {
        refs->has_head = true;
        refs->subject = next_field(line, '\n');
    } else if (name && str_starts(name, TAGS)) {
        argv_push(&refs->tags, name + strlen(TAGS));
        right =
            strcmp(name + strlen(TAGS), tag) != 0 || read_tag(&refs->tag, line);
    } else {
        right = !name || !*name;
    }
    free(name);
    return right;
}

bool git_read_refs(struct git_refs *refs, const struct str *out,
                   const char *tag)
{
    struct bytes b = bytes_of(out), line;
    bool right = !out->len || out->s[out->len - 1] == '\n';

    *refs = (struct git_refs){0};
    while (right && next_line(&b, &line))
        right = read_ref(refs, &line, tag);
    if (!right)
        git_refs_clear(refs);
    return right;
}

void git_refs_clear(struct git_refs *refs)
{
    free(refs->subject);
    git_tag_clear(&refs->tag);
    argv_clear(&refs->tags);
    *refs = (struct git_refs){0};
}

void git_read_names(struct argv *names, const struct str *out)
{
    struct bytes b = bytes_of(out);
    char *path;

    while ((path = next_field(&b, '\0')) != NULL) {
        const char *slash = strrchr(path, '/');

        if (*path)
            argv_push(names, slash ? slash + 1 : path);
        free(path);
    }
}

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
    while ((line = next_field(&b, '\n')) != NULL) {
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

    while ((line = next_field(&b, '\n')) != NULL) {
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

bool git_push_is_told(const struct str *out)
{
    struct bytes b = bytes_of(out);
    bool told = false;
    char *line;

    while (!told && (line = next_field(&b, '\n')) != NULL) {
        told = str_starts(line, "To ") || strcmp(line, "Done") == 0;
        free(line);
    }
    return told;
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
    while (right && (line = next_field(&b, '\n')) != NULL) {
        char *name = strchr(line, '\t');

        if (name)
            *name++ = '\0';
        right = name && is_id(line);
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

    while ((line = next_field(&b, '\n')) != NULL) {
        const char *ref = strchr(line, '\t');

        if (ref && str_starts(ref + 1, TAGS) && !str_ends(ref, "^{}"))
            argv_push(names, ref + 1 + strlen(TAGS));
        free(line);
    }
}

bool git_read_count(const struct str *out, unsigned long *count)
{
    const char *s = str_text(out);
    char *end;

    if (!isdigit((unsigned char)*s))
        return false;
    *count = strtoul(s, &end, 10);
    return *end == '\n' && end + 1 == s + out->len;
}

bool git_read_counts(const struct str *out, unsigned long *ours,
                     unsigned long *theirs)
{
    const char *s = str_text(out);

    if (!isdigit((unsigned char)*s))
        return false;
    *ours = next_number(&s);
    if (*s++ != '\t' || !isdigit((unsigned char)*s))
        return false;
    *theirs = next_number(&s);
    return *s == '\n' && s + 1 == str_text(out) + out->len;
}

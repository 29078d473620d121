#include "git_answer.h"

#include "bytes.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define TAGS "refs/tags/"

bool git_is_id(const char *s)
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
    char *bare = bytes_field(&b, '\n');
    bool right;

    *w = (struct git_where){0};
    w->bare = bare && strcmp(bare, "true") == 0;
    right = w->bare || (bare && strcmp(bare, "false") == 0);
    free(bare);
    w->git_dir = bytes_field(&b, '\n');
    w->common_dir = bytes_field(&b, '\n');
    w->objects = bytes_field(&b, '\n');
    w->top = bytes_field(&b, '\n');
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
        if (git_is_id(entry))
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
    char *name = bytes_field(b, '\0');

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
    while (right && (entry = bytes_field(&b, '\0')) != NULL) {
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
    free(t->subject);
    *t = (struct git_tag){0};
}

/* As git tells the subject: the first paragraph, in one line. See find_subpos()
 * and copy_subject() of its ref-filter.c. */
static char *subject_of(const char *message)
{
    const char *begin = message + strspn(message, "\n"), *end;
    struct str subject = {0};

    end = strstr(begin, "\n\n");
    if (!end)
        end = strstr(begin, "\r\n\r\n");
    if (!end)
        end = begin + strlen(begin);
    while (end > begin && strchr("\r\n", end[-1]))
        end--;
    for (const char *c = begin; c < end; c++)
        if (c[0] != '\r' || c[1] != '\n')
            str_addn(&subject, *c == '\n' ? " " : c, 1);
    return str_take(&subject);
}

bool git_tag_says(const struct git_tag *t, const char *message)
{
    char *subject = subject_of(message);
    bool same = t->subject && strcmp(t->subject, subject) == 0;

    free(subject);
    return same;
}

static bool read_tag(struct git_tag *t, struct bytes *line)
{
    char *type = bytes_field(line, '\0'), *object = bytes_field(line, '\0');
    char *peeled_type = bytes_field(line, '\0');
    char *peeled = bytes_field(line, '\0');
    char *mark = bytes_field(line, '\0');

    git_tag_clear(t);
    if (type && object && git_is_id(object)) {
        t->annotated = strcmp(type, "tag") == 0;
        t->object = str_dup(object);
        t->peeled = str_dup(
            t->annotated && peeled && git_is_id(peeled) ? peeled : object);
        t->commit = strcmp(t->annotated && peeled_type ? peeled_type : type,
                           "commit") == 0;
        t->is_signed = t->annotated && mark && strcmp(mark, "signed") == 0;
        t->subject = t->annotated ? bytes_field(line, '\n') : NULL;
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
    char *name = bytes_field(line, '\0');
    bool right = true;

    if (name && strcmp(name, "head") == 0 && !refs->has_head) {
        refs->has_head = true;
        refs->subject = bytes_field(line, '\n');
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
    while (right && bytes_line(&b, &line))
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

    while ((path = bytes_field(&b, '\0')) != NULL) {
        const char *slash = strrchr(path, '/');

        if (*path)
            argv_push(names, slash ? slash + 1 : path);
        free(path);
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

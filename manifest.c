#include "manifest.h"

#include "version.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PARTS 100

/* A new file beside it, that no child inherits; NULL with errno. */
static FILE *make_part(const char *file, char **name)
{
    int fd = -1;

    for (int i = 0; fd < 0 && i < PARTS; i++) {
        *name = str_fmt("%s.%ld-%d.part", file, (long)getpid(), i);
        fd = open(*name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0)
            return fdopen(fd, "w");
        free(*name);
        *name = NULL;
        if (errno != EEXIST)
            break;
    }
    return NULL;
}

struct err *manifest_open(struct manifest *m, const char *file)
{
    struct stat st;
    char *name;
    FILE *part;

    if (stat(file, &st) == 0 && !S_ISREG(st.st_mode))
        return err_new(EXIT_USAGE, "cannot write the manifest %s: it is %s",
                       file, S_ISDIR(st.st_mode) ? "a folder" : "no file");
    part = make_part(file, &name);
    if (!part)
        return err_new(EXIT_USAGE, "cannot write the manifest %s: %s", file,
                       strerror(errno));
    fclose(part);
    unlink(name);
    free(name);
    m->file = str_dup(file);
    return NULL;
}

static void describe(const struct release *rel, size_t i, struct document *d)
{
    const struct step *step = &rel->plan->steps[i];
    const struct watch *w = &rel->watches[i];

    document_object(d, NULL);
    document_text(d, "name", step->name);
    document_text(d, "origin", step->url);
    document_text(d, "commit", step->commit);
    document_text(d, "tag_object", rel->outcomes[i].object);
    watch_describe_run(w, d);
    document_object(d, "release");
    document_number(d, "id", w->release.id);
    document_text(d, "url", w->release.url);
    document_text(d, "published_at", w->release.published_at);
    document_flag(d, "immutable", w->release.immutable);
    document_end(d);
    watch_describe_assets(w, d);
    document_end(d);
}

static char *text_of(const struct release *rel, const char *version)
{
    struct document d = {0};
    char *text;

    document_text(&d, "orchestrator", ORCHESTRATOR_VERSION);
    document_text(&d, "owner", rel->config->owner);
    document_text(&d, "version", version);
    document_text(&d, "tag", rel->plan->tag);
    document_list(&d, "repositories");
    for (size_t i = 0; i < rel->plan->n; i++)
        describe(rel, i, &d);
    document_end(&d);
    text = document_pages(&d);
    document_clear(&d);
    return text;
}

static bool put(const char *file, const char *text)
{
    char *name;
    FILE *part = make_part(file, &name);
    bool right = part != NULL;

    if (!part)
        return false;
    right = fputs(text, part) >= 0;
    right = (fclose(part) == 0) && right;
    right = right && rename(name, file) == 0;
    if (!right)
        unlink(name);
    free(name);
    return right;
}

struct err *manifest_write(const struct manifest *m, const struct release *rel,
                           const char *version)
{
    char *text;
    bool right;

    if (!m->file)
        return NULL;
    text = text_of(rel, version);
    errno = 0;
    right = put(m->file, text);
    free(text);
    return right ? NULL
                 : err_new(EXIT_FAILED,
                           "all is released, but the manifest %s cannot be "
                           "written: %s",
                           m->file, errno ? strerror(errno) : "write error");
}

void manifest_clear(struct manifest *m)
{
    free(m->file);
    m->file = NULL;
}

#include "event.h"

#include "date.h"

#include <stdlib.h>
#include <time.h>

void event_begin(struct event *ev, const struct secrets *secrets,
                 const char *name, const char *repo)
{
    struct timespec now = {0};
    char *time;

    clock_gettime(CLOCK_REALTIME, &now);
    time = date_text((int64_t)now.tv_sec, (unsigned)(now.tv_nsec / 1000000));
    *ev = (struct event){
        .name = name, .repo = repo, .fields = {.secrets = secrets}};
    document_text(&ev->fields, "event", name);
    document_text(&ev->fields, "time", time);
    if (repo)
        document_text(&ev->fields, "repo", repo);
    free(time);
}

void event_clear(struct event *ev)
{
    document_clear(&ev->fields);
    *ev = (struct event){0};
}

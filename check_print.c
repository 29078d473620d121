#include "check_parts.h"

#include "table.h"

#include <stdlib.h>
#include <string.h>

static const char *const subjects[CHECK_SUBJECTS] = {
    [CHECK_PROGRAM] = "program", [CHECK_CONFIGURATION] = "configuration",
    [CHECK_TOKEN] = "token",     [CHECK_API] = "api",
    [CHECK_CLOCK] = "clock",     [CHECK_REPOSITORY] = "repository",
    [CHECK_CLONE] = "clone"};

static const char *const states[] = {
    [CHECK_OK] = "ok", [CHECK_WARNING] = "warning", [CHECK_WRONG] = "wrong"};

/* The findings in the order in which they are told; owned by the caller. */
static const struct finding **in_order(const struct check *c)
{
    const struct finding **list = mem_zero(c->n + 1, sizeof(*list));
    size_t n = 0;

    for (int subject = 0; subject < CHECK_SUBJECTS; subject++)
        for (size_t i = 0; i < c->n; i++)
            if ((int)c->v[i].subject == subject)
                list[n++] = &c->v[i];
    return list;
}

/* Freed of secrets; owned by the caller. */
static char *masked(const struct check *c, const char *text)
{
    struct str out = {0};

    secret_mask(&c->survey.report->secrets, &out, text, strlen(text));
    return str_take(&out);
}

static void print_cure(const struct check *c, const struct finding *f,
                       struct str *out)
{
    char *cure = f->cure ? masked(c, f->cure) : NULL;

    if (!cure)
        return;
    str_add(out, "         to do: ");
    str_add_printable(out, cure, strlen(cure));
    str_add(out, "\n");
    free(cure);
}

void check_print(const struct check *c, struct str *out)
{
    static const char *const heads[] = {"STATE", "WHAT", "NAME", "DETAIL",
                                        NULL};
    const struct finding **list = in_order(c);
    struct table t = {0};
    struct str lines = {0};
    const char *line;

    table_begin(&t, heads);
    for (size_t i = 0; i < c->n; i++) {
        table_add(&t, states[list[i]->state]);
        table_add(&t, subjects[list[i]->subject]);
        table_take(&t, masked(c, list[i]->name));
        table_take(&t, masked(c, list[i]->detail));
    }
    table_print(&t, &lines);
    line = str_text(&lines);
    for (size_t i = 0; i <= c->n; i++) { /* the heads are a line too */
        size_t length = strcspn(line, "\n") + 1;

        str_addn(out, line, length);
        line += length;
        if (i > 0)
            print_cure(c, list[i - 1], out);
    }
    table_clear(&t);
    str_clear(&lines);
    free(list);
}

void check_tell(const struct check *c)
{
    const struct finding **list = in_order(c);

    for (size_t i = 0; i < c->n; i++) {
        const struct finding *f = list[i];
        struct event ev;

        report_begin(c->survey.report, &ev, "check",
                     f->repo == PROBLEM_OF_ALL
                         ? NULL
                         : c->survey.config->repos[f->repo].name);
        document_text(&ev.fields, "subject", subjects[f->subject]);
        document_text(&ev.fields, "name", f->name);
        document_text(&ev.fields, "state", states[f->state]);
        document_text(&ev.fields, "detail", f->detail);
        document_text(&ev.fields, "cure", f->cure);
        report_record(c->survey.report, &ev);
    }
    free(list);
}

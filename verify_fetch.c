#include "verify_parts.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CURL_CANNOT_WRITE 23
#define CURL_CANNOT_RESUME 33

static bool is_hopeless(const struct transfer *x)
{
    return (x->bytes.wrong && !x->bytes.may_pass) ||
           x->run.status == CURL_CANNOT_WRITE ||
           x->run.status == GH_CURL_TOO_LARGE;
}

/* Where are the bytes of those that are not there? A URL holds good for some
 * minutes only, so each try asks again. */
static struct err *locate(struct transfers *t)
{
    struct gh_bytes **due = mem_zero(t->n + 1, sizeof(*due));
    struct err *e;
    size_t n = 0;

    for (size_t i = 0; i < t->n; i++)
        if (!t->all[i].there && !is_hopeless(&t->all[i]))
            due[n++] = &t->all[i].bytes;
    e = gh_bytes_locate(t->v->runner, t->v->gh, due, n);
    free(due);
    return e;
}

static struct err *transfer_once(struct transfers *t)
{
    struct run **due = mem_zero(t->n + 1, sizeof(*due));
    struct err *e = NULL;
    size_t n = 0;

    for (size_t i = 0; i < t->n; i++) {
        struct transfer *x = &t->all[i];
        int64_t size = verify_size(x, x->part);

        if (x->there || is_hopeless(x))
            continue;
        run_clear(&x->run);
        if (!x->bytes.where)
            continue;
        if (size < 0) /* curl would follow a link */
            unlinkat(x->folder, x->part, 0);
        x->resumed |= size > 0;
        gh_bytes_fill(&x->run, t->v->gh, &x->bytes, x->part,
                      size > 0 ? size : 0);
        x->run.folder = x->folder;
        x->run.says = x->file;
        due[n++] = &x->run;
    }
    if (n)
        e = run_all(t->v->runner, due, n);
    free(due);
    return e;
}

/* What came is whole, or gone on with the next time, or no part of it: some
 * servers send all again, and an answer that ended well with another size is
 * that of somebody else. */
static void look_at_end(struct transfer *x)
{
    int64_t size = verify_size(x, x->part), whole = x->asset->asset->size;
    const char *http = str_text(&x->run.out);
    bool all_again =
        x->run.status == CURL_CANNOT_RESUME && strcmp(http, "200") == 0;

    if (x->there || x->run.end == RUN_NEVER)
        return;
    x->there = size == whole;
    if (all_again || size > whole ||
        (run_ok(&x->run) && !x->there && strcmp(http, "206") != 0))
        unlinkat(x->folder, x->part, 0);
}

/* How many are to be tried (again). */
static size_t count_left(const struct transfers *t)
{
    size_t left = 0;

    for (size_t i = 0; i < t->n; i++)
        left += !t->all[i].there && !is_hopeless(&t->all[i]);
    return left;
}

/* As long as one of them comes to its end, no try was in vain: URLs grow old
 * while others are fetched. */
struct err *verify_fetch(struct transfers *t)
{
    struct err *e = NULL;
    size_t left = count_left(t), before = left + 1;

    for (int try = 1; !e && left && try <= GH_TRIES; try++) {
        if (left < before)
            try = 1;
        else
            e = runner_sleep(t->v->runner, clock_ms() + GH_PAUSE_MS);
        if (!e)
            e = locate(t);
        if (!e)
            e = transfer_once(t);
        for (size_t i = 0; i < t->n; i++)
            look_at_end(&t->all[i]);
        before = left;
        left = count_left(t);
    }
    return e;
}

/* "curl: (18) transfer closed ..." */
static char *last_words(const struct transfer *x)
{
    const char *err = str_text(&x->run.err);

    if (!run_ok(&x->run) && *err)
        return str_dupn(err, strcspn(err, "\n"));
    return str_fmt("the answer (%s) has another size than the asset",
                   str_text(&x->run.out));
}

void verify_not_there(struct transfer *x)
{
    char *words;

    if (x->bytes.wrong) {
        verify_wrong(x->asset, x->bytes.code, str_dup(x->bytes.wrong));
        return;
    }
    words = last_words(x);
    verify_wrong(x->asset, EXIT_FAILED,
                 str_fmt("its download does not come to an end: %s", words));
    free(words);
}

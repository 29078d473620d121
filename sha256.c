#include "sha256.h"

#include "checksum.h"

#include <errno.h>
#include <stdlib.h>

#define HASH_MS 3600000u /* for one file, which may be large and far */

static const char *const programs[][4] = {
    {"openssl", "dgst", "-sha256", "-r"},
    {"sha256sum", "--", NULL, NULL},
    {"shasum", "-a", "256", NULL},
};

static void fill(struct run *r, const struct sha256 *s, size_t program)
{
    r->says = s->file ? "SHA-256 of a file" : "SHA-256 of what was read";
    for (size_t k = 0; k < ARRAY_LEN(programs[0]) && programs[program][k]; k++)
        argv_push(&r->argv, programs[program][k]);
    r->folder = s->folder;
    if (s->file && s->folder) /* a name may begin with "-" */
        argv_pushf(&r->argv, "./%s", s->file);
    else if (s->file)
        argv_push(&r->argv, s->file);
    else
        str_addn(&r->input, str_text(s->bytes), s->bytes->len);
    r->limit_ms = HASH_MS;
}

static void take(struct sha256 *s, const struct run *r)
{
    free(s->wrong);
    s->wrong = NULL;
    if (run_ok(r))
        s->hex = sha256_of_output(str_text(&r->out), r->out.len);
    if (!s->hex)
        s->wrong = str_fmt("%s could not tell its SHA-256: %.*s", r->argv.v[0],
                           200, str_text(&r->err));
}

/* Those that have none yet, by one program; *there says if there is one. */
static struct err *try_program(const struct runner *runner, struct sha256 *v,
                               size_t n, size_t program, bool *there)
{
    struct run *runs = mem_zero(n, sizeof(*runs));
    struct run **due = mem_zero(n, sizeof(*due));
    struct err *e;

    for (size_t i = 0; i < n; i++) {
        fill(&runs[i], &v[i], program);
        due[i] = &runs[i];
    }
    e = run_all(runner, due, 1);
    *there =
        !e && !(runs[0].end == RUN_NO_START && runs[0].start_errno == ENOENT);
    if (*there && n > 1)
        e = run_all(runner, due + 1, n - 1);
    for (size_t i = 0; i < n; i++) {
        if (*there && !e)
            take(&v[i], &runs[i]);
        run_clear(&runs[i]);
    }
    free(runs);
    free(due);
    return e;
}

struct err *sha256_all(const struct runner *runner, struct sha256 *v, size_t n)
{
    for (size_t p = 0; n && p < ARRAY_LEN(programs); p++) {
        bool there;
        struct err *e = try_program(runner, v, n, p, &there);

        if (e || there)
            return e;
    }
    return n ? err_new(EXIT_MISSING,
                       "cannot compute a SHA-256: none of openssl, sha256sum "
                       "and shasum is in PATH")
             : NULL;
}

const char *sha256_program(size_t i)
{
    return i < ARRAY_LEN(programs) ? programs[i][0] : NULL;
}

void sha256_clear(struct sha256 *s)
{
    free(s->hex);
    free(s->wrong);
    *s = (struct sha256){0};
}

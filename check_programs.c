#include "check_parts.h"

#include "sha256.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define ASKED_MS 10000u /* a program that says its version is quick */
#define DIGESTS 8       /* programs that compute digests, at most */

static bool is_there(const struct run *r)
{
    return r->end != RUN_NO_START && r->end != RUN_NEVER;
}

/* The first line up to a remark behind the number: "curl 8.5.0"; owned by the
 * caller. */
static char *version_of(const struct run *r)
{
    const char *said = str_text(&r->out);
    size_t n = strcspn(said, "\n"), number = 1;
    const char *remark;

    while (number < n &&
           !(said[number - 1] == ' ' && isdigit((unsigned char)said[number])))
        number++;
    remark = number < n ? memchr(said + number, '(', n - number) : NULL;
    n = remark ? (size_t)(remark - said) : n;
    while (n && isspace((unsigned char)said[n - 1]))
        n--;
    return n ? str_dupn(said, n) : str_dup("it is there");
}

/* One that nothing goes without. */
static void judge_needed(struct check *c, const struct run *r,
                         const char *least)
{
    const char *name = r->argv.v[0];
    struct err *e = survey_version(r, least);

    if (e)
        check_wrong(check_add(c, CHECK_PROGRAM, name, str_dup(e->text)),
                    EXIT_MISSING,
                    r->end == RUN_ENDED && r->status != 0
                        ? str_fmt("mend what this says: %s --version", name)
                        : str_fmt("install %s %s or newer", name, least));
    else
        check_add(c, CHECK_PROGRAM, name, version_of(r));
    err_free(e);
}

static void judge_gh(struct check *c, const struct run *r)
{
    check_add(c, CHECK_PROGRAM, "gh",
              is_there(r) ? version_of(r)
                          : str_dup("it is not there; it can keep the token, "
                                    "and some cures use it"));
}

static void judge_digests(struct check *c, const struct run *runs, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (is_there(&runs[i])) {
            check_add(c, CHECK_PROGRAM, runs[i].argv.v[0],
                      version_of(&runs[i]));
            return;
        }
    check_warn(check_add(c, CHECK_PROGRAM, "openssl",
                         str_dup("none of openssl, sha256sum and shasum is in "
                                 "PATH: nothing can be verified")),
               str_dup("install one of them, for orchestrator verify"));
}

static void fill(struct run *r, const char *program, const char *word)
{
    r->says = "version of a program";
    r->limit_ms = ASKED_MS;
    argv_pushl(&r->argv, program, word, NULL);
}

static size_t fill_digests(struct run *runs)
{
    size_t n = 0;
    const char *program;

    while (n < DIGESTS && (program = sha256_program(n)) != NULL) {
        fill(&runs[n], program,
             strcmp(program, "openssl") == 0 ? "version" : "--version");
        n++;
    }
    return n;
}

struct err *check_programs(struct check *c)
{
    struct run runs[3 + DIGESTS] = {{.says = NULL}}, *due[3 + DIGESTS];
    struct err *e;
    size_t n;

    git_ask_version(&runs[0]);
    curl_ask_version(&runs[1]);
    fill(&runs[2], "gh", "--version");
    n = 3 + fill_digests(runs + 3);
    for (size_t i = 0; i < n; i++)
        due[i] = &runs[i];
    e = run_all(c->survey.runner, due, n);
    if (!e) {
        c->git = is_there(&runs[0]);
        c->curl = is_there(&runs[1]);
        judge_needed(c, &runs[0], GIT_LEAST);
        judge_needed(c, &runs[1], CURL_LEAST);
        judge_gh(c, &runs[2]);
        judge_digests(c, runs + 3, n - 3);
    }
    for (size_t i = 0; i < n; i++)
        run_clear(&runs[i]);
    return e;
}

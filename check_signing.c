#include "check_parts.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ASKED_MS 10000u

/* What git's configuration says; owned, NULL where it says nothing. */
struct signing {
    bool tags;
    char *format, *openpgp, *ssh, *x509;
};

static void keep(char **to, const char *value)
{
    free(*to);
    *to = *value ? str_dup(value) : NULL;
}

/* git-config(1): a key without a value is true. */
static bool is_true(const char *value)
{
    return !value || strcasecmp(value, "true") == 0 ||
           strcasecmp(value, "yes") == 0 || strcasecmp(value, "on") == 0 ||
           strcmp(value, "1") == 0;
}

static void take(struct signing *s, const char *key, const char *value)
{
    if (strcmp(key, "tag.gpgsign") == 0)
        s->tags = is_true(value);
    else if (!value)
        return;
    else if (strcmp(key, "gpg.format") == 0)
        keep(&s->format, value);
    else if (strcmp(key, "gpg.ssh.program") == 0)
        keep(&s->ssh, value);
    else if (strcmp(key, "gpg.x509.program") == 0)
        keep(&s->x509, value);
    else
        keep(&s->openpgp, value);
}

/* "key LF value NUL", or "key NUL"; the last one of a key counts. */
static void read_signing(struct signing *s, const struct str *out)
{
    const char *at = str_text(out), *end = at + out->len;

    while (at < end) {
        size_t n = strlen(at), key = strcspn(at, "\n");
        char *name = str_dupn(at, key);

        take(s, name, key < n ? at + key + 1 : NULL);
        free(name);
        at += n + 1;
    }
}

static const char *program_of(const struct signing *s)
{
    if (s->format && strcmp(s->format, "ssh") == 0)
        return s->ssh ? s->ssh : "ssh-keygen";
    if (s->format && strcmp(s->format, "x509") == 0)
        return s->x509 ? s->x509 : "gpgsm";
    return s->openpgp ? s->openpgp : "gpg";
}

/* Any answer will do: ssh-keygen has no word for its version. */
static struct err *look_for(struct check *c, const char *program)
{
    struct run r = {.says = "the program that signs tags",
                    .limit_ms = ASKED_MS},
               *one = &r;
    struct err *e;

    argv_pushl(&r.argv, program, "--version", NULL);
    e = run_all(c->survey.runner, &one, 1);
    if (!e && r.end == RUN_NO_START)
        check_wrong(check_add(c, CHECK_PROGRAM, program,
                              str_dup("tags are to be signed, and the program "
                                      "that signs them cannot be run")),
                    EXIT_MISSING,
                    str_fmt("install %s; or set git's tag.gpgSign and the "
                            "configuration's \"sign\" to false",
                            program));
    else if (!e)
        check_add(c, CHECK_PROGRAM, program, str_dup("it signs the tags"));
    run_clear(&r);
    return e;
}

/* The first clone speaks for all. */
static const char *folder(const struct survey *s)
{
    for (size_t i = 0; i < s->config->n; i++)
        if (s->facts[i].is_clone)
            return s->facts[i].dir;
    return s->root;
}

struct err *check_signing(struct check *c)
{
    struct run r = {0}, *one = &r;
    struct signing s = {0};
    struct err *e = NULL;

    if (c->git) {
        git_ask_signing(&r, folder(&c->survey));
        e = run_all(c->survey.runner, &one, 1);
    }
    if (!e && run_ok(&r))
        read_signing(&s, &r.out);
    if (!e && (s.tags || c->survey.config->sign))
        e = look_for(c, program_of(&s));
    run_clear(&r);
    free(s.format);
    free(s.openpgp);
    free(s.ssh);
    free(s.x509);
    return e;
}

#include "verify_parts.h"

#include "checksum.h"
#include "gh_batch.h"

#include <stdlib.h>
#include <string.h>

#define RELEASES_MS 60000u

void verify_wrong(struct verify_asset *a, int code, char *why)
{
    if (a->wrong) {
        free(why);
        return;
    }
    a->wrong = why;
    a->code = code;
}

bool verify_is_uploaded(const struct gh_asset *a)
{
    return strcmp(a->state, "uploaded") == 0;
}

static void repo_wrong(struct verify_repo *r, int code, char *why)
{
    r->wrong = why;
    r->code = code;
}

static char *read_release(struct verify_repo *r, const char *tag)
{
    const struct str *body = &r->get.body;
    char *wrong = gh_release_read(&r->release, str_text(body), body->len);

    if (wrong || (strcmp(r->release.tag, tag) == 0 && !r->release.draft))
        return wrong;
    wrong =
        str_fmt("it is %s of the tag %s",
                r->release.draft ? "a draft" : "the release", r->release.tag);
    gh_release_clear(&r->release);
    return wrong;
}

/* What the answer tells of the release; `wrong` is set where it is no good. */
static void take_release(struct verify *v, struct verify_repo *r)
{
    struct gh_judgement j;
    char *wrong = NULL;

    gh_judge(&j, &r->get);
    if (j.verdict == GH_OK)
        wrong = read_release(r, v->tag);
    if (j.verdict == GH_ABSENT)
        repo_wrong(r, EXIT_FAILED,
                   str_fmt("there is no release of %s%s", v->tag,
                           v->gh->token ? ""
                                        : ", or it is hidden without a "
                                          "token"));
    else if (j.verdict != GH_OK)
        repo_wrong(r, j.verdict == GH_DENIED ? EXIT_AUTH : EXIT_FAILED,
                   str_fmt("its release cannot be read: %s", j.says));
    else if (wrong)
        repo_wrong(r, EXIT_FAILED,
                   str_fmt("GitHub's answer makes no sense: %s", wrong));
    free(wrong);
    gh_judgement_clear(&j);
    str_clear(&r->get.body);
}

static void make_assets(struct verify_repo *r, const struct gh_release *of)
{
    r->n = of->n;
    r->assets = mem_zero(r->n, sizeof(*r->assets));
    for (size_t i = 0; i < r->n; i++) {
        r->assets[i].asset = &of->assets[i];
        r->assets[i].digest = sha256_of_digest(of->assets[i].digest);
    }
}

/* What the configuration wants must be there, and whole. */
static void find_missing(struct verify *v, struct verify_repo *r)
{
    struct str missing = {0};

    for (size_t k = 0; k < r->repo->assets.n; k++) {
        char *name = config_expand(r->repo->assets.v[k], v->version, v->tag);
        const struct gh_asset *a = gh_release_asset(&r->release, name);

        if (!a || !verify_is_uploaded(a))
            str_addf(&missing, "%s%s", missing.len ? ", " : "", name);
        if (a && !verify_is_uploaded(a))
            str_addf(&missing, " (state \"%s\")", a->state);
        free(name);
    }
    if (missing.len)
        repo_wrong(r, EXIT_FAILED, str_fmt("missing: %s", missing.s));
    str_clear(&missing);
}

static struct err *read_releases(struct verify *v)
{
    struct gh_get **gets = mem_zero(v->config->n, sizeof(*gets));
    char *tag = gh_escape(v->tag);
    struct err *e;

    for (size_t i = 0; i < v->config->n; i++) {
        struct verify_repo *r = &v->repos[i];

        r->repo = &v->config->repos[i];
        gh_get_init(&r->get, v->gh, "/repos/%s/%s/releases/tags/%s",
                    v->config->owner, r->repo->name, tag);
        gets[i] = &r->get;
    }
    e = gh_retry(&(struct gh_retry){.runner = v->runner,
                                    .gh = v->gh,
                                    .tries = GH_TRIES,
                                    .limit_ms = RELEASES_MS},
                 gets, v->config->n);
    for (size_t i = 0; !e && i < v->config->n; i++) {
        take_release(v, &v->repos[i]);
        make_assets(&v->repos[i], &v->repos[i].release);
        if (!v->repos[i].wrong)
            find_missing(v, &v->repos[i]);
    }
    free(gets);
    free(tag);
    return e;
}

/* All values that are known of an asset must be one. */
static void compare(struct verify_asset *a)
{
    if (a->listed && a->digest && strcmp(a->listed, a->digest) != 0)
        verify_wrong(a, EXIT_VERIFY,
                     str_fmt("%s says sha256:%s, but GitHub has sha256:%s",
                             a->list, a->listed, a->digest));
    if (a->computed && a->digest && strcmp(a->computed, a->digest) != 0)
        verify_wrong(a, EXIT_VERIFY,
                     str_fmt("what was downloaded has sha256:%s, but GitHub "
                             "has sha256:%s",
                             a->computed, a->digest));
    if (a->computed && a->listed && strcmp(a->computed, a->listed) != 0)
        verify_wrong(a, EXIT_VERIFY,
                     str_fmt("what was downloaded has sha256:%s, but %s says "
                             "sha256:%s",
                             a->computed, a->list, a->listed));
}

static const char *by_what(const struct verify_asset *a)
{
    return !a->computed ? "GitHub has what its checksum file says"
           : a->listed  ? "as its checksum file says"
           : a->digest  ? "as GitHub has it"
                        : "nothing tells what it must be";
}

/* "downloaded, and as GitHub has it" */
static const char *whence(const struct verify_asset *a)
{
    return !a->computed   ? ""
           : a->was_there ? "there already, and "
                          : "downloaded, and ";
}

static bool is_compared(const struct verify_asset *a)
{
    return a->wrong || (a->listed && (a->digest || a->computed)) ||
           (a->computed && a->digest);
}

/* The name of its event. */
static const char *outcome_of(const struct verify_asset *a)
{
    return a->code == EXIT_VERIFY ? "mismatch"
           : a->wrong             ? "unverified"
           : is_compared(a)       ? "verified"
                                  : "downloaded";
}

static void tell_asset(struct verify *v, const struct verify_repo *r,
                       const struct verify_asset *a)
{
    struct event ev;

    report_begin(v->report, &ev, outcome_of(a), r->repo->name);
    document_text(&ev.fields, "asset", a->asset->name);
    document_text(&ev.fields, "digest", a->digest);
    document_text(&ev.fields, "listed", a->listed);
    document_text(&ev.fields, "computed", a->computed);
    document_text(&ev.fields, "path", a->path);
    ev.always = a->wrong != NULL;
    if (a->wrong)
        report_event(v->report, &ev, "%s%s: %s",
                     a->code == EXIT_VERIFY ? "WRONG: " : "", a->asset->name,
                     a->wrong);
    else
        report_event(v->report, &ev, "%s: %s%s", a->asset->name, whence(a),
                     by_what(a));
}

static void tell_repo(struct verify *v, const struct verify_repo *r)
{
    struct event ev;

    report_begin(v->report, &ev, "unverified", r->repo->name);
    ev.always = true;
    report_event(v->report, &ev, "%s", r->wrong);
}

/* The result for each asset that there was something to compare of. */
static void judge(struct verify *v, const struct verify_repo *r, int *code)
{
    if (r->wrong) {
        tell_repo(v, r);
        v->failed++;
        *code = *code == EXIT_VERIFY ? *code : r->code;
    }
    for (size_t i = 0; i < r->n; i++) {
        struct verify_asset *a = &r->assets[i];

        compare(a);
        if (!a->computed && !is_compared(a))
            continue;
        tell_asset(v, r, a);
        v->checked += is_compared(a);
        v->mismatches += a->code == EXIT_VERIFY;
        v->failed += a->wrong && a->code != EXIT_VERIFY;
        if (a->wrong && *code != EXIT_VERIFY)
            *code = a->code;
    }
}

static struct err *tell_mismatches(const struct verify *v, int code)
{
    struct str names = {0};
    struct err *e;

    for (size_t i = 0; i < v->config->n; i++)
        for (size_t k = 0; k < v->repos[i].n; k++)
            if (v->repos[i].assets[k].code == EXIT_VERIFY)
                str_addf(&names, "%s%s/%s", names.len ? ", " : "",
                         v->repos[i].repo->name,
                         v->repos[i].assets[k].asset->name);
    e = err_new(code, "%zu of %zu assets of %s are not what they must be: %s",
                v->mismatches, v->checked, v->tag, names.s);
    str_clear(&names);
    return e;
}

static struct err *judge_all(struct verify *v)
{
    int code = EXIT_DONE;

    for (size_t i = 0; i < v->config->n; i++)
        judge(v, &v->repos[i], &code);
    if (code == EXIT_DONE && !v->checked)
        return err_new(EXIT_FAILED, "nothing of %s could be compared", v->tag);
    if (code == EXIT_DONE)
        return NULL;
    return v->mismatches
               ? tell_mismatches(v, code)
               : err_new(code, "not all of %s could be looked at", v->tag);
}

struct err *verify_run(struct verify *v)
{
    struct err *e;

    v->repos = mem_zero(v->config->n, sizeof(*v->repos));
    report_wait(v->report, "verify", "reading the releases", clock_ms());
    e = read_releases(v);
    if (!e)
        e = verify_read_lists(v);
    if (!e)
        e = verify_download(v);
    report_wait(v->report, NULL, NULL, 0);
    return e ? e : judge_all(v);
}

struct err *verify_lists(struct verify *v,
                         const struct gh_release *const *releases)
{
    struct err *e;

    v->repos = mem_zero(v->config->n, sizeof(*v->repos));
    for (size_t i = 0; i < v->config->n; i++) {
        v->repos[i].repo = &v->config->repos[i];
        if (releases[i])
            make_assets(&v->repos[i], releases[i]);
    }
    e = verify_read_lists(v);
    for (size_t i = 0; i < v->config->n; i++)
        for (size_t k = 0; k < v->repos[i].n; k++)
            compare(&v->repos[i].assets[k]);
    return e;
}

void verify_clear(struct verify *v)
{
    for (size_t i = 0; v->repos && i < v->config->n; i++) {
        struct verify_repo *r = &v->repos[i];

        for (size_t k = 0; k < r->n; k++) {
            free(r->assets[k].digest);
            free(r->assets[k].listed);
            free(r->assets[k].list);
            free(r->assets[k].computed);
            free(r->assets[k].path);
            free(r->assets[k].wrong);
        }
        free(r->assets);
        free(r->wrong);
        gh_get_clear(&r->get);
        gh_release_clear(&r->release);
    }
    free(v->repos);
    v->repos = NULL;
}

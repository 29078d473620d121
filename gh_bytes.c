#include "gh_bytes.h"

#include "api_url.h"
#include "gh_batch.h"

#include <stdlib.h>
#include <string.h>

#define LOCATE_MS 60000u /* for all questions of one curl */
#define READ_MS 60000u
#define ASK_MOST ((size_t)60 << 10) /* of an answer that need not be read */

static void go_wrong(struct gh_bytes *b, int code, char *why)
{
    free(b->wrong);
    b->wrong = why;
    b->code = code;
    b->may_pass = false;
}

/* May bytes be fetched from there? Over https; from loopback, where the API
 * is there as well. A user in it would hide which host it is. */
static bool is_allowed(const struct gh *gh, const char *url)
{
    bool plain = str_starts(gh->base, "http:");

    for (const char *p = url; *p; p++)
        if (*p <= ' ' || *p >= '\177' || strchr("\"\\<>^`{|}", *p))
            return false;
    if (memchr(url, '@', api_url_origin(url)))
        return false;
    return str_starts(url, "https://") ||
           (plain && str_starts(url, "http://127.0.0.1:"));
}

static void take_redirect(struct gh_bytes *b, const struct gh *gh)
{
    const char *to = b->ask.head.location;

    if (is_allowed(gh, to))
        b->where = str_dup(to);
    else
        go_wrong(b, EXIT_FAILED,
                 str_fmt("GitHub redirects to where we do not follow: %s", to));
}

static void take_place(struct gh_bytes *b, const struct gh *gh)
{
    const struct gh_get *g = &b->ask;
    struct gh_judgement j;

    if (g->answered && g->head.status == 302 && g->head.location) {
        take_redirect(b, gh);
        return;
    }
    gh_judge(&j, g);
    b->from_api = g->head.status == 200 &&
                  (j.verdict == GH_OK || g->curl_status == GH_CURL_TOO_LARGE);
    if (b->from_api)
        b->where = str_dup(g->url);
    else
        go_wrong(b, j.verdict == GH_DENIED ? EXIT_AUTH : EXIT_FAILED,
                 str_fmt("GitHub does not tell where it is: %s", j.says));
    b->may_pass = !b->from_api && j.verdict == GH_RETRY;
    gh_judgement_clear(&j);
    str_clear(&b->ask.body);
}

struct err *gh_bytes_locate(const struct runner *runner, const struct gh *gh,
                            struct gh_bytes *const *v, size_t n)
{
    struct gh_get **gets = mem_zero(n + 1, sizeof(*gets));
    struct err *e = NULL;

    for (size_t i = 0; i < n; i++) {
        gh_get_clear(&v[i]->ask);
        free(v[i]->where);
        v[i]->where = NULL;
        go_wrong(v[i], 0, NULL);
        gh_get_init(&v[i]->ask, gh, "/repos/%s/%s/releases/assets/%lld",
                    v[i]->owner, v[i]->repo, (long long)v[i]->id);
        v[i]->ask.raw = true;
        v[i]->ask.most = ASK_MOST;
        gets[i] = &v[i]->ask;
    }
    if (n)
        e = gh_fetch(runner, gh, gets, n, LOCATE_MS);
    for (size_t i = 0; !e && i < n; i++)
        take_place(v[i], gh);
    free(gets);
    return e;
}

/* The bytes may be of any kind: an answer of 200 is all that is wanted. */
static void take_text(struct gh_bytes *b)
{
    struct gh_get *g = &b->get;
    struct gh_judgement j;

    gh_judge(&j, g);
    if (j.verdict == GH_OK && (int64_t)g->body.len <= GH_TEXT_MAX) {
        b->text = g->body;
        g->body = (struct str){0};
    } else {
        go_wrong(b, EXIT_FAILED,
                 str_fmt("its bytes cannot be read: %s",
                         *j.says ? j.says : "they are too many"));
        b->may_pass =
            j.verdict == GH_RETRY && g->curl_status != GH_CURL_TOO_LARGE;
    }
    gh_judgement_clear(&j);
}

/* The ones of v that are on the host of the first that is left. */
static struct err *read_from_host(const struct runner *runner,
                                  const struct gh *gh,
                                  struct gh_bytes *const *v, size_t n)
{
    struct gh away = {0};
    struct gh_get **gets = mem_zero(n + 1, sizeof(*gets));
    struct err *e = NULL;
    size_t m = 0;

    for (size_t i = 0; i < n; i++) {
        size_t origin = api_url_origin(v[i]->where ? v[i]->where : "");

        if (!v[i]->where || v[i]->get.url)
            continue;
        if (!away.base) {
            away.base = str_dupn(v[i]->where, origin);
            away.token =
                v[i]->from_api && gh->token ? str_dup(gh->token) : NULL;
        }
        if (strlen(away.base) != origin ||
            strncmp(away.base, v[i]->where, origin) != 0)
            continue;
        v[i]->get = (struct gh_get){.url = str_dup(v[i]->where),
                                    .raw = true,
                                    .most = (size_t)GH_TEXT_MAX};
        gets[m++] = &v[i]->get;
    }
    if (m)
        e = gh_fetch(runner, &away, gets, m, READ_MS);
    gh_clear(&away);
    free(gets);
    return e;
}

static bool is_left(struct gh_bytes *const *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (v[i]->where && !v[i]->get.url)
            return true;
    return false;
}

static struct err *read_once(const struct runner *runner, const struct gh *gh,
                             struct gh_bytes *const *v, size_t n)
{
    struct err *e = gh_bytes_locate(runner, gh, v, n);

    for (size_t i = 0; i < n; i++)
        gh_get_clear(&v[i]->get);
    while (!e && is_left(v, n))
        e = read_from_host(runner, gh, v, n);
    for (size_t i = 0; !e && i < n; i++)
        if (v[i]->where)
            take_text(v[i]);
    return e;
}

struct err *gh_bytes_read(const struct runner *runner, const struct gh *gh,
                          struct gh_bytes *const *v, size_t n)
{
    struct gh_bytes **due = mem_zero(n + 1, sizeof(*due));
    struct err *e = NULL;
    size_t left = n;

    for (size_t i = 0; i < n; i++)
        due[i] = v[i];
    for (int try = 1; !e && left && try <= GH_TRIES; try++) {
        size_t again = 0;

        if (try > 1)
            e = runner_sleep(runner, clock_ms() + GH_PAUSE_MS);
        if (!e)
            e = read_once(runner, gh, due, left);
        for (size_t i = 0; i < left; i++)
            if (due[i]->wrong && due[i]->may_pass)
                due[again++] = due[i];
        left = again;
    }
    free(due);
    return e;
}

void gh_bytes_fill(struct run *r, const struct gh *gh, const struct gh_bytes *b,
                   const char *file, int64_t from)
{
    struct gh away = {.base = b->where,
                      .token = b->from_api ? gh->token : NULL};
    struct gh_get get = {.url = b->where,
                         .raw = true,
                         .most = b->size > 0 ? (size_t)b->size : 1};

    gh_fill_file(r, &away, &get, file, from);
}

void gh_bytes_clear(struct gh_bytes *b)
{
    free(b->where);
    free(b->wrong);
    str_clear(&b->text);
    gh_get_clear(&b->ask);
    gh_get_clear(&b->get);
    *b = (struct gh_bytes){0};
}

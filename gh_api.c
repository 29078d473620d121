#include "gh_api.h"

#include "api_url.h"
#include "version.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#define CONNECT_SECS 10
#define MARGIN_MS 300u /* curl keeps its own time; this is the safety net */
#define REQUEST_SECS_MAX 60 /* what curl says beyond that is no sense */
#define TRANSFER "orchestrator-transfer"

void curl_ask_version(struct run *r)
{
    r->says = "version of curl";
    argv_pushl(&r->argv, "curl", "-q", "--version", NULL);
}

char *gh_escape(const char *text)
{
    struct str out = {0};

    for (; *text; text++) {
        if (isalnum((unsigned char)*text) || strchr("-._~", *text))
            str_addn(&out, text, 1);
        else
            str_addf(&out, "%%%02X", (unsigned char)*text);
    }
    return str_take(&out);
}

void gh_get_init(struct gh_get *g, const struct gh *gh, const char *path, ...)
{
    struct str url = {0};
    va_list ap;

    *g = (struct gh_get){0};
    str_add(&url, gh->base);
    va_start(ap, path);
    str_addvf(&url, path, ap);
    va_end(ap);
    g->url = str_take(&url);
}

static void forget_answer(struct gh_get *g)
{
    free(g->fault);
    g->fault = NULL;
    http_head_clear(&g->head);
    str_clear(&g->body);
    g->answered = false;
    g->curl_status = 0;
    g->took_ms = 0;
}

void gh_get_clear(struct gh_get *g)
{
    forget_answer(g);
    free(g->url);
    free(g->etag);
    *g = (struct gh_get){0};
}

/* One line of curl's config: name = "value", quoted as curl(1) says. */
static void config_line(struct str *to, const char *name, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

static void config_line(struct str *to, const char *name, const char *fmt, ...)
{
    struct str value = {0};
    va_list ap;

    va_start(ap, fmt);
    str_addvf(&value, fmt, ap);
    va_end(ap);
    str_addf(to, "%s = \"", name);
    for (size_t i = 0; i < value.len; i++) {
        char c = value.s[i];

        if (strchr("\\\"\n\r", c))
            str_add(to, "\\");
        str_addf(to, "%c", c == '\n' ? 'n' : c == '\r' ? 'r' : c);
    }
    str_add(to, "\"\n");
    str_clear(&value);
}

static void config_request(struct str *to, const struct gh *gh,
                           const struct gh_get *g)
{
    bool plain = strncasecmp(gh->base, "http:", 5) == 0;

    config_line(to, "url", "%s", g->url);
    str_add(to, "silent\ngloboff\npath-as-is\nsuppress-connect-headers\n");
    config_line(to, "proto", plain ? "=http" : "=https");
    if (plain)
        config_line(to, "noproxy", "*");
    config_line(to, "connect-timeout", "%u", CONNECT_SECS);
    config_line(to, "user-agent", "orchestrator/%s", ORCHESTRATOR_VERSION);
    config_line(to, "header", "Accept: application/%s",
                g->raw ? "octet-stream" : "vnd.github+json");
    if (gh->token)
        config_line(to, "header", "Authorization: Bearer %s", gh->token);
}

/* Without such a device the clock must do. */
static void make_mark(char mark[GH_MARK_SIZE])
{
    unsigned char bytes[(GH_MARK_SIZE - 1) / 2] = {0};
    int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? 0 : read(fd, bytes, sizeof(bytes));
    struct timespec now;

    if (fd >= 0)
        close(fd);
    if (got != (ssize_t)sizeof(bytes)) {
        clock_gettime(CLOCK_REALTIME, &now);
        memcpy(bytes, &now.tv_nsec, sizeof(bytes));
    }
    for (size_t i = 0; i < sizeof(bytes); i++) {
        mark[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
        mark[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
    }
    mark[GH_MARK_SIZE - 1] = '\0';
}

/* What the line begins with that ends this answer. */
static char *end_of_answer(const struct gh_get *g)
{
    return str_fmt(TRANSFER "%s%s ", *g->mark ? "-" : "", g->mark);
}

static void config_transfer(struct str *to, const struct gh *gh,
                            const struct gh_get *g, unsigned limit_ms)
{
    char *ends = end_of_answer(g);

    config_request(to, gh, g);
    config_line(to, "max-time", "%u.%03u", limit_ms / 1000, limit_ms % 1000);
    config_line(to, "max-filesize", "%zu", g->most ? g->most : GH_BODY_MAX);
    config_line(to, "header", "X-GitHub-Api-Version: 2022-11-28");
    if (g->etag)
        config_line(to, "header", "If-None-Match: %s", g->etag);
    config_line(to, "dump-header", "/dev/fd/2");
    str_addf(
        to,
        "write-out = \"%%{stderr}%s"
        "%%{exitcode} %%{size_download} %%{time_total} %%{errormsg}\\n\"\n",
        ends);
    free(ends);
}

/* Bodies come on standard output; heads, and after each head a line about
 * the transfer, on standard error. */
void gh_fill(struct run *r, const struct gh *gh, struct gh_get *const *gets,
             size_t n, unsigned limit_ms)
{
    unsigned each = limit_ms < GH_REQUEST_MS ? limit_ms : GH_REQUEST_MS;
    char mark[GH_MARK_SIZE];

    argv_pushl(&r->argv, "curl", "-q", "--config", "-", NULL);
    make_mark(mark);
    for (size_t i = 0; i < n; i++) {
        forget_answer(gets[i]);
        memcpy(gets[i]->mark, mark, sizeof(mark));
        str_add(&r->input, i ? "next\n" : "");
        config_transfer(&r->input, gh, gets[i], each ? each : 1);
    }
    r->err_is_data = true;
    r->says = n ? gets[0]->url : NULL;
    r->limit_ms = limit_ms + MARGIN_MS;
    r->cap = GH_BODY_MAX;
}

void gh_fill_file(struct run *r, const struct gh *gh, const struct gh_get *get,
                  const char *file, int64_t from)
{
    argv_pushl(&r->argv, "curl", "-q", "--config", "-", NULL);
    config_request(&r->input, gh, get);
    str_add(&r->input, "fail\nshow-error\nno-progress-meter\n");
    config_line(&r->input, "speed-limit", "1");
    config_line(&r->input, "speed-time", "%u", GH_STALL_SECS);
    config_line(&r->input, "output", "%s", file);
    config_line(&r->input, "write-out", "%%{http_code}");
    if (get->most)
        config_line(&r->input, "max-filesize", "%zu", get->most);
    if (from > 0)
        config_line(&r->input, "continue-at", "%lld", (long long)from);
    r->says = file;
    r->limit_ms = GH_FILE_MS;
}

struct stream {
    const char *at, *end;
};

/* What `line` says after what ends the answer to `g`; NULL: it does not end
 * it; owned by the caller. */
static char *transfer_line(const struct gh_get *g, const char *line, size_t n)
{
    char *ends = end_of_answer(g), *says = NULL;

    if (str_starts(line, ends))
        says = str_dupn(line + strlen(ends), n - strlen(ends));
    free(ends);
    return says;
}

/* "EXIT SIZE SECONDS MESSAGE" of the transfer whose head is `head`. */
static void take_transfer(struct gh_get *g, const char *line,
                          struct stream head, struct stream *bodies)
{
    char *rest;
    unsigned long status = strtoul(line, &rest, 10);
    unsigned long long size = strtoull(rest, &rest, 10);
    double secs = strtod(rest, &rest);
    size_t left = (size_t)(bodies->end - bodies->at);

    g->curl_status = (int)(status & 0xff);
    g->took_ms =
        secs > 0 && secs < REQUEST_SECS_MAX ? (unsigned)(secs * 1000) : 0;
    http_head_read(&g->head, head.at, (size_t)(head.end - head.at),
                   (int64_t)time(NULL));
    if (size > left) {
        g->fault = str_dup("the answer was cut short");
        size = left;
    }
    str_addn(&g->body, bodies->at, (size_t)size);
    bodies->at += size;
    if (g->curl_status) {
        rest += strspn(rest, " ");
        free(g->fault);
        g->fault = str_fmt("%s (curl %d)", *rest ? rest : "the transfer failed",
                           g->curl_status);
    }
    if (!g->fault && !g->head.whole)
        g->fault = str_dup("the answer has no whole HTTP head");
    g->answered = !g->fault && g->head.status != 0;
    if (!g->answered && !g->fault)
        g->fault = str_dup("the answer has no status of HTTP");
}

static void give_fault(struct gh_get *g, const struct run *r)
{
    if (r->end == RUN_TOO_MUCH)
        g->fault =
            str_fmt("the answer is larger than %zu MiB", GH_BODY_MAX >> 20);
    else if (r->end == RUN_TIMED_OUT)
        g->fault = str_dup("no whole answer in time");
    else
        g->fault = str_fmt("curl ended with status %d", r->status);
}

static void pass_on(const struct runner *runner, struct gh_get *g)
{
    if (runner->asked)
        runner->asked(runner->ctx, g);
    if (g->hear)
        g->hear(g, g->of);
}

size_t gh_take(const struct runner *runner, const struct run *r,
               struct gh_get *const *gets, size_t n)
{
    const char *err = str_text(&r->err), *out = str_text(&r->out);
    struct stream head = {err, err}, bodies = {out, out + r->out.len};
    const char *end = err + r->err.len;
    size_t i = 0, taken;

    for (const char *line = err; line < end && i < n;) {
        const char *hit = memchr(line, '\n', (size_t)(end - line));
        char *says =
            hit ? transfer_line(gets[i], line, (size_t)(hit - line)) : NULL;

        if (says) {
            take_transfer(gets[i++], says, head, &bodies);
            head.at = hit + 1;
        }
        free(says);
        line = hit ? hit + 1 : end;
        head.end = line;
    }
    for (taken = i; i < n; i++)
        give_fault(gets[i], r);
    for (i = 0; i < n; i++)
        pass_on(runner, gets[i]);
    return taken;
}

static bool is_redirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 ||
           status == 308;
}

bool gh_redirect(struct gh_get *g, const struct gh *gh)
{
    const char *to = g->head.location;
    size_t origin = api_url_origin(gh->base);
    char *url;

    if (!g->answered || !is_redirect(g->head.status))
        return false;
    g->away = true;
    if (!to || strpbrk(to, " \"\\<>^`{|}") || g->redirects >= GH_REDIRECTS)
        return false;
    if (to[0] == '/' && to[1] != '/')
        url = str_fmt("%.*s%s", (int)origin, gh->base, to);
    else if (api_url_origin(to) == origin &&
             strncasecmp(to, gh->base, origin) == 0)
        url = str_dup(to);
    else
        return false;
    free(g->url);
    g->url = url;
    g->redirects++;
    g->away = false;
    return true;
}

#define PER_CURL 128 /* requests; their heads must fit into RUN_ERR_CAP */

/* *n: how many there are; then, how many of them are dealt with. */
static struct err *fetch_part(const struct runner *runner, const struct gh *gh,
                              struct gh_get *const *gets, size_t *n,
                              unsigned limit_ms)
{
    struct run r = {0}, *one = &r;
    struct err *e;
    size_t taken = 0;

    gh_fill(&r, gh, gets, *n, limit_ms);
    e = run_all(runner, &one, 1);
    if (!e && r.end == RUN_NO_START)
        e = run_answer(&r);
    if (!e)
        taken = gh_take(runner, &r, gets, *n);
    if (r.end == RUN_TOO_MUCH)
        *n = taken ? taken : 1;
    run_clear(&r);
    return e;
}

/* Each of them once; what there is no time for is not answered. */
static struct err *fetch_once(const struct runner *runner, const struct gh *gh,
                              struct gh_get *const *gets, size_t n,
                              uint64_t end)
{
    struct err *e = NULL;

    for (size_t i = 0; !e && i < n;) {
        size_t part = n - i < PER_CURL ? n - i : PER_CURL;
        uint64_t now = clock_ms();

        e = fetch_part(runner, gh, gets + i, &part,
                       now < end ? (unsigned)(end - now) : 1);
        i += part;
    }
    return e;
}

struct err *gh_fetch(const struct runner *runner, const struct gh *gh,
                     struct gh_get *const *gets, size_t n, unsigned limit_ms)
{
    uint64_t end = clock_ms() + limit_ms;
    struct gh_get **due = mem_zero(n, sizeof(*due));
    size_t m = n;
    struct err *e = NULL;

    for (size_t i = 0; i < n; i++) {
        due[i] = gets[i];
        due[i]->redirects = 0;
        due[i]->away = false;
    }
    while (m && !e && clock_ms() < end) {
        size_t kept = 0;

        e = fetch_once(runner, gh, due, m, end);
        for (size_t i = 0; !e && i < m; i++)
            if (gh_redirect(due[i], gh))
                due[kept++] = due[i];
        m = kept;
    }
    free(due);
    return e;
}

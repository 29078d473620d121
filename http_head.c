#include "http_head.h"

#include "date.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define VALUE_MAX 8192 /* no field that is read here is longer */
#define NUMBER_MAX INT64_C(99999999999)

/* Digits alone, or -1. */
static int64_t whole_number(const char *s)
{
    int64_t n = 0;

    if (!isdigit((unsigned char)*s))
        return -1;
    for (; isdigit((unsigned char)*s); s++)
        n = n > NUMBER_MAX ? n : n * 10 + (*s - '0');
    n = n > NUMBER_MAX ? NUMBER_MAX : n;
    return *s ? -1 : n;
}

/* Keeps a value that is safe to send back and to show; NULL otherwise. */
static void keep(char **to, const char *value)
{
    free(*to);
    *to = NULL;
    for (const char *p = value; *p; p++)
        if ((unsigned char)*p < 0x20 || (unsigned char)*p >= 0x7f)
            return;
    if (*value)
        *to = str_dup(value);
}

static const struct http_head nothing = {.expires = -1,
                                         .retry_after = -1,
                                         .limit = -1,
                                         .limit_left = -1,
                                         .limit_reset = -1};

struct times {
    int64_t date, reset, retry_at;
};

static void read_field(struct http_head *h, struct times *t, const char *name,
                       const char *value)
{
    if (strcasecmp(name, "etag") == 0)
        keep(&h->etag, value);
    else if (strcasecmp(name, "location") == 0)
        keep(&h->location, value);
    else if (strcasecmp(name, "x-accepted-github-permissions") == 0)
        keep(&h->permissions, value);
    else if (strcasecmp(name, "x-github-sso") == 0)
        keep(&h->sso, value);
    else if (strcasecmp(name, "x-oauth-scopes") == 0)
        keep(&h->scopes, value);
    else if (strcasecmp(name, "github-authentication-token-expiration") == 0)
        h->expires = date_zoned(value);
    else if (strcasecmp(name, "x-ratelimit-limit") == 0)
        h->limit = whole_number(value);
    else if (strcasecmp(name, "x-ratelimit-remaining") == 0)
        h->limit_left = whole_number(value);
    else if (strcasecmp(name, "x-ratelimit-reset") == 0)
        t->reset = whole_number(value);
    else if (strcasecmp(name, "date") == 0)
        t->date = date_http(value);
    else if (strcasecmp(name, "retry-after") == 0) {
        h->retry_after = whole_number(value);
        t->retry_at = h->retry_after < 0 ? date_http(value) : -1;
    }
}

static void start_head(struct http_head *h, struct times *t, const char *line)
{
    const char *space = strchr(line, ' ');

    http_head_clear(h);
    *h = nothing;
    *t = (struct times){-1, -1, -1};
    if (space && strspn(space + 1, "0123456789") == 3 &&
        strchr(" \r", space[4]))
        h->status = (int)strtol(space + 1, NULL, 10);
    if (h->status < 100 || h->status > 599)
        h->status = 0;
}

static void read_line(struct http_head *h, struct times *t, char *line)
{
    char *value = strchr(line, ':');
    size_t n;

    if (str_starts(line, "HTTP/")) {
        start_head(h, t, line);
        return;
    }
    h->whole |= !*line || strcmp(line, "\r") == 0;
    if (!value)
        return;
    *value++ = '\0';
    value += strspn(value, " \t");
    for (n = strlen(value); n && strchr(" \t\r", value[n - 1]);)
        value[--n] = '\0';
    if (n <= VALUE_MAX)
        read_field(h, t, line, value);
}

static int64_t from_now(int64_t at, int64_t now)
{
    return at < 0 ? -1 : at > now ? at - now : 0;
}

void http_head_read(struct http_head *h, const char *bytes, size_t n,
                    int64_t now)
{
    struct times t = {-1, -1, -1};
    const char *end = bytes + n;

    *h = nothing;
    while (bytes < end) {
        const char *hit = memchr(bytes, '\n', (size_t)(end - bytes));
        char *line = str_dupn(bytes, (size_t)((hit ? hit : end) - bytes));

        if (!memchr(bytes, '\0', (size_t)((hit ? hit : end) - bytes)))
            read_line(h, &t, line);
        free(line);
        bytes = hit ? hit + 1 : end;
    }
    if (t.date >= 0)
        now = t.date;
    h->date = now;
    h->limit_reset = from_now(t.reset, now);
    if (t.retry_at >= 0)
        h->retry_after = from_now(t.retry_at, now);
}

void http_head_clear(struct http_head *h)
{
    free(h->etag);
    free(h->location);
    free(h->permissions);
    free(h->sso);
    free(h->scopes);
    *h = (struct http_head){0};
}

/* A line: the time. Then what `curl --dump-header` writes. */
#include "../http_head.h"
#include "fuzz.h"

#define MOST INT64_C(300000000000) /* seconds; dates have four digits */

static void check_number(int64_t number, const char *what)
{
    must(number >= -1 && number <= MOST, what);
}

static void check_text(const char *text, size_t most)
{
    if (!text)
        return;
    must(*text && strlen(text) <= most, "a value is one of the head");
    for (const char *p = text; *p; p++)
        must((unsigned char)*p >= 0x20 && (unsigned char)*p < 0x7f,
             "a value is safe to send and to show");
}

static void check(const struct http_head *h, size_t n, int64_t now)
{
    must(h->status == 0 || (h->status >= 100 && h->status <= 599),
         "a status is one of HTTP");
    check_number(h->expires, "expires is in range");
    check_number(h->retry_after, "retry_after is in range");
    check_number(h->limit, "limit is in range");
    check_number(h->limit_left, "limit_left is in range");
    check_number(h->limit_reset, "limit_reset is in range");
    must(h->date == now || (h->date >= 0 && h->date <= MOST),
         "the date is in range");
    check_text(h->etag, n);
    check_text(h->location, n);
    check_text(h->permissions, n);
    check_text(h->sso, n);
    check_text(h->scopes, n);
}

static bool same_head(const struct http_head *a, const struct http_head *b)
{
    return a->status == b->status && same_text(a->etag, b->etag) &&
           same_text(a->location, b->location) &&
           a->retry_after == b->retry_after && a->limit_left == b->limit_left &&
           a->limit_reset == b->limit_reset && a->date == b->date;
}

/* A proxy's head before it changes nothing, and the last head counts. */
static void check_last(const struct http_head *h, const char *bytes, size_t n,
                       int64_t now)
{
    struct str two = {0};
    struct http_head again;

    str_add(&two,
            "HTTP/1.1 103 Early\r\nETag: \"x\"\r\nRetry-After: 7\r\n\r\n");
    str_addn(&two, bytes, n);
    http_head_read(&again, two.s, two.len, now);
    must(!str_starts(two.s + two.len - n, "HTTP/") || memchr(bytes, '\0', n) ||
             same_head(h, &again),
         "only the last head counts");
    http_head_clear(&again);
    str_clear(&two);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    int64_t now = input_number(&in, 4000000000u);
    struct http_head h;
    size_t n;
    char *bytes = input_bytes(&in, &n);

    http_head_read(&h, bytes, n, now);
    check(&h, n, now);
    check_last(&h, bytes, n, now);
    http_head_clear(&h);
    free(bytes);
    return 0;
}

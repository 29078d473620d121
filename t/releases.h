/* Releases in the tests: parts of one as GitHub documents it. */
#ifndef T_RELEASES_H
#define T_RELEASES_H

#include "../gh_release.h"
#include "tap.h"

#define ASSET_URL "https://github.com/o/r/releases/download/v1/a.iso"
#define ASSET(fields)                                                          \
    "{\"id\":7,\"name\":\"a.iso\",\"label\":null,\"state\":\"uploaded\","      \
    "\"browser_download_url\":\"" ASSET_URL "\","                              \
    "\"content_type\":\"x/y\",\"size\":5,\"download_count\":3,"                \
    "\"created_at\":\"2026-01-02T03:04:05Z\",\"uploader\":{\"id\":1},"         \
    "\"updated_at\":\"2026-01-02T03:04:06Z\"" fields "}"
#define RELEASE(fields, assets)                                                \
    "{\"id\":1,\"tag_name\":\"v1\"" fields ",\"assets\":[" assets "]}"
#define DIGEST ",\"digest\":\"sha256:00ff\""

static inline bool empty(const struct gh_release *r)
{
    return !r->id && !r->tag && !r->url && !r->published_at && !r->draft &&
           !r->immutable && !r->assets && !r->n;
}

static inline bool is_asset(const struct gh_asset *a, const char *digest)
{
    return a->id == 7 && a->size == 5 && same(a->name, "a.iso") &&
           same(a->state, "uploaded") && same(a->digest, digest) &&
           same(a->updated_at, "2026-01-02T03:04:06Z") &&
           same(a->created_at, "2026-01-02T03:04:05Z") &&
           same(a->url, ASSET_URL);
}

#endif

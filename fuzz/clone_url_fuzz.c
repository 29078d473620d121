/* Two lines: the URL of a clone that is there, and its repository. From them
 * comes the URL of one that is missing. */
#include "../clones.c" /* how it is made is its own matter */
#include "../config_parts.h"
#include "../origin_url.h"
#include "fuzz.h"

#define MISSING "not-there"

/* The survey has found it to be the URL of that repository, of a
 * configuration. */
static bool is_of(const char *url, const char *name)
{
    struct origin_url u;
    bool right = origin_url_parse(&u, url, "/w") &&
                 origin_url_is(&u, u.owner, name) && !config_name_wrong(name) &&
                 !has_control(url);

    origin_url_clear(&u);
    return right;
}

static void check(const char *url, const struct like *like)
{
    bool is_http = strncasecmp(url, "http://", 7) == 0 ||
                   strncasecmp(url, "https://", 8) == 0;
    struct origin_url was, is;

    if (is_http) {
        const char *host = strstr(url, "://") + 3;

        must(!memchr(host, '@', strcspn(host, "/")),
             "no password is stored once more");
    }
    must(origin_url_parse(&was, like->url, "/w") &&
             origin_url_parse(&is, url, "/w"),
         "it names a repository");
    must(same_text(was.host, is.host) &&
             (was.path || same_text(was.owner, is.owner)),
         "on the same host, and of the same owner");
    must(same_text(is.name, MISSING), "it is the one that is missing");
    origin_url_clear(&was);
    origin_url_clear(&is);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    char *url = input_line(&in), *name = input_line(&in), *made;
    struct like like = {0};

    like.url = url;
    like.name = name;
    made = is_of(url, name) ? url_like_others(&like, MISSING) : NULL;
    if (made)
        check(made, &like);
    free(made);
    free(url);
    free(name);
    return 0;
}

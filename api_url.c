#include "api_url.h"

#include "str.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

size_t api_url_origin(const char *url)
{
    size_t n = strcspn(url, ":/?#");

    return str_starts(url + n, "://") ? n + 3 + strcspn(url + n + 3, "/?#") : 0;
}

/* Letters, digits, "-", "." and "_", or an IPv6 address in brackets; then a
 * port, or none. Nothing else is taken for a host by all who read a URL. */
static bool is_host(const char *host, size_t n)
{
    const char *end = host + n;
    size_t name = *host == '['
                      ? 1 + strspn(host + 1, "0123456789abcdefABCDEF:.")
                      : strspn(host, "0123456789-._"
                                     "abcdefghijklmnopqrstuvwxyz"
                                     "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    if (*host == '[' && host[name] == ']' && name > 1)
        name++;
    else if (*host == '[' || *host == '-')
        return false;
    host += name;
    if (*host == ':')
        host += 1 + strspn(host + 1, "0123456789");
    return host >= end;
}

/* "127.0.0.1:80", "[::1]", "localhost": plain http may go there. */
static bool is_loopback(const char *host, size_t n)
{
    char *name = str_dupn(host, n);
    char *end = strchr(name, ']');
    char *port = *name == '[' && end ? end + 1 : name + strcspn(name, ":");
    struct in_addr address;
    bool right;

    if (*port == ':')
        *port = '\0';
    right = strcasecmp(name, "localhost") == 0 || strcmp(name, "[::1]") == 0;
    if (str_starts(name, "127.") && inet_pton(AF_INET, name, &address) == 1)
        right = true;
    free(name);
    return right;
}

const char *api_url_wrong(const char *url)
{
    bool https = strncasecmp(url, "https://", 8) == 0;
    bool http = strncasecmp(url, "http://", 7) == 0;
    size_t origin = api_url_origin(url), scheme = https ? 8 : 7;

    for (const char *p = url; *p; p++)
        if ((unsigned char)*p <= 0x20 || (unsigned char)*p >= 0x7f)
            return "has a blank or a character that no URL has";
    if (!https && !http)
        return "is no https URL";
    if (memchr(url, '@', origin) || strpbrk(url, "?#"))
        return "must not hold a user, a query or a fragment";
    if (origin <= scheme || url[scheme] == ':')
        return "names no host";
    if (http && !is_loopback(url + scheme, origin - scheme))
        return "is plain http, which would show the token to the network";
    if (!is_host(url + scheme, origin - scheme))
        return "has a host or a port that is none";
    return NULL;
}

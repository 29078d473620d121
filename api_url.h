/*
 * The base URL of GitHub's REST API, as a person gives it: "REST API",
 * "Getting started"; GitHub Enterprise Server: https://HOST/api/v3. Pure.
 */
#ifndef API_URL_H
#define API_URL_H

#include <stddef.h>

#define API_URL_SUCH_AS                                                        \
    "give one such as https://api.github.com or https://HOST/api/v3"

/* Why a URL cannot be that of the API, a clause ("names no host"), or NULL:
 * it is https, or http to a loopback address; no user, query or fragment. */
const char *api_url_wrong(const char *url);
/* "scheme://host:port" of a URL: its length; 0 if it has no scheme. */
size_t api_url_origin(const char *url);

#endif

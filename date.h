/*
 * Points in time as HTTP and GitHub write them, in seconds since 1970; -1:
 * the text is none, or an earlier one. Pure.
 */
#ifndef DATE_H
#define DATE_H

#include <stdint.h>

/* IMF-fixdate (RFC 9110, 5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT" */
int64_t date_http(const char *text);
/* RFC 3339 in UTC: "1994-11-06T08:49:37Z"; parts of a second are dropped. */
int64_t date_rfc3339(const char *text);
/* "1994-11-06 08:49:37 UTC", or with an offset: "1994-11-06 09:49:37 +0100" */
int64_t date_zoned(const char *text);
/* "1994-11-06T08:49:37.250Z"; owned by the caller. */
char *date_text(int64_t secs, unsigned ms);

#endif

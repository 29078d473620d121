/*
 * What must never be seen by others, and how a text is freed of it. Pure; the
 * text may be hostile: time grows with its length and the number of secrets.
 *
 * A text is masked whole and first, before it is cut, quoted or escaped for
 * where it goes: a secret in two calls, or behind escapes of JSON, is missed.
 */
#ifndef SECRET_H
#define SECRET_H

#include "str.h"

/* Bytes; a shorter text would be found in all kinds of words. */
#define SECRET_LEAST 8

/* Texts that are known to be secret, owned. */
struct secrets {
    struct argv plain;
    struct argv base64; /* what base64 makes of each, wherever it begins */
};

/* Keeps a copy. NULL and what is shorter than SECRET_LEAST is ignored; the
 * same twice is kept once. */
void secrets_add(struct secrets *s, const char *secret);
void secrets_clear(struct secrets *s);

/*
 * Adds `n` bytes of text to `to`, with "***" in place of every secret; what
 * touches or overlaps becomes one. All other bytes, NUL too, stay what they
 * are. Hidden are:
 * - the secrets of `s`, as they are, percent-encoded (RFC 3986, 2.1) in part
 *   or in whole, and inside of base64, in broken lines too, those that git says
 *   after "remote: " among them; then with all the base64 around them;
 * - the userinfo of a URL (RFC 3986, 3.2.1), up to the last '@' before '/',
 *   '?', '#', a blank, '"', '<' or '>'. A name without a password stays if it
 *   is shorter than a token; "git@host:path" is no URL;
 * - values of Authorization, Proxy-Authorization, Cookie, Set-Cookie,
 *   Private-Token and git's http.extraHeader, up to the end of the line, or
 *   of the quotes that the name or the value begins in;
 * - tokens of GitHub and GitLab, by their first letters;
 * - values of parameters in a query or fragment: token, password, sig, ...;
 * - what follows the words Bearer and Basic, if it is as long as a token.
 * Masked again, it stays as it is. Both that and the rest hold for secrets
 * without '*'; masking itself could spell others.
 */
void secret_mask(const struct secrets *s, struct str *to, const char *text,
                 size_t n);

#endif

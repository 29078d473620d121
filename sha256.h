/*
 * The SHA-256 of files, computed by a program: openssl, which is quick, else
 * sha256sum, else shasum.
 */
#ifndef SHA256_H
#define SHA256_H

#include "run.h"

struct sha256 {
    const char *file; /* you fill: absolute, or NULL for `bytes` */
    int folder;       /* descriptor of the one `file` is in, then a name; 0 */
    const struct str *bytes;
    char *hex;   /* 64 digits; NULL: see `wrong`; owned */
    char *wrong; /* owned */
};

/* Many at once, as the runner allows. EXIT_MISSING: there is no such program;
 * else an error only when a signal came. */
struct err *sha256_all(const struct runner *runner, struct sha256 *v,
                       size_t n) MUST_CHECK;
/* The programs that can, the first choice first; NULL after the last. */
const char *sha256_program(size_t i);
void sha256_clear(struct sha256 *s);

#endif

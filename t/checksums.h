/* Checksum files in the tests: digests, and what a file may hold. */
#ifndef T_CHECKSUMS_H
#define T_CHECKSUMS_H

#include "../checksum.h"
#include "tap.h"

/* Digests in both cases, and two others. */
#define A "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define A_UPPER                                                                \
    "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"
#define B "89abcdef0123456789abcdef0123456789abcdef0123456789abcdef01234567"
#define C "fedcba98fedcba98fedcba98fedcba98fedcba98fedcba98fedcba98fedcba98"
#define HEX_63 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"
#define MD5 "0123456789abcdef0123456789abcdef"
#define SHA512 A B
#define NAME "app.tar.gz"
#define BOM "\xef\xbb\xbf"

/* `want` is the value for NAME, or why there is none. */
struct file {
    const char *text;
    size_t n;
    const char *want, *what;
};

/* sha256_in_file() of a copy without a NUL after it. */
static inline char *in_file(const char *text, size_t n, const char *name,
                            char **wrong)
{
    char *copy = exact(text, n), *hex = sha256_in_file(copy, n, name, wrong);

    free(copy);
    return hex;
}

#endif

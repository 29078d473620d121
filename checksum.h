/*
 * SHA-256 digests, and the files and programs that tell them. Pure; the bytes
 * may be hostile. A digest is given as 64 hex digits in lower case, owned by
 * the caller; NULL: there is none.
 */
#ifndef CHECKSUM_H
#define CHECKSUM_H

#include <stddef.h>

#define SHA256_HEX 64 /* digits */

/* Of "sha256:<64 hex digits>", as GitHub's API gives an asset's `digest`;
 * NULL for another algorithm or length, and for NULL. */
char *sha256_of_digest(const char *digest);

/* Of the file `name`, from the text of a checksum file. Its lines are what
 * `sha256sum --check` reads (GNU coreutils 9.1, src/digest.c), and two forms
 * that it does not, the last ones:
 *
 *     HEX  NAME, HEX *NAME, HEX NAME    sha256sum, shasum, sha256 -r
 *     SHA256 (NAME) = HEX               --tag, BSD; openssl: fewer blanks
 *     SHA2-256(NAME)= HEX               openssl 3
 *     HEX                               if all lines are such
 *
 * A backslash at the start of a line says that \\, \n and \r in NAME are
 * escapes. NAME may stand in a folder: "./NAME", "dist/NAME". HEX is in any
 * case; CRLF and a BOM are fine. Empty lines, comments (#), other files and
 * other algorithms are passed over; so is what cannot be read, once `name` has
 * a line.
 *
 * NULL with *wrong, owned by the caller, a clause about the file: "it is
 * empty", "it has no line for NAME", "it has two different values for NAME",
 * "line 3 is no checksum: "<html>"", which shows 40 bytes at most. Otherwise
 * *wrong is NULL. */
char *sha256_in_file(const char *text, size_t n, const char *name,
                     char **wrong);

/* Of the one file that `sha256sum`, `shasum -a 256` or `openssl dgst -sha256
 * -r` was given: the first word they print, without the backslash that stands
 * before it if the name has escapes. */
char *sha256_of_output(const char *text, size_t n);

#endif

/* What openssl, sha256sum or shasum prints; and, in a line, the digest that
 * GitHub tells. */
#include "../checksum.h"
#include "fuzz.h"

#include <strings.h>

static void check_output(const char *text, size_t n)
{
    char *hex = sha256_of_output(text, n);
    size_t from = n && *text == '\\';

    must(!hex || is_sha256(hex), "a value is 64 digits");
    must(!hex || (n >= from + 64 && strncasecmp(text + from, hex, 64) == 0),
         "the first word of the output");
    free(hex);
}

static void check_digest(const char *digest)
{
    char *hex = sha256_of_digest(digest);
    bool right = str_starts(digest, "sha256:") && strlen(digest) == 71 &&
                 strspn(digest + 7, "0123456789abcdefABCDEF") == 64;

    must(!hex == !right, "a digest has one form");
    must(!hex || (is_sha256(hex) && strcasecmp(hex, digest + 7) == 0),
         "a value is its 64 digits");
    free(hex);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    size_t n;
    char *text = input_bytes(&in, &n), *digest = input_line(&in);

    check_output(text, n);
    check_digest(digest);
    free(text);
    free(digest);
    return 0;
}

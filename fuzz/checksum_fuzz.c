/* A line: the name of an asset. Then a checksum file. */
#include "../checksum.h"
#include "fuzz.h"

#include <ctype.h>
#include <strings.h>

#define ZEROES                                                                 \
    "0000000000000000000000000000000000000000000000000000000000000000"
#define ONES "1111111111111111111111111111111111111111111111111111111111111111"

/* Are these digits in the file, with no other digit around them? */
static bool is_in_file(const char *text, size_t n, const char *hex)
{
    for (size_t i = 0; i + 64 <= n; i++)
        if (strncasecmp(text + i, hex, 64) == 0 &&
            (i == 0 || !isxdigit((unsigned char)text[i - 1])) &&
            (i + 64 == n || !isxdigit((unsigned char)text[i + 64])))
            return true;
    return false;
}

static char *read_with(const char *text, size_t n, const char *line,
                       const char *name)
{
    struct str longer = {0};
    char *wrong = NULL, *hex;

    str_addn(&longer, text, n);
    str_add(&longer, n && text[n - 1] != '\n' ? "\n" : "");
    str_add(&longer, line);
    hex = sha256_in_file(longer.s, longer.len, name, &wrong);
    must(!hex == !!wrong, "a value, or why not");
    free(wrong);
    str_clear(&longer);
    return hex;
}

/* A file that tells two values tells none. */
static void check_other(const char *text, size_t n, const char *name,
                        const char *hex)
{
    const char *other = strcmp(hex, ZEROES) == 0 ? ONES : ZEROES;
    char *line = str_fmt("%s  %s\n", other, name);
    char *now = read_with(text, n, line, name);

    must(!now || strcmp(now, other) == 0, "two values are none");
    free(now);
    free(line);
    line = str_fmt("%s  %s\n", hex, name);
    now = read_with(text, n, line, name);
    must(same_text(now, hex), "the same value twice is one");
    free(now);
    free(line);
}

static void check_value(const char *text, size_t n, const char *name,
                        const char *hex)
{
    must(is_sha256(hex), "a value is 64 digits");
    must(is_in_file(text, n, hex), "it is in the file");
    if (*name && !strpbrk(name, "\\\r\n") && *name != ' ' && *name != '*')
        check_other(text, n, name, hex);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    char *name = input_line(&in), *wrong = NULL, *hex;
    size_t n;
    char *text = input_bytes(&in, &n);

    hex = sha256_in_file(text, n, name, &wrong);
    must(!hex == !!wrong, "a value, or why not");
    if (hex)
        check_value(text, n, name, hex);
    else
        must(*wrong && is_shown(wrong, strlen(wrong)),
             "what is wrong is shown as text");
    free(hex);
    free(wrong);
    free(text);
    free(name);
    return 0;
}

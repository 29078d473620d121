/* `git config --null --get-regexp`: how tags are signed. */
#include "../check_signing.c" /* only there it is read */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    struct str out = input_str(&in);
    struct signing s = {0};

    read_signing(&s, &out);
    must(*program_of(&s), "there is always a program");
    must(!s.tags || find_bytes(str_text(&out), out.len, "tag.gpgsign", 11),
         "tags are only signed where that is said");
    must(!s.ssh || find_bytes(str_text(&out), out.len, s.ssh, strlen(s.ssh)),
         "no program is made up");
    free(s.format);
    free(s.openpgp);
    free(s.ssh);
    free(s.x509);
    str_clear(&out);
    return 0;
}

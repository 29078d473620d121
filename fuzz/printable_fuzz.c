/* Any bytes, as a terminal is shown them. */
#include "../str.h"
#include "fuzz.h"

/* The bytes again, where the text had no backslash of its own. */
static struct str unescaped(const struct str *shown)
{
    struct str out = {0};

    for (size_t i = 0; i < shown->len; i++) {
        char c = shown->s[i];

        if (c == '\\' && i + 1 < shown->len) {
            char next = shown->s[++i];

            c = next == 'n' ? '\n' : '\t';
            if (next == 'x') {
                c = (char)strtoul((char[]){shown->s[i + 1], shown->s[i + 2], 0},
                                  NULL, 16);
                i += 2;
            }
        }
        str_addn(&out, &c, 1);
    }
    return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    struct str shown = {0}, again = {0}, back;
    size_t n;
    char *bytes = input_bytes(&in, &n);

    str_add_printable(&shown, bytes, n);
    must(is_shown(str_text(&shown), shown.len), "it is only ever shown");
    str_add_printable(&again, str_text(&shown), shown.len);
    must(same_text(str_text(&shown), str_text(&again)),
         "shown again, it stays as it is");
    if (n && !memchr(bytes, '\\', n)) {
        back = unescaped(&shown);
        must(back.len == n && memcmp(back.s, bytes, n) == 0, "nothing is lost");
        str_clear(&back);
    }
    str_clear(&shown);
    str_clear(&again);
    free(bytes);
    return 0;
}

/* Two lines: what was typed, and a word. */
#include "../spelling.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    char *typed = input_line(&in), *word = input_line(&in);
    size_t n = strlen(typed), m = strlen(word);
    bool near = spelling_near(typed, word);

    must(spelling_near(word, word), "a word is near to itself");
    must(!near || (n <= m + 2 && m <= n + 2), "what is near is as long");
    must(near == spelling_near(word, typed) || n > 63 || m > 63,
         "being near has two sides");
    free(typed);
    free(word);
    return 0;
}

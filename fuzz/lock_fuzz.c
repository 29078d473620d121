/* What is in the lock file of another run. */
#include "../lock.c" /* that file is only read while another process has it */
#include "fuzz.h"

#define WORDS_MOST 250

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FILE *file;
    char *words;
    int fd;

    file = file ? file : tmpfile();
    must(file, "a file can be made");
    fd = fileno(file);
    must(ftruncate(fd, 0) == 0 && pwrite(fd, data, size, 0) == (ssize_t)size,
         "and written");
    words = describe(fd, 4711);
    must(str_starts(words, "process 4711"), "it says who has it");
    must(!strchr(words, '\n') && strlen(words) < WORDS_MOST,
         "in a line that is short");
    must(!words[12] || (words[12] == ' ' && str_ends(words, ")")),
         "what it does is in brackets");
    free(words);
    return 0;
}

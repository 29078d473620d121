/* What is in the lock file of another run. */
#include "../lock.c" /* that file is only read while another process has it */
#include "fuzz.h"

#define PID 4711
#define OURS "4711 " /* what the holder's own note begins with */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FILE *file;
    char says[SAYS_MAX];
    bool theirs, ours = size >= 5 && memcmp(data, OURS, 5) == 0;
    int fd;

    file = file ? file : tmpfile();
    must(file, "a file can be made");
    fd = fileno(file);
    must(ftruncate(fd, 0) == 0 && pwrite(fd, data, size, 0) == (ssize_t)size,
         "and written");
    theirs = read_says(fd, PID, says);
    must(!ours || theirs, "the holder's note is known");
    must(!theirs || strtol((const char *)data, NULL, 10) == PID,
         "and nobody else's taken for it");
    must(strlen(says) < SAYS_MAX && !strchr(says, '\n'), "it is a line");
    must(!ours || strncmp(says, (const char *)data + 5, strlen(says)) == 0,
         "and says what the holder does");
    return 0;
}

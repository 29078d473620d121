/* A target without libFuzzer: gives it each file once, and prints TAP. */
#include "fuzz.h"

#include <unistd.h>

#define SECONDS 60 /* for one input; one that takes longer hangs */

static struct str read_file(const char *path)
{
    struct str bytes = {0};
    FILE *f = fopen(path, "r");
    char piece[4096];
    size_t n;

    while (f && (n = fread(piece, 1, sizeof(piece), f)) > 0)
        str_addn(&bytes, piece, n);
    if (f)
        fclose(f);
    else
        perror(path);
    return bytes;
}

int main(int argc, char **argv)
{
    printf("1..%d\n", argc - 1);
    for (int i = 1; i < argc; i++) {
        struct str bytes = read_file(argv[i]);
        char *exact = mem_grow(NULL, bytes.len, 1);

        if (bytes.len)
            memcpy(exact, bytes.s, bytes.len);
        fprintf(stderr, "%s\n", argv[i]); /* the last one is the culprit */
        alarm(SECONDS);
        LLVMFuzzerTestOneInput((const uint8_t *)exact, bytes.len);
        printf("ok %d - %s\n", i, argv[i]);
        fflush(stdout);
        free(exact);
        str_clear(&bytes);
    }
    return 0;
}

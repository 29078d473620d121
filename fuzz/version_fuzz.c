/* What a program says of its version. */
#include "../check_programs.c" /* how it is shown is its own matter */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    struct run r = {.end = RUN_ENDED};
    struct err *e;
    char *shown;

    argv_push(&r.argv, "git");
    r.out = input_str(&in);
    shown = version_of(&r);
    must(*shown && !strchr(shown, '\n'), "a version is one line");
    must(strstr(str_text(&r.out), shown) || strcmp(shown, "it is there") == 0,
         "it is what the program says");
    e = survey_version(&r, "2.30");
    must(!e || (e->code == EXIT_MISSING && !strchr(e->text, '\n')),
         "what is too old is told in one line");
    must(e || strpbrk(str_text(&r.out), "123456789"), "no number is too old");
    err_free(e);
    free(shown);
    run_clear(&r);
    return 0;
}

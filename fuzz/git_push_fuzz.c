/* A line: the ref. Then what `git push --porcelain` prints. */
#include "../git_origin.h"
#include "fuzz.h"

/* A line "FLAG TAB FROM:REF TAB ..." without any line before it that is such.
 */
static bool is_told(const char *out, char flag, const char *ref)
{
    char *to = str_fmt(":%s\t", ref);
    bool told = false;

    while (*out && !told) {
        size_t n = strcspn(out, "\n");
        char *line = str_dupn(out, n);

        told = line[0] == flag && line[1] == '\t' && strstr(line + 2, to);
        free(line);
        out += n + (out[n] == '\n');
    }
    free(to);
    return told;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    char *ref = input_line(&in), *text = input_text(&in);
    struct str out = {0}, none = {0};
    char flag, *why;

    str_add(&out, text);
    flag = git_read_push(&out, ref);
    must(!flag || is_told(text, flag, ref), "a line of this very ref says so");
    must(git_read_push(&none, ref) == 0, "nothing says nothing");
    why = git_read_refusal(&out, ref);
    must(!why || (flag == '!' && strstr(text, why)), "a refusal is told");
    free(why);
    str_clear(&out);
    out = input_str(&in);
    git_read_push(&out, ref);
    str_clear(&out);
    free(text);
    free(ref);
    return 0;
}

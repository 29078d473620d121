/* Words, one a line, quoted for a shell: what does it read? */
#include "../str.h"
#include "fuzz.h"

/* POSIX.1-2008, XCU 2.2 and 2.3: one word at *at, which moves past it and the
 * blanks after it. NULL: something in it is not quoted that would have to be.
 * Owned by the caller. */
static char *read_word(const char **at)
{
    struct str word = {0};
    const char *p = *at;
    bool right = *p && *p != ' ';

    while (right && *p && *p != ' ') {
        if (*p == '\'') {
            size_t n = strcspn(p + 1, "'");

            right = p[1 + n] == '\'';
            str_addn(&word, p + 1, n);
            p += n + (right ? 2 : 1);
        } else if (*p == '\\') {
            right = p[1] && p[1] != '\n';
            str_addn(&word, p + 1, right);
            p += right ? 2 : 1;
        } else {
            right = (unsigned char)*p < 0x80 &&
                    !strchr("|&;<>()$`\"\t\n*?[#~=%!{}", *p);
            /* these have a meaning only where a word begins, or before '=' */
            right = right || (p != *at && strchr("~#%=", *p)) || *p == '%' ||
                    *p == '=';
            str_addn(&word, p++, 1);
        }
    }
    *at = p + strspn(p, " ");
    if (right)
        return str_take(&word);
    str_clear(&word);
    return NULL;
}

static void check_line(const char *line, const struct argv *words)
{
    for (size_t i = 0; i < words->n; i++) {
        char *word = read_word(&line);

        must(word, "nothing is left to the shell");
        must(same_text(word, words->v[i]), "it reads exactly that word");
        free(word);
    }
    must(!*line, "and no more words");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    struct argv words = {0};
    struct str line = {0};

    while (in.at < in.end) {
        char *word = input_line(&in), *quoted = str_shell(word);

        argv_push(&words, word);
        str_addf(&line, "%s%s", line.len ? " " : "", quoted);
        free(quoted);
        free(word);
    }
    check_line(str_text(&line), &words);
    str_clear(&line);
    argv_clear(&words);
    return 0;
}

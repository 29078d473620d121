/* A line: the name of a field. Then a document, read by every reader that the
 * others are made of. */
#include "../json_read.h"
#include "fuzz.h"

static void check_count(struct json_reader *rd, const json_t *from,
                        const char *field,
                        int64_t (*count)(struct json_reader *, const json_t *,
                                         const char *))
{
    size_t wrong = rd->wrong.n;

    must(count(rd, from, field) >= 0 || rd->wrong.n == wrong + 1,
         "a number is 0 or more, or told to be wrong");
}

static void read_all(struct json_reader *rd, const json_t *from,
                     const char *field, size_t n)
{
    char *text = json_text(rd, from, field);
    char *maybe = json_text_if(rd, from, field);
    const json_t *list = json_list(rd, from, field);

    must(same_text(text, maybe), "a text is the same, asked either way");
    must(!text || strlen(text) <= n, "no text is made up");
    must(!text || same_text(text, json_word(from, field)),
         "a word is that text");
    check_count(rd, from, field, json_count);
    check_count(rd, from, field, json_count_if);
    must(!json_flag_if(rd, from, field) || !text, "no text is a flag");
    must(json_array_size(list) <= n, "no entry is made up");
    free(text);
    free(maybe);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    struct json_reader rd = {.wrong = {0}};
    char *field = input_line(&in), *wrong;
    size_t n, mark;
    char *json = input_bytes(&in, &n);
    json_t *root = json_read(&rd, json, n);

    must(!root == (rd.wrong.n == 1), "what is no JSON is told");
    mark = json_enter(&rd, "[%d].", 7);
    if (root)
        read_all(&rd, root, field, n);
    must(!root || rd.wrong.n == 0 || str_starts(rd.wrong.v[0], "[7]."),
         "what is wrong is told with its path");
    json_leave(&rd, mark);
    json_decref(root);
    wrong = json_reader_end(&rd);
    must(!wrong || *wrong, "it is told in words");
    free(wrong);
    free(json);
    free(field);
    return 0;
}

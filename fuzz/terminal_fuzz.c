/* Three lines: COLUMNS, LINES, LC_ALL. A line: how many columns there are. Then
 * a text that is fitted into them. */
#include "../terminal.h"
#include "fuzz.h"

#define MOST 10000

static void check_size(const char *columns, const char *lines,
                       const char *locale)
{
    static FILE *file;
    struct terminal t;
    struct size size;

    file = file ? file : tmpfile();
    must(file, "a file can be made");
    setenv("COLUMNS", columns, 1);
    setenv("LINES", lines, 1);
    setenv("LC_ALL", locale, 1);
    size = terminal_size(file);
    must(size.columns && size.columns <= MOST, "columns are in range");
    must(size.lines && size.lines <= MOST, "lines are in range");
    terminal_init(&t, file);
    must(!t.is_terminal && !t.redraws && !t.colours, "a file is no terminal");
}

static void check_fit(const char *text, unsigned columns)
{
    size_t n = text_fit(text, columns), len = strlen(text);

    must(n <= len, "what fits is part of it");
    must(text_width(text, n) <= columns, "it fits");
    must(n == len || text_width(text, len) > columns, "all that fits is there");
    must(text_width(text, len) <= 2 * len, "no byte is that wide");
    must(n < len || text_fit(text, columns + 1) == len,
         "what fits still fits into more");
    must(n == len || ((unsigned char)text[n] & 0xc0) != 0x80 ||
             !is_shown(text, len),
         "no character is cut");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    char *columns = input_line(&in), *lines = input_line(&in);
    char *locale = input_line(&in), *text;
    unsigned most = input_number(&in, 300);

    check_size(columns, lines, locale);
    text = input_text(&in);
    check_fit(text, most);
    free(text);
    free(columns);
    free(lines);
    free(locale);
    return 0;
}

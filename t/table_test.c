#include "../table.h"
#include "tap.h"

#define MOST 12 /* cells of a table here */

static const struct {
    const char *cells[MOST]; /* up to NULL; the first three are the heads */
    const char *printed, *what;
} tables[] = {
    {{"A", "B", "C"}, "A  B  C\n", "heads alone"},
    {{"NAME", "B", "C", "x", "y", "z"},
     "NAME  B  C\nx     y  z\n",
     "a head that is wider than what is below it"},
    {{"A", "B", "C", "long", "y", "z"},
     "A     B  C\nlong  y  z\n",
     "a cell that is wider than its head"},
    {{"A", "B", "C", "a", "b", "a long last one"},
     "A  B  C\na  b  a long last one\n",
     "a last column, after which there are no blanks"},
    {{"A", "B", "C", "", "", ""}, "A  B  C\n      \n", "empty cells"},
    {{"A", "B", "C", "1", "22", "3", "4444", "5", "6"},
     "A     B   C\n1     22  3\n4444  5   6\n",
     "the widest of all rows"},

    {{"A", "B", "C", "\xc3\xa9", "y", "z"},
     "A  B  C\n\xc3\xa9  y  z\n",
     "a character of two bytes, which is one column"},
    {{"A", "B", "C", "\xe6\x97\xa5\xe6\x9c\xac", "y", "z"},
     "A     B  C\n\xe6\x97\xa5\xe6\x9c\xac  y  z\n",
     "two wide characters, which are four columns"},
    {{"\xe6\x97\xa5", "B", "C", "abc", "y", "z"},
     "\xe6\x97\xa5   B  C\nabc  y  z\n",
     "a wide character in a head"},
    {{"A", "B", "C", "\xf0\x9f\x9a\x80", "y", "z"},
     "A   B  C\n\xf0\x9f\x9a\x80  y  z\n",
     "a picture, which is two columns"},
    {{"A", "B", "C", "e\xcc\x81", "y", "z"},
     "A  B  C\ne\xcc\x81  y  z\n",
     "an accent on its own, which takes no column"},

    {{"A", "B", "C", "a\tb", "y", "z"},
     "A     B  C\na\\tb  y  z\n",
     "a tab, shown escaped"},
    {{"A", "B", "C", "a\nb", "y", "z"},
     "A     B  C\na\\nb  y  z\n",
     "an end of line, which makes no row"},
    {{"A", "B", "C", "\x1b[31m", "y", "z"},
     "A         B  C\n\\x1b[31m  y  z\n",
     "ESC"},
    {{"A", "B", "C", "\x7f", "y", "z"}, "A     B  C\n\\x7f  y  z\n", "DEL"},
    {{"A", "B", "C", "\xc2\x9b", "y", "z"},
     "A         B  C\n\\xc2\\x9b  y  z\n",
     "a control character of C1"},
    {{"A", "B", "C", "\xff\xc0\x80", "y", "z"},
     "A             B  C\n\\xff\\xc0\\x80  y  z\n",
     "bytes that are not UTF-8"},
    {{"A", "B", "C", "\xe6\x97", "y", "z"},
     "A         B  C\n\\xe6\\x97  y  z\n",
     "a character that was cut"},
    {{"A", "B", "C", "\xe2\x80\xae", "y", "z"},
     "A             B  C\n\\xe2\\x80\\xae  y  z\n",
     "a character that turns the text around"},
    {{"A", "B", "C", "%s%n", "y", "z"},
     "A     B  C\n%s%n  y  z\n",
     "what printf would take for its own"},
};

static void make(struct table *t, const char *const *cells)
{
    const char *heads[] = {cells[0], cells[1], cells[2], NULL};

    table_begin(t, heads);
    for (size_t i = 3; cells[i]; i++)
        if (i % 2)
            table_add(t, cells[i]);
        else
            table_take(t, str_dup(cells[i]));
}

static void test_table(size_t i)
{
    struct table t = {0};
    struct str out = {0};

    make(&t, tables[i].cells);
    table_print(&t, &out);
    is(str_text(&out), tables[i].printed, "in columns: %s", tables[i].what);
    table_clear(&t);
    table_clear(&t);
    ok(!t.columns && !t.cells.n, "and it can be cleared twice");
    str_clear(&out);
}

static void test_twice(void)
{
    static const char *const heads[] = {"ONE", NULL};
    struct table t = {0};
    struct str out = {0};

    table_begin(&t, heads);
    table_add(&t, "x");
    table_print(&t, &out);
    table_print(&t, &out);
    is(str_text(&out), "ONE\nx\nONE\nx\n",
       "a table of one column is printed as often as one likes, after what is "
       "there");
    table_clear(&t);
    str_clear(&out);
}

static void test_many(void)
{
    static const char *const heads[] = {"A", "B", NULL};
    struct table t = {0};
    struct str out = {0};
    char *wide = mem_zero(100001, 1);

    memset(wide, 'x', 100000);
    table_begin(&t, heads);
    for (size_t i = 0; i < 100; i++) {
        table_add(&t, i == 50 ? wide : "a");
        table_add(&t, "b");
    }
    table_print(&t, &out);
    ok(out.len == 101u * (100000 + 2 + 2),
       "a cell of 100000 characters makes all rows as wide");
    table_clear(&t);
    str_clear(&out);
    free(wide);
}

int main(void)
{
    tap_start();
    for (size_t i = 0; i < ARRAY_LEN(tables); i++)
        test_table(i);
    test_twice();
    test_many();
    return tap_end();
}

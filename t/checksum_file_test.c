#include "checksums.h"

#include <stdint.h>

/* Files that have a value for NAME. */
static const struct file good[] = {
    {BYTES(A "  " NAME "\n"), A, "sha256sum's line"},
    {BYTES(A " *" NAME "\n"), A, "a line of binary mode"},
    {BYTES(A " " NAME "\n"), A, "a line with one blank"},
    {BYTES(A "\t" NAME "\n"), A, "a line with a tab"},
    {BYTES(A "\t*" NAME "\n"), A, "a line with a tab and an asterisk"},
    {BYTES("SHA256 (" NAME ") = " A "\n"), A, "BSD's line"},
    {BYTES("SHA256(" NAME ")= " A "\n"), A, "openssl's line"},
    {BYTES("SHA2-256(" NAME ")= " A "\n"), A, "the line of openssl 3"},
    {BYTES("SHA256 (" NAME ")=" A), A, "BSD's line without blanks"},
    {BYTES("SHA256 (" NAME ") = " A " \t\r\n"), A, "BSD's with blanks behind"},
    {BYTES(A "\n"), A, "digits alone"},
    {BYTES(A), A, "digits alone without a line end"},
    {BYTES(A "  \n"), A, "digits and blanks"},
    {BYTES(A " \t\v\f\r\n"), A, "digits and any white space"},
    {BYTES("\n\n  " A "\n\n"), A, "digits among empty lines"},
    {BYTES("# sums\n" A "\n# end\n"), A, "digits among comments"},
    {BYTES(A "\n" A_UPPER "\n"), A, "the same digits twice"},
    {BYTES(BOM A "\r\n"), A, "digits behind a BOM"},
    {BYTES(A "  " NAME "\r\n"), A, "a line with CRLF"},
    {BYTES("\r\n" A "  " NAME "\r\n\r\n"), A, "a line among CRLFs"},
    {BYTES(A "  " NAME), A, "a line without an end"},
    {BYTES(A "  " NAME "\r"), A, "a line cut after CR"},
    {BYTES(BOM A "  " NAME "\n"), A, "a line behind a BOM"},
    {BYTES(BOM "SHA256 (" NAME ") = " A "\n"), A, "BSD's behind a BOM"},
    {BYTES(BOM "# x\n" A "  " NAME "\n"), A, "a line after BOM and comment"},
    {BYTES("  " A "  " NAME "\n"), A, "an indented line"},
    {BYTES("\t# x\n" A "  " NAME "\n"), A, "a line after an indented comment"},
    {BYTES(A_UPPER "  " NAME "\n"), A, "a line in upper case"},
    {BYTES("SHA256 (" NAME ") = " A_UPPER "\n"), A, "BSD's in upper case"},
    {BYTES(A "  ./" NAME "\n"), A, "a line with ./"},
    {BYTES(A " *./" NAME "\n"), A, "a line of binary mode with ./"},
    {BYTES(A "  dist/" NAME "\n"), A, "a line with a folder"},
    {BYTES(A "  /a/b/c/" NAME "\n"), A, "a line with a path"},
    {BYTES("SHA256 (dist/" NAME ") = " A "\n"), A, "BSD's with a folder"},
    {BYTES("SHA256 (a) = x/" NAME ") = " A "\n"), A, "BSD's with an odd path"},
    {BYTES("\\" A "  " NAME "\n"), A, "an escaped line without escapes"},
    {BYTES("\\" A "  a\\nb\\\\c\\r/" NAME "\n"), A, "an escaped folder"},
    {BYTES("\\SHA256 (a\\n/" NAME ") = " A "\n"), A, "BSD's escaped"},
    {BYTES(B "  a\n" A "  " NAME "\n" C "  z\n"), A, "a line among others"},
    {BYTES(B "  a\nSHA256 (" NAME ") = " A "\n"), A, "a line of another form"},
    {BYTES(A "  " NAME "\n" A "  " NAME "\n"), A, "two equal lines"},
    {BYTES(A "  " NAME "\nSHA256 (./" NAME ") = " A_UPPER "\n"), A,
     "two equal lines in two forms"},
    {BYTES(A "  " NAME "\n" B "\n"), A, "a line and other digits alone"},
    {BYTES(B "\n" A "  " NAME "\n"), A, "other digits alone and a line"},
    {BYTES("<html>\n" A "  " NAME "\n\0\n"), A, "a line among odd ones"},
    {BYTES("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n" A "  " NAME
           "\n-----BEGIN PGP SIGNATURE-----\n\niQ==\n"),
     A, "a line in a signed file"},
    {BYTES(B "  " NAME ".sig\n" A "  " NAME "\n"), A,
     "a line after that of a longer name"},
    {BYTES(B "  my" NAME "\n" A "  " NAME "\n"), A,
     "a line after that of a name with more before it"},
    {BYTES(B "  " NAME "/x\n" A "  " NAME "\n"), A,
     "a line after that of a folder with the name"},
    {BYTES(B "  dist\\" NAME "\n" A "  " NAME "\n"), A,
     "a line after that of a name with a backslash"},
    {BYTES(B "  " NAME " \n" A "  " NAME "\n"), A,
     "a line after that of a name with a blank behind"},
    {BYTES(B "   " NAME "\n" A "  " NAME "\n"), A,
     "a line after that of a name with a blank before it"},
    {BYTES(B "  " NAME "\0\n" A "  " NAME "\n"), A,
     "a line after that of a name with NUL"},
    {BYTES(B "  APP.TAR.GZ\n" A "  " NAME "\n"), A,
     "a line after that of a name in upper case"},
    {BYTES("# " B "  " NAME "\n" A "  " NAME "\n"), A,
     "a line after one in a comment"},
    {BYTES(B "  #\n" A "  " NAME "\n"), A, "a line after a name like #"},
    {BYTES("\\" B "  a\\n" NAME "\n" A "  " NAME "\n"), A,
     "a line after an escaped one whose last line is the name"},
    {BYTES(MD5 "  " NAME "\n" A "  " NAME "\n"), A, "a line after MD5's"},
    {BYTES(SHA512 "  " NAME "\n" A "  " NAME "\n"), A,
     "a line after SHA-512's"},
    {BYTES("SHA512 (" NAME ") = " SHA512 "\nSHA256 (" NAME ") = " A "\n"), A,
     "BSD's line after that of SHA-512"},
    {BYTES("SHA512/256 (" NAME ") = " B "\nSHA256 (" NAME ") = " A "\n"), A,
     "BSD's line after that of SHA-512/256"},
    {BYTES("SHA3-256(" NAME ")= " B "\nSHA2-256(" NAME ")= " A "\n"), A,
     "openssl's line after that of SHA3-256"},
    {BYTES(HEX_63 "  " NAME "\n" A "  " NAME "\n"), A,
     "a line after one that is cut"},
};

/* Names that are not NAME. */
static const struct {
    const char *text;
    size_t n;
    const char *name, *want, *wrong, *what;
} names[] = {
    {BYTES("\\" A "  a\\nb\n"), "a\nb", A, NULL, "LF in a name"},
    {BYTES("\\" A "  a\\rb\n"), "a\rb", A, NULL, "CR in a name"},
    {BYTES("\\" A "  a\\\\b\n"), "a\\b", A, NULL, "a backslash in a name"},
    {BYTES("\\" A "  a\\\\nb\n"), "a\\nb", A, NULL, "a backslash before n"},
    {BYTES("\\" A "  \\\\\n"), "\\", A, NULL, "a backslash alone"},
    {BYTES("\\" A " *\\n\\n\n"), "\n\n", A, NULL, "LF alone, twice"},
    {BYTES("\\SHA256 (a\\nb) = " A "\n"), "a\nb", A, NULL, "LF in BSD's form"},
    {BYTES("\\" A "  a\\nb\n\\" B "  c\\\\\n"), "c\\", B, NULL,
     "the second of two with escapes"},
    {BYTES(A "  a\\nb\n"), "a\\nb", A, NULL, "no escape without the sign"},
    {BYTES(A "  a\\nb\n"), "a\nb", NULL, "it has no line for a\\nb",
     "LF, where the line is not escaped"},
    {BYTES(A "  a b  c\n"), "a b  c", A, NULL, "blanks in a name"},
    {BYTES(A "   a\n"), " a", A, NULL, "a blank before a name"},
    {BYTES(A "  a \n"), "a ", A, NULL, "a blank behind a name"},
    {BYTES(A "  *a\n"), "*a", A, NULL, "an asterisk before a name"},
    {BYTES("SHA256 (a) = (b) = " A "\n"), "a) = (b", A, NULL,
     "a name like the end of BSD's form"},
    {BYTES("SHA256 (a (1)) = " A "\n"), "a (1)", A, NULL, "brackets in a name"},
    {BYTES(B "  SHA256 (x) = " A "\n"), "x", NULL, "it has no line for x",
     "BSD's form as another name"},
    {BYTES("SHA256 (" B "  x) = " A "\n"), "x", NULL, "it has no line for x",
     "sha256sum's form as another name"},
    {BYTES(A "  \xc3\xa9.zip\n"), "\xc3\xa9.zip", A, NULL, "UTF-8 in a name"},
    {BYTES(A "  \xff\n"), "\xff", A, NULL, "a name that is not UTF-8"},
    {BYTES(A "  " B "\n"), B, A, NULL, "a name of 64 digits"},
    {BYTES(A "  #x\n"), "#x", A, NULL, "a name like a comment"},
    {BYTES(A "  x\n"), "x", A, NULL, "a name of one letter"},
    {BYTES(A "  x/\n" B "\n"), "", NULL, "it has no line for ",
     "an empty name"},
    {BYTES(A "\n"), "", A, NULL, "an empty name for digits alone"},
    {BYTES(A "  d/e/f\n"), "e/f", A, NULL, "a name with a folder"},
    {BYTES(A "  f\n"), "e/f", NULL, "it has no line for e/f",
     "a name with a folder, where the file has none"},
    {BYTES(A "  x\n"), "\x1b[31m", NULL, "it has no line for \\x1b[31m",
     "a control byte in a name"},
};

static void test_good(void)
{
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        char set = '\0', *wrong = &set;
        char *hex = in_file(good[i].text, good[i].n, NAME, &wrong);

        is(hex, good[i].want, "the value is found: %s", good[i].what);
        is(wrong, NULL, "and nothing is wrong");
        free(hex);
        free(wrong);
    }
}

static void test_names(void)
{
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        char *wrong = NULL;
        char *hex = in_file(names[i].text, names[i].n, names[i].name, &wrong);

        is(hex, names[i].want, "%s is %s", names[i].what,
           names[i].want ? "found" : "not found");
        is(wrong, names[i].wrong, "and what is wrong is said");
        free(hex);
        free(wrong);
    }
}

/* Whatever the bytes: a value of 64 digits, or a short reason. */
static bool is_answer(const char *text, size_t n)
{
    char *wrong = NULL, *hex = in_file(text, n, NAME, &wrong);
    bool right = hex ? !wrong && strlen(hex) == SHA256_HEX &&
                           strspn(hex, "0123456789abcdef") == SHA256_HEX
                     : wrong && strlen(wrong) < 250;

    if (!right)
        tap_note("wrong", wrong);
    free(hex);
    free(wrong);
    return right;
}

static void test_cut(void)
{
    bool right = true;

    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        for (size_t n = 0; n <= good[i].n; n++)
            right = right && is_answer(good[i].text, n) &&
                    is_answer(good[i].text + n, good[i].n - n);
    ok(right, "a file may be cut anywhere");
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525U + 1013904223U;
    return *state >> 8;
}

/* Bytes that mean something, put anywhere. */
static void test_mutations(void)
{
    static const char odd[] = "\0\n\r\t \\#*()=/-0aZ\xef\xbb\xbf\x1b\xff";
    uint32_t state = 20260102;
    bool right = true;

    for (unsigned round = 0; right && round < 20000; round++) {
        const struct file *file = &good[round % ARRAY_LEN(good)];
        char *text = exact(file->text, file->n);

        for (uint32_t k = next_random(&state) % 4 + 1; k > 0; k--)
            text[next_random(&state) % file->n] =
                odd[next_random(&state) % sizeof(odd)];
        right = is_answer(text, file->n);
        free(text);
    }
    ok(right, "bytes may be changed anywhere");
}

#define HUGE_BYTES ((size_t)1 << 20)

/* What long lines may be made of, and what stands before and behind them. */
static const struct {
    const char *before, *unit, *behind, *what;
} huge[] = {
    {"", "a", "", "hex digits"},
    {"", "x", "", "letters"},
    {"", " ", "x", "blanks"},
    {"", "\r", "x", "CRs"},
    {A, " ", "x", "blanks after digits"},
    {A "  ", "x/", NAME "x", "folders"},
    {A "  ", NAME "/", "x", "the name as a folder"},
    {"\\" A "  ", "\\\\", "\\", "escapes"},
    {"\\", "\\", "", "backslashes"},
    {"SHA256 (", ")", "", "closing brackets"},
    {"SHA256 (", ") = ", "", "ends of BSD's form"},
    {"SHA256 (", "a", "", "digits in BSD's form"},
    {"SHA256 (x) =", " ", A, "blanks in BSD's form"},
    {"", "SHA256 (", "", "starts of BSD's form"},
    {"", "\n", "x", "empty lines"},
    {"", "x\n", "", "odd lines"},
    {"", "#\n", "x", "comments"},
    {"", A "\n", "x", "lines of digits"},
    {"", "\\" A "  \\n\n", "", "escaped lines"},
    {"", MD5 " x\n", "x", "lines of MD5"},
    {"", "\xbf", "", "bytes that continue a character"},
};

static void test_huge(size_t i)
{
    struct str text = {0};
    size_t n = 0;

    str_add(&text, huge[i].before);
    for (; n < HUGE_BYTES; n += strlen(huge[i].unit))
        str_add(&text, huge[i].unit);
    str_add(&text, huge[i].behind);
    ok(is_answer(str_text(&text), text.len), "a file may be 1 MB of %s",
       huge[i].what);
    str_add(&text, "\n" A "  " NAME "\n");
    is_owned(sha256_in_file(text.s, text.len, NAME, &(char *){NULL}), A,
             "and the line after it is found");
    str_clear(&text);
}

int main(void)
{
    tap_start();
    test_good();
    test_names();
    test_cut();
    test_mutations();
    for (size_t i = 0; i < ARRAY_LEN(huge); i++)
        test_huge(i);
    return tap_end();
}

#include "checksums.h"

#define SHA1 MD5 "01234567"
#define SHA224 MD5 "0123456789abcdef01234567"
#define SHA384 A MD5

/* Files without one, and why. */
#define NO_LINE "it has no line for " NAME
#define TWO "it has two different values for " NAME
#define LINE(number, quoted) "line " number " is no checksum: \"" quoted "\""
#define HEX_40 "0123456789abcdef0123456789abcdef01234567"

static const struct file bad[] = {
    {BYTES(""), "it is empty", "nothing"},
    {BYTES("\n"), "it is empty", "an empty line"},
    {BYTES(" \t\r\n\r\n\v\f\n"), "it is empty", "white space"},
    {BYTES(BOM), "it is empty", "a BOM alone"},
    {BYTES(BOM "\r\n"), "it is empty", "a BOM and an empty line"},
    {BYTES("# x\n"), NO_LINE, "a comment alone"},
    {BYTES("# " A "  " NAME "\n"), NO_LINE, "the name in a comment"},
    {BYTES(A "  other\n"), NO_LINE, "another file's line"},
    {BYTES("SHA256 (other) = " A "\n"), NO_LINE,
     "another file's in BSD's form"},
    {BYTES(A "  " NAME ".sig\n"), NO_LINE, "a longer name"},
    {BYTES(A "  my" NAME "\n"), NO_LINE, "a name with more before it"},
    {BYTES(A "  app.tar\n"), NO_LINE, "a name cut short"},
    {BYTES(A "  " NAME "/\n"), NO_LINE, "a folder with the name"},
    {BYTES(A "  " NAME "/x\n"), NO_LINE, "a file in a folder with the name"},
    {BYTES(A "  dist\\" NAME "\n"), NO_LINE, "a backslash before the name"},
    {BYTES(A "  " NAME " \n"), NO_LINE, "a blank behind the name"},
    {BYTES(A "   " NAME "\n"), NO_LINE, "a blank before the name"},
    {BYTES(A " **" NAME "\n"), NO_LINE, "two asterisks"},
    {BYTES(A "  *" NAME "\n"), NO_LINE, "an asterisk before the name"},
    {BYTES(A "  " NAME "\0\n"), NO_LINE, "NUL behind the name"},
    {BYTES(A "  " NAME "\r\r\n"), NO_LINE, "CR behind the name"},
    {BYTES(A "  App.tar.gz\n"), NO_LINE, "the name in another case"},
    {BYTES("SHA256 ( " NAME ") = " A "\n"), NO_LINE, "a blank in BSD's name"},
    {BYTES("\\" A "  a\\n" NAME "\n"), NO_LINE, "a name in two lines"},
    {BYTES("\\" A "  " NAME "\\\\\n"), NO_LINE, "an escaped backslash behind"},
    {BYTES(A "  -\n"), NO_LINE, "standard input's line"},
    {BYTES(A "\n" B "  other\n"), NO_LINE, "digits alone, but not the only"},
    {BYTES(B "  other\n" A "\n"), NO_LINE, "digits alone after another's"},
    {BYTES(A "\n" MD5 "  other\n"), NO_LINE, "digits alone before MD5's"},
    {BYTES(MD5 "  " NAME "\n"), NO_LINE, "MD5's line"},
    {BYTES(SHA1 "  " NAME "\n"), NO_LINE, "SHA-1's line"},
    {BYTES(SHA224 "  " NAME "\n"), NO_LINE, "SHA-224's line"},
    {BYTES(SHA384 "  " NAME "\n"), NO_LINE, "SHA-384's line"},
    {BYTES(SHA512 "  " NAME "\n"), NO_LINE, "SHA-512's line"},
    {BYTES("\\" SHA512 "  " NAME "\n"), NO_LINE, "SHA-512's escaped line"},
    {BYTES("SHA512 (" NAME ") = " SHA512 "\n"), NO_LINE, "BSD's of SHA-512"},
    {BYTES("SHA512/256 (" NAME ") = " A "\n"), NO_LINE, "of SHA-512/256"},
    {BYTES("BLAKE2b-256 (" NAME ") = " A "\n"), NO_LINE, "of BLAKE2b"},
    {BYTES("MD5(" NAME ")= " MD5 "\n"), NO_LINE, "openssl's of MD5"},
    {BYTES("sha256 (" NAME ") = " A "\n"), NO_LINE, "BSD's in lower case"},

    {BYTES(A "  " NAME "\n" B "  " NAME "\n"), TWO, "two values"},
    {BYTES(A "  " NAME "\n" B "  " NAME "\n" A "  " NAME "\n"), TWO,
     "two values, the first one twice"},
    {BYTES(A "  " NAME "\nSHA256 (" NAME ") = " B "\n"), TWO,
     "two values in two forms"},
    {BYTES(A "  linux/" NAME "\n" B "  mac/" NAME "\n"), TWO,
     "two values in two folders"},
    {BYTES(A "  " NAME "\n" B "  ./" NAME "\n"), TWO,
     "two values, one with ./"},
    {BYTES(A "  " NAME "\n\\" B "  " NAME "\n"), TWO,
     "two values, one escaped"},
    {BYTES(A "  " NAME "\nx\n" B "  " NAME "\n"), TWO,
     "two values around an odd line"},
    {BYTES(A "\n" B "\n"), TWO, "digits alone with two values"},
    {BYTES(A "\n" HEX_63 "0\n"), TWO, "two values but for the last digit"},
    {BYTES(A "\n1" HEX_63 "\n"), TWO, "two values that differ all along"},

    {BYTES("<html>\n"), LINE("1", "<html>"), "HTML"},
    {BYTES("Not Found"), LINE("1", "Not Found"), "an error"},
    {BYTES("\r\n# x\r\nnone\r\n"), LINE("3", "none"), "the third line"},
    {BYTES(A "  a\n" B "  b\n?\n!\n"), LINE("3", "?"), "the first odd line"},
    {BYTES(A "\nx\n"), LINE("2", "x"), "digits alone with an odd line"},
    {BYTES(BOM "x\n"), LINE("1", "x"), "an odd line behind a BOM"},
    {BYTES(BOM BOM A "\n"),
     LINE("1", "\\xef\\xbb\\xbf"
               "0123456789abcdef"
               "0123456789abcdef01234..."),
     "two BOMs"},
    {BYTES("x\n" BOM A "\n"), LINE("1", "x"), "a BOM in the second line"},
    {BYTES(HEX_63 "  " NAME "\n"), LINE("1", HEX_40 "..."), "63 digits"},
    {BYTES(A "0  " NAME "\n"), LINE("1", HEX_40 "..."), "65 digits"},
    {BYTES(HEX_63 "\n"), LINE("1", HEX_40 "..."), "63 digits alone"},
    {BYTES(SHA512 "\n"), LINE("1", HEX_40 "..."), "SHA-512's digits alone"},
    {BYTES(MD5 "\n"), LINE("1", MD5), "MD5's digits alone"},
    {BYTES(MD5 "01234567"), LINE("1", HEX_40), "40 bytes, which are not cut"},
    {BYTES(HEX_63 "g  " NAME "\n"), LINE("1", HEX_40 "..."), "a g"},
    {BYTES(A NAME "\n"), LINE("1", HEX_40 "..."), "no blank before the name"},
    {BYTES(A "*" NAME "\n"), LINE("1", HEX_40 "..."), "an asterisk alone"},
    {BYTES(A "\v" NAME "\n"), LINE("1", HEX_40 "..."), "VT before the name"},
    {BYTES(A " *\n"), LINE("1", HEX_40 "..."), "an asterisk without a name"},
    {BYTES(A "\0  " NAME "\n"), LINE("1", HEX_40 "..."), "NUL after digits"},
    {BYTES(NAME "  " A "\n"),
     LINE("1", NAME "  0123456789abcdef0123456789ab..."), "the name first"},
    {BYTES("sha256:" A "\n"),
     LINE("1", "sha256:0123456789abcdef0123456789abcdef0"
               "..."),
     "GitHub's digest"},
    {BYTES("SHA256 () = " A "\n"),
     LINE("1", "SHA256 () = 0123456789abcdef"
               "0123456789ab..."),
     "BSD's without a name"},
    {BYTES("SHA256 (x) = \n"), LINE("1", "SHA256 (x) ="),
     "BSD's without digits"},
    {BYTES("SHA256 (x) = 12\n"), LINE("1", "SHA256 (x) = 12"), "BSD's cut"},
    {BYTES("SHA256 (x) = xyz\n"), LINE("1", "SHA256 (x) = xyz"),
     "BSD's without hex"},
    {BYTES("SHA256 (x) " MD5 "\n"),
     LINE("1", "SHA256 (x) 0123456789abcdef"
               "0123456789abc..."),
     "BSD's without ="},
    {BYTES("SHA256 (x = 12\n"), LINE("1", "SHA256 (x = 12"), "BSD's without )"},
    {BYTES("SHA256 x) = 12\n"), LINE("1", "SHA256 x) = 12"), "BSD's without ("},
    {BYTES("SHA256  (x) = 12\n"), LINE("1", "SHA256  (x) = 12"),
     "BSD's with two blanks"},
    {BYTES("SHA256x(x) = 12\n"), LINE("1", "SHA256x(x) = 12"),
     "BSD's with a longer word"},
    {BYTES(" (x) = 12\n"), LINE("1", " (x) = 12"), "BSD's without a word"},
    {BYTES("SHA256 (" NAME " = " A "\n"),
     LINE("1", "SHA256 (" NAME " = 0123456789abcdef012..."),
     "all of BSD's but for )"},
    {BYTES("SHA256 " NAME ") = " A "\n"),
     LINE("1", "SHA256 " NAME ") = 0123456789abcdef012..."),
     "all of BSD's but for ("},
    {BYTES("SHA256 (" NAME ") " A "\n"),
     LINE("1", "SHA256 (" NAME ") 0123456789abcdef0123..."),
     "all of BSD's but for ="},
    {BYTES("MD5 (" NAME ") =\n"), LINE("1", "MD5 (" NAME ") ="),
     "BSD's of MD5 without digits"},
    {BYTES("SHA256 (\n"), LINE("1", "SHA256 ("), "BSD's cut after ("},
    {BYTES("SHA256 (="), LINE("1", "SHA256 (="), "BSD's with = alone"},
    {BYTES("SHA256"), LINE("1", "SHA256"), "BSD's word alone"},
    {BYTES("\\\n"), LINE("1", "\\"), "a backslash alone"},
    {BYTES("\\" MD5 "\n"), LINE("1", "\\" MD5), "an escaped MD5"},
    {BYTES("\\" A "\n"), LINE("1", "\\" MD5 "0123456..."), "escaped digits"},
    {BYTES("\\" A "  " NAME "\\"), LINE("1", "\\" MD5 "0123456..."),
     "an escape cut short"},
    {BYTES("\\" A "  \\t/" NAME "\n"), LINE("1", "\\" MD5 "0123456..."),
     "an escape that there is not"},
    {BYTES("\\" A "  \\\0/" NAME "\n"), LINE("1", "\\" MD5 "0123456..."),
     "an escaped NUL"},
    {BYTES("\\\\" A "  " NAME "\n"), LINE("1", "\\\\" MD5 "012345..."),
     "two backslashes"},
    {BYTES("\0\0"), LINE("1", "\\x00\\x00"), "NUL bytes"},
    {BYTES("a\0b\x1b[31m\x7f\xff\n"), LINE("1", "a\\x00b\\x1b[31m\\x7f\\xff"),
     "control bytes"},
    {BYTES("\xe2\x80\xaegnp\n"), LINE("1", "\\xe2\\x80\\xaegnp"),
     "a mark that reorders"},
    {BYTES("\xff\xfe"
           "a\0b\0\n\0"),
     LINE("1", "\\xff\\xfea\\x00b\\x00"), "UTF-16"},
    {BYTES("123456789012345678901234567890123456789\xc3\xa9\n"),
     LINE("1", "123456789012345678901234567890123456789..."),
     "a character at the end of what is shown"},
    {BYTES("1234567890123456789012345678901234567\xf0\x9f\x98\x80\n"),
     LINE("1", "1234567890123456789012345678901234567..."),
     "a character of four bytes there"},
    {BYTES("12345678901234567890123456789012345678\xc3\xa9z\n"),
     LINE("1", "12345678901234567890123456789012345678\xc3\xa9..."),
     "a character just before it"},
};

static void test_bad(void)
{
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        char *wrong = NULL;
        char *hex = in_file(bad[i].text, bad[i].n, NAME, &wrong);

        is(hex, NULL, "no value is found: %s", bad[i].what);
        is(wrong, bad[i].want, "and it is said why");
        free(hex);
        free(wrong);
    }
}

static void test_no_text(void)
{
    char *wrong = NULL;

    is_owned(sha256_in_file(NULL, 0, NAME, &wrong), NULL, "no text, no value");
    is_owned(wrong, "it is empty", "and it is called empty");
}

int main(void)
{
    tap_start();
    test_bad();
    test_no_text();
    return tap_end();
}

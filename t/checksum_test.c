#include "../checksum.h"
#include "tap.h"

#include <stdint.h>

/* Digests in both cases, and two others. */
#define A "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define A_UPPER                                                                \
    "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"
#define B "89abcdef0123456789abcdef0123456789abcdef0123456789abcdef01234567"
#define C "fedcba98fedcba98fedcba98fedcba98fedcba98fedcba98fedcba98fedcba98"
#define HEX_63 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"
#define MD5 "0123456789abcdef0123456789abcdef"
#define SHA1 MD5 "01234567"
#define SHA224 MD5 "0123456789abcdef01234567"
#define SHA384 A MD5
#define SHA512 A B
#define NAME "app.tar.gz"
#define BOM "\xef\xbb\xbf"

static const struct {
    const char *digest, *want, *what;
} digests[] = {
    {"sha256:" A, A, "GitHub's digest is read"},
    {"sha256:" A_UPPER, A, "a digest in upper case is given in lower case"},
    {"sha512:" SHA512, NULL, "a digest of SHA-512 is none"},
    {"sha512:" A, NULL, "a digest of 64 digits by another name is none"},
    {"SHA256:" A, NULL, "a digest by a name in upper case is none"},
    {"sha-256:" A, NULL, "a digest by a name with a hyphen is none"},
    {"sha256=" A, NULL, "a digest without a colon is none"},
    {A, NULL, "a digest without its algorithm is none"},
    {":" A, NULL, "a digest with an empty algorithm is none"},
    {"sha256:", NULL, "a digest without digits is none"},
    {"sha256", NULL, "an algorithm alone is no digest"},
    {"sha256:" HEX_63, NULL, "a digest of 63 digits is none"},
    {"sha256:" A "0", NULL, "a digest of 65 digits is none"},
    {"sha256:" HEX_63 "g", NULL, "a digest with a g is none"},
    {"sha256:" HEX_63 " ", NULL, "a digest that ends in a blank is none"},
    {"sha256:" A "\n", NULL, "a digest that ends in a line end is none"},
    {"sha256: " A, NULL, "a digest with a blank before it is none"},
    {" sha256:" A, NULL, "a digest behind a blank is none"},
    {"sha256:0x" A, NULL, "a digest behind 0x is none"},
    {"sha256:\xff\xfe" A, NULL, "a digest behind odd bytes is none"},
    {"", NULL, "an empty digest is none"},
    {NULL, NULL, "no digest is none"},
};

static const struct {
    const char *text;
    size_t n;
    const char *want, *what;
} outputs[] = {
    {BYTES(A "  f\n"), A, "sha256sum's word is read"},
    {BYTES(A " *f\n"), A, "openssl's word is read"},
    {BYTES(A "  -\n"), A, "the word for standard input is read"},
    {BYTES("\\" A "  a\\nb\n"), A, "the word before an escaped name is read"},
    {BYTES("\\" A " *a\\nb\n"), A, "so is openssl's"},
    {BYTES(A_UPPER "  f\n"), A, "a word in upper case is put in lower case"},
    {BYTES(A "\tf\n"), A, "a word before a tab is read"},
    {BYTES(A "\n"), A, "a word on a line of its own is read"},
    {BYTES(A "\r\n"), A, "a word before CRLF is read"},
    {BYTES(A), A, "a word without a line end is read"},
    {BYTES(A "  f\n" B "  g\n"), A, "the first of two words is read"},
    {BYTES(A "  \0\xff\n"), A, "a word before odd bytes is read"},
    {BYTES(HEX_63 "  f\n"), NULL, "a word of 63 digits is none"},
    {BYTES(A "0  f\n"), NULL, "a word of 65 digits is none"},
    {BYTES(SHA512 "  f\n"), NULL, "a word of SHA-512 is none"},
    {BYTES(HEX_63 "g  f\n"), NULL, "a word with a g is none"},
    {BYTES(A "*f\n"), NULL, "a word that goes on is none"},
    {BYTES(A "\0\n"), NULL, "a word before NUL is none"},
    {BYTES(" " A "  f\n"), NULL, "a word behind a blank is none"},
    {BYTES("\n" A "  f\n"), NULL, "a word on the second line is none"},
    {BYTES("\\\\" A "  f\n"), NULL, "a word behind two backslashes is none"},
    {BYTES("SHA256(f)= " A "\n"), NULL, "a tagged line is none"},
    {BYTES("sha256sum: f: No such file\n"), NULL, "an error is none"},
    {BYTES("\\"), NULL, "a backslash alone is none"},
    {BYTES("\0"), NULL, "NUL alone is none"},
    {BYTES(""), NULL, "nothing is none"},
};

struct file {
    const char *text;
    size_t n;
    const char *want, *what;
};

/* Files that have a value for NAME, or for `name`. */
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

static char *in_file(const char *text, size_t n, const char *name, char **wrong)
{
    char *copy = exact(text, n), *hex = sha256_in_file(copy, n, name, wrong);

    free(copy);
    return hex;
}

static void test_digests(void)
{
    for (size_t i = 0; i < ARRAY_LEN(digests); i++)
        is_owned(sha256_of_digest(digests[i].digest), digests[i].want,
                 digests[i].what);
}

static void test_outputs(void)
{
    for (size_t i = 0; i < ARRAY_LEN(outputs); i++) {
        char *copy = exact(outputs[i].text, outputs[i].n);

        is_owned(sha256_of_output(copy, outputs[i].n), outputs[i].want,
                 outputs[i].what);
        free(copy);
    }
    is_owned(sha256_of_output(NULL, 0), NULL, "no output has no word");
}

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

static void test_no_text(void)
{
    char *wrong = NULL;

    is_owned(sha256_in_file(NULL, 0, NAME, &wrong), NULL, "no text, no value");
    is_owned(wrong, "it is empty", "and it is called empty");
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
    test_digests();
    test_outputs();
    test_good();
    test_bad();
    test_names();
    test_no_text();
    test_cut();
    test_mutations();
    for (size_t i = 0; i < ARRAY_LEN(huge); i++)
        test_huge(i);
    return tap_end();
}

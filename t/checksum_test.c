#include "checksums.h"

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

int main(void)
{
    tap_start();
    test_digests();
    test_outputs();
    return tap_end();
}

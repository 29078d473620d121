#include "../secret.h"
#include "mutate.h"
#include "tap.h"

#include <stdint.h>
#include <time.h>

/* Texts with secrets in them, hostile ones, and mutations of them all.
 * FUZZ_SEED and FUZZ_COUNT in the environment try others, and more. */

#define SEED 20260102
#define COUNT 6000
#define GROUP 100     /* inputs for each test */
#define LARGE 1000000 /* bytes of a hostile text */
#define LARGE_SECS 10 /* of the processor; quadratic takes many minutes */

#define PLAIN "hunter2-hunter2"
#define ODD "p@ss:w/rd %41?"
#define EIGHT "12345678"
#define A15 "aB3-aB3.aB3_aB3"     /* a byte too short for a token */
#define A19 "aB3aB3aB3aB3aB3aB3_" /* a byte too short after ghp_ */
#define A20 A19 "Z"

static const char *const known[] = {PLAIN, ODD, EIGHT};

/* `want` is NULL where the text stays as it is. */
struct example {
    const char *text;
    size_t n;
    const char *want;
    size_t want_n;
    const char *what;
};

#define STAYS NULL, 0

static const struct example of_known[] = {
    {BYTES(PLAIN), BYTES("***"), "a secret alone"},
    {BYTES("a " PLAIN " b\n"), BYTES("a *** b\n"), "a secret in a sentence"},
    {BYTES("x" PLAIN "x"), BYTES("x***x"), "a secret in a word"},
    {BYTES(PLAIN "\n" PLAIN), BYTES("***\n***"), "a secret told twice"},
    {BYTES(PLAIN EIGHT), BYTES("***"), "two secrets that touch, as one"},
    {BYTES("12345612345678"), BYTES("123456***"), "a secret after its half"},
    {BYTES("a\0" PLAIN "\0b"), BYTES("a\0***\0b"), "a secret between NULs"},
    {BYTES("a " ODD " b"), BYTES("a *** b"), "a secret with odd bytes"},
    {BYTES("hunter2-hunter3 hunter2-hunter"), STAYS, "all but a secret"},
    {BYTES("HUNTER2-HUNTER2"), STAYS, "a secret in other case"},
    {BYTES("h%75nter2%2Dhunter2!"), BYTES("***!"),
     "a secret that is percent-encoded in part"},
    {BYTES("%70%40%73%73%3a%77%2f%72%64%20%25%34%31%3f-"), BYTES("***-"),
     "a secret that is percent-encoded in whole"},
    {BYTES("a%41p%40ss%3Aw%2Frd%20%2541%3Fb"), BYTES("a%41***b"),
     "a secret that is percent-encoded in upper case"},
    {BYTES("%p%40ss%3Aw%2Frd%20%2541%3F%"), BYTES("%***%"),
     "a secret between percent signs"},
    {BYTES("%" PLAIN "%4"), BYTES("%***%4"), "a secret before half a code"},
    {BYTES("p%40ss%3Aw%2Frd%20%41%3F"), STAYS, "another secret's encoding"},
    {BYTES("%4hunter2%2Dhunter2"), BYTES("%4***"),
     "an encoded secret after half a code"},
    {BYTES("100%25 hunter2%2Dhunter%"), STAYS, "percent signs without one"},
    {BYTES("http://h/?q=p%40ss%3Aw%2Frd%20%2541%3F&a"),
     BYTES("http://h/?q=***&a"), "an encoded secret in a query"},
};

/* As `printf %s x-access-token:hunter2-hunter2 | base64` tells them. */
static const struct example of_base64[] = {
    {BYTES("eC1hY2Nlc3MtdG9rZW46aHVudGVyMi1odW50ZXIy"), BYTES("***"),
     "x-access-token:SECRET in base64"},
    {BYTES("(aHVudGVyMi1odW50ZXIyOg==)"), BYTES("(***)"),
     "SECRET: in base64, with what fills it up"},
    {BYTES("<Omh1bnRlcjItaHVudGVyMg==>"), BYTES("<***>"), ":SECRET in base64"},
    {BYTES("dTpodW50ZXIyLWh1bnRlcjI= z"), BYTES("*** z"), "u:SECRET in base64"},
    {BYTES("aHVudGVyMi1odW50ZXIy"), BYTES("***"), "SECRET in base64"},
    {BYTES("YTpwQHNzOncvcmQgJTQxPw=="), BYTES("***"),
     "another secret in base64"},
    {BYTES("dTpodW50ZXIyLWh1bnRlcjI%3D"), BYTES("***"),
     "a secret in base64 that is percent-encoded"},
    {BYTES("x dToxMjM0NTY3OA=="), BYTES("x ***"), "the least secret in base64"},
    {BYTES("dTpodW50ZXIyLWh1bnRlcjJ6eg=="), BYTES("***"),
     "u:SECRETzz in base64"},
    {BYTES("Omh1bnRlcjItaHVudGVyMnp6"), BYTES("***"), ":SECRETzz in base64"},
    {BYTES("dTpodW50ZXIzLWh1bnRlcjI="), STAYS, "base64 without a secret"},
    {BYTES("remote: aHVudGVy        \nremote: Mi1odW50ZXIy  \n"),
     BYTES("remote: ***  \n"), "a secret in base64 that a server broke"},
    {BYTES("aHVudGVy Mi1odW50ZXIy"), STAYS, "two words of base64"},
    {BYTES("aHVudGVy \n"), STAYS, "a word of base64 at the end of a text"},
};

static const struct example of_urls[] = {
    {BYTES("https://u:p@h/a.git"), BYTES("https://***@h/a.git"),
     "name and password of a URL"},
    {BYTES("fatal: unable to access 'https://u:p@h/': 403"),
     BYTES("fatal: unable to access 'https://***@h/': 403"),
     "name and password of a URL in quotes"},
    {BYTES("https://u:p@h"), BYTES("https://***@h"),
     "name and password of a URL without a path"},
    {BYTES("https://u:p@s@s@h/"), BYTES("https://***@h/"),
     "a password with '@' in it"},
    {BYTES("https://u:pa'ss@h/"), BYTES("https://***@h/"),
     "a password with a quote in it"},
    {BYTES("https://:p@h/ https://u:@h/"),
     BYTES("https://***@h/ https://***@h/"), "half of name and password"},
    {BYTES("HTTPS://u:p@h/ ://u:p@h"), BYTES("HTTPS://***@h/ ://***@h"),
     "name and password of any scheme"},
    {BYTES("a://u:p@h/b://v:q@i/c"), BYTES("a://***@h/b://***@i/c"),
     "names and passwords of a URL in a URL"},
    {BYTES("x=https://u:p@h,https://v:q@i"),
     BYTES("x=https://***@h,https://***@i"),
     "names and passwords of two URLs that touch"},
    {BYTES("\"https:\\/\\/u:p@h\\/\""), BYTES("\"https:\\/\\/***@h\\/\""),
     "name and password behind escapes of JSON"},
    {BYTES("https://" A15 "x@h/"), BYTES("https://***@h/"),
     "a name as long as a token"},
    {BYTES("ssh://git:p@h/ git://git:p@h"), BYTES("ssh://***@h/ git://***@h"),
     "git's password"},
    {BYTES("https://u:p@"), BYTES("https://***@"), "them without a host"},
    {BYTES("https://u:p@h?x#y"), BYTES("https://***@h?x#y"),
     "them before a query"},
    {BYTES("ssh://git@h/a.git"), STAYS, "git as a name"},
    {BYTES("ssh://builder@h/"), STAYS, "another name"},
    {BYTES("https://" A15 "@h/"), STAYS, "a name shorter than a token"},
    {BYTES("git@h:o/r.git"), STAYS, "an address of scp"},
    {BYTES("u:p@h"), STAYS, "what is no URL"},
    {BYTES("https://h/a:b@c"), STAYS, "'@' in a path"},
    {BYTES("https://h?a:b@c"), STAYS, "'@' in a query"},
    {BYTES("https://h#a:b@c"), STAYS, "'@' in a fragment"},
    {BYTES("https://h:80 a:b@c"), STAYS, "'@' after a URL"},
    {BYTES("https://h:80\0a:b@c"), STAYS, "'@' after a URL and NUL"},
    {BYTES("{\"a\":\"https://h:80\",\"b\":\"c@d\"}"), STAYS,
     "'@' after a URL in JSON"},
    {BYTES("<https://h:80>a@b"), STAYS, "'@' after a URL in brackets"},
    {BYTES("https://@h/ https://h:80/"), STAYS, "a URL without a name"},
    {BYTES("https://[::1]:80/"), STAYS, "an address of IPv6"},
    {BYTES("https:/u:p@h https:u:p@h"), STAYS, "what has no authority"},
    {BYTES("://"), STAYS, "the mark of a URL alone"},
};

static const struct example of_headers[] = {
    {BYTES("Authorization: Bearer abc\r\nHost: h\r\n"),
     BYTES("Authorization: ***\r\nHost: h\r\n"), "Authorization"},
    {BYTES("authorization:abc"), BYTES("authorization:***"),
     "authorization without blanks"},
    {BYTES("> AUTHORIZATION: \t token a b\n<"),
     BYTES("> AUTHORIZATION: \t ***\n<"), "AUTHORIZATION with many"},
    {BYTES("Authorization : a"), BYTES("Authorization : ***"),
     "Authorization with a blank before the colon"},
    {BYTES("Proxy-Authorization: Basic dTpw"),
     BYTES("Proxy-Authorization: ***"), "Proxy-Authorization"},
    {BYTES("Cookie: a=\"1\"; b=2"), BYTES("Cookie: ***"),
     "Cookie with quotes of its own"},
    {BYTES("set-cookie: a=1; Secure\n"), BYTES("set-cookie: ***\n"),
     "Set-Cookie"},
    {BYTES("PRIVATE-TOKEN: abc"), BYTES("PRIVATE-TOKEN: ***"), "PRIVATE-TOKEN"},
    {BYTES("Authorization: Digest username=\"u\", response=\"r\"\n"),
     BYTES("Authorization: ***\n"), "a digest"},
    {BYTES("curl -H \"Authorization: token a b\" https://h"),
     BYTES("curl -H \"Authorization: ***\" https://h"), "a header in quotes"},
    {BYTES("curl -H 'Cookie: a=\"1\" ;b' 'x'"),
     BYTES("curl -H 'Cookie: ***' 'x'"),
     "a header in quotes, with others in it"},
    {BYTES("'Cookie: it'\\''s' x"), BYTES("'Cookie: ***' x"),
     "a header in quotes, with the same in it"},
    {BYTES("\"Authorization: Digest u=\\\"a\\\", r=\\\"b\\\"\" x"),
     BYTES("\"Authorization: ***\" x"),
     "a header in quotes, with escaped ones in it"},
    {BYTES("\\\"Authorization: a b\\\", \\\"c\\\""),
     BYTES("\\\"Authorization: ***\\\", \\\"c\\\""),
     "a header in escaped quotes"},
    {BYTES("{\"Authorization\": \"Basic a b\", \"c\": 1}"),
     BYTES("{\"Authorization\": \"***\", \"c\": 1}"), "a header in JSON"},
    {BYTES("{\\\"cookie\\\":\\\"a b\\\",\\\"c\\\":1}"),
     BYTES("{\\\"cookie\\\":\\\"***\\\",\\\"c\\\":1}"),
     "a header in escaped JSON"},
    {BYTES("{'Cookie': ['a', 'b']}\nc"), BYTES("{'Cookie': ***\nc"),
     "headers in a list"},
    {BYTES("\"Cookie: a"), BYTES("\"Cookie: ***"),
     "a header in quotes that do not end"},
    {BYTES("http.extraheader=AUTHORIZATION: basic a b\nc"),
     BYTES("http.extraheader=***\nc"), "git's http.extraheader"},
    {BYTES("git -c 'http.https://h/.extraHeader=X-My: a b' push"),
     BYTES("git -c 'http.https://h/.extraHeader=***' push"),
     "git's http.<url>.extraHeader"},
    {BYTES("\textraHeader = \"Authorization: a b\"\n"),
     BYTES("\textraHeader = ***\n"), "extraHeader in a file of git's"},
    {BYTES("Authorization:"), STAYS, "a header without a value"},
    {BYTES("Authorization: \r\nHost: h\n"), STAYS,
     "a header without a value before another"},
    {BYTES("Authorization needed, no cookies: none"), STAYS,
     "a header's name in a sentence"},
    {BYTES("http.cookieFile=a extraheader: b"), STAYS, "other settings"},
    {BYTES("Authorization"), STAYS, "a header's name alone"},
    {BYTES("Authorization\": "), STAYS, "a header's name in half a quote"},
};

static const struct example of_shapes[] = {
    {BYTES("ghp_" A20), BYTES("***"), "ghp_ and what follows"},
    {BYTES("gho_" A20 "!"), BYTES("***!"), "gho_ and what follows"},
    {BYTES("(ghu_" A20 A20 ")"), BYTES("(***)"), "ghu_ and what follows"},
    {BYTES("xghs_" A20), BYTES("x***"), "ghs_ and what follows"},
    {BYTES("ghr_" A20 "\0"), BYTES("***\0"), "ghr_ and what follows"},
    {BYTES("github_pat_" A20), BYTES("***"), "github_pat_ and what follows"},
    {BYTES("glpat-" A19 "-"), BYTES("***"), "glpat- and what follows"},
    {BYTES("ghs_" A20 ".eyJh-_.s-g. x"), BYTES("***. x"),
     "a token with dots and dashes, not the dot after it"},
    {BYTES("glpat-" A20 ".01.abc, x"), BYTES("***, x"),
     "a routable token of GitLab's"},
    {BYTES("ghp_" A20 "-ghp_" A20), BYTES("***"), "two tokens in one word"},
    {BYTES("ghp_ghp_" A20), BYTES("***"), "a token that begins twice"},
    {BYTES("ghp_" A19 " gho_" A19 "-a github_pat_" A19 " glpat-" A19), STAYS,
     "what is too short for a token"},
    {BYTES("ghx_" A20 " gh_" A20 " github-pat_" A20), STAYS,
     "what begins like no token"},
    {BYTES("ghp_"), STAYS, "the beginning of a token alone"},
};

static const struct example of_queries[] = {
    {BYTES("https://h/?access_token=a"), BYTES("https://h/?access_token=***"),
     "access_token"},
    {BYTES("?a=b&TOKEN=c&d=e"), BYTES("?a=b&TOKEN=***&d=e"), "TOKEN"},
    {BYTES("?private_token=a b"), BYTES("?private_token=*** b"),
     "private_token"},
    {BYTES("\"?client_secret=a\""), BYTES("\"?client_secret=***\""),
     "client_secret"},
    {BYTES("'&password=a/b:c=d'"), BYTES("'&password=***'"), "password"},
    {BYTES("?sig=a&signature=b\n"), BYTES("?sig=***&signature=***\n"),
     "sig and signature"},
    {BYTES("?X-Amz-Signature=a&X-Amz-Date=1&X-Amz-Credential=b%2F&"
           "X-Amz-Security-Token=c"),
     BYTES("?X-Amz-Signature=***&X-Amz-Date=1&X-Amz-Credential=***&"
           "X-Amz-Security-Token=***"),
     "parameters of Amazon's"},
    {BYTES("?x&jwt=e.y.j#f"), BYTES("?x&jwt=***"), "jwt"},
    {BYTES("#access_token=a&x"), BYTES("#access_token=***&x"),
     "access_token in a fragment"},
    {BYTES("?a&amp;sig=b"), BYTES("?a&amp;sig=***"), "sig in HTML"},
    {BYTES("\"?a\\u0026sig=b\""), BYTES("\"?a\\u0026sig=***\""),
     "sig in JSON that escapes"},
    {BYTES("?token=https://u:p&q@h/"), BYTES("?token=***"),
     "a parameter that is a URL"},
    {BYTES("?token=a\0b?sig="), BYTES("?token=***\0b?sig="),
     "a parameter before NUL"},
    {BYTES("?token=&sig=&a=b"), STAYS, "parameters without a value"},
    {BYTES("?atoken=a&tokens=b&mytoken=c&assig=d&page=2"), STAYS,
     "parameters of other names"},
    {BYTES("the token=a, sig=b"), STAYS, "what is no parameter"},
    {BYTES("token=a"), STAYS, "what is no parameter, at the beginning"},
    {BYTES("?token"), STAYS, "a parameter's name alone"},
};

static const struct example of_schemes[] = {
    {BYTES("got Bearer " A15 "x, then"), BYTES("got Bearer ***, then"),
     "what follows Bearer"},
    {BYTES("BASIC   YWJjZGVmZ2hpamts="), BYTES("BASIC   ***"),
     "what follows BASIC"},
    {BYTES("bearer ~+/~+/~+/~+/~+/~==|"), BYTES("bearer ***|"),
     "all that a token68 may hold"},
    {BYTES("Bearer " A15 "=="), BYTES("Bearer ***"),
     "a token68 with what fills it up"},
    {BYTES("Basic " A15 "Basic " A15 "x"), BYTES("Basic *** ***"),
     "what follows Basic at the end of what follows Basic"},
    {BYTES("Bearer " A15 " basic words"), STAYS, "words after them"},
    {BYTES("Bearer" A20 " basic\n" A20), STAYS, "no blank after them"},
    {BYTES("bearer "), STAYS, "nothing after them"},
    {BYTES("bearer: " A20), STAYS, "a colon after them"},
};

static const struct example of_others[] = {
    {BYTES("\0\0\1\x7f\x80\xff\r\n\t\x1b[0m*"), STAYS, "odd bytes"},
    {BYTES("***"), STAYS, "a mask"},
    {BYTES("*** ****** https://***@h/ Authorization: ***"), STAYS, "masks"},
    {BYTES("Bearer *** ?token=***&a \"Cookie: ***\""), STAYS, "other masks"},
    {BYTES("a://x:y,Cookie:b/c@h\n"), BYTES("a://x:y,Cookie:***\n"),
     "a header in a URL"},
    {BYTES("'a://x:y,Cookie:b/c':@h"), BYTES("'a://***@h"),
     "a password that a hidden header ended"},
    {BYTES("ghp_" PLAIN "xx" A20), BYTES("ghp_***xx" A20),
     "a secret that breaks up a token"},
    {BYTES("GET https://u:p@h/?sig=1 with Basic " A20 " or " PLAIN),
     BYTES("GET https://***@h/?sig=*** with Basic *** or ***"),
     "many in a line"},
};

static const struct {
    const struct example *v;
    size_t n;
} tables[] = {
    {of_known, ARRAY_LEN(of_known)},     {of_base64, ARRAY_LEN(of_base64)},
    {of_urls, ARRAY_LEN(of_urls)},       {of_headers, ARRAY_LEN(of_headers)},
    {of_shapes, ARRAY_LEN(of_shapes)},   {of_queries, ARRAY_LEN(of_queries)},
    {of_schemes, ARRAY_LEN(of_schemes)}, {of_others, ARRAY_LEN(of_others)},
};

static struct secrets known_secrets(void)
{
    struct secrets s = {0};

    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        secrets_add(&s, known[i]);
    return s;
}

/* Masks a copy of exactly n bytes, so that reading past them is seen. */
static struct str mask(const struct secrets *s, const char *text, size_t n)
{
    struct str out = {0};
    char *exact = mem_grow(NULL, n, 1);

    if (n)
        memcpy(exact, text, n);
    secret_mask(s, &out, exact, n);
    free(exact);
    return out;
}

static bool has_bytes(const struct str *str, const char *bytes, size_t n)
{
    return str->len == n && (n == 0 || memcmp(str->s, bytes, n) == 0);
}

static void test_example(const struct secrets *s, const struct example *e)
{
    const char *want = e->want ? e->want : e->text;
    size_t want_n = e->want ? e->want_n : e->n;
    struct str out = mask(s, e->text, e->n);

    if (!ok(has_bytes(&out, want, want_n), "it %s %s: \"%s\"",
            e->want ? "hides" : "keeps", e->what, e->text)) {
        tap_note(" got", str_text(&out));
        tap_note("want", want);
    }
    str_clear(&out);
}

static void test_examples(void)
{
    struct secrets s = known_secrets();

    for (size_t i = 0; i < ARRAY_LEN(tables); i++)
        for (size_t k = 0; k < tables[i].n; k++)
            test_example(&s, &tables[i].v[k]);
    secrets_clear(&s);
}

/* Every part of a text may end anywhere. */
static void test_cut(void)
{
    struct secrets s = known_secrets();

    for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
        bool right = true;

        for (size_t k = 0; k < tables[i].n; k++)
            for (size_t n = 0; n <= tables[i].v[k].n; n++) {
                struct str out = mask(&s, tables[i].v[k].text, n);

                right = right && out.len <= 3 * n;
                str_clear(&out);
            }
        ok(right, "the texts of table %zu may be cut anywhere", i);
    }
    secrets_clear(&s);
}

static void test_secrets(void)
{
    struct secrets s = {0};
    struct str out = {0};
    char gone[] = PLAIN;

    secrets_clear(&s);
    secret_mask(&s, &out, BYTES(PLAIN));
    is(str_text(&out), PLAIN, "without secrets nothing is known");
    secrets_add(&s, NULL);
    secrets_add(&s, "");
    secrets_add(&s, "1234567");
    ok(s.plain.n == 0 && s.base64.n == 0,
       "nothing, an empty text and a short one are no secrets");
    secrets_add(&s, gone);
    memset(gone, 'x', strlen(gone));
    secrets_add(&s, EIGHT);
    secrets_add(&s, PLAIN);
    ok(s.plain.n == 2, "the same secret twice is kept once");
    secret_mask(&s, &out, BYTES("+" EIGHT "+" PLAIN "+xxxxxxxxxxxxxxx"));
    is(str_text(&out), PLAIN "+***+***+xxxxxxxxxxxxxxx",
       "copies are kept, and what is masked is added");
    secret_mask(&s, &out, NULL, 0);
    ok(out.len == 39, "nothing adds nothing");
    secrets_clear(&s);
    secrets_clear(&s);
    ok(!s.plain.v && !s.base64.v, "secrets can be cleared twice");
    str_clear(&out);
}

/* Secrets that are alike, and ones that a mask could spell. */
static void test_alike(void)
{
    static const char *const alike[] = {"aaaaaaaa", "abcdefghij", "ghijklmnop",
                                        "bcdefgh1", "*aaaaaaa",   "*bbbbbbb"};
    struct secrets s = {0};
    struct str out = {0};

    for (size_t i = 0; i < ARRAY_LEN(alike); i++)
        secrets_add(&s, alike[i]);
    secret_mask(&s, &out, BYTES("aaaaaaaaaaaaaaaaaaab abcdefghijklmnop "));
    is(str_text(&out), "***b *** ", "secrets that overlap are hidden whole");
    str_clear(&out);
    secret_mask(&s, &out, BYTES("abcdefghijaaaaaaa"));
    is(str_text(&out), "*****", "a secret that a mask spells is hidden");
    str_clear(&out);
    secret_mask(&s, &out, BYTES("abcdefghijbbbbbbbbbbbbbbbbbbbbb"));
    is(str_text(&out), "*********", "so are three, one after the other");
    str_clear(&out);
    secrets_clear(&s);
}

/* Of one that was cut, and of base64 that other programs write. */
static void test_parts(void)
{
    static const char token[] = "github_pat_11ABCDEFG0_0123456789abcdefghijk";
    struct secrets s = {0};
    struct str out = {0};

    secrets_add(&s, "5f4dcc3b5aa765d61d8327deb882cf99aabbccdd");
    secret_mask(&s, &out, BYTES("cut: 5f4dcc3b5aa765d61d8327"));
    is(str_text(&out), "cut: ***", "the beginning of a secret is hidden");
    str_clear(&out);
    secret_mask(&s, &out, BYTES("cut: 5f4dcc3b5aa765d61d8"));
    is(str_text(&out), "cut: 5f4dcc3b5aa765d61d8", "a few letters are not");
    str_clear(&out);
    secrets_add(&s, token);
    secret_mask(&s, &out,
                BYTES("eC1hY2Nlc3MtdG9rZW46Z2l0aHViX3BhdF8xMUFCQ0RFRkcwXzAx"
                      "\nMjM0NTY3ODlhYmNkZWZnaGlqaw==\nend"));
    is(str_text(&out), "***\nend", "base64 that goes over lines is hidden");
    str_clear(&out);
    secrets_clear(&s);
    secrets_add(&s, "pa55-Wo?~~~~~~k");
    secret_mask(&s, &out, BYTES("eDpwYTU1LVdvP35-fn5-fms="));
    is(str_text(&out), "***", "so is base64 as URLs have it");
    str_clear(&out);
    secrets_clear(&s);
}

static void test_all_bytes(void)
{
    struct secrets s = known_secrets();
    struct str in = {0}, out;

    for (unsigned i = 0; i < 65536; i++) {
        char pair[2] = {(char)(i >> 8), (char)(i & 255)};

        str_addn(&in, pair, 2);
    }
    out = mask(&s, in.s, in.len);
    ok(has_bytes(&out, in.s, in.len), "each pair of bytes comes through");
    str_clear(&in);
    str_clear(&out);
    secrets_clear(&s);
}

/* Once `head`, and then `more` again and again. */
static const struct {
    const char *head, *more;
    size_t n;
} large[] = {
    {"", BYTES("@")},
    {"", BYTES(":")},
    {"", BYTES("/")},
    {"", BYTES("://")},
    {"", BYTES("a://b")},
    {"", BYTES("://@")},
    {"", BYTES("://a:b@")},
    {"", BYTES(":\\/\\/a:b@")},
    {"://", BYTES("@")},
    {"://", BYTES(":")},
    {"://a:b", BYTES("%")},
    {"", BYTES("\0")},
    {"", BYTES(" ")},
    {"", BYTES("\"")},
    {"", BYTES("\\")},
    {"", BYTES("*")},
    {"", BYTES("%")},
    {"", BYTES("%4")},
    {"", BYTES("%41")},
    {"%", BYTES("a")},
    {"", BYTES("cookie")},
    {"", BYTES("cookie:")},
    {"", BYTES("cookie:\n")},
    {"", BYTES("cookie: ")},
    {"", BYTES("cookie\"")},
    {"\"", BYTES("cookie:")},
    {"", BYTES("'cookie:';")},
    {"", BYTES("\"cookie\":\"\",")},
    {"", BYTES("'cookie'=")},
    {"cookie", BYTES(" ")},
    {"cookie:", BYTES(" ")},
    {"\"cookie: a", BYTES("\"")},
    {"\\\"cookie: a", BYTES("\\\"")},
    {"", BYTES("extraheader=")},
    {"", BYTES("basic ")},
    {"", BYTES("basicbasic ")},
    {"basic ", BYTES("basic")},
    {"basic", BYTES(" ")},
    {"bearer ", BYTES("=")},
    {"", BYTES("ghp_")},
    {"", BYTES("ghp_a.")},
    {"", BYTES("glpat-")},
    {"", BYTES("glpat-" A20 "-..")},
    {"ghp_" A20, BYTES(".")},
    {"", BYTES("token=")},
    {"", BYTES("?token=")},
    {"", BYTES("?token=a&")},
    {"", BYTES("&sig=;sig=")},
    {"", BYTES("\\u0026")},
    {"", BYTES(PLAIN)},
    {"", BYTES("hunter2-hunter")},
    {"", BYTES("hunter2%2Dhunter2")},
    {"", BYTES("aHVudGVyMi1odW50ZXIy")},
    {"aHVudGVyMi1odW50ZXIy", BYTES("=")},
    {"", BYTES("a")},
    {"", BYTES("b")},
    {"", BYTES("bearer")},
    {"", BYTES("basic ")},
};

static struct str large_text(size_t i)
{
    struct str text = {0};

    str_add(&text, large[i].head);
    while (text.len < LARGE)
        str_addn(&text, large[i].more, large[i].n);
    return text;
}

static void test_large(void)
{
    struct secrets s = known_secrets();

    secrets_add(&s, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab");
    secrets_add(&s, "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    for (size_t i = 0; i < ARRAY_LEN(large); i++) {
        struct str text = large_text(i), out;
        clock_t took = clock();

        out = mask(&s, text.s, text.len);
        took = clock() - took;
        ok(took < LARGE_SECS * CLOCKS_PER_SEC,
           "1 MB of \"%s\" after \"%s\" is soon read", large[i].more,
           large[i].head);
        str_clear(&text);
        str_clear(&out);
    }
    secrets_clear(&s);
}

/* What is spliced into texts. */
static const char *const words[] = {
    PLAIN,
    ODD,
    EIGHT,
    "hunter2%2dhunter2",
    "%70%40ss%3aw%2frd%20%2541%3f",
    "eC1hY2Nlc3MtdG9rZW46aHVudGVyMi1odW50ZXIy",
    "YTpwQHNzOncvcmQgJTQxPw==",
    "Omh1bnRlcjItaHVudGVyMg==",
    "://",
    "://u:p@h",
    "@",
    ":",
    "/",
    "?",
    "&",
    "#",
    "%",
    "%2",
    "%25",
    "=",
    " ",
    "\n",
    "\"",
    "'",
    "\\",
    "\\\"",
    ",",
    "***",
    "*",
    "Cookie: ",
    "\"Authorization\": \"",
    "extraHeader=",
    "Bearer ",
    "basic ",
    "ghp_",
    "github_pat_",
    "glpat-",
    A20,
    "?token=",
    "&sig=",
};

static void mutate(struct str *s, uint64_t *state)
{
    size_t at = mutate_below(state, s->len + 1), left = s->len - at;
    const char *word = words[mutate_below(state, ARRAY_LEN(words))];

    switch (mutate_below(state, 6)) {
    case 0:
        if (left)
            s->s[at] ^= (char)(1 << mutate_below(state, 8));
        break;
    case 1:
        mutate_replace(s, at, mutate_below(state, left > 20 ? 21 : left + 1),
                       "", 0);
        break;
    case 2:
        mutate_repeat(s, state, SIZE_MAX);
        break;
    default:
        mutate_replace(s, at, 0, word, strlen(word));
    }
}

static bool holds(const char *s, size_t n, const char *word)
{
    size_t len = strlen(word);

    for (size_t i = 0; i + len <= n; i++)
        if (memcmp(s + i, word, len) == 0)
            return true;
    return false;
}

static struct str percent_decoded(const struct str *s)
{
    static const char hex[] = "0123456789ABCDEFabcdef";
    struct str out = {0};

    for (size_t i = 0; i < s->len; i++) {
        char code[3] = {0}, byte = s->s[i];

        if (byte == '%' && s->len - i > 2)
            memcpy(code, s->s + i + 1, 2);
        if (strspn(code, hex) == 2) {
            byte = (char)strtol(code, NULL, 16);
            i += 2;
        }
        str_addn(&out, &byte, 1);
    }
    return out;
}

/* Is no secret there, in any of its forms? The first words are all of them. */
static bool is_free(const struct str *out)
{
    struct str decoded = percent_decoded(out);
    bool right = true;

    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        right = right && !holds(out->s, out->len, known[i]) &&
                !holds(decoded.s, decoded.len, known[i]);
    for (size_t i = 0; i < 8; i++)
        right = right && !holds(out->s, out->len, words[i]);
    str_clear(&decoded);
    return right;
}

static size_t find(const struct str *s, size_t from, const char *bytes,
                   size_t n)
{
    while (from + n < s->len && memcmp(s->s + from, bytes, n) != 0)
        from++;
    return from;
}

static bool is_at(const struct str *s, size_t at, const char *bytes, size_t n)
{
    return at <= s->len && s->len - at >= n && memcmp(s->s + at, bytes, n) == 0;
}

/* Is all that is left in its place: are the pieces between masks those of
 * the text, in order, from its beginning to its end? */
static bool is_rest(const struct str *in, const struct str *out)
{
    size_t from = 0, end;

    for (size_t i = 0;; i = end) {
        size_t at = i ? from : 0, n = find(out, i, BYTES("***"));

        n = is_at(out, n, BYTES("***")) ? n - i : out->len - i;
        end = i + n;
        if (i && end == out->len && n <= in->len)
            at = in->len - n;
        else if (i)
            at = find(in, from, out->s + i, n);
        if (at < from || !is_at(in, at, out->s + i, n))
            return false;
        from = at + n;
        if (end == out->len)
            return from == in->len;
        while (end < out->len && out->s[end] == '*')
            end++;
    }
}

static bool test_input(const struct secrets *s, const struct str *in)
{
    struct str out = mask(s, in->s, in->len), again = mask(s, out.s, out.len);
    bool right =
        is_free(&out) && is_rest(in, &out) && has_bytes(&again, out.s, out.len);

    if (!right) {
        tap_note("   in", str_text(in));
        tap_note("  out", str_text(&out));
        tap_note("again", str_text(&again));
        printf("# free: %d, rest: %d\n", is_free(&out), is_rest(in, &out));
    }
    str_clear(&out);
    str_clear(&again);
    return right;
}

static void test_group(const struct secrets *s, uint64_t *state)
{
    uint64_t before = *state;
    bool right = true;

    for (size_t i = 0; i < GROUP; i++) {
        size_t table = mutate_below(state, ARRAY_LEN(tables));
        const struct example *seed =
            &tables[table].v[mutate_below(state, tables[table].n)];
        struct str text = bytes_str(seed->text, seed->n);

        for (size_t k = 1 + mutate_below(state, 6); k; k--)
            mutate(&text, state);
        right = test_input(s, &text) && right;
        str_clear(&text);
    }
    ok(right, "%d mutations from state %llu are freed of all secrets", GROUP,
       (unsigned long long)before);
}

static uint64_t number_from(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);

    return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

static void test_mutations(void)
{
    uint64_t state = number_from("FUZZ_SEED", SEED);
    uint64_t count = number_from("FUZZ_COUNT", COUNT);
    struct secrets s = known_secrets();

    printf("# FUZZ_SEED=%llu FUZZ_COUNT=%llu\n", (unsigned long long)state,
           (unsigned long long)count);
    state = state ? state : 1; /* from 0 only 0 would come */
    for (uint64_t i = 0; i < count; i += GROUP)
        test_group(&s, &state);
    secrets_clear(&s);
}

int main(void)
{
    tap_start();
    test_examples();
    test_cut();
    test_secrets();
    test_alike();
    test_parts();
    test_all_bytes();
    test_mutations();
    test_large();
    return tap_end();
}

#include "checksum.h"

#include "str.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN_MAX 40 /* bytes of a line that are quoted */

/* Part of a text that belongs to somebody else. */
struct bytes {
    const char *at, *end;
};

/* `text` may be NULL if `n` is 0. */
static struct bytes bytes_of(const char *text, size_t n)
{
    text = n ? text : "";
    return (struct bytes){text, text + n};
}

static size_t length(struct bytes b)
{
    return (size_t)(b.end - b.at);
}

/* Takes `word` off the start, if it stands there. */
static bool take(struct bytes *b, const char *word)
{
    size_t n = strlen(word);
    bool there = length(*b) >= n && memcmp(b->at, word, n) == 0;

    b->at += there ? n : 0;
    return there;
}

/* Takes one byte off the end, if it is `c`. */
static bool take_last(struct bytes *b, char c)
{
    bool there = b->at < b->end && b->end[-1] == c;

    b->end -= there;
    return there;
}

static struct bytes trim_end(struct bytes b)
{
    while (b.at < b.end && isspace((unsigned char)b.end[-1]))
        b.end--;
    return b;
}

static bool next_line(struct bytes *b, struct bytes *line)
{
    const char *hit;

    if (b->at == b->end)
        return false;
    hit = memchr(b->at, '\n', length(*b));
    *line = (struct bytes){b->at, hit ? hit : b->end};
    b->at = hit ? hit + 1 : b->end;
    return true;
}

/* How many hex digits are at the start. */
static size_t hex_digits(struct bytes b)
{
    const char *at = b.at;

    while (at < b.end && isxdigit((unsigned char)*at))
        at++;
    return (size_t)(at - b.at);
}

static struct bytes take_last_digits(struct bytes *b)
{
    struct bytes digits = {b->end, b->end};

    while (digits.at > b->at && isxdigit((unsigned char)digits.at[-1]))
        digits.at--;
    b->end = digits.at;
    return digits;
}

static char *lower_hex(const char *hex)
{
    char *digits = str_dupn(hex, SHA256_HEX);

    for (char *p = digits; *p; p++)
        *p = (char)tolower((unsigned char)*p);
    return digits;
}

static bool same_hex(const char *a, const char *b)
{
    for (size_t i = 0; i < SHA256_HEX; i++)
        if (tolower((unsigned char)a[i]) != tolower((unsigned char)b[i]))
            return false;
    return true;
}

char *sha256_of_digest(const char *digest)
{
    struct bytes b;

    if (!digest)
        return NULL;
    b = bytes_of(digest, strlen(digest));
    if (!take(&b, "sha256:") || length(b) != SHA256_HEX ||
        hex_digits(b) != SHA256_HEX)
        return NULL;
    return lower_hex(b.at);
}

char *sha256_of_output(const char *text, size_t n)
{
    struct bytes b = bytes_of(text, n);

    take(&b, "\\");
    if (hex_digits(b) != SHA256_HEX)
        return NULL;
    if (length(b) > SHA256_HEX && !isspace((unsigned char)b.at[SHA256_HEX]))
        return NULL;
    return lower_hex(b.at);
}

/* What a line says. */
struct line {
    enum { EMPTY, COMMENT, UNREADABLE, BARE, NAMED, OTHER_ALGORITHM } kind;
    const char *hex;   /* of BARE and NAMED: SHA256_HEX digits */
    struct bytes name; /* of NAMED: not empty */
};

/* MD5, SHA-1, SHA-224, SHA-384 and SHA-512 have so many digits. */
static bool is_other_length(size_t digits)
{
    return digits == 32 || digits == 40 || digits == 56 || digits == 96 ||
           digits == 128;
}

/* "HEX  NAME", "HEX *NAME", "HEX NAME", "HEX" */
static struct line read_plain(struct bytes b)
{
    struct line line = {.kind = UNREADABLE, .hex = b.at};
    size_t digits = hex_digits(b);
    bool sha256 = digits == SHA256_HEX;

    if (!sha256 && !is_other_length(digits))
        return line;
    b.at += digits;
    if (length(trim_end(b)) == 0) {
        line.kind = sha256 ? BARE : UNREADABLE;
        return line;
    }
    if (!take(&b, " ") && !take(&b, "\t"))
        return line;
    if (!take(&b, " "))
        take(&b, "*");
    line.name = b;
    if (length(b) > 0)
        line.kind = sha256 ? NAMED : OTHER_ALGORITHM;
    return line;
}

static bool take_word(struct bytes *b)
{
    const char *start = b->at;

    while (b->at < b->end &&
           (isalnum((unsigned char)*b->at) || *b->at == '-' || *b->at == '/'))
        b->at++;
    return b->at > start;
}

/* "SHA256 (NAME) = HEX"; openssl has "SHA256(NAME)= HEX", and "SHA2-256"
 * since its version 3. Read from its end, as NAME may hold ") = ". */
static struct line read_tagged(struct bytes b)
{
    struct line line = {.kind = UNREADABLE};
    bool sha256 = take(&b, "SHA256") || take(&b, "SHA2-256");
    struct bytes digits;

    if (!sha256 && !take_word(&b))
        return line;
    take(&b, " ");
    if (!take(&b, "("))
        return line;
    b = trim_end(b);
    digits = take_last_digits(&b);
    b = trim_end(b);
    if (!take_last(&b, '='))
        return line;
    b = trim_end(b);
    if (!take_last(&b, ')') || length(b) == 0 || length(digits) == 0)
        return line;
    line.hex = digits.at;
    line.name = b;
    if (!sha256)
        line.kind = OTHER_ALGORITHM;
    else if (length(digits) == SHA256_HEX)
        line.kind = NAMED;
    return line;
}

/* What the letter after a backslash stands for; NUL: nothing. */
static char escape(char letter)
{
    switch (letter) {
    case '\\':
        return '\\';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    default:
        return '\0';
    }
}

/* The name without its escapes, in `to`. */
static bool unescape(struct bytes b, struct str *to)
{
    str_clear(to);
    while (b.at < b.end) {
        char c = *b.at++;

        if (c == '\\') {
            if (b.at == b.end || !escape(*b.at))
                return false;
            c = escape(*b.at++);
        }
        str_addn(to, &c, 1);
    }
    return true;
}

/* `name` is where a name without escapes is kept that has them. */
static struct line read_line(struct bytes b, struct str *name)
{
    struct line line;
    bool escaped;

    while (take(&b, " ") || take(&b, "\t"))
        ;
    if (length(trim_end(b)) == 0)
        return (struct line){.kind = EMPTY};
    if (*b.at == '#')
        return (struct line){.kind = COMMENT};
    take_last(&b, '\r');
    escaped = take(&b, "\\");
    line = read_plain(b);
    if (line.kind == UNREADABLE)
        line = read_tagged(b);
    if (!escaped || line.kind == OTHER_ALGORITHM)
        return line;
    if (line.kind != NAMED || !unescape(line.name, name))
        return (struct line){.kind = UNREADABLE};
    line.name = (struct bytes){name->s, name->s + name->len};
    return line;
}

struct value {
    const char *hex; /* NULL: none */
    bool two;        /* there is another one */
};

static void add_value(struct value *value, const char *hex)
{
    if (!value->hex)
        value->hex = hex;
    else if (!same_hex(value->hex, hex))
        value->two = true;
}

/* What a file says of `name`. */
struct sums {
    struct bytes name;
    struct value named, bare;
    bool empty, others; /* `others`: lines that are no BARE ones */
    size_t bad;         /* number of the first that is UNREADABLE; 0: none */
    struct bytes bad_line;
};

/* Is that the name, whatever the folder before it? */
static bool is_name(struct bytes b, struct bytes name)
{
    size_t n = length(name);
    const char *last;

    if (n == 0 || length(b) < n)
        return false;
    last = b.end - n;
    return memcmp(last, name.at, n) == 0 && (last == b.at || last[-1] == '/');
}

static void add_line(struct sums *sums, const struct line *line)
{
    if (line->kind != EMPTY)
        sums->empty = false;
    if (line->kind == BARE)
        add_value(&sums->bare, line->hex);
    else if (line->kind != EMPTY && line->kind != COMMENT)
        sums->others = true;
    if (line->kind == NAMED && is_name(line->name, sums->name))
        add_value(&sums->named, line->hex);
}

static void read_sums(struct sums *sums, struct bytes text)
{
    struct str name = {0};
    struct bytes b;

    take(&text, "\xef\xbb\xbf"); /* a BOM */
    for (size_t number = 1; next_line(&text, &b); number++) {
        struct line line = read_line(b, &name);

        add_line(sums, &line);
        if (line.kind == UNREADABLE && !sums->bad) {
            sums->bad = number;
            sums->bad_line = b;
        }
    }
    str_clear(&name);
}

/* The start of a line; no character is cut. */
static void add_quoted(struct str *to, struct bytes b)
{
    size_t n = length(b = trim_end(b));

    if (n > SHOWN_MAX)
        for (n = SHOWN_MAX; n > SHOWN_MAX - 4 && (b.at[n] & 0xc0) == 0x80;)
            n--;
    str_add(to, "\"");
    str_add_printable(to, b.at, n);
    str_add(to, n < length(b) ? "...\"" : "\"");
}

static char *what_is_wrong(const struct sums *sums, bool two)
{
    struct str wrong = {0};

    if (sums->empty)
        return str_dup("it is empty");
    if (!two && sums->bad) {
        str_addf(&wrong, "line %zu is no checksum: ", sums->bad);
        add_quoted(&wrong, sums->bad_line);
        return str_take(&wrong);
    }
    str_addf(&wrong, "it has %s for ",
             two ? "two different values" : "no line");
    str_add_printable(&wrong, sums->name.at, length(sums->name));
    return str_take(&wrong);
}

char *sha256_in_file(const char *text, size_t n, const char *name, char **wrong)
{
    struct sums sums = {.name = bytes_of(name, strlen(name)), .empty = true};
    const struct value *value = &sums.named;

    read_sums(&sums, bytes_of(text, n));
    if (!sums.others)
        value = &sums.bare;
    *wrong = NULL;
    if (value->hex && !value->two)
        return lower_hex(value->hex);
    *wrong = what_is_wrong(&sums, value->two);
    return NULL;
}

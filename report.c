#include "report.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH 80
#define BEAT_MS 30000u     /* between signs of life in a file or pipe */
#define DUMB_BEAT_MS 5000u /* the same on a terminal that cannot redraw */

void report_init(struct report *rep, FILE *to)
{
    const char *term = getenv("TERM");

    *rep = (struct report){.level = REPORT_NORMAL, .to = to};
    rep->beat_ms = isatty(fileno(to)) ? DUMB_BEAT_MS : BEAT_MS;
    rep->live =
        isatty(fileno(to)) && term && *term && strcmp(term, "dumb") != 0;
}

static unsigned width(const struct report *rep)
{
#ifdef TIOCGWINSZ
    struct winsize size;

    if (ioctl(fileno(rep->to), TIOCGWINSZ, &size) == 0 && size.ws_col > 10)
        return size.ws_col;
#endif
    (void)rep;
    return WIDTH;
}

static void wipe(struct report *rep)
{
    if (rep->shown)
        fputs("\r\033[K", rep->to);
    rep->shown = false;
}

static void print(struct report *rep, const char *text)
{
    struct str line = {0};

    str_add_printable(&line, text, strlen(text));
    str_add(&line, "\n");
    wipe(rep);
    fwrite(line.s, 1, line.len, rep->to);
    fflush(rep->to);
    str_clear(&line);
    rep->last = 0;
}

PRINTF_LIKE(3, 0)
static void print_fmt(struct report *rep, const char *who, const char *fmt,
                      va_list ap)
{
    struct str text = {0};

    str_add(&text, who);
    str_addvf(&text, fmt, ap);
    print(rep, text.s);
    str_clear(&text);
}

void report_line(struct report *rep, const char *who, const char *fmt, ...)
{
    struct str start = {0};
    va_list ap;

    if (rep->level == REPORT_QUIET)
        return;
    str_addf(&start, "%s: ", who);
    va_start(ap, fmt);
    print_fmt(rep, start.s, fmt, ap);
    va_end(ap);
    str_clear(&start);
}

void report_trace(struct report *rep, const char *fmt, ...)
{
    va_list ap;

    if (rep->level < REPORT_VERBOSE)
        return;
    va_start(ap, fmt);
    print_fmt(rep, "", fmt, ap);
    va_end(ap);
}

void report_always(struct report *rep, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    print_fmt(rep, "", fmt, ap);
    va_end(ap);
}

char *report_secs(uint64_t ms)
{
    unsigned long s = (unsigned long)(ms / 1000);

    if (s < 120)
        return str_fmt("%lu s", s);
    return str_fmt("%lu min %lu s", s / 60, s % 60);
}

/* As much of the text as fits in `columns`, whole characters only. */
static size_t fit(const char *s, unsigned columns)
{
    size_t n = 0;

    while (s[n] && columns) {
        n++;
        while (((unsigned char)s[n] & 0xc0) == 0x80)
            n++;
        columns--;
    }
    return n;
}

/* "installer (12 s): missing: a, b", cut to the width. */
static void draw(struct report *rep, uint64_t now)
{
    char *secs = report_secs(now - rep->since);
    char *text =
        str_fmt("%s (%s): %s", str_text(&rep->who), secs, str_text(&rep->text));
    struct str line = {0};

    str_add_printable(&line, text, strlen(text));
    fprintf(rep->to, "\r%.*s\033[K", (int)fit(line.s, width(rep) - 1), line.s);
    fflush(rep->to);
    rep->shown = true;
    str_clear(&line);
    free(text);
    free(secs);
}

/* Where no line can be redrawn: the same, now and then, as a line. */
static void beat(struct report *rep, uint64_t now)
{
    char *secs = report_secs(now - rep->since);

    report_line(rep, str_text(&rep->who), "%s so far: %s", secs,
                str_text(&rep->text));
    rep->last = now;
    free(secs);
}

void report_wait(struct report *rep, const char *who, const char *what,
                 uint64_t since)
{
    str_clear(&rep->who);
    str_clear(&rep->text);
    if (who) {
        str_add(&rep->who, who);
        str_add(&rep->text, what);
    } else {
        wipe(rep);
    }
    rep->since = since;
}

void report_tick(struct report *rep, uint64_t now)
{
    if (!rep->text.len || rep->level == REPORT_QUIET)
        return;
    if (!rep->last)
        rep->last = now;
    if (rep->live)
        draw(rep, now);
    else if (now - rep->last >= rep->beat_ms)
        beat(rep, now);
}

void report_clear(struct report *rep)
{
    wipe(rep);
    str_clear(&rep->who);
    str_clear(&rep->text);
}

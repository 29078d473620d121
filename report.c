#include "report_parts.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BEAT_MS 30000u     /* between signs of life in a file or pipe */
#define DUMB_BEAT_MS 5000u /* the same on a terminal that cannot redraw */

void report_init(struct report *rep, FILE *to)
{
    *rep = (struct report){.level = REPORT_NORMAL, .to = to};
    terminal_init(&rep->terminal, to);
    rep->draws = rep->terminal.redraws;
    rep->live.beat_ms = rep->terminal.is_terminal ? DUMB_BEAT_MS : BEAT_MS;
}

void report_no_drawing(struct report *rep)
{
    rep->draws = false;
}

void report_to_programs(struct report *rep, FILE *events)
{
    rep->events = events;
}

bool report_is_for_programs(const struct report *rep)
{
    return rep->events != NULL;
}

void report_hide(struct report *rep, const char *secret)
{
    secrets_add(&rep->secrets, secret);
}

/* The bytes that take away what is redrawn. */
static void wipe(struct report *rep, struct str *out)
{
    if (rep->live.shown)
        str_add(out, "\r\033[K");
    rep->live.shown = false;
    if (rep->source)
        board_wipe(out, &rep->screen);
}

void report_lend(struct report *rep)
{
    struct str out = {0};

    wipe(rep, &out);
    report_send(rep, &out);
}

/* Freed of secrets before it is cut: one that is cut would not be found. */
static void mask_rows(const struct report *rep, struct board_row *rows,
                      struct str *texts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *doing = rows[i].doing ? rows[i].doing : "";

        secret_mask(&rep->secrets, &texts[i], doing, strlen(doing));
        rows[i].doing = str_text(&texts[i]);
    }
}

static void print_board(struct report *rep, struct str *out, uint64_t now)
{
    struct size size = terminal_size(rep->to);
    struct board board = {0};
    struct board_row *rows;
    struct str *texts;

    rep->source->look(rep->source->ctx, &board, now);
    rows = mem_zero(board.n, sizeof(*rows));
    texts = mem_zero(board.n, sizeof(*texts));
    memcpy(rows, board.rows, board.n * sizeof(*rows));
    mask_rows(rep, rows, texts, board.n);
    board.rows = rows;
    board_print(out, &board,
                &(struct board_look){.columns = size.columns,
                                     .lines = size.lines,
                                     .utf8 = rep->terminal.utf8,
                                     .colours = rep->terminal.colours,
                                     .frame = rep->frame});
    for (size_t i = 0; i < board.n; i++)
        str_clear(&texts[i]);
    free(texts);
    free(rows);
}

static void draw_board(struct report *rep, struct str *out, uint64_t now)
{
    struct str text = {0};

    print_board(rep, &text, now);
    board_redraw(out, &rep->screen, str_text(&text));
    str_clear(&text);
}

/* Plain lines that no terminal redraws are read later: they have a time. */
static void add_time(const struct report *rep, struct str *out)
{
    time_t now = time(NULL);
    struct tm tm = {0};
    char text[16] = "";

    if (rep->terminal.is_terminal)
        return;
    localtime_r(&now, &tm);
    strftime(text, sizeof(text), "[%H:%M:%S] ", &tm);
    str_add(out, text);
}

static void add_shown(const struct report *rep, struct str *out,
                      const char *text)
{
    struct str masked = {0};

    secret_mask(&rep->secrets, &masked, text, strlen(text));
    str_add_printable(out, str_text(&masked), masked.len);
    str_clear(&masked);
}

/* "who: text" for people, above what is redrawn. */
static void print(struct report *rep, bool timed, const char *who,
                  const char *text)
{
    char *line = str_fmt("%s%s%s", who ? who : "", who ? ": " : "", text);
    struct str out = {0};

    wipe(rep, &out);
    if (timed)
        add_time(rep, &out);
    add_shown(rep, &out, line);
    str_add(&out, "\n");
    if (rep->source)
        draw_board(rep, &out, clock_ms());
    report_send(rep, &out);
    rep->live.last = 0;
    free(line);
}

void report_begin(const struct report *rep, struct event *ev, const char *name,
                  const char *repo)
{
    event_begin(ev, &rep->secrets, name, repo);
}

/* Programs first, then whoever listens. */
static void pass_on(struct report *rep, const struct event *ev)
{
    report_write_event(rep, ev);
    if (rep->listener)
        rep->listener->hear(rep->listener->ctx, ev);
}

static void tell_event(struct report *rep, struct event *ev, const char *text)
{
    bool is_told = ev->always || rep->level != REPORT_QUIET;

    document_text(&ev->fields, "message", text);
    pass_on(rep, ev);
    report_log(rep, ev->name, "%s%s%s", ev->repo ? ev->repo : "",
               ev->repo ? ": " : "", text);
    if (is_told && !(rep->source && ev->on_board))
        print(rep, true, ev->repo, text);
    event_clear(ev);
}

void report_event(struct report *rep, struct event *ev, const char *fmt, ...)
{
    va_list ap;
    char *text;

    va_start(ap, fmt);
    text = str_vfmt(fmt, ap);
    va_end(ap);
    tell_event(rep, ev, text);
    free(text);
}

void report_record(struct report *rep, struct event *ev)
{
    char *line = document_line(&ev->fields);

    pass_on(rep, ev);
    report_log(rep, ev->name, "%s", line);
    free(line);
    event_clear(ev);
}

void report_failed(struct report *rep, const char *repo, const struct err *e)
{
    const char *text = e->text;
    struct event ev;

    if (e->code > EXIT_SIGNAL)
        return;
    if (str_starts(text, repo))
        text += strlen(repo) + strlen(": ");
    report_begin(rep, &ev, "failed", repo);
    document_text(&ev.fields, "message", text);
    document_number(&ev.fields, "status", e->code);
    document_text(&ev.fields, "cure", e->cure);
    report_log(rep, "error", "%s: %s", repo, text);
    report_record(rep, &ev);
}

void report_note(struct report *rep, const char *repo, const char *fmt, ...)
{
    struct event ev;
    va_list ap;
    char *text;

    va_start(ap, fmt);
    text = str_vfmt(fmt, ap);
    va_end(ap);
    report_begin(rep, &ev, "note", repo);
    tell_event(rep, &ev, text);
    free(text);
}

void report_note_always(struct report *rep, const char *fmt, ...)
{
    struct event ev;
    va_list ap;
    char *text;

    va_start(ap, fmt);
    text = str_vfmt(fmt, ap);
    va_end(ap);
    report_begin(rep, &ev, "note", NULL);
    ev.always = true;
    tell_event(rep, &ev, text);
    free(text);
}

void report_trace(struct report *rep, const char *fmt, ...)
{
    va_list ap;
    char *text;

    if (rep->level < REPORT_VERBOSE)
        return;
    va_start(ap, fmt);
    text = str_vfmt(fmt, ap);
    va_end(ap);
    print(rep, false, NULL, text);
    free(text);
}

void report_always(struct report *rep, const char *fmt, ...)
{
    va_list ap;
    char *text;

    va_start(ap, fmt);
    text = str_vfmt(fmt, ap);
    va_end(ap);
    print(rep, false, NULL, text);
    free(text);
}

void report_log(struct report *rep, const char *kind, const char *fmt, ...)
{
    va_list ap;
    char *text;

    if (!rep->log.path)
        return;
    va_start(ap, fmt);
    text = str_vfmt(fmt, ap);
    va_end(ap);
    log_line(&rep->log, &rep->secrets, kind, text);
    free(text);
}

void report_board(struct report *rep, const struct board_source *source)
{
    if (rep->draws && rep->level == REPORT_NORMAL)
        rep->source = source;
}

void report_end_board(struct report *rep)
{
    struct str out = {0};

    if (!rep->source)
        return;
    wipe(rep, &out);
    print_board(rep, &out, clock_ms());
    report_send(rep, &out);
    rep->source = NULL;
}

char *report_secs(uint64_t ms)
{
    unsigned long s = (unsigned long)(ms / 1000);

    if (s < 120)
        return str_fmt("%lu s", s);
    return str_fmt("%lu min %lu s", s / 60, s % 60);
}

/* "installer (12 s): missing: a, b", cut to the width. */
static void draw_line(struct report *rep, struct str *out, uint64_t now)
{
    struct live_line *live = &rep->live;
    char *secs = report_secs(now - live->since);
    char *text = str_fmt("%s (%s): %s", str_text(&live->who), secs,
                         str_text(&live->text));
    struct str line = {0};

    add_shown(rep, &line, text);
    str_addf(out, "\r%.*s\033[K",
             (int)text_fit(str_text(&line), terminal_size(rep->to).columns - 1),
             str_text(&line));
    live->shown = true;
    str_clear(&line);
    free(text);
    free(secs);
}

/* Where no line can be redrawn: the same, now and then, as a line. */
static void beat(struct report *rep, uint64_t now)
{
    struct live_line *live = &rep->live;
    char *secs = report_secs(now - live->since);
    char *text = str_fmt("%s so far: %s", secs, str_text(&live->text));

    print(rep, true, str_text(&live->who), text);
    live->last = now;
    free(secs);
    free(text);
}

void report_wait(struct report *rep, const char *who, const char *what,
                 uint64_t since)
{
    str_clear(&rep->live.who);
    str_clear(&rep->live.text);
    if (who) {
        str_add(&rep->live.who, who);
        str_add(&rep->live.text, what);
    } else if (rep->live.shown) {
        report_lend(rep);
    }
    rep->live.since = since;
}

static void tick_board(struct report *rep, uint64_t now)
{
    struct str out = {0};

    rep->frame++;
    draw_board(rep, &out, now);
    report_send(rep, &out);
}

static void tick_line(struct report *rep, uint64_t now)
{
    struct live_line *live = &rep->live;
    struct str out = {0};

    if (!live->text.len)
        return;
    if (!live->last)
        live->last = now;
    if (rep->draws) {
        draw_line(rep, &out, now);
        report_send(rep, &out);
    } else if (now - live->last >= live->beat_ms) {
        beat(rep, now);
    }
}

void report_tick(struct report *rep, uint64_t now)
{
    if (rep->listener)
        rep->listener->tick(rep->listener->ctx);
    if (rep->level == REPORT_QUIET)
        return;
    if (rep->source)
        tick_board(rep, now);
    else
        tick_line(rep, now);
}

void report_clear(struct report *rep)
{
    report_lend(rep);
    str_clear(&rep->live.who);
    str_clear(&rep->live.text);
    secrets_clear(&rep->secrets);
}

#include "../board.h"
#include "tap.h"

#define COMMIT(digits) digits "0123456789abcdef0123456789abcde"
#define RUN "https://github.com/Truthdb/truthdb/actions/runs/728312810"

static const struct board_row truthdb[] = {
    {BOARD_DONE, "installer-kernel", COMMIT("615ef2b06"), "v1.2.3", "released",
     2, 2, 45000, 50999},
    {BOARD_GOES, "installer", COMMIT("0c8a11f9e"), "v1.2.3",
     "run in progress, job build, step Upload (2 of 3 jobs)", 1, 12, 185000,
     720000},
    {BOARD_ASKS, "truthdb", COMMIT("9bd1d4c77"), "v1.2.3",
     "waits for an approval: " RUN, 0, 3, 725000, 0},
    {BOARD_FAILED, "docs", COMMIT("35b6a0ff1"), "v1.2.3",
     "failed: its workflow run ended in failure: " RUN, 0, 0, 3725000, 0},
    {BOARD_WAITS, "installer-iso", COMMIT("77fe02a1b"), NULL,
     "waits for installer, truthdb", 0, 1, 0, 300000},
};

static const struct board_row wide[] = {
    {.name = "版本库", .doing = "步骤 版本库版本库", .ms = 1000},
    {.name = "rocket-🚀", .doing = "⚠️ job 1️⃣ of 3", .ms = 1000},
    {.name = "u\xcc\x88mlaut", .doing = "\x1b[31mred\r\n", .ms = 1000},
    {.name = "一二三四五六七八九十", .doing = "pushed", .ms = 1000},
};

static const struct board_row waiting[] = {
    {.name = "a", .doing = "waits for b", .expected = 1},
    {.name = "b"},
};

static const struct board_row zero[] = {{0}};

static const struct board release = {
    "Release v1.2.3 of Truthdb", NULL,  truthdb,
    ARRAY_LEN(truthdb),          65000, 720000};
static const struct board foreign = {"发布 v1.2.3", NULL, wide, 4, 5000, 0};
static const struct board early = {.rows = waiting, .n = ARRAY_LEN(waiting)};
static const struct board nothing = {.rows = zero, .n = ARRAY_LEN(zero)};

static const struct {
    const struct board *board;
    unsigned columns;
    bool utf8;
    const char *what, *lines;
} boards[] = {
    {&release, 60, true, "at 60 columns",
     "Release v1.2.3 of Truthdb  1 of 5 released  1:05\n"
     "✓ installer-kernel   2/2     0:45  released\n"
     "⠹ installer         1/12     3:05  run in progress, job bu…\n"
     "! truthdb            0/3    12:05  waits for an approval:…\n"
     "✗ docs                 -  1:02:05  failed: its workflow ru…\n"
     "· installer-iso      0/1           waits for installer, tr…\n"},
    {&release, 60, false, "at 60 columns",
     "Release v1.2.3 of Truthdb  1 of 5 released  1:05\n"
     "+ installer-kernel   2/2     0:45  released\n"
     "- installer         1/12     3:05  run in progress, job...\n"
     "! truthdb            0/3    12:05  waits for an approval...\n"
     "x docs                 -  1:02:05  failed: its workflow...\n"
     ". installer-iso      0/1           waits for installer,...\n"},
    {&release, 80, true, "at 80 columns",
     "Release v1.2.3 of Truthdb  1 of 5 released  1:05  usually 12:00\n"
     "✓ installer-kernel  615ef2b06   2/2     0:45  ~0:50  released\n"
     "⠹ installer         0c8a11f9e  1/12     3:05 ~12:00  run in progress,"
     " job buil…\n"
     "! truthdb           9bd1d4c77   0/3    12:05         waits for"
     " an approval: ht…\n"
     "✗ docs              35b6a0ff1     -  1:02:05         failed:"
     " its workflow run…\n"
     "· installer-iso     77fe02a1b   0/1           ~5:00  waits for"
     " installer, trut…\n"},
    {&release, 80, false, "at 80 columns",
     "Release v1.2.3 of Truthdb  1 of 5 released  1:05  usually 12:00\n"
     "+ installer-kernel  615ef2b06   2/2     0:45  ~0:50  released\n"
     "- installer         0c8a11f9e  1/12     3:05 ~12:00  run in progress,"
     " job bu...\n"
     "! truthdb           9bd1d4c77   0/3    12:05         waits for"
     " an approval:...\n"
     "x docs              35b6a0ff1     -  1:02:05         failed: its"
     " workflow ru...\n"
     ". installer-iso     77fe02a1b   0/1           ~5:00  waits for"
     " installer, tr...\n"},
    {&release, 120, true, "at 120 columns",
     "Release v1.2.3 of Truthdb  1 of 5 released  1:05  usually 12:00\n"
     "✓ installer-kernel  615ef2b06  v1.2.3   2/2     0:45  ~0:50 "
     " released\n"
     "⠹ installer         0c8a11f9e  v1.2.3  1/12     3:05 ~12:00 "
     " run in progress, job build, step Upload (2 of 3 jobs)\n"
     "! truthdb           9bd1d4c77  v1.2.3   0/3    12:05         waits"
     " for an approval: https://github.com/Truthdb/truthdb…\n"
     "✗ docs              35b6a0ff1  v1.2.3     -  1:02:05        "
     " failed: its workflow run ended in failure: https://github…\n"
     "· installer-iso     77fe02a1b           0/1           ~5:00  waits"
     " for installer, truthdb\n"},
    {&release, 120, false, "at 120 columns",
     "Release v1.2.3 of Truthdb  1 of 5 released  1:05  usually 12:00\n"
     "+ installer-kernel  615ef2b06  v1.2.3   2/2     0:45  ~0:50  released\n"
     "- installer         0c8a11f9e  v1.2.3  1/12     3:05 ~12:00  run"
     " in progress, job build, step Upload (2 of 3 jobs)\n"
     "! truthdb           9bd1d4c77  v1.2.3   0/3    12:05         waits"
     " for an approval: https://github.com/Truthdb/truth...\n"
     "x docs              35b6a0ff1  v1.2.3     -  1:02:05         failed:"
     " its workflow run ended in failure: https://gith...\n"
     ". installer-iso     77fe02a1b           0/1           ~5:00  waits"
     " for installer, truthdb\n"},
    {&release, 200, true, "at 200 columns",
     "Release v1.2.3 of Truthdb  1 of 5 released  1:05  usually 12:00\n"
     "✓ installer-kernel  615ef2b06  v1.2.3   2/2     0:45  ~0:50 "
     " released\n"
     "⠹ installer         0c8a11f9e  v1.2.3  1/12     3:05 ~12:00 "
     " run in progress, job build, step Upload (2 of 3 jobs)\n"
     "! truthdb           9bd1d4c77  v1.2.3   0/3    12:05         waits"
     " for an approval: " RUN "\n"
     "✗ docs              35b6a0ff1  v1.2.3     -  1:02:05        "
     " failed: its workflow run ended in failure: " RUN "\n"
     "· installer-iso     77fe02a1b           0/1           ~5:00  waits"
     " for installer, truthdb\n"},
    {&release, 200, false, "at 200 columns",
     "Release v1.2.3 of Truthdb  1 of 5 released  1:05  usually 12:00\n"
     "+ installer-kernel  615ef2b06  v1.2.3   2/2     0:45  ~0:50  released\n"
     "- installer         0c8a11f9e  v1.2.3  1/12     3:05 ~12:00  run"
     " in progress, job build, step Upload (2 of 3 jobs)\n"
     "! truthdb           9bd1d4c77  v1.2.3   0/3    12:05         waits"
     " for an approval: " RUN "\n"
     "x docs              35b6a0ff1  v1.2.3     -  1:02:05         failed:"
     " its workflow run ended in failure: " RUN "\n"
     ". installer-iso     77fe02a1b           0/1           ~5:00  waits"
     " for installer, truthdb\n"},
    {&foreign, 33, true, "of wide characters, some cut,",
     "发布 v1.…  0 of 4 released  0:05\n"
     "· 版本库        0:01  步骤 版本…\n"
     "· rocket-🚀     0:01  ⚠ job 1⃣ o…\n"
     "· u\xcc\x88mlaut        0:01  \\x1b[31mr…\n"
     "· 一二三四五…   0:01  pushed\n"},
    {&foreign, 60, true, "of wide characters",
     "发布 v1.2.3  0 of 4 released  0:05\n"
     "· 版本库                -   0:01  步骤 版本库版本库\n"
     "· rocket-🚀             -   0:01  ⚠ job 1⃣ of 3\n"
     "· u\xcc\x88mlaut                -   0:01  \\x1b[31mred\\x0d\\n\n"
     "· 一二三四五六七八九十  -   0:01  pushed\n"},
    {&foreign, 60, false, "of wide characters",
     "?? v1.2.3  0 of 4 released  0:05\n"
     ". ???         -   0:01  ?? ??????\n"
     ". rocket-?    -   0:01  ? job 1? of 3\n"
     ". u?mlaut     -   0:01  \\x1b[31mred\\x0d\\n\n"
     ". ??????????  -   0:01  pushed\n"},
    {&early, 60, true, "of little that is known",
     "0 of 2 released  0:00\n"
     "· a  0/1  waits for b\n"
     "· b    -\n"},
    {&nothing, 80, true, "of an all-zero row",
     "0 of 1 released  0:00\n"
     "·  -\n"},
    {&release, 1, false, "at 1 column",
     "\n"
     "\n"
     "\n"
     "\n"
     "\n"
     "\n"},
};

/* What is shown of the same row. */
static const struct {
    unsigned columns;
    const char *line;
} limits[] = {
    {2, "+"},
    {3, "+"},
    {8, "+ a  do"},
    {9, "+ a  ..."},
    {10, "+ a  d..."},
    {29, "+ a  doing"},
    {30, "+ a   0:01  doing"},
    {39, "+ a   0:01  doing"},
    {40, "+ a  1/2   0:01  doing"},
    {79, "+ a  1/2   0:01  doing"},
    {80, "+ a  615ef2b06  1/2   0:01 ~0:02  doing"},
    {119, "+ a  615ef2b06  1/2   0:01 ~0:02  doing"},
    {120, "+ a  615ef2b06  v1.2.3-a-long-tag...  1/2   0:01 ~0:02  doing"},
    {130, "+ a  615ef2b06  v1.2.3-a-long-tag-...  1/2   0:01 ~0:02  doing"},
};

static const struct {
    uint64_t ms;
    const char *shown;
} times[] = {
    {0, "   0:00"},
    {999, "   0:00"},
    {1000, "   0:01"},
    {59999, "   0:59"},
    {60000, "   1:00"},
    {725000, "  12:05"},
    {3599999, "  59:59"},
    {3600000, "  1:00:00"},
    {3725000, "  1:02:05"},
    {90061000, "  25:01:01"},
    {UINT64_MAX, "  5124095576030:25:51"},
};

static const struct {
    const char *title;
    unsigned columns;
    uint64_t usual_ms;
    const char *line;
} titles[] = {
    {"Release v1 of T", 80, 0, "Release v1 of T  0 of 1 released  0:07"},
    {"Release v1 of T", 80, 61000,
     "Release v1 of T  0 of 1 released  0:07  usually 1:01"},
    {"Release v1 of T", 53, 61000,
     "Release v1 of T  0 of 1 released  0:07  usually 1:01"},
    {"Release v1 of T", 52, 61000, "Release v1 of T  0 of 1 released  0:07"},
    {"Release v1 of T", 39, 61000, "Release v1 of T  0 of 1 released  0:07"},
    {"Release v1 of T", 38, 61000, "Release v1...  0 of 1 released  0:07"},
    {"Release v1 of T", 32, 61000, "Relea...  0 of 1 released  0:07"},
    {"Release v1 of T", 31, 61000, "0 of 1 released  0:07"},
    {"Release v1 of T", 22, 61000, "0 of 1 released  0:07"},
    {"Release v1 of T", 21, 61000, "0 of 1 released..."},
    {"Release", 31, 61000, "Release  0 of 1 released  0:07"},
    {"\x1b[2J\n\xff", 80, 0, "\\x1b[2J\\n\\xff  0 of 1 released  0:07"},
    {"", 80, 0, "0 of 1 released  0:07"},
    {NULL, 80, 0, "0 of 1 released  0:07"},
};

static char *printed(const struct board *b, const struct board_look *look)
{
    struct str out = {0};

    board_print(&out, b, look);
    return str_take(&out);
}

/* Cuts a text at its first newline; what follows that. */
static char *cut_line(char *text)
{
    char *end = strchr(text, '\n');

    *end = '\0';
    return end + 1;
}

static void test_boards(void)
{
    for (size_t i = 0; i < ARRAY_LEN(boards); i++) {
        struct board_look look = {.columns = boards[i].columns,
                                  .lines = 24,
                                  .utf8 = boards[i].utf8,
                                  .frame = 2};
        char *got = printed(boards[i].board, &look);

        is(got, boards[i].lines, "a board %s is drawn in %s", boards[i].what,
           boards[i].utf8 ? "UTF-8" : "ASCII");
        free(got);
    }
}

static void test_limits(void)
{
    const struct board_row row = {BOARD_DONE,
                                  "a",
                                  COMMIT("615ef2b06"),
                                  "v1.2.3-a-long-tag-indeed",
                                  "doing",
                                  1,
                                  2,
                                  1000,
                                  2000};
    struct board b = {.rows = &row, .n = 1};

    for (size_t i = 0; i < ARRAY_LEN(limits); i++) {
        struct board_look look = {.columns = limits[i].columns, .lines = 24};
        char *got = printed(&b, &look), *line = cut_line(got);

        cut_line(line);
        is(line, limits[i].line, "\"%s\" is shown in %u columns",
           limits[i].line, limits[i].columns);
        free(got);
    }
}

static void test_times(void)
{
    for (size_t i = 0; i < ARRAY_LEN(times); i++) {
        struct board_row row = {.sign = BOARD_GOES, .ms = times[i].ms};
        struct board b = {.rows = &row, .n = 1};
        struct board_look look = {.columns = 60, .lines = 24};
        char *got = printed(&b, &look);
        char *line = got + strlen("0 of 1 released  0:00\n");

        cut_line(line);
        ok(str_ends(line, times[i].shown) && str_starts(line, "|  - "),
           "%llu ms are \"%s\"", (unsigned long long)times[i].ms,
           times[i].shown);
        free(got);
    }
}

static void test_waiting_time(void)
{
    struct board_row row = {.name = "a", .ms = 5000};
    struct board b = {.rows = &row, .n = 1};
    struct board_look look = {.columns = 60, .lines = 24};

    is_owned(printed(&b, &look), "0 of 1 released  0:00\n. a  -   0:05\n",
             "the time of a row that waits is shown where there is one");
}

static void test_titles(void)
{
    for (size_t i = 0; i < ARRAY_LEN(titles); i++) {
        struct board b = {titles[i].title,   NULL, zero, 1, 7000,
                          titles[i].usual_ms};
        struct board_look look = {.columns = titles[i].columns, .lines = 24};
        char *got = printed(&b, &look);

        cut_line(got);
        is(got, titles[i].line, "\"%s\" is a title in %u columns",
           titles[i].line, titles[i].columns);
        free(got);
    }
}

static void test_spinner(void)
{
    static const char *const frames[] = {"⠋", "⠙", "⠹", "⠸", "⠼",
                                         "⠴", "⠦", "⠧", "⠇", "⠏"};
    const struct board_row row = {.sign = BOARD_GOES, .name = "a"};
    struct board b = {.rows = &row, .n = 1};
    bool right = true, right_ascii = true;

    for (unsigned frame = 0; frame < 40; frame++) {
        struct board_look look = {.columns = 60, .lines = 24, .frame = frame};
        char *ascii = printed(&b, &look), *utf8;

        look.utf8 = true;
        utf8 = printed(&b, &look);
        right = right && str_starts(strchr(utf8, '\n') + 1, frames[frame % 10]);
        right_ascii =
            right_ascii && strchr(ascii, '\n')[1] == "|/-\\"[frame % 4];
        free(ascii);
        free(utf8);
    }
    ok(right, "a row that goes turns through ten frames in UTF-8");
    ok(right_ascii, "and through four in ASCII");
}

static void test_colours(void)
{
    struct board_look look = {.columns = 40, .lines = 24, .colours = true};

    is_owned(printed(&release, &look),
             "Release v1.2....  1 of 5 released  1:05\n"
             "\033[32m+\033[0m installer-...   2/2     0:45  rele...\n"
             "\033[36m|\033[0m installer      1/12     3:05  run...\n"
             "\033[33m!\033[0m truthdb         0/3    12:05  \033[33mwait..."
             "\033[0m\n"
             "\033[31mx\033[0m docs              -  1:02:05  "
             "\033[31mfail...\033[0m\n"
             "\033[2m.\033[0m installer-iso   0/1           wait...\n",
             "signs have colours, and so has what failed or asks");
}

int main(void)
{
    tap_start();
    test_boards();
    test_limits();
    test_times();
    test_waiting_time();
    test_titles();
    test_spinner();
    test_colours();
    return tap_end();
}

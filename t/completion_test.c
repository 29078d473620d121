#include "../completion_parts.h"
#include "tap.h"

/* With the name of a shell it prints that shell's script for the table below,
 * for t/completion.t to load. */

#define ODD                                                                    \
    "it's [a] (b): c:d \"e\" $HOME ${HOME} $(touch pwned) `touch pwned` "      \
    "(touch pwned) \\ \\n %d %F{red} *~^? {f,g} #h !i ; | & < > -"

static const struct opt common[] = {
    {.name = "log",
     .letter = 'l',
     .kind = OPT_TEXT,
     .arg = "FILE",
     .help = "common " ODD},
};

static const struct opt make_opts[] = {
    {.name = "odd", .help = "option " ODD},
    {.name = "into",
     .letter = 'i',
     .kind = OPT_TEXT,
     .arg = "DIR",
     .help = "valued " ODD},
    {.name = "count", .kind = OPT_NUMBER, .arg = "N", .help = "]:'"},
};

static const struct cmd make = {
    .name = "make",
    .help = "command " ODD,
    .opts = make_opts,
    .n_opts = ARRAY_LEN(make_opts),
};
static const struct cmd look = {
    .name = "look-up",
    .help = "'",
    .operand = "COMMAND",
};
static const struct cmd shell = {
    .name = "shell",
    .help = "",
    .operand = "[SHELL]",
};
static const struct cmd other = {
    .name = "other",
    .help = "\\",
    .operand = "THING",
};
static const struct cmd *const cmds[] = {&make, &look, &shell, &other, NULL};
static const struct cmd *const none[] = {NULL};

static const struct completion odd = {cmds, common, ARRAY_LEN(common)};
static const struct completion empty = {none, NULL, 0};

static int print_script(const char *name)
{
    struct str script = {0};

    for (size_t i = 0; i < COMPLETION_SHELLS; i++)
        if (same(completion_shells[i].name, name))
            completion_shells[i].script(&script, &odd);
    fputs(str_text(&script), stdout);
    str_clear(&script);
    return 0;
}

static const struct {
    const char *arg;
    enum completion_of of;
} values[] = {
    {NULL, COMPLETE_NOTHING},      {"", COMPLETE_NOTHING},
    {"FILE", COMPLETE_FILE},       {"DIR", COMPLETE_FOLDER},
    {"COMMAND", COMPLETE_COMMAND}, {"[COMMAND]", COMPLETE_COMMAND},
    {"SHELL", COMPLETE_SHELL},     {"[SHELL]", COMPLETE_SHELL},
    {"FILES", COMPLETE_NOTHING},   {"FIL", COMPLETE_NOTHING},
    {"file", COMPLETE_NOTHING},    {"[]", COMPLETE_NOTHING},
    {"N", COMPLETE_NOTHING},       {"[", COMPLETE_NOTHING},
};

static void test_values(void)
{
    for (size_t i = 0; i < ARRAY_LEN(values); i++)
        ok(completion_of(values[i].arg) == values[i].of,
           "The value %s is completed as %d",
           values[i].arg ? values[i].arg : "of a flag", (int)values[i].of);
}

/* A line of a script, or a part of one. */
static const struct {
    const char *shell, *part, *title;
} parts[] = {
    {"bash", "options=' -l --log --odd -i --into --count'\n",
     "bash knows a command's options, letters and common ones"},
    {"bash", "operands='make look-up shell other'\n",
     "bash knows the commands"},
    {"bash", "operands='bash zsh fish'\n", "bash knows the shells"},
    {"bash", "'make --into' | 'make -i') value='folder' ;;\n",
     "bash knows which options take folders"},
    {"bash", "*' --log' | *' -l') value='file' ;;\n",
     "bash knows which common options take files"},
    {"bash", "'make --count') value='other' ;;\n",
     "bash knows which options take what cannot be completed"},
    {"zsh", "'(-i --into)-i[valued it'\\''s \\[a\\] (b)\\: c\\:d \"e\" $HOME ",
     "zsh gets a letter's help within single quotes"},
    {"zsh",
     "(touch pwned) \\\\ \\\\n %d %F{red} *~^? {f,g} #h !i ; | & < > -]"
     ":DIR:_path_files -/'",
     "zsh gets backslashes doubled"},
    {"zsh", "'--count=[\\]\\:'\\'']:N: '",
     "zsh reads no end of the help in it"},
    {"zsh", "'(-l --log)--log=[", "zsh learns which spellings are one option"},
    {"zsh", "'make:command it'\\''s ", "zsh gets a command's help"},
    {"zsh", "'1:COMMAND:_orchestrator_commands'", "zsh knows an operand"},
    {"zsh", "'1:SHELL:(bash zsh fish)'", "zsh knows the shells"},
    {"fish", " -s i -l into -x -a '(__fish_complete_directories)' -d 'valued ",
     "fish knows which options take folders"},
    {"fish", "\ncomplete -c orchestrator -s l -l log -r -F -d 'common ",
     "fish knows the common options, and that one takes a file"},
    {"fish", " -l count -x -d ']:\\''\n",
     "fish knows which options take what cannot be completed"},
    {"fish", "it\\'s [a] (b): c:d \"e\" $HOME ${HOME} $(touch pwned) ",
     "fish gets help within single quotes"},
    {"fish", "(touch pwned) \\\\ \\\\n %d ", "fish gets backslashes doubled"},
    {"fish",
     "-n '__fish_seen_subcommand_from make; and not "
     "__fish_seen_subcommand_from look-up' -l odd ",
     "fish takes no operand for the command"},
    {"fish", " -a 'bash zsh fish'\n", "fish knows the shells"},
};

static void test_parts(void)
{
    for (size_t i = 0; i < COMPLETION_SHELLS; i++) {
        struct str script = {0};

        completion_shells[i].script(&script, &odd);
        for (size_t k = 0; k < ARRAY_LEN(parts); k++)
            if (same(parts[k].shell, completion_shells[i].name) &&
                !ok(strstr(str_text(&script), parts[k].part), "%s",
                    parts[k].title))
                tap_note("lacks", parts[k].part);
        str_clear(&script);
    }
}

static void test_empty(void)
{
    for (size_t i = 0; i < COMPLETION_SHELLS; i++) {
        struct str script = {0};

        completion_shells[i].script(&script, &empty);
        ok(strstr(str_text(&script), "orchestrator"),
           "%s gets a script where there are no commands",
           completion_shells[i].name);
        str_clear(&script);
    }
}

int main(int argc, char **argv)
{
    if (argc > 1)
        return print_script(argv[1]);
    tap_start();
    test_values();
    is_owned(completion_shell_names(), "bash, zsh or fish",
             "The shells are named as a person would");
    test_parts();
    test_empty();
    return tap_end();
}

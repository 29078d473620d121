#include "completion_parts.h"

static const char reading[] =
    "\n"
    "# _orchestrator_join: sets `words` to what is typed up to the cursor, "
    "without\n"
    "# the command; bash breaks words at = : @ as well, which is undone\n"
    "_orchestrator_join() {\n"
    "    local i part last='' after=${COMP_LINE:COMP_POINT}\n"
    "    for ((i = 1; i <= COMP_CWORD; i++)); do\n"
    "        part=${COMP_WORDS[i]}\n"
    "        if [[ -n $last && ($last != *[!=:@]* ||\n"
    "            -n $part && $part != *[!=:@]*) ]]; then\n"
    "            words[${#words[@]} - 1]+=$part\n"
    "        else\n"
    "            words+=(\"$part\")\n"
    "        fi\n"
    "        last=$part\n"
    "    done\n"
    "    i=$((${#words[@]} - 1))\n"
    "    words[i]=${words[i]%\"${after%%[[:space:]]*}\"}\n"
    "}\n"
    "\n"
    "# _orchestrator_read WORD: sets `word` to it without quotes, `quote` to "
    "one\n"
    "# that is open, and `head` to what of the word stays when bash puts in a "
    "match\n"
    "_orchestrator_read() {\n"
    "    local c i before=''\n"
    "    word='' quote='' head=''\n"
    "    for ((i = 0; i < ${#1}; i++)); do\n"
    "        c=${1:i:1}\n"
    "        if [[ -n $quote && $c == \"$quote\" ]]; then\n"
    "            quote='' head=$before\n"
    "        elif [[ -z $quote && $c == [\\\"\\'] ]]; then\n"
    "            quote=$c before=$head head=$word\n"
    "        elif [[ $c == \\\\ && (-z $quote ||\n"
    "            $quote${1:i+1:1} == \\\"[\\\"\\\\\\$\\`]) ]]; then\n"
    "            ((++i))\n"
    "            word+=${1:i:1}\n"
    "        elif [[ -n $quote || $COMP_WORDBREAKS != *\"$c\"* ]]; then\n"
    "            word+=$c\n"
    "        elif [[ $c == @ ]]; then\n"
    "            head=$word word+=$c\n"
    "        else\n"
    "            word+=$c head=$word\n"
    "        fi\n"
    "    done\n"
    "}\n"
    "\n";

static const char completing[] =
    "# _orchestrator_paths f|d BEFORE START: files or folders, each after "
    "BEFORE\n"
    "_orchestrator_paths() {\n"
    "    local path start=$3\n"
    "    if [[ -z $quote ]]; then # compgen takes quotes away\n"
    "        start=${start//\\\\/\\\\\\\\}\n"
    "        start=${start//\\\"/\\\\\\\"}\n"
    "        start=${start//\\'/\\\\\\'}\n"
    "    fi\n"
    "    compopt -o filenames 2>/dev/null\n"
    "    while IFS= read -r path; do\n"
    "        COMPREPLY+=(\"$2$path\")\n"
    "    done < <(compgen \"-$1\" -- \"$start\")\n"
    "}\n"
    "\n"
    "_orchestrator() {\n"
    "    local IFS=$' \\t\\n' command='' given='' ended='' before='' i last\n"
    "    local word quote head options operands value=''\n"
    "    local words=()\n"
    "    COMPREPLY=()\n"
    "    ((COMP_CWORD > 0)) || return 0\n"
    "    _orchestrator_join\n"
    "    last=$((${#words[@]} - 1))\n"
    "    for ((i = 0; i < last; i++)); do\n"
    "        _orchestrator_read \"${words[i]}\"\n"
    "        if [[ -n $value ]]; then\n"
    "            value=''\n"
    "        elif [[ ${words[i]} == [\\<\\>]* ]]; then\n"
    "            value='file'\n"
    "        elif [[ -z $ended && $word == -- ]]; then\n"
    "            ended=1\n"
    "        elif [[ -z $ended && $word == -?* ]]; then\n"
    "            _orchestrator_value \"$command\" \"$word\"\n"
    "        elif [[ -z $command ]]; then\n"
    "            command=$word\n"
    "        else\n"
    "            given=1\n"
    "        fi\n"
    "    done\n"
    "    _orchestrator_takes \"$command\"\n"
    "    _orchestrator_read \"${words[last]}\"\n"
    "    if [[ ${words[last]} == [\\<\\>]* ]]; then\n"
    "        before=$head value='file'\n"
    "    elif [[ -z $value$ended && $word == --*=* ]]; then\n"
    "        before=${word%%=*}=\n"
    "        _orchestrator_value \"$command\" \"${before%=}\"\n"
    "    fi\n"
    "    case $value in\n"
    "    file) _orchestrator_paths f \"$before\" \"${word#\"$before\"}\" ;;\n"
    "    folder) _orchestrator_paths d \"$before\" \"${word#\"$before\"}\" ;;\n"
    "    '')\n"
    "        [[ -z $given ]] || operands=''\n"
    "        [[ -z $ended && (-z $operands || $word == -*) ]] || options=''\n"
    "        # shellcheck disable=SC2207 # names have no spaces\n"
    "        COMPREPLY=($(compgen -W \"$operands $options\" -- \"$word\"))\n"
    "        ;;\n"
    "    esac\n"
    "    COMPREPLY=(\"${COMPREPLY[@]#\"$head\"}\")\n"
    "}\n"
    "\n"
    "complete -F _orchestrator orchestrator\n";

/* Names hold letters, digits and hyphens: no shell takes them apart. */
static void add_opts(struct str *s, const struct opt *opts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (opts[i].letter)
            str_addf(s, " -%c", opts[i].letter);
        str_addf(s, " --%s", opts[i].name);
    }
}

static void add_operands(struct str *s, const struct completion *c,
                         enum completion_of of)
{
    str_add(s, "        operands='");
    if (of == COMPLETE_COMMAND)
        completion_add_commands(s, c, NULL);
    else if (of == COMPLETE_SHELL)
        completion_add_shells(s);
    str_add(s, "'\n        ;;\n");
}

/* An arm of the case; `opts` are beside those that are common. */
static void add_arm(struct str *s, const struct completion *c,
                    const char *command, const struct opt *opts, size_t n)
{
    str_addf(s, "    %s)\n        options='", command);
    add_opts(s, c->common, c->n_common);
    add_opts(s, opts, n);
    str_add(s, "'\n");
}

static void add_takes(struct str *s, const struct completion *c)
{
    str_add(s, "\n# _orchestrator_takes COMMAND: sets `options` and "
               "`operands`\n"
               "_orchestrator_takes() {\n"
               "    case $1 in\n");
    add_arm(s, c, "''", &completion_version, 1);
    add_operands(s, c, COMPLETE_COMMAND);
    for (size_t i = 0; c->cmds[i]; i++) {
        add_arm(s, c, c->cmds[i]->name, c->cmds[i]->opts, c->cmds[i]->n_opts);
        add_operands(s, c, completion_of(c->cmds[i]->operand));
    }
    add_arm(s, c, "*", NULL, 0);
    add_operands(s, c, COMPLETE_NOTHING);
    str_add(s, "    esac\n}\n");
}

static const char *value_of(const struct opt *opt)
{
    switch (completion_of(opt->arg)) {
    case COMPLETE_FILE:
        return "file";
    case COMPLETE_FOLDER:
        return "folder";
    default:
        return "other";
    }
}

/* `command` NULL: any. */
static void add_opt_values(struct str *s, const char *command,
                           const struct opt *opts, size_t n)
{
    const char *quoted = command ? "'" : "*'";

    for (size_t i = 0; i < n; i++) {
        if (!opts[i].arg)
            continue;
        str_addf(s, "    %s%s --%s'", quoted, command ? command : "",
                 opts[i].name);
        if (opts[i].letter)
            str_addf(s, " | %s%s -%c'", quoted, command ? command : "",
                     opts[i].letter);
        str_addf(s, ") value='%s' ;;\n", value_of(&opts[i]));
    }
}

static void add_values(struct str *s, const struct completion *c)
{
    str_add(s, "\n# _orchestrator_value COMMAND OPTION: sets `value` to what "
               "the option needs\n"
               "_orchestrator_value() {\n"
               "    case \"$1 $2\" in\n");
    for (size_t i = 0; c->cmds[i]; i++)
        add_opt_values(s, c->cmds[i]->name, c->cmds[i]->opts,
                       c->cmds[i]->n_opts);
    add_opt_values(s, NULL, c->common, c->n_common);
    str_add(s, "    *) value='' ;;\n"
               "    esac\n}\n");
}

void completion_bash(struct str *script, const struct completion *c)
{
    str_add(script, "# Completion of orchestrator in bash, as \"orchestrator "
                    "completion bash\" made it.\n");
    add_takes(script, c);
    add_values(script, c);
    str_add(script, reading);
    str_add(script, completing);
}

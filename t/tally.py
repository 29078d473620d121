#!/usr/bin/env python3
"""Makes a table of what the tests counted.

    tally.py FILE              prints the table
    tally.py FOLDER README     writes that of FOLDER's files, each named
                               PART@COMMIT, into README, between its marks

A file has lines of KIND, SURVIVED and TRIED with tabs between, as tally in
tap.sh writes them; those of one kind are added up. Ends with 1 if something
did not survive, or if there is no line of a kind that is listed here.
"""
import pathlib
import sys

BEGIN = "<!-- written by make proof -->\n"
END = "<!-- until here -->\n"

KINDS = {
    "crash points": "`kill -9` before, during and after each child and each"
                    " request, of the process alone and of all at once;"
                    " `--resume` finishes | `crash.t`",
    "pairs of kills": "killed, resumed, killed again, resumed | `crash.t`",
    "signals": "SIGINT, SIGTERM, SIGHUP at the same points | `crash.t`",
    "runs at once": "releases beside each other: one wins |"
                    " `concurrency.t`",
    "GitHub behaviours": "answers that GitHub should not give |"
                         " `faults*.t`",
    "git answers": "nothing, nonsense, half, too much, dead, hanging, at each"
                   " question | `git_answers.t`",
    "git behaviours": "origins, hooks, signing and disks that fail |"
                      " `git_faults.t`",
    "git configurations": "of the user and of clones, hostile and broken |"
                          " `git_config.t`",
    "kinds of clones": "clones and repositories of every shape, and broken"
                       " ones | `git_clones.t`",
    "fuzz targets": "parsers of bytes from outside | `fuzz/`",
    "fuzz executions": "inputs to them, under ASan and UBSan | `fuzz/`",
    "asset names": "names that would lead outside a folder |"
                   " `verify_names.t`",
    "situations without a leak": "secrets looked for in every argv,"
                                 " environment, file, log, output and request"
                                 " | `secrets.t`",
}


class Row:
    def __init__(self):
        self.survived = self.tried = 0
        self.commits = []

    def add(self, survived, tried, commit):
        self.survived += survived
        self.tried += tried
        if commit not in self.commits:
            self.commits.append(commit)


def read(paths):
    """{kind: Row}"""
    rows = {}
    for path in paths:
        commit = path.name.partition("@")[2]
        for line in path.read_text().splitlines():
            kind, survived, tried = line.split("\t")
            rows.setdefault(kind, Row()).add(int(survived), int(tried), commit)
    return rows


def table(rows, with_commits):
    columns = [("tried", "------:"), ("survived", "---------:"),
               ("kind", "------"), ("what", "------"), ("test", "------")]
    if with_commits:
        columns.append(("at", "----"))
    lines = [[name for name, _ in columns], [rule for _, rule in columns]]
    for kind, row in rows.items():
        cells = [f"{row.tried:,}", f"{row.survived:,}", kind,
                 KINDS.get(kind, " | ")]
        lines.append(cells + [", ".join(row.commits)] * with_commits)
    return "".join("| " + " | ".join(cells) + " |\n" for cells in lines)


def in_order(rows):
    listed = [kind for kind in KINDS if kind in rows]
    others = sorted(kind for kind in rows if kind not in KINDS)
    return {kind: rows[kind] for kind in listed + others}


def write(readme, text):
    old = readme.read_text()
    head, rest = old.split(BEGIN)
    tail = rest.split(END)[1]
    readme.write_text(f"{head}{BEGIN}\n{text}\n{END}{tail}")


def main():
    counted = pathlib.Path(sys.argv[1])
    if len(sys.argv) > 2:
        rows = in_order(read(sorted(counted.iterdir())))
        write(pathlib.Path(sys.argv[2]), table(rows, True))
    else:
        rows = in_order(read([counted]))
        print(table(rows, False), end="")
    lost = [kind for kind, row in rows.items() if row.survived != row.tried]
    absent = [kind for kind in KINDS if kind not in rows]
    for kind in lost:
        print(f"tally: not all survived: {kind}", file=sys.stderr)
    for kind in absent:
        print(f"tally: nothing was counted: {kind}", file=sys.stderr)
    sys.exit(bool(lost or absent))


if __name__ == "__main__":
    main()

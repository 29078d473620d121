#!/usr/bin/env python3
"""Makes a table of what the tests counted.

    tally.py FILE              prints the table
    tally.py FILE README       writes it into README, between its marks

FILE has lines of KIND, SURVIVED and TRIED with tabs between, as tally in
tap.sh writes them; those of one kind are added up. Ends with 1 if something
did not survive, or if there is no line of a kind that is listed here.
"""
import pathlib
import subprocess
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


def read(path):
    """{kind: [survived, tried]}"""
    sums = {}
    for line in path.read_text().splitlines():
        kind, survived, tried = line.split("\t")
        pair = sums.setdefault(kind, [0, 0])
        pair[0] += int(survived)
        pair[1] += int(tried)
    return sums


def table(sums):
    rows = ["| tried | survived | kind | what | test |",
            "|------:|---------:|------|------|------|"]
    for kind, (survived, tried) in sums.items():
        what = KINDS.get(kind, " | ")
        rows.append(f"| {tried:,} | {survived:,} | {kind} | {what} |")
    return "\n".join(rows) + "\n"


def in_order(sums):
    listed = [kind for kind in KINDS if kind in sums]
    others = sorted(kind for kind in sums if kind not in KINDS)
    return {kind: sums[kind] for kind in listed + others}


def write(readme, text):
    old = readme.read_text()
    head, rest = old.split(BEGIN)
    tail = rest.split(END)[1]
    readme.write_text(head + BEGIN + text + END + tail)


def commit():
    said = subprocess.run(["git", "describe", "--always", "--dirty"],
                          capture_output=True, text=True)
    return said.stdout.strip() or "no commit"


def main():
    sums = in_order(read(pathlib.Path(sys.argv[1])))
    text = table(sums)
    if len(sys.argv) > 2:
        write(pathlib.Path(sys.argv[2]), f"\nAt {commit()}:\n\n{text}\n")
    else:
        print(text, end="")
    lost = [kind for kind, (survived, tried) in sums.items()
            if survived != tried]
    absent = [kind for kind in KINDS if kind not in sums]
    for kind in lost:
        print(f"tally: not all survived: {kind}", file=sys.stderr)
    for kind in absent:
        print(f"tally: nothing was counted: {kind}", file=sys.stderr)
    sys.exit(bool(lost or absent))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Prints how many lines the tests ran, and names those that they did not.

    coverage.py BUILD [--at-least PERCENT]

BUILD was built with --coverage, and the tests were run in it. Calls of abort()
do not count: they are reached when there is no memory left, or by a fault of
ours. Ends with 1 below PERCENT (90).
"""
import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys

ABORTS = re.compile(r"^\s*abort\(\);$")


def measured(build):
    """{source: {line: (count, function)}} of all rooms and commands."""
    lines = collections.defaultdict(dict)
    for data in sorted(build.rglob("*.gcda")):
        if "t" in data.relative_to(build).parts:
            continue
        told = subprocess.run(
            ["gcov", "--json-format", "--stdout", data],
            check=True, capture_output=True, text=True).stdout
        for file in json.loads(told)["files"]:
            if file["file"].startswith("/"):
                continue
            for line in file["lines"]:
                lines[file["file"]][line["line_number"]] = (
                    line["count"], line.get("function_name", ""))
    return lines


def never_run(build):
    """Objects of which nothing ever ran."""
    return [note for note in build.rglob("*.gcno")
            if not note.with_suffix(".gcda").exists()
            and "t" not in note.relative_to(build).parts]


def counts(source, numbered):
    """Without those that abort."""
    text = pathlib.Path(source).read_text().splitlines()
    return {number: (count, function)
            for number, (count, function) in numbered.items()
            if not ABORTS.search(text[number - 1])}


def ranges(numbers, known):
    """12-15 for lines that follow one another, or with only blanks between."""
    start = last = None
    for number in numbers:
        if last is not None and any(
                between in known for between in range(last + 1, number)):
            yield start, last
            start = number
        elif start is None:
            start = number
        last = number
    if start is not None:
        yield start, last


def report(source, numbered):
    missed = collections.defaultdict(list)
    for number in sorted(numbered):
        count, function = numbered[number]
        if count == 0:
            missed[function].append(number)
    total = len(numbered)
    ran = total - sum(map(len, missed.values()))
    print(f"{source:28} {ran:5} of {total:5}  {100 * ran / total:6.1f} %")
    for function, numbers in missed.items():
        spans = ", ".join(str(a) if a == b else f"{a}-{b}"
                          for a, b in ranges(numbers, numbered))
        print(f"    not run: {function}(): {spans}")
    return ran, total


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--at-least", type=float, default=90)
    args = parser.parse_args()
    ran = total = 0
    for source, numbered in sorted(measured(args.build).items()):
        its_ran, its_total = report(source, counts(source, numbered))
        ran += its_ran
        total += its_total
    never = never_run(args.build)
    for note in never:
        print(f"{note}: nothing of it was run")
    if not total:
        sys.exit("coverage: nothing was measured")
    percent = 100 * ran / total
    print(f"{'all':28} {ran:5} of {total:5}  {percent:6.1f} %")
    sys.exit(percent < args.at_least or bool(never))


if __name__ == "__main__":
    main()
